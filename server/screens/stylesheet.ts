/**
 * The one stylesheet of the customer screens. Sober and light whatever the browser prefers: a bank's
 * pages look the same to everybody, and are printed. `--accent…` come from the institution's own sheet.
 */
export const stylesheet = `
:root {
  color-scheme: light;
  --paper: #f5f7f9; --card: #fff; --ink: #17202e; --soft: #4a5565; --line: #d9dfe7; --field: #8a94a6;
  --refused: #b3261e; --refused-tint: #fdf1f0;
  font-family: system-ui, -apple-system, "Segoe UI", "Hiragino Sans", "Hiragino Kaku Gothic ProN",
    "Yu Gothic UI", "Yu Gothic", Meiryo, "Noto Sans CJK JP", "Noto Sans JP", sans-serif;
  font-size: 16px; line-height: 1.7; line-break: strict; overflow-wrap: anywhere;
}
*, *::before, *::after { box-sizing: border-box; }
body { --tint: color-mix(in srgb, var(--accent) 10%, #fff); margin: 0; background: var(--paper); color: var(--ink); }
h1, h2, p, ul, ol, dl, dd, fieldset { margin: 0; padding: 0; }
h1 { font-size: 1.5rem; line-height: 1.4; }
/* Japanese breaks between phrases; browsers that do not know how break anywhere but within these few. */
body { word-break: auto-phrase; }
p, li, dd { text-wrap: pretty; }
h1, h2, .ribbon, .after, .footer { text-wrap: balance; }
.unbroken, .here { white-space: nowrap; }
h2 { font-size: 1.0625rem; line-height: 1.5; }
a { color: var(--accent-text); text-underline-offset: 0.2em; }
:focus-visible { outline: 3px solid var(--accent-text); outline-offset: 2px; border-radius: 4px; }
.visually-hidden { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); white-space: nowrap; }
.gloss { display: inline-block; font-size: 0.8125em; font-weight: 400; color: var(--soft); }
.primary .gloss { color: inherit; }

.ribbon-other { display: inline-block; }
.ribbon-other::before { content: "/"; margin-inline: 0.4em; }
.ribbon {
  padding: 4px 16px; text-align: center; font-size: 0.8125rem; color: #5c4400;
  background: repeating-linear-gradient(135deg, #fff3cd 0 14px, #ffebb0 14px 28px);
}
.header { background: var(--card); border-bottom: 3px solid var(--accent); }
.header-row, .column { width: min(100% - 32px, 712px); margin-inline: auto; }
.corporate .header-row, .corporate .column { width: min(100% - 32px, 832px); }
.header-row { display: flex; flex-wrap: wrap; align-items: center; justify-content: space-between; gap: 8px 24px; min-height: 66px; padding-block: 10px; }
.institution { display: flex; align-items: center; gap: 12px; font-size: 1.1875rem; font-weight: 700; }
.institution .service { font-size: 0.875rem; font-weight: 400; }
.emblem { display: grid; place-items: center; width: 34px; height: 34px; border-radius: 8px; background: var(--accent); color: var(--accent-ink); font-size: 1rem; }
.header-end { display: flex; align-items: center; gap: 16px; font-size: 0.875rem; }
.languages { display: flex; gap: 4px; border-inline-start: 1px solid var(--line); padding-inline-start: 12px; }
.languages a { display: inline-grid; place-items: center; min-width: 44px; min-height: 44px; padding-inline: 6px; color: var(--soft); text-decoration: none; }
.languages a:hover { text-decoration: underline; }
.languages a[aria-current] { color: var(--ink); font-weight: 700; }
.corporate .header { background: var(--accent); border: 0; color: var(--accent-ink); }
.corporate .languages { border-color: currentColor; }
.corporate .languages a, .corporate .languages a[aria-current] { color: inherit; }
.corporate .header :focus-visible { outline-color: currentColor; }

.login-bar { display: flex; flex-wrap: wrap; align-items: center; justify-content: flex-end; gap: 4px 16px; width: min(100% - 32px, 712px); margin: 8px auto 0; font-size: 0.875rem; color: var(--soft); }
.login-bar button { min-height: 44px; padding: 4px 14px; border: 1px solid #b9c2ce; border-radius: 8px; background: var(--card); color: var(--ink); font: inherit; cursor: pointer; }
.corporate .login-bar { width: min(100% - 32px, 832px); }

.column { padding-block: 20px 40px; }
.steps { display: grid; grid-template-columns: repeat(3, 1fr); gap: 8px; list-style: none; margin-bottom: 20px; font-size: 0.8125rem; }
.step { border-top: 3px solid var(--line); padding-top: 6px; color: #5b6574; }
.step-number { margin-inline-end: 10px; }
.step.past { border-color: color-mix(in srgb, var(--accent) 50%, #fff); color: var(--ink); }
.step.current { border-color: var(--accent-text); color: var(--ink); font-weight: 700; }

.card { background: var(--card); border: 1px solid var(--line); border-radius: 14px; padding: 32px 34px; }
.card + .card { margin-top: 18px; }
.overline { font-size: 0.875rem; color: var(--soft); }
.lead { margin-top: 6px; color: var(--soft); }
.asking { margin-top: 18px; padding: 12px 16px; border-radius: 8px; background: var(--tint); }
.certified { margin-top: 14px; padding: 12px 16px; border: 1px solid #1a7a4c; border-radius: 8px; background: #eef8f2; color: #17633f; font-weight: 600; }
.who-asks { display: flex; gap: 16px; align-items: center; margin-top: 20px; padding: 16px; border-radius: 10px; background: var(--tint); }
.asker-mark { flex: none; display: grid; place-items: center; width: 42px; height: 44px; border: 1px solid color-mix(in srgb, var(--accent) 25%, #fff); border-radius: 10px; background: var(--card); color: var(--accent-text); font-weight: 700; }
/* A name stays in one piece where it can; a full stop after it goes with it. */
.customer-name { word-break: keep-all; font-weight: 600; }
.not-handed-over { margin-top: 4px; font-size: 0.8125rem; color: var(--soft); }

.problem { margin-top: 20px; padding: 14px 16px; border: 1px solid var(--refused); border-inline-start-width: 5px; border-radius: 8px; background: var(--refused-tint); }
.problem-message { font-weight: 600; color: var(--refused); }
.developer { margin-top: 10px; font-size: 0.8125rem; color: var(--soft); }
.card > .developer { margin-top: 24px; padding-top: 12px; border-top: 1px solid var(--line); }
.problem + .developer { margin-top: 12px; }
.practice { margin-block-start: 16px; padding: 4px 16px; border: 1px dashed #b58900; border-radius: 10px; background: #fffaf0; font-size: 0.875rem; }
.practice summary { cursor: pointer; padding-block: 11px; color: #5c4400; font-weight: 600; }
.practice > p { color: var(--soft); padding-block-end: 8px; }
.practice ul { list-style: none; }
.practice li { padding-block: 8px; border-block-start: 1px solid var(--line); }
.practice dl { display: flex; flex-wrap: wrap; gap: 0 20px; }
.practice dl div { display: flex; align-items: baseline; gap: 8px; }
.practice dt { color: var(--soft); }
.practice code { font-size: 1rem; user-select: all; }
.developer summary { cursor: pointer; padding-block: 11px; width: fit-content; }
.problem .developer { margin-block: 2px -10px; }
.developer dl { display: grid; grid-template-columns: max-content 1fr; gap: 4px 16px; margin-top: 6px; }
.developer dt { color: var(--soft); }
.developer dd { color: var(--ink); }
code { font-family: ui-monospace, SFMono-Regular, Menlo, Consolas, "Noto Sans Mono CJK JP", monospace; font-size: 0.9375em; }

form { margin-top: 22px; }
.fields { display: grid; gap: 18px; }
.field label { display: block; margin-bottom: 4px; font-weight: 600; }
.field input { width: 100%; min-height: 46px; padding: 8px 12px; border: 1px solid var(--field); border-radius: 8px; background: #fff; color: var(--ink); font: inherit; }
.field input[aria-invalid] { border: 2px solid var(--refused); }
.notes { margin-top: 20px; padding-inline-start: 1.3em; font-size: 0.875rem; color: var(--soft); }
.notes li + li { margin-top: 2px; }
.notes.marked { list-style: "※ "; padding-inline-start: 1.5em; margin-top: 8px; }
.notes.single { padding-inline-start: 0; margin-top: 18px; }
.notes.single::before { content: "※ "; }
.until { color: var(--ink); font-weight: 600; }
/* Within a sentence, a link is as tall as a fingertip without parting the lines. */
.here { padding-block: 12px; }

fieldset { border: 0; min-width: 0; }
legend { padding: 0; font-weight: 700; }
.choice { position: relative; display: grid; grid-template-columns: 20px 1fr; column-gap: 14px; margin-top: 10px; padding: 14px 16px; border: 2px solid var(--line); border-radius: 10px; }
.choice:has(input:checked) { border-color: var(--accent-text); }
.choice:has(input:focus-visible) { outline: 3px solid var(--accent-text); outline-offset: 2px; }
.choice input:focus-visible { outline: none; }
.choice label { font-weight: 700; cursor: pointer; }
.choice label::after { content: ""; position: absolute; inset: 0; }
.choice input { position: relative; z-index: 1; }
.explanation { grid-column: 2; font-size: 0.875rem; color: var(--soft); }
input[type="checkbox"], input[type="radio"] { width: 20px; height: 20px; margin: 4px 0 0; accent-color: var(--accent-text); }
input[type="checkbox"][aria-invalid] { outline: 2px solid var(--refused); outline-offset: 2px; }
.accounts { margin-top: 22px; padding: 16px; border-radius: 10px; background: var(--tint); }
.account-lines { display: grid; gap: 8px; margin-top: 8px; }
.account-lines > div { display: grid; grid-template-columns: minmax(7.5em, max-content) 1fr; column-gap: 16px; }
.account-lines dt { font-weight: 600; }
.account-lines dd { grid-column: 2; }
.account-choice { border: 0; min-width: 0; margin-top: 16px; padding-top: 14px; border-top: 1px solid color-mix(in srgb, var(--accent) 25%, #fff); }
.account-choice legend { float: left; width: 100%; padding: 0; font-weight: 700; }
.account-choice legend + * { clear: both; }
.account-note { margin-top: 4px; font-size: 0.875rem; color: var(--soft); }
.terms { margin-top: 22px; }
.terms-changed { margin-bottom: 12px; padding: 12px 16px; border-inline-start: 4px solid #b88a00; border-radius: 8px; background: #fffaf0; color: #5c4400; }
.terms-document a { display: inline-block; padding-block: 8px; }
.terms-note { display: inline-block; font-size: 0.875rem; color: var(--soft); }
.terms-lead { font-size: 0.875rem; color: var(--soft); }
.card > .terms { margin-top: 0; }
.agreement { display: flex; align-items: flex-start; gap: 10px; margin-top: 6px; }
.agreement input { flex: none; margin-top: 12px; }
.agreement label { flex: 1; padding-block: 9px; cursor: pointer; }

.actions { display: flex; flex-wrap: wrap; gap: 12px; margin-top: 22px; }
.actions.apart { align-items: center; justify-content: space-between; padding-top: 20px; border-top: 1px solid var(--line); }
.actions.stacked { flex-direction: column; }
.button { display: inline-grid; grid-auto-flow: column; place-content: center; align-items: center; column-gap: 0.5em; min-width: 150px; min-height: 50px; padding: 8px 24px; border: 1px solid var(--line); border-radius: 8px; font: inherit; text-decoration: none; cursor: pointer; }
.button.primary { background: var(--accent); border-color: var(--accent); color: var(--accent-ink); }
.button.secondary { background: var(--card); border-color: #b9c2ce; color: var(--ink); }
.button.primary:hover { background: color-mix(in srgb, var(--accent) 88%, #000); }
.button.secondary:hover { background: var(--paper); }
.actions > a:not(.button) { padding-block: 10px; }
.login-actions .button { padding-inline: 16px; min-width: 132px; }
.login-actions .button:last-child { margin-inline-start: auto; }
.after, .footer { margin-top: 18px; text-align: center; font-size: 0.8125rem; color: #5b6574; }
.footer { margin-top: 32px; padding-top: 14px; border-top: 1px solid var(--line); }

.methods { display: grid; grid-template-columns: 1.3fr 1fr; gap: 18px; align-items: stretch; margin: 18px 0; }
.methods .card { margin: 0; padding: 24px; }
.methods .card > p { margin-top: 6px; font-size: 0.875rem; color: var(--soft); }
.corporate .card { padding: 24px; }
.corporate form > .card { margin-top: 18px; }
.methods form { margin-top: 16px; }

.kinds { list-style: none; display: grid; gap: 12px; margin-top: 22px; }
.kind { display: grid; gap: 2px; padding: 16px 20px; border: 2px solid var(--line); border-radius: 10px; color: var(--ink); text-decoration: none; }
.kind { position: relative; padding-inline-end: 44px; }
.kind::after { content: ""; position: absolute; inset-inline-end: 20px; top: calc(50% - 5px); width: 9px; height: 9px; border: solid var(--accent-text); border-width: 2px 2px 0 0; rotate: 45deg; }
.kind:hover { border-color: var(--accent); }
.kind span { font-size: 0.875rem; color: var(--soft); }
.kind strong { font-size: 1.0625rem; }
.desk { display: grid; grid-template-columns: max-content 1fr; gap: 8px 24px; margin-top: 20px; padding: 16px; border-radius: 10px; background: var(--tint); }
.desk dt { color: var(--soft); }
.desk .phone { white-space: nowrap; font-variant-numeric: tabular-nums; font-weight: 700; }
.sandbox-note strong { display: block; }
.certificate-state { margin-inline-start: 0.5em; padding: 2px 10px; border: 1px solid var(--field); border-radius: 999px; font-size: 0.8125rem; font-weight: 400; white-space: nowrap; }
.certificate-state.valid { border-color: #1a7a4c; color: #17633f; }
.certificate-state.expired, .certificate-state.revoked { border-color: var(--refused); color: var(--refused); }
.certificate-state.expiring, .certificate-state.not_yet_valid { border-color: #b88a00; color: #5c4400; }
.sandbox-note { margin-top: 18px; padding: 10px 14px; border: 1px dashed #b88a00; border-radius: 8px; background: #fffaf0; font-size: 0.875rem; color: #5c4400; }
.document section, .paragraph { margin-top: 20px; }
.document .notes { font-size: 0.9375rem; color: var(--ink); }
.document .notes a { display: inline-flex; padding-block: 6px; }
.document section p { margin-top: 2px; }
.card > h1 + .problem { margin-top: 16px; }
.problem + p, .ask-desk + p, .developer + p { margin-top: 16px; }
.kind-again { margin-top: 12px; font-size: 0.9375rem; }
.kind-again a { display: inline-block; padding-block: 8px; }

.personal-smartphone .header-row, .personal-smartphone .column { width: min(100% - 24px, 430px); }
.personal-smartphone .card { padding: 22px 18px; }
/* In a picture for trainers the corners of the phone are round. */
.personal-smartphone[inert] .ribbon { padding: 8px 28px; }

/* Not on paper: the screens of a PC are printed as such. */
@media screen and (max-width: 640px) {
  .header-row, .column, .corporate .header-row, .corporate .column { width: calc(100% - 24px); }
  .ribbon { padding-inline: 8px; font-size: 0.75rem; }
  .ribbon-other { display: block; }
  .ribbon-other::before { content: none; }
  .header-row { min-height: 56px; padding-block: 4px; }
  .header-end .service, .institution .service { display: none; }
  .languages { border: 0; padding: 0; }
  .languages a[aria-current] { display: none; }
  .institution { font-size: 1.0625rem; gap: 8px; }
  .card, .corporate .card, .methods .card { padding: 20px 16px; }
  .methods { grid-template-columns: 1fr; }
  .who-asks { align-items: flex-start; }
  .actions:not(.apart) { flex-direction: column; }
  .login-actions .button:last-child { margin-inline-start: 0; }
  .button { grid-auto-flow: row; justify-items: center; }
  .actions.apart .button { min-width: 0; flex: 0 1 42%; padding-inline: 8px; }
  .steps { grid-template-columns: 1fr 1.2fr 1.6fr; gap: 6px; font-size: 0.75rem; }
  .step-number { margin-inline-end: 4px; }
  .account-lines > div { grid-template-columns: 1fr; }
  .account-lines dd { grid-column: 1; }
  .problem + .developer { margin-top: 6px; padding-top: 2px; }
  .developer dl, .desk { grid-template-columns: 1fr; gap: 0; }
  .developer dd, .desk dd { margin-bottom: 6px; }
}
@media (forced-colors: active) {
  .step.current, .choice:has(input:checked) { border-color: Highlight; }
  .button.primary { border-width: 3px; }
  .emblem { border: 1px solid; }
  .corporate .header { border-bottom: 1px solid; }
}
@page { margin: 15mm; }
@media print {
  :root { font-size: 10.5pt; line-height: 1.6; }
  body { --tint: none; background: none; }
  .ribbon { background: none; border-bottom: 1px solid #000; color: #000; }
  .corporate .header { background: none; color: #000; border-bottom: 2px solid #000; }
  .header-row { min-height: 0; }
  /* A browser leaves out grounds: what is white on one must not be white on white. */
  .emblem { border: 1px solid; background: none; color: #000; }
  .header-row, .column, .corporate .header-row, .corporate .column,
  .personal-smartphone .header-row, .personal-smartphone .column { width: auto; }
  .column { padding-bottom: 0; }
  .login-bar, .languages, .steps, .actions, .kind-again, .kind::after, .developer:not([open]) { display: none; }
  :focus-visible, .choice:has(input:focus-visible) { outline: none; }
  .card, .personal-smartphone .card { border: 0; padding: 0; }
  .corporate form > .card, .corporate .methods + .card, .methods .card { padding: 12px 16px; border: 1px solid #8a94a6; border-radius: 8px; }
  .who-asks, .asking, .desk, .accounts { border: 1px solid #8a94a6; }
  .choice, .problem, .sandbox-note, .terms, .agreement, .methods, .account-choice { break-inside: avoid; }
  h1, h2, legend { break-after: avoid; }
  p, li { orphans: 3; widows: 3; }
  .after, .footer { break-before: avoid; }
  .footer { margin-top: 18px; }
}
`;
