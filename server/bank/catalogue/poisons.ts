import type { PoisonName } from '../poison.ts';
import type { Bilingual } from './entry.ts';

/** What is wrong with a poisoned answer, the clause a client catches it by, and how to mend one that does not. */
export interface PoisonWords {
  readonly spec: string;
  readonly title: Bilingual;
  readonly hint: Bilingual;
}

export const poisonWords: Readonly<Record<PoisonName, PoisonWords>> = {
  'id-token-issuer': {
    spec: 'OpenID Connect Core §3.1.3.7 (2)',
    title: { ja: 'ID トークンの iss が別の発行者', en: 'ID token of another issuer (iss)' },
    hint: {
      ja: 'iss が、連携先として設定した issuer と一文字も違わないことを確かめてください。',
      en: 'Compare iss, character by character, with the issuer you were configured with.',
    },
  },
  'id-token-audience': {
    spec: 'OpenID Connect Core §3.1.3.7 (3)',
    title: { ja: 'ID トークンの aud が別のクライアント', en: 'ID token for another client (aud)' },
    hint: {
      ja: 'aud に自分の client_id が含まれない ID トークンは、他社のものです。捨ててください。',
      en: 'An ID token whose aud lacks your client_id belongs to somebody else. Drop it.',
    },
  },
  'id-token-nonce': {
    spec: 'OpenID Connect Core §3.1.3.7 (11)',
    title: { ja: 'ID トークンの nonce が送ったものと違う', en: 'ID token with another nonce' },
    hint: {
      ja: '認可要求ごとに nonce を作って保存し、ID トークンのものと比べてください。',
      en: 'Make a nonce for each authorization request, keep it, and compare it with that of the ID token.',
    },
  },
  'id-token-expired': {
    spec: 'OpenID Connect Core §3.1.3.7 (9)',
    title: { ja: '期限の切れた ID トークン', en: 'ID token that has expired (exp)' },
    hint: {
      ja: 'exp が過ぎた ID トークンを受け付けないでください。時計の差として許すのは数十秒までです。',
      en: 'Refuse an ID token past its exp; allow for clocks that differ by some seconds and no more.',
    },
  },
  'id-token-future': {
    spec: 'OpenID Connect Core §3.1.3.7 (10)',
    title: { ja: '1時間先に発行された ID トークン', en: 'ID token issued an hour from now (iat)' },
    hint: {
      ja: 'iat が今から離れすぎた ID トークンを断ってください。ライブラリーが見ないことがあるので、自分で比べます。',
      en: 'Refuse an iat too far from now. Libraries may leave the range to you, so compare it yourself.',
    },
  },
  'id-token-signature': {
    spec: 'OpenID Connect Core §3.1.3.7 (6)',
    title: { ja: 'ID トークンの署名が正しくない', en: 'ID token with a bad signature' },
    hint: {
      ja: 'jwks_uri の公開鍵で署名を検証してください。中身を読むだけでは足りません。',
      en: 'Verify the signature with the keys of jwks_uri; reading the payload is not enough.',
    },
  },
  'id-token-alg-none': {
    spec: 'RFC 8725 §3.1, §3.2',
    title: { ja: '署名のない ID トークン（alg: none）', en: 'ID token without a signature (alg: none)' },
    hint: {
      ja: '登録した id_token_signed_response_alg だけを受け付け、none は必ず断ってください。',
      en: 'Accept the registered id_token_signed_response_alg alone, and never none.',
    },
  },
  'id-token-alg-confusion': {
    spec: 'RFC 8725 §2.1, §3.1',
    title: {
      ja: '公開鍵を秘密として HS256 で署名した ID トークン',
      en: 'ID token under HS256 with the public key as secret',
    },
    hint: {
      ja: '署名方式をトークンのヘッダーから選ばず、登録した方式に固定してください。',
      en: 'Do not let the header of a token choose the algorithm; pin the registered one.',
    },
  },
  'id-token-unknown-key': {
    spec: 'OpenID Connect Core §10.1.1',
    title: {
      ja: '公開されていない鍵（知らない kid）の ID トークン',
      en: 'ID token by a key nobody published (unknown kid)',
    },
    hint: {
      ja: '知らない kid なら公開鍵を一度だけ取り直し、それでもなければ断ってください。',
      en: 'At an unknown kid fetch the key set once more; if the key is still not there, refuse.',
    },
  },
  'response-issuer-missing': {
    spec: 'RFC 9207 §2.4',
    title: { ja: '認可応答に iss がない', en: 'Authorization response without iss' },
    hint: {
      ja: 'メタデータが authorization_response_iss_parameter_supported を示すなら、iss のない応答を断ってください。',
      en: 'Where the metadata says authorization_response_iss_parameter_supported, refuse a response without iss.',
    },
  },
  'response-issuer-wrong': {
    spec: 'RFC 9207 §2.4, RFC 9700 §4.4',
    title: {
      ja: '認可応答の iss が別の発行者（取り違え攻撃）',
      en: 'Authorization response of another issuer (mix-up)',
    },
    hint: {
      ja: 'コードをトークンエンドポイントへ送る前に、iss が要求を送った先と同じことを確かめてください。',
      en: 'Before a code goes to a token endpoint, compare iss with the server the request went to.',
    },
  },
  'response-state': {
    spec: 'RFC 6749 §10.12, RFC 9700 §4.7',
    title: { ja: '認可応答の state が送ったものと違う', en: 'Authorization response with another state' },
    hint: {
      ja: 'state をブラウザーのセッションに結び付けて保存し、戻ってきた値と比べてください。',
      en: 'Keep state with the session of the browser and compare what comes back.',
    },
  },
  'jarm-expired': {
    spec: 'JARM §2.4',
    title: { ja: '期限の切れた署名付き認可応答', en: 'Signed authorization response that has expired' },
    hint: { ja: '応答の JWT の exp を確かめてください。', en: 'Check exp of the response JWT.' },
  },
  'jarm-audience': {
    spec: 'JARM §2.4',
    title: {
      ja: '署名付き認可応答の aud が別のクライアント',
      en: 'Signed authorization response for another client',
    },
    hint: {
      ja: '応答の JWT の aud が自分の client_id であることを確かめてください。',
      en: 'Check that aud of the response JWT is your client_id.',
    },
  },
  'jarm-signature': {
    spec: 'JARM §2.4',
    title: {
      ja: '署名付き認可応答の署名が正しくない',
      en: 'Signed authorization response with a bad signature',
    },
    hint: {
      ja: '応答の JWT の署名を検証してから、中のコードを使ってください。',
      en: 'Verify the response JWT before you use the code inside.',
    },
  },
  'discovery-issuer': {
    spec: 'RFC 8414 §3.3',
    title: { ja: 'メタデータの issuer が問い合わせた先と違う', en: 'Metadata of another issuer' },
    hint: {
      ja: 'メタデータの issuer が、URL を作った issuer と同じでなければ、何も使わないでください。',
      en: 'Unless issuer in the metadata equals the one its URL was made from, use nothing of it.',
    },
  },
  'token-type-case': {
    spec: 'RFC 6749 §5.1',
    title: { ja: 'token_type の大文字と小文字が違う（無害）', en: 'token_type in odd case (harmless)' },
    hint: {
      ja: 'token_type は大文字と小文字を区別せずに比べ、そのまま続けてください。',
      en: 'Compare token_type without regard to case, and go on.',
    },
  },
  'expires-in-text': {
    spec: 'RFC 6749 §5.1',
    title: { ja: 'expires_in が文字列（無害）', en: 'expires_in as text (harmless)' },
    hint: {
      ja: 'expires_in は推奨の項目です。読めなければ無しとして扱い、連携は続けてください。',
      en: 'expires_in is merely recommended: read the text or do without it, and go on.',
    },
  },
  'access-token-missing': {
    spec: 'RFC 6749 §5.1',
    title: { ja: 'access_token のない応答', en: 'Answer without access_token' },
    hint: {
      ja: '200 でも access_token のない応答は失敗です。undefined を送らず、エラーとして扱ってください。',
      en: 'An answer without access_token is a failure even with 200. Treat it as one instead of sending undefined.',
    },
  },
  'refresh-subject': {
    spec: 'OpenID Connect Core §12.2',
    title: { ja: '更新の応答の sub が別の利用者', en: 'Refresh answer about another customer (sub)' },
    hint: {
      ja: '更新で届いた ID トークンの sub を、最初のものと比べてください。',
      en: 'Compare sub of the ID token that came with a refresh with that of the first.',
    },
  },
  'userinfo-subject': {
    spec: 'OpenID Connect Core §5.3.2',
    title: { ja: 'userinfo の sub が別の利用者', en: 'Userinfo about another customer (sub)' },
    hint: {
      ja: 'userinfo の sub が ID トークンと同じでなければ、その値を使わないでください。',
      en: 'Unless sub of userinfo equals that of the ID token, use nothing of it.',
    },
  },
};
