import { decodeJwt } from 'jose';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { CustomerBrowser } from '../harness/customer-browser.ts';
import { KeyedClient } from '../harness/keyed-client.ts';
import { PartnerClient } from '../harness/partner-client.ts';
import { startSandbox, type TestSandbox } from '../harness/sandbox.ts';
import { bankSeconds, ProofKey } from '../harness/signing-key.ts';

const SCOPE = 'account:balance account:transaction openid offline_access';

describe('every other lifetime, to the second, by the bank’s clock', () => {
  let sandbox: TestSandbox;
  let client: KeyedClient;
  let partner: PartnerClient;
  let proofKey: ProofKey;
  beforeAll(async () => {
    sandbox = await startSandbox();
    await sandbox.changeSettings({ policies: { grantPolicy: 'many' } });
    client = await KeyedClient.register(sandbox, 'keyed', {
      grant_types: ['authorization_code', 'refresh_token', 'client_credentials'],
      scope: `${SCOPE} grant_management_query`,
    });
    partner = new PartnerClient(sandbox);
    proofKey = await ProofKey.make(sandbox);
  });
  afterAll(() => sandbox.stop());

  const ownToken = async (headers: Record<string, string> = {}, form: Record<string, string> = {}) =>
    client.post('/oauth2/token', { grant_type: 'client_credentials', ...form }, headers);
  const opens = async (url: string) =>
    (await fetch(url, { redirect: 'manual' })).headers.get('location')?.startsWith('/ib/login') ?? false;

  /** How long, and something made now that says later whether it is still good. */
  type Row = [what: string, seconds: number, make: () => Promise<() => Promise<boolean>>];
  const rows: Row[] = [
    [
      'an authorization code',
      600,
      async () => {
        const { code, verifier } = await partner.obtainCode();
        return async () => (await partner.redeem(code, { code_verifier: verifier })).status === 200;
      },
    ],
    [
      'a pushed request',
      90,
      async () => {
        const url = client.authorizationUrl({ request_uri: await client.push() });
        return () => opens(url);
      },
    ],
    [
      'a page that waits for the customer',
      600,
      async () => {
        const browser = await new CustomerBrowser(sandbox.issuer).open(partner.authorizationUrl());
        const { url } = browser.page;
        return async () => (await browser.open(url)).page.status === 200;
      },
    ],
    [
      'an access token',
      3_600,
      async () => {
        const { access_token } = await partner.link();
        return async () => (await partner.data('/ib/v1/accounts', access_token)).status === 200;
      },
    ],
    [
      'a token of the client’s own',
      3_600,
      async () => {
        const authorization = `Bearer ${String((await ownToken()).body['access_token'])}`;
        const { grant_id } = await client.link();
        return async () => {
          const url = `${sandbox.issuer}/oauth2/grants/${grant_id}`;
          return (await fetch(url, { headers: { authorization } })).status === 200;
        };
      },
    ],
    [
      'a client assertion, until its exp',
      45,
      async () => {
        const client_assertion = await client.assertion({ exp: bankSeconds(sandbox) + 45 });
        return async () => (await ownToken({}, { client_assertion })).status === 200;
      },
    ],
    [
      'a request object, until its exp',
      300,
      async () => {
        const url = client.authorizationUrl({ request: await client.requestObject() });
        return () => opens(url);
      },
    ],
    [
      'a DPoP proof, a minute to the second and no more',
      61,
      async () => {
        const dpop = await proofKey.prove('POST', '/oauth2/token');
        return async () => (await ownToken({ dpop })).status === 200;
      },
    ],
    [
      'a lost refresh answer, which is repeated',
      10,
      async () => {
        const { refresh_token } = await partner.link();
        await partner.refresh(refresh_token);
        return async () => (await partner.refresh(refresh_token)).status === 200;
      },
    ],
  ];
  it.each(rows)('%s: %i s', async (_, seconds, make) => {
    const good = await make();
    const late = await make();
    await sandbox.advance(`PT${String(seconds - 1)}S`);
    expect(await good(), 'one second before the end').toBe(true);
    await sandbox.advance('PT1S');
    expect(await late(), 'at the end').toBe(false);
  });

  it('an ID token and a signed answer say when they are made, and end, by it', async () => {
    await sandbox.advance('P30D');
    const now = bankSeconds(sandbox);
    const { id_token = '' } = await partner.link({ parameters: { scope: SCOPE } });
    expect(decodeJwt(id_token)).toMatchObject({ iat: now, exp: now + 600, auth_time: now });
    const answer = await fetch(partner.authorizationUrl({ response_mode: 'jwt', prompt: 'none' }), {
      redirect: 'manual',
    });
    const { searchParams } = new URL(answer.headers.get('location') ?? '');
    expect(decodeJwt(searchParams.get('response') ?? '')).toMatchObject({ exp: now + 600 });
  });

  it('what is not yet valid: an assertion and a request object of the future', async () => {
    const now = bankSeconds(sandbox);
    const ahead = async (seconds: number) =>
      (
        await ownToken(
          {},
          { client_assertion: await client.assertion({ iat: now + seconds, nbf: now + seconds }) },
        )
      ).status;
    expect([await ahead(10), await ahead(60), await ahead(61)]).toEqual([200, 200, 400]);
    const object = async (seconds: number) =>
      opens(client.authorizationUrl({ request: await client.requestObject({ nbf: now + seconds }) }));
    expect([await object(60), await object(61)]).toEqual([true, false]);
  });
});
