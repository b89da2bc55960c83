import { sign, tampered } from '../signing.ts';
import type { Trial } from '../trial.ts';

const USERINFO = '/oauth2/userinfo';

/** Userinfo and not the data API, which rests when the bank is closed. */
function resource(
  id: string,
  code: Trial['code'],
  sent: Trial['sent'],
  send: Trial['send'],
  error = 'invalid_token',
): Trial {
  return { id: `resource.${id}`, group: 'resource', code, error, sent, send };
}

const bearer = (token: string | undefined) => ({ authorization: `Bearer ${token ?? ''}` });

/** Refusals of access tokens. */
export const resourceTrials: readonly Trial[] = [
  resource('none', 'access_token_missing', { ja: 'トークンなし', en: 'No token' }, (desk) =>
    desk.get(USERINFO),
  ),
  resource(
    'query',
    'access_token_in_query',
    {
      ja: 'トークンを URL に書く',
      en: 'The token in the URL',
    },
    async (desk) => desk.get(`${USERINFO}?access_token=${(await desk.tokens()).access_token}`),
    'invalid_request',
  ),
  resource(
    'basic',
    'access_token_foreign_scheme',
    {
      ja: 'Basic 認証で呼ぶ',
      en: 'Called with Basic credentials',
    },
    (desk) => desk.get(USERINFO, desk.basic('secret')),
  ),
  resource('made-up', 'access_token_unknown', { ja: '作り話のトークン', en: 'A token made up' }, (desk) =>
    desk.get(USERINFO, bearer('at_made.up')),
  ),
  resource(
    'refresh-token',
    'access_token_unknown',
    {
      ja: 'リフレッシュトークンを使う',
      en: 'A refresh token',
    },
    async (desk) => desk.get(USERINFO, bearer((await desk.tokens()).refresh_token)),
  ),
  resource('id-token', 'access_token_unknown', { ja: 'ID トークンを使う', en: 'An ID token' }, async (desk) =>
    desk.get(USERINFO, bearer((await desk.tokens()).id_token)),
  ),
  resource(
    'forged',
    'access_token_unknown',
    {
      ja: '自分で署名した at+jwt',
      en: 'An at+jwt signed by the client itself',
    },
    async (desk) => {
      const claims = { iss: desk.issuer, aud: desk.issuer, exp: desk.now + 60, jti: 't_x', scope: 'openid' };
      return desk.get(USERINFO, bearer(await sign(desk.keys.stranger, claims, { typ: 'at+jwt' })));
    },
  ),
  resource(
    'tampered',
    'access_token_unknown',
    {
      ja: '一文字変えたトークン',
      en: 'A token with one letter changed',
    },
    async (desk) => desk.get(USERINFO, bearer(tampered((await desk.tokens()).access_token))),
  ),
  resource(
    'expired',
    'access_token_expired',
    {
      ja: '期限の切れたトークン',
      en: 'A token that has expired',
    },
    async (desk) => {
      const { access_token, grant_id } = await desk.tokens();
      await desk.endAccessTokens(grant_id, { expiresAt: desk.context.clock.now() });
      return desk.get(USERINFO, bearer(access_token));
    },
  ),
  resource(
    'revoked',
    'access_token_revoked',
    { ja: '失効したトークン', en: 'A token that was revoked' },
    async (desk) => {
      const { access_token, grant_id } = await desk.tokens();
      await desk.endAccessTokens(grant_id, { revokedAt: desk.context.clock.now() });
      return desk.get(USERINFO, bearer(access_token));
    },
  ),
  resource(
    'grant-ended',
    'access_token_grant_ended',
    {
      ja: '90日が過ぎた許可のトークン',
      en: 'A token after the 90 days of its grant',
    },
    async (desk) => {
      const { access_token, grant_id } = await desk.tokens();
      await desk.changeGrant(grant_id, { expiresAt: desk.context.clock.now() });
      return desk.get(USERINFO, bearer(access_token));
    },
  ),
  resource(
    'scope',
    'scope_missing',
    {
      ja: '許可されていない scope の要るもの',
      en: 'Something that takes a scope that was not granted',
    },
    async (desk) => {
      const { access_token } = await desk.tokens('secret', { scopes: ['account:balance'] });
      return desk.get(USERINFO, bearer(access_token));
    },
    'insufficient_scope',
  ),
  resource(
    'dpop-unbound',
    'access_token_unbound',
    {
      ja: '鍵のないトークンを DPoP と称する',
      en: 'A token without a key that claims to be DPoP',
    },
    async (desk) => desk.get(USERINFO, { authorization: `DPoP ${(await desk.tokens()).access_token}` }),
  ),
];
