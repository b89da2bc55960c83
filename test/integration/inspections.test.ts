import { randomUUID } from 'node:crypto';
import { exportJWK } from 'jose';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { InspectionView } from '../../server/control/operations/schemas/inspection.ts';
import { bankTables } from '../harness/bank-tables.ts';
import { ASSERTION_TYPE, KeyedClient, postForm } from '../harness/keyed-client.ts';
import { linkWithoutScreens, newPkce } from '../harness/partner-client.ts';
import { startSandbox, type TestSandbox } from '../harness/sandbox.ts';
import { bankSeconds, newSigningKey, ProofKey, sign, tampered, unsigned } from '../harness/signing-key.ts';

let sandbox: TestSandbox;
let client: KeyedClient;
let fapi: KeyedClient;
let proofKey: ProofKey;
beforeAll(async () => {
  sandbox = await startSandbox();
  client = await KeyedClient.register(sandbox, 'inspected');
  fapi = await KeyedClient.register(sandbox, 'inspected-fapi', { sandbox_profile: 'fapi2-message-signing' });
  proofKey = await ProofKey.make(sandbox);
});
afterAll(() => sandbox.stop());

const inspect = (token: string, more: object = {}) =>
  sandbox.control<InspectionView>('POST', '/inspections', { token, ...more });
const failed = ({ steps }: InspectionView) =>
  steps.filter(({ result }) => result === 'failed').map(({ name }) => name);
const step = ({ steps }: InspectionView, name: string) => steps.find((one) => one.name === name);
const proof = (claims: object = {}, header: object = {}, accessToken?: string) =>
  proofKey.prove('POST', '/oauth2/token', { ...claims }, { ...header }, accessToken);

describe('what is good passes every step, its kind told by what it says of itself', () => {
  const good: [string, InspectionView['kind'], () => Promise<string>][] = [
    ['a client assertion', 'client_assertion', () => client.assertion()],
    ['a DPoP proof', 'dpop_proof', () => proof()],
    ['a request object', 'request_object', () => client.requestObject()],
    ['an access token', 'access_token', async () => (await linkWithoutScreens(sandbox)).access_token],
    [
      'an ID token',
      'id_token',
      async () => {
        const scopes = ['account:balance', 'openid'];
        return (await linkWithoutScreens(sandbox, { scopes })).id_token ?? '';
      },
    ],
    ['a signed authorization response', 'authorization_response', authorizationResponse],
  ];
  it.each(good)('%s', async (_, kind, make) => {
    const token = await make();
    const before = bankTables(sandbox);
    const inspection = await inspect(token);
    expect(inspection).toMatchObject({ kind, passes: true });
    expect(failed(inspection)).toEqual([]);
    expect(inspection.steps.filter(({ result }) => result === 'passed').length).toBeGreaterThan(3);
    for (const { title, clause } of inspection.steps) {
      expect([title.ja, title.en, clause].every((words) => /\S/.test(words))).toBe(true);
    }
    expect(bankTables(sandbox)).toBe(before);
    const signature = token.split('.').at(-1) ?? '';
    expect(JSON.stringify(inspection)).not.toContain(signature);
    expect(JSON.stringify(inspection)).not.toMatch(/ac_[\w.-]{15}/);
  });
});

async function authorizationResponse(): Promise<string> {
  const authorizationUrl = client.authorizationUrl(client.requestParameters({ response_mode: 'jwt' }));
  const { redirectTo } = await sandbox.control<{ redirectTo: string }>('POST', '/consents', {
    authorizationUrl,
    loginId: '10000000001',
    password: 'Sandbox-0001',
    decision: 'allow',
  });
  return new URL(redirectTo).searchParams.get('response') ?? '';
}

describe('every fault is told, not only the first', () => {
  it('of a client assertion', async () => {
    const stale = { aud: 'https://other.example', exp: bankSeconds(sandbox) - 1, jti: undefined };
    const inspection = await inspect(tampered(await client.assertion(stale)));
    expect(failed(inspection)).toEqual(['signature', 'audience', 'not_expired', 'identifier']);
    expect(step(inspection, 'first_use')).toMatchObject({ result: 'skipped' });
    expect(step(inspection, 'audience')).toMatchObject({ found: 'https://other.example' });
    expect(step(inspection, 'audience')?.hint?.ja).toMatch(/プロファイル/);
    expect(step(inspection, 'not_expired')?.message?.en).toBe('The client_assertion has expired.');
  });

  it('of one without a signature, whose header brings a key', async () => {
    const inspection = await inspect(
      unsigned(client.assertionClaims(), { jwk: { kty: 'oct', k: 'a-secret-nobody-may-see' } }),
      { kind: 'client_assertion' },
    );
    expect(failed(inspection)).toEqual(['no_key_in_header', 'algorithm']);
    expect(step(inspection, 'signature')).toMatchObject({ result: 'skipped' });
    expect(JSON.stringify(inspection)).not.toContain('a-secret-nobody-may-see');
  });

  it('by the profile of the client it is judged for', async () => {
    const aud = [sandbox.issuer];
    expect((await inspect(await client.assertion({ aud }))).passes).toBe(true);
    expect(failed(await inspect(await fapi.assertion({ aud })))).toEqual(['audience']);
    const withoutTimes = { nbf: undefined, exp: undefined };
    expect((await inspect(await client.requestObject(withoutTimes))).passes).toBe(true);
    expect(failed(await inspect(await fapi.requestObject(withoutTimes)))).toEqual(['times_present']);
  });

  it('of a DPoP proof, against the request it went with', async () => {
    const inspection = await inspect(await proof({ jti: '' }, {}, 'one token'), {
      method: 'GET',
      url: `${sandbox.issuer}/oauth2/par?x=1`,
      accessToken: 'another token',
    });
    expect(failed(inspection)).toEqual(['method', 'uri', 'identifier', 'token_hash']);
    expect(step(inspection, 'uri')?.expected).toBe(`${sandbox.issuer}/oauth2/par`);
  });

  it('of a request object that could pass for an assertion', async () => {
    const claims = { sub: client.clientId, request: 'x', nbf: bankSeconds(sandbox) + 61 };
    expect(failed(await inspect(await client.requestObject(claims)))).toEqual([
      'no_assertion',
      'not_nested',
      'begun',
    ]);
  });

  it('of an access token', async () => {
    const tokens = await linkWithoutScreens(sandbox, { scopes: ['account:balance'] });
    await sandbox.control('DELETE', `/grants/${tokens.grant_id}`);
    const inspection = await inspect(tokens.access_token, { scope: 'account:transaction' });
    expect(failed(inspection)).toContain('grant');
    expect(failed(inspection)).toContain('scope');
    expect(failed(await inspect(`at_${randomUUID()}.made-up`))).toEqual(['genuine']);
  });

  it('of an ID token by somebody else, for somebody else', async () => {
    const stranger = await newSigningKey('RS256');
    const now = bankSeconds(sandbox);
    const claims = { iss: 'https://evil.example', aud: client.clientId, sub: 'x', iat: now, exp: now + 60 };
    const forged = await sign(stranger, { ...claims, nonce: 'b' });
    expect(failed(await inspect(forged, { kind: 'id_token', nonce: 'a' }))).toEqual([
      'issuer',
      'signature',
      'nonce',
    ]);
    const { id_token = '', access_token } = await linkWithoutScreens(sandbox, {
      scopes: ['account:balance', 'openid'],
    });
    expect(failed(await inspect(id_token, { clientId: 'demo-fapi', accessToken: 'other' }))).toEqual([
      'audience',
      'algorithm',
    ]);
    expect(failed(await inspect(id_token, { accessToken: 'other' }))).toEqual(['token_hash']);
    expect((await inspect(id_token, { accessToken: access_token })).passes).toBe(true);
  });

  it('of what can’t be read at all', async () => {
    const inspection = await inspect('eyJ.not.jwt', { kind: 'dpop_proof' });
    expect(failed(inspection)).toEqual(['form']);
    expect(inspection.steps.slice(1).every(({ result }) => result === 'skipped')).toBe(true);
  });
});

describe('inspecting', () => {
  it('uses nothing up: the assertion still works, and is a replay only after that', async () => {
    const assertion = await client.assertion();
    for (let time = 0; time < 2; time++) expect((await inspect(assertion)).passes).toBe(true);
    const send = () =>
      postForm(`${sandbox.issuer}/oauth2/revoke`, {
        token: 'rt_unknown',
        client_assertion_type: ASSERTION_TYPE,
        client_assertion: assertion,
      });
    expect((await send()).status).toBe(200);
    expect(failed(await inspect(assertion))).toEqual(['first_use']);
    expect((await send()).status).toBe(400);
  });

  it('is not logged', async () => {
    const position = sandbox.logPosition();
    await inspect(await client.assertion());
    expect(sandbox.logAfter(position)).toEqual([]);
  });

  it.each([
    ['nothing that can be told', { token: 'hello' }, 'token'],
    ['a JWT that says nothing of itself', { token: unsigned({ a: 1 }) }, 'token'],
    ['a request object of nobody', { token: unsigned({ client_id: 'nobody' }) }, 'clientId'],
    ['no address', { token: unsigned({ htm: 'GET' }), url: 'http://[' }, 'url'],
    ['a kind there is not', { token: 'x', kind: 'saml' }, 'kind'],
    ['an empty token', { token: ' ' }, 'token'],
    ['a list', { token: ['x'] }, 'token'],
  ])('%s is refused', async (_, body, path) => {
    const answer = await sandbox.request('POST', '/inspections', body);
    expect(answer.status).toBe(422);
    const { errors } = (await answer.json()) as { errors: { path: string }[] };
    expect(errors.map((error) => error.path)).toEqual([path]);
  });
});

describe('what the log has seen', () => {
  const seen = async (position: number) => {
    const [entry] = sandbox.logAfter(position).filter(({ origin }) => origin === 'bank');
    const { items } = await sandbox.control<{ items: InspectionView[] }>(
      'GET',
      `/log/${entry?.id ?? ''}/inspections`,
    );
    return { entry, items };
  };

  it('shows assertion, request object and proof of one request, each as it was checked', async () => {
    const { challenge } = newPkce();
    const form = {
      request: await client.requestObject({ code_challenge: challenge, code_challenge_method: 'S256' }),
      client_assertion: await client.assertion(),
    };
    const position = sandbox.logPosition();
    const dpop = await proofKey.prove('POST', '/oauth2/par');
    expect((await client.post('/oauth2/par', form, { dpop })).status).toBe(201);
    const { entry, items } = await seen(position);
    expect(items.map(({ kind, passes }) => [kind, passes])).toEqual([
      ['client_assertion', true],
      ['request_object', true],
      ['dpop_proof', true],
    ]);
    // Its own identifier was new when it came, though it would be a replay now.
    expect(step(items[0] as InspectionView, 'first_use')?.result).toBe('passed');
    expect(items[1]?.claims).toMatchObject({ client_id: client.clientId, code_challenge: challenge });
    for (const token of [form.request, form.client_assertion, dpop]) {
      const [header = '', claims = '', signature = ''] = token.split('.');
      for (const part of [header, claims, signature]) {
        expect(JSON.stringify(entry)).not.toContain(part);
        expect(JSON.stringify(items)).not.toContain(part);
      }
    }
  });

  it('shows all that was wrong with what was refused, and goes on saying so when time has passed', async () => {
    const position = sandbox.logPosition();
    const bad = await client.assertion({ aud: 'x', exp: bankSeconds(sandbox) - 5 });
    expect((await client.post('/oauth2/revoke', { token: 'x', client_assertion: bad })).status).toBe(400);
    await sandbox.advance('PT10M');
    const { entry, items } = await seen(position);
    expect(entry?.outcome.code).toBe('assertion_audience');
    expect(failed(items[0] as InspectionView)).toEqual(['audience', 'not_expired']);
    expect(step(items[0] as InspectionView, 'issued_at')?.result).not.toBe('failed');
  });

  it('hides a private key that somebody sent', async () => {
    const { privateKey } = await newSigningKey();
    const jwk = await exportJWK(privateKey);
    const position = sandbox.logPosition();
    const dpop = await proof({}, { jwk });
    await client.post('/oauth2/par', client.requestParameters(), { dpop });
    const { entry, items } = await seen(position);
    expect(failed(items.find(({ kind }) => kind === 'dpop_proof') as InspectionView)).toContain('key_public');
    expect(JSON.stringify([entry, items])).not.toContain(jwk.d);
  });

  it('shows nothing where nothing signed was sent', async () => {
    const position = sandbox.logPosition();
    await fetch(`${sandbox.issuer}/oauth2/jwks`);
    expect((await seen(position)).items).toEqual([]);
  });
});
