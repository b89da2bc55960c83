import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createRemoteJWKSet, decodeJwt, jwtVerify } from 'jose';
import * as openid from 'openid-client';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { poisonNames, poisons, type PoisonName } from '../../../server/bank/poison.ts';
import type {
  ConformanceReportView,
  ConformanceRunView,
} from '../../../server/control/operations/schemas/conformance.ts';
import { linkAccount } from '../../harness/customer-browser.ts';
import { basic, KAKEIBO, linkWithoutScreens, newPkce, REDIRECT_URI } from '../../harness/partner-client.ts';
import { startSandbox, type TestSandbox } from '../../harness/sandbox.ts';
import { addFault } from './wire.ts';

/** The clock is real, since the client nobody here wrote judges tokens by its own. */
let sandbox: TestSandbox;
beforeAll(async () => {
  sandbox = await startSandbox({ clock: 'real' });
});
afterAll(() => sandbox.stop());
beforeEach(async () => {
  await sandbox.control('DELETE', '/faults');
  await sandbox.control('DELETE', '/conformance/runs');
});

const SCOPE = 'openid account:balance account:transaction offline_access';
const ACCOUNTS = '/ib/v1/accounts';

const start = (poison: PoisonName) =>
  sandbox.control(
    'POST',
    `/drills/poison-${poison}`,
    poisons[poison].answer === 'metadata' ? {} : { clientId: KAKEIBO.clientId },
  );
const runs = async () =>
  (await sandbox.control<{ items: ConformanceRunView[] }>('GET', '/conformance/runs')).items;

/** The verdict after the client has done whatever it does; one still open is taken by ending the watch. */
async function verdictOf(poison: PoisonName): Promise<ConformanceRunView> {
  const [run, ...others] = await runs();
  if (!run) throw new Error('no answer was poisoned');
  expect(others).toEqual([]);
  expect(run.poison.name).toBe(poison);
  return run.verdict === 'pending'
    ? sandbox.control<ConformanceRunView>('POST', `/conformance/runs/${run.id}/end`)
    : run;
}

const isJarm = (poison: PoisonName) => poison.startsWith('jarm-');

/** A client nobody here wrote, as its documentation says to use it. @returns why it stopped, if it did. */
async function correctClient(poison: PoisonName): Promise<unknown> {
  try {
    const metadata = isJarm(poison) ? { authorization_signed_response_alg: 'ES256' } : {};
    const config = await openid.discovery(
      new URL(sandbox.issuer),
      KAKEIBO.clientId,
      metadata,
      openid.ClientSecretBasic(KAKEIBO.secret),
      { execute: [openid.allowInsecureRequests, openid.enableNonRepudiationChecks] },
    );
    if (isJarm(poison)) openid.useJwtResponseMode(config);
    const verifier = openid.randomPKCECodeVerifier();
    const [state, nonce] = [openid.randomState(), openid.randomNonce()];
    const url = openid.buildAuthorizationUrl(config, {
      redirect_uri: REDIRECT_URI,
      scope: SCOPE,
      code_challenge: await openid.calculatePKCECodeChallenge(verifier),
      code_challenge_method: 'S256',
      state,
      nonce,
    });
    const { url: callback } = await linkAccount(sandbox.issuer, url);
    let tokens = await openid.authorizationCodeGrant(config, callback, {
      pkceCodeVerifier: verifier,
      expectedState: state,
      expectedNonce: nonce,
      idTokenExpected: true,
    });
    const { sub = '', iat = 0 } = tokens.claims() ?? {};
    // The library leaves this range to its user (OpenID Connect Core §3.1.3.7 (10)).
    if (iat > Date.now() / 1000 + 300) throw new Error('issued in the future');
    if (poison === 'refresh-subject') {
      tokens = await openid.refreshTokenGrant(config, tokens.refresh_token ?? '');
      if (tokens.claims()?.sub !== sub) throw new Error('somebody else');
    }
    await openid.fetchUserInfo(config, tokens.access_token, sub);
    await openid.fetchProtectedResource(
      config,
      tokens.access_token,
      new URL(sandbox.issuer + ACCOUNTS),
      'GET',
    );
    return undefined;
  } catch (error) {
    return error;
  }
}

/** Plain fetch, no checks; pedantic only where it does not matter. */
async function carelessClient(poison: PoisonName): Promise<void> {
  const get = async (url: string, headers = {}) =>
    (await (await fetch(url, { headers })).json()) as Record<string, string>;
  const metadata = await get(`${sandbox.issuer}/.well-known/openid-configuration`);
  const { verifier, challenge } = newPkce();
  const query = new URLSearchParams({
    response_type: 'code',
    client_id: KAKEIBO.clientId,
    redirect_uri: REDIRECT_URI,
    scope: SCOPE,
    state: 'state',
    nonce: 'nonce',
    code_challenge: challenge,
    code_challenge_method: 'S256',
    ...(isJarm(poison) && { response_mode: 'jwt' }),
  });
  const returned = await linkAccount(
    sandbox.issuer,
    `${metadata['authorization_endpoint']}?${query.toString()}`,
  );
  const signed = returned.parameters.get('response');
  const code = signed === null ? returned.parameters.get('code') : decodeJwt(signed)['code'];
  const token = async (parameters: Record<string, string>) => {
    const response = await fetch(metadata['token_endpoint'] ?? '', {
      method: 'POST',
      headers: { authorization: basic(KAKEIBO) },
      body: new URLSearchParams(parameters),
    });
    return (await response.json()) as Record<string, unknown>;
  };
  let tokens = await token({
    grant_type: 'authorization_code',
    code: String(code),
    redirect_uri: REDIRECT_URI,
    code_verifier: verifier,
  });
  if (tokens['token_type'] !== 'Bearer' || typeof tokens['expires_in'] !== 'number') return;
  if (poison === 'refresh-subject') {
    tokens = await token({ grant_type: 'refresh_token', refresh_token: String(tokens['refresh_token']) });
  }
  const authorization = `Bearer ${String(tokens['access_token'])}`;
  await get(metadata['userinfo_endpoint'] ?? '', { authorization });
  await get(sandbox.issuer + ACCOUNTS, { authorization });
}

describe.each(poisonNames)('%s', (poison) => {
  it('is passed by a correct client', async () => {
    await start(poison);
    const stopped = await correctClient(poison);
    expect(stopped instanceof Error).toBe(poisons[poison].correct === 'stops');
    const run = await verdictOf(poison);
    expect(run.verdict, JSON.stringify(run)).toBe('passed');
    expect(sandbox.context.state.faults.size).toBe(0);
  });

  it('is failed by a careless one, and the log shows the poison and the call', async () => {
    await start(poison);
    await carelessClient(poison);
    const run = await verdictOf(poison);
    expect(run.verdict, JSON.stringify(run)).toBe('failed');

    const poisoned = sandbox.context.log.get(run.logId);
    expect(poisoned?.outcome.code).toBe('fault_poisoned');
    expect(poisoned?.outcome.hint?.en).toContain(run.id);
    expect(`${poisoned?.outcome.message.ja}${poisoned?.outcome.hint?.ja}`).not.toMatch(/\{\w+\}/);
    if (poisons[poison].correct === 'goes-on') return;
    const call = sandbox.context.log.get(run.decidingLogId ?? '');
    expect(call?.effects).toContainEqual(
      expect.objectContaining({ type: 'conformance.decided', runId: run.id, verdict: 'failed' }),
    );
    expect(run.reason?.ja).toMatch(/[ぁ-ん]/);
  });
});

describe('an answer of another shape is poisoned too', () => {
  async function postedFields(poison: PoisonName, mode: string): Promise<Map<string, string>> {
    await sandbox.control('PATCH', `/clients/${KAKEIBO.clientId}`, { sandbox_consent: 'auto' });
    await start(poison);
    const query = new URLSearchParams({
      response_type: 'code',
      client_id: KAKEIBO.clientId,
      redirect_uri: REDIRECT_URI,
      scope: 'account:balance',
      state: 'state',
      response_mode: mode,
    });
    const page = await (await fetch(`${sandbox.issuer}/oauth2/authorize?${query.toString()}`)).text();
    await sandbox.control('PATCH', `/clients/${KAKEIBO.clientId}`, { sandbox_consent: 'screen' });
    expect((await runs()).map(({ poison: { name } }) => name)).toEqual([poison]);
    return new Map(
      [...page.matchAll(/<input type="hidden" name="(\w+)" value="([^"]*)">/g)].map(
        ([, name = '', value = '']) => [name, value],
      ),
    );
  }

  it.each<[PoisonName, (fields: Map<string, string>) => unknown, unknown]>([
    ['response-issuer-missing', (fields) => fields.has('iss'), false],
    ['response-issuer-wrong', (fields) => fields.get('iss'), 'https://another-bank.invalid'],
    ['response-state', (fields) => fields.get('state'), 'another-state'],
  ])('form_post, %s', async (poison, shown, expected) => {
    const fields = await postedFields(poison, 'form_post');
    expect(fields.get('code')).toMatch(/^ac_/);
    expect(shown(fields)).toBe(expected);
  });

  it('form_post.jwt, with another audience', async () => {
    const fields = await postedFields('jarm-audience', 'form_post.jwt');
    expect(decodeJwt(fields.get('response') ?? '').aud).toBe('somebody-else');
  });

  it('signed userinfo, with another subject under a good signature', async () => {
    const jwks = createRemoteJWKSet(new URL(`${sandbox.issuer}/oauth2/jwks`));
    await sandbox.control('PATCH', `/clients/${KAKEIBO.clientId}`, { userinfo_signed_response_alg: 'ES256' });
    const { access_token } = await linkWithoutScreens(sandbox, { scopes: ['account:balance', 'openid'] });
    await start('userinfo-subject');
    const answer = await fetch(`${sandbox.issuer}/oauth2/userinfo`, {
      headers: { authorization: `Bearer ${access_token}` },
    });
    await sandbox.control('PATCH', `/clients/${KAKEIBO.clientId}`, { userinfo_signed_response_alg: null });
    expect(answer.headers.get('content-type')).toMatch('application/jwt');
    const { payload } = await jwtVerify(await answer.text(), jwks);
    expect(payload.sub).toBe('somebody-else');
    expect(await runs()).toMatchObject([{ poison: { name: 'userinfo-subject' } }]);
  });
});

describe('the watch', () => {
  it('ends by the bank’s clock, for the client that kept away and against the one that gave up', async () => {
    await using own = await startSandbox();
    for (const [poison, verdict] of [
      ['access-token-missing', 'passed'],
      ['expires-in-text', 'failed'],
    ] as const) {
      await own.control('DELETE', '/conformance/runs');
      await addFault(own, { match: {}, action: { poison }, times: 1 });
      const made = await own.control<{ refresh_token: string }>('POST', '/grants', {
        clientId: KAKEIBO.clientId,
        loginId: '10000000001',
        scopes: ['account:balance'],
      });
      await fetch(`${own.issuer}/oauth2/token`, {
        method: 'POST',
        headers: { authorization: basic(KAKEIBO) },
        body: new URLSearchParams({ grant_type: 'refresh_token', refresh_token: made.refresh_token }),
      });
      const seen = async () =>
        (await own.control<{ items: ConformanceRunView[] }>('GET', '/conformance/runs')).items[0]?.verdict;
      await own.advance('PT9M59S');
      expect(await seen()).toBe('pending');
      await own.advance('PT1S');
      expect(await seen()).toBe(verdict);
    }
  });

  it('ends well when the client revokes what it was given', async () => {
    await start('id-token-audience');
    const error = await correctClient('id-token-audience');
    expect(error).toBeInstanceOf(Error);
    const [run] = await runs();
    const { refreshGeneration = 1 } = sandbox.context.state.grants.get(run?.grantId ?? '') ?? {};
    const token = sandbox.context.tokens.tokenFor('refresh', `${run?.grantId ?? ''}.${refreshGeneration}`);
    await fetch(`${sandbox.issuer}/oauth2/revoke`, {
      method: 'POST',
      headers: { authorization: basic(KAKEIBO) },
      body: new URLSearchParams({ token }),
    });
    expect((await runs())[0]).toMatchObject({ verdict: 'passed' });
  });

  it('and its verdicts survive a restart', async () => {
    const dataDir = await mkdtemp(join(tmpdir(), 'ib-link-conformance-'));
    try {
      const first = await startSandbox({ dataDir });
      await addFault(first, { match: {}, action: { poison: 'discovery-issuer' }, times: 1 });
      await fetch(`${first.issuer}/.well-known/openid-configuration`);
      const before = await first.control('GET', '/conformance/runs');
      await first.stop();
      await using second = await startSandbox({ dataDir });
      expect(await second.control('GET', '/conformance/runs')).toEqual(before);
    } finally {
      await rm(dataDir, { recursive: true });
    }
  });
});

describe('a poison', () => {
  it('waits for an answer it fits into', async () => {
    await start('id-token-nonce');
    const wrong = await fetch(`${sandbox.issuer}/oauth2/token`, {
      method: 'POST',
      headers: { authorization: basic(KAKEIBO) },
      body: new URLSearchParams({ grant_type: 'refresh_token', refresh_token: 'rt_x' }),
    });
    expect(wrong.status).toBe(400);
    expect(await runs()).toEqual([]);
    expect(sandbox.context.state.faults.size).toBe(1);
  });

  it('gets into a consent without a browser too', async () => {
    await start('response-issuer-missing');
    const query = new URLSearchParams({
      response_type: 'code',
      client_id: KAKEIBO.clientId,
      redirect_uri: REDIRECT_URI,
      scope: 'account:balance',
      state: 'state',
    });
    const { redirectTo } = await sandbox.control<{ redirectTo: string }>('POST', '/consents', {
      authorizationUrl: `${sandbox.issuer}/oauth2/authorize?${query.toString()}`,
      loginId: '10000000001',
      password: 'Sandbox-0001',
    });
    const { searchParams } = new URL(redirectTo);
    expect([searchParams.has('code'), searchParams.has('iss')]).toEqual([true, false]);
    expect(await runs()).toMatchObject([{ clientId: KAKEIBO.clientId, verdict: 'pending' }]);
  });
});

describe('the report', () => {
  it('is there as JSON and to be read, in both languages, for all or for one client', async () => {
    await start('id-token-issuer');
    await carelessClient('id-token-issuer');
    const report = await sandbox.control<ConformanceReportView>('GET', '/conformance/report');
    expect(report.counts).toEqual({ pending: 0, passed: 0, failed: 1 });
    const read = async (query: string) =>
      (await sandbox.request('GET', `/conformance/report.md?${query}`)).text();
    expect(await read('')).toContain('## 不合格 — ID トークンの iss が別の発行者');
    const english = await read('language=en');
    expect(english).toContain('## failed — ID token of another issuer (iss)');
    expect(english).toContain('OpenID Connect Core §3.1.3.7 (2)');
    expect(english).toContain('How to mend it');
    expect(await read('clientId=zaim&language=en')).toContain('No client has been given');
  });
});

describe('bad inputs', () => {
  it.each<[method: string, path: string, body: object | undefined, status: number, fault: string]>([
    ['POST', '/faults', { action: { poison: 'arsenic' } }, 422, 'action.poison'],
    ['POST', '/faults', { action: { poison: 'id-token-nonce', status: 500 } }, 422, 'action.poison'],
    ['POST', '/faults', { action: { poison: 'id-token-nonce', delayMs: 1 } }, 422, 'action.poison'],
    ['POST', '/drills/poison-arsenic', {}, 404, 'drill_unknown'],
    ['POST', '/drills/poison-discovery-issuer', { clientId: 'demo-kakeibo' }, 422, 'clientId'],
    ['GET', '/conformance/runs?limit=0', undefined, 422, 'limit'],
    ['GET', '/conformance/runs?cursor=zzz', undefined, 422, 'cursor'],
    ['GET', '/conformance/runs?clientId=', undefined, 422, 'clientId'],
    ['GET', '/conformance/runs/none', undefined, 404, 'conformance_run_not_found'],
    ['POST', '/conformance/runs/none/end', undefined, 404, 'conformance_run_not_found'],
    ['GET', '/conformance/report.md?language=fr', undefined, 422, 'language'],
    ['GET', '/conformance/report?language=ja', undefined, 422, 'language'],
  ])('%s %s %j', async (method, path, body, status, fault) => {
    const answer = await sandbox.request(method, path, body);
    expect(answer.status).toBe(status);
    expect(await answer.text()).toContain(`"${fault}"`);
  });
});
