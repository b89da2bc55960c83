import { randomBytes } from 'node:crypto';

/** A fresh name of 128 random bits, e.g. `g_7F2…`: unguessable, and short enough to read aloud. */
export function newId(prefix: string): string {
  return `${prefix}_${randomBytes(16).toString('base64url')}`;
}
