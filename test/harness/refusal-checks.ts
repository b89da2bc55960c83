import { expect } from 'vitest';
import { catalogue, type RefusalCode } from '../../server/bank/catalogue/index.ts';
import type { LogEntry } from '../../server/log/entry.ts';

/** RFC 6749 §4.1.2.1 and §5.2: what an `error_description` may consist of. */
export const DESCRIPTION = /^[\x20-\x21\x23-\x5b\x5d-\x7e]+$/;

/** Expects that the log names the cause, the clause it breaks and the way out, in both languages. */
export function expectExplained(entry: LogEntry | undefined, code: RefusalCode): void {
  expect(entry?.outcome.code).toBe(code);
  const { spec, message, hint } = entry?.outcome ?? {};
  expect(spec).toBe(catalogue[code].spec);
  for (const text of [message?.ja, message?.en, hint?.ja, hint?.en]) {
    expect(text).toMatch(/\S/);
    expect(text, 'a placeholder was left unfilled').not.toMatch(/\{\w+\}/);
  }
}

/** Expects that `rows` and `unreachable` together are the whole of a catalogue. */
export function expectWholeCatalogue(
  codes: readonly string[],
  rows: readonly { code: string }[],
  elsewhere: Readonly<Record<string, string>>,
): void {
  const covered = new Set([...rows.map(({ code }) => code), ...Object.keys(elsewhere)]);
  expect(codes.filter((code) => !covered.has(code))).toEqual([]);
  expect(Object.keys(elsewhere).filter((code) => !codes.includes(code))).toEqual([]);
}
