import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { beforeEach, describe, expect, it } from 'vitest';
import { redeemCode, type CodeRedemption } from '../../../server/bank/code-redemption.ts';
import type { AuthorizationCode } from '../../../server/bank/model.ts';
import { MINUTE } from '../../../server/bank/time.ts';
import { CLIENT, OTHER_CLIENT, REQUEST, START, TARO, TestBank } from '../../harness/test-bank.ts';

const VERIFIER = 'v'.repeat(43);
const challengeOf = (verifier: string) => createHash('sha256').update(verifier).digest('base64url');

const CODE: AuthorizationCode = {
  codeId: 'c_1',
  flowId: 'f_1',
  request: { ...REQUEST, codeChallenge: challengeOf(VERIFIER) },
  customerId: TARO.id,
  scopes: ['account:balance'],
  consentedAt: START,
  expiresAt: START + 10 * MINUTE,
  authTime: START,
  acr: 'password',
  termsVersion: '1',
  failedAttempts: 0,
};
const RIGHT: CodeRedemption = {
  client: CLIENT,
  codeId: CODE.codeId,
  redirectUri: REQUEST.redirectUri,
  codeVerifier: VERIFIER,
};

let bank: TestBank;
beforeEach(() => {
  bank = new TestBank();
  bank.state.authorizationCodes.put(CODE.codeId, CODE);
});

const without = (member: 'redirectUri' | 'codeVerifier'): CodeRedemption => {
  const { [member]: _left, ...rest } = RIGHT;
  return rest;
};

describe('redeemCode', () => {
  it('makes one grant; the second use ends it', () => {
    const { grant } = bank.run((tx) => redeemCode(tx, RIGHT));
    expect(grant.scopes).toEqual(['account:balance']);
    const refusal = bank.refuses('code_reused', (tx) => redeemCode(tx, RIGHT));
    expect(refusal.keepsChanges).toBe(true);
    expect(bank.state.grants.get(grant.grantId)?.endReason).toBe('code_reused');
  });

  it('recognises the second use even after the code’s time, and whatever comes with it', () => {
    bank.run((tx) => redeemCode(tx, RIGHT));
    bank.now += 60 * MINUTE;
    bank.refuses('code_reused', (tx) => redeemCode(tx, without('codeVerifier')));
  });

  it('does not let another client end what it did not get', () => {
    const { grant } = bank.run((tx) => redeemCode(tx, RIGHT));
    bank.refuses('code_of_another_client', (tx) => redeemCode(tx, { ...RIGHT, client: OTHER_CLIENT }));
    expect(bank.state.grants.get(grant.grantId)?.endedAt).toBeUndefined();
  });

  it('is in time until the last millisecond', () => {
    bank.now = CODE.expiresAt;
    bank.refuses('code_expired', (tx) => redeemCode(tx, RIGHT));
    bank.now = CODE.expiresAt - 1;
    bank.run((tx) => redeemCode(tx, RIGHT));
  });

  it.each([
    ['code_redirect_uri_missing', without('redirectUri')],
    ['code_redirect_uri_mismatch', { ...RIGHT, redirectUri: `${REQUEST.redirectUri}/` }],
    ['code_verifier_missing', without('codeVerifier')],
    ['code_verifier_malformed', { ...RIGHT, codeVerifier: 'v'.repeat(42) }],
    ['code_verifier_malformed', { ...RIGHT, codeVerifier: 'v'.repeat(129) }],
    ['code_verifier_wrong', { ...RIGHT, codeVerifier: 'w'.repeat(43) }],
    // The challenge itself, which was in the URL, is no verifier.
    ['code_verifier_wrong', { ...RIGHT, codeVerifier: challengeOf(VERIFIER) }],
  ] as const)('%s counts as an attempt', (code, redemption) => {
    bank.refuses(code, (tx) => redeemCode(tx, redemption));
    expect(bank.state.authorizationCodes.get(CODE.codeId)?.failedAttempts).toBe(1);
    bank.run((tx) => redeemCode(tx, RIGHT));
  });

  it('is worth nothing after five attempts', () => {
    for (let attempt = 0; attempt < 5; attempt++) {
      bank.refuses('code_verifier_wrong', (tx) => redeemCode(tx, { ...RIGHT, codeVerifier: 'w'.repeat(43) }));
    }
    bank.refuses('code_attempts_exhausted', (tx) => redeemCode(tx, RIGHT));
  });

  it('refuses a verifier where no challenge was', () => {
    bank.state.authorizationCodes.put(CODE.codeId, { ...CODE, request: REQUEST });
    bank.refuses('code_verifier_surplus', (tx) => redeemCode(tx, RIGHT));
    bank.run((tx) => redeemCode(tx, without('codeVerifier')));
  });

  it('takes exactly the verifier of the challenge', () => {
    const verifier = fc.stringMatching(/^[A-Za-z0-9\-._~]{43,128}$/);
    fc.assert(
      fc.property(verifier, verifier, (challenged, presented) => {
        bank = new TestBank();
        const request = { ...REQUEST, codeChallenge: challengeOf(challenged) };
        bank.state.authorizationCodes.put(CODE.codeId, { ...CODE, request });
        const redeem = (codeVerifier: string) =>
          bank.run((tx) => redeemCode(tx, { ...RIGHT, codeVerifier })).grant.grantId;
        if (presented !== challenged) expect(() => redeem(presented)).toThrow();
        expect(redeem(challenged)).toMatch(/^g_/);
      }),
      { numRuns: 50 },
    );
  });
});
