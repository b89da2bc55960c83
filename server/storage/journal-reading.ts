import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import { DataUnreadable } from './errors.ts';
import { decodeLine, vouchedWithin, type JournalLine } from './journal-line.ts';

const segmentName = /^journal-(\d{12})\.ndjson$/;

export interface JournalSegment {
  readonly file: string;
  readonly firstSeq: number;
}

export function segmentFile(directory: string, firstSeq: number): string {
  return path.join(directory, `journal-${String(firstSeq).padStart(12, '0')}.ndjson`);
}

export interface ReadJournal {
  segments: (JournalSegment & { bytes: number })[];
  lines: JournalLine[];
  /** The last line's `seq`; `base` when there is none. */
  lastSeq: number;
}

/**
 * Reads every segment of the journal, oldest first, without changing any.
 *
 * What may be wrong without harm: a part of a segment that a crash or a power cut left half written
 * while nobody had been told of it. Each line says up to where everything was durable when it was
 * written, so a bad line that something later vouches for is damage, and one that nothing vouches
 * for is such a torn write. What was written after it stands in a segment of its own.
 *
 * @param base what the snapshots begin with: lines up to it do not matter.
 * @param vouched the last line that some snapshot holds.
 * @throws DataUnreadable naming the segment and the line.
 */
export async function readJournal(directory: string, base: number, vouched: number): Promise<ReadJournal> {
  const names = (await readdir(directory)).filter((name) => segmentName.test(name)).sort();
  const segments = names.map((name) => ({
    file: path.join(directory, name),
    firstSeq: Number(segmentName.exec(name)?.[1]),
    bytes: 0,
  }));
  const reading = new Reading(segments[0]?.firstSeq ?? base + 1);
  for (const segment of segments) {
    reading.reach(segment, base);
    const contents = await readFile(segment.file);
    reading.read(segment, contents);
    segment.bytes = contents.length;
  }
  reading.finish(vouched);
  return {
    segments,
    lines: reading.lines,
    lastSeq: Math.max(base, reading.expected - 1),
  };
}

class Reading {
  readonly lines: JournalLine[] = [];
  /** The `seq` of the next line there should be. */
  expected: number;
  /** Where that line should have been and was not. */
  #missing: { file: string; line: number } | undefined;

  constructor(firstSeq: number) {
    this.expected = firstSeq;
  }

  /** A segment begins where the one before ended, or behind a place that snapshots stand for. */
  reach({ file, firstSeq }: JournalSegment, base: number): void {
    if (firstSeq <= this.expected) return;
    if (firstSeq > base + 1) throw this.#damage({ file, line: 1 });
    this.expected = firstSeq;
    this.#missing = undefined;
  }

  read({ file }: JournalSegment, contents: Buffer): void {
    let torn = false;
    for (let start = 0, number = 1; start < contents.length; number++) {
      const newline = contents.indexOf(0x0a, start);
      const end = newline < 0 ? contents.length : newline;
      const text = contents.toString('utf8', start, end);
      const line = newline < 0 ? undefined : decodeLine(text);
      start = newline < 0 ? contents.length : newline + 1;
      if (!line) {
        // With its line feed damaged, a line hides in the one before; what it vouches for still counts.
        if (vouchedWithin(text) >= this.expected) throw this.#damage({ file, line: number });
        torn = true;
        this.#missing ??= { file, line: number };
      } else if (line.seq === this.expected) {
        // Nothing good can follow a torn write in the same segment, for the next write went elsewhere.
        if (torn) throw this.#damage({ file, line: number });
        this.lines.push(line);
        this.expected++;
        this.#missing = undefined;
      } else if (line.seq > this.expected) {
        if (line.synced >= this.expected) throw this.#damage({ file, line: number });
        torn = true;
        this.#missing ??= { file, line: number };
      }
      // A smaller `seq`: the same commit, written again after a sync that failed.
    }
  }

  finish(vouched: number): void {
    if (this.#missing && this.expected <= vouched) throw this.#damage(this.#missing);
  }

  #damage(at: { file: string; line: number }): DataUnreadable {
    const { file, line } = this.#missing ?? at;
    return new DataUnreadable(file, {
      ja: `変更記録の ${String(line)} 行目が壊れています`,
      en: `line ${String(line)} of the journal is damaged`,
    });
  }
}
