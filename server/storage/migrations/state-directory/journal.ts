import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import { crc32 } from 'node:zlib';
import type { Bilingual } from '../../../bank/catalogue/entry.ts';
import { DataUnreadable } from '../../errors.ts';
import { parse, unexpected } from './checked-file.ts';

/** One row put, or with `null` removed. */
export type JournalChange = readonly [table: string, key: string, row: unknown];

export interface JournalLine {
  readonly file: string;
  /** Ascending by one. */
  readonly seq: number;
  readonly changes: readonly JournalChange[];
}

export const segmentName = /^journal-(\d{12})\.ndjson$/;

const written = /^\{"seq":(\d{1,15}),"synced":(\d{1,15}),"crc32":"([0-9a-f]{8})","changes":(\[.*\])\}$/s;

/**
 * The lines of the journal behind `base`, in their order. Lines up to there do not matter.
 *
 * A crash leaves a part of a segment half written of which nobody had been told. Each line says up to
 * where everything was durable when it was written: so a bad line that something later vouches for is
 * damage, and one that nothing vouches for was such a torn write. Those are told in `words`.
 *
 * @param vouched the last line that some file of the state holds.
 * @throws DataUnreadable naming the segment and the line.
 */
export async function readJournal(
  dataDir: string,
  base: number,
  vouched: number,
  words: Bilingual[],
): Promise<JournalLine[]> {
  const names = (await readdir(dataDir)).filter((name) => segmentName.test(name)).sort();
  const firstSeqs = names.map((name) => Number(segmentName.exec(name)?.[1]));
  const reading = new Reading(Math.max(firstSeqs[0] ?? 0, base + 1));
  for (const [at, name] of names.entries()) {
    const file = path.join(dataDir, name);
    // A segment begins where the one before ended.
    if ((firstSeqs[at] ?? 0) > reading.expected) throw reading.damage({ file, line: 1 });
    reading.read(file, await readFile(file));
  }
  if (reading.missing) {
    if (reading.expected <= vouched) throw reading.damage(reading.missing);
    words.push(leftOut(reading.missing));
  }
  return reading.lines;
}

interface Place {
  file: string;
  line: number;
}

class Reading {
  readonly lines: JournalLine[] = [];
  /** The `seq` of the next line there should be. */
  expected: number;
  /** Where that line should have been and was not. */
  missing: Place | undefined;

  constructor(expected: number) {
    this.expected = expected;
  }

  read(file: string, contents: Buffer): void {
    for (let start = 0, number = 1; start < contents.length; number++) {
      const newline = contents.indexOf(0x0a, start);
      const end = newline < 0 ? contents.length : newline;
      this.#readLine({ file, line: number }, contents.toString('utf8', start, end), newline >= 0);
      start = end + 1;
    }
  }

  #readLine(place: Place, text: string, isWhole: boolean): void {
    const line = isWhole ? decode(place.file, text) : undefined;
    if (!line || line.seq > this.expected) {
      // With its line feed damaged, a line hides in the one before; what it vouches for still counts.
      const vouched = line?.synced ?? vouchedWithin(text);
      if (vouched >= this.expected) throw this.damage(place);
      this.missing ??= place;
    } else if (line.seq === this.expected) {
      this.lines.push(line);
      this.expected += 1;
      this.missing = undefined;
    }
    // A smaller `seq` stands in a file of the state, or is the same commit, written again after a failed sync.
  }

  damage(at: Place): DataUnreadable {
    const { file, line } = this.missing ?? at;
    return new DataUnreadable(file, {
      ja: `変更記録の ${String(line)} 行目が壊れています`,
      en: `line ${String(line)} of the journal is damaged`,
    });
  }
}

function decode(file: string, text: string): (JournalLine & { synced: number }) | undefined {
  const [whole, seq = '', synced = '', sum = '', list = ''] = written.exec(text) ?? [];
  if (whole === undefined) return undefined;
  const found = crc32(list, crc32(`${String(Number(seq))} ${String(Number(synced))} `));
  if (found.toString(16).padStart(8, '0') !== sum) return undefined;
  const changes = parse(file, list) as unknown[];
  if (!changes.every(isChange)) throw new DataUnreadable(file, unexpected);
  return { file, seq: Number(seq), synced: Number(synced), changes };
}

function isChange(change: unknown): change is JournalChange {
  return (
    Array.isArray(change) &&
    change.length === 3 &&
    typeof change[0] === 'string' &&
    typeof change[1] === 'string' &&
    typeof change[2] === 'object'
  );
}

/** The highest line that anything within a bad line vouches for; 0 when nothing does. */
function vouchedWithin(text: string): number {
  let vouched = 0;
  // Inside strings the quotation marks would be escaped: this is the head of a line and nothing else.
  for (const [, synced] of text.matchAll(/\{"seq":\d{1,15},"synced":(\d{1,15}),/g)) {
    vouched = Math.max(vouched, Number(synced));
  }
  return vouched;
}

function leftOut({ file, line }: Place): Bilingual {
  return {
    ja: `変更記録「${file}」は ${String(line)} 行目から読み取れません。最後の書き込みが途中で切れたものとして、そこから先を使いません。`,
    en: `The journal ${file} cannot be read from line ${String(line)} on: the last write was cut off, and what stands from there is left out.`,
  };
}
