import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { caOf } from '../../harness/issued-certificates.ts';
import { ASSERTION_TYPE, KeyedClient, readAnswer } from '../../harness/keyed-client.ts';
import { KAKEIBO, basic } from '../../harness/partner-client.ts';
import { startSandbox, type TestSandbox } from '../../harness/sandbox.ts';
import { ProofKey } from '../../harness/signing-key.ts';
import { tlsFetch } from '../../harness/tls-fetch.ts';

/** The bank under its two names: what is asked at one is told addresses of that one (OIDC Registration §3.2). */
let sandbox: TestSandbox;
let origins: { name: string; base: string; fetch: typeof fetch; other: string }[];
beforeAll(async () => {
  sandbox = await startSandbox({ httpsPort: 0 });
  const { issuer: http, httpsIssuer: https } = sandbox.ready;
  if (https === null) throw new Error('no TLS');
  origins = [
    { name: 'http', base: http, fetch, other: https },
    { name: 'https', base: https, fetch: tlsFetch({ ca: await caOf(sandbox) }), other: http },
  ];
  await sandbox.control('PATCH', `/clients/${KAKEIBO.clientId}`, {
    grant_types: ['authorization_code', 'refresh_token', 'client_credentials'],
    scope: 'account:balance grant_management_query',
  });
});
afterAll(() => sandbox.stop());

describe.each(['http', 'https'])('asked at its %s address', (name) => {
  const at = () => {
    const origin = origins.find((candidate) => candidate.name === name);
    if (!origin) throw new Error(name);
    return origin;
  };

  it('registration tells where to manage the client there, and answers there', async () => {
    const { base, fetch: ask } = at();
    const metadata = { redirect_uris: ['https://app.example/callback'] };
    const { body } = await readAnswer(
      await ask(`${base}/oauth2/register`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify(metadata),
      }),
    );
    const address = String(body['registration_client_uri']);
    expect(address.startsWith(`${base}/oauth2/register/`)).toBe(true);
    const authorization = `Bearer ${String(body['registration_access_token'])}`;
    const shown = await readAnswer(await ask(address, { headers: { authorization } }));
    expect(shown.body['registration_client_uri']).toBe(address);
    const { client_id, redirect_uris } = body;
    const change = {
      method: 'PUT',
      headers: { authorization },
      body: JSON.stringify({ client_id, redirect_uris }),
    };
    const changed = await readAnswer(await ask(address, change));
    expect(changed.body['registration_client_uri']).toBe(address);
  });

  it('metadata, the API description and the page about the bank name it alone', async () => {
    const { base, fetch: ask, other } = at();
    const read = async (path: string, accept = 'application/json') =>
      (await ask(base + path, { headers: { accept } })).text();
    const metadata = JSON.parse(await read('/.well-known/openid-configuration')) as Record<string, unknown>;
    const { mtls_endpoint_aliases: aliases, ...rest } = metadata;
    expect(JSON.stringify(rest)).not.toContain(other);
    // Where a client certificate goes there is only one (RFC 8705 §5).
    expect(JSON.stringify(aliases)).not.toContain(sandbox.issuer);
    const description = JSON.parse(await read('/openapi.json')) as { servers: { url: string }[] };
    expect(description.servers).toEqual([{ url: base }]);
    const page = await read('/ib/about', 'text/html');
    expect(page).toContain(base);
    expect(page).not.toContain(other);
  });

  it('a DPoP proof for another address is told the one that was asked', async () => {
    const { base, fetch: ask, other } = at();
    const client = await KeyedClient.register(sandbox, `proving-${name}`);
    const proofKey = await ProofKey.make(sandbox);
    const position = sandbox.logPosition();
    const answer = await readAnswer(
      await ask(`${base}/oauth2/par`, {
        method: 'POST',
        headers: { dpop: await proofKey.prove('POST', '/oauth2/token') },
        body: new URLSearchParams({
          ...(client.requestParameters() as Record<string, string>),
          client_assertion_type: ASSERTION_TYPE,
          client_assertion: await client.assertion(),
        }),
      }),
    );
    expect(answer.body).toMatchObject({ error: 'invalid_dpop_proof' });
    const hint = sandbox.logAfter(position)[0]?.outcome.hint?.en ?? '';
    expect(hint).toContain(`${base}/oauth2/par`);
    expect(hint).not.toContain(other);
  });

  it('introspection names it as the issuer of a token of the client itself', async () => {
    const { base, fetch: ask } = at();
    const post = async (path: string, form: Record<string, string>) =>
      readAnswer(
        await ask(base + path, {
          method: 'POST',
          headers: { authorization: basic(KAKEIBO) },
          body: new URLSearchParams(form),
        }),
      );
    const { body: token } = await post('/oauth2/token', { grant_type: 'client_credentials' });
    const { body } = await post('/oauth2/introspect', { token: String(token['access_token']) });
    expect(body).toMatchObject({ active: true, iss: base });
  });
});
