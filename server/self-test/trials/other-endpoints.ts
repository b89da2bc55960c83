import type { Trial } from '../trial.ts';

function other(
  id: string,
  code: Trial['code'],
  sent: Trial['sent'],
  send: Trial['send'],
  more: Pick<Trial, 'status' | 'error'> = {},
): Trial {
  return { id: `other.${id}`, group: 'other_endpoints', code, sent, send, ...more };
}

/** Refusals of introspection, revocation, registration and grant management. */
export const otherEndpointTrials: readonly Trial[] = [
  other(
    'introspection-anonymous',
    'client_authentication_missing',
    {
      ja: '認証なしのイントロスペクション',
      en: 'Introspection without client authentication',
    },
    (desk) => desk.post('/oauth2/introspect', { token: 'at_x' }, {}),
  ),
  other(
    'introspection-public',
    'introspection_needs_authentication',
    {
      ja: '公開クライアントのイントロスペクション',
      en: 'Introspection by a public client',
    },
    (desk) => desk.post('/oauth2/introspect', { token: 'at_x', client_id: desk.id('open') }, {}),
  ),
  other(
    'introspection-empty',
    'token_parameter_missing',
    {
      ja: 'token のないイントロスペクション',
      en: 'Introspection without a token',
    },
    (desk) => desk.post('/oauth2/introspect', { token: '' }),
  ),
  other(
    'revocation-anonymous',
    'client_authentication_missing',
    {
      ja: '認証なしの失効',
      en: 'Revocation without client authentication',
    },
    (desk) => desk.post('/oauth2/revoke', { token: 'rt_x' }, {}),
  ),
  other(
    'revocation-empty',
    'token_parameter_missing',
    {
      ja: 'token のない失効',
      en: 'Revocation without a token',
    },
    (desk) => desk.post('/oauth2/revoke', {}),
  ),
  other(
    'registration-text',
    'registration_not_json',
    {
      ja: 'JSON オブジェクトでない登録',
      en: 'A registration that is no JSON object',
    },
    (desk) => desk.json('/oauth2/register', 'text'),
  ),
  other(
    'registration-redirect',
    'invalid_redirect_uri',
    {
      ja: 'フラグメント付き redirect_uri の登録',
      en: 'A registration of a redirect_uri with a fragment',
    },
    (desk) =>
      desk.json('/oauth2/register', {
        client_name: desk.ownName,
        redirect_uris: ['https://rp.invalid/cb#x'],
      }),
    {
      status: 400,
      error: 'invalid_redirect_uri',
    },
  ),
  other(
    'registration-script',
    'invalid_redirect_uri',
    {
      ja: 'javascript: の redirect_uri の登録',
      en: 'A registration of a javascript: redirect_uri',
    },
    (desk) =>
      desk.json('/oauth2/register', { client_name: desk.ownName, redirect_uris: ['javascript:alert(1)'] }),
    {
      status: 400,
      error: 'invalid_redirect_uri',
    },
  ),
  other(
    'registration-http',
    'invalid_redirect_uri',
    {
      ja: '暗号化されない http の redirect_uri の登録',
      en: 'A registration of an unencrypted http redirect_uri',
    },
    (desk) =>
      desk.json('/oauth2/register', { client_name: desk.ownName, redirect_uris: ['http://rp.invalid/cb'] }),
    {
      status: 400,
      error: 'invalid_redirect_uri',
    },
  ),
  other(
    'registration-token',
    'registration_token_invalid',
    {
      ja: '作り話の登録トークンでクライアントを見る',
      en: 'A client looked at with a registration token made up',
    },
    (desk) => desk.get(`/oauth2/register/${desk.id('secret')}`, { authorization: 'Bearer reg_made.up' }),
  ),
  other(
    'grant-token',
    'management_token_invalid',
    {
      ja: 'アクセストークンで許可を管理する',
      en: 'Grant management with a customer’s access token',
    },
    async (desk) => {
      const { access_token, grant_id } = await desk.tokens();
      return desk.get(`/oauth2/grants/${grant_id}`, { authorization: `Bearer ${access_token}` });
    },
    { error: 'invalid_token' },
  ),
  other(
    'grant-scope',
    'management_scope_missing',
    {
      ja: '照会だけのトークンで許可を解除する',
      en: 'A grant ended with a token that may only query',
    },
    async (desk) => {
      const { grant_id } = await desk.tokens();
      return desk.get(`/oauth2/grants/${grant_id}`, await machineToken(desk), 'DELETE');
    },
    { error: 'insufficient_scope' },
  ),
  other(
    'grant-foreign',
    'managed_grant_foreign',
    {
      ja: '別のクライアントの許可を見る',
      en: 'The grant of another client looked at',
    },
    async (desk) => {
      const { grant_id } = await desk.tokens();
      return desk.get(`/oauth2/grants/${grant_id}`, await machineToken(desk));
    },
  ),
  other(
    'grant-unknown',
    'managed_grant_unknown',
    {
      ja: '存在しない許可を見る',
      en: 'A grant looked at that there is not',
    },
    async (desk) => desk.get('/oauth2/grants/g_nobody', await machineToken(desk)),
  ),
  other(
    'client-credentials-scope',
    'client_credentials_scope',
    {
      ja: '顧客のデータの scope を自分の名で求める',
      en: 'A scope of customers’ data asked for on one’s own behalf',
    },
    (desk) =>
      desk.post(
        '/oauth2/token',
        { grant_type: 'client_credentials', scope: 'account:balance' },
        desk.basic('machine'),
      ),
  ),
  other(
    'path',
    'endpoint_unknown',
    {
      ja: '存在しないエンドポイント',
      en: 'An endpoint there is not',
    },
    (desk) => desk.get('/oauth2/authorise', { accept: 'application/json' }),
  ),
];

async function machineToken(desk: Parameters<Trial['send']>[0]): Promise<Record<string, string>> {
  const form = { grant_type: 'client_credentials', scope: 'grant_management_query' };
  const response = await desk.post('/oauth2/token', form, desk.basic('machine'));
  const { access_token: token = '' } = (await response.json()) as { access_token?: string };
  return { authorization: `Bearer ${token}` };
}
