import { MINUTE } from '../../bank/time.ts';
import { sha256 } from '../signing.ts';
import type { Form, TestDesk } from '../test-desk.ts';
import type { Trial } from '../trial.ts';

const TOKEN = '/oauth2/token';
type Code = Awaited<ReturnType<TestDesk['code']>>;

const redeeming = ({ code, verifier }: Code, changes: Form = {}): Form => ({
  grant_type: 'authorization_code',
  code,
  code_verifier: verifier,
  redirect_uri: 'https://self-test.invalid/callback',
  ...changes,
});

function code(id: string, cause: Trial['code'], sent: Trial['sent'], send: Trial['send']): Trial {
  return { id: `code.${id}`, group: 'code', code: cause, sent, send };
}

function refresh(id: string, cause: Trial['code'], sent: Trial['sent'], send: Trial['send']): Trial {
  return { id: `refresh.${id}`, group: 'refresh', code: cause, sent, send };
}

const changed =
  (changes: Form): Trial['send'] =>
  async (desk) =>
    desk.post(TOKEN, redeeming(await desk.code(), changes));

const refreshing = (refreshToken: string | undefined, more: Form = {}): Form => ({
  grant_type: 'refresh_token',
  refresh_token: refreshToken,
  ...more,
});

/** Refusals of the token endpoint: codes and refresh tokens. */
export const grantTrials: readonly Trial[] = [
  code('no-type', 'token_parameter_missing', { ja: 'grant_type なし', en: 'No grant_type' }, (desk) =>
    desk.post(TOKEN, { code: 'x' }),
  ),
  code(
    'password',
    'grant_type_unsupported',
    {
      ja: 'パスワードを渡す grant_type=password',
      en: 'grant_type=password with a password',
    },
    (desk) => desk.post(TOKEN, { grant_type: 'password', username: 'a', password: 'b' }),
  ),
  code(
    'not-registered',
    'grant_type_not_registered',
    {
      ja: '登録のない grant_type',
      en: 'A grant_type the client is not registered for',
    },
    (desk) => desk.post(TOKEN, refreshing('rt_x'), desk.basic('machine')),
  ),
  code('missing', 'token_parameter_missing', { ja: 'code なし', en: 'No code' }, (desk) =>
    desk.post(TOKEN, { grant_type: 'authorization_code' }),
  ),
  code('made-up', 'code_unknown', { ja: '作り話のコード', en: 'A code made up' }, (desk) =>
    desk.post(TOKEN, { grant_type: 'authorization_code', code: 'ac_made.up' }),
  ),
  code(
    'refresh-token',
    'code_unknown',
    {
      ja: 'リフレッシュトークンをコードとして使う',
      en: 'A refresh token used as a code',
    },
    async (desk) =>
      desk.post(TOKEN, { grant_type: 'authorization_code', code: (await desk.tokens()).refresh_token }),
  ),
  code('expired', 'code_expired', { ja: '期限の切れたコード', en: 'A code that has expired' }, async (desk) =>
    desk.post(TOKEN, redeeming(await desk.code('secret', {}, { ageMs: MINUTE }))),
  ),
  code('reused', 'code_reused', { ja: '同じコードを二度', en: 'The same code twice' }, async (desk) => {
    const form = redeeming(await desk.code());
    await (await desk.post(TOKEN, form)).arrayBuffer();
    return desk.post(TOKEN, form);
  }),
  code(
    'of-another',
    'code_of_another_client',
    {
      ja: '別のクライアントのコード',
      en: 'The code of another client',
    },
    async (desk) => desk.post(TOKEN, redeeming(await desk.code('other'))),
  ),
  code(
    'no-redirect',
    'code_redirect_uri_missing',
    {
      ja: '認可要求で使った redirect_uri を省く',
      en: 'The redirect_uri of the authorization request left out',
    },
    changed({ redirect_uri: undefined }),
  ),
  code(
    'other-redirect',
    'code_redirect_uri_mismatch',
    {
      ja: '認可要求と違う redirect_uri',
      en: 'Another redirect_uri than in the authorization request',
    },
    changed({ redirect_uri: 'https://self-test.invalid/other' }),
  ),
  code(
    'no-verifier',
    'code_verifier_missing',
    {
      ja: 'code_verifier なし',
      en: 'No code_verifier',
    },
    changed({ code_verifier: undefined }),
  ),
  code(
    'wrong-verifier',
    'code_verifier_wrong',
    {
      ja: '違う code_verifier',
      en: 'A wrong code_verifier',
    },
    changed({ code_verifier: sha256('another') }),
  ),
  code(
    'short-verifier',
    'code_verifier_malformed',
    {
      ja: '短すぎる code_verifier',
      en: 'A code_verifier too short',
    },
    changed({ code_verifier: 'short' }),
  ),
  code(
    'surplus-verifier',
    'code_verifier_surplus',
    {
      ja: 'code_challenge のないコードに code_verifier（格下げ攻撃）',
      en: 'A code_verifier for a code without challenge (downgrade)',
    },
    async (desk) => desk.post(TOKEN, redeeming(await desk.code('secret', {}, { challenged: false }))),
  ),
  code(
    'other-key',
    'dpop_key_mismatch',
    {
      ja: '別の鍵（dpop_jkt）に結び付いたコード',
      en: 'A code bound to another key (dpop_jkt)',
    },
    async (desk) => {
      const bound = await desk.code('secret', { dpopThumbprint: await desk.thumbprint() });
      const dpop = await desk.proof({}, {}, desk.keys.otherProof);
      return desk.post(TOKEN, redeeming(bound), { ...desk.basic('secret'), dpop });
    },
  ),

  refresh(
    'missing',
    'token_parameter_missing',
    { ja: 'refresh_token が空', en: 'An empty refresh_token' },
    (desk) => desk.post(TOKEN, refreshing('')),
  ),
  refresh(
    'made-up',
    'refresh_token_unknown',
    {
      ja: '作り話のリフレッシュトークン',
      en: 'A refresh token made up',
    },
    (desk) => desk.post(TOKEN, refreshing('rt_made.up')),
  ),
  refresh(
    'access-token',
    'refresh_token_unknown',
    {
      ja: 'アクセストークンで更新する',
      en: 'An access token used to refresh',
    },
    async (desk) => desk.post(TOKEN, refreshing((await desk.tokens()).access_token)),
  ),
  refresh(
    'of-another',
    'refresh_token_of_another_client',
    {
      ja: '別のクライアントのリフレッシュトークン',
      en: 'The refresh token of another client',
    },
    async (desk) => desk.post(TOKEN, refreshing((await desk.tokens('other')).refresh_token)),
  ),
  refresh(
    'reused',
    'refresh_token_reused',
    {
      ja: '交換済みのリフレッシュトークンをもう一度（盗難の疑い）',
      en: 'A refresh token that was already exchanged (theft)',
    },
    async (desk) => {
      const { refresh_token } = await desk.tokens('strict');
      await (await desk.post(TOKEN, refreshing(refresh_token), desk.basic('strict'))).arrayBuffer();
      return desk.post(TOKEN, refreshing(refresh_token), desk.basic('strict'));
    },
  ),
  refresh(
    'wider',
    'scope_exceeds_grant',
    {
      ja: '許可より広い scope で更新',
      en: 'A refresh with a wider scope than was granted',
    },
    async (desk) => {
      const { refresh_token } = await desk.tokens('secret', { scopes: ['account:balance'] });
      return desk.post(TOKEN, refreshing(refresh_token, { scope: 'account:balance account:transaction' }));
    },
  ),
  refresh(
    'unknown-scope',
    'scope_exceeds_grant',
    {
      ja: '知らない scope で更新',
      en: 'A refresh with an unknown scope',
    },
    async (desk) => desk.post(TOKEN, refreshing((await desk.tokens()).refresh_token, { scope: 'payments' })),
  ),
  refresh(
    'grant-expired',
    'grant_expired',
    {
      ja: '90日が過ぎた許可で更新',
      en: 'A refresh after the 90 days of the grant',
    },
    async (desk) => {
      const { refresh_token, grant_id } = await desk.tokens();
      await desk.changeGrant(grant_id, { expiresAt: desk.context.clock.now() });
      return desk.post(TOKEN, refreshing(refresh_token));
    },
  ),
  refresh(
    'grant-revoked',
    'grant_revoked',
    {
      ja: '解除された許可で更新',
      en: 'A refresh after the grant was revoked',
    },
    async (desk) => {
      const { refresh_token, grant_id } = await desk.tokens();
      await desk.changeGrant(grant_id, { endedAt: desk.context.clock.now(), endReason: 'revoked_by_bank' });
      return desk.post(TOKEN, refreshing(refresh_token));
    },
  ),
  refresh(
    'grant-superseded',
    'grant_superseded',
    {
      ja: '新しい許可に置き換えられた許可で更新',
      en: 'A refresh after a newer grant took its place',
    },
    async (desk) => {
      const { refresh_token, grant_id } = await desk.tokens();
      await desk.changeGrant(grant_id, { endedAt: desk.context.clock.now(), endReason: 'superseded' });
      return desk.post(TOKEN, refreshing(refresh_token));
    },
  ),
];
