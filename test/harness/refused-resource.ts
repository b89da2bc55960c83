import { expect } from 'vitest';
import { catalogue, type RefusalCode } from '../../server/bank/catalogue/index.ts';
import { bankTables } from './bank-tables.ts';
import type { JsonAnswer } from './keyed-client.ts';
import { DESCRIPTION, expectExplained } from './refusal-checks.ts';
import type { TestSandbox } from './sandbox.ts';

/** The data API's own codes (wire format: errors). */
const dataApiErrors: Readonly<Record<number, string>> = {
  400: 'WG_ERR_110',
  401: 'WG_ERR_105',
  403: 'WG_ERR_113',
};

/** What a request with a token that does not count has to meet. */
export interface RefusedResource {
  code: RefusalCode;
  /** The scheme of the challenge (RFC 6750 §3, RFC 9449 §7.1). */
  scheme?: 'Bearer' | 'DPoP';
  /** The error in it, if any; at the endpoints of the authorization server it is in the body too. */
  error?: string;
  status?: number;
}

/**
 * Expects that a request is turned away at a resource: status, challenge, an error in the words of the
 * place, nothing changed, and the whole explanation in the log.
 *
 * @param send makes exactly one request.
 */
export async function expectResourceRefused(
  sandbox: TestSandbox,
  { code, scheme = 'Bearer', error, status = 401 }: RefusedResource,
  send: () => Promise<JsonAnswer>,
): Promise<JsonAnswer> {
  const before = bankTables(sandbox);
  const position = sandbox.logPosition();
  const answer = await send();
  expect(answer.status, answer.text).toBe(status);
  const challenge = answer.headers.get('www-authenticate') ?? '';
  expect(challenge).toMatch(new RegExp(`^${scheme} realm="ib-link-sandbox"`));
  expect(/ error="([^"]*)"/.exec(challenge)?.[1]).toBe(error);
  if (answer.body['errorCode'] === undefined) {
    expect(answer.body['error_description']).toMatch(DESCRIPTION);
    expect(answer.headers.get('cache-control')).toBe('no-store');
  } else {
    expect(answer.body).toEqual({
      errorCode: dataApiErrors[status],
      errorMessage: expect.stringMatching(/^.{1,255}$/u) as string,
    });
  }
  expect(bankTables(sandbox)).toBe(before);
  const entries = sandbox.logAfter(position).filter(({ origin }) => origin === 'bank');
  expect(entries).toHaveLength(1);
  expectExplained(entries[0], code);
  expect(entries[0]?.outcome.spec).toBe(catalogue[code].spec);
  return answer;
}
