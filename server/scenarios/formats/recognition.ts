import type { RefusalDetails } from '../../bank/refusal.ts';
import type { FileFaults } from './file-faults.ts';
import type { FileMessageCode } from './file-messages.ts';
import type { StatementFormat } from './format-names.ts';
import { RECORD_LENGTH } from './zengin-layout.ts';

/** Ends a file as it did in CP/M and MS-DOS; transfer programs still write it. */
const END_MARK = '\u001a';

interface Recognized {
  readonly code: FileMessageCode;
  readonly details?: RefusalDetails;
}

/** First bytes of what people upload by mistake. */
const signatures: readonly (readonly [bytes: readonly number[], recognized: Recognized])[] = [
  [[0xff, 0xfe], { code: 'file_utf16' }],
  [[0xfe, 0xff], { code: 'file_utf16' }],
  [[0x50, 0x4b, 0x03, 0x04], { code: 'file_of_other_kind', details: { kind: 'Excel (xlsx) / ZIP' } }],
  [[0xd0, 0xcf, 0x11, 0xe0], { code: 'file_of_other_kind', details: { kind: 'Excel (xls)' } }],
  [[0x25, 0x50, 0x44, 0x46], { code: 'file_of_other_kind', details: { kind: 'PDF' } }],
  // The digits 1 and 0 of EBCDIC, with which a header begins.
  [[0xf1, 0xf0], { code: 'zengin_ebcdic' }],
];

/** What bytes that are no statement at all are, or undefined. */
export function recognizeBytes(bytes: Uint8Array): Recognized | undefined {
  const known = signatures.find(([signature]) => signature.every((byte, index) => bytes[index] === byte));
  if (known) return known[1];
  // UTF-16 without its mark: every other byte of ASCII is 0.
  return bytes.length > 1 && (bytes[0] === 0 || bytes[1] === 0) ? { code: 'file_utf16' } : undefined;
}

/**
 * Tells a file that is not what was said of it, so that the reader hears the one cause and not a fault
 * for each of its lines.
 *
 * @returns the text to be read, without marks of its end; undefined where it was noted what it is.
 */
export function recognizeText(text: string, format: StatementFormat, faults: FileFaults): string | undefined {
  const content = withoutEnd(text);
  const mark = content.indexOf(END_MARK);
  const cause = mark >= 0 ? { code: 'file_end_mark_inside' as const } : causeOf(firstLine(content), format);
  if (!cause) return content;
  if (cause.code === 'file_of_other_kind') faults.addOfFile(cause.code, cause.details);
  else faults.add({ line: mark >= 0 ? lineAt(content, mark) : 1 }, cause.code, cause.details);
  return undefined;
}

function causeOf(line: string, format: StatementFormat): Recognized | undefined {
  if (/^\s*<(?:!doctype|html|\?xml)/i.test(line)) {
    return { code: 'file_of_other_kind', details: { kind: 'HTML / XML' } };
  }
  // データ区分 1, 種別コード, コード区分: the beginning of every 全銀 header.
  if (/^"?1"?[,;\t]"?\d\d"?[,;\t]"?[01]"?[,;\t]/.test(line)) return { code: 'file_is_zengin_csv' };
  // Without line breaks the line is the whole file, of which the beginning tells enough.
  const commas = line.slice(0, RECORD_LENGTH).split(',').length - 1;
  const isFixed = /^[128]\d{13}/.test(line) && commas < CSV_COMMAS;
  if (format === 'zengin') return !isFixed && commas > 0 ? { code: 'file_is_csv' } : undefined;
  if (isFixed) return { code: 'file_is_zengin' };
  const separator = commas < CSV_COMMAS ? separatorOf(line) : undefined;
  return separator === undefined ? undefined : { code: 'csv_separator', details: { separator } };
}

/** Between 13 columns. */
const CSV_COMMAS = 12;

function separatorOf(line: string): string | undefined {
  const separators = { ';': '「;」', '\t': '「TAB」', '|': '「|」', '，': '「，」', '、': '「、」' };
  return Object.entries(separators).find(
    ([sign]) => line.split(sign, CSV_COMMAS + 2).length === CSV_COMMAS + 1,
  )?.[1];
}

/** Looked for from the end: a pattern would try every line break of the file. */
function withoutEnd(text: string): string {
  let end = text.length;
  while (end > 0 && `\r\n${END_MARK}`.includes(text.charAt(end - 1))) end -= 1;
  return text.slice(0, end);
}

function firstLine(text: string): string {
  return /^[^\r\n]*/.exec(text.trimStart())?.[0] ?? '';
}

function lineAt(text: string, at: number): number {
  return text.slice(0, at).split(/\r\n|\r|\n/).length;
}
