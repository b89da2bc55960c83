import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { linkAccount, TARO } from '../../harness/customer-browser.ts';
import { KeyedClient } from '../../harness/keyed-client.ts';
import { KAKEIBO, PartnerClient } from '../../harness/partner-client.ts';
import { DESCRIPTION } from '../../harness/refusal-checks.ts';
import { expectRefusedPage } from '../../harness/refused-page.ts';
import { startSandbox, type TestSandbox } from '../../harness/sandbox.ts';
import {
  bankSeconds,
  newSigningKey,
  sign,
  signWithSecret,
  tampered,
  unsigned,
} from '../../harness/signing-key.ts';

const HANAKO = { loginId: '10000000002', password: 'Sandbox-0002' };
const SCOPE = 'account:balance openid offline_access';

let sandbox: TestSandbox;
let partner: PartnerClient;
let ofTaro: string;
beforeAll(async () => {
  sandbox = await startSandbox();
  partner = new PartnerClient(sandbox);
  ofTaro = (await partner.link({ parameters: { scope: SCOPE } })).id_token ?? '';
});
afterAll(() => sandbox.stop());

/** What comes back without anybody logging in. */
async function answered(url: string): Promise<URLSearchParams> {
  const { headers } = await fetch(url, { redirect: 'manual' });
  return new URL(headers.get('location') ?? '', sandbox.issuer).searchParams;
}

const errorAfter = async (customer: typeof TARO, parameters: Record<string, string>) => {
  const url = partner.authorizationUrl({ scope: SCOPE, ...parameters });
  const returned = await linkAccount(sandbox.issuer, url, customer);
  return returned.parameters;
};

describe('id_token_hint', () => {
  it('lets the customer it names through, expired or not', async () => {
    expect((await errorAfter(TARO, { id_token_hint: ofTaro })).get('code')).toMatch(/^ac_/);
    await sandbox.advance('P1D');
    expect((await errorAfter(TARO, { id_token_hint: ofTaro })).get('code')).toMatch(/^ac_/);
  });

  it.each([
    ['screen', undefined],
    ['auto', HANAKO.loginId],
  ])('answers login_required when somebody else logs in (%s)', async (consent, hint) => {
    await sandbox.control('PATCH', '/clients/demo-kakeibo', { sandbox_consent: consent });
    const parameters = { id_token_hint: ofTaro, ...(hint === undefined ? {} : { login_hint: hint }) };
    const returned =
      consent === 'screen'
        ? await errorAfter(HANAKO, parameters)
        : await answered(partner.authorizationUrl({ scope: SCOPE, ...parameters }));
    await sandbox.control('PATCH', '/clients/demo-kakeibo', { sandbox_consent: 'screen' });
    expect(returned.get('error')).toBe('login_required');
    expect(returned.get('state')).toBe('state-of-the-test');
    expect(returned.get('iss')).toBe(sandbox.issuer);
    expect(returned.has('code')).toBe(false);
  });

  it('goes back the same on the way without screens', async () => {
    const { redirectTo } = await sandbox.control<{ redirectTo: string }>('POST', '/consents', {
      authorizationUrl: partner.authorizationUrl({ scope: SCOPE, id_token_hint: ofTaro }),
      ...HANAKO,
      decision: 'allow',
    });
    const { searchParams } = new URL(redirectTo);
    expect(searchParams.get('error')).toBe('login_required');
    expect(searchParams.has('code')).toBe(false);
  });

  it('knows a pairwise sub, and an HS256 token by the secret', async () => {
    await sandbox.control('PATCH', '/clients/demo-kakeibo', {
      subject_type: 'pairwise',
      id_token_signed_response_alg: 'HS256',
    });
    const { id_token = '' } = await partner.link({ parameters: { scope: SCOPE } });
    expect((await errorAfter(TARO, { id_token_hint: id_token })).get('code')).toMatch(/^ac_/);
    expect((await errorAfter(HANAKO, { id_token_hint: id_token })).get('error')).toBe('login_required');
    await sandbox.control('PATCH', '/clients/demo-kakeibo', {
      subject_type: 'public',
      id_token_signed_response_alg: 'RS256',
    });
  });

  const claims = () => ({
    iss: sandbox.issuer,
    sub: 'cust_10000000001',
    aud: 'demo-kakeibo',
    exp: bankSeconds(sandbox) + 60,
  });
  const bad: [string, () => Promise<string> | string][] = [
    ['no JWT', () => 'hint'],
    ['changed on the way', () => tampered(ofTaro)],
    ['signed by nobody', () => unsigned(claims())],
    ['signed by somebody else', async () => sign(await newSigningKey(), claims())],
    ['an HMAC where none was registered', () => signWithSecret(KAKEIBO.secret ?? '', claims())],
    [
      'for another client',
      async () => {
        const other = await KeyedClient.register(sandbox, 'hint-of-another');
        return String((await other.link()).id_token);
      },
    ],
    [
      'an access token',
      async () => {
        await sandbox.control('PATCH', '/clients/demo-kakeibo', { sandbox_access_token_format: 'jwt' });
        const { access_token } = await partner.link({ parameters: { scope: SCOPE } });
        await sandbox.control('PATCH', '/clients/demo-kakeibo', { sandbox_access_token_format: 'opaque' });
        return access_token;
      },
    ],
  ];
  it.each(bad)('that is %s goes back as invalid_request', async (_, hint) => {
    const url = partner.authorizationUrl({ scope: SCOPE, id_token_hint: await hint() });
    const position = sandbox.logPosition();
    const returned = await answered(url);
    expect(returned.get('error')).toBe('invalid_request');
    expect(returned.get('error_description')).toMatch(DESCRIPTION);
    expect(sandbox.logAfter(position)[0]?.outcome.code).toBe('id_token_hint_invalid');
  });
});

describe('a sub asked for in claims', () => {
  const asking = (sub: string) => JSON.stringify({ id_token: { sub: { value: sub } } });

  it('decides who has to log in', async () => {
    const claims = asking('cust_10000000001');
    expect((await errorAfter(TARO, { claims })).get('code')).toMatch(/^ac_/);
    expect((await errorAfter(HANAKO, { claims })).get('error')).toBe('login_required');
    expect((await errorAfter(TARO, { claims: asking('nobody') })).get('error')).toBe('login_required');
  });
});

describe('prompt=none', () => {
  it('is taken at PAR and answered at the authorization endpoint, which uses the handle up', async () => {
    const client = await KeyedClient.register(sandbox, 'silent', { sandbox_profile: 'oauth21' });
    const requestUri = await client.push({
      prompt: 'none',
      code_challenge: 'a'.repeat(43),
      code_challenge_method: 'S256',
    });
    const url = client.authorizationUrl({ request_uri: requestUri });
    const returned = await answered(url);
    expect(Object.fromEntries(returned)).toMatchObject({
      error: 'login_required',
      state: 'state-of-the-test',
      iss: sandbox.issuer,
    });
    await expectRefusedPage(sandbox, url, 'request_uri_used');
  });

  it('stays refused at PAR where it contradicts itself', async () => {
    const client = await KeyedClient.register(sandbox, 'undecided');
    const answer = await client.post('/oauth2/par', client.requestParameters({ prompt: 'none login' }));
    expect(answer).toMatchObject({ status: 400, body: { error: 'invalid_request' } });
  });
});

describe('parameters of OpenID Connect Core §3.1.2.1', () => {
  it.each([
    ['display', 'popup'],
    ['display', 'hologram'],
    ['acr_values', 'urn:example:gold password'],
    ['ui_locales', 'xx-Nowhere fr'],
    ['login_hint', 'nobody'],
    ['max_age', '0'],
    ['state', 'ÿ~'.repeat(500)],
    ['nonce', 'n'.repeat(64)],
  ])('%s=%s works', async (name, value) => {
    const returned = await errorAfter(TARO, { [name]: value });
    expect(returned.get('code')).toMatch(/^ac_/);
    if (name === 'state') expect(returned.get('state')).toBe(value);
  });

  it.each([
    ['max_age', '-1'],
    ['max_age', '1.5'],
    ['max_age', 'soon'],
    ['claims', 'not json'],
    ['claims', '[]'],
    ['claims', '{"id_token":[]}'],
    ['nonce', 'n'.repeat(513)],
    ['state', 's'.repeat(2_049)],
  ])('%s=%s goes back as invalid_request', async (name, value) => {
    const returned = await answered(partner.authorizationUrl({ scope: SCOPE, [name]: value }));
    expect(returned.get('error')).toBe('invalid_request');
    expect(returned.get('iss')).toBe(sandbox.issuer);
  });
});
