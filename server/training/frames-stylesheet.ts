import type { Callout, FramedPart } from '../screens/preview.ts';

/** Where on the screens each framed part is found. */
const selectors: Record<FramedPart, string> = {
  credentials: '.fields',
  permissions: '.permissions',
  terms: '.terms',
  allow: 'button[value="allow"]',
};

/**
 * `--callout-scale` is set by whoever shows a screen smaller than it is: words and numbers grow by it, so
 * that a callout is read from the back of a room though the screen around it is not.
 */
const common = `
:root { --badge: min(var(--callout-scale, 1), 1.4); }
.fields, .permissions, .terms, button[value="allow"] { position: relative; outline: 3px solid #d3261c; outline-offset: 8px; border-radius: 4px; }
button[value="allow"] { outline-offset: 4px; border-radius: 8px; }
:is(.fields, .permissions, .terms, button[value="allow"])::before { position: absolute; z-index: 2; inset-inline-start: -25px; inset-block-start: calc(-25px * var(--badge));
  display: grid; place-items: center; min-width: calc(30px * var(--badge)); height: calc(30px * var(--badge)); padding: 0 7px; border-radius: 30px; background: #d3261c; color: #fff;
  font-size: calc(0.875rem * var(--badge)); font-weight: 700; line-height: 1; }
.permissions legend { padding-inline-start: 16px; }
.permissions::before { inset-block-start: calc(-46px * var(--badge)); }
.callouts { list-style: none; display: grid; gap: 10px; margin: 24px 0 0; padding: 0; }
.callout { padding: 8px 12px; border: 2px solid #d3261c; border-radius: 8px; background: #fff; color: #17202e; font-size: calc(0.875rem * var(--callout-scale, 1)); line-height: 1.55; }
.callout-number { margin-inline-end: 8px; color: #b71c13; font-weight: 700; }
.terms { margin-top: 34px; }
.fields + *, .permissions + * { margin-top: 26px; }
`;

/** Where the window is wide enough, a callout stands in the margin, at the height of its frame. */
function beside(part: FramedPart): string {
  const anchor = `--${part}`;
  return `${selectors[part]} { anchor-name: ${anchor}; } .about-${part} { position-anchor: ${anchor}; top: anchor(top); }`;
}

/** Red frames around the parts that are explained, and their callouts. Empty where none is. */
export function framesStylesheet(callouts: readonly Callout[]): string {
  if (callouts.length === 0) return '';
  const badges = callouts.map(
    ({ part, number }) => `${selectors[part]}::before { content: ${JSON.stringify(number)}; }`,
  );
  return `${common}${badges.join('\n')}
@media (min-width: 900px) {
  @supports (anchor-name: --frame) {
    body { padding-inline-end: 268px; }
    .ribbon, .header { margin-inline-end: -268px; }
    .header-row { margin-inline-start: 16px; }
    .callouts { display: block; margin: 0; }
    .callout { position: absolute; right: 16px; width: 236px; font-size: 0.875rem; }
    ${callouts.map(({ part }) => beside(part)).join('\n    ')}
  }
}
`;
}
