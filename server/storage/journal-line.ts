import { crc32 } from 'node:zlib';
import type { Change } from '../bank/state.ts';

/** One entry of the journal. */
export interface JournalLine {
  /** Its place in the order. */
  place: number;
  /** The place of the line before: so a line that is missing is missed, and a place may stay empty. */
  after: number;
  /** Every line up to this place was durable when this one was written. */
  synced: number;
  changes: Change[];
}

const written =
  /^\{"place":(\d{1,15}),"after":(\d{1,15}),"synced":(\d{1,15}),"crc32":"([0-9a-f]{8})","changes":(\[.*\])\}$/s;

/** A line of JSON. The changes are serialised once; the checksum is over what is written. */
export function encodeLine(place: number, after: number, synced: number, changes: string): string {
  const sum = checksum(`${String(place)} ${String(after)} ${String(synced)} `, changes);
  return `{"place":${String(place)},"after":${String(after)},"synced":${String(synced)},"crc32":"${sum}","changes":${changes}}\n`;
}

/** @returns undefined when the line is not what was written. */
function decodeLine(text: string): JournalLine | undefined {
  const match = written.exec(text);
  if (!match) return undefined;
  const [, place = '', after = '', synced = '', sum = '', changes = ''] = match;
  if (checksum(`${place} ${after} ${synced} `, changes) !== sum) return undefined;
  return {
    place: Number(place),
    after: Number(after),
    synced: Number(synced),
    changes: JSON.parse(changes) as Change[],
  };
}

function checksum(head: string, changes: string): string {
  return crc32(changes, crc32(head)).toString(16).padStart(8, '0');
}

/** The good lines from the front of a piece of the journal. */
export interface ReadLines {
  readonly lines: readonly JournalLine[];
  /** How many bytes they take. */
  readonly bytes: number;
  /** The place of the last of them. */
  readonly last: number;
  /** The highest place that anything behind them vouches for; 0 when nothing does. */
  readonly vouched: number;
  /** Up to here a later line says that everything was durable. */
  readonly sure: { readonly last: number; readonly bytes: number };
}

/** @param after the place of the line before the first. */
export function readLines(contents: Buffer, after: number): ReadLines {
  const lines: JournalLine[] = [];
  const ends: number[] = [];
  let last = after;
  let bytes = 0;
  for (;;) {
    const newline = contents.indexOf(0x0a, bytes);
    const line = newline < 0 ? undefined : decodeLine(contents.toString('utf8', bytes, newline));
    if (line?.after !== last) break;
    lines.push(line);
    last = line.place;
    bytes = newline + 1;
    ends.push(bytes);
  }
  return {
    lines,
    bytes,
    last,
    vouched: vouchedWithin(contents.toString('latin1', bytes)),
    sure: sureOf(lines, ends, after),
  };
}

/** The last line that a later one vouches for. */
function sureOf(
  lines: readonly JournalLine[],
  ends: readonly number[],
  after: number,
): { last: number; bytes: number } {
  let synced = after;
  for (let at = lines.length - 1; at >= 0; at--) {
    const line = lines[at];
    if (line && line.place <= synced) return { last: line.place, bytes: ends[at] ?? 0 };
    synced = Math.max(synced, line?.synced ?? 0);
  }
  return { last: after, bytes: 0 };
}

/** Inside strings the quotation marks would be escaped: this is the head of a line and nothing else. */
function vouchedWithin(text: string): number {
  let vouched = 0;
  for (const [, synced] of text.matchAll(/\{"place":\d{1,15},"after":\d{1,15},"synced":(\d{1,15}),/g)) {
    vouched = Math.max(vouched, Number(synced));
  }
  return vouched;
}
