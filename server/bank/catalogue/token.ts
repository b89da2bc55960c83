import { refusals } from './entry.ts';

/**
 * Refusals of the token, revocation and related endpoints (RFC 6749 §5.2), and of access tokens at
 * the resources (RFC 6750 §3.1, with the data API's own `errorCode` on the wire).
 */
export const tokenRefusals = refusals({
  // -- client authentication (RFC 6749 §2.3) --
  client_authentication_missing: {
    status: 401,
    wire: 'invalid_client',
    spec: 'RFC 6749 §2.3, §5.2',
    message: {
      ja: 'クライアント認証の情報がありません。',
      en: 'The request carries no client authentication.',
    },
    hint: {
      ja: '登録した方式（{method}）で認証してください。',
      en: 'Authenticate the way the client is registered: {method}.',
    },
  },
  client_unknown: {
    status: 401,
    wire: 'invalid_client',
    spec: 'RFC 6749 §5.2',
    message: {
      ja: 'クライアントの認証に失敗しました（client_id は未登録です）。',
      en: 'Client authentication failed.',
    },
    hint: {
      ja: 'client_id「{clientId}」は登録されていません。コンソールで確かめてください。',
      en: 'The client_id {clientId} is not registered; check it in the console.',
    },
  },
  client_secret_wrong: {
    status: 401,
    wire: 'invalid_client',
    spec: 'RFC 6749 §5.2',
    message: {
      ja: 'クライアントの認証に失敗しました（シークレットが違います）。',
      en: 'Client authentication failed.',
    },
    hint: {
      ja: '{clientId} の client_secret が登録と違います。コンソールで再発行できます。',
      en: 'The client_secret of {clientId} differs from the registered one. The console can issue a new one.',
    },
  },
  client_authentication_method_mismatch: {
    status: 401,
    wire: 'invalid_client',
    spec: 'RFC 7591 §2 (token_endpoint_auth_method)',
    message: {
      ja: '認証方式が登録と違います（登録 {registered}、使用 {used}）。',
      en: 'The client is registered for {registered} but used {used}.',
    },
    hint: {
      ja: '送り方を変えるか、クライアントの token_endpoint_auth_method を変えてください。',
      en: 'Change how you send the credentials, or the token_endpoint_auth_method of the client.',
    },
  },
  client_credentials_conflict: {
    status: 400,
    wire: 'invalid_request',
    spec: 'RFC 6749 §2.3',
    message: {
      ja: '二つの方法で送られたクライアント認証の内容が食い違っています。',
      en: 'Two sets of client credentials were sent and they differ.',
    },
    hint: {
      ja: 'Authorization ヘッダーと本文のどちらか一方にしてください。',
      en: 'Use either the Authorization header or the body, not both.',
    },
  },
  client_authentication_twice: {
    status: 400,
    wire: 'invalid_request',
    spec: 'RFC 6749 §2.3',
    message: {
      ja: 'クライアント認証が二つの方法で送られています。',
      en: 'More than one client authentication method was used.',
    },
    hint: {
      ja: 'プロファイル {profile} では一つの方法だけを使います。compat なら同じ内容の重複を許します。',
      en: 'The profile {profile} takes exactly one method; compat tolerates equal doubles.',
    },
  },
  basic_header_malformed: {
    status: 401,
    wire: 'invalid_client',
    spec: 'RFC 7617 §2, RFC 6749 §2.3.1',
    message: {
      ja: 'Authorization ヘッダーの Basic 認証を読み取れません。',
      en: 'The Basic credentials in the Authorization header are malformed.',
    },
    hint: {
      ja: 'client_id と client_secret をそれぞれ form-urlencode し、: でつないで base64 にします。',
      en: 'Form-urlencode client_id and client_secret, join them with a colon and encode as base64.',
    },
  },
  authorization_scheme_unsupported: {
    status: 401,
    wire: 'invalid_client',
    spec: 'RFC 6749 §5.2',
    message: {
      ja: 'Authorization ヘッダーの方式「{scheme}」は使えません。',
      en: 'The Authorization scheme {scheme} is not accepted here.',
    },
    hint: { ja: 'Basic を使ってください。', en: 'Use Basic.' },
  },

  // -- client assertions (RFC 7521 §4.2, RFC 7523 §3) --
  assertion_type_unsupported: {
    status: 401,
    wire: 'invalid_client',
    spec: 'RFC 7521 §4.2',
    message: {
      ja: 'client_assertion_type「{type}」には対応していません。',
      en: 'The client_assertion_type {type} is not supported.',
    },
    hint: {
      ja: 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer を送ってください。',
      en: 'Send urn:ietf:params:oauth:client-assertion-type:jwt-bearer.',
    },
  },
  assertion_malformed: {
    status: 401,
    wire: 'invalid_client',
    spec: 'RFC 7523 §3',
    message: { ja: 'client_assertion が JWT ではありません。', en: 'The client_assertion is not a JWT.' },
    hint: {
      ja: '署名付き JWT（三つの部分を . でつないだもの）を送ってください。',
      en: 'Send a signed JWT: three parts joined with dots.',
    },
  },
  assertion_carries_key: {
    status: 401,
    wire: 'invalid_client',
    spec: 'RFC 8725 §3.10',
    message: {
      ja: 'client_assertion のヘッダーに鍵（{header}）が入っています。',
      en: 'The client_assertion brings a key in its header ({header}).',
    },
    hint: {
      ja: '鍵は登録された jwks だけを使います。kid で指してください。',
      en: 'Only keys of the registered jwks count; refer to one by kid.',
    },
  },
  assertion_algorithm: {
    status: 401,
    wire: 'invalid_client',
    spec: 'RFC 8725 §3.1, RFC 7523 §3',
    message: {
      ja: 'client_assertion の署名方式「{alg}」は使えません。',
      en: 'The client_assertion is signed with {alg}, which is not accepted.',
    },
    hint: { ja: '使えるのは {allowed} です。', en: 'Accepted: {allowed}.' },
  },
  assertion_key_unknown: {
    status: 401,
    wire: 'invalid_client',
    spec: 'RFC 7515 §4.1.4',
    message: {
      ja: 'client_assertion の kid に当たる鍵が登録されていません。',
      en: 'No registered key fits the kid and alg of the client_assertion.',
    },
    hint: {
      ja: 'クライアントの jwks に公開鍵を登録してください。',
      en: 'Register the public key in the jwks of the client.',
    },
  },
  assertion_signature: {
    status: 401,
    wire: 'invalid_client',
    spec: 'RFC 7523 §3',
    message: {
      ja: 'client_assertion の署名を検証できません。',
      en: 'The signature of the client_assertion does not verify.',
    },
    hint: {
      ja: '登録した鍵と対になる秘密鍵で署名しているか確かめてください。',
      en: 'Check that it is signed with the private key of a registered one.',
    },
  },
  assertion_subject: {
    status: 401,
    wire: 'invalid_client',
    spec: 'RFC 7523 §3',
    message: {
      ja: 'client_assertion の iss と sub は client_id でなければなりません。',
      en: 'The iss and sub of the client_assertion have to be the client_id.',
    },
    hint: { ja: 'どちらも {clientId} にしてください。', en: 'Set both to {clientId}.' },
  },
  assertion_audience: {
    status: 401,
    wire: 'invalid_client',
    spec: 'RFC 7523 §3, FAPI 2.0 §5.3.3.1',
    message: {
      ja: 'client_assertion の aud がこの認可サーバーを指していません。',
      en: 'The aud of the client_assertion does not name this authorization server.',
    },
    hint: {
      ja: 'プロファイルが認める値：{expected}（FAPI 2.0 では文字列一つだけ）',
      en: 'Accepted under the profile: {expected} (under FAPI 2.0 one string, no array).',
    },
  },
  assertion_claim_missing: {
    status: 401,
    wire: 'invalid_client',
    spec: 'RFC 7523 §3, OpenID Connect Core §9',
    message: {
      ja: 'client_assertion に {claim} がありません。',
      en: 'The client_assertion lacks {claim}.',
    },
    hint: { ja: '{claim} を入れてください。', en: 'Add {claim}.' },
  },
  assertion_expired: {
    status: 401,
    wire: 'invalid_client',
    spec: 'RFC 7523 §3',
    message: { ja: 'client_assertion の期限が切れています。', en: 'The client_assertion has expired.' },
    hint: {
      ja: '要求のたびに新しく作ってください。銀行の時計（コンソール）を進めていないかも確かめてください。',
      en: 'Make a new one for each request, and check whether the clock of the bank was moved.',
    },
  },
  assertion_not_yet_valid: {
    status: 401,
    wire: 'invalid_client',
    spec: 'RFC 7523 §3',
    message: {
      ja: 'client_assertion の {claim} が先の時刻です。',
      en: 'The {claim} of the client_assertion lies in the future.',
    },
    hint: {
      ja: '{seconds} 秒を超える進みは認めません。時計を合わせてください。',
      en: 'More than {seconds} s ahead is refused. Set your clock.',
    },
  },
  assertion_replayed: {
    status: 401,
    wire: 'invalid_client',
    spec: 'RFC 7523 §3 (jti)',
    message: {
      ja: '同じ client_assertion が二度使われました。',
      en: 'The client_assertion was used before.',
    },
    hint: { ja: '要求のたびに jti を変えてください。', en: 'Use a new jti for each request.' },
  },

  // -- the token request (RFC 6749 §4.1.3, §6) --
  token_request_media_type: {
    status: 400,
    wire: 'invalid_request',
    spec: 'RFC 6749 §4.1.3, Appendix B',
    message: {
      ja: '本文の形式が application/x-www-form-urlencoded ではありません。',
      en: 'The body is not application/x-www-form-urlencoded.',
    },
    hint: {
      ja: 'Content-Type を application/x-www-form-urlencoded にし、JSON ではなくフォーム形式で送ってください。',
      en: 'Send a form with Content-Type application/x-www-form-urlencoded, not JSON.',
    },
  },
  token_request_too_large: {
    status: 413,
    wire: 'invalid_request',
    spec: 'RFC 9110 §15.5.14',
    message: {
      ja: '本文が大きすぎます（上限 {limit}）。',
      en: 'The body is larger than {limit}.',
    },
    hint: { ja: '小さくして送ってください。', en: 'Send a smaller body.' },
  },
  token_request_unreadable: {
    status: 400,
    wire: 'invalid_request',
    spec: 'RFC 6749 §5.2',
    message: { ja: '本文を読み取れません。', en: 'The body can not be read.' },
    hint: {
      ja: 'Content-Encoding と Content-Length、文字コード（UTF-8）を確かめてください。',
      en: 'Check Content-Encoding, Content-Length and that the text is UTF-8.',
    },
  },
  token_parameters_in_query: {
    status: 400,
    wire: 'invalid_request',
    spec: 'RFC 6749 §2.3.1, §3.2',
    message: {
      ja: 'パラメータ「{parameter}」が URL に付いています。',
      en: 'The parameter {parameter} was sent in the URL.',
    },
    hint: {
      ja: 'URL は記録に残ります。秘密はすべて本文かヘッダーで送ってください。',
      en: 'URLs end up in logs. Send parameters in the body only.',
    },
  },
  token_method_not_allowed: {
    status: 405,
    wire: 'invalid_request',
    spec: 'RFC 6749 §3.2',
    message: {
      ja: 'このエンドポイントは {allow} だけを受け付けます。',
      en: 'This endpoint takes {allow} only.',
    },
    hint: { ja: 'メソッドを変えてください。', en: 'Change the method.' },
  },
  token_parameter_missing: {
    status: 400,
    wire: 'invalid_request',
    spec: 'RFC 6749 §4.1.3, §6',
    message: {
      ja: 'パラメータ「{parameter}」がありません。',
      en: 'The parameter {parameter} is missing.',
    },
    hint: { ja: '本文に加えてください。', en: 'Add it to the body.' },
  },
  grant_type_unsupported: {
    status: 400,
    wire: 'unsupported_grant_type',
    spec: 'RFC 6749 §5.2',
    message: {
      ja: 'grant_type「{grantType}」には対応していません。',
      en: 'The grant_type {grantType} is not supported.',
    },
    hint: {
      ja: 'authorization_code か refresh_token を使ってください。',
      en: 'Use authorization_code or refresh_token.',
    },
  },
  grant_type_not_registered: {
    status: 400,
    wire: 'unauthorized_client',
    spec: 'RFC 6749 §5.2',
    message: {
      ja: 'このクライアントには grant_type「{grantType}」が登録されていません。',
      en: 'The client is not registered for the grant_type {grantType}.',
    },
    hint: {
      ja: 'クライアントの grant_types に加えてください。',
      en: 'Add it to the grant_types of the client.',
    },
  },

  // -- authorization codes (RFC 6749 §4.1.2, §4.1.3; RFC 7636 §4.6) --
  code_unknown: {
    status: 400,
    wire: 'invalid_grant',
    spec: 'RFC 6749 §5.2',
    message: { ja: 'この認可コードは発行していません。', en: 'The authorization code is not known.' },
    hint: {
      ja: 'コードが途中で切れていないか、別のサンドボックスのものでないか確かめてください。',
      en: 'Check that the code was not cut off and comes from this sandbox.',
    },
  },
  code_expired: {
    status: 400,
    wire: 'invalid_grant',
    spec: 'RFC 6749 §4.1.2',
    message: {
      ja: '認可コードの有効期限（{seconds}秒）が過ぎています。',
      en: 'The authorization code expired after {seconds} seconds.',
    },
    hint: {
      ja: '戻ってきたらすぐにトークンと交換してください。認可からやり直します。',
      en: 'Redeem the code at once when the customer returns. Start again at the authorization endpoint.',
    },
  },
  code_reused: {
    status: 400,
    wire: 'invalid_grant',
    spec: 'RFC 6749 §4.1.2, RFC 9700 §4.5',
    message: {
      ja: '認可コードが二度使われました。このコードから出た許可を終了しました。',
      en: 'The authorization code was used twice; the grant that came of it has been ended.',
    },
    hint: {
      ja: '一つのコードは一度だけ交換できます。二重送信や再読み込みを防いでください。',
      en: 'A code works once. Guard against double submits and reloads of the callback page.',
    },
  },
  code_of_another_client: {
    status: 400,
    wire: 'invalid_grant',
    spec: 'RFC 6749 §5.2',
    message: {
      ja: 'この認可コードは別のクライアントに発行したものです。',
      en: 'The authorization code was issued to another client.',
    },
    hint: {
      ja: '認可要求と同じ client_id で交換してください。',
      en: 'Redeem it with the client_id of the authorization request.',
    },
  },
  code_redirect_uri_missing: {
    status: 400,
    wire: 'invalid_request',
    spec: 'RFC 6749 §4.1.3',
    message: {
      ja: '認可要求に redirect_uri があったので、ここでも必要です。',
      en: 'The parameter redirect_uri is missing; the authorization request had one.',
    },
    hint: {
      ja: '認可要求と同じ redirect_uri を送ってください。',
      en: 'Send the redirect_uri of the authorization request.',
    },
  },
  code_redirect_uri_mismatch: {
    status: 400,
    wire: 'invalid_grant',
    spec: 'RFC 6749 §4.1.3',
    message: {
      ja: 'redirect_uri が認可要求のものと違います。',
      en: 'The redirect_uri differs from that of the authorization request.',
    },
    hint: {
      ja: '認可要求では「{expected}」でした。',
      en: 'The authorization request had {expected}.',
    },
  },
  code_verifier_missing: {
    status: 400,
    wire: 'invalid_grant',
    spec: 'RFC 7636 §4.5, §4.6',
    message: {
      ja: 'code_verifier がありません（認可要求に code_challenge がありました）。',
      en: 'The code_verifier is missing; the authorization request had a code_challenge.',
    },
    hint: {
      ja: 'code_challenge の元になった code_verifier を送ってください。',
      en: 'Send the code_verifier the code_challenge was made from.',
    },
  },
  code_verifier_surplus: {
    status: 400,
    wire: 'invalid_grant',
    spec: 'RFC 9700 §4.8.2 (PKCE downgrade)',
    message: {
      ja: '認可要求に code_challenge がなかったのに、code_verifier が送られました。',
      en: 'A code_verifier was sent, but the authorization request had no code_challenge.',
    },
    hint: {
      ja: '認可要求から code_challenge が取り除かれた（ダウングレード攻撃）か、付け忘れです。',
      en: 'Either the code_challenge was stripped on the way (a downgrade attack) or never sent.',
    },
  },
  code_verifier_malformed: {
    status: 400,
    wire: 'invalid_grant',
    spec: 'RFC 7636 §4.1',
    message: { ja: 'code_verifier の形式が正しくありません。', en: 'The code_verifier is malformed.' },
    hint: {
      ja: '43〜128文字の英数字と - . _ ~ だけを使います。',
      en: 'It has 43 to 128 characters of A-Z a-z 0-9 - . _ ~.',
    },
  },
  code_verifier_wrong: {
    status: 400,
    wire: 'invalid_grant',
    spec: 'RFC 7636 §4.6',
    message: {
      ja: 'code_verifier が code_challenge と一致しません。',
      en: 'The code_verifier does not match the code_challenge.',
    },
    hint: {
      ja: '別の認可要求の verifier を送っていないか、S256 の計算（base64url、= なし）を確かめてください。',
      en: 'Check that it belongs to this authorization request, and the S256 computation (base64url, no padding).',
    },
  },
  code_attempts_exhausted: {
    status: 400,
    wire: 'invalid_grant',
    spec: 'RFC 9700 §2.1.1',
    message: {
      ja: '誤った交換が {attempts} 回続いたため、この認可コードを無効にしました。',
      en: 'The authorization code was disabled after {attempts} failed attempts.',
    },
    hint: { ja: '認可からやり直してください。', en: 'Start again at the authorization endpoint.' },
  },

  // -- refresh tokens (RFC 6749 §6, RFC 9700 §4.14) --
  refresh_token_unknown: {
    status: 400,
    wire: 'invalid_grant',
    spec: 'RFC 6749 §5.2',
    message: {
      ja: 'このリフレッシュトークンは発行していません。',
      en: 'The refresh token is not known.',
    },
    hint: {
      ja: '値が途中で切れていないか、別のサンドボックスのものでないか確かめてください。',
      en: 'Check that it was not cut off and comes from this sandbox.',
    },
  },
  refresh_token_of_another_client: {
    status: 400,
    wire: 'invalid_grant',
    spec: 'RFC 6749 §6, §10.4',
    message: {
      ja: 'このリフレッシュトークンは別のクライアントのものです。',
      en: 'The refresh token was issued to another client.',
    },
    hint: {
      ja: '発行を受けたクライアントで更新してください。',
      en: 'Refresh with the client it was issued to.',
    },
  },
  refresh_token_reused: {
    status: 400,
    wire: 'invalid_grant',
    spec: 'RFC 9700 §4.14.2',
    message: {
      ja: '使用済みのリフレッシュトークンが再び使われたため、この許可を終了しました。',
      en: 'A refresh token that had been rotated was used again; the grant has been ended.',
    },
    hint: {
      ja: '第{used}世代が使われましたが、今は第{current}世代です。更新を一列に並べ、新しいトークンを保存してから古いものを捨ててください。',
      en: 'Generation {used} was used while {current} is the present one. Queue refreshes and store the new token before dropping the old.',
    },
  },
  scope_exceeds_grant: {
    status: 400,
    wire: 'invalid_scope',
    spec: 'RFC 6749 §6',
    message: {
      ja: 'scope「{scope}」は、お客さまが許可した範囲を超えています。',
      en: 'The scope {scope} goes beyond what the customer allowed.',
    },
    hint: {
      ja: '許可されているのは {granted} です。広げるには、もう一度許可を得てください。',
      en: 'Allowed: {granted}. A new consent is needed for more.',
    },
  },

  // -- grants that are over (seed: 有効期限) --
  grant_expired: {
    status: 400,
    wire: 'invalid_grant',
    spec: 'RFC 6749 §5.2, seed: 有効期限',
    message: {
      ja: '連携許可の期間が {expiredAt} に終わっています（更新しても延びません）。',
      en: 'The grant expired at {expiredAt}; refreshing does not extend it.',
    },
    hint: {
      ja: '利用者に再連携を案内し、認可エンドポイントからやり直してください。',
      en: 'Ask the customer to link again, starting at the authorization endpoint.',
    },
  },
  grant_revoked: {
    status: 400,
    wire: 'invalid_grant',
    spec: 'RFC 7009 §2.1',
    message: {
      ja: 'この連携許可は {endedAt} に解除されています（{reason}）。',
      en: 'The grant was revoked at {endedAt} ({reason}).',
    },
    hint: {
      ja: '利用者に再連携を案内してください。',
      en: 'Ask the customer to link again.',
    },
  },
  grant_superseded: {
    status: 400,
    wire: 'invalid_grant',
    spec: 'seed: 有効期限',
    message: {
      ja: 'この連携許可は、{endedAt} の新しい許可に置き換えられています。',
      en: 'The grant was superseded by a newer consent at {endedAt}.',
    },
    hint: {
      ja: '新しい許可で受け取ったトークンを使ってください（許可の数え方は設定 policies.grantPolicy）。',
      en: 'Use the tokens of the newer consent (how many grants may live is policies.grantPolicy).',
    },
  },
  grant_customer_unavailable: {
    status: 400,
    wire: 'invalid_grant',
    spec: 'seed: ご利用にあたっての注意事項',
    message: {
      ja: '契約者のご契約が停止されています。',
      en: 'The contract of the customer is stopped.',
    },
    hint: {
      ja: '契約者の status をコンソールで確かめてください。',
      en: 'Check the status of the customer in the console.',
    },
  },

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
    status: 401,
    wire: 'WG_ERR_105',
    spec: 'RFC 9700 §4.3.2, RFC 6750 §2.3',
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
  access_token_conflict: {
    status: 401,
    wire: 'WG_ERR_105',
    spec: 'RFC 6750 §2',
    message: {
      ja: 'Authorization と x-access-token に別々のトークンが入っています。',
      en: 'Authorization and x-access-token carry different tokens.',
    },
    hint: { ja: 'どちらか一方にしてください。', en: 'Use one of them.' },
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

  // -- introspection and grant management --
  introspection_needs_authentication: {
    status: 401,
    wire: 'invalid_client',
    spec: 'RFC 7662 §2.1',
    message: {
      ja: 'イントロスペクションには、認証するクライアントが必要です。',
      en: 'Introspection is for clients that authenticate.',
    },
    hint: {
      ja: '公開クライアント（none）では使えません。',
      en: 'A public client (none) can not use it.',
    },
  },
  client_credentials_scope: {
    status: 400,
    wire: 'invalid_scope',
    spec: 'RFC 6749 §4.4.2',
    message: {
      ja: 'client_credentials で求められるのは grant_management_query と grant_management_revoke だけです。',
      en: 'With client_credentials only grant_management_query and grant_management_revoke can be asked for.',
    },
    hint: {
      ja: 'クライアントの scope に登録し、scope で送ってください。',
      en: 'Register them in the scope of the client and send them as scope.',
    },
  },
  managed_grant_unknown: {
    status: 404,
    wire: 'not_found',
    spec: 'Grant Management for OAuth 2.0 §6',
    message: {
      ja: 'その grant_id の許可はありません。',
      en: 'There is no grant with that grant_id.',
    },
    hint: {
      ja: 'トークン応答の grant_id を使ってください。',
      en: 'Use the grant_id of a token response.',
    },
  },
  managed_grant_foreign: {
    status: 403,
    wire: 'access_denied',
    spec: 'Grant Management for OAuth 2.0 §6',
    message: {
      ja: 'その許可は別のクライアントのものです。',
      en: 'The grant belongs to another client.',
    },
    hint: {
      ja: '自分の grant_id だけを扱えます。',
      en: 'A client manages its own grants only.',
    },
  },
  management_token_invalid: {
    status: 401,
    wire: 'invalid_token',
    spec: 'RFC 6750 §3.1',
    message: {
      ja: 'このトークンでは許可の管理ができません。',
      en: 'The token is not good for grant management.',
    },
    hint: {
      ja: 'client_credentials で、grant_management_query か grant_management_revoke のトークンを取り直してください。',
      en: 'Get one with client_credentials and the scope grant_management_query or grant_management_revoke.',
    },
  },
  management_scope_missing: {
    status: 403,
    wire: 'insufficient_scope',
    spec: 'RFC 6750 §3.1',
    message: {
      ja: 'この操作には {scope} が必要です。',
      en: 'The operation needs {scope}.',
    },
    hint: {
      ja: 'トークンを取り直してください。',
      en: 'Get a token with that scope.',
    },
  },
  management_method_not_allowed: {
    status: 405,
    wire: 'invalid_request',
    spec: 'Grant Management for OAuth 2.0 §6',
    message: {
      ja: 'このエンドポイントは {allow} だけを受け付けます。',
      en: 'This endpoint takes {allow} only.',
    },
    hint: {
      ja: 'メソッドを変えてください。',
      en: 'Change the method.',
    },
  },

  // -- only seen through the lens of a stricter profile --
  authentication_method_outside_profile: {
    status: 401,
    wire: 'invalid_client',
    spec: 'FAPI 1.0 Part 2 §5.2.2, FAPI 2.0 §5.3.2',
    message: {
      ja: 'このプロファイルでは使えないクライアント認証方式です。',
      en: 'The client authenticates in a way the profile does not take.',
    },
    hint: {
      ja: 'private_key_jwt か tls_client_auth に切り替えてください。',
      en: 'Change to private_key_jwt or tls_client_auth.',
    },
  },
  sender_constraint_missing: {
    status: 401,
    wire: 'invalid_token',
    spec: 'FAPI 1.0 Part 2 §5.2.2, FAPI 2.0 §5.3.2',
    message: {
      ja: 'トークンが鍵や証明書に結び付いていません。',
      en: 'The token is bound to no key and no certificate.',
    },
    hint: {
      ja: 'DPoP（FAPI 2.0）か相互TLSで結び付けてください。',
      en: 'Bind it by DPoP (FAPI 2.0) or by mutual TLS.',
    },
  },
  id_token_algorithm_outside_profile: {
    status: 400,
    wire: 'invalid_client',
    spec: 'OpenID Connect Core §15.1, FAPI 2.0 §5.4',
    message: {
      ja: 'IDトークンの署名方式がこのプロファイルでは使えません。',
      en: 'ID tokens are signed with an algorithm the profile does not take.',
    },
    hint: {
      ja: 'id_token_signed_response_alg を ES256 か PS256 にしてください。',
      en: 'Set id_token_signed_response_alg to ES256 or PS256.',
    },
  },

  // -- registration (RFC 7591, RFC 7592) --
  registration_not_json: {
    status: 400,
    wire: 'invalid_client_metadata',
    spec: 'RFC 7591 §3.1',
    message: {
      ja: '登録の本文が JSON オブジェクトではありません。',
      en: 'The registration is not a JSON object.',
    },
    hint: {
      ja: 'Content-Type: application/json でクライアントの情報を送ってください。',
      en: 'Send the client metadata as application/json.',
    },
  },
  registration_client_id_mismatch: {
    status: 400,
    wire: 'invalid_client_metadata',
    spec: 'RFC 7592 §2.2',
    message: {
      ja: '本文の client_id が、変更しようとしているクライアントと違います。',
      en: 'The client_id of the body is not the client that is being changed.',
    },
    hint: {
      ja: 'client_id に {clientId} を入れてください。',
      en: 'Send client_id {clientId} in the body.',
    },
  },
  registration_secret_mismatch: {
    status: 400,
    wire: 'invalid_client_metadata',
    spec: 'RFC 7592 §2.2',
    message: {
      ja: '本文の client_secret が、いまのものと違います。',
      en: 'The client_secret of the body is not the present one.',
    },
    hint: {
      ja: 'client_secret は今の値をそのまま送るか、省いてください。新しい値はコンソールで発行できます。',
      en: 'Repeat the present client_secret or leave it out; a new one is made in the console.',
    },
  },
  registration_token_invalid: {
    status: 401,
    wire: 'invalid_token',
    spec: 'RFC 7592 §2',
    message: {
      ja: '登録用トークンが正しくないか、クライアントがすでにありません。',
      en: 'The registration token is not valid, or the client is gone.',
    },
    hint: {
      ja: '登録の応答にあった registration_access_token を Bearer で送ってください。',
      en: 'Send the registration_access_token of the registration as Bearer.',
    },
  },

  // -- DPoP (RFC 9449) --
  dpop_proof_repeated: {
    status: 400,
    wire: 'invalid_dpop_proof',
    spec: 'RFC 9449 §4.3',
    message: { ja: 'DPoP ヘッダーが二つ以上あります。', en: 'The request has more than one DPoP header.' },
    hint: { ja: '一つだけ送ってください。', en: 'Send exactly one.' },
  },
  dpop_proof_required: {
    status: 400,
    wire: 'invalid_dpop_proof',
    spec: 'RFC 9449 §5.2',
    message: {
      ja: 'このクライアントには DPoP の証明が必要です。',
      en: 'This client has to send a DPoP proof.',
    },
    hint: {
      ja: 'dpop_bound_access_tokens またはプロファイルで求められています。DPoP ヘッダーを付けてください。',
      en: 'Its registration or profile asks for it. Add a DPoP header.',
    },
  },
  dpop_proof_malformed: {
    status: 400,
    wire: 'invalid_dpop_proof',
    spec: 'RFC 9449 §4.2',
    message: { ja: 'DPoP の証明を読み取れません。', en: 'The DPoP proof is malformed.' },
    hint: {
      ja: '署名付き JWT を一つ、DPoP ヘッダーに入れてください。',
      en: 'Send one signed JWT in the DPoP header.',
    },
  },
  dpop_type: {
    status: 400,
    wire: 'invalid_dpop_proof',
    spec: 'RFC 9449 §4.2',
    message: { ja: 'DPoP の証明の typ が「{typ}」です。', en: 'The typ of the DPoP proof is {typ}.' },
    hint: { ja: 'dpop+jwt にしてください。', en: 'It has to be dpop+jwt.' },
  },
  dpop_algorithm: {
    status: 400,
    wire: 'invalid_dpop_proof',
    spec: 'RFC 9449 §4.2',
    message: {
      ja: 'DPoP の証明の署名方式「{alg}」は使えません。',
      en: 'The DPoP proof is signed with {alg}, which is not accepted.',
    },
    hint: { ja: '使えるのは {allowed} です。', en: 'Accepted: {allowed}.' },
  },
  dpop_key_missing: {
    status: 400,
    wire: 'invalid_dpop_proof',
    spec: 'RFC 9449 §4.2',
    message: {
      ja: 'DPoP の証明に使える公開鍵（jwk）がありません。',
      en: 'The DPoP proof has no usable public key (jwk).',
    },
    hint: {
      ja: 'ヘッダーの jwk に公開鍵を入れてください。',
      en: 'Put the public key into the header as jwk.',
    },
  },
  dpop_key_private: {
    status: 400,
    wire: 'invalid_dpop_proof',
    spec: 'RFC 9449 §4.3 (check 7)',
    message: { ja: 'DPoP の証明に秘密鍵が入っています。', en: 'The DPoP proof contains a private key.' },
    hint: {
      ja: '公開鍵だけを入れ、この鍵は捨ててください。',
      en: 'Send the public key only, and throw this key away.',
    },
  },
  dpop_signature: {
    status: 400,
    wire: 'invalid_dpop_proof',
    spec: 'RFC 9449 §4.3 (check 6)',
    message: {
      ja: 'DPoP の証明の署名が合いません。',
      en: 'The signature of the DPoP proof does not verify.',
    },
    hint: { ja: 'jwk と対になる秘密鍵で署名してください。', en: 'Sign with the private key of the jwk.' },
  },
  dpop_method_mismatch: {
    status: 400,
    wire: 'invalid_dpop_proof',
    spec: 'RFC 9449 §4.3 (check 8)',
    message: {
      ja: 'DPoP の証明の htm が「{actual}」で、要求は {expected} です。',
      en: 'The htm of the DPoP proof is {actual}, the request is {expected}.',
    },
    hint: { ja: '要求ごとに証明を作ってください。', en: 'Make a proof for each request.' },
  },
  dpop_uri_mismatch: {
    status: 400,
    wire: 'invalid_dpop_proof',
    spec: 'RFC 9449 §4.3 (check 9)',
    message: {
      ja: 'DPoP の証明の htu が「{actual}」で、要求先と違います。',
      en: 'The htu of the DPoP proof is {actual}, which is not this endpoint.',
    },
    hint: {
      ja: 'htu は {expected} です（クエリは除きます）。',
      en: 'It has to be {expected}, without query.',
    },
  },
  dpop_claim_missing: {
    status: 400,
    wire: 'invalid_dpop_proof',
    spec: 'RFC 9449 §4.2',
    message: { ja: 'DPoP の証明に {claim} がありません。', en: 'The DPoP proof lacks {claim}.' },
    hint: { ja: '{claim} を入れてください。', en: 'Add {claim}.' },
  },
  dpop_proof_stale: {
    status: 400,
    wire: 'invalid_dpop_proof',
    spec: 'RFC 9449 §4.3 (check 11)',
    message: {
      ja: 'DPoP の証明の iat が銀行の時刻から離れすぎています。',
      en: 'The iat of the DPoP proof is too far from the time of the bank.',
    },
    hint: {
      ja: '{seconds} 秒以内にしてください。銀行の時計を動かしたなら、Date ヘッダーに合わせます。',
      en: 'Keep within {seconds} s. If the clock of the bank was moved, follow the Date header.',
    },
  },
  dpop_token_hash_mismatch: {
    status: 401,
    wire: 'invalid_dpop_proof',
    spec: 'RFC 9449 §4.3 (check 12)',
    message: {
      ja: 'DPoP の証明の ath がアクセストークンと合いません。',
      en: 'The ath of the DPoP proof does not match the access token.',
    },
    hint: {
      ja: 'アクセストークンの SHA-256 を base64url で入れてください。',
      en: 'It is base64url of the SHA-256 of the access token.',
    },
  },
  dpop_proof_replayed: {
    status: 400,
    wire: 'invalid_dpop_proof',
    spec: 'RFC 9449 §11.1',
    message: { ja: '同じ DPoP の証明が二度使われました。', en: 'The DPoP proof was used before.' },
    hint: {
      ja: '要求ごとに新しい jti で作ってください。',
      en: 'Make a new one with a new jti for each request.',
    },
  },
  dpop_key_mismatch: {
    status: 400,
    wire: 'invalid_dpop_proof',
    spec: 'RFC 9449 §5, §10',
    message: {
      ja: 'DPoP の鍵が、結び付けられた鍵と違います。',
      en: 'The DPoP key differs from the one this is bound to.',
    },
    hint: {
      ja: '認可要求（dpop_jkt、PAR）や更新の元と同じ鍵を使ってください。',
      en: 'Use the key of the authorization request (dpop_jkt, PAR) or of the first token request.',
    },
  },
  dpop_nonce_required: {
    status: 400,
    wire: 'use_dpop_nonce',
    spec: 'RFC 9449 §8',
    message: {
      ja: 'DPoP の証明に、銀行が渡した nonce が必要です。',
      en: 'The DPoP proof needs the nonce of the authorization server.',
    },
    hint: {
      ja: '応答の DPoP-Nonce ヘッダーの値を nonce に入れ、もう一度送ってください。',
      en: 'Put the value of the DPoP-Nonce header into the nonce claim and try again.',
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
      ja: 'アクセストークンの送り方が、発行時の結び付きと合いません。',
      en: 'The access token was presented in another way than it was bound.',
    },
    hint: {
      ja: 'DPoP に結び付いたトークンは「DPoP トークン」と DPoP ヘッダーで、そうでないものは Bearer で送ります。',
      en: 'Send a DPoP-bound token with the scheme DPoP and a proof, any other one as Bearer.',
    },
  },
});
