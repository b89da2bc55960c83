import { sign, tampered } from '../test-desk.ts';
import type { TestDesk } from '../test-desk.ts';
import type { Trial } from '../trial.ts';

const TOKEN = '/oauth2/token';
const USERINFO = '/oauth2/userinfo';
/** A request that is refused for its proof before anything else of it is looked at. */
const FORM = { grant_type: 'refresh_token', refresh_token: 'rt_made.up' };
type Making = (desk: TestDesk) => string | Promise<string>;

function proven(id: string, code: Trial['code'], sent: Trial['sent'], make: Making): Trial {
  return {
    id: `dpop.${id}`,
    group: 'dpop',
    code,
    sent,
    send: async (desk) => desk.post(TOKEN, FORM, { ...desk.basic('secret'), dpop: await make(desk) }),
  };
}

/** At a resource, with a token bound to the key of the run. */
function bound(
  id: string,
  code: Trial['code'],
  sent: Trial['sent'],
  headers: (desk: TestDesk, token: string) => Promise<Record<string, string>>,
  more: Partial<Trial> = {},
): Trial {
  return {
    id: `dpop.${id}`,
    group: 'dpop',
    code,
    status: 401,
    sent,
    ...more,
    send: async (desk) => {
      const jkt = await desk.thumbprint();
      const { access_token } = await desk.tokens('secret', { confirmation: { jkt } });
      return desk.get(USERINFO, await headers(desk, access_token));
    },
  };
}

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

/** Refusals of DPoP proofs and access tokens. */
export const resourceTrials: readonly Trial[] = [
  proven(
    'repeated',
    'dpop_proof_repeated',
    { ja: '証明を二つ', en: 'Two proofs' },
    async (desk) => `${await desk.proof()}, ${await desk.proof()}`,
  ),
  proven(
    'malformed',
    'dpop_proof_malformed',
    { ja: 'JWT でない証明', en: 'A proof that is no JWT' },
    () => 'abc',
  ),
  proven('type', 'dpop_type', { ja: 'typ が JWT', en: 'The typ is JWT' }, (desk) =>
    desk.proof({}, { typ: 'JWT' }),
  ),
  proven('no-key', 'dpop_key_missing', { ja: '公開鍵なし', en: 'No public key' }, (desk) =>
    desk.proof({}, { jwk: undefined }),
  ),
  proven(
    'private-key',
    'dpop_key_private',
    { ja: '秘密鍵入りの jwk', en: 'A jwk with the private key' },
    (desk) => desk.proof({}, { jwk: { ...desk.keys.proof.jwk, d: 'secret' } }),
  ),
  proven(
    'other-key',
    'dpop_signature',
    {
      ja: 'jwk とは別の鍵で署名',
      en: 'Signed with another key than the jwk',
    },
    (desk) => desk.proof({}, { jwk: desk.keys.proof.jwk }, desk.keys.otherProof),
  ),
  proven(
    'tampered',
    'dpop_signature',
    { ja: '署名を一文字変えた証明', en: 'One letter of the signature changed' },
    async (desk) => tampered(await desk.proof()),
  ),
  proven('method', 'dpop_method_mismatch', { ja: 'htm が違う', en: 'Another method (htm)' }, (desk) =>
    desk.proof({ htm: 'GET' }),
  ),
  proven('uri', 'dpop_uri_mismatch', { ja: 'htu が別の場所', en: 'Another address (htu)' }, (desk) =>
    desk.proof({ htu: `${desk.issuer}/oauth2/par` }),
  ),
  proven('host', 'dpop_uri_mismatch', { ja: 'htu が別のサーバー', en: 'Another server (htu)' }, (desk) =>
    desk.proof({ htu: 'https://evil.example/oauth2/token' }),
  ),
  proven('no-identifier', 'dpop_claim_missing', { ja: 'jti なし', en: 'No jti' }, (desk) =>
    desk.proof({ jti: undefined }),
  ),
  proven('no-time', 'dpop_claim_missing', { ja: 'iat なし', en: 'No iat' }, (desk) =>
    desk.proof({ iat: undefined }),
  ),
  proven('old', 'dpop_proof_stale', { ja: '古い証明（2分前）', en: 'An old proof (two minutes)' }, (desk) =>
    desk.proof({ iat: desk.now - 120 }),
  ),
  proven(
    'early',
    'dpop_proof_stale',
    { ja: '未来の証明（2分先）', en: 'A proof from the future (two minutes)' },
    (desk) => desk.proof({ iat: desk.now + 120 }),
  ),
  proven('nonce', 'dpop_nonce_required', { ja: '作り話の nonce', en: 'A nonce made up' }, (desk) =>
    desk.proof({ nonce: 'made-up' }),
  ),
  {
    id: 'dpop.replayed',
    group: 'dpop',
    code: 'dpop_proof_replayed',
    sent: { ja: '同じ証明を二度', en: 'The same proof twice' },
    send: async (desk) => {
      const headers = { ...desk.basic('secret'), dpop: await desk.proof() };
      await (await desk.post(TOKEN, FORM, headers)).arrayBuffer();
      return desk.post(TOKEN, FORM, headers);
    },
  },
  {
    id: 'dpop.required',
    group: 'dpop',
    code: 'dpop_proof_required',
    sent: { ja: 'FAPI 2.0 のクライアントが証明なし', en: 'A FAPI 2.0 client without a proof' },
    send: (desk) => desk.postKeyed(TOKEN, FORM, {}, 'fapi'),
  },
  bound(
    'as-bearer',
    'access_token_binding',
    {
      ja: '鍵に結び付いたトークンを Bearer で使う',
      en: 'A bound token sent as Bearer',
    },
    (_desk, token) => Promise.resolve(bearer(token)),
    { error: 'invalid_token' },
  ),
  bound(
    'no-proof',
    'access_token_binding',
    {
      ja: '鍵に結び付いたトークンを証明なしで使う',
      en: 'A bound token without a proof',
    },
    (_desk, token) => Promise.resolve({ authorization: `DPoP ${token}` }),
    { error: 'invalid_token' },
  ),
  bound(
    'wrong-hash',
    'dpop_token_hash_mismatch',
    {
      ja: '別のトークンの証明（ath）',
      en: 'The proof of another token (ath)',
    },
    async (desk, token) => ({ authorization: `DPoP ${token}`, dpop: await desk.resourceProof('another') }),
  ),
  bound(
    'stolen',
    'access_token_key_mismatch',
    {
      ja: '盗んだトークンを自分の鍵で使う',
      en: 'A stolen token with the thief’s own key',
    },
    async (desk, token) => ({
      authorization: `DPoP ${token}`,
      dpop: await desk.resourceProof(token, {}, desk.keys.otherProof),
    }),
    { error: 'invalid_token' },
  ),

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
  ),
  resource(
    'basic',
    'access_token_malformed',
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
