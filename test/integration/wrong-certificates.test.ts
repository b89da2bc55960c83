import { X509Certificate } from 'node:crypto';
import { decodeJwt } from 'jose';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { endpointPaths } from '../../server/authorization/endpoint-paths.ts';
import { MINUTE } from '../../server/bank/time.ts';
import { makeCertificate } from '../../server/certificates/certificate-making.ts';
import type { RefusalCode } from '../../server/bank/catalogue/index.ts';
import { caOf, issueToPartner, type PartnerIdentity } from '../harness/issued-certificates.ts';
import { KeyedClient, readAnswer, type JsonAnswer } from '../harness/keyed-client.ts';
import { linkWithoutScreens, newPkce, REDIRECT_URI } from '../harness/partner-client.ts';
import { linkAccount } from '../harness/customer-browser.ts';
import { expectRefused } from '../harness/refused-request.ts';
import { expectResourceRefused } from '../harness/refused-resource.ts';
import { startSandbox, type TestSandbox } from '../harness/sandbox.ts';
import { tlsFetch, type TlsIdentity } from '../harness/tls-fetch.ts';

/*
 * Every certificate that is not the right one, at every endpoint: to prove who is calling (RFC 8705
 * §2), and beside a token that is bound to one (§3).
 */

const SCOPE = 'account:balance account:transaction openid offline_access';
const DN = 'CN=certified,O=Partner';

let sandbox: TestSandbox;
const identities = new Map<string, TlsIdentity>();
let right: PartnerIdentity;
let refreshToken: string;

const https = () => sandbox.ready.httpsIssuer ?? '';

/** Signed by itself, in force from so many minutes on for half an hour. */
async function selfSigned(subject: string, from = 0): Promise<TlsIdentity & { cert: string }> {
  const notBefore = sandbox.context.clock.now() + from * MINUTE;
  const { certificate: cert, privateKey: key } = await makeCertificate({
    subject,
    serialNumber: '4D',
    notBefore,
    notAfter: notBefore + 30 * MINUTE,
    usage: 'client',
  });
  return { ca: await caOf(sandbox), cert, key };
}

const jwkOf = ({ cert }: { cert: string }) => {
  const { raw, publicKey } = new X509Certificate(cert);
  return { ...publicKey.export({ format: 'jwk' }), x5c: [raw.toString('base64')] };
};

beforeAll(async () => {
  sandbox = await startSandbox({ httpsPort: 0 });
  await sandbox.changeSettings({ policies: { grantPolicy: 'many' } });
  const common = { redirect_uris: [REDIRECT_URI], sandbox_customer_kind: 'personal' };
  await sandbox.control('POST', '/clients', {
    ...common,
    client_id: 'certified',
    token_endpoint_auth_method: 'tls_client_auth',
    tls_client_auth_subject_dn: DN,
  });
  const own = await selfSigned('CN=own');
  const early = await selfSigned('CN=early', 10);
  for (const [clientId, keys] of [
    ['self-signed', [jwkOf(own)]],
    ['early', [jwkOf(early)]],
  ] as const) {
    await sandbox.control('POST', '/clients', {
      ...common,
      client_id: clientId,
      token_endpoint_auth_method: 'self_signed_tls_client_auth',
      jwks: { keys },
    });
  }
  right = await issueToPartner(sandbox, 'certified', { subject: DN });
  const revoked = await issueToPartner(sandbox, 'certified', { subject: DN });
  await sandbox.control('POST', `/clients/certified/certificates/${revoked.serialNumber}/revoke`);
  const identity = {
    none: { ca: await caOf(sandbox) },
    'another name': await issueToPartner(sandbox, 'certified', { subject: 'CN=certified,O=Other' }),
    'a name that contains the right one': await issueToPartner(sandbox, 'certified', {
      subject: `${DN},OU=More`,
    }),
    'the name in another order': await issueToPartner(sandbox, 'certified', {
      subject: DN.split(',').reverse().join(','),
    }),
    'the name in capitals': await issueToPartner(sandbox, 'certified', { subject: DN.toUpperCase() }),
    expired: await issueToPartner(sandbox, 'certified', { kind: 'expired', subject: DN }),
    revoked,
    'of another authority': await selfSigned(DN),
    'self-signed, of another client': own,
    early,
  };
  for (const [name, each] of Object.entries(identity)) identities.set(name, each);
  refreshToken = (await linkWithoutScreens(sandbox, { clientId: 'certified' })).refresh_token;
});
afterAll(() => sandbox.stop());

const shown = (name: string): TlsIdentity => {
  const identity = identities.get(name);
  if (!identity) throw new Error(`there is no certificate ${name}`);
  return identity;
};

const asks: [path: string, form: Record<string, () => string>][] = [
  ...endpointPaths.token.map((path): (typeof asks)[number] => [
    path,
    { grant_type: () => 'refresh_token', refresh_token: () => refreshToken },
  ]),
  ...[...endpointPaths.revocation, ...endpointPaths.introspection].map((path): (typeof asks)[number] => [
    path,
    { token: () => refreshToken },
  ]),
  [endpointPaths.pushedRequest[0], { response_type: () => 'code', scope: () => 'account:balance' }],
];

async function post(
  identity: TlsIdentity | undefined,
  path: string,
  form: Record<string, () => string>,
  clientId: string,
): Promise<JsonAnswer> {
  const fields = Object.entries(form).map(([name, value]) => [name, value()]);
  const body = new URLSearchParams([...fields, ['client_id', clientId]]);
  const send = identity ? tlsFetch(identity) : fetch;
  return readAnswer(await send((identity ? https() : sandbox.issuer) + path, { method: 'POST', body }));
}

const wrong: [name: string, clientId: string, code: RefusalCode][] = [
  ['none', 'certified', 'client_certificate_missing'],
  ['another name', 'certified', 'client_certificate_name'],
  ['a name that contains the right one', 'certified', 'client_certificate_name'],
  ['the name in another order', 'certified', 'client_certificate_name'],
  ['the name in capitals', 'certified', 'client_certificate_name'],
  ['expired', 'certified', 'client_certificate_expired'],
  ['revoked', 'certified', 'client_certificate_revoked'],
  ['of another authority', 'certified', 'client_certificate_untrusted'],
  ['self-signed, of another client', 'certified', 'client_certificate_untrusted'],
  ['none', 'self-signed', 'client_certificate_missing'],
  ['of another authority', 'self-signed', 'client_certificate_not_registered'],
  ['early', 'self-signed', 'client_certificate_not_registered'],
  ['early', 'early', 'client_certificate_expired'],
];

describe('to prove who is calling', () => {
  it.each(
    asks.flatMap(([path, form]) =>
      wrong.map(([name, clientId, code]) => ({ path, form, name, clientId, code })),
    ),
  )('$path, $clientId, $name: $code', async ({ path, form, name, clientId, code }) => {
    await expectRefused(sandbox, {
      code,
      send: (arranged) => {
        arranged();
        return post(shown(name), path, form, clientId);
      },
    });
  });

  it.each(asks)('%s: at the address without TLS', async (path, form) => {
    await expectRefused(sandbox, {
      code: 'client_certificate_missing',
      send: (arranged) => {
        arranged();
        return post(undefined, path, form, 'certified');
      },
    });
  });

  it.each(asks)('%s: with the right one, after all of these', async (path) => {
    const nobodys = { grant_type: () => 'refresh_token', refresh_token: () => 'rt_x', token: () => 'rt_x' };
    const form = path.endsWith('/par') ? { response_type: () => 'code' } : nobodys;
    const { body, text } = await post(right, path, form, 'certified');
    expect(body['error'] ?? 'invalid_grant', text).toBe('invalid_grant');
  });

  it.each([
    ['tls_client_auth_san_dns', 'partner.example', 'other.example'],
    ['tls_client_auth_san_uri', 'https://partner.example/a', 'https://partner.example/b'],
    ['tls_client_auth_san_ip', '192.0.2.7', '192.0.2.8'],
    ['tls_client_auth_san_email', 'a@partner.example', 'b@partner.example'],
  ])('%s has to be the very one', async (member, name, another) => {
    for (const [clientId, san] of [
      [`${member}-right`, name],
      [`${member}-other`, another],
    ] as const) {
      await sandbox.control('POST', '/clients', {
        client_id: clientId,
        redirect_uris: [REDIRECT_URI],
        sandbox_customer_kind: 'personal',
        token_endpoint_auth_method: 'tls_client_auth',
        [member]: san,
      });
    }
    const form = { token: () => 'rt_x' };
    const identity = await issueToPartner(sandbox, `${member}-right`);
    expect((await post(identity, '/oauth2/revoke', form, `${member}-right`)).status).toBe(200);
    await expectRefused(sandbox, {
      code: 'client_certificate_name',
      send: (arranged) => {
        arranged();
        return post(identity, '/oauth2/revoke', form, `${member}-other`);
      },
    });
  });
});

describe.each(['opaque', 'jwt'])('beside a token that is bound to one, %s', (format) => {
  const client = `bound-${format}`;
  let identity: PartnerIdentity;
  let other: PartnerIdentity;
  let keyed: KeyedClient;
  const tokens = { customer: '', own: '' };
  let grantId = '';

  beforeAll(async () => {
    keyed = await KeyedClient.register(sandbox, client, {
      tls_client_certificate_bound_access_tokens: true,
      sandbox_access_token_format: format,
      grant_types: ['authorization_code', 'refresh_token', 'client_credentials'],
      scope: `${SCOPE} grant_management_query grant_management_revoke`,
    });
    identity = await issueToPartner(sandbox, client);
    other = await issueToPartner(sandbox, client);
    const { verifier, challenge } = newPkce();
    const url = keyed.authorizationUrl({
      ...keyed.requestParameters({ scope: SCOPE }),
      code_challenge: challenge,
      code_challenge_method: 'S256',
    });
    const { parameters } = await linkAccount(sandbox.issuer, url);
    const linked = await withAssertion({
      grant_type: 'authorization_code',
      code: parameters.get('code') ?? '',
      code_verifier: verifier,
      redirect_uri: REDIRECT_URI,
    });
    expect(linked.status, linked.text).toBe(200);
    tokens.customer = String(linked.body['access_token']);
    grantId = String(linked.body['grant_id']);
    tokens.own = String((await withAssertion({ grant_type: 'client_credentials' })).body['access_token']);
  });

  async function withAssertion(form: Record<string, string>, path = '/oauth2/token'): Promise<JsonAnswer> {
    const body = new URLSearchParams({
      ...form,
      client_assertion_type: 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer',
      client_assertion: await keyed.assertion(),
    });
    return readAnswer(await tlsFetch(identity)(https() + path, { method: 'POST', body }));
  }

  const places: [method: string, path: () => string, of: keyof typeof tokens][] = [
    ['GET', () => '/ib/v1/accounts', 'customer'],
    ['GET', () => '/personal/v1/accounts/balances', 'customer'],
    ['GET', () => '/ganb/api/personal/v1/accounts/transactions?accountId=001011000001', 'customer'],
    ['GET', () => '/oauth2/userinfo', 'customer'],
    ['POST', () => '/oauth2/userinfo', 'customer'],
    ['GET', () => `/oauth2/grants/${grantId}`, 'own'],
    ['DELETE', () => `/oauth2/grants/${grantId}`, 'own'],
  ];
  const ask = async (send: typeof fetch, base: string, [method, path, of]: (typeof places)[number]) =>
    readAnswer(await send(base + path(), { method, headers: { authorization: `Bearer ${tokens[of]}` } }));

  it.each(places)('%s %s', async (...place) => {
    const attempts: [RefusalCode, typeof fetch, string][] = [
      ['access_token_certificate_missing', fetch, sandbox.issuer],
      ['access_token_certificate_missing', tlsFetch(shown('none')), https()],
      ['access_token_certificate_mismatch', tlsFetch(other), https()],
      ['access_token_certificate_mismatch', tlsFetch(shown('of another authority')), https()],
      ['access_token_certificate_mismatch', tlsFetch(right), https()],
    ];
    for (const [code, send, base] of attempts) {
      await expectResourceRefused(sandbox, { code, error: 'invalid_token' }, () => ask(send, base, place));
    }
    if (place[0] !== 'DELETE') expect((await ask(tlsFetch(identity), https(), place)).status).toBe(200);
  });

  it('it says so itself: cnf with x5t#S256 in the introspection and in the JWT', async () => {
    const cnf = { 'x5t#S256': identity.thumbprint };
    const { body } = await withAssertion({ token: tokens.customer }, '/oauth2/introspect');
    expect(body).toMatchObject({ active: true, token_type: 'Bearer', cnf });
    if (format === 'jwt') expect(decodeJwt(tokens.customer)['cnf']).toEqual(cnf);
    expect((await withAssertion({ token: tokens.own }, '/oauth2/introspect')).body).toMatchObject({ cnf });
  });

  it('a revoked one opens nothing any more', async () => {
    const { serialNumber } = identity;
    await sandbox.control('POST', `/clients/${client}/certificates/${serialNumber}/revoke`);
    for (const place of places) {
      await expectResourceRefused(
        sandbox,
        { code: 'access_token_certificate_revoked', error: 'invalid_token' },
        () => ask(tlsFetch(identity), https(), place),
      );
    }
  });
});
