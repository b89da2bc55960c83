import { expect } from 'vitest';
import { catalogue, type RefusalCode, type RefusalEntry } from '../../server/bank/catalogue/index.ts';
import { bankTables } from './bank-tables.ts';
import type { JsonAnswer } from './keyed-client.ts';
import { DESCRIPTION, expectExplained } from './refusal-checks.ts';
import type { TestSandbox } from './sandbox.ts';

/** One bad request of a table. */
export interface RefusedRequest {
  code: RefusalCode;
  because?: string;
  /** Makes the request; whatever comes before `arranged` is called is arrangement. */
  send: (arranged: () => void) => Promise<JsonAnswer>;
  /** Where the place asks for another status than the catalogue's. */
  status?: number;
  /** Where the place has another name for the error. */
  wire?: string;
  /** True where the refusal itself ends or counts something. */
  changesState?: true;
}

/** Names a row for `it.each`. */
export function named<Row extends RefusedRequest>(rows: readonly Row[]): [string, Row][] {
  return rows.map((row) => [row.because === undefined ? row.code : `${row.code}: ${row.because}`, row]);
}

/**
 * Expects that a request is refused as the catalogue says: status, registered error, a description in
 * the characters RFC 6749 §5.2 allows, a challenge with every 401, nothing kept, nothing changed, and
 * the whole explanation in the log.
 */
export async function expectRefused(sandbox: TestSandbox, row: RefusedRequest): Promise<JsonAnswer> {
  let before = '';
  let position = 0;
  const answer = await row.send(() => {
    before = bankTables(sandbox);
    position = sandbox.logPosition();
  });
  const entry = catalogue[row.code];
  expect(answer.body, answer.text).toMatchObject({ error: row.wire ?? entry.wire });
  expect(answer.status).toBe(row.status ?? statusOnWire(answer, entry));
  expect(answer.body['error_description']).toMatch(DESCRIPTION);
  expect(answer.headers.get('cache-control')).toBe('no-store');
  // RFC 6750 §3.1: a resource challenges with 400 and 403 too, and nobody else does.
  const challenge = answer.headers.get('www-authenticate');
  if (answer.status === 401) expect(challenge).not.toBeNull();
  else expect(challenge ?? 'Bearer').toMatch(/^(?:Bearer|DPoP)/);
  if (!row.changesState) expect(bankTables(sandbox)).toBe(before);
  const entries = sandbox.logAfter(position).filter(({ origin }) => origin === 'bank');
  expect(entries).toHaveLength(1);
  expectExplained(entries[0], row.code);
  return answer;
}

/** RFC 6749 §5.2: `invalid_client` is 401 where the client used the Authorization header, else 400. */
export function statusOnWire({ headers }: Pick<JsonAnswer, 'headers'>, entry: RefusalEntry): number {
  return entry.wire === 'invalid_client' && !headers.has('www-authenticate') ? 400 : entry.status;
}
