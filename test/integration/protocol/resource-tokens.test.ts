import { decodeJwt, decodeProtectedHeader } from 'jose';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { RefusalCode } from '../../../server/bank/catalogue/index.ts';
import { CORPORATION, linkAccount } from '../../harness/customer-browser.ts';
import { KeyedClient, readAnswer, type JsonAnswer } from '../../harness/keyed-client.ts';
import { linkWithoutScreens, REDIRECT_URI } from '../../harness/partner-client.ts';
import { expectResourceRefused } from '../../harness/refused-resource.ts';
import { startSandbox, type TestSandbox } from '../../harness/sandbox.ts';
import { newSigningKey, sign, signWithSecret, tampered, unsigned } from '../../harness/signing-key.ts';

/*
 * Everything that somebody could take for an access token, at every place that asks for one.
 */

const SCOPE = 'account:balance account:transaction openid offline_access';
const ACCOUNT = '001011000001';

/** Where a token opens something, and whose tokens do. */
interface Place {
  method: string;
  path: () => string;
  of: 'customer' | 'client' | 'registration';
}
const places: Record<string, Place> = {
  ...Object.fromEntries(
    ['/ib/v1', '/personal/v1', '/ganb/api/personal/v1'].flatMap((mount) =>
      ['/accounts', '/accounts/balances', `/accounts/transactions?accountId=${ACCOUNT}`].map(
        (path): [string, Place] => [
          `GET ${mount}${path}`,
          { method: 'GET', path: () => mount + path, of: 'customer' },
        ],
      ),
    ),
  ),
  'GET /corporation/v1/accounts/deposit-transactions': {
    method: 'GET',
    path: () => `/corporation/v1/accounts/deposit-transactions?accountId=${kept.account}`,
    of: 'customer',
  },
  ...Object.fromEntries(
    ['GET', 'POST'].map((method): [string, Place] => [
      `${method} userinfo`,
      { method, path: () => '/oauth2/userinfo', of: 'customer' },
    ]),
  ),
  ...Object.fromEntries(
    ['GET', 'DELETE'].map((method): [string, Place] => [
      `${method} a grant`,
      { method, path: () => `/oauth2/grants/${kept.grantId}`, of: 'client' },
    ]),
  ),
  ...Object.fromEntries(
    ['GET', 'PUT', 'DELETE'].map((method): [string, Place] => [
      `${method} a registration`,
      { method, path: () => kept.registration, of: 'registration' },
    ]),
  ),
};

let sandbox: TestSandbox;
const kept = { grantId: '', registration: '', corporate: '', account: '' };
/** What is sent, and the code it is refused with at the places that know better than "unknown". */
const tokens = new Map<string, string>();
const better: Record<string, RefusalCode> = {
  expired: 'access_token_expired',
  revoked: 'access_token_revoked',
  'of a grant that was revoked': 'access_token_grant_ended',
  'JWT, expired': 'access_token_expired',
  'JWT, of a grant that was revoked': 'access_token_grant_ended',
};
const kinds = [
  'made up',
  'an authorization code',
  'a refresh token',
  'an ID token',
  'a pushed request',
  'a signed authorization response',
  'a signed introspection answer',
  'a client assertion',
  'JWT, one letter changed',
  'JWT, alg none',
  'JWT, alg none in odd letters',
  'JWT, signed by the client',
  'JWT, signed by a stranger under the kid of the bank',
  'JWT, with the key of a stranger inside',
  'JWT, an HMAC over the public keys of the bank',
  ...Object.keys(better),
];

beforeAll(async () => {
  sandbox = await startSandbox();
  await sandbox.changeSettings({ policies: { grantPolicy: 'many' } });
  const metadata = {
    grant_types: ['authorization_code', 'refresh_token', 'client_credentials'],
    scope: `${SCOPE} grant_management_query grant_management_revoke`,
  };
  const opaque = await KeyedClient.register(sandbox, 'opaque', metadata);
  const jwt = await KeyedClient.register(sandbox, 'jwt', { ...metadata, sandbox_access_token_format: 'jwt' });
  const link = (client: KeyedClient) => client.link({ form: { scope: SCOPE } });
  const revoke = (client: KeyedClient, token: string) => client.post('/oauth2/revoke', { token });

  tokens.set('expired', (await link(opaque)).access_token);
  tokens.set('JWT, expired', (await link(jwt)).access_token);
  await sandbox.advance('PT1H');

  const revoked = await link(opaque);
  await revoke(opaque, revoked.access_token);
  tokens.set('revoked', revoked.access_token);
  for (const [name, client] of [
    ['of a grant that was revoked', opaque],
    ['JWT, of a grant that was revoked', jwt],
  ] as const) {
    const ended = await link(client);
    await revoke(client, ended.refresh_token);
    tokens.set(name, ended.access_token);
  }

  const good = await link(opaque);
  kept.grantId = good.grant_id;
  tokens.set('made up', 'at_made.up');
  tokens.set('an authorization code', (await opaque.obtainCode()).code);
  tokens.set('a refresh token', good.refresh_token);
  tokens.set('an ID token', good.id_token ?? '');
  tokens.set('a pushed request', (await opaque.push()).replace(/^.*:/, ''));
  tokens.set('a client assertion', await opaque.assertion());
  const signedAnswer = opaque.authorizationUrl({ ...opaque.requestParameters(), response_mode: 'jwt' });
  const { parameters } = await linkAccount(sandbox.issuer, signedAnswer);
  tokens.set('a signed authorization response', parameters.get('response') ?? '');
  const accept = 'application/token-introspection+jwt';
  const introspected = await opaque.post('/oauth2/introspect', { token: good.access_token }, { accept });
  tokens.set('a signed introspection answer', introspected.text);

  const { access_token: genuine } = await link(jwt);
  const claims = decodeJwt(genuine) as Record<string, unknown>;
  const stranger = await newSigningKey('ES256', decodeProtectedHeader(genuine).kid);
  const jwks = await (await fetch(`${sandbox.issuer}/oauth2/jwks`)).text();
  const typ = 'at+jwt';
  tokens.set('JWT, one letter changed', tampered(genuine));
  tokens.set('JWT, alg none', unsigned(claims, { typ }));
  tokens.set('JWT, alg none in odd letters', unsigned(claims, { typ, alg: 'NoNe' }));
  tokens.set('JWT, signed by the client', await sign(jwt.key, claims, { typ }));
  tokens.set('JWT, signed by a stranger under the kid of the bank', await sign(stranger, claims, { typ }));
  tokens.set(
    'JWT, with the key of a stranger inside',
    await sign(stranger, claims, { typ, jwk: stranger.jwk }),
  );
  tokens.set('JWT, an HMAC over the public keys of the bank', await signWithSecret(jwks, claims, { typ }));

  const registration = await readAnswer(
    await fetch(`${sandbox.issuer}/oauth2/register`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ redirect_uris: [REDIRECT_URI] }),
    }),
  );
  kept.registration = `/oauth2/register/${String(registration.body['client_id'])}`;
  const corporate = await linkWithoutScreens(sandbox, {
    clientId: 'demo-kaikei',
    loginId: CORPORATION.loginId,
  });
  kept.corporate = corporate.access_token;
  const { accounts } = (await (
    await fetch(`${sandbox.issuer}/ib/v1/accounts`, {
      headers: { authorization: `Bearer ${kept.corporate}` },
    })
  ).json()) as { accounts: { accountId: string }[] };
  kept.account = accounts[0]?.accountId ?? '';
});
afterAll(() => sandbox.stop());

const ask = async (
  { method, path }: Place,
  headers: Record<string, string>,
  suffix = '',
): Promise<JsonAnswer> =>
  readAnswer(
    await fetch(sandbox.issuer + path() + suffix, {
      method,
      headers,
      ...(method === 'PUT' && { body: JSON.stringify({ redirect_uris: [REDIRECT_URI] }) }),
    }),
  );

const unknownAt = { customer: 'access_token_unknown', client: 'management_token_invalid' } as const;

const everywhere = Object.entries(places).flatMap(([where, place]) =>
  kinds.map((kind) => ({ where, place, kind })),
);

describe('no access token for the place', () => {
  it.each(everywhere)('$where: $kind', async ({ place, kind }) => {
    const token = tokens.get(kind);
    if (token === undefined) throw new Error(`there is no token ${kind}`);
    const code =
      place.of === 'registration'
        ? 'registration_token_invalid'
        : place.of === 'customer'
          ? (better[kind] ?? unknownAt.customer)
          : unknownAt.client;
    await expectResourceRefused(sandbox, { code, error: 'invalid_token' }, () =>
      ask(place, { authorization: `Bearer ${token}` }),
    );
  });
});

describe('no token at all, or not in its place', () => {
  const missing = { customer: 'access_token_missing', client: 'access_token_missing' } as const;
  it.each(Object.entries(places))('%s: none, and the challenge names no error', async (_, place) => {
    const code = place.of === 'registration' ? 'registration_token_invalid' : missing[place.of];
    await expectResourceRefused(sandbox, { code }, () => ask(place, {}));
  });

  const withHeader = Object.entries(places).filter(([, { of }]) => of !== 'registration');
  it.each(withHeader)('%s: two in one header', async (_, place) => {
    for (const authorization of ['Bearer at_a.b at_c.d', 'Bearer']) {
      await expectResourceRefused(sandbox, { code: 'access_token_malformed', error: 'invalid_token' }, () =>
        ask(place, { authorization }),
      );
    }
  });

  it.each(withHeader)('%s: Basic, and the challenge names no error', async (_, place) => {
    await expectResourceRefused(sandbox, { code: 'access_token_foreign_scheme' }, () =>
      ask(place, { authorization: 'Basic YTpi' }),
    );
  });

  it.each(
    withHeader.flatMap(([where, place]) =>
      ['access_token', '%61ccess_token'].map((name) => ({ where, place, name })),
    ),
  )('$where: in the query as $name', async ({ place, name }) => {
    const joined = place.path().includes('?') ? '&' : '?';
    const refused = { code: 'access_token_in_query', error: 'invalid_request', status: 400 } as const;
    await expectResourceRefused(sandbox, refused, () =>
      ask(place, {}, `${joined}${name}=${tokens.get('expired') ?? ''}`),
    );
  });
});

describe('tokens of the other kind', () => {
  it('a customer’s token opens no grant, a client’s own no data, and neither a registration', async () => {
    const client = await KeyedClient.register(sandbox, 'both', {
      grant_types: ['authorization_code', 'refresh_token', 'client_credentials'],
      scope: `${SCOPE} grant_management_query grant_management_revoke`,
    });
    const { access_token: ofCustomer } = await client.link({ form: { scope: SCOPE } });
    const { body } = await client.post('/oauth2/token', { grant_type: 'client_credentials' });
    const own = String(body['access_token']);
    for (const place of Object.values(places)) {
      const wrong =
        place.of === 'customer' ? [own] : place.of === 'client' ? [ofCustomer] : [own, ofCustomer];
      const refused = {
        customer: { code: 'access_token_of_client', error: 'insufficient_scope', status: 403 },
        client: { code: unknownAt.client, error: 'invalid_token' },
        registration: { code: 'registration_token_invalid', error: 'invalid_token' },
      } as const;
      for (const token of wrong) {
        await expectResourceRefused(sandbox, refused[place.of], () =>
          ask(place, { authorization: `Bearer ${token}` }),
        );
      }
    }
  });

  it('a client’s own is over after its hour, as any other', async () => {
    await using other = await startSandbox();
    const client = await KeyedClient.register(other, 'own', {
      grant_types: ['client_credentials'],
      redirect_uris: [],
      scope: 'grant_management_query',
    });
    const { body } = await client.post('/oauth2/token', { grant_type: 'client_credentials' });
    await other.advance('PT2H');
    for (const path of ['/ib/v1/accounts', '/oauth2/userinfo']) {
      await expectResourceRefused(other, { code: 'access_token_expired', error: 'invalid_token' }, async () =>
        readAnswer(
          await fetch(other.issuer + path, {
            headers: { authorization: `Bearer ${String(body['access_token'])}` },
          }),
        ),
      );
    }
  });

  const audiences: [string, string, string][] = [
    ['userinfo', '/oauth2/userinfo', '/ib/v1/accounts'],
    ['one mount', '/ib/v1', '/personal/v1/accounts'],
    ['one resource', '/ib/v1/accounts/balances', '/ib/v1/accounts'],
    ['the data API', '/ib/v1', '/oauth2/userinfo'],
  ];
  it.each(audiences)('a token for %s (%s) opens no %s', async (name, resource, path) => {
    const client = await KeyedClient.register(sandbox, `for-${name.replaceAll(' ', '-')}`, {
      sandbox_access_token_format: 'jwt',
    });
    const form = { scope: SCOPE, resource: sandbox.issuer + resource };
    const { access_token } = await client.link({ form });
    const place: Place = { method: 'GET', path: () => path, of: 'customer' };
    await expectResourceRefused(
      sandbox,
      { code: 'access_token_other_resource', error: 'invalid_token' },
      () => ask(place, { authorization: `Bearer ${access_token}` }),
    );
  });

  it('and the right ones open every place, so that it is the token that was refused', async () => {
    const { access_token } = await linkWithoutScreens(sandbox, { scopes: SCOPE.split(' ') });
    for (const [where, place] of Object.entries(places)) {
      if (place.of !== 'customer') continue;
      const token = where.includes('corporation') ? kept.corporate : access_token;
      expect((await ask(place, { authorization: `Bearer ${token}` })).status, where).toBe(200);
    }
  });
});
