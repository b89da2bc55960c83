import type { FoundSecret, KnownSecrets } from './known-secrets.ts';
import { tokensIn } from './secret-shapes.ts';
import { unescaped } from './unescaped.ts';

/** A form in a form in JSON, and one to spare: who encodes more often does it on purpose. */
const DEEPEST_ENCODING = 4;
/**
 * Every known secret and every token of the bank in a text, in whatever spelling a clumsy client may
 * have given it: as it is, percent-encoded, escaped as in JSON or XML (also several times over), or as
 * part of something in Base64. Takes time in proportion to the length of the text.
 */
export function findSecrets(text: string, known: KnownSecrets): FoundSecret[] {
  const found = [...known.find(text), ...tokensInBase64(text)];
  // Where each character of the text as it is by now began in the text as it was.
  let starts: Uint32Array | undefined;
  let plain = text;
  for (let layer = 0; layer < DEEPEST_ENCODING; layer++) {
    const next = unescaped(plain);
    if (!next) break;
    const before = starts;
    starts = before ? next.starts.map((at) => before[at] ?? text.length) : next.starts;
    plain = next.text;
    const origin = starts;
    for (const secret of [...known.find(plain), ...tokensIn(plain), ...tokensInBase64(plain)]) {
      found.push({
        ...secret,
        start: origin[secret.start] ?? text.length,
        end: origin[secret.end] ?? text.length,
      });
    }
  }
  return found;
}

const base64Run = /[A-Za-z0-9+/_-]{20,}/g;
/** How the beginning of a token looks in Base64, from each of the three places where it can stand. */
const tokenInBase64 = new RegExp(
  ['ac_', 'at_', 'rt_', 'reg_']
    .flatMap((prefix) =>
      [0, 1, 2].map((shift) => {
        const bytes = Buffer.from(' '.repeat(shift) + prefix);
        const [from, to] = [Math.ceil((shift * 8) / 6), Math.floor((bytes.length * 8) / 6)];
        return bytes.toString('base64url').slice(from, to);
      }),
    )
    .join('|')
    .replaceAll('_', '[_/]'),
);

/**
 * The bank's tokens within a text in Base64. What stands before it in the same run of letters shifts it,
 * so each run is read from four places, of which one is right.
 */
function tokensInBase64(text: string): FoundSecret[] {
  if (!tokenInBase64.test(text)) return [];
  const found: FoundSecret[] = [];
  for (const { 0: run, index } of text.matchAll(base64Run)) {
    if (!tokenInBase64.test(run)) continue;
    for (let shift = 0; shift < 4; shift++) {
      const [first] = tokensIn(Buffer.from(run.slice(shift), 'base64').toString('latin1'));
      // The whole run: what is beside a token in Base64 shares letters with it.
      if (first) found.push({ ...first, start: index, end: index + run.length });
    }
  }
  return found;
}
