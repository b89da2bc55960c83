import { refusals } from './entry.ts';

/** Refusals of access tokens at the resources: RFC 6750 §3.1, with the data API's own `errorCode` on the wire. */
export const accessTokenRefusals = refusals({
  // -- access tokens at the data API (RFC 6750 §3.1) --
  access_token_missing: {
    status: 401,
    wire: 'WG_ERR_105',
    spec: 'RFC 6750 §3',
    message: { ja: 'アクセストークンがありません。', en: 'The request carries no access token.' },
    hint: {
      ja: 'Authorization: Bearer … か x-access-token で送ってください。',
      en: 'Send it as Authorization: Bearer or as x-access-token.',
    },
  },
  access_token_in_query: {
    status: 400,
    wire: 'WG_ERR_110',
    spec: 'RFC 6750 §2.3, §3.1, RFC 9700 §4.3.2',
    message: {
      ja: 'アクセストークンを URL で送ることはできません。',
      en: 'An access token in the URL is not accepted.',
    },
    hint: {
      ja: 'URL は記録に残ります。Authorization ヘッダーで送ってください。',
      en: 'URLs end up in logs. Use the Authorization header.',
    },
  },
  access_token_malformed: {
    status: 401,
    wire: 'WG_ERR_105',
    spec: 'RFC 6750 §2.1',
    message: {
      ja: 'Authorization ヘッダーを読み取れません。',
      en: 'The Authorization header is malformed.',
    },
    hint: {
      ja: '「Bearer 」に続けてトークンを一つだけ書いてください。',
      en: 'Write Bearer, one space, and one token.',
    },
  },
  access_token_foreign_scheme: {
    status: 401,
    wire: 'WG_ERR_105',
    spec: 'RFC 6750 §3.1, RFC 9110 §11.4',
    message: {
      ja: 'Authorization ヘッダーの方式が Bearer でも DPoP でもありません。',
      en: 'The scheme of the Authorization header is neither Bearer nor DPoP.',
    },
    hint: {
      ja: 'client_id と client_secret（Basic）はトークンエンドポイントで使います。ここでは、そこで受け取ったアクセストークンを「Bearer 」に続けて書いてください。',
      en: 'A client_id and client_secret (Basic) are for the token endpoint. Here, write Bearer and the access token that came from there.',
    },
  },
  access_token_conflict: {
    status: 400,
    wire: 'WG_ERR_110',
    spec: 'RFC 6750 §2, §3.1',
    message: {
      ja: 'Authorization と x-access-token に別々のトークンが入っています。',
      en: 'Authorization and x-access-token carry different tokens.',
    },
    hint: { ja: 'どちらか一方にしてください。', en: 'Use one of them.' },
  },
  access_token_in_form: {
    status: 400,
    wire: 'invalid_request',
    spec: 'RFC 6750 §2.2, RFC 9700 §4.3.2',
    message: {
      ja: 'アクセストークンが本文（access_token）で送られています。プロファイル {profile} ではヘッダーだけを受け付けます。',
      en: 'The access token came as access_token in the body; the profile {profile} takes it in the header only.',
    },
    hint: {
      ja: 'Authorization ヘッダーで送ってください。本文で受け付けるのは compat のクライアントだけです。',
      en: 'Send it in the Authorization header. Only compat clients may send it in the body.',
    },
  },
  access_token_twice: {
    status: 400,
    wire: 'invalid_request',
    spec: 'RFC 6750 §2, §3.1',
    message: {
      ja: 'アクセストークンがヘッダーと本文（access_token）の両方で送られています。',
      en: 'The access token came in a header and as access_token in the body at once.',
    },
    hint: {
      ja: '一つの要求では一つの送り方だけを使います。本文から access_token を除いてください。',
      en: 'A request uses one way only. Leave access_token out of the body.',
    },
  },
  access_token_unknown: {
    status: 401,
    wire: 'WG_ERR_105',
    spec: 'RFC 6750 §3.1',
    message: {
      ja: 'このアクセストークンは発行していません。',
      en: 'The access token is not known.',
    },
    hint: {
      ja: 'リフレッシュトークンやIDトークンを送っていないか確かめてください。',
      en: 'Check that it is not a refresh token or an ID token.',
    },
  },
  access_token_of_client: {
    status: 403,
    wire: 'WG_ERR_113',
    spec: 'RFC 6750 §3.1, RFC 6749 §4.4',
    message: {
      ja: 'このアクセストークンは client_credentials で発行した、外部企業自身のものです。契約者の許可がないので、口座や契約者の情報は開けません。',
      en: 'The access token belongs to the client itself (client_credentials). No customer stands behind it, so it opens no data of a customer.',
    },
    hint: {
      ja: '契約者の画面での許可（authorization_code）を経て受け取ったアクセストークンを使ってください。',
      en: 'Use an access token that came of the consent of a customer (authorization_code).',
    },
  },
  access_token_expired: {
    status: 401,
    wire: 'WG_ERR_105',
    spec: 'RFC 6750 §3.1',
    message: {
      ja: 'アクセストークンの有効期限が {expiredAt} に切れています。',
      en: 'The access token expired at {expiredAt}.',
    },
    hint: {
      ja: 'リフレッシュトークンで更新してください。',
      en: 'Refresh it with the refresh token.',
    },
  },
  access_token_revoked: {
    status: 401,
    wire: 'WG_ERR_105',
    spec: 'RFC 7009 §2, RFC 6750 §3.1',
    message: {
      ja: 'アクセストークンは失効しています。',
      en: 'The access token has been revoked.',
    },
    hint: {
      ja: 'リフレッシュトークンが生きていれば更新し、そうでなければ再連携してください。',
      en: 'Refresh if the refresh token is still good, otherwise link again.',
    },
  },
  access_token_grant_ended: {
    status: 401,
    wire: 'WG_ERR_105',
    spec: 'RFC 6750 §3.1, seed: 有効期限',
    message: {
      ja: '連携許可が {endedAt} に終わっています（{reason}）。',
      en: 'The grant ended at {endedAt} ({reason}).',
    },
    hint: {
      ja: '利用者に再連携を案内してください。',
      en: 'Ask the customer to link again.',
    },
  },
  scope_missing: {
    status: 403,
    wire: 'WG_ERR_113',
    spec: 'RFC 6750 §3.1',
    message: {
      ja: 'この操作に必要な許可（{scope}）がありません。',
      en: 'The permission {scope} was not granted.',
    },
    hint: {
      ja: '許可されているのは {granted} です。お客さまが画面でチェックしなかった可能性があります。',
      en: 'Granted: {granted}. The customer may have left the box unticked.',
    },
  },

  resource_unknown: {
    status: 400,
    wire: 'invalid_target',
    spec: 'RFC 8707 §2',
    message: {
      ja: 'resource「{resource}」はこの金庫のAPIではないか、許可された範囲の外です。',
      en: 'The resource {resource} is not one of this bank, or beyond what was authorized.',
    },
    hint: {
      ja: 'フラグメントのない絶対URIで、メタデータの issuer か、その下のデータAPIを指してください。',
      en: 'Name the issuer or a data API below it, as an absolute URI without a fragment.',
    },
  },
  access_token_other_resource: {
    status: 401,
    wire: 'WG_ERR_105',
    spec: 'RFC 8707 §2, RFC 9068 §4',
    message: {
      ja: 'アクセストークンは別の resource のためのものです（{resources}）。',
      en: 'The access token is meant for other resources: {resources}.',
    },
    hint: {
      ja: 'resource にこのAPIを含めてトークンを取り直してください。',
      en: 'Get a token whose resource includes this API.',
    },
  },
  access_token_binding: {
    status: 401,
    wire: 'WG_ERR_105',
    spec: 'RFC 9449 §7.1, §7.2',
    message: {
      ja: 'アクセストークンは DPoP の鍵に結び付いていますが、鍵の証明とともに送られていません。',
      en: 'The access token is bound to a DPoP key and was not sent with its proof.',
    },
    hint: {
      ja: '「Authorization: DPoP トークン」と、要求ごとの証明を入れた DPoP ヘッダーで送ってください。',
      en: 'Send it as Authorization: DPoP, with a fresh proof in the DPoP header.',
    },
  },
  access_token_key_mismatch: {
    status: 401,
    wire: 'WG_ERR_105',
    spec: 'RFC 9449 §7.1',
    message: {
      ja: 'アクセストークンは別の DPoP の鍵に結び付いています。',
      en: 'The access token is bound to another DPoP key.',
    },
    hint: {
      ja: 'トークン要求の証明と同じ鍵で、DPoP の証明を作ってください。鍵を替えたなら、トークンを取り直します。',
      en: 'Make the proof with the key of the token request. If the key was changed, get a new token.',
    },
  },
  access_token_unbound: {
    status: 401,
    wire: 'WG_ERR_105',
    spec: 'RFC 9449 §7.1, RFC 6750 §2.1',
    message: {
      ja: 'アクセストークンは鍵に結び付いていないので、DPoP では使えません。',
      en: 'The access token is bound to no key, so it is no DPoP token.',
    },
    hint: {
      ja: '「Authorization: Bearer トークン」で送ってください。結び付けるには、トークン要求に DPoP ヘッダーを付けます。',
      en: 'Send it as Authorization: Bearer. To have it bound, send a DPoP proof with the token request.',
    },
  },
});
