import { crc32 } from 'node:zlib';
import type { Change } from '../bank/state.ts';

/** One commit as it stands in the journal. */
export interface JournalLine {
  /** Ascending by one. */
  seq: number;
  /** Every line up to this one was durable when this one was written. */
  synced: number;
  changes: Change[];
}

const written = /^\{"seq":(\d{1,15}),"synced":(\d{1,15}),"crc32":"([0-9a-f]{8})","changes":(\[.*\])\}$/s;

/** A line of JSON. The changes are serialised once; the checksum is over what is written. */
export function encodeLine(seq: number, synced: number, changes: string): string {
  return `{"seq":${String(seq)},"synced":${String(synced)},"crc32":"${checksum(seq, synced, changes)}","changes":${changes}}\n`;
}

/** @returns undefined when the line is not what was written. */
export function decodeLine(text: string): JournalLine | undefined {
  const match = written.exec(text);
  if (!match) return undefined;
  const [, seq = '', synced = '', sum = '', changes = ''] = match;
  if (checksum(Number(seq), Number(synced), changes) !== sum) return undefined;
  return { seq: Number(seq), synced: Number(synced), changes: JSON.parse(changes) as Change[] };
}

/** The highest line that anything within a bad line vouches for; 0 when nothing does. */
export function vouchedWithin(text: string): number {
  let vouched = 0;
  // Inside strings the quotation marks would be escaped: this is the head of a line and nothing else.
  for (const [, synced] of text.matchAll(/\{"seq":\d{1,15},"synced":(\d{1,15}),/g)) {
    vouched = Math.max(vouched, Number(synced));
  }
  return vouched;
}

function checksum(seq: number, synced: number, changes: string): string {
  return crc32(changes, crc32(`${String(seq)} ${String(synced)} `))
    .toString(16)
    .padStart(8, '0');
}
