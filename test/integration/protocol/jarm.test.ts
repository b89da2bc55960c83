import { createRemoteJWKSet, decodeProtectedHeader, jwtVerify } from 'jose';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { CustomerBrowser, linkAccount } from '../../harness/customer-browser.ts';
import { KeyedClient } from '../../harness/keyed-client.ts';
import { newPkce } from '../../harness/partner-client.ts';
import { expectRefused } from '../../harness/refused-request.ts';
import { startSandbox, type TestSandbox } from '../../harness/sandbox.ts';
import { bankSeconds } from '../../harness/signing-key.ts';

let sandbox: TestSandbox;
let client: KeyedClient;

beforeAll(async () => {
  sandbox = await startSandbox();
  client = await KeyedClient.register(sandbox, 'signed-answers');
});
afterAll(() => sandbox.stop());

/** Reads a signed answer as its client would. */
async function opened(response: string | null, clientId = 'signed-answers') {
  const keys = createRemoteJWKSet(new URL(`${sandbox.issuer}/oauth2/jwks`));
  return jwtVerify(response ?? '', keys, {
    issuer: sandbox.issuer,
    audience: clientId,
    currentDate: new Date(bankSeconds(sandbox) * 1_000),
  });
}

const url = (mode: string, more: Record<string, string> = {}) =>
  client.authorizationUrl({ ...client.requestParameters(), response_mode: mode, ...more });

describe('signed answers', () => {
  it.each([
    ['jwt', 'redirect'],
    ['query.jwt', 'redirect'],
    ['form_post.jwt', 'form_post'],
  ])('%s carries everything in one signed response', async (mode, by) => {
    const browser = new CustomerBrowser(sandbox.issuer);
    await browser.open(url(mode));
    const returned = await linkAccountIn(browser);
    expect(returned.by).toBe(by);
    expect([...returned.parameters.keys()]).toEqual(['response']);
    expect(returned.url.hash).toBe('');
    const { payload } = await opened(returned.parameters.get('response'));
    expect(payload['code']).toMatch(/^ac_/);
    expect(payload['state']).toBe('state-of-the-test');
    expect((payload.exp ?? 0) - bankSeconds(sandbox)).toBe(600);
  });

  it('an error is signed as well', async () => {
    const browser = await new CustomerBrowser(sandbox.issuer).open(url('jwt'));
    await browser.press('キャンセル');
    const { payload } = await opened(browser.returned?.parameters.get('response') ?? null);
    expect(payload).toMatchObject({ error: 'access_denied', state: 'state-of-the-test' });
    expect(payload).not.toHaveProperty('code');
  });

  it.each([
    ['response_type_unsupported', { response_type: 'token' }, 'unsupported_response_type'],
    ['scope_invalid', { scope: 'payments' }, 'invalid_scope'],
    ['prompt_none_login_required', { prompt: 'none' }, 'login_required'],
  ])('a refusal before the screens, too: %s', async (_, change, error) => {
    const response = await fetch(url('jwt', change), { redirect: 'manual' });
    const { searchParams } = new URL(response.headers.get('location') ?? '');
    expect((await opened(searchParams.get('response'))).payload['error']).toBe(error);
  });

  it.each(['ES256', 'PS256', 'RS256', 'EdDSA'])('with the registered algorithm %s', async (alg) => {
    const clientId = `answers-${alg}`;
    const other = await KeyedClient.register(sandbox, clientId, { authorization_signed_response_alg: alg });
    const target = other.authorizationUrl({ ...other.requestParameters(), response_mode: 'jwt' });
    const { parameters } = await linkAccount(sandbox.issuer, target);
    const response = parameters.get('response') ?? '';
    expect(decodeProtectedHeader(response).alg).toBe(alg);
    await opened(response, clientId);
  });

  it('is no ID token, no access token, and nobody else’s', async () => {
    const { parameters } = await linkAccount(sandbox.issuer, url('jwt'));
    const response = parameters.get('response') ?? '';
    await expect(opened(response, 'another-client')).rejects.toThrow(/aud/);
    const userinfo = await fetch(`${sandbox.issuer}/oauth2/userinfo`, {
      headers: { authorization: `Bearer ${response}` },
    });
    expect(userinfo.status).toBe(401);
  });
});

describe('message signing', () => {
  it('refuses an unsigned mode and signs without being asked', async () => {
    const signing = await KeyedClient.register(sandbox, 'signing', {
      sandbox_profile: 'fapi2-message-signing',
    });
    const { challenge } = newPkce();
    const pkce = { code_challenge: challenge, code_challenge_method: 'S256' };
    for (const mode of ['query', 'form_post']) {
      await expectRefused(sandbox, {
        code: 'signed_response_required',
        send: async (arranged) => {
          const request = await signing.requestObject({ ...pkce, response_mode: mode });
          arranged();
          return signing.post('/oauth2/par', { request });
        },
      });
    }
    const { body } = await signing.post('/oauth2/par', { request: await signing.requestObject(pkce) });
    const handle = String(body['request_uri']);
    const { parameters } = await linkAccount(
      sandbox.issuer,
      signing.authorizationUrl({ request_uri: handle }),
    );
    expect((await opened(parameters.get('response'), 'signing')).payload['code']).toMatch(/^ac_/);
  });
});

async function linkAccountIn(browser: CustomerBrowser) {
  await browser.fill('契約者ID', '10000000001').fill('パスワード', 'Sandbox-0001').press('認証');
  await browser.tick('しんきんAPIサービス利用規定に同意しました。').press('許可');
  const { returned } = browser;
  if (returned) return returned;
  // The form submits itself where there is JavaScript; here the customer presses its button.
  await browser.press('続ける / Continue');
  if (!browser.returned) throw new Error(browser.page.text);
  return browser.returned;
}
