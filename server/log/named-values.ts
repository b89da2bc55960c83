import { kindOfName } from './secret-names.ts';

/** Where the value of a secret name stands in a text, without its quotation marks. */
export interface NamedValue {
  readonly start: number;
  readonly end: number;
  readonly value: string;
  readonly name: string;
}

/** A value from where it begins: quoted, or up to what can't be part of a bare one. */
const valueShape = /"(?:[^"\\]|\\.)*"?|'(?:[^'\\]|\\.)*'?|[^\s"'&,;{}<>]+/suy;
const space = /\s/;
const nameLetter = /[\p{L}\p{N}_%.[\]-]/u;
/** No name is longer, and no writer puts more blanks between a name and its value. */
const LONGEST_NAME = 80;
const MOST_BLANKS = 16;

/**
 * `name: value`, `name=value`, `"name": "value"` and `<name>value` in text that is neither JSON nor a
 * form, where the name is one that secrets go by. From sign to sign, looking back from each for a name
 * of bounded length, and each value read once: a name can be followed by thousands of others.
 */
export function* namedValues(text: string): Generator<NamedValue> {
  const sign = /[=:>]/g;
  for (let match = sign.exec(text); match; match = sign.exec(text)) {
    const name = match[0] === '>' ? elementBefore(text, match.index) : nameBefore(text, match.index);
    if (name === undefined || kindOfName(name) === undefined) continue;
    let start = sign.lastIndex;
    for (const limit = start + MOST_BLANKS; start < limit && space.test(text.charAt(start));) start++;
    valueShape.lastIndex = start;
    const whole = valueShape.exec(text)?.[0] ?? '';
    sign.lastIndex = start + whole.length;
    const quote = /^["']/.test(whole) ? whole.charAt(0) : '';
    const closing = quote !== '' && whole.length > 1 && whole.endsWith(quote) ? 1 : 0;
    const value = { start: start + quote.length, end: start + whole.length - closing };
    if (value.end > value.start) yield { ...value, name, value: text.slice(value.start, value.end) };
  }
}

/** The name that ends before `sign`, with or without quotation marks. */
function nameBefore(text: string, sign: number): string | undefined {
  let end = sign;
  for (const limit = end - MOST_BLANKS; end > limit && space.test(text.charAt(end - 1));) end--;
  const quote = /["']/.exec(text.charAt(end - 1))?.[0];
  if (quote !== undefined) end--;
  const start = startOfName(text, end);
  if (start === end || (quote !== undefined && text.charAt(start - 1) !== quote)) return undefined;
  return decodedName(text.slice(start, end));
}

/** Of `<soap:password type="x">`, which ends at `sign`, the element's name. */
function elementBefore(text: string, sign: number): string | undefined {
  const near = text.slice(Math.max(0, sign - LONGEST_NAME), sign);
  return /^<(?:[\w.-]+:)?([\w.-]+)/.exec(near.slice(near.lastIndexOf('<')))?.[1];
}

function startOfName(text: string, end: number): number {
  let start = end;
  for (const limit = end - LONGEST_NAME; start > limit && nameLetter.test(text.charAt(start - 1));) start--;
  return start;
}

function decodedName(name: string): string {
  try {
    return decodeURIComponent(name);
  } catch {
    return name;
  }
}
