import { createRemoteJWKSet, jwtVerify } from 'jose';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { KeyedClient, postForm, type JsonAnswer } from '../../harness/keyed-client.ts';
import {
  basic,
  KAIKEI,
  KAKEIBO,
  linkWithoutScreens,
  MOBILE,
  PartnerClient,
} from '../../harness/partner-client.ts';
import { expectRefused, named, type RefusedRequest } from '../../harness/refused-request.ts';
import { startSandbox, type TestSandbox } from '../../harness/sandbox.ts';
import { bankSeconds, ProofKey } from '../../harness/signing-key.ts';

const INTROSPECT = '/oauth2/introspect';
const SIGNED = 'application/token-introspection+jwt';

let sandbox: TestSandbox;
beforeAll(async () => {
  sandbox = await startSandbox();
});
afterAll(() => sandbox.stop());

const introspect = (
  form: Record<string, string>,
  headers: Record<string, string> = {},
): Promise<JsonAnswer> =>
  postForm(sandbox.issuer + INTROSPECT, form, { authorization: basic(KAKEIBO), ...headers });

/** RFC 7662 §2.2: nothing tells one inactive token from another. */
async function expectInactive(token: string, by = KAKEIBO): Promise<void> {
  const answer = await introspect({ token }, { authorization: basic(by) });
  expect(answer.status).toBe(200);
  expect(answer.text).toBe('{"active":false}');
}

const asking =
  (form: Record<string, string>, headers: Record<string, string>): RefusedRequest['send'] =>
  (arranged) => {
    arranged();
    return postForm(sandbox.issuer + INTROSPECT, form, headers);
  };

const rows: RefusedRequest[] = [
  { code: 'client_authentication_missing', send: asking({ token: 'at_x' }, {}) },
  {
    code: 'client_secret_wrong',
    send: asking({ token: 'at_x' }, { authorization: basic({ ...KAKEIBO, secret: 'wrong' }) }),
  },
  {
    code: 'introspection_needs_authentication',
    because: 'a public client',
    send: asking({ token: 'at_x', client_id: MOBILE.clientId }, {}),
  },
  { code: 'token_parameter_missing', send: asking({ token: '' }, { authorization: basic(KAKEIBO) }) },
  {
    code: 'parameter_repeated',
    send: (arranged) => {
      arranged();
      const form = new URLSearchParams([
        ['token', 'at_x'],
        ['token', 'at_y'],
      ]);
      return postForm(sandbox.issuer + INTROSPECT, form, { authorization: basic(KAKEIBO) });
    },
  },
];

describe('introspection is refused', () => {
  it.each(named(rows))('%s', async (_, row) => {
    await expectRefused(sandbox, row);
  });

  it('by GET, so that no token is ever part of a URL', async () => {
    const response = await fetch(`${sandbox.issuer}${INTROSPECT}?token=at_x`);
    expect(response.status).toBe(405);
    expect(response.headers.get('allow')).toBe('POST');
  });
});

describe('an active token', () => {
  it('is described by RFC 7662 §2.2, hint right or wrong', async () => {
    const tokens = await linkWithoutScreens(sandbox);
    for (const hint of ['access_token', 'refresh_token', 'nonsense']) {
      const { body, headers } = await introspect({ token: tokens.access_token, token_type_hint: hint });
      expect(headers.get('cache-control')).toBe('no-store');
      expect(body).toMatchObject({
        active: true,
        client_id: KAKEIBO.clientId,
        scope: tokens.scope,
        token_type: 'Bearer',
        iss: sandbox.issuer,
        grant_id: tokens.grant_id,
        iat: bankSeconds(sandbox),
        exp: bankSeconds(sandbox) + tokens.expires_in,
      });
      expect(body).not.toHaveProperty('cnf');
    }
    const { body } = await introspect({ token: tokens.refresh_token });
    expect(body).toMatchObject({ active: true, grant_id: tokens.grant_id });
    expect(body['exp']).toBe(Math.floor(Date.parse(tokens.grant_expires_at) / 1_000));
  });

  it('shows the key it is bound to', async () => {
    const client = await KeyedClient.register(sandbox, 'prover');
    const key = await ProofKey.make(sandbox);
    const { access_token } = await client.link({ proofKey: key });
    const { body } = await client.post(INTROSPECT, { token: access_token });
    expect(body).toMatchObject({ active: true, token_type: 'DPoP', cnf: { jkt: key.thumbprint } });
  });

  it('of a client itself has the client for its subject', async () => {
    const client = await KeyedClient.register(sandbox, 'itself', {
      grant_types: ['client_credentials'],
      redirect_uris: [],
      scope: 'grant_management_query',
    });
    const { body } = await client.post('/oauth2/token', { grant_type: 'client_credentials' });
    const token = String(body['access_token']);
    expect((await client.post(INTROSPECT, { token })).body).toMatchObject({
      active: true,
      sub: 'itself',
      client_id: 'itself',
      scope: 'grant_management_query',
    });
    await expectInactive(token);
    await sandbox.advance(`PT${String(body['expires_in'])}S`);
    expect((await client.post(INTROSPECT, { token })).text).toBe('{"active":false}');
  });

  it('is signed on request, for its client alone (RFC 9701)', async () => {
    const { access_token } = await linkWithoutScreens(sandbox);
    const answer = await introspect({ token: access_token }, { accept: SIGNED });
    expect(answer.headers.get('content-type')).toContain(SIGNED);
    const { payload, protectedHeader } = await jwtVerify(
      answer.text,
      createRemoteJWKSet(new URL(`${sandbox.issuer}/oauth2/jwks`)),
      { issuer: sandbox.issuer, audience: KAKEIBO.clientId, typ: 'token-introspection+jwt' },
    );
    expect(protectedHeader.alg).toBe('ES256');
    expect(payload['token_introspection']).toMatchObject({ active: true, client_id: KAKEIBO.clientId });
    // The claims about the token are inside, so that the answer can't pass for the token.
    expect(payload).not.toHaveProperty('sub');
    expect(payload).not.toHaveProperty('scope');

    const inactive = await introspect({ token: 'at_unknown' }, { accept: SIGNED });
    const [, claims = ''] = inactive.text.split('.');
    expect(JSON.parse(Buffer.from(claims, 'base64url').toString())).toMatchObject({
      token_introspection: { active: false },
    });
    await expectInactive(answer.text);
  });

  it.each(['PS256', 'RS256', 'EdDSA'])('is signed with the registered %s', async (alg) => {
    const client = await KeyedClient.register(sandbox, `signed-${alg}`, {
      introspection_signed_response_alg: alg,
    });
    const { text } = await client.post(INTROSPECT, { token: 'at_x' }, { accept: SIGNED });
    const [header = ''] = text.split('.');
    expect(JSON.parse(Buffer.from(header, 'base64url').toString())).toMatchObject({ alg });
  });

  it.each([{ accept: '*/*' }, { accept: 'application/json' }, { accept: 'text/html' }, {}])(
    'is plain JSON for %j',
    async (headers) => {
      const answer = await introspect({ token: 'at_x' }, headers);
      expect(answer.headers.get('content-type')).toMatch(/^application\/json/);
    },
  );
});

describe('inactive is exactly {"active":false}', () => {
  it.each(['at_made.up', 'rt_made.up', 'ct_made.up', 'x', 'eyJhbGciOiJub25lIn0.e30.'])(
    'unknown: %s',
    (token) => expectInactive(token),
  );

  it('another client’s', async () => {
    const { access_token, refresh_token } = await linkWithoutScreens(sandbox);
    for (const token of [access_token, refresh_token]) {
      const form = { token, client_id: KAIKEI.clientId, client_secret: KAIKEI.secret ?? '' };
      expect((await postForm(sandbox.issuer + INTROSPECT, form)).text).toBe('{"active":false}');
    }
  });

  it('expired, to the second', async () => {
    const { access_token, expires_in } = await linkWithoutScreens(sandbox);
    await sandbox.advance(`PT${expires_in - 1}S`);
    expect((await introspect({ token: access_token })).body['active']).toBe(true);
    await sandbox.advance('PT1S');
    await expectInactive(access_token);
  });

  it('of a grant that ended, and of one that is 90 days old', async () => {
    const ended = await linkWithoutScreens(sandbox);
    await new PartnerClient(sandbox).revoke(ended.refresh_token);
    await expectInactive(ended.access_token);
    await expectInactive(ended.refresh_token);

    const old = await linkWithoutScreens(sandbox);
    await sandbox.advance('PT7775999S');
    expect((await introspect({ token: old.refresh_token })).body['active']).toBe(true);
    await sandbox.advance('PT1S');
    await expectInactive(old.refresh_token);
  });

  it('a refresh token that was rotated, and an ID token', async () => {
    const first = await linkWithoutScreens(sandbox, {
      scopes: ['openid', 'account:balance', 'offline_access'],
    });
    const { body } = await new PartnerClient(sandbox).refresh(first.refresh_token);
    await expectInactive(first.refresh_token);
    expect(body.id_token).toMatch(/^eyJ/);
    await expectInactive(body.id_token ?? '');
  });
});
