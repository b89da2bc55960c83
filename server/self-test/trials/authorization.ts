import { sha256 } from '../signing.ts';
import { REDIRECT_URI, type Form } from '../test-desk.ts';
import type { Trial } from '../trial.ts';

const challenge = sha256('a verifier nobody has');
const PKCE = { code_challenge: challenge, code_challenge_method: 'S256' };

/** Before the redirect URI is known to be the client's: a page, and never a redirect (RFC 6749 §4.1.2.1). */
function shown(id: string, code: Trial['code'], parameters: Form, sent: Trial['sent'], more = ''): Trial {
  return {
    id: `authorization.${id}`,
    group: 'authorization',
    code,
    answer: 'page',
    sent,
    send: (desk) => desk.authorize(parameters, 'secret', more),
  };
}

/** After that: back to the client with `error` and `state`. */
function returned(
  id: string,
  code: Trial['code'],
  parameters: Form,
  sent: Trial['sent'],
  {
    party = 'secret',
    more = '',
  }: { party?: Parameters<Parameters<Trial['send']>[0]['authorize']>[1]; more?: string } = {},
): Trial {
  return {
    id: `authorization.${id}`,
    group: 'authorization',
    code,
    answer: 'redirect',
    sent,
    send: (desk) => desk.authorize(parameters, party, more),
  };
}

const nearMisses: readonly [id: string, uri: string][] = [
  ['slash', `${REDIRECT_URI}/`],
  ['case', REDIRECT_URI.replace('callback', 'Callback')],
  ['query', `${REDIRECT_URI}?more=1`],
  ['fragment', `${REDIRECT_URI}#fragment`],
  ['scheme', REDIRECT_URI.replace('https:', 'http:')],
  ['port', REDIRECT_URI.replace('.invalid', '.invalid:8443')],
  ['subdomain', REDIRECT_URI.replace('self-test.', 'evil.self-test.')],
  ['suffix', REDIRECT_URI.replace('.invalid', '.invalid.evil.example')],
  ['userinfo', REDIRECT_URI.replace('.invalid', '.invalid@evil.example')],
  ['traversal', `${REDIRECT_URI}/../callback`],
  ['script', 'javascript:alert(1)'],
];

/** Refusals of the authorization endpoint. */
export const authorizationTrials: readonly Trial[] = [
  shown(
    'no-client',
    'client_id_missing',
    { client_id: undefined },
    {
      ja: 'client_id なし',
      en: 'No client_id',
    },
  ),
  shown(
    'unknown-client',
    'unknown_client',
    { client_id: 'self-test-nobody' },
    {
      ja: '未登録の client_id',
      en: 'A client_id nobody registered',
    },
  ),
  shown(
    'doubled-client',
    'parameter_repeated',
    {},
    {
      ja: 'client_id を二つ',
      en: 'Two client_id',
    },
    '&client_id=other',
  ),
  shown(
    'doubled-redirect',
    'parameter_repeated',
    {},
    {
      ja: 'redirect_uri を二つ',
      en: 'Two redirect_uri',
    },
    '&redirect_uri=https%3A%2F%2Fevil.example%2F',
  ),
  ...nearMisses.map(([id, uri]) =>
    shown(
      `redirect-${id}`,
      'redirect_uri_mismatch',
      { redirect_uri: uri },
      {
        ja: `登録と少し違う redirect_uri：${uri}`,
        en: `A near miss of the redirect_uri: ${uri}`,
      },
    ),
  ),
  shown(
    'unknown-handle',
    'request_uri_unknown',
    {
      request_uri: 'urn:ietf:params:oauth:request_uri:made-up',
    },
    { ja: '作り話の request_uri', en: 'A request_uri made up' },
  ),
  {
    id: 'authorization.handle-of-another',
    group: 'authorization',
    code: 'request_uri_unknown',
    answer: 'page',
    sent: { ja: '別のクライアントが預けた request_uri', en: 'The request_uri another client pushed' },
    send: async (desk) => desk.authorize({ request_uri: await desk.push('other') }),
  },
  {
    id: 'authorization.handle-expired',
    group: 'authorization',
    code: 'request_uri_expired',
    answer: 'page',
    sent: { ja: '期限の切れた request_uri', en: 'A request_uri that has expired' },
    send: async (desk) => {
      const requestUri = await desk.push();
      await desk.endPushed(requestUri, { expiresAt: desk.context.clock.now() });
      return desk.authorize({ request_uri: requestUri });
    },
  },
  {
    id: 'authorization.handle-used',
    group: 'authorization',
    code: 'request_uri_used',
    answer: 'page',
    sent: { ja: '使用済みの request_uri', en: 'A request_uri that was used' },
    send: async (desk) => {
      const requestUri = await desk.push();
      await desk.endPushed(requestUri, { usedAt: desk.context.clock.now() });
      return desk.authorize({ request_uri: requestUri });
    },
  },
  {
    id: 'authorization.not-pushed',
    group: 'authorization',
    code: 'pushed_request_required',
    answer: 'page',
    sent: { ja: 'FAPI 2.0 のクライアントが PAR を使わない', en: 'A FAPI 2.0 client without PAR' },
    send: (desk) => desk.authorize(PKCE, 'fapi'),
  },
  {
    id: 'authorization.method',
    group: 'authorization',
    code: 'authorization_method_not_allowed',
    answer: 'page',
    sent: { ja: 'PUT による認可要求', en: 'An authorization request by PUT' },
    send: (desk) => desk.get('/oauth2/authorize', { accept: 'text/html' }, 'PUT'),
  },
  returned(
    'doubled-scope',
    'parameter_repeated',
    {},
    { ja: 'scope を二つ', en: 'Two scope' },
    {
      more: '&scope=openid',
    },
  ),
  returned(
    'no-response-type',
    'response_type_missing',
    { response_type: undefined },
    {
      ja: 'response_type なし',
      en: 'No response_type',
    },
  ),
  returned(
    'implicit',
    'response_type_unsupported',
    { response_type: 'token' },
    {
      ja: 'response_type=token（インプリシット）',
      en: 'response_type=token (implicit)',
    },
  ),
  returned(
    'hybrid',
    'response_type_unsupported',
    { response_type: 'code id_token' },
    {
      ja: 'response_type=code id_token（ハイブリッド）',
      en: 'response_type=code id_token (hybrid)',
    },
  ),
  returned(
    'fragment',
    'response_mode_unsupported',
    { response_mode: 'fragment' },
    {
      ja: 'response_mode=fragment',
      en: 'response_mode=fragment',
    },
  ),
  returned(
    'no-scope-known',
    'scope_invalid',
    { scope: 'payments' },
    {
      ja: '知らない scope だけ',
      en: 'Nothing but an unknown scope',
    },
  ),
  returned(
    'no-pkce',
    'pkce_required',
    {},
    {
      ja: '公開クライアントが PKCE を使わない',
      en: 'A public client without PKCE',
    },
    { party: 'open' },
  ),
  returned(
    'plain-pkce',
    'pkce_method_unsupported',
    { ...PKCE, code_challenge_method: 'plain' },
    {
      ja: 'PKCE の plain',
      en: 'PKCE with plain',
    },
  ),
  returned(
    'absent-pkce-method',
    'pkce_method_unsupported',
    { code_challenge: challenge },
    {
      ja: 'code_challenge_method なし（plain の意味になる）',
      en: 'No code_challenge_method, which means plain',
    },
  ),
  returned(
    'short-challenge',
    'pkce_challenge_malformed',
    { ...PKCE, code_challenge: 'a'.repeat(42) },
    {
      ja: '42文字の code_challenge',
      en: 'A code_challenge of 42 characters',
    },
  ),
  returned(
    'no-challenge',
    'pkce_challenge_absent',
    { code_challenge_method: 'S256' },
    {
      ja: 'code_challenge なしの code_challenge_method',
      en: 'A code_challenge_method without a challenge',
    },
  ),
  returned(
    'silent',
    'prompt_none_login_required',
    { prompt: 'none' },
    {
      ja: 'prompt=none（画面なしでの許可を求める）',
      en: 'prompt=none, asking to be let in without screens',
    },
  ),
  returned(
    'contradicting-prompt',
    'prompt_invalid',
    { prompt: 'none login' },
    {
      ja: '矛盾する prompt',
      en: 'A prompt that contradicts itself',
    },
  ),
  returned('max-age', 'max_age_invalid', { max_age: '-1' }, { ja: '負の max_age', en: 'A negative max_age' }),
  returned(
    'long-nonce',
    'nonce_too_long',
    { nonce: 'n'.repeat(513) },
    {
      ja: '長すぎる nonce（513文字）',
      en: 'A nonce too long (513 characters)',
    },
  ),
  returned(
    'long-state',
    'state_too_long',
    { state: 's'.repeat(2_049) },
    {
      ja: '長すぎる state（2,049文字）',
      en: 'A state too long (2,049 characters)',
    },
  ),
  returned(
    'thumbprint',
    'dpop_thumbprint_malformed',
    { dpop_jkt: 'short' },
    {
      ja: '壊れた dpop_jkt',
      en: 'A malformed dpop_jkt',
    },
  ),
  returned(
    'foreign-grant',
    'grant_id_invalid',
    { grant_management_action: 'merge', grant_id: 'g_nobody' },
    {
      ja: '存在しない grant_id への merge',
      en: 'A merge into a grant_id there is not',
    },
  ),
  returned(
    'registration',
    'registration_unsupported',
    { registration: '{}' },
    {
      ja: 'registration パラメーター',
      en: 'The registration parameter',
    },
  ),
];
