import { Steps, type Sliced } from '../../slices.ts';
import type { FileFaults } from './file-faults.ts';
import { RECORD_LENGTH } from './zengin-layout.ts';

/** A record with the line it is on: the nth record where the file has no line breaks. */
export interface NumberedRecord {
  readonly line: number;
  readonly text: string;
}

/** What else the 全銀 formats are used for: 種別コード, name, length of a record. */
const otherKinds: Readonly<Record<string, readonly [name: string, length: number]>> = {
  '01': ['振込入金通知', 200],
  '11': ['給与振込', 120],
  '12': ['賞与振込', 120],
  '21': ['総合振込', 120],
  '71': ['給与振込', 120],
  '72': ['賞与振込', 120],
  '91': ['預金口座振替', 120],
};

/** A character of JIS X 0201: ASCII or half-width kana, one byte. */
const NOT_SINGLE_BYTE = /[^\x20-\x7e｡-ﾟ]/;

/** Lengths that records are found to have where no line break tells: the usual ones first. */
const lengthsToTry = [120, 256, ...Array.from({ length: 201 }, (_, index) => index + 100)];

/**
 * Divides a 全銀 file into its records: at the line breaks, or every 200 characters where it has none.
 *
 * @param content without what ends the file.
 * @returns undefined where it was noted that the file as a whole is another: of another kind, or with
 *   records of another length.
 */
export function* splitRecords(content: string, faults: FileFaults): Sliced<NumberedRecord[] | undefined> {
  if (content === '') return [];
  const kind = content.slice(1, 3);
  const other = content.startsWith('1') && Object.hasOwn(otherKinds, kind) ? otherKinds[kind] : undefined;
  if (other) {
    const [name, length] = other;
    faults.add({ line: 1, member: 'kind', column: '種別コード' }, 'zengin_other_kind', {
      kind,
      name,
      length,
    });
    return undefined;
  }
  const texts = /[\r\n]/.test(content) ? yield* linesOf(content) : cut(content, lengthWithoutBreaks(content));
  const [first] = texts;
  const length =
    texts.length > 1 && first !== undefined && haveLengthOf(first, texts) ? first.length : RECORD_LENGTH;
  if (first !== undefined && length !== RECORD_LENGTH) {
    tellLength(first, faults);
    return undefined;
  }
  return texts.map((text, index) => ({ line: index + 1, text }));
}

function* linesOf(content: string): Sliced<string[]> {
  const lines: string[] = [];
  const steps = new Steps();
  let start = 0;
  for (const { 0: lineBreak, index } of content.matchAll(/\r\n|\r|\n/g)) {
    lines.push(content.slice(start, index));
    start = index + lineBreak.length;
    if (steps.fillSlice()) yield;
  }
  return [...lines, content.slice(start)];
}

function cut(content: string, length: number): string[] {
  return Array.from({ length: Math.ceil(content.length / length) }, (_, index) =>
    content.slice(index * length, (index + 1) * length),
  );
}

/** The length by which every record begins with a データ区分, the first with 1 and the last with 9. */
function lengthWithoutBreaks(content: string): number {
  const divides = (length: number) => {
    if (content.length % length !== 0 || content[content.length - length] !== '9') return false;
    for (let at = 0; at < content.length; at += length)
      if (!'1289'.includes(content.charAt(at))) return false;
    return true;
  };
  if (!content.startsWith('1') || divides(RECORD_LENGTH)) return RECORD_LENGTH;
  return lengthsToTry.find((length) => content.length > length && divides(length)) ?? RECORD_LENGTH;
}

function haveLengthOf(first: string, texts: readonly string[]): boolean {
  return first.startsWith('1') && texts.every(({ length }) => length === first.length);
}

function tellLength(first: string, faults: FileFaults): void {
  const { length } = first;
  if (length < RECORD_LENGTH) {
    faults.add({ line: 1 }, 'zengin_records_shorter', { length, missing: RECORD_LENGTH - length });
    return;
  }
  const ending = first.slice(RECORD_LENGTH);
  faults.add({ line: 1 }, 'zengin_records_longer', {
    length,
    surplus: length - RECORD_LENGTH,
    ending: ending.trim() === '' ? ending.slice(0, 10) : ending.slice(0, 30),
  });
}

/** Whether a record has its length in characters that a 全銀 file knows. */
export function isSoundRecord({ line, text }: NumberedRecord, faults: FileFaults): boolean {
  const stranger = NOT_SINGLE_BYTE.exec(text);
  if (stranger) {
    faults.add({ line }, 'zengin_character', { position: stranger.index + 1, character: stranger[0] });
    return false;
  }
  if (text.length === RECORD_LENGTH) return true;
  faults.add({ line }, 'zengin_record_length', { found: text.length });
  return false;
}
