import { randomUUID } from 'node:crypto';
import { sign, signWithText, tampered, unsigned } from '../signing.ts';
import type { Form, TestDesk } from '../test-desk.ts';
import type { Trial } from '../trial.ts';

const TOKEN = '/oauth2/token';
const FORM = { grant_type: 'refresh_token', refresh_token: 'rt_made.up' };
const ASSERTION_TYPE = 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer';
type Making = (desk: TestDesk) => string | Promise<string>;

function client(id: string, code: Trial['code'], sent: Trial['sent'], send: Trial['send']): Trial {
  return { id: `client.${id}`, group: 'client_authentication', code, sent, send };
}

function asserted(
  id: string,
  code: Trial['code'],
  sent: Trial['sent'],
  make: Making,
  form: Form = {},
): Trial {
  return client(`assertion-${id}`, code, sent, async (desk) =>
    desk.postKeyed(TOKEN, { ...FORM, client_assertion: await make(desk), ...form }),
  );
}

/** Refusals of client authentication, and of what is no form of a client. */
export const clientTrials: readonly Trial[] = [
  client(
    'anonymous',
    'client_authentication_missing',
    {
      ja: '認証の情報なし',
      en: 'No client authentication',
    },
    (desk) => desk.post(TOKEN, FORM, {}),
  ),
  client(
    'name-only',
    'client_authentication_missing',
    {
      ja: '秘密を持つクライアントが client_id だけ',
      en: 'Only the client_id of a confidential client',
    },
    (desk) => desk.post(TOKEN, { ...FORM, client_id: desk.id('secret') }, {}),
  ),
  client(
    'unknown',
    'client_unknown',
    {
      ja: '未登録のクライアント',
      en: 'A client nobody registered',
    },
    (desk) =>
      desk.post(TOKEN, FORM, { authorization: `Basic ${Buffer.from('nobody:x').toString('base64')}` }),
  ),
  client(
    'wrong-secret',
    'client_secret_wrong',
    {
      ja: '違う client_secret',
      en: 'A wrong client_secret',
    },
    (desk) => desk.post(TOKEN, FORM, desk.basic('secret', 'wrong')),
  ),
  client(
    'wrong-method',
    'client_authentication_method_mismatch',
    {
      ja: '登録と違う認証方式（本文の client_secret）',
      en: 'Another method than the registered one (client_secret in the body)',
    },
    (desk) =>
      desk.post(
        TOKEN,
        { ...FORM, client_id: desk.id('secret'), client_secret: desk.client('secret').client_secret },
        {},
      ),
  ),
  client(
    'two-identities',
    'client_credentials_conflict',
    {
      ja: 'ヘッダーと本文で違うクライアント',
      en: 'One client in the header, another in the body',
    },
    (desk) => desk.post(TOKEN, { ...FORM, client_id: desk.id('other') }),
  ),
  client(
    'twice',
    'client_authentication_twice',
    {
      ja: '厳格なプロファイルで認証を二重に送る',
      en: 'Credentials sent twice under a strict profile',
    },
    (desk) =>
      desk.post(
        TOKEN,
        { ...FORM, client_id: desk.id('strict'), client_secret: desk.client('strict').client_secret },
        desk.basic('strict'),
      ),
  ),
  client(
    'malformed-basic',
    'basic_header_malformed',
    {
      ja: '壊れた Basic ヘッダー',
      en: 'A malformed Basic header',
    },
    (desk) => desk.post(TOKEN, FORM, { authorization: 'Basic !' }),
  ),
  client(
    'scheme',
    'authorization_scheme_unsupported',
    {
      ja: 'トークンエンドポイントに Bearer',
      en: 'Bearer at the token endpoint',
    },
    (desk) => desk.post(TOKEN, FORM, { authorization: 'Bearer abc' }),
  ),
  client(
    'json',
    'token_request_media_type',
    {
      ja: 'フォームでなく JSON',
      en: 'JSON in the place of a form',
    },
    (desk) => desk.json(TOKEN, FORM, desk.basic('secret')),
  ),
  client(
    'oversized',
    'token_request_too_large',
    {
      ja: '大きすぎる本文（70,000文字）',
      en: 'A body too large (70,000 characters)',
    },
    (desk) => desk.post(TOKEN, { code: 'x'.repeat(70_000) }),
  ),
  client(
    'in-query',
    'token_parameters_in_query',
    {
      ja: 'パラメーターを URL に書く',
      en: 'Parameters in the URL',
    },
    (desk) => desk.post(`${TOKEN}?grant_type=refresh_token`, { refresh_token: 'rt_x' }),
  ),
  client(
    'doubled',
    'parameter_repeated',
    {
      ja: 'grant_type を二つ',
      en: 'Two grant_type',
    },
    (desk) => desk.post(TOKEN, 'grant_type=refresh_token&grant_type=authorization_code'),
  ),
  client(
    'method',
    'token_method_not_allowed',
    {
      ja: 'GET によるトークン要求',
      en: 'A token request by GET',
    },
    (desk) => desk.get(TOKEN),
  ),

  asserted(
    'type',
    'assertion_type_unsupported',
    {
      ja: '知らない client_assertion_type',
      en: 'An unknown client_assertion_type',
    },
    (desk) => desk.assertion(),
    { client_assertion_type: 'saml2' },
  ),
  asserted(
    'malformed',
    'assertion_malformed',
    { ja: 'JWT でないアサーション', en: 'An assertion that is no JWT' },
    () => 'abc',
  ),
  asserted(
    'none',
    'client_authentication_method_mismatch',
    {
      ja: '公開クライアントの名での署名なし（alg none）のアサーション',
      en: 'An assertion with alg none in the name of a public client',
    },
    (desk) => unsigned(desk.assertionClaims({}, 'open')),
  ),
  asserted(
    'none-keyed',
    'assertion_algorithm',
    {
      ja: '署名なし（alg none）のアサーション',
      en: 'An assertion with alg none',
    },
    (desk) => unsigned(desk.assertionClaims()),
  ),
  asserted(
    'confused',
    'client_authentication_method_mismatch',
    {
      ja: '公開鍵を HMAC の鍵にしたアサーション（alg の取り違え）',
      en: 'An assertion with an HMAC over the public key (algorithm confusion)',
    },
    (desk) => signWithText(JSON.stringify(desk.keys.own.jwk), desk.assertionClaims()),
  ),
  asserted(
    'stranger',
    'assertion_signature',
    {
      ja: '他人の鍵で署名し、kid は登録のもの',
      en: 'Signed with a stranger’s key under the registered kid',
    },
    (desk) => sign(desk.keys.stranger, desk.assertionClaims(), { kid: desk.keys.own.kid }),
  ),
  asserted(
    'unknown-key',
    'assertion_key_unknown',
    {
      ja: '登録のない kid',
      en: 'A kid that is not registered',
    },
    (desk) => sign(desk.keys.stranger, desk.assertionClaims()),
  ),
  asserted(
    'tampered',
    'assertion_signature',
    {
      ja: '署名を一文字変えたアサーション',
      en: 'An assertion with one letter of the signature changed',
    },
    async (desk) => tampered(await desk.assertion()),
  ),
  ...(['jwk', 'jku', 'x5u'] as const).map((header) =>
    asserted(
      header,
      'assertion_carries_key',
      {
        ja: `ヘッダーに鍵を持ち込む（${header}）`,
        en: `A key brought along in the header (${header})`,
      },
      (desk) =>
        sign(desk.keys.stranger, desk.assertionClaims(), {
          [header]: header === 'jwk' ? desk.keys.stranger.jwk : 'https://evil.example/keys',
        }),
    ),
  ),
  asserted(
    'subject',
    'assertion_subject',
    {
      ja: 'iss が別のクライアント',
      en: 'The iss is another client',
    },
    (desk) => desk.assertion({ iss: desk.id('other') }),
  ),
  asserted(
    'audience',
    'assertion_audience',
    {
      ja: '別のサーバー宛て（aud）のアサーション',
      en: 'An assertion for another server (aud)',
    },
    (desk) => desk.assertion({ aud: 'https://evil.example' }),
  ),
  client(
    'assertion-fapi-audience',
    'assertion_audience',
    {
      ja: 'FAPI 2.0 で aud が配列',
      en: 'An aud that is an array under FAPI 2.0',
    },
    async (desk) =>
      desk.postKeyed(TOKEN, {
        ...FORM,
        client_assertion: await desk.assertion({ aud: [desk.issuer] }, {}, 'fapi'),
      }),
  ),
  asserted('no-expiry', 'assertion_claim_missing', { ja: 'exp なし', en: 'No exp' }, (desk) =>
    desk.assertion({ exp: undefined }),
  ),
  asserted(
    'expired',
    'assertion_expired',
    { ja: '期限切れのアサーション', en: 'An assertion that has expired' },
    (desk) => desk.assertion({ exp: desk.now - 1 }),
  ),
  asserted(
    'early',
    'assertion_not_yet_valid',
    {
      ja: '発行が未来（iat）のアサーション',
      en: 'An assertion from the future (iat)',
    },
    (desk) => desk.assertion({ iat: desk.now + 120 }),
  ),
  asserted('no-identifier', 'assertion_claim_missing', { ja: 'jti なし', en: 'No jti' }, (desk) =>
    desk.assertion({ jti: undefined }),
  ),
  client(
    'assertion-replayed',
    'assertion_replayed',
    {
      ja: '同じアサーションを二度',
      en: 'The same assertion twice',
    },
    async (desk) => {
      const form = {
        ...FORM,
        client_assertion_type: ASSERTION_TYPE,
        client_assertion: await desk.assertion({ jti: randomUUID() }),
      };
      await (await desk.postKeyed(TOKEN, form)).arrayBuffer();
      return desk.postKeyed(TOKEN, form);
    },
  ),
  {
    id: 'client.request-object-as-assertion',
    group: 'client_authentication',
    code: 'client_unknown',
    sent: { ja: '要求オブジェクトをアサーションとして使う', en: 'A request object used as an assertion' },
    send: async (desk) => desk.postKeyed(TOKEN, { ...FORM, client_assertion: await desk.requestObject() }),
  },
];
