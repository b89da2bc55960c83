import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { linkAccount } from '../../harness/customer-browser.ts';
import { issueToPartner, type PartnerIdentity } from '../../harness/issued-certificates.ts';
import { ASSERTION_TYPE, KeyedClient, readAnswer, type JsonAnswer } from '../../harness/keyed-client.ts';
import { newPkce, REDIRECT_URI } from '../../harness/partner-client.ts';
import { startSandbox, type TestSandbox } from '../../harness/sandbox.ts';
import { ProofKey } from '../../harness/signing-key.ts';
import { tlsFetch } from '../../harness/tls-fetch.ts';

let sandbox: TestSandbox;
beforeAll(async () => {
  sandbox = await startSandbox({ httpsPort: 0 });
});
afterAll(() => sandbox.stop());

const https = () => sandbox.ready.httpsIssuer ?? '';

/** A form POST on a connection with a certificate. */
async function post(
  client: KeyedClient,
  by: PartnerIdentity,
  path: string,
  form: Record<string, string>,
  headers: Record<string, string> = {},
): Promise<JsonAnswer> {
  const body = new URLSearchParams({
    ...form,
    client_assertion_type: ASSERTION_TYPE,
    client_assertion: await client.assertion(),
  });
  return readAnswer(await tlsFetch(by)(https() + path, { method: 'POST', headers, body }));
}

/** Pushes with one certificate, consents, and gives back what redeems the code. */
async function codeOf(
  client: KeyedClient,
  by: PartnerIdentity,
  proofKey?: ProofKey,
): Promise<Record<string, string>> {
  const { challenge, verifier } = newPkce();
  const pushed = await post(
    client,
    by,
    '/oauth2/par',
    {
      ...(client.requestParameters() as Record<string, string>),
      code_challenge: challenge,
      code_challenge_method: 'S256',
    },
    proofKey ? { dpop: await proofKey.prove('POST', '/oauth2/par') } : {},
  );
  expect(pushed.status, pushed.text).toBe(201);
  const url = client.authorizationUrl({ request_uri: String(pushed.body['request_uri']) });
  const { parameters } = await linkAccount(sandbox.issuer, url);
  return {
    grant_type: 'authorization_code',
    code: parameters.get('code') ?? '',
    code_verifier: verifier,
    redirect_uri: REDIRECT_URI,
  };
}

const bound: [string, Record<string, unknown>][] = [
  ['registered for bound tokens', { tls_client_certificate_bound_access_tokens: true }],
  ['of FAPI 2', { sandbox_profile: 'fapi2-security' }],
];

describe.each(bound)('a code that a client %s pushed for with a certificate', (_, metadata) => {
  let client: KeyedClient;
  let first: PartnerIdentity;
  let second: PartnerIdentity;
  beforeAll(async () => {
    const clientId = `pushing-${String(bound.findIndex(([, one]) => one === metadata))}`;
    client = await KeyedClient.register(sandbox, clientId, metadata);
    first = await issueToPartner(sandbox, clientId);
    second = await issueToPartner(sandbox, clientId);
  });

  it('is not redeemed with another, and is with the same', async () => {
    const redemption = await codeOf(client, first);
    const position = sandbox.logPosition();
    const stolen = await post(client, second, '/oauth2/token', redemption);
    expect(stolen).toMatchObject({ status: 400, body: { error: 'invalid_grant' } });
    expect(sandbox.logAfter(position).at(-1)?.outcome.code).toBe('code_certificate_mismatch');
    const answer = await post(client, first, '/oauth2/token', redemption);
    expect(answer.status, answer.text).toBe(200);
    expect([...sandbox.context.state.accessTokens].at(-1)?.confirmation).toEqual({
      'x5t#S256': first.thumbprint,
    });
  });

  it('is worth nothing after five tries with another', async () => {
    const redemption = await codeOf(client, first);
    for (let tries = 0; tries < 5; tries++) await post(client, second, '/oauth2/token', redemption);
    const answer = await post(client, first, '/oauth2/token', redemption);
    expect(answer).toMatchObject({ status: 400, body: { error: 'invalid_grant' } });
  });
});

it('binds to the DPoP key alone where the push proved one and either will do', async () => {
  const client = await KeyedClient.register(sandbox, 'pushing-key', { sandbox_profile: 'fapi2-security' });
  const proofKey = await ProofKey.make(sandbox);
  const redemption = await codeOf(client, await issueToPartner(sandbox, 'pushing-key'), proofKey);
  const other = await issueToPartner(sandbox, 'pushing-key');
  const dpop = await proofKey.prove('POST', '/oauth2/token');
  const answer = await post(client, other, '/oauth2/token', redemption, { dpop });
  expect(answer).toMatchObject({ status: 200, body: { token_type: 'DPoP' } });
});

it('leaves a client whose tokens are bound to nothing its choice of connection', async () => {
  const client = await KeyedClient.register(sandbox, 'pushing-free');
  const redemption = await codeOf(client, await issueToPartner(sandbox, 'pushing-free'));
  const other = await issueToPartner(sandbox, 'pushing-free');
  expect(await post(client, other, '/oauth2/token', redemption)).toMatchObject({ status: 200 });
});
