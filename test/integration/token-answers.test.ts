import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { JIRO } from '../harness/customer-browser.ts';
import { KeyedClient } from '../harness/keyed-client.ts';
import { linkWithoutScreens, PartnerClient } from '../harness/partner-client.ts';
import { startSandbox, type TestSandbox } from '../harness/sandbox.ts';
import { ProofKey } from '../harness/signing-key.ts';

let sandbox: TestSandbox;
let partner: PartnerClient;
beforeAll(async () => {
  sandbox = await startSandbox();
  await sandbox.changeSettings({ policies: { grantPolicy: 'many' } });
  partner = new PartnerClient(sandbox);
});
afterAll(() => sandbox.stop());

/** 22 letters of base64url hold 128 bits (RFC 6749 §10.10). */
const secret = (prefix: string) => z.string().regex(new RegExp(`^${prefix}_[A-Za-z0-9_.-]{22,}$`));
const seconds = z.number().int().positive();

/** RFC 6749 §5.1, with the linkage’s own members. */
const answer = z.strictObject({
  access_token: secret('at'),
  token_type: z.enum(['Bearer', 'DPoP']),
  expires_in: seconds,
  refresh_token: secret('rt'),
  scope: z.string().min(1),
  id_token: z.jwt().optional(),
  grant_id: z.string().min(1),
  authorization_expires_in: seconds,
  grant_expires_at: z.iso.datetime({ offset: true }),
});

function expectAnswer({ headers, body }: { headers: Headers; body: unknown }): z.output<typeof answer> {
  expect(headers.get('cache-control')).toBe('no-store');
  expect(headers.get('pragma')).toBe('no-cache');
  expect(headers.get('content-type')).toMatch(/^application\/json/);
  const read = answer.parse(body);
  const left = (Date.parse(read.grant_expires_at) - sandbox.context.clock.now()) / 1_000;
  expect(read.authorization_expires_in).toBe(left);
  // No access token outlives its grant.
  expect(read.expires_in).toBe(Math.min(3_600, left));
  return read;
}

describe('the answer of the token endpoint', () => {
  it('to a code, to a refresh and to one for less, and all its tokens are new', async () => {
    const { code, verifier } = await partner.obtainCode({
      parameters: { scope: 'account:balance account:transaction openid offline_access' },
    });
    const answers = [expectAnswer(await partner.redeem(code, { code_verifier: verifier }))];
    for (const parameters of [{}, { scope: 'account:balance' }, {}]) {
      const { refresh_token = '' } = answers.at(-1) ?? {};
      answers.push(expectAnswer(await partner.refresh(refresh_token, parameters)));
    }
    expect(answers.map(({ scope }) => scope)).toEqual([
      'account:balance account:transaction openid offline_access',
      'account:balance account:transaction openid offline_access',
      'account:balance',
      'account:balance account:transaction openid offline_access',
    ]);
    expect(new Set(answers.map(({ grant_id }) => grant_id)).size).toBe(1);
    const tokens = answers.flatMap(({ access_token, refresh_token }) => [access_token, refresh_token]);
    expect(new Set(tokens).size).toBe(tokens.length);
  });

  it('names DPoP where a key was proven', async () => {
    const client = await KeyedClient.register(sandbox, 'proving');
    const proofKey = await ProofKey.make(sandbox);
    const redeemed = await client.redeem(await client.obtainCode({ proofKey }), { proofKey });
    expect(expectAnswer(redeemed).token_type).toBe('DPoP');
    expect(expectAnswer(await client.redeem(await client.obtainCode())).token_type).toBe('Bearer');
  });

  it('in the last hour of a grant is good for no longer than the grant', async () => {
    const { refresh_token } = await linkWithoutScreens(sandbox, { loginId: JIRO.loginId });
    await sandbox.advance('P89DT23H30M');
    expect(expectAnswer(await partner.refresh(refresh_token)).expires_in).toBe(1_800);
  });
});

describe('a refresh token that no longer counts is refused in words that say why', () => {
  const ends: [string, RegExp, (tokens: { refresh_token: string; grant_id: string }) => Promise<unknown>][] =
    [
      ['expired', /expired at \d{4}-/, () => sandbox.advance('P90D')],
      [
        'ended by the bank',
        /revoked at \d{4}-.*revoked_by_bank/,
        ({ grant_id }) => sandbox.control('DELETE', `/grants/${grant_id}`),
      ],
      [
        'revoked by the client',
        /revoked at \d{4}-.*revoked_by_client/,
        ({ refresh_token }) => partner.revoke(refresh_token),
      ],
      [
        'superseded by a new link',
        /superseded/,
        async () => {
          await sandbox.changeSettings({ policies: { grantPolicy: 'one-per-client' } });
          await linkWithoutScreens(sandbox);
          await sandbox.changeSettings({ policies: { grantPolicy: 'many' } });
        },
      ],
    ];
  it.each(ends)('%s', async (_, words, end) => {
    const tokens = await linkWithoutScreens(sandbox);
    await end(tokens);
    const { status, body } = await partner.refresh(tokens.refresh_token);
    expect([status, body.error]).toEqual([400, 'invalid_grant']);
    expect(body.error_description).toMatch(words);
  });
});
