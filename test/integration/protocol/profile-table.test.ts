import { X509Certificate } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { securityProfiles, type SecurityProfile } from '../../../server/bank/model.ts';
import { linkAccount } from '../../harness/customer-browser.ts';
import { issueToPartner } from '../../harness/issued-certificates.ts';
import { postForm } from '../../harness/keyed-client.ts';
import { newPkce, REDIRECT_URI } from '../../harness/partner-client.ts';
import { ProfiledClient, type RequestForm, type Sender } from '../../harness/profiled-client.ts';
import { startSandbox, type TestSandbox } from '../../harness/sandbox.ts';
import { newSigningKey, ProofKey } from '../../harness/signing-key.ts';

/*
 * The five profiles contradict each other. Each row is one line of their table and says what every
 * column answers to the same attempt; each cell is a test of its own.
 */

let sandbox: TestSandbox;
const clients = new Map<SecurityProfile, ProfiledClient>();
beforeAll(async () => {
  sandbox = await startSandbox({ httpsPort: 0 });
  for (const profile of securityProfiles) {
    clients.set(profile, await ProfiledClient.register(sandbox, profile));
  }
});
afterAll(() => sandbox.stop());

function of(profile: SecurityProfile): ProfiledClient {
  const client = clients.get(profile);
  if (!client) throw new Error(`no client of ${profile}`);
  return client;
}

/** compat, oauth21, FAPI 1 Advanced, FAPI 2 Security, FAPI 2 Message Signing. */
type Columns<Cell> = [Cell, Cell, Cell, Cell, Cell];

/** Every cell of a row: the attempt, the profile, and what is to come of it. */
function cells<Attempt, Cell>(rows: readonly [string, Attempt, Columns<Cell>][]) {
  return rows.flatMap(([name, attempt, columns]) =>
    securityProfiles.map((profile, at) => {
      const expected = columns[at];
      if (expected === undefined) throw new Error('a column is missing');
      return { name, profile, attempt, expected };
    }),
  );
}

describe('PKCE and the form of the request', () => {
  const bad = 'invalid_request';
  const rows: [string, { form: RequestForm; pkce?: false; mode?: string }, Columns<string>][] = [
    ['in the query', { form: 'query' }, ['ok', 'ok', 'page', 'page', 'page']],
    ['by POST', { form: 'post' }, ['ok', 'ok', 'page', 'page', 'page']],
    ['pushed', { form: 'pushed' }, ['ok', 'ok', bad, 'ok', bad]],
    ['as a signed object', { form: 'object' }, ['ok', 'ok', 'signed', 'page', 'page']],
    ['as a signed object, pushed', { form: 'pushed object' }, ['ok', 'ok', 'signed', 'ok', 'signed']],
    [
      'with an unsigned answer asked for',
      { form: 'pushed object', mode: 'query' },
      ['ok', 'ok', bad, 'ok', bad],
    ],
    [
      'with a signed answer asked for',
      { form: 'pushed object', mode: 'jwt' },
      ['signed', 'signed', 'signed', 'signed', 'signed'],
    ],
    ['in the query, without PKCE', { form: 'query', pkce: false }, ['ok', bad, 'page', 'page', 'page']],
    ['as an object, without PKCE', { form: 'object', pkce: false }, ['ok', bad, 'signed', 'page', 'page']],
    ['as a pushed object, without PKCE', { form: 'pushed object', pkce: false }, ['ok', bad, bad, bad, bad]],
    ['pushed, without PKCE', { form: 'pushed', pkce: false }, ['ok', bad, bad, bad, bad]],
  ];
  it.each(cells(rows))('$name, $profile: $expected', async ({ profile, attempt, expected }) => {
    const { form, pkce, mode } = attempt;
    const { code, error, signed } = await of(profile).authorize({
      form,
      ...(pkce === false && { pkce }),
      ...(mode !== undefined && { parameters: { response_mode: mode } }),
    });
    expect(error ?? (signed ? 'signed' : 'ok')).toBe(expected);
    expect(code !== undefined).toBe(error === undefined);
  });
});

describe('a parameter that is left out', () => {
  const bad = 'invalid_request';
  const rows: [string, string, Columns<string>][] = [
    ['response_mode', 'response_mode', ['ok', 'ok', bad, 'ok', 'signed']],
    // OpenID Connect Core §3.1.2.1 asks for it, RFC 6749 §4.1.1 does not.
    ['redirect_uri', 'redirect_uri', [bad, bad, bad, bad, bad]],
    ['scope', 'scope', ['ok', 'ok', bad, 'ok', 'signed']],
    ['nonce', 'nonce', ['ok', 'ok', bad, 'ok', 'signed']],
    ['state', 'state', ['ok', 'ok', 'signed', 'ok', 'signed']],
  ];
  it.each(cells(rows))('$name, $profile: $expected', async ({ profile, attempt, expected }) => {
    const { code, error, signed } = await of(profile).authorize({ form: 'pushed object', without: attempt });
    expect(error ?? (signed ? 'signed' : 'ok')).toBe(expected);
    expect(code !== undefined).toBe(error === undefined);
  });

  it.each(['compat', 'oauth21'] as const)(
    'is the redirect URI where openid is not asked for, %s',
    async (profile) => {
      const parameters = { scope: 'account:balance' };
      expect(await of(profile).authorize({ parameters, without: 'redirect_uri' })).toHaveProperty('code');
    },
  );

  it('is the state where openid is not asked for', async () => {
    const client = of('fapi1-advanced');
    const parameters = { scope: 'account:balance' };
    expect(await client.authorize({ parameters, without: 'nonce' })).toHaveProperty('code');
    expect(await client.authorize({ parameters, without: 'state' })).toMatchObject({ error: bad });
  });
});

describe('aud of a client assertion', () => {
  const yes = 'authenticated';
  const no = 'invalid_client';
  type Audience = (issuer: string) => string | string[];
  const rows: [string, Audience, Columns<string>][] = [
    ['the issuer', (issuer) => issuer, [yes, yes, yes, yes, yes]],
    ['the issuer in an array', (issuer) => [issuer], [yes, yes, yes, no, no]],
    ['the token endpoint', (issuer) => `${issuer}/oauth2/token`, [yes, yes, yes, no, no]],
    ['the PAR endpoint', (issuer) => `${issuer}/oauth2/par`, [yes, yes, yes, no, no]],
    ['several', (issuer) => ['https://x.example', `${issuer}/oauth2/token`], [yes, yes, yes, no, no]],
    ['another server', () => 'https://x.example', [no, no, no, no, no]],
    ['the issuer and a slash', (issuer) => `${issuer}/`, [no, no, no, no, no]],
  ];
  it.each(cells(rows))('$name, $profile: $expected', async ({ profile, attempt, expected }) => {
    const client = of(profile);
    const { body } = await client.token({
      grant_type: 'refresh_token',
      refresh_token: 'rt_x',
      client_assertion: await client.keyed.assertion({ aud: attempt(sandbox.issuer) }),
    });
    expect(body['error'] === no ? no : yes).toBe(expected);
  });
});

describe('what an assertion is signed with', () => {
  const yes = 'authenticated';
  const no = 'invalid_client';
  const rows: [string, string, Columns<string>][] = [
    ['ES256', 'ES256', [yes, yes, yes, yes, yes]],
    ['PS256', 'PS256', [yes, yes, yes, yes, yes]],
    ['EdDSA', 'EdDSA', [yes, yes, yes, yes, yes]],
    ['RS256', 'RS256', [yes, yes, no, no, no]],
  ];
  it.each(cells(rows))('$name, $profile: $expected', async ({ profile, attempt, expected }) => {
    const client = await ProfiledClient.register(sandbox, profile, {
      name: `${attempt}-${profile}`,
      alg: attempt,
    });
    const { body } = await client.token({ grant_type: 'refresh_token', refresh_token: 'rt_x' });
    expect(body['error'] === no ? no : yes).toBe(expected);
  });
});

describe('what a DPoP proof is signed with', () => {
  const yes = 'taken';
  const no = 'invalid_dpop_proof';
  const rows: [string, string, Columns<string>][] = [
    ['ES256', 'ES256', [yes, yes, yes, yes, yes]],
    ['PS256', 'PS256', [yes, yes, yes, yes, yes]],
    ['EdDSA', 'EdDSA', [yes, yes, yes, yes, yes]],
    ['RS256', 'RS256', [yes, yes, no, no, no]],
  ];
  it.each(cells(rows))('$name, $profile: $expected', async ({ profile, attempt, expected }) => {
    const dpop = await (await ProofKey.make(sandbox, attempt)).prove('POST', '/oauth2/token');
    const position = sandbox.logPosition();
    // Whatever else is missing from the request is missed after the proof was judged.
    const form = { grant_type: 'refresh_token', refresh_token: 'rt_x' };
    const { body } = await of(profile).keyed.post('/oauth2/token', form, { dpop });
    expect(body['error'] === no ? no : yes).toBe(expected);
    if (expected === no) expect(sandbox.logAfter(position)[0]?.outcome.code).toBe('dpop_algorithm');
  });

  it('is judged when a request is pushed too', async () => {
    const { keyed } = of('fapi2-security');
    const dpop = await (await ProofKey.make(sandbox, 'RS256')).prove('POST', '/oauth2/par');
    const { body } = await keyed.post('/oauth2/par', keyed.requestParameters(), { dpop });
    expect(body['error']).toBe(no);
  });

  it('is offered to nobody as what its profile refuses', async () => {
    const client = of('fapi2-security');
    const { body } = await client.redeem(await client.authorize());
    const token = String(body['access_token']);
    const weak = await ProofKey.make(sandbox, 'RS256');
    for (const path of ['/ib/v1/accounts', '/oauth2/userinfo']) {
      const dpop = await weak.prove('GET', path, {}, {}, token);
      const answer = await fetch(sandbox.issuer + path, {
        headers: { authorization: `DPoP ${token}`, dpop },
      });
      expect(answer.status).toBe(401);
      expect(answer.headers.get('www-authenticate')).toMatch(
        /^DPoP .*error="invalid_dpop_proof".*algs="ES256 PS256 EdDSA Ed25519"$/,
      );
    }
  });
});

describe('what is registered', () => {
  const ok = 'taken';
  const method = 'token_endpoint_auth_method';
  const idToken = 'id_token_signed_response_alg';
  const methods: [string, Record<string, unknown>, Columns<string>][] = [
    ['client_secret_basic', {}, [ok, ok, method, method, method]],
    ['client_secret_post', {}, [ok, ok, method, method, method]],
    ['client_secret_jwt', {}, [ok, ok, method, method, method]],
    ['none', {}, [ok, ok, method, method, method]],
    ['private_key_jwt', {}, [ok, ok, ok, ok, ok]],
    ['tls_client_auth', { tls_client_auth_san_dns: 'p.example' }, [ok, ok, ok, ok, ok]],
    ['self_signed_tls_client_auth', {}, [ok, ok, method, ok, ok]],
  ];
  const algorithms: [string, Record<string, unknown>, Columns<string>][] = [
    ['RS256', { [idToken]: 'RS256' }, [ok, ok, idToken, idToken, idToken]],
    ['PS256', { [idToken]: 'PS256' }, [ok, ok, ok, ok, ok]],
    ['ES256', { [idToken]: 'ES256' }, [ok, ok, ok, ok, ok]],
    ['EdDSA', { [idToken]: 'EdDSA' }, [ok, ok, idToken, ok, ok]],
    ['no algorithm', {}, [ok, ok, ok, ok, ok]],
    ...[
      'token_endpoint_auth_signing_alg',
      'request_object_signing_alg',
      'authorization_signed_response_alg',
      'userinfo_signed_response_alg',
      'introspection_signed_response_alg',
    ].map((member): [string, Record<string, unknown>, Columns<string>] => [
      `${member} RS256`,
      { [member]: 'RS256' },
      [ok, ok, member, member, member],
    ]),
  ];
  const rows = [
    ...methods.map(([name, metadata, columns]): (typeof methods)[number] => [
      name,
      { [method]: name, ...metadata },
      columns,
    ]),
    ...algorithms.map(([name, metadata, columns]): (typeof methods)[number] => [
      name,
      { [method]: 'private_key_jwt', ...metadata },
      columns,
    ]),
  ];
  const doors: Record<string, (body: object) => Promise<string>> = {
    'control API': async (body) => {
      const response = await sandbox.request('POST', '/clients', body);
      const problem = (await response.json()) as { errors?: { path: string }[] };
      return response.status === 201 ? ok : (problem.errors?.[0]?.path ?? '');
    },
    registration: async (body) => {
      const response = await fetch(`${sandbox.issuer}/oauth2/register`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify(body),
      });
      const answer = (await response.json()) as { error?: string; error_description?: string };
      if (response.status === 201) return ok;
      expect(answer.error).toBe('invalid_client_metadata');
      return /[a-z_]+(?=:)/.exec(answer.error_description ?? '')?.[0] ?? '';
    },
  };
  let jwks: object;
  beforeAll(async () => {
    const { jwk } = await newSigningKey();
    const { cert } = await issueToPartner(sandbox, 'demo-kakeibo');
    jwks = { keys: [{ ...jwk, x5c: [new X509Certificate(cert).raw.toString('base64')] }] };
  });
  const everyDoor = cells(rows).flatMap((cell) => Object.keys(doors).map((door) => ({ ...cell, door })));
  it.each(everyDoor)('$name, $profile, $door: $expected', async ({ profile, attempt, expected, door }) => {
    const body = { redirect_uris: [REDIRECT_URI], sandbox_profile: profile, jwks, ...attempt };
    expect(await doors[door]?.(body)).toBe(expected);
  });

  it('HS256 goes with a secret under compat and with nothing else', async () => {
    const secret = { redirect_uris: [REDIRECT_URI], [idToken]: 'HS256' };
    const door = doors['control API'];
    expect(await door?.({ ...secret, sandbox_profile: 'compat' })).toBe(ok);
    expect(await door?.({ ...secret, sandbox_profile: 'oauth21' })).toBe(idToken);
  });

  it.each([
    ['private_key_jwt', 'HS256'],
    ['client_secret_jwt', 'ES256'],
  ])('assertions of %s are not signed with %s', async (name, alg) => {
    const body = { redirect_uris: [REDIRECT_URI], jwks, [method]: name };
    expect(await doors['control API']?.({ ...body, token_endpoint_auth_signing_alg: alg })).toBe(
      'token_endpoint_auth_signing_alg',
    );
  });

  it('a profile is not changed to one the registration contradicts', async () => {
    await sandbox.control('POST', '/clients', { client_id: 'moving', redirect_uris: [REDIRECT_URI] });
    const change = { sandbox_profile: 'fapi2-security' };
    const response = await sandbox.request('PATCH', '/clients/moving', change);
    expect(response.status).toBe(422);
    expect(await sandbox.control('GET', '/clients/moving')).toMatchObject({ sandbox_profile: 'compat' });
  });
});

describe('what tokens are bound to', () => {
  const rows: [string, Sender, Columns<string>][] = [
    [
      'nothing',
      'nothing',
      ['Bearer', 'Bearer', 'invalid_request', 'invalid_dpop_proof', 'invalid_dpop_proof'],
    ],
    ['a DPoP key', 'key', ['DPoP', 'DPoP', 'invalid_request', 'DPoP', 'DPoP']],
    [
      'a certificate',
      'certificate',
      ['Bearer', 'Bearer', 'Bearer x5t#S256', 'Bearer x5t#S256', 'Bearer x5t#S256'],
    ],
  ];
  it.each(cells(rows))('$name, $profile: $expected', async ({ profile, attempt, expected }) => {
    const client = of(profile);
    const { body } = await client.redeem(await client.authorize(), { sender: attempt });
    const row = [...sandbox.context.state.accessTokens].at(-1);
    const kept = body['error'] === undefined && row?.confirmation?.['x5t#S256'] ? ' x5t#S256' : '';
    expect(String(body['error'] ?? body['token_type']) + kept).toBe(expected);
  });
});

describe('redirect_uri at the token endpoint', () => {
  const rows: [string, { form?: string; asked?: string }, Columns<string>][] = [
    ['left out', { form: 'redirect_uri' }, ['invalid_request', 'ok', 'invalid_request', 'ok', 'ok']],
    [
      'left out both times',
      { form: 'redirect_uri', asked: 'redirect_uri' },
      // FAPI wants it in the request already.
      ['ok', 'ok', 'invalid_request', 'invalid_request', 'invalid_request'],
    ],
  ];
  it.each(cells(rows))('$name, $profile: $expected', async ({ profile, attempt, expected }) => {
    const client = of(profile);
    const parameters = { scope: 'account:balance' };
    const code = await client.authorize(
      attempt.asked === undefined ? {} : { parameters, without: attempt.asked },
    );
    const { body } = await client.redeem(code, attempt.form === undefined ? {} : { without: attempt.form });
    expect(body['error'] ?? 'ok').toBe(expected);
  });

  it.each(securityProfiles)('another one, %s: invalid_grant', async (profile) => {
    const client = of(profile);
    const other = { redirect_uri: `${REDIRECT_URI}/` };
    const { body } = await client.redeem(await client.authorize(), { form: other });
    expect(body['error']).toBe('invalid_grant');
  });
});

describe('the life of a code', () => {
  const rows: [string, null, Columns<number>][] = [['in seconds', null, [600, 60, 60, 60, 60]]];
  it.each(cells(rows))('$profile: $expected s', async ({ profile, expected }) => {
    const client = of(profile);
    const codes = [await client.authorize(), await client.authorize()] as const;
    await sandbox.advance(`PT${String(expected - 1)}S`);
    expect((await client.redeem(codes[0])).body['error']).toBeUndefined();
    await sandbox.advance('PT1S');
    expect((await client.redeem(codes[1])).body['error']).toBe('invalid_grant');
  });
});

describe('refresh tokens', () => {
  const rotating = ['another', 'repeated', 'invalid_grant'];
  const standing = ['the same', 'the same', 'the same'];
  /** What the first one gets: at first, at once again, and 31 s later. */
  const rows: [string, null, Columns<string[]>][] = [
    ['of clients that authenticate', null, [rotating, rotating, standing, standing, standing]],
  ];
  it.each(cells(rows))('$name, $profile: $expected', async ({ profile, expected }) => {
    const client = of(profile);
    const first = (await client.redeem(await client.authorize())).body['refresh_token'];
    const seen: unknown[] = [];
    for (const wait of ['PT0S', 'PT0S', 'PT31S']) {
      await sandbox.advance(wait);
      const { body } = await client.refresh(first);
      seen.push(body['error'] ?? body['refresh_token']);
    }
    const next = seen[0] === first ? 'the same' : 'another';
    const again = seen[1] === first ? 'the same' : seen[1] === seen[0] ? 'repeated' : 'another';
    const late = seen[2] === first ? 'the same' : seen[2];
    expect([next, again, late]).toEqual(expected);
  });

  /** RFC 9700 §4.14.2: strict where neither a key nor an authentication protects them. */
  it.each([
    ['compat', 'bound to nothing', undefined, 200],
    ['oauth21', 'bound to nothing', undefined, 400],
    ['oauth21', 'bound to a key', 'key', 200],
  ] as const)('of a public client, %s, %s: again at once %s', async (profile, _, sender, status) => {
    const clientId = `public-${profile}-${sender ?? 'free'}`;
    await sandbox.control('POST', '/clients', {
      client_id: clientId,
      redirect_uris: [REDIRECT_URI],
      token_endpoint_auth_method: 'none',
      sandbox_customer_kind: 'personal',
      sandbox_profile: profile,
    });
    const key = sender && (await ProofKey.make(sandbox));
    const { verifier, challenge } = newPkce();
    const query = new URLSearchParams({
      response_type: 'code',
      client_id: clientId,
      redirect_uri: REDIRECT_URI,
      code_challenge: challenge,
      code_challenge_method: 'S256',
    });
    const url = `${sandbox.issuer}/oauth2/authorize?${query.toString()}`;
    const { parameters } = await linkAccount(sandbox.issuer, url);
    const token = async (form: Record<string, string>) =>
      postForm(
        `${sandbox.issuer}/oauth2/token`,
        { client_id: clientId, redirect_uri: REDIRECT_URI, ...form },
        key ? { dpop: await key.prove('POST', '/oauth2/token') } : {},
      );
    const linked = await token({
      grant_type: 'authorization_code',
      code: parameters.get('code') ?? '',
      code_verifier: verifier,
    });
    const refresh = { grant_type: 'refresh_token', refresh_token: String(linked.body['refresh_token']) };
    const next = await token(refresh);
    expect(next.body['refresh_token']).not.toBe(refresh.refresh_token);
    expect((await token(refresh)).status).toBe(status);
    const successor = { ...refresh, refresh_token: String(next.body['refresh_token']) };
    // Reuse without a grace is taken for theft: the grant is over.
    expect((await token(successor)).status).toBe(status);
  });
});
