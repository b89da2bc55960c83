import { createRemoteJWKSet, decodeJwt, jwtVerify } from 'jose';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { JIRO, TARO } from '../../harness/customer-browser.ts';
import { KeyedClient, postForm, readAnswer, type JsonAnswer } from '../../harness/keyed-client.ts';
import { linkWithoutScreens, PartnerClient } from '../../harness/partner-client.ts';
import { expectRefused, named, type RefusedRequest } from '../../harness/refused-request.ts';
import { startSandbox, type TestSandbox } from '../../harness/sandbox.ts';

const USERINFO = '/oauth2/userinfo';
const OPENID = ['openid', 'account:balance', 'offline_access'];

let sandbox: TestSandbox;
beforeAll(async () => {
  sandbox = await startSandbox();
});
afterAll(() => sandbox.stop());

async function userinfo(token: string, init: RequestInit = {}, path = USERINFO): Promise<JsonAnswer> {
  const headers = { authorization: `Bearer ${token}`, ...(init.headers as Record<string, string>) };
  return readAnswer(await fetch(sandbox.issuer + path, { ...init, headers }));
}

/** A token whose end is arranged, and one look with it. */
const asking =
  (arrange: () => Promise<string> | string): RefusedRequest['send'] =>
  async (arranged) => {
    const token = await arrange();
    arranged();
    return userinfo(token);
  };

const rows: RefusedRequest[] = [
  { code: 'access_token_unknown', send: asking(() => 'at_made.up') },
  {
    code: 'access_token_unknown',
    because: 'a refresh token',
    send: asking(async () => (await linkWithoutScreens(sandbox, { scopes: OPENID })).refresh_token),
  },
  {
    code: 'access_token_unknown',
    because: 'an ID token',
    send: asking(async () => {
      const { refresh_token } = await linkWithoutScreens(sandbox, { scopes: OPENID });
      return (await new PartnerClient(sandbox).refresh(refresh_token)).body.id_token ?? '';
    }),
  },
  {
    code: 'scope_missing',
    because: 'openid was not granted',
    send: asking(async () => (await linkWithoutScreens(sandbox)).access_token),
  },
  {
    code: 'access_token_grant_ended',
    send: asking(async () => {
      const tokens = await linkWithoutScreens(sandbox, { scopes: OPENID });
      await new PartnerClient(sandbox).revoke(tokens.refresh_token);
      return tokens.access_token;
    }),
  },
  {
    code: 'access_token_expired',
    send: asking(async () => {
      const tokens = await linkWithoutScreens(sandbox, { scopes: OPENID });
      await sandbox.advance(`PT${tokens.expires_in}S`);
      return tokens.access_token;
    }),
  },
  {
    code: 'access_token_twice',
    because: 'in the header and in the form, though they agree',
    send: async (arranged) => {
      const { access_token } = await linkWithoutScreens(sandbox, { scopes: OPENID });
      arranged();
      return userinfo(access_token, { method: 'POST', body: new URLSearchParams({ access_token }) });
    },
  },
  {
    code: 'access_token_in_form',
    because: 'under a profile that wants the header',
    send: async (arranged) => {
      const client = await KeyedClient.register(sandbox, 'form-oauth21', { sandbox_profile: 'oauth21' });
      const { access_token } = await client.link();
      arranged();
      return postForm(sandbox.issuer + USERINFO, { access_token });
    },
  },
  {
    code: 'access_token_of_client',
    because: 'no customer stands behind it',
    send: asking(async () => {
      const client = await KeyedClient.register(sandbox, 'by-itself', {
        grant_types: ['authorization_code', 'refresh_token', 'client_credentials'],
        scope: 'openid grant_management_query',
      });
      const { body } = await client.post('/oauth2/token', { grant_type: 'client_credentials' });
      return String(body['access_token']);
    }),
  },
];

/** At this endpoint the error codes are RFC 6750's, not the data API's. */
const wireCodes: Partial<Record<RefusedRequest['code'], string>> = {
  scope_missing: 'insufficient_scope',
  access_token_of_client: 'insufficient_scope',
  access_token_in_form: 'invalid_request',
  access_token_twice: 'invalid_request',
};

describe('userinfo is refused', () => {
  it.each(named(rows))('%s', async (_, row) => {
    const wanted = wireCodes[row.code] ?? 'invalid_token';
    const answer = await expectRefused(sandbox, { ...row, wire: wanted });
    const challenge = answer.headers.get('www-authenticate') ?? '';
    expect(challenge).toMatch(
      /^Bearer realm="[^"]+", error="(invalid_token|invalid_request|insufficient_scope)"/,
    );
  });

  it.each([{}, { authorization: 'Basic eA==' }])(
    'with %j: a challenge that names no error',
    async (headers: Record<string, string>) => {
      const response = await fetch(sandbox.issuer + USERINFO, { headers });
      expect(response.status).toBe(401);
      expect(response.headers.get('www-authenticate')).toBe('Bearer realm="ib-link-sandbox"');
    },
  );

  it.each(['PUT', 'DELETE', 'PATCH'])('by %s', async (method) => {
    const response = await fetch(sandbox.issuer + USERINFO, { method });
    expect(response.status).toBe(405);
    expect(response.headers.get('allow')).toBe('GET, HEAD, POST');
  });
});

describe('userinfo tells', () => {
  it.each(['GET', 'POST'])('who consented, by %s, as the ID token names him', async (method) => {
    const tokens = await new PartnerClient(sandbox).link({
      parameters: { scope: OPENID.join(' '), nonce: 'n' },
    });
    const { body, status, headers } = await userinfo(tokens.access_token, { method });
    expect(status).toBe(200);
    expect(headers.get('cache-control')).toBe('no-store');
    expect(body['sub']).toBe(decodeJwt(tokens.id_token ?? '').sub);
    expect(body['name']).toMatch(/\S/);
  });

  it('a compat client whose library sends the token in the form (RFC 6750 §2.2)', async () => {
    const { access_token } = await linkWithoutScreens(sandbox, { scopes: OPENID });
    const { status, body } = await postForm(sandbox.issuer + USERINFO, { access_token });
    expect([status, body['sub']]).toEqual([200, expect.any(String)]);
    const doubled = `access_token=${access_token}&access_token=${access_token}`;
    const twice = await postForm(sandbox.issuer + USERINFO, new URLSearchParams(doubled));
    expect([twice.status, twice.body['error']]).toEqual([400, 'invalid_request']);
  });

  it.each(['ES256', 'PS256', 'RS256', 'EdDSA'])('signed with the registered %s', async (alg) => {
    const clientId = `signed-${alg}`;
    const client = await KeyedClient.register(sandbox, clientId, { userinfo_signed_response_alg: alg });
    const tokens = await client.link();
    const { text, headers } = await userinfo(tokens.access_token);
    expect(headers.get('content-type')).toMatch(/^application\/jwt/);
    const keys = createRemoteJWKSet(new URL(`${sandbox.issuer}/oauth2/jwks`));
    const { payload, protectedHeader } = await jwtVerify(text, keys, {
      issuer: sandbox.issuer,
      audience: clientId,
    });
    expect(protectedHeader.alg).toBe(alg);
    expect(payload.sub).toBe(decodeJwt(tokens.id_token ?? '').sub);
  });
});

describe('subjects', () => {
  const subjectAt = async (client: KeyedClient, customer = TARO) => {
    const tokens = await client.link({ customer });
    const { sub } = decodeJwt(tokens.id_token ?? '');
    expect((await userinfo(tokens.access_token)).body['sub']).toBe(sub);
    const introspected = await client.post('/oauth2/introspect', { token: tokens.access_token });
    expect(introspected.body['sub']).toBe(sub);
    return sub;
  };

  it('public: the same for everybody, another for each customer', async () => {
    const one = await KeyedClient.register(sandbox, 'public-1');
    const two = await KeyedClient.register(sandbox, 'public-2');
    const taro = await subjectAt(one);
    expect(await subjectAt(two)).toBe(taro);
    expect(await subjectAt(one, JIRO)).not.toBe(taro);
  });

  it('pairwise: by sector, steady within it, and not to be traced back', async () => {
    const pairwise = { subject_type: 'pairwise' };
    const one = await KeyedClient.register(sandbox, 'pairwise-1', pairwise);
    const same = await KeyedClient.register(sandbox, 'pairwise-same-sector', pairwise);
    const public_ = await KeyedClient.register(sandbox, 'public-3');
    const taro = await subjectAt(one);
    expect(await subjectAt(one)).toBe(taro);
    expect(await subjectAt(same)).toBe(taro);
    expect(await subjectAt(one, JIRO)).not.toBe(taro);
    expect(await subjectAt(public_)).not.toBe(taro);
    expect(taro).toMatch(/^[A-Za-z0-9_-]{22,255}$/);
  });
});
