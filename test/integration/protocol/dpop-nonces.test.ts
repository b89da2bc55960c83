import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { KeyedClient, readAnswer, type JsonAnswer } from '../../harness/keyed-client.ts';
import { startSandbox, type TestSandbox } from '../../harness/sandbox.ts';
import { ProofKey } from '../../harness/signing-key.ts';

const TOKEN = '/oauth2/token';
const ACCOUNTS = '/ib/v1/accounts';

let sandbox: TestSandbox;
let client: KeyedClient;
let mine: ProofKey;

beforeAll(async () => {
  sandbox = await startSandbox();
  client = await KeyedClient.register(sandbox, 'prover', {
    grant_types: ['authorization_code', 'refresh_token', 'client_credentials'],
    scope: 'account:balance openid offline_access grant_management_query grant_management_revoke',
  });
  mine = await ProofKey.make(sandbox);
});
afterAll(() => sandbox.stop());

/** A token of the client's own: the shortest way past the proof. */
const tokenWith = (proof: string) =>
  client.post(TOKEN, { grant_type: 'client_credentials' }, { dpop: proof });

const proofFor = (path: string, token: string) => mine.prove('GET', path, {}, {}, token);

async function read(path: string, { token, proof }: { token: string; proof: string }): Promise<JsonAnswer> {
  const headers = { authorization: `DPoP ${token}`, dpop: proof };
  return readAnswer(await fetch(sandbox.issuer + path, { headers }));
}

describe('nonces', () => {
  beforeAll(() => sandbox.changeSettings({ policies: { dpopNonce: 'required' } }));
  afterAll(() => sandbox.changeSettings({ policies: { dpopNonce: 'optional' } }));

  async function nonce(): Promise<string> {
    const answer = await tokenWith(await mine.prove('POST', TOKEN));
    expect(answer).toMatchObject({ status: 400, body: { error: 'use_dpop_nonce' } });
    return answer.headers.get('dpop-nonce') ?? '';
  }

  it('are asked for, one in one header, and taken', async () => {
    const given = await nonce();
    expect(given).toMatch(/^[A-Za-z0-9_-]{16,}$/);
    expect((await tokenWith(await mine.prove('POST', TOKEN, { nonce: given }))).status).toBe(200);
  });

  it('serve until the next but one, by the bank’s clock', async () => {
    const given = await nonce();
    await sandbox.advance('PT5M');
    expect((await tokenWith(await mine.prove('POST', TOKEN, { nonce: given }))).status).toBe(200);
    await sandbox.advance('PT5M');
    const late = await tokenWith(await mine.prove('POST', TOKEN, { nonce: given }));
    expect(late.body['error']).toBe('use_dpop_nonce');
    expect(late.headers.get('dpop-nonce')).not.toBe(given);
  });

  it.each([42, '', ['a'], null])('%j is none', async (wrong) => {
    const answer = await tokenWith(await mine.prove('POST', TOKEN, { nonce: wrong }));
    expect(answer.body['error']).toBe('use_dpop_nonce');
  });

  it.each([ACCOUNTS, '/oauth2/userinfo'])('are asked for at %s with 401', async (path) => {
    const { access_token } = await linkWithNonce();
    const answer = await read(path, { token: access_token, proof: await proofFor(path, access_token) });
    expect(answer.status).toBe(401);
    expect(answer.headers.get('www-authenticate')).toMatch(/^DPoP .*error="use_dpop_nonce"/);
    const given = answer.headers.get('dpop-nonce') ?? '';
    const proof = await mine.prove('GET', path, { nonce: given }, {}, access_token);
    expect((await read(path, { token: access_token, proof })).status).toBe(200);
  });

  it('come with answers that succeed too, so that nobody is refused to get the next', async () => {
    const first = await nonce();
    const taken = await tokenWith(await mine.prove('POST', TOKEN, { nonce: first }));
    expect(taken).toMatchObject({ status: 200 });
    expect(taken.headers.get('dpop-nonce')).toBe(first);
    await sandbox.advance('PT5M');
    const later = await tokenWith(await mine.prove('POST', TOKEN, { nonce: first }));
    const second = later.headers.get('dpop-nonce') ?? '';
    expect(second).not.toBe(first);
    await sandbox.advance('PT5M');
    expect((await tokenWith(await mine.prove('POST', TOKEN, { nonce: second }))).status).toBe(200);
  });

  it.each([
    ['POST', '/oauth2/par'],
    ['GET', ACCOUNTS],
    ['GET', '/oauth2/userinfo'],
    ['GET', '/oauth2/grants/GRANT'],
  ])('come in exactly one header that a browser may read, %s %s, refused or not', async (method, where) => {
    const origin = 'https://spa.example';
    await sandbox.control('PATCH', '/clients/prover', { sandbox_allowed_origins: [origin] });
    const tokens = await linkWithNonce();
    const given = await nonce();
    const management = await tokenWith(await mine.prove('POST', TOKEN, { nonce: given }));
    const managing = where.endsWith('GRANT');
    const path = where.replace('GRANT', tokens.grant_id);
    const token = managing ? String(management.body['access_token']) : tokens.access_token;
    const ask = async (claims: Record<string, unknown>) => {
      if (method === 'POST') {
        return client.post(path, client.requestParameters(), {
          origin,
          dpop: await mine.prove(method, path, claims),
        });
      }
      const headers = {
        origin,
        authorization: `DPoP ${token}`,
        dpop: await mine.prove(method, path, claims, {}, token),
      };
      return readAnswer(await fetch(sandbox.issuer + path, { headers }));
    };
    const answers = [await ask({}), await ask({ nonce: given })];
    expect(answers.map(({ status }) => status >= 400)).toEqual([true, false]);
    for (const { headers } of answers) {
      // Two headers would come out joined by a comma.
      expect(headers.get('dpop-nonce')).toBe(given);
      if (managing) continue;
      const exposed = headers.get('access-control-expose-headers')?.split(', ');
      expect(exposed).toEqual(expect.arrayContaining(['WWW-Authenticate', 'DPoP-Nonce']));
    }
  });

  it('are offered where none is needed only to who uses one that nears its end', async () => {
    const given = await nonce();
    await sandbox.changeSettings({ policies: { dpopNonce: 'optional' } });
    const offered = async (claims: Record<string, unknown>) =>
      (await tokenWith(await mine.prove('POST', TOKEN, claims))).headers.get('dpop-nonce');
    expect(await offered({})).toBeNull();
    expect(await offered({ nonce: given })).toBeNull();
    await sandbox.advance('PT5M');
    const next = await offered({ nonce: given });
    expect(next).toMatch(/^[A-Za-z0-9_-]{16,}$/);
    expect(next).not.toBe(given);
    await sandbox.changeSettings({ policies: { dpopNonce: 'required' } });
  });

  async function linkWithNonce() {
    await sandbox.changeSettings({ policies: { dpopNonce: 'optional' } });
    const tokens = await client.link({ proofKey: mine });
    await sandbox.changeSettings({ policies: { dpopNonce: 'required' } });
    return tokens;
  }
});
