import { randomUUID } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { decodeJwt, decodeProtectedHeader, SignJWT } from 'jose';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { TARO } from '../../harness/customer-browser.ts';
import { caOf } from '../../harness/issued-certificates.ts';
import {
  ASSERTION_TYPE,
  KeyedClient,
  postForm,
  type JsonAnswer,
  readAnswer,
} from '../../harness/keyed-client.ts';
import { basic, linkWithoutScreens, newPkce, REDIRECT_URI } from '../../harness/partner-client.ts';
import { startSandbox, type TestSandbox } from '../../harness/sandbox.ts';
import { bankSeconds, ProofKey } from '../../harness/signing-key.ts';
import { tlsFetch } from '../../harness/tls-fetch.ts';

let sandbox: TestSandbox;
beforeAll(async () => {
  sandbox = await startSandbox({ httpsPort: 0 });
});
afterAll(() => sandbox.stop());

const texts = z
  .array(z.string().min(1))
  .min(1)
  .refine((items) => new Set(items).size === items.length, 'twice');
const algorithms = texts.refine((items) => !items.includes('none'), 'none');

/** Everything that is announced, with its type; a member nobody thought of does not pass. */
function schemaFor(issuer: string, httpsIssuer: string | null) {
  const ours = z.url().refine((url) => url.startsWith(`${issuer}/`), `not below ${issuer}`);
  const aliased = z.url().refine((url) => url.startsWith(`${String(httpsIssuer)}/`), 'not over TLS');
  return z.strictObject({
    // RFC 8414 §2
    issuer: z.literal(issuer),
    authorization_endpoint: ours,
    token_endpoint: ours,
    jwks_uri: ours,
    registration_endpoint: ours,
    scopes_supported: texts,
    response_types_supported: z.tuple([z.literal('code')]),
    response_modes_supported: texts,
    grant_types_supported: texts,
    token_endpoint_auth_methods_supported: texts,
    token_endpoint_auth_signing_alg_values_supported: algorithms,
    service_documentation: ours,
    ui_locales_supported: texts,
    revocation_endpoint: ours,
    revocation_endpoint_auth_methods_supported: texts,
    revocation_endpoint_auth_signing_alg_values_supported: algorithms,
    introspection_endpoint: ours,
    introspection_endpoint_auth_methods_supported: texts,
    introspection_endpoint_auth_signing_alg_values_supported: algorithms,
    code_challenge_methods_supported: z.tuple([z.literal('S256')]),
    // OpenID Connect Discovery §3
    userinfo_endpoint: ours,
    subject_types_supported: texts,
    id_token_signing_alg_values_supported: algorithms,
    userinfo_signing_alg_values_supported: algorithms,
    acr_values_supported: texts,
    claims_supported: texts,
    claims_parameter_supported: z.boolean(),
    request_parameter_supported: z.boolean(),
    request_uri_parameter_supported: z.literal(false),
    request_object_signing_alg_values_supported: algorithms,
    request_object_encryption_alg_values_supported: texts,
    request_object_encryption_enc_values_supported: texts,
    prompt_values_supported: texts,
    // RFC 9126 §5, RFC 9101 §10.5, RFC 9207 §3, RFC 9449 §5.1, RFC 9396 §10, RFC 9701 §7, JARM §4
    pushed_authorization_request_endpoint: ours,
    require_pushed_authorization_requests: z.boolean(),
    require_signed_request_object: z.boolean(),
    authorization_response_iss_parameter_supported: z.literal(true),
    dpop_signing_alg_values_supported: algorithms,
    authorization_details_types_supported: texts,
    introspection_signing_alg_values_supported: algorithms,
    authorization_signing_alg_values_supported: algorithms,
    // RFC 8705 §3.3, §5
    tls_client_certificate_bound_access_tokens: z.literal(httpsIssuer !== null),
    ...(httpsIssuer !== null && {
      mtls_endpoint_aliases: z.strictObject({
        token_endpoint: aliased,
        pushed_authorization_request_endpoint: aliased,
        revocation_endpoint: aliased,
        introspection_endpoint: aliased,
        userinfo_endpoint: aliased,
        registration_endpoint: aliased,
        grant_management_endpoint: aliased,
      }),
    }),
    // Grant Management §7.1
    grant_management_endpoint: ours,
    grant_management_actions_supported: texts,
    grant_management_action_required: z.boolean(),
    // RFC 8414 §2: what else a server may add
    institution_name: z.string().min(1),
    'institution_name#en': z.string().min(1),
  });
}

const PATHS = ['/.well-known/oauth-authorization-server', '/.well-known/openid-configuration'];
type Metadata = Record<string, string[]>;

describe('the metadata', () => {
  it.each(PATHS)('are of their schema, http and https, %s', async (path) => {
    const { httpsIssuer } = sandbox.ready;
    if (httpsIssuer === null) throw new Error('there is no TLS');
    const plain: unknown = await (await fetch(sandbox.issuer + path)).json();
    schemaFor(sandbox.issuer, httpsIssuer).parse(plain);
    const overTls: unknown = await (await tlsFetch({ ca: await caOf(sandbox) })(httpsIssuer + path)).json();
    schemaFor(httpsIssuer, httpsIssuer).parse(overTls);
    await using without = await startSandbox();
    schemaFor(without.issuer, null).parse(await (await fetch(without.issuer + path)).json());
  });
});

async function announced(name: string): Promise<string[]> {
  const metadata = (await (await fetch(sandbox.issuer + (PATHS[1] ?? ''))).json()) as Metadata;
  const values = metadata[name];
  if (!values) throw new Error(`${name} is not announced`);
  return values;
}

const SCOPES = ['account:balance', 'openid', 'offline_access'];
const SECRET = 'secret-of-the-announced-'.repeat(3);

async function register(metadata: object): Promise<string> {
  const clientId = `announced-${randomUUID()}`;
  await sandbox.control('POST', '/clients', {
    client_id: clientId,
    client_secret: SECRET,
    redirect_uris: [REDIRECT_URI],
    sandbox_customer_kind: 'personal',
    ...metadata,
  });
  return clientId;
}
const authorization = (clientId: string) => ({
  authorization: basic({ clientId, secret: SECRET, method: 'client_secret_basic' }),
});

/** Each list that is announced, and what is done with each of its values. */
const exercises: [string, (value: string) => Promise<void>][] = [
  [
    'id_token_signing_alg_values_supported',
    async (alg) => {
      const clientId = await register({ id_token_signed_response_alg: alg });
      const { id_token } = await linkWithoutScreens(sandbox, { clientId, scopes: SCOPES });
      expect(decodeProtectedHeader(id_token ?? '').alg).toBe(alg);
    },
  ],
  [
    'userinfo_signing_alg_values_supported',
    async (alg) => {
      const clientId = await register({ userinfo_signed_response_alg: alg });
      const { access_token } = await linkWithoutScreens(sandbox, { clientId, scopes: SCOPES });
      const answer = await fetch(`${sandbox.issuer}/oauth2/userinfo`, {
        headers: { authorization: `Bearer ${access_token}` },
      });
      expect(answer.headers.get('content-type')).toMatch('application/jwt');
      expect(decodeProtectedHeader(await answer.text()).alg).toBe(alg);
    },
  ],
  [
    'introspection_signing_alg_values_supported',
    async (alg) => {
      const clientId = await register({ introspection_signed_response_alg: alg });
      const { access_token: token } = await linkWithoutScreens(sandbox, { clientId, scopes: SCOPES });
      const accept = 'application/token-introspection+jwt';
      const { text } = await postForm(
        `${sandbox.issuer}/oauth2/introspect`,
        { token },
        { ...authorization(clientId), accept },
      );
      expect(decodeProtectedHeader(text).alg).toBe(alg);
    },
  ],
  [
    'authorization_signing_alg_values_supported',
    async (alg) => {
      const clientId = await register({ authorization_signed_response_alg: alg, sandbox_consent: 'auto' });
      const { location } = await authorize(clientId, { response_mode: 'jwt' });
      const response = new URL(location ?? '').searchParams.get('response') ?? '';
      expect(decodeProtectedHeader(response).alg).toBe(alg);
    },
  ],
  [
    'response_modes_supported',
    async (response_mode) => {
      const clientId = await register({ sandbox_consent: 'auto' });
      const { location, text } = await authorize(clientId, { response_mode });
      const name = response_mode.endsWith('jwt') ? 'response' : 'code';
      if (response_mode.startsWith('form_post')) expect(text).toContain(`name="${name}"`);
      else expect(new URL(location ?? '').searchParams.has(name)).toBe(true);
    },
  ],
  ['token_endpoint_auth_signing_alg_values_supported', assertingAt('/oauth2/token', 400)],
  ['revocation_endpoint_auth_signing_alg_values_supported', assertingAt('/oauth2/revoke', 200)],
  ['introspection_endpoint_auth_signing_alg_values_supported', assertingAt('/oauth2/introspect', 200)],
  [
    'request_object_signing_alg_values_supported',
    async (alg) => {
      const client = await KeyedClient.register(sandbox, `requesting-${alg}`, {}, alg);
      const request = await client.requestObject();
      expect((await client.post('/oauth2/par', { request })).status).toBe(201);
    },
  ],
  [
    'dpop_signing_alg_values_supported',
    async (alg) => {
      const client = await KeyedClient.register(sandbox, `proving-${alg}`);
      const key = await ProofKey.make(sandbox, alg);
      const dpop = await key.prove('POST', '/oauth2/par');
      const answer = await client.post('/oauth2/par', client.requestParameters(), { dpop });
      expect(answer.status, answer.text).toBe(201);
    },
  ],
  [
    'claims_supported',
    async (claim) => {
      const clientId = await register({ sandbox_consent: 'auto' });
      const { verifier, challenge } = newPkce();
      const { location } = await authorize(clientId, { state: 's', nonce: 'n', code_challenge: challenge });
      const form = {
        grant_type: 'authorization_code',
        code: new URL(location ?? '').searchParams.get('code') ?? '',
        code_verifier: verifier,
        redirect_uri: REDIRECT_URI,
      };
      const { body } = await postForm(`${sandbox.issuer}/oauth2/token`, form, authorization(clientId));
      const userinfo = await readAnswer(
        await fetch(`${sandbox.issuer}/oauth2/userinfo`, {
          headers: { authorization: `Bearer ${String(body['access_token'])}` },
        }),
      );
      expect({ ...userinfo.body, ...decodeJwt(String(body['id_token'])) }).toHaveProperty([claim]);
    },
  ],
  [
    'prompt_values_supported',
    async (prompt) => {
      const { location } = await authorize(await register({}), { prompt });
      const target = new URL(location ?? '', sandbox.issuer);
      if (prompt === 'none') {
        expect(target.searchParams.get('error')).toMatch(/^(login|consent|interaction)_required$/);
      } else {
        expect(target.pathname).toBe('/ib/login');
      }
    },
  ],
  [
    'scopes_supported',
    async (scope) => {
      const clientId = await register({
        scope: [...new Set(['account:balance', scope])].join(' '),
        grant_types: ['authorization_code', 'refresh_token', 'client_credentials'],
        sandbox_consent: 'auto',
      });
      if (scope.startsWith('grant_management')) {
        const form = { grant_type: 'client_credentials', scope };
        const { body } = await postForm(`${sandbox.issuer}/oauth2/token`, form, authorization(clientId));
        expect(body['scope']).toBe(scope);
        return;
      }
      const { location } = await authorize(clientId, {
        scope: [...new Set(['account:balance', scope])].join(' '),
      });
      expect(new URL(location ?? '').searchParams.has('code')).toBe(true);
    },
  ],
];

/** Authenticates there with an assertion signed so; then only the token, which nobody issued, is amiss. */
function assertingAt(path: string, status: number): (alg: string) => Promise<void> {
  const nobodys = { grant_type: 'refresh_token', refresh_token: 'rt_x', token: 'rt_x' };
  const expectAuthenticated = (answer: JsonAnswer) => {
    expect(answer.status, answer.text).toBe(status);
    expect(answer.body['error'] ?? 'invalid_grant').toBe('invalid_grant');
  };
  return async (alg) => {
    if (!alg.startsWith('HS')) {
      const client = await KeyedClient.register(sandbox, `announced-${randomUUID()}`, {}, alg);
      expectAuthenticated(await client.post(path, nobodys));
      return;
    }
    const clientId = await register({ token_endpoint_auth_method: 'client_secret_jwt' });
    const now = bankSeconds(sandbox);
    const client_assertion = await new SignJWT({ jti: randomUUID() })
      .setProtectedHeader({ alg })
      .setIssuer(clientId)
      .setSubject(clientId)
      .setAudience(sandbox.issuer)
      .setIssuedAt(now)
      .setExpirationTime(now + 60)
      .sign(new TextEncoder().encode(SECRET));
    const form = { client_assertion_type: ASSERTION_TYPE, client_assertion, ...nobodys };
    expectAuthenticated(await postForm(sandbox.issuer + path, form));
  };
}

async function authorize(clientId: string, parameters: Record<string, string>) {
  const query = new URLSearchParams({
    response_type: 'code',
    client_id: clientId,
    redirect_uri: REDIRECT_URI,
    scope: SCOPES.join(' '),
    login_hint: TARO.loginId,
    code_challenge: newPkce().challenge,
    code_challenge_method: 'S256',
    ...parameters,
  });
  const answer = await fetch(`${sandbox.issuer}/oauth2/authorize?${query.toString()}`, {
    redirect: 'manual',
  });
  return { location: answer.headers.get('location'), text: await answer.text() };
}

/** Lists whose values have tests of their own, and the files that send every one of them. */
const elsewhere: Record<string, string[]> = {
  response_types_supported: ['authorization-refusals.test.ts'],
  code_challenge_methods_supported: ['authorization-refusals.test.ts'],
  grant_types_supported: ['token-refusals.test.ts', 'protocol/grant-management.test.ts'],
  token_endpoint_auth_methods_supported: ['protocol/profile-table.test.ts'],
  revocation_endpoint_auth_methods_supported: ['protocol/profile-table.test.ts'],
  introspection_endpoint_auth_methods_supported: ['protocol/profile-table.test.ts'],
  subject_types_supported: ['protocol/userinfo.test.ts'],
  acr_values_supported: ['protocol/requested-claims.test.ts', 'certificate-login.test.ts'],
  ui_locales_supported: ['screens.test.ts'],
  authorization_details_types_supported: ['protocol/authorization-details.test.ts'],
  grant_management_actions_supported: ['protocol/grant-management.test.ts'],
  request_object_encryption_alg_values_supported: ['protocol/encrypted-request-objects.test.ts'],
  request_object_encryption_enc_values_supported: ['protocol/encrypted-request-objects.test.ts'],
};

describe('what is announced works', () => {
  it.each(exercises)('%s, each of them', async (name, exercise) => {
    for (const value of await announced(name)) await exercise(value);
  });

  it.each(Object.entries(elsewhere))('%s has its tests in %o', async (name, files) => {
    const texts = await Promise.all(
      files.map((file) => readFile(fileURLToPath(new URL(`../${file}`, import.meta.url)), 'utf8')),
    );
    const unsent = (await announced(name)).filter((value) => !texts.join().includes(value));
    expect(unsent).toEqual([]);
  });

  it('has a test for every list', async () => {
    const metadata = (await (await fetch(sandbox.issuer + (PATHS[1] ?? ''))).json()) as Metadata;
    const lists = Object.keys(metadata).filter((name) => Array.isArray(metadata[name]));
    expect([...exercises.map(([name]) => name), ...Object.keys(elsewhere)].sort()).toEqual(lists.sort());
  });
});
