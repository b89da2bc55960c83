import { expect } from 'vitest';
import type { RefusalCode } from '../../server/bank/catalogue/index.ts';
import { expectExplained } from './refusal-checks.ts';
import { bankTables } from './bank-tables.ts';
import type { TestSandbox } from './sandbox.ts';

/**
 * Expects that an authorization request ends on a page of the bank: an error status, no way back to
 * anybody, nothing changed, and the explanation in the log (RFC 6749 §4.1.2.1).
 */
export async function expectRefusedPage(sandbox: TestSandbox, url: string, code: RefusalCode): Promise<void> {
  const before = bankTables(sandbox);
  const position = sandbox.logPosition();
  const response = await fetch(url, { redirect: 'manual', headers: { accept: 'text/html' } });
  expect(await response.text()).toMatch(/<html/);
  expect(response.status).toBeGreaterThanOrEqual(400);
  expect(response.headers.get('location')).toBeNull();
  expect(bankTables(sandbox)).toBe(before);
  expectExplained(
    sandbox.logAfter(position).find(({ origin }) => origin === 'bank'),
    code,
  );
}
