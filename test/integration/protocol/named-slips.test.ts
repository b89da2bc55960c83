import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { exportJWK, generateKeyPair, SignJWT, type CryptoKey } from 'jose';
import { DESCRIPTION } from '../../harness/refusal-checks.ts';
import { ASSERTION_TYPE, KeyedClient, postForm, readAnswer } from '../../harness/keyed-client.ts';
import { basic, KAKEIBO, linkWithoutScreens, PartnerClient } from '../../harness/partner-client.ts';
import { startSandbox, type TestSandbox } from '../../harness/sandbox.ts';
import { bankSeconds } from '../../harness/signing-key.ts';

/** Refusals and registrations that name the true slip, where what they looked like sends the reader elsewhere. */
let sandbox: TestSandbox;
let client: KeyedClient;
beforeAll(async () => {
  sandbox = await startSandbox();
  client = await KeyedClient.register(sandbox, 'slips');
});
afterAll(() => sandbox.stop());

const send = (assertion: string) =>
  client.post('/oauth2/revoke', { token: 'x', client_assertion: assertion });

/** r and s of a signature as ASN.1 integers in a sequence, as OpenSSL and many phones give them. */
function inDer(jws: string): string {
  const at = jws.lastIndexOf('.') + 1;
  const bytes = Buffer.from(jws.slice(at), 'base64url');
  const integer = (part: Buffer) => {
    const positive = (part[0] ?? 0) >= 0x80 ? Buffer.concat([Buffer.from([0]), part]) : part;
    return Buffer.concat([Buffer.from([2, positive.length]), positive]);
  };
  const inside = Buffer.concat([integer(bytes.subarray(0, 32)), integer(bytes.subarray(32))]);
  const der = Buffer.concat([Buffer.from([0x30, inside.length]), inside]);
  return jws.slice(0, at) + der.toString('base64url');
}

const signatureOf = (jws: string) => Buffer.from(jws.slice(jws.lastIndexOf('.') + 1), 'base64url');
const withSignature = (jws: string, text: string) => jws.slice(0, jws.lastIndexOf('.') + 1) + text;

describe('a client assertion', () => {
  const rows: [slip: string, make: () => Promise<string>, said: RegExp][] = [
    ['in DER', async () => inDer(await client.assertion()), /DER.*64 bytes.*RFC 7518 section 3\.4/],
    [
      'hexadecimal',
      async () => {
        const jws = await client.assertion();
        return withSignature(jws, Buffer.from(signatureOf(jws).toString('hex')).toString('base64url'));
      },
      /hexadecimal/,
    ],
    ['cut short', async () => (await client.assertion()).slice(0, -8), /not 64 bytes/],
    ['without signature', async () => withSignature(await client.assertion(), ''), /signature is empty/],
    ['between quotation marks', async () => `"${await client.assertion()}"`, /quotation marks/],
    ['behind Bearer', async () => `Bearer ${await client.assertion()}`, /Bearer/],
    ['of two parts', async () => (await client.assertion()).split('.').slice(0, 2).join('.'), /three parts/],
    ['of five parts', async () => `${await client.assertion()}.a.b`, /encrypted/],
    [
      'in milliseconds',
      () => client.assertion({ iat: bankSeconds(sandbox) * 1000 }),
      /milliseconds.*RFC 7519/,
    ],
    [
      'with its end as text',
      () => client.assertion({ exp: String(bankSeconds(sandbox) + 60) }),
      /text.*number/,
    ],
  ];
  it.each(rows)('%s', async (_, make, said) => {
    const position = sandbox.logPosition();
    const answer = await send(await make());
    expect(answer).toMatchObject({ status: 400, body: { error: 'invalid_client' } });
    expect(answer.body['error_description']).toMatch(said);
    expect(answer.body['error_description']).toMatch(DESCRIPTION);
    const { message } = sandbox.logAfter(position)[0]?.outcome ?? {};
    expect(message?.ja).toMatch(/[ぁ-ん].+[（(]RFC|空です|送ってください/);
    expect(message?.ja).not.toContain('{');
  });

  it('whose kid names another of its keys', async () => {
    const second = await KeyedClient.register(sandbox, 'second-key');
    await sandbox.control('PATCH', '/clients/second-key', {
      jwks: {
        keys: [
          { ...second.key.jwk, kid: 'old' },
          { ...client.key.jwk, kid: 'new' },
        ],
      },
    });
    const assertion = await second.assertion({}, { kid: 'new' });
    const { body } = await second.post('/oauth2/revoke', { token: 'x', client_assertion: assertion });
    expect(body['error_description']).toMatch(/kid names another/);
  });

  it('by HMAC with the secret decoded as base64', async () => {
    const secret = 'c2VjcmV0LW9mLWF0LWxlYXN0LXRoaXJ0eS10d28tYnl0ZXMtbG9uZw';
    await sandbox.control('POST', '/clients', {
      client_id: 'hmac',
      client_secret: secret,
      redirect_uris: ['https://app.example/callback'],
      token_endpoint_auth_method: 'client_secret_jwt',
    });
    const now = bankSeconds(sandbox);
    const assertion = await new SignJWT({
      iss: 'hmac',
      sub: 'hmac',
      aud: sandbox.issuer,
      jti: 'one',
      exp: now + 60,
    })
      .setProtectedHeader({ alg: 'HS256' })
      .sign(Buffer.from(secret, 'base64'));
    const form = { client_assertion_type: ASSERTION_TYPE, client_assertion: assertion, token: 'x' };
    const { body } = await postForm(`${sandbox.issuer}/oauth2/revoke`, form);
    expect(body['error_description']).toMatch(/decoded as base64.*UTF-8/);
  });
});

it('a request object and a DPoP proof in DER are told so too', async () => {
  const object = await client.post('/oauth2/par', { request: inDer(await client.requestObject()) });
  expect(object.body).toMatchObject({ error: 'invalid_request_object' });
  expect(object.body['error_description']).toMatch(/DER/);
  const proof = await client.assertion(
    { htm: 'POST', htu: `${sandbox.issuer}/oauth2/par` },
    {
      typ: 'dpop+jwt',
      kid: undefined,
      jwk: { kty: 'EC', crv: 'P-256', x: client.key.jwk.x, y: client.key.jwk.y },
    },
  );
  const pushed = await client.post('/oauth2/par', client.requestParameters(), { dpop: inDer(proof) });
  expect(pushed.body).toMatchObject({ error: 'invalid_dpop_proof' });
  expect(pushed.body['error_description']).toMatch(/DER/);
});

describe('Ed25519 by both its names (RFC 9864)', () => {
  it('is in the metadata, and published as a key for both', async () => {
    const { body } = await readAnswer(await fetch(`${sandbox.issuer}/.well-known/openid-configuration`));
    for (const member of [
      'id_token_signing_alg_values_supported',
      'token_endpoint_auth_signing_alg_values_supported',
      'request_object_signing_alg_values_supported',
      'dpop_signing_alg_values_supported',
      'authorization_signing_alg_values_supported',
    ]) {
      expect(body[member], member).toEqual(expect.arrayContaining(['EdDSA', 'Ed25519']));
    }
    const jwks = (await (await fetch(`${sandbox.issuer}/oauth2/jwks`)).json()) as {
      keys: Record<string, string>[];
    };
    const key = jwks.keys.find(({ crv }) => crv === 'Ed25519');
    expect(key).toMatchObject({ kty: 'OKP', use: 'sig' });
    expect(key).not.toHaveProperty('alg');
  });

  it.each([
    ['EdDSA', 'EdDSA'],
    ['EdDSA', 'Ed25519'],
    ['Ed25519', 'EdDSA'],
    ['Ed25519', 'Ed25519'],
  ])(
    'a client registered with %s may sign with %s, and gets what it registered',
    async (registered, used) => {
      const { privateKey, publicKey } = await generateKeyPair('Ed25519');
      const clientId = `ed-${registered}-${used}`;
      await sandbox.control('POST', '/clients', {
        client_id: clientId,
        redirect_uris: ['http://127.0.0.1:4782/callback'],
        token_endpoint_auth_method: 'private_key_jwt',
        token_endpoint_auth_signing_alg: registered,
        request_object_signing_alg: registered,
        id_token_signed_response_alg: registered,
        jwks: { keys: [{ ...(await exportJWK(publicKey)), alg: registered, kid: 'one' }] },
      });
      const tokens = await refreshed(clientId, privateKey, used);
      const [header = ''] = String(tokens['id_token']).split('.');
      expect(JSON.parse(Buffer.from(header, 'base64url').toString())).toMatchObject({ alg: registered });
    },
  );

  async function refreshed(clientId: string, key: CryptoKey, alg: string): Promise<Record<string, unknown>> {
    const { refresh_token } = await linkWithoutScreens(sandbox, {
      clientId,
      scopes: ['account:balance', 'openid', 'offline_access'],
    });
    const now = bankSeconds(sandbox);
    const jti = `${clientId}-${now}`;
    const client_assertion = await new SignJWT({
      iss: clientId,
      sub: clientId,
      aud: sandbox.issuer,
      jti,
      exp: now + 60,
    })
      .setProtectedHeader({ alg, kid: 'one' })
      .sign(key);
    const { body, text, status } = await postForm(`${sandbox.issuer}/oauth2/token`, {
      grant_type: 'refresh_token',
      refresh_token,
      client_assertion_type: ASSERTION_TYPE,
      client_assertion,
    });
    expect(status, text).toBe(200);
    return body;
  }
});

describe('invalid_client (RFC 6749 §5.2)', () => {
  const token = (form: Record<string, string>, headers: Record<string, string> = {}) =>
    postForm(
      `${sandbox.issuer}/oauth2/token`,
      { grant_type: 'refresh_token', refresh_token: 'x', ...form },
      headers,
    );

  it('is 401 with a challenge where the Authorization header was used', async () => {
    const answer = await token({}, { authorization: basic({ ...KAKEIBO, secret: 'wrong' }) });
    expect(answer).toMatchObject({ status: 401, body: { error: 'invalid_client' } });
    expect(answer.headers.get('www-authenticate')).toMatch(/^Basic /);
  });

  it.each([
    ['a wrong secret in the form', { client_id: 'demo-kaikei', client_secret: 'wrong' }],
    ['an unknown public client', { client_id: 'nobody' }],
    ['a broken assertion', { client_assertion_type: ASSERTION_TYPE, client_assertion: 'a.b.c' }],
    ['nothing at all', {}],
  ])('is 400 without one for %s', async (_, form) => {
    const answer = await token(form);
    expect(answer).toMatchObject({ status: 400, body: { error: 'invalid_client' } });
    expect(answer.headers.has('www-authenticate')).toBe(false);
  });
});

it('a fault that answers invalid_client answers as the endpoint would', async () => {
  const fault = { match: { path: '/oauth2/token' }, action: { oauthError: 'invalid_client' }, times: 2 };
  await sandbox.control('POST', '/faults', fault);
  const form = { grant_type: 'refresh_token', refresh_token: 'x' };
  const bare = await postForm(`${sandbox.issuer}/oauth2/token`, form);
  expect([bare.status, bare.headers.has('www-authenticate')]).toEqual([400, false]);
  const withHeader = await postForm(`${sandbox.issuer}/oauth2/token`, form, {
    authorization: basic(KAKEIBO),
  });
  expect([withHeader.status, withHeader.headers.has('www-authenticate')]).toEqual([401, true]);
});

describe('scopes that are left out at authorization', () => {
  it.each(['authorize', 'par'])('are named in the log (%s)', async (how) => {
    const scope = 'account:balance profile transfer';
    const position = sandbox.logPosition();
    if (how === 'par') await client.push({ scope });
    else await fetch(new PartnerClient(sandbox).authorizationUrl({ scope }), { redirect: 'manual' });
    const effects = sandbox.logAfter(position).flatMap((entry) => entry.effects);
    expect(effects).toContainEqual(
      expect.objectContaining({ type: 'scopes.dropped', dropped: ['profile', 'transfer'] }),
    );
  });

  it('and a comma between them is named for what it is', async () => {
    const position = sandbox.logPosition();
    await client.push({ scope: 'account:balance openid,account:transaction' });
    const [entry] = sandbox.logAfter(position);
    expect(entry?.effects[0]?.['en']).toMatch(/separated by a blank/);
  });
});

describe('a registration with several faults', () => {
  const register = (metadata: object) =>
    fetch(`${sandbox.issuer}/oauth2/register`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(metadata),
    }).then(readAnswer);

  it('tells each in a sentence of the bank’s, apart from the next', async () => {
    const { body } = await register({
      redirect_uris: ['https://app.example/callback'],
      token_endpoint_auth_method: 'telepathy',
      grant_types: ['password'],
    });
    const description = String(body['error_description']);
    expect(description).toMatch(DESCRIPTION);
    expect(description).not.toMatch(/\?|Invalid option|expected one of/);
    expect(description.split(' | ')).toEqual([
      expect.stringMatching(/^token_endpoint_auth_method: Must be one of client_secret_basic, .*none\.$/),
      expect.stringMatching(
        /^grant_types\[0\]: Must be one of authorization_code, refresh_token, client_credentials\.$/,
      ),
    ]);
  });

  it('names every scope there is', async () => {
    const { body } = await register({
      redirect_uris: ['https://app.example/callback'],
      scope: 'openid profile',
    });
    const metadata = await readAnswer(await fetch(`${sandbox.issuer}/.well-known/openid-configuration`));
    for (const scope of metadata.body['scopes_supported'] as string[]) {
      expect(body['error_description']).toContain(scope);
    }
  });

  it.each([
    ['https://app.example/連携/戻り', 'https://app.example/%E9%80%A3%E6%90%BA/%E6%88%BB%E3%82%8A'],
    ['https://例え.example/callback', 'https://xn--r8jz45g.example/callback'],
    ['https://app.example/caf\u00e9', 'https://app.example/caf%C3%A9'],
    ['https://app.example/a|b', 'https://app.example/a%7Cb'],
    ['https://app.example/50%', 'https://app.example/50%25'],
  ])('whose redirect URI %s is none shows how to write it', async (uri, written) => {
    const { status, body } = await register({ redirect_uris: [uri] });
    expect([status, body['error']]).toEqual([400, 'invalid_redirect_uri']);
    expect(body['error_description']).toContain(written);
    expect((await register({ redirect_uris: [written] })).status).toBe(201);
  });
});

describe('media types and claims', () => {
  it('signed answers have no parameters behind their type', async () => {
    const signing = await KeyedClient.register(sandbox, 'signed-userinfo', {
      userinfo_signed_response_alg: 'ES256',
    });
    const { access_token } = await signing.link();
    const userinfo = await fetch(`${sandbox.issuer}/oauth2/userinfo`, {
      headers: { authorization: `Bearer ${access_token}` },
    });
    expect(userinfo.headers.get('content-type')).toBe('application/jwt');
    const accept = { accept: 'application/token-introspection+jwt' };
    const introspected = await signing.post('/oauth2/introspect', { token: access_token }, accept);
    expect(introspected.headers.get('content-type')).toBe('application/token-introspection+jwt');
    const keys = await fetch(`${sandbox.issuer}/oauth2/jwks`);
    expect(keys.headers.get('content-type')).toBe('application/jwk-set+json');
  });

  it('the metadata name every claim of userinfo and ID token', async () => {
    const scopes = ['account:balance', 'openid', 'offline_access'];
    const linked = await linkWithoutScreens(sandbox, { scopes });
    const { body } = await new PartnerClient(sandbox).refresh(linked.refresh_token);
    const [, claims = ''] = String(body.id_token).split('.');
    const idToken = JSON.parse(Buffer.from(claims, 'base64url').toString()) as object;
    const userinfo = await readAnswer(
      await fetch(`${sandbox.issuer}/oauth2/userinfo`, {
        headers: { authorization: `Bearer ${body.access_token}` },
      }),
    );
    const metadata = await readAnswer(await fetch(`${sandbox.issuer}/.well-known/openid-configuration`));
    const told = [...Object.keys(idToken), ...Object.keys(userinfo.body)];
    expect(metadata.body['claims_supported']).toEqual(expect.arrayContaining(told));
  });
});
