import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { linkAccount } from '../../harness/customer-browser.ts';
import { KeyedClient, postForm } from '../../harness/keyed-client.ts';
import { newPkce, REDIRECT_URI } from '../../harness/partner-client.ts';
import { expectExplained } from '../../harness/refusal-checks.ts';
import { expectRefused } from '../../harness/refused-request.ts';
import { startSandbox, type TestSandbox } from '../../harness/sandbox.ts';
import { ProofKey } from '../../harness/signing-key.ts';

const TOKEN = '/oauth2/token';

let sandbox: TestSandbox;
let client: KeyedClient;
let mine: ProofKey;
let other: ProofKey;

beforeAll(async () => {
  sandbox = await startSandbox();
  client = await KeyedClient.register(sandbox, 'prover');
  mine = await ProofKey.make(sandbox);
  other = await ProofKey.make(sandbox);
});
afterAll(() => sandbox.stop());

describe('codes and refresh tokens', () => {
  it('a code pushed with a proof is good for that key only', async () => {
    const code = await client.obtainCode({ proofKey: mine });
    const position = sandbox.logPosition();
    const stolen = await client.redeem(code, { proofKey: other });
    expect(stolen).toMatchObject({ status: 400, body: { error: 'invalid_dpop_proof' } });
    expectExplained(sandbox.logAfter(position)[0], 'dpop_key_mismatch');
    expect((await client.redeem(code)).status).toBe(400);
    expect((await client.redeem(code, { proofKey: mine })).status).toBe(200);
  });

  it('dpop_jkt binds as well, without a push', async () => {
    const { verifier, challenge } = newPkce();
    const url = client.authorizationUrl({
      ...client.requestParameters(),
      scope: 'account:balance offline_access',
      code_challenge: challenge,
      code_challenge_method: 'S256',
      dpop_jkt: mine.thumbprint,
    });
    const { parameters } = await linkAccount(sandbox.issuer, url);
    const code = { code: parameters.get('code') ?? '', verifier };
    expect((await client.redeem(code, { proofKey: other })).body['error']).toBe('invalid_dpop_proof');
    expect((await client.redeem(code, { proofKey: mine })).status).toBe(200);
  });

  it('dpop_jkt and the proof of the push must agree', async () => {
    await expectRefused(sandbox, {
      code: 'dpop_key_mismatch',
      send: async (arranged) => {
        const proof = await mine.prove('POST', '/oauth2/par');
        arranged();
        return client.post('/oauth2/par', client.requestParameters({ dpop_jkt: other.thumbprint }), {
          dpop: proof,
        });
      },
    });
    const proof = await mine.prove('POST', '/oauth2/par');
    await client.push({ dpop_jkt: mine.thumbprint }, { dpop: proof });
  });

  it('dpop_jkt and the proof must agree inside a signed object too', async () => {
    const request = await client.requestObject({ dpop_jkt: other.thumbprint });
    const proof = await mine.prove('POST', '/oauth2/par');
    expect(await client.post('/oauth2/par', { request }, { dpop: proof })).toMatchObject({
      status: 400,
      body: { error: 'invalid_dpop_proof' },
    });
  });

  it('dpop_jkt that is no thumbprint', async () => {
    await expectRefused(sandbox, {
      code: 'dpop_thumbprint_malformed',
      send: (arranged) => {
        arranged();
        return client.post('/oauth2/par', client.requestParameters({ dpop_jkt: 'short' }));
      },
    });
  });

  it('a confidential client may refresh with a new key', async () => {
    const { refresh_token } = await client.link({ proofKey: mine });
    const proof = await other.prove('POST', TOKEN);
    const answer = await client.post(TOKEN, { grant_type: 'refresh_token', refresh_token }, { dpop: proof });
    expect(answer).toMatchObject({ status: 200, body: { token_type: 'DPoP' } });
  });

  it('a public client’s refresh token is bound to its key', async () => {
    const form = { client_id: 'native', redirect_uri: REDIRECT_URI };
    await sandbox.control('POST', '/clients', {
      client_id: 'native',
      application_type: 'native',
      sandbox_customer_kind: 'personal',
      redirect_uris: [REDIRECT_URI],
      token_endpoint_auth_method: 'none',
    });
    const { verifier, challenge } = newPkce();
    const query = new URLSearchParams({
      ...form,
      response_type: 'code',
      scope: 'account:balance offline_access',
      code_challenge: challenge,
      code_challenge_method: 'S256',
    });
    const returned = await linkAccount(
      sandbox.issuer,
      `${sandbox.issuer}/oauth2/authorize?${query.toString()}`,
    );
    const send = async (more: Record<string, string>, key?: ProofKey) =>
      postForm(
        sandbox.issuer + TOKEN,
        { ...form, ...more },
        key ? { dpop: await key.prove('POST', TOKEN) } : {},
      );
    const first = await send(
      {
        grant_type: 'authorization_code',
        code: returned.parameters.get('code') ?? '',
        code_verifier: verifier,
      },
      mine,
    );
    expect(first.status).toBe(200);
    const refresh = { grant_type: 'refresh_token', refresh_token: String(first.body['refresh_token']) };
    expect((await send(refresh, other)).body['error']).toBe('invalid_dpop_proof');
    // An exported scenario says whose they are, or anybody's key would do once it is loaded.
    await sandbox.control('POST', '/scenario', await sandbox.control('GET', '/scenario'));
    expect((await send(refresh, other)).body['error']).toBe('invalid_dpop_proof');
    expect((await send(refresh)).status).toBe(400);
    expect((await send(refresh, mine)).status).toBe(200);
  });
});
