import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { catalogue, type RefusalCode } from '../../../server/bank/catalogue/index.ts';
import type { SecurityProfile } from '../../../server/bank/model.ts';
import type { LogEntry } from '../../../server/log/entry.ts';
import { KeyedClient } from '../../harness/keyed-client.ts';
import { KAKEIBO, newPkce, PartnerClient } from '../../harness/partner-client.ts';
import { startSandbox, type TestSandbox } from '../../harness/sandbox.ts';
import { ProofKey } from '../../harness/signing-key.ts';

let sandbox: TestSandbox;
beforeAll(async () => {
  sandbox = await startSandbox();
});
afterAll(() => sandbox.stop());

type Judged = Partial<Record<SecurityProfile, RefusalCode[]>>;

/** The reasons under each stricter profile; none where it would have passed. */
function judged(entry: LogEntry | undefined): Judged {
  return Object.fromEntries(
    (entry?.verdicts ?? []).map(({ profile, reasons }) => [profile, reasons.map(({ code }) => code)]),
  );
}

/** What the log says of the requests to a path since a place in it. */
const at = (position: number, path: string) =>
  sandbox.logAfter(position).find((entry) => entry.path === path);

describe('a compat client that does the least', () => {
  it('is told at each step what a stricter profile would have refused, and refused nothing', async () => {
    const position = sandbox.logPosition();
    const partner = new PartnerClient(sandbox, KAKEIBO);
    const { code } = await partner.obtainCode({ pkce: false });
    const { body, status } = await partner.redeem(code, {
      client_id: KAKEIBO.clientId,
      client_secret: KAKEIBO.secret,
    });
    expect(status).toBe(200);
    expect((await partner.data('/ib/v1/accounts', body.access_token)).status).toBe(200);

    expect(judged(at(position, '/oauth2/authorize'))).toEqual({
      oauth21: ['pkce_required'],
      'fapi1-advanced': ['request_object_required', 'signed_response_required'],
      'fapi2-security': ['pkce_required', 'pushed_request_required'],
      'fapi2-message-signing': [
        'pkce_required',
        'pushed_request_required',
        'request_object_required',
        'signed_response_required',
      ],
    });
    expect(judged(at(position, '/oauth2/token'))).toMatchObject({
      oauth21: ['client_authentication_twice'],
      'fapi2-security': expect.arrayContaining([
        'authentication_method_outside_profile',
        'client_authentication_twice',
        'sender_constraint_missing',
        'id_token_algorithm_outside_profile',
      ]) as RefusalCode[],
    });
    expect(judged(at(position, '/ib/v1/accounts'))).toEqual({
      oauth21: [],
      'fapi1-advanced': ['sender_constraint_missing'],
      'fapi2-security': ['sender_constraint_missing'],
      'fapi2-message-signing': ['sender_constraint_missing'],
    });
  });
});

describe('a compat client that leaves parameters to their defaults', () => {
  it('is told which of them FAPI wants said', async () => {
    const client = await KeyedClient.register(sandbox, 'brief');
    const position = sandbox.logPosition();
    await client.push({ redirect_uri: undefined, scope: undefined, state: undefined });
    const { challenge } = newPkce();
    const pkce = { code_challenge: challenge, code_challenge_method: 'S256' };
    await client.push({ ...pkce, nonce: undefined });
    const [brief, longer] = sandbox.logAfter(position).map(judged);
    expect(brief?.['fapi1-advanced']).toEqual(
      expect.arrayContaining(['redirect_uri_required', 'scope_required', 'nonce_required']),
    );
    expect(brief?.['fapi2-security']).toEqual(['pkce_required', 'redirect_uri_required']);
    expect(longer?.['fapi1-advanced']).toContain('nonce_required');
    expect(longer?.['fapi2-security']).toEqual([]);
  });
});

describe('a compat client that could be FAPI 2 tomorrow', () => {
  it('passes', async () => {
    const client = await KeyedClient.register(sandbox, 'ready', { id_token_signed_response_alg: 'ES256' });
    const position = sandbox.logPosition();
    const proofKey = await ProofKey.make(sandbox);
    await client.link({ proofKey });
    for (const path of ['/oauth2/par', '/oauth2/authorize', '/oauth2/token']) {
      expect(judged(at(position, path)), path).toMatchObject({ oauth21: [], 'fapi2-security': [] });
    }
    const token = judged(at(position, '/oauth2/token'));
    expect(token['fapi1-advanced']).toEqual(['sender_constraint_missing']);
  });

  it('is told of an assertion for the token endpoint', async () => {
    const client = await KeyedClient.register(sandbox, 'old-audience', {
      id_token_signed_response_alg: 'ES256',
    });
    const position = sandbox.logPosition();
    await client.post('/oauth2/revoke', {
      token: 'rt_x',
      client_assertion: await client.assertion({ aud: `${sandbox.issuer}/oauth2/token` }),
    });
    expect(judged(at(position, '/oauth2/revoke'))).toEqual({
      oauth21: [],
      'fapi1-advanced': [],
      'fapi2-security': ['assertion_audience'],
      'fapi2-message-signing': ['assertion_audience'],
    });
  });
});

describe('the verdicts', () => {
  it('speak of stricter profiles only', async () => {
    const client = await KeyedClient.register(sandbox, 'strict', { sandbox_profile: 'fapi2-security' });
    const position = sandbox.logPosition();
    const { challenge } = newPkce();
    await client.push({ code_challenge: challenge, code_challenge_method: 'S256' });
    expect(judged(at(position, '/oauth2/par'))).toEqual({
      'fapi2-message-signing': ['request_object_required', 'signed_response_required'],
    });

    const top = await KeyedClient.register(sandbox, 'strictest', {
      sandbox_profile: 'fapi2-message-signing',
    });
    const later = sandbox.logPosition();
    await top.post('/oauth2/par', { request: await top.requestObject() });
    expect(at(later, '/oauth2/par')?.verdicts ?? []).toEqual([]);
  });

  it('explain every reason with its clause, in both languages, and come with the control API', async () => {
    const position = sandbox.logPosition();
    await new PartnerClient(sandbox, KAKEIBO).refresh('rt_unknown');
    const entry = at(position, '/oauth2/token');
    const shown = await sandbox.control<LogEntry>('GET', `/log/${entry?.id ?? ''}`);
    expect(shown.verdicts).toEqual(entry?.verdicts);
    const reasons = (shown.verdicts ?? []).flatMap((verdict) => verdict.reasons);
    expect(reasons.length).toBeGreaterThan(0);
    for (const { code, spec, message, hint } of reasons) {
      expect(spec).toBe(catalogue[code as RefusalCode].spec);
      for (const text of [message.ja, message.en, hint?.ja, hint?.en]) {
        expect(text).toMatch(/\S/);
        expect(text, code).not.toMatch(/\{\w+\}/);
      }
    }
  });

  it('are also given for a request that was refused', async () => {
    const position = sandbox.logPosition();
    const answer = await new PartnerClient(sandbox, KAKEIBO).refresh('rt_unknown');
    expect(answer.status).toBe(400);
    expect(judged(at(position, '/oauth2/token'))['fapi2-security']).toContain(
      'authentication_method_outside_profile',
    );
  });
});
