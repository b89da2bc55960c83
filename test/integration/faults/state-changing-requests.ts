import { CustomerBrowser, logIn, TARO } from '../../harness/customer-browser.ts';
import {
  basic,
  KAKEIBO,
  linkWithoutScreens,
  PartnerClient,
  REDIRECT_URI,
  type TokenBody,
} from '../../harness/partner-client.ts';
import type { TestSandbox } from '../../harness/sandbox.ts';

/** A request that changes something, ready to be sent as often as one likes. */
export interface StateChange {
  method: 'GET' | 'POST' | 'PUT' | 'DELETE';
  path: string;
  /** Whose rule strikes it; left out where nobody is known until it is done. */
  clientId?: string;
  send: () => Promise<Response>;
  isDone: () => boolean;
  /** What its answer looks like when nothing goes wrong. */
  answers: { status: number; body: boolean };
  /** What the log has to say the bank believes once it is done. */
  belief: { ja: string; en: string };
}

const MANAGING = {
  grant_types: ['authorization_code', 'refresh_token', 'client_credentials'],
  scope:
    'account:balance account:transaction openid offline_access grant_management_query grant_management_revoke',
};
const AUTOMATIC = { clientId: 'linked-without-screens', method: 'none' } as const;

/** Lets the partner of the tests manage grants, and adds one whose customers are not asked. */
export async function prepareClients(sandbox: TestSandbox): Promise<void> {
  await sandbox.control('PATCH', `/clients/${KAKEIBO.clientId}`, MANAGING);
  await sandbox.control('POST', '/clients', {
    client_id: AUTOMATIC.clientId,
    token_endpoint_auth_method: 'none',
    redirect_uris: [REDIRECT_URI],
    sandbox_consent: 'auto',
  });
}

/** Every request by which a partner or a customer changes what the bank holds. */
export function stateChangingRequests(
  sandbox: TestSandbox,
): Record<string, () => StateChange | Promise<StateChange>> {
  const { state } = sandbox.context;
  const partner = new PartnerClient(sandbox);
  const { clientId } = KAKEIBO;

  const form = (path: string, parameters: Record<string, string>) => () =>
    fetch(sandbox.issuer + path, {
      method: 'POST',
      headers: { authorization: basic(KAKEIBO) },
      body: new URLSearchParams(parameters),
    });
  const bearer = (method: string, path: string, token: string, body?: object) => () =>
    fetch(sandbox.issuer + path, {
      method,
      headers: { authorization: `Bearer ${token}`, ...(body && { 'content-type': 'application/json' }) },
      ...(body && { body: JSON.stringify(body) }),
    });
  const register = async () => {
    const made = await bearer('POST', '/oauth2/register', '', { redirect_uris: [REDIRECT_URI] })();
    return (await made.json()) as { client_id: string; registration_access_token: string };
  };

  return {
    'code redemption': async () => {
      const { code, verifier = '' } = await partner.obtainCode();
      const { codeId = '' } = [...state.authorizationCodes].at(-1) ?? {};
      return {
        method: 'POST',
        path: '/oauth2/token',
        clientId,
        send: form('/oauth2/token', {
          grant_type: 'authorization_code',
          code,
          redirect_uri: REDIRECT_URI,
          code_verifier: verifier,
        }),
        isDone: () => state.authorizationCodes.get(codeId)?.usedAt !== undefined,
        answers: { status: 200, body: true },
        belief: {
          ja: 'リフレッシュトークン #1',
          en: 'The bank believes you hold refresh token #1. The code is used up.',
        },
      };
    },
    refresh: async () => {
      const linked = await linkWithoutScreens(sandbox);
      return {
        method: 'POST',
        path: '/oauth2/token',
        clientId,
        send: form('/oauth2/token', { grant_type: 'refresh_token', refresh_token: linked.refresh_token }),
        isDone: () => state.grants.get(linked.grant_id)?.refreshGeneration === 2,
        answers: { status: 200, body: true },
        belief: { ja: 'リフレッシュトークン #2', en: 'The bank believes you hold refresh token #2.' },
      };
    },
    'client credentials': () => {
      const before = [...state.clientAccessTokens].length;
      return {
        method: 'POST',
        path: '/oauth2/token',
        clientId,
        send: form('/oauth2/token', { grant_type: 'client_credentials' }),
        isDone: () => [...state.clientAccessTokens].length > before,
        answers: { status: 200, body: true },
        belief: {
          ja: '自身のアクセストークン',
          en: 'The bank believes you hold an access token of your own.',
        },
      };
    },
    'pushed request': () => {
      const before = [...state.pushedRequests].length;
      return {
        method: 'POST',
        path: '/oauth2/par',
        clientId,
        send: form('/oauth2/par', {
          response_type: 'code',
          redirect_uri: REDIRECT_URI,
          scope: 'account:balance',
        }),
        isDone: () => [...state.pushedRequests].length > before,
        answers: { status: 201, body: true },
        belief: {
          ja: 'request_uri を持つ者はいません',
          en: 'The request was pushed and nobody holds its handle.',
        },
      };
    },
    'refresh token revoked': async () => {
      const linked = await linkWithoutScreens(sandbox);
      return {
        method: 'POST',
        path: '/oauth2/revoke',
        clientId,
        send: form('/oauth2/revoke', { token: linked.refresh_token }),
        isDone: () => state.grants.get(linked.grant_id)?.endedAt !== undefined,
        answers: { status: 200, body: true },
        belief: { ja: '許可は終わりました', en: 'The grant is over although the client never heard so.' },
      };
    },
    'access token revoked': async () => {
      const linked = await linkWithoutScreens(sandbox);
      return {
        method: 'POST',
        path: '/oauth2/revoke',
        clientId,
        send: form('/oauth2/revoke', { token: linked.access_token }),
        isDone: () =>
          state.accessTokens
            .where('grantId', linked.grant_id)
            .every(({ revokedAt }) => revokedAt !== undefined),
        answers: { status: 200, body: true },
        belief: {
          ja: 'アクセストークンは失効しました',
          en: 'The access token is revoked although the client never heard so.',
        },
      };
    },
    'grant ended': async () => {
      const linked = await linkWithoutScreens(sandbox);
      const own = await form('/oauth2/token', { grant_type: 'client_credentials' })();
      const { access_token: token } = (await own.json()) as TokenBody;
      const path = `/oauth2/grants/${linked.grant_id}`;
      return {
        method: 'DELETE',
        path,
        clientId,
        send: bearer('DELETE', path, token),
        isDone: () => state.grants.get(linked.grant_id)?.endedAt !== undefined,
        answers: { status: 204, body: false },
        belief: { ja: '許可は終わりました', en: 'The grant is over although the client never heard so.' },
      };
    },
    'client registered': () => {
      const before = [...state.clients].length;
      return {
        method: 'POST',
        path: '/oauth2/register',
        send: bearer('POST', '/oauth2/register', '', { redirect_uris: [REDIRECT_URI] }),
        isDone: () => [...state.clients].length > before,
        answers: { status: 201, body: true },
        belief: { ja: '持つ者はいません', en: 'and nobody holds its id, secret or registration token.' },
      };
    },
    'client changed': async () => {
      const own = await register();
      const path = `/oauth2/register/${own.client_id}`;
      const client_name = '名前を変えたサービス';
      return {
        method: 'PUT',
        path,
        clientId: own.client_id,
        send: bearer('PUT', path, own.registration_access_token, {
          client_id: own.client_id,
          client_name,
          redirect_uris: [REDIRECT_URI],
        }),
        isDone: () => state.clients.get(own.client_id)?.client_name === client_name,
        answers: { status: 200, body: true },
        belief: { ja: '登録内容は変わりました', en: 'The registration has changed although the client' },
      };
    },
    'client removed': async () => {
      const own = await register();
      const path = `/oauth2/register/${own.client_id}`;
      return {
        method: 'DELETE',
        path,
        clientId: own.client_id,
        send: bearer('DELETE', path, own.registration_access_token),
        isDone: () => !state.clients.has(own.client_id),
        answers: { status: 204, body: false },
        belief: { ja: '登録は消え', en: 'The registration and its grants are gone although the client' },
      };
    },
    login: async () => {
      const browser = await new CustomerBrowser(sandbox.issuer).open(partner.authorizationUrl());
      browser.fill('契約者ID', TARO.loginId).fill('パスワード', TARO.password);
      return {
        method: 'POST',
        path: '/ib/login',
        clientId,
        send: pressing(browser, '認証'),
        isDone: () => [...state.interactions].at(-1)?.stage === 'consent',
        answers: { status: 303, body: false },
        belief: { ja: 'ログインを済ませ', en: 'The bank believes the customer is signed in' },
      };
    },
    consent: async () => {
      const browser = await new CustomerBrowser(sandbox.issuer).open(partner.authorizationUrl());
      await logIn(browser, TARO);
      browser.tick('しんきんAPIサービス利用規定に同意しました。');
      const before = state.authorizationCodes.size;
      return {
        method: 'POST',
        path: '/ib/consent',
        clientId,
        send: pressing(browser, '許可'),
        isDone: () => state.authorizationCodes.size > before,
        answers: { status: 303, body: false },
        belief: {
          ja: '認可コードを持って',
          en: 'The bank believes the customer went back to you with a code.',
        },
      };
    },
    'consent cancelled': async () => {
      const browser = await new CustomerBrowser(sandbox.issuer).open(partner.authorizationUrl());
      await logIn(browser, TARO);
      return {
        method: 'POST',
        path: '/ib/consent',
        clientId,
        send: pressing(browser, 'キャンセル'),
        isDone: () => [...state.interactions].at(-1)?.stage === 'done',
        answers: { status: 303, body: false },
        belief: { ja: '取りやめて', en: 'The bank believes the customer cancelled and went back to you.' },
      };
    },
    'automatic consent': () => {
      const automatic = new PartnerClient(sandbox, AUTOMATIC);
      const url = automatic.authorizationUrl({
        code_challenge: 'x'.repeat(43),
        code_challenge_method: 'S256',
        login_hint: TARO.loginId,
      });
      const before = state.authorizationCodes.size;
      return {
        method: 'GET',
        path: '/oauth2/authorize',
        clientId: AUTOMATIC.clientId,
        send: () => fetch(url, { redirect: 'manual' }),
        isDone: () => state.authorizationCodes.size > before,
        answers: { status: 303, body: false },
        belief: {
          ja: '認可コードを持って',
          en: 'The bank believes the customer went back to you with a code.',
        },
      };
    },
  };
}

/** Sends the form of the open page as the button would, and follows nothing. */
function pressing(browser: CustomerBrowser, label: string): () => Promise<Response> {
  const { url, forms } = browser.page;
  const form = forms.find(({ buttons }) => buttons.some((button) => button.label === label));
  const button = form?.buttons.find((candidate) => candidate.label === label);
  if (!form || !button) throw new Error(`no button ${label} on the page`);
  const body = new URLSearchParams();
  for (const { type, name, value, checked } of form.fields) {
    if (name !== '' && (checked || (type !== 'checkbox' && type !== 'radio'))) body.append(name, value);
  }
  if (button.name !== '') body.append(button.name, button.value);
  const cookie = [...browser.cookies].map(([name, { value }]) => `${name}=${value}`).join('; ');
  return () =>
    fetch(new URL(form.action, url), {
      method: 'POST',
      redirect: 'manual',
      headers: { accept: 'text/html', cookie },
      body,
    });
}
