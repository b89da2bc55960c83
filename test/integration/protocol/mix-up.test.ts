import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { decodeJwt } from 'jose';
import { CustomerBrowser, logIn, TARO } from '../../harness/customer-browser.ts';
import { KeyedClient, readAnswer } from '../../harness/keyed-client.ts';
import { newPkce, REDIRECT_URI } from '../../harness/partner-client.ts';
import { expectRefusedPage } from '../../harness/refused-page.ts';
import { expectRefused } from '../../harness/refused-request.ts';
import { expectResourceRefused } from '../../harness/refused-resource.ts';
import { startSandbox, type TestSandbox } from '../../harness/sandbox.ts';
import { ProofKey } from '../../harness/signing-key.ts';

/*
 * Two banks and a partner registered at both, under one name and with one key: what belongs to the one
 * is worth nothing at the other, and every answer says whose it is (RFC 9207, RFC 9700 §4.4).
 */

let mine: TestSandbox;
let other: TestSandbox;
let atMine: KeyedClient;
let atOther: KeyedClient;

beforeAll(async () => {
  [mine, other] = [await startSandbox(), await startSandbox()];
  atOther = await KeyedClient.register(other, 'partner');
  await mine.changeSettings({ policies: { grantPolicy: 'many' } });
  atMine = await KeyedClient.register(mine, 'partner', { jwks: { keys: [atOther.key.jwk] } });
});
afterAll(async () => {
  await mine.stop();
  await other.stop();
});

/** The partner at this bank, signing with the one key he has registered at both. */
const post = async (path: string, form: Record<string, string>, headers: Record<string, string> = {}) =>
  atMine.post(
    path,
    { client_assertion: await atOther.assertion({ aud: mine.issuer }), client_assertion_type: TYPE, ...form },
    headers,
  );
const TYPE = 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer';

describe('what another bank issued', () => {
  it('the partner is known here, so that it is not he who is refused', async () => {
    expect(await post('/oauth2/revoke', { token: 'rt_x' })).toMatchObject({ status: 200 });
  });

  it('code', async () => {
    const { code, verifier } = await atOther.obtainCode();
    await expectRefused(mine, {
      code: 'code_unknown',
      send: (arranged) => {
        arranged();
        return post('/oauth2/token', {
          grant_type: 'authorization_code',
          code,
          code_verifier: verifier,
          redirect_uri: REDIRECT_URI,
        });
      },
    });
    expect((await atOther.redeem({ code, verifier })).status).toBe(200);
  });

  it('refresh token', async () => {
    const { refresh_token } = await atOther.link();
    await expectRefused(mine, {
      code: 'refresh_token_unknown',
      send: (arranged) => {
        arranged();
        return post('/oauth2/token', { grant_type: 'refresh_token', refresh_token });
      },
    });
    expect(await post('/oauth2/introspect', { token: refresh_token })).toMatchObject({
      status: 200,
      text: '{"active":false}',
    });
    expect(await post('/oauth2/revoke', { token: refresh_token })).toMatchObject({ status: 200, text: '{}' });
    const refreshed = await atOther.post('/oauth2/token', { grant_type: 'refresh_token', refresh_token });
    expect(refreshed.status).toBe(200);
  });

  it.each(['opaque', 'jwt'])('access token, %s', async (format) => {
    await other.control('PATCH', '/clients/partner', { sandbox_access_token_format: format });
    const { access_token } = await atOther.link();
    await other.control('PATCH', '/clients/partner', { sandbox_access_token_format: 'opaque' });
    for (const path of ['/ib/v1/accounts', '/oauth2/userinfo']) {
      await expectResourceRefused(mine, { code: 'access_token_unknown', error: 'invalid_token' }, async () =>
        readAnswer(await fetch(mine.issuer + path, { headers: { authorization: `Bearer ${access_token}` } })),
      );
    }
    expect((await post('/oauth2/introspect', { token: access_token })).text).toBe('{"active":false}');
  });

  it('handle of a pushed request', async () => {
    const url = atMine.authorizationUrl({ request_uri: await atOther.push() });
    await expectRefusedPage(mine, url, 'request_uri_unknown');
  });
});

describe('what was signed for another bank', () => {
  it('client assertion', async () => {
    await expectRefused(mine, {
      code: 'assertion_audience',
      send: async (arranged) => {
        const client_assertion = await atOther.assertion();
        arranged();
        return post('/oauth2/revoke', { token: 'rt_x', client_assertion });
      },
    });
  });

  it('request object, by value and pushed', async () => {
    const request = await atOther.requestObject();
    await expectRefusedPage(mine, atMine.authorizationUrl({ request }), 'request_object_claims');
    await expectRefused(mine, {
      code: 'request_object_claims',
      send: (arranged) => {
        arranged();
        return post('/oauth2/par', { request });
      },
    });
  });

  it('DPoP proof', async () => {
    const dpop = await (await ProofKey.make(other)).prove('POST', '/oauth2/token');
    await expectRefused(mine, {
      code: 'dpop_uri_mismatch',
      send: (arranged) => {
        arranged();
        return post('/oauth2/token', { grant_type: 'refresh_token', refresh_token: 'rt_x' }, { dpop });
      },
    });
  });

  it('DPoP proof for a token, though key and token are right', async () => {
    const key = await ProofKey.make(mine);
    const client = await KeyedClient.register(mine, 'proving');
    const { access_token } = await client.link({ proofKey: key });
    const dpop = await key.prove('GET', '', { htu: `${other.issuer}/ib/v1/accounts` }, {}, access_token);
    await expectResourceRefused(
      mine,
      { code: 'dpop_uri_mismatch', scheme: 'DPoP', error: 'invalid_dpop_proof' },
      async () =>
        readAnswer(
          await fetch(`${mine.issuer}/ib/v1/accounts`, {
            headers: { authorization: `DPoP ${access_token}`, dpop },
          }),
        ),
    );
  });
});

describe('every answer says which bank it is from', () => {
  const modes = ['query', 'form_post', 'jwt', 'query.jwt', 'form_post.jwt'];

  /** The parameters as the partner reads them, signed or not. */
  function read(parameters: URLSearchParams): Record<string, unknown> {
    const response = parameters.get('response');
    if (response === null) return Object.fromEntries(parameters);
    expect([...parameters.keys()]).toEqual(['response']);
    return decodeJwt(response);
  }

  async function answered(mode: string, end: (browser: CustomerBrowser) => Promise<unknown>) {
    const client = await KeyedClient.register(mine, `answered-${mode}-${randomUUID()}`);
    const url = client.authorizationUrl({ ...client.requestParameters(), response_mode: mode });
    const browser = await new CustomerBrowser(mine.issuer).open(url);
    await end(browser);
    // The form submits itself where there is JavaScript; here the customer presses its button.
    if (!browser.returned) await browser.press('続ける / Continue');
    const { returned } = browser;
    if (!returned) throw new Error(browser.page.text);
    expect(returned.url.hash).toBe('');
    expect(returned.by).toBe(mode.startsWith('form_post') ? 'form_post' : 'redirect');
    return { answer: read(returned.parameters), clientId: client.clientId };
  }

  it.each(modes)('with a code, by %s', async (mode) => {
    const { answer, clientId } = await answered(mode, async (browser) => {
      await logIn(browser, TARO);
      await browser.tick('しんきんAPIサービス利用規定に同意しました。').press('許可');
    });
    expect(answer).toMatchObject({ iss: mine.issuer, state: 'state-of-the-test' });
    expect(answer['code']).toMatch(/^ac_/);
    if (mode.endsWith('jwt')) expect(answer['aud']).toBe(clientId);
  });

  it.each(modes)('with an error, by %s', async (mode) => {
    const { answer } = await answered(mode, (browser) => browser.press('キャンセル'));
    expect(answer).toMatchObject({ iss: mine.issuer, state: 'state-of-the-test', error: 'access_denied' });
    expect(answer).not.toHaveProperty('code');
  });

  it.each([
    ['given', 'auto', 'code'],
    ['refused', 'deny', 'error'],
  ])('of an automatic consent that is %s', async (_, sandbox_consent, member) => {
    const client = await KeyedClient.register(mine, `consent-${sandbox_consent}`, { sandbox_consent });
    const { challenge } = newPkce();
    const pkce = { code_challenge: challenge, code_challenge_method: 'S256' };
    const url = client.authorizationUrl({ ...client.requestParameters(), ...pkce });
    const { headers } = await fetch(url, { redirect: 'manual' });
    const { searchParams } = new URL(headers.get('location') ?? '');
    expect(searchParams.getAll('iss')).toEqual([mine.issuer]);
    expect(searchParams.has(member)).toBe(true);
  });
});
