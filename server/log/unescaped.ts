/** A text with one layer of encoding taken off, and where each of its characters came from. */
export interface Unescaped {
  readonly text: string;
  /** By character of `text`, where it began in the original; one more for the end. */
  readonly starts: Uint32Array;
}

/** Percent-encoding, JSON's escapes and XML's entities; the longest, `&#1114111;`, has ten characters. */
const escapeShape =
  /%([0-9a-f]{2})|\\(?:u([0-9a-f]{4})|(["\\/bfnrt]))|&(?:#(\d{1,7})|#x([0-9a-f]{1,6})|(amp|lt|gt|quot|apos));/gi;
const named: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" };
const shortEscapes: Readonly<Record<string, string>> = { b: '\b', f: '\f', n: '\n', r: '\r', t: '\t' };

/**
 * Takes one layer of encoding off: `%41`, `\u0041`, `&#65;`. A percent-encoded byte becomes the
 * character of that number, so that each encoded character stays one. Undefined where there is none.
 */
export function unescaped(text: string): Unescaped | undefined {
  if (text.search(escapeShape) < 0) return undefined;
  const starts = new Uint32Array(text.length + 1);
  let plain = '';
  let copied = 0;
  const copy = (end: number): void => {
    for (let at = copied; at < end; at++) starts[plain.length + at - copied] = at;
    plain += text.slice(copied, end);
    copied = end;
  };
  for (const match of text.matchAll(escapeShape)) {
    copy(match.index);
    starts[plain.length] = match.index;
    plain += characterOf(match);
    copied = match.index + match[0].length;
  }
  copy(text.length);
  starts[plain.length] = text.length;
  return { text: plain, starts };
}

/** One UTF-16 unit: no secret is searched for beyond the Basic Multilingual Plane in this spelling. */
function characterOf([, byte, unit, letter, decimal, hexadecimal, entity]: RegExpExecArray): string {
  if (letter !== undefined) return shortEscapes[letter.toLowerCase()] ?? letter;
  if (entity !== undefined) return named[entity.toLowerCase()] ?? '?';
  if (decimal !== undefined) return String.fromCharCode(Number(decimal));
  return String.fromCharCode(parseInt(byte ?? unit ?? hexadecimal ?? '3f', 16));
}
