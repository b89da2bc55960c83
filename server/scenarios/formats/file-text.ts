import iconv from 'iconv-lite';
import type { Sliced } from '../../slices.ts';
import type { FileEncoding } from './format-names.ts';

const BYTE_ORDER_MARK = '\ufeff';

/** Stands where a character has no code, as the geta has in print since movable type. */
const GETA = '〓';

/**
 * Characters that tables of Shift_JIS disagree on, in the form of code page 932: what a Mac or Unicode's
 * own table made of one of these bytes comes out as the same byte again.
 */
const sameBytes = new Map(
  Object.entries({ '〜': '～', '−': '－', '‖': '∥', '—': '―', '¢': '￠', '£': '￡' }),
);

/**
 * `text` as bytes. UTF-8 begins with a byte order mark, without which spreadsheet programs in Japan
 * take it for Shift_JIS; a character that Shift_JIS lacks (an emoji, 𠮷) becomes 〓.
 */
export function encodeText(text: string, encoding: FileEncoding): Buffer {
  if (encoding === 'utf-8') return Buffer.from(BYTE_ORDER_MARK + text, 'utf8');
  let writable = '';
  for (const character of text) {
    const form = sameBytes.get(character) ?? character;
    writable += inShiftJis(form) ? form : GETA;
  }
  return iconv.encode(writable, 'cp932');
}

/** Seen once, known for ever: the table is asked per character, and statements repeat theirs. */
const known = new Map<string, boolean>();

function inShiftJis(character: string): boolean {
  if (character <= '\x7e') return true;
  let is = known.get(character);
  if (is === undefined) {
    is = iconv.decode(iconv.encode(character, 'cp932'), 'cp932') === character;
    known.set(character, is);
  }
  return is;
}

/** So many bytes are decoded in a slice. */
const SLICE_BYTES = 256 * 1024;

/**
 * A file's bytes as text, without a byte order mark.
 *
 * @param encoding as the sender says; left out, the bytes tell.
 * @returns undefined where the bytes are none of that encoding.
 */
export function* decodeText(bytes: Uint8Array, encoding?: FileEncoding): Sliced<string | undefined> {
  if (encoding !== 'shift_jis') {
    const text = yield* decodeUtf8(bytes);
    if (encoding === 'utf-8') return text;
    if (text !== undefined && isPlainlyUtf8(text)) return text;
  }
  const text = yield* decodeShiftJis(bytes);
  return text.includes('\ufffd') ? undefined : text;
}

function* decodeUtf8(bytes: Uint8Array): Sliced<string | undefined> {
  const decoder = new TextDecoder('utf-8', { fatal: true });
  let text = '';
  try {
    for (const part of partsOf(bytes)) {
      text += decoder.decode(part, { stream: true });
      yield;
    }
    return text + decoder.decode();
  } catch {
    return undefined;
  }
}

function* decodeShiftJis(bytes: Uint8Array): Sliced<string> {
  const decoder = iconv.getDecoder('cp932');
  let text = '';
  for (const part of partsOf(bytes)) {
    text += decoder.write(part);
    yield;
  }
  return text + (decoder.end() ?? '');
}

function* partsOf(bytes: Uint8Array): Generator<Buffer> {
  const whole = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  for (let at = 0; at < whole.length; at += SLICE_BYTES) yield whole.subarray(at, at + SLICE_BYTES);
}

/**
 * Two half-width kana in Shift_JIS (ﾃｱ: C3 B1) may also be one letter in UTF-8 (ñ), but kana and
 * kanji never come out that short: Japanese text in UTF-8 has a character of three bytes somewhere.
 */
function isPlainlyUtf8(text: string): boolean {
  return /^[\0-\x7f]*$/.test(text) || /[\u0800-\uffff]/.test(text);
}
