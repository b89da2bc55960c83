import { createHash } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { RefusalCode } from '../../../server/bank/catalogue/index.ts';
import type { AuthorizationCode } from '../../../server/bank/model.ts';
import { bankTables } from '../../harness/bank-tables.ts';
import { JIRO, type Customer } from '../../harness/customer-browser.ts';
import { KeyedClient } from '../../harness/keyed-client.ts';
import {
  KAKEIBO,
  newPkce,
  PartnerClient,
  REDIRECT_URI,
  ZAIM,
  type TokenAnswer,
} from '../../harness/partner-client.ts';
import { DESCRIPTION, expectExplained } from '../../harness/refusal-checks.ts';
import { startSandbox, type TestSandbox } from '../../harness/sandbox.ts';

/*
 * Codes that meet the wrong verifier, redirect URI, client or place. Each try is counted and changes
 * nothing else: he to whom the code was given can still redeem it (RFC 6749 §4.1.3, RFC 7636 §4.6).
 */

let sandbox: TestSandbox;
let partner: PartnerClient;
beforeAll(async () => {
  sandbox = await startSandbox();
  await sandbox.changeSettings({ policies: { grantPolicy: 'many' } });
  partner = new PartnerClient(sandbox);
});
afterAll(() => sandbox.stop());

const challengeOf = (verifier: string) => createHash('sha256').update(verifier).digest('base64url');

interface Held {
  code: string;
  verifier: string;
}
const obtain = async (parameters: Record<string, string> = {}, customer?: Customer) => {
  const { code, verifier = '' } = await partner.obtainCode({ parameters, ...(customer && { customer }) });
  return { code, verifier };
};

/** The same with one failed attempt less, so that nothing but the count may differ. */
function tablesWithoutCount(): string {
  const codes = [...sandbox.context.state.authorizationCodes].map((code): AuthorizationCode => ({
    ...code,
    failedAttempts: 0,
  }));
  return JSON.stringify([
    codes,
    bankTables(sandbox, new Set(['authorizationCodes', 'interactions', 'signingKeys'])),
  ]);
}
const attemptsOn = (code: string) => {
  const id = sandbox.context.tokens.idOf('code', code);
  return sandbox.context.state.authorizationCodes.get(id ?? '')?.failedAttempts;
};

const wrong: [string, RefusalCode, (held: Held, second: Held) => Promise<TokenAnswer>][] = [
  [
    'the verifier of another code of the same client',
    'code_verifier_wrong',
    ({ code }, second) => partner.redeem(code, { code_verifier: second.verifier }),
  ],
  [
    'the challenge for a verifier',
    'code_verifier_wrong',
    ({ code, verifier }) => partner.redeem(code, { code_verifier: challengeOf(verifier) }),
  ],
  [
    'the verifier in capitals',
    'code_verifier_wrong',
    ({ code, verifier }) => partner.redeem(code, { code_verifier: verifier.toUpperCase() }),
  ],
  [
    'a verifier of 42 characters',
    'code_verifier_malformed',
    ({ code, verifier }) => partner.redeem(code, { code_verifier: verifier.slice(0, 42) }),
  ],
  [
    'a verifier of 129 characters',
    'code_verifier_malformed',
    ({ code, verifier }) => partner.redeem(code, { code_verifier: verifier.padEnd(129, 'x') }),
  ],
  [
    'a verifier with a padding',
    'code_verifier_malformed',
    ({ code, verifier }) => partner.redeem(code, { code_verifier: `${verifier}=` }),
  ],
  ['an empty verifier', 'code_verifier_missing', ({ code }) => partner.redeem(code, { code_verifier: '' })],
  [
    'another port of the loopback address than it was sent to',
    'code_redirect_uri_mismatch',
    ({ code, verifier }) =>
      partner.redeem(code, { code_verifier: verifier, redirect_uri: 'http://127.0.0.1:4783/callback' }),
  ],
  [
    'a slash more in the redirect URI',
    'code_redirect_uri_mismatch',
    ({ code, verifier }) =>
      partner.redeem(code, { code_verifier: verifier, redirect_uri: `${REDIRECT_URI}/` }),
  ],
  [
    'the right verifier, by another client',
    'code_of_another_client',
    ({ code, verifier }) => new PartnerClient(sandbox, ZAIM).redeem(code, { code_verifier: verifier }),
  ],
];

describe('a code with', () => {
  it.each(wrong)('%s', async (_, refusal, attempt) => {
    const [held, second] = [await obtain(), await obtain({}, JIRO)];
    const before = tablesWithoutCount();
    const position = sandbox.logPosition();
    const { status, body, headers } = await attempt(held, second);
    expect([status, body.error]).toEqual([400, 'invalid_grant']);
    expect(body.error_description).toMatch(DESCRIPTION);
    expect(headers.get('cache-control')).toBe('no-store');
    expectExplained(sandbox.logAfter(position)[0], refusal);
    expect(tablesWithoutCount()).toBe(before);
    expect([attemptsOn(held.code), attemptsOn(second.code)]).toEqual([1, 0]);
    for (const { code, verifier } of [held, second]) {
      expect((await partner.redeem(code, { code_verifier: verifier })).status).toBe(200);
    }
  });

  it('no challenge, put into the session of a client that sends one: its verifier is surplus', async () => {
    const stolen = await partner.obtainCode({ pkce: false, customer: JIRO });
    const { verifier } = newPkce();
    const position = sandbox.logPosition();
    expect((await partner.redeem(stolen.code, { code_verifier: verifier })).body.error).toBe('invalid_grant');
    expectExplained(sandbox.logAfter(position)[0], 'code_verifier_surplus');
  });
});

describe('a code where something else belongs', () => {
  it('is no token to be described or revoked, and stays good', async () => {
    const { code, verifier } = await obtain();
    const before = bankTables(sandbox);
    expect((await partner.revoke(code)).body).toEqual({});
    const refreshed = await partner.refresh(code);
    expect(refreshed.body.error).toBe('invalid_grant');
    expect(bankTables(sandbox)).toBe(before);
    expect((await partner.redeem(code, { code_verifier: verifier })).status).toBe(200);
  });

  it('is not redeemed without authentication, and the try is not counted', async () => {
    const { code, verifier } = await obtain();
    for (const credentials of [
      { ...KAKEIBO, secret: 'wrong' },
      { clientId: KAKEIBO.clientId, method: 'none' as const },
    ]) {
      const stranger = new PartnerClient(sandbox, credentials);
      const answer = await stranger.redeem(code, { code_verifier: verifier });
      const status = credentials.method === 'none' ? 400 : 401;
      expect([answer.status, answer.body.error]).toEqual([status, 'invalid_client']);
    }
    expect(attemptsOn(code)).toBe(0);
    expect((await partner.redeem(code, { code_verifier: verifier })).status).toBe(200);
  });

  it('of a pushed request goes with that request’s verifier, not with one sent beside the handle', async () => {
    const client = await KeyedClient.register(sandbox, 'pushing');
    const [pushed, outside] = [newPkce(), newPkce()];
    const handle = await client.push({ code_challenge: pushed.challenge, code_challenge_method: 'S256' });
    const authorizationUrl = client.authorizationUrl({
      request_uri: handle,
      code_challenge: outside.challenge,
      code_challenge_method: 'S256',
    });
    const consent = { authorizationUrl, loginId: '10000000001', password: 'Sandbox-0001', decision: 'allow' };
    const { redirectTo } = await sandbox.control<{ redirectTo: string }>('POST', '/consents', consent);
    const code = new URL(redirectTo).searchParams.get('code') ?? '';
    expect((await client.redeem({ code, verifier: outside.verifier })).body['error']).toBe('invalid_grant');
    expect((await client.redeem({ code, verifier: pushed.verifier })).status).toBe(200);
  });
});
