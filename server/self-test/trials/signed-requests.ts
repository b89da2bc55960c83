import { sign, signWithText, tampered, unsigned } from '../signing.ts';
import { encoded } from '../test-desk.ts';
import type { TestDesk } from '../test-desk.ts';
import type { Trial } from '../trial.ts';

const PAR = '/oauth2/par';
type Making = (desk: TestDesk) => string | Promise<string>;

function pushed(id: string, code: Trial['code'], sent: Trial['sent'], send: Trial['send']): Trial {
  return { id: `par.${id}`, group: 'pushed_request', code, sent, send };
}

/** A request object in a pushed request, so that the refusal comes as JSON. */
function object(id: string, code: Trial['code'], sent: Trial['sent'], make: Making): Trial {
  return {
    id: `object.${id}`,
    group: 'request_object',
    code,
    sent,
    send: async (desk) => desk.postKeyed(PAR, { request: await make(desk) }),
  };
}

const claims = (
  id: string,
  changes: (desk: TestDesk) => Record<string, unknown>,
  sent: Trial['sent'],
): Trial => object(id, 'request_object_claims', sent, (desk) => desk.requestObject(changes(desk)));

/** Refusals of pushed requests and of request objects. */
export const signedRequestTrials: readonly Trial[] = [
  pushed(
    'anonymous',
    'client_authentication_missing',
    {
      ja: '認証なしの PAR',
      en: 'PAR without client authentication',
    },
    (desk) => desk.post(PAR, desk.request(), {}),
  ),
  pushed(
    'nested',
    'request_uri_in_pushed_request',
    {
      ja: 'PAR の中に request_uri',
      en: 'A request_uri inside a pushed request',
    },
    async (desk) => desk.post(PAR, desk.request({ request_uri: await desk.push() })),
  ),
  pushed(
    'foreign-client',
    'client_credentials_conflict',
    {
      ja: '別のクライアントの client_id を添えた PAR',
      en: 'PAR with the client_id of another client',
    },
    (desk) => desk.post(PAR, desk.request({ client_id: desk.id('other') })),
  ),
  pushed(
    'redirect',
    'redirect_uri_mismatch',
    {
      ja: '登録と違う redirect_uri の PAR',
      en: 'PAR with a redirect_uri that is not registered',
    },
    (desk) => desk.post(PAR, desk.request({ redirect_uri: 'https://evil.example/callback' })),
  ),
  pushed(
    'doubled',
    'parameter_repeated',
    {
      ja: 'scope を二つ持つ PAR',
      en: 'PAR with two scope',
    },
    (desk) => desk.post(PAR, `${encoded(desk.request())}&scope=openid`),
  ),
  pushed(
    'no-pkce',
    'pkce_required',
    {
      ja: 'FAPI 2.0 のクライアントが PKCE なしで PAR',
      en: 'PAR of a FAPI 2.0 client without PKCE',
    },
    (desk) => desk.postKeyed(PAR, desk.request(), {}, 'fapi'),
  ),
  pushed(
    'unsigned',
    'request_object_required',
    {
      ja: 'メッセージ署名のクライアントが署名なしで PAR',
      en: 'PAR of a message-signing client without a signed object',
    },
    (desk) => desk.postKeyed(PAR, desk.request(), {}, 'signing'),
  ),
  pushed(
    'resource',
    'resource_unknown',
    {
      ja: '別のサーバーを指す resource',
      en: 'A resource that is another server',
    },
    (desk) => desk.post(PAR, desk.request({ resource: 'https://api.evil.example' })),
  ),

  object(
    'malformed',
    'request_object_malformed',
    { ja: 'JWT でない request', en: 'A request that is no JWT' },
    () => 'abc',
  ),
  object(
    'none',
    'request_object_algorithm',
    {
      ja: '署名なし（alg none）の要求オブジェクト',
      en: 'A request object with alg none',
    },
    (desk) => unsigned(desk.requestClaims()),
  ),
  object(
    'confused',
    'request_object_algorithm',
    {
      ja: '公開鍵を HMAC の鍵にした要求オブジェクト（alg の取り違え）',
      en: 'A request object with an HMAC over the public key (algorithm confusion)',
    },
    (desk) => signWithText(JSON.stringify(desk.keys.own.jwk), desk.requestClaims()),
  ),
  object(
    'stranger',
    'request_object_signature',
    {
      ja: '他人の鍵で署名し、kid は登録のもの',
      en: 'Signed with a stranger’s key under the registered kid',
    },
    (desk) => sign(desk.keys.stranger, desk.requestClaims(), { kid: desk.keys.own.kid }),
  ),
  object(
    'tampered',
    'request_object_signature',
    {
      ja: '署名を一文字変えた要求オブジェクト',
      en: 'A request object with one letter of the signature changed',
    },
    async (desk) => tampered(await desk.requestObject()),
  ),
  object(
    'jwk',
    'request_object_claims',
    {
      ja: 'ヘッダーに自分の鍵（jwk）を持ち込む',
      en: 'A key brought along in the header (jwk)',
    },
    (desk) => sign(desk.keys.stranger, desk.requestClaims(), { jwk: desk.keys.stranger.jwk }),
  ),
  claims('audience', () => ({ aud: 'https://evil.example' }), {
    ja: '別のサーバー宛て（aud）の要求オブジェクト',
    en: 'A request object for another server (aud)',
  }),
  claims('issuer', (desk) => ({ iss: desk.id('other') }), {
    ja: 'iss が別のクライアント',
    en: 'The iss is another client',
  }),
  claims('client', (desk) => ({ client_id: desk.id('other') }), {
    ja: '中の client_id が外と違う',
    en: 'The client_id inside differs from the one outside',
  }),
  claims('assertion', (desk) => ({ sub: desk.id('keyed') }), {
    ja: 'アサーションとして使い回せる（sub = client_id）',
    en: 'It could pass for an assertion (sub = client_id)',
  }),
  claims('nested', () => ({ request: 'e30.e30.' }), { ja: '中に request', en: 'A request inside' }),
  claims('expired', (desk) => ({ exp: desk.now - 1 }), {
    ja: '期限切れの要求オブジェクト',
    en: 'A request object that has expired',
  }),
  claims('early', (desk) => ({ nbf: desk.now + 120 }), {
    ja: 'まだ有効でない要求オブジェクト（nbf）',
    en: 'A request object that is not yet valid (nbf)',
  }),
  claims('types', () => ({ exp: 'tomorrow' }), { ja: 'exp が文字列', en: 'An exp that is text' }),
  {
    id: 'object.fapi-times',
    group: 'request_object',
    code: 'request_object_claims',
    sent: { ja: 'FAPI で nbf のない要求オブジェクト', en: 'A request object without nbf under FAPI' },
    send: async (desk) =>
      desk.postKeyed(
        PAR,
        { request: await desk.requestObject({ nbf: undefined }, {}, 'signing') },
        {},
        'signing',
      ),
  },
];
