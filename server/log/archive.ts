import { mkdirSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { appendFile, readFile, rename, unlink, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { setImmediate as nextTurn } from 'node:timers/promises';
import type { LogEntry, LogLimits } from './entry.ts';

interface Segment {
  readonly file: string;
  readonly firstSeq: number;
  bytes: number;
  /** Wall clock of the newest line, as far as is known. */
  writtenAt: number;
}

export interface ArchivedEntry {
  entry: LogEntry;
  /** Length of its line. */
  bytes: number;
}

/** How many lines are read or written without letting requests in between. */
const LINES_PER_TURN = 250;

const segmentName = /^(\d{12})\.ndjson$/;

/**
 * The log on disk: segments of redacted entries, one JSON line each, named by their first `seq`.
 * Whole segments are dropped as soon as the later ones satisfy the limits. Written without fsync:
 * losing the last rows of a log in a power cut is no loss of the bank's.
 */
export class LogArchive {
  readonly #directory: string;
  readonly #limits: LogLimits;
  readonly #segmentBytes: number;
  #segments: Segment[] = [];
  #past: Segment[] = [];
  #current: Segment | undefined;
  /** Writing happens in order, one thing after another. */
  #work: Promise<void> = Promise.resolve();
  #problem: unknown;

  constructor(dataDir: string, limits: LogLimits) {
    this.#directory = path.join(dataDir, 'log');
    this.#limits = limits;
    this.#segmentBytes = Math.min(4 * 1024 * 1024, Math.ceil(limits.bytes / 8));
  }

  /** What went wrong when it was last written; the log goes on in memory. */
  get problem(): unknown {
    return this.#problem;
  }

  /** @returns the `seq` of the last entry an earlier run wrote; 0 if there is none. */
  open(): number {
    mkdirSync(this.#directory, { recursive: true, mode: 0o700 });
    for (const name of readdirSync(this.#directory).sort()) {
      const firstSeq = Number(segmentName.exec(name)?.[1]);
      if (!firstSeq) continue;
      const file = path.join(this.#directory, name);
      const { size, mtimeMs } = statSync(file);
      this.#segments.push({ file, firstSeq, bytes: size, writtenAt: mtimeMs });
    }
    this.#past = [...this.#segments];
    const last = this.#past.at(-1);
    return last ? (readSegment(last).at(-1)?.entry.seq ?? last.firstSeq - 1) : 0;
  }

  /** What earlier runs wrote, oldest first, the first time it is asked for. */
  takePast(): ArchivedEntry[] | undefined {
    if (this.#past.length === 0) return undefined;
    const past = this.#past;
    this.#past = [];
    return past.flatMap(readSegment);
  }

  /** The same, without keeping anything else waiting. */
  async readPast(): Promise<ArchivedEntry[] | undefined> {
    if (this.#past.length === 0) return undefined;
    const segments = this.#past;
    const entries: ArchivedEntry[] = [];
    for (const { file } of segments) {
      const text = await readFile(file, 'utf8').catch(() => '');
      const lines = text.split('\n');
      for (let at = 0; at < lines.length; at += LINES_PER_TURN) {
        entries.push(...entriesOf(lines.slice(at, at + LINES_PER_TURN)));
        await nextTurn();
      }
    }
    // Somebody who could not wait, or a deletion, has taken them meanwhile.
    if (this.#past !== segments) return undefined;
    this.#past = [];
    return entries;
  }

  append(entries: readonly LogEntry[], lines: readonly string[]): void {
    const [first] = entries;
    const last = entries.at(-1);
    if (!first || !last) return;
    const text = `${lines.join('\n')}\n`;
    if (!this.#current || this.#current.bytes >= this.#segmentBytes) this.#startSegment(first.seq);
    const segment = this.#current;
    if (!segment) return;
    segment.bytes += Buffer.byteLength(text);
    segment.writtenAt = Date.parse(last.realAt);
    this.#then(() => appendFile(segment.file, text, { mode: 0o600 }));
    this.#dropOld(last);
  }

  /** Makes `entries` all there is. `lastSeq` stays known even if none is left. */
  replace(entries: readonly LogEntry[], lastSeq: number): void {
    const old = this.#segments;
    const kept: Segment = {
      file: this.#fileOf(entries[0]?.seq ?? lastSeq + 1),
      firstSeq: entries[0]?.seq ?? lastSeq + 1,
      bytes: 0,
      writtenAt: Date.parse(entries.at(-1)?.realAt ?? '') || Infinity,
    };
    this.#segments = [kept];
    this.#past = [];
    // Entries to come go behind what was deleted, so a name never stands for two contents.
    this.#current = undefined;
    this.#then(async () => {
      await writeFile(`${kept.file}.tmp`, '', { mode: 0o600 });
      for (let at = 0; at < entries.length; at += LINES_PER_TURN) {
        const lines = entries.slice(at, at + LINES_PER_TURN).map((entry) => `${JSON.stringify(entry)}\n`);
        kept.bytes += Buffer.byteLength(lines.join(''));
        await appendFile(`${kept.file}.tmp`, lines.join(''));
      }
      for (const { file } of old) await removeFile(file);
      await rename(`${kept.file}.tmp`, kept.file);
      if (entries.length > 0) {
        const next = this.#fileOf(lastSeq + 1);
        if (next !== kept.file) await appendFile(next, '', { mode: 0o600 });
      }
    });
    if (entries.length > 0) this.#startSegment(lastSeq + 1);
    else this.#current = kept;
  }

  async close(): Promise<void> {
    await this.#work;
  }

  #startSegment(firstSeq: number): void {
    this.#current = { file: this.#fileOf(firstSeq), firstSeq, bytes: 0, writtenAt: Infinity };
    this.#segments.push(this.#current);
  }

  #fileOf(firstSeq: number): string {
    return path.join(this.#directory, `${String(firstSeq).padStart(12, '0')}.ndjson`);
  }

  #dropOld(newest: LogEntry): void {
    const oldest = Date.parse(newest.realAt) - this.#limits.ageMs;
    let bytes = this.#segments.reduce((sum, segment) => sum + segment.bytes, 0);
    for (;;) {
      const [first, second] = this.#segments;
      if (!first || !second) return;
      const enoughWithout = newest.seq - second.firstSeq + 1 >= this.#limits.entries;
      if (!enoughWithout && bytes <= this.#limits.bytes && first.writtenAt >= oldest) return;
      bytes -= first.bytes;
      this.#segments.shift();
      this.#then(() => removeFile(first.file));
    }
  }

  #then(write: () => Promise<void>): void {
    this.#work = this.#work.then(write).then(
      () => {
        this.#problem = undefined;
      },
      (error: unknown) => {
        this.#problem = error;
      },
    );
  }
}

async function removeFile(file: string): Promise<void> {
  await unlink(file).catch((error: unknown) => {
    if (!(error instanceof Error && 'code' in error && error.code === 'ENOENT')) throw error;
  });
}

/** A line torn by a crash is left out; so is a segment that has been dropped meanwhile. */
function readSegment({ file }: Segment): ArchivedEntry[] {
  let text: string;
  try {
    text = readFileSync(file, 'utf8');
  } catch {
    return [];
  }
  return entriesOf(text.split('\n'));
}

function entriesOf(lines: readonly string[]): ArchivedEntry[] {
  const entries: ArchivedEntry[] = [];
  for (const line of lines) {
    if (line === '') continue;
    try {
      entries.push({ entry: JSON.parse(line) as LogEntry, bytes: line.length });
    } catch {
      continue;
    }
  }
  return entries;
}
