import { refusals } from './entry.ts';

/**
 * Refusals of the authorization endpoint (RFC 6749 §4.1.2.1 and what builds on it). Whether one is
 * shown as a page or sent back to the client follows from where it is found: before the redirect URI
 * is known to be the client's, nothing may be redirected.
 */
export const authorizationRefusals = refusals({
  client_id_missing: {
    status: 400,
    wire: 'invalid_request',
    spec: 'RFC 6749 §4.1.1',
    message: { ja: 'client_id がありません。', en: 'The parameter client_id is missing.' },
    hint: {
      ja: '認可要求に client_id を付けてください。値はコンソールのクライアント一覧にあります。',
      en: 'Add client_id to the authorization request. The console lists it under Clients.',
    },
  },
  unknown_client: {
    status: 400,
    wire: 'invalid_request',
    spec: 'RFC 6749 §4.1.2.1',
    message: {
      ja: 'client_id「{clientId}」は登録されていません。',
      en: "The client_id '{clientId}' is not registered.",
    },
    hint: {
      ja: 'コンソールのクライアント一覧で client_id を確かめるか、新しく登録してください。',
      en: 'Check the client_id in the console under Clients, or register the client.',
    },
  },
  redirect_uri_missing: {
    status: 400,
    wire: 'invalid_request',
    spec: 'RFC 6749 §3.1.2.3',
    message: {
      ja: 'redirect_uri がなく、登録が {count} 件あるため戻り先を決められません。',
      en: 'The parameter redirect_uri is missing and the client has {count} registered.',
    },
    hint: {
      ja: '登録した redirect_uri のどれか一つを認可要求に付けてください。',
      en: 'Send one of the registered redirect URIs with the authorization request.',
    },
  },
  logout_redirect_uri_mismatch: {
    status: 400,
    wire: 'invalid_request',
    spec: 'OpenID Connect RP-Initiated Logout §3',
    message: {
      ja: 'post_logout_redirect_uri「{redirectUri}」は、このクライアントに登録された値と一致しません。',
      en: "The post_logout_redirect_uri '{redirectUri}' is not registered for this client.",
    },
    hint: {
      ja: '比較は一文字単位です。クライアントの post_logout_redirect_uris に登録してください。登録値：{registered}',
      en: 'The comparison is exact. Register it in post_logout_redirect_uris of the client. Registered: {registered}',
    },
  },
  client_id_padded: {
    status: 400,
    wire: 'invalid_request',
    spec: 'RFC 6749 §4.1.2.1, Appendix A.1',
    message: {
      ja: 'client_id の前後に空白や引用符が付いています。',
      en: 'White space or quotation marks stand around the client_id.',
    },
    hint: {
      ja: 'それを除いた「{clientId}」は登録されています。コピーした範囲を確かめてください。',
      en: "Without them it is registered: '{clientId}'. Check what was copied.",
    },
  },
  redirect_uri_padded: {
    status: 400,
    wire: 'invalid_request',
    spec: 'RFC 9700 §2.1, RFC 6749 §3.1.2.3',
    message: {
      ja: 'redirect_uri「{redirectUri}」の前後に空白や引用符が付いています。',
      en: "White space or quotation marks stand around the redirect_uri '{redirectUri}'.",
    },
    hint: {
      ja: 'それを除くと登録された値と一致します：{registered}',
      en: 'Without them it matches one that is registered: {registered}',
    },
  },
  scope_separator: {
    status: 400,
    wire: 'invalid_scope',
    spec: 'RFC 6749 §3.3',
    message: {
      ja: 'scope が「{separator}」でつながれているため、一つの知らない名前になっています。',
      en: "The scopes are joined with '{separator}', which makes them one unknown name.",
    },
    hint: {
      ja: 'scope の区切りは空白です。URL では %20 か + に一度だけ符号化されます。',
      en: 'Scopes are separated by a blank, which is %20 or + once in a URL.',
    },
  },
  redirect_uri_mismatch: {
    status: 400,
    wire: 'invalid_request',
    spec: 'RFC 9700 §2.1, RFC 6749 §3.1.2.3',
    message: {
      ja: 'redirect_uri「{redirectUri}」は、このクライアントに登録された値と一致しません。',
      en: "The redirect_uri '{redirectUri}' is not registered for this client.",
    },
    hint: {
      ja: '比較は一文字単位です（末尾の / や大文字小文字、クエリも含みます）。ポートが自由なのは http://127.0.0.1 と http://[::1] だけで、localhost は対象外です（RFC 8252 §7.3）。登録値：{registered}',
      en: 'The comparison is exact, including a trailing slash, letter case and query. Only http://127.0.0.1 and http://[::1] may use any port; localhost may not (RFC 8252 section 7.3). Registered: {registered}',
    },
  },
  parameter_repeated: {
    status: 400,
    wire: 'invalid_request',
    spec: 'RFC 6749 §3.1',
    message: {
      ja: 'パラメータ「{parameter}」が二度以上送られています。',
      en: "The parameter '{parameter}' was sent more than once.",
    },
    hint: { ja: '一度だけ送ってください。', en: 'Send it once.' },
  },
  response_type_missing: {
    status: 400,
    wire: 'invalid_request',
    spec: 'RFC 6749 §3.1.1',
    message: { ja: 'response_type がありません。', en: 'The parameter response_type is missing.' },
    hint: { ja: 'response_type=code を付けてください。', en: 'Add response_type=code.' },
  },
  response_type_unsupported: {
    status: 400,
    wire: 'unsupported_response_type',
    spec: 'RFC 6749 §3.1.1, RFC 9700 §2.1.2',
    message: {
      ja: 'response_type「{responseType}」には対応していません。',
      en: "The response_type '{responseType}' is not supported.",
    },
    hint: {
      ja: '認可コード方式（response_type=code）を使ってください。',
      en: 'Use the authorization code flow: response_type=code.',
    },
  },
  response_mode_unsupported: {
    status: 400,
    wire: 'invalid_request',
    spec: 'OAuth 2.0 Multiple Response Types §2.1',
    message: {
      ja: 'response_mode「{responseMode}」には対応していません。',
      en: "The response_mode '{responseMode}' is not supported.",
    },
    hint: {
      ja: 'query、form_post、jwt、query.jwt、form_post.jwt が使えます。',
      en: 'Use query, form_post, jwt, query.jwt or form_post.jwt.',
    },
  },
  client_may_not_use_code: {
    status: 400,
    wire: 'unauthorized_client',
    spec: 'RFC 6749 §4.1.2.1',
    message: {
      ja: 'このクライアントには認可コード方式が登録されていません。',
      en: 'The client is not registered for the authorization code flow.',
    },
    hint: {
      ja: 'クライアントの grant_types に authorization_code、response_types に code を加えてください。',
      en: 'Add authorization_code to the grant_types and code to the response_types of the client.',
    },
  },
  scope_invalid: {
    status: 400,
    wire: 'invalid_scope',
    spec: 'RFC 6749 §3.3',
    message: {
      ja: 'scope「{scope}」には、このクライアントが求められるものがありません。',
      en: "The scope '{scope}' holds nothing this client may ask for.",
    },
    hint: {
      ja: '使える scope：{allowed}',
      en: 'Scopes this client may ask for: {allowed}',
    },
  },
  pkce_required: {
    status: 400,
    wire: 'invalid_request',
    spec: 'RFC 7636 §4.4.1, RFC 9700 §2.1.1',
    message: {
      ja: 'code_challenge がありません。このクライアントには PKCE が必要です。',
      en: 'The parameter code_challenge is missing; this client has to use PKCE.',
    },
    hint: {
      ja: 'code_verifier を作り、その SHA-256 を code_challenge に、S256 を code_challenge_method に入れてください。',
      en: 'Make a code_verifier and send its SHA-256 as code_challenge with code_challenge_method=S256.',
    },
  },
  pkce_method_unsupported: {
    status: 400,
    wire: 'invalid_request',
    spec: 'RFC 7636 §4.3, RFC 9700 §2.1.1',
    message: {
      ja: 'code_challenge_method「{method}」は使えません。',
      en: "The code_challenge_method '{method}' is not accepted.",
    },
    hint: {
      ja: 'code_challenge_method=S256 を明示してください。省略すると plain とみなされます。',
      en: 'Send code_challenge_method=S256; leaving it out means plain.',
    },
  },
  pkce_challenge_malformed: {
    status: 400,
    wire: 'invalid_request',
    spec: 'RFC 7636 §4.2',
    message: {
      ja: 'code_challenge の形式が正しくありません。',
      en: 'The code_challenge is malformed.',
    },
    hint: {
      ja: '43〜128文字の英数字と - . _ ~ だけを使います。S256 なら SHA-256 の base64url（= なし）43文字です。',
      en: 'It has 43 to 128 characters of A-Z a-z 0-9 - . _ ~; for S256 that is base64url of the SHA-256 without padding.',
    },
  },
  pkce_challenge_absent: {
    status: 400,
    wire: 'invalid_request',
    spec: 'RFC 7636 §4.3',
    message: {
      ja: 'code_challenge_method だけがあり、code_challenge がありません。',
      en: 'The request has a code_challenge_method but no code_challenge.',
    },
    hint: { ja: 'code_challenge も送ってください。', en: 'Send the code_challenge as well.' },
  },
  request_object_required: {
    status: 400,
    wire: 'invalid_request',
    spec: 'FAPI 1.0 Part 2 §5.2.2, FAPI 2.0 Message Signing §5.3',
    message: {
      ja: 'このクライアントの認可要求は、署名付きリクエストオブジェクトにする必要があります。',
      en: 'This client has to sign its authorization requests.',
    },
    hint: {
      ja: 'パラメータを JWT にまとめて署名し、request で送ってください。',
      en: 'Put the parameters into a signed JWT and send it as request.',
    },
  },
  request_object_malformed: {
    status: 400,
    wire: 'invalid_request_object',
    spec: 'RFC 9101 §4',
    message: {
      ja: 'request が JWT ではありません。{slipJa}',
      en: 'The request object is not a JWT.{slipEn}',
    },
    hint: {
      ja: '署名付き JWT を送ってください。',
      en: 'Send a signed JWT.',
    },
  },
  request_object_algorithm: {
    status: 400,
    wire: 'invalid_request_object',
    spec: 'RFC 9101 §6.2',
    message: {
      ja: 'リクエストオブジェクトの署名方式「{alg}」は使えません。',
      en: "The request object is signed with '{alg}', which is not accepted.",
    },
    hint: {
      ja: '使えるのは {allowed} です。',
      en: 'Accepted: {allowed}.',
    },
  },
  request_object_keys_unreadable: {
    status: 400,
    wire: 'invalid_request_object',
    spec: 'RFC 7591 §2 (jwks_uri)',
    message: {
      ja: 'リクエストオブジェクトの署名を検証する鍵を読めません。{reasonJa}',
      en: 'The keys to verify the request object with can not be read. {reasonEn}',
    },
    hint: {
      ja: 'ログで origin:outgoing の行を見て、jwks_uri のサーバーを直してください。',
      en: 'Look at the row with origin:outgoing in the log and mend the server of jwks_uri.',
    },
  },
  request_object_signature: {
    status: 400,
    wire: 'invalid_request_object',
    spec: 'RFC 9101 §6.2',
    message: {
      ja: 'リクエストオブジェクトの署名を検証できません。{slipJa}',
      en: 'The signature of the request object does not verify.{slipEn}',
    },
    hint: {
      ja: 'このクライアントの jwks に登録した鍵で署名してください。',
      en: 'Sign with a key registered in the jwks of this client.',
    },
  },
  request_object_claims: {
    status: 400,
    wire: 'invalid_request_object',
    spec: 'RFC 9101 §4, §6.3, §10.8',
    message: {
      ja: 'リクエストオブジェクトの内容を受け付けられません（{reason}）。',
      en: 'The request object is not acceptable: {reason}.',
    },
    hint: {
      ja: 'aud は発行者、iss は client_id、FAPI では exp と nbf（60分以内）が必要です。',
      en: 'aud is the issuer, iss the client_id; FAPI needs exp and nbf within 60 minutes.',
    },
  },
  signed_response_required: {
    status: 400,
    wire: 'invalid_request',
    spec: 'FAPI 1.0 Part 2 §5.2.2, FAPI 2.0 Message Signing §5.4',
    message: {
      ja: 'response_mode「{responseMode}」では応答に署名できません。',
      en: "The response_mode '{responseMode}' carries no signed response.",
    },
    hint: {
      ja: 'response_mode=jwt にしてください。',
      en: 'Use response_mode=jwt.',
    },
  },
  redirect_uri_required: {
    status: 400,
    wire: 'invalid_request',
    spec: 'OpenID Connect Core §3.1.2.1, FAPI 1.0 Part 1 §5.2.2 (9), FAPI 2.0 §5.3.2.2 (6)',
    message: {
      ja: 'redirect_uri がありません。登録が一つでも、OpenID Connect（scope に openid）と FAPI では省けません。',
      en: 'The parameter redirect_uri is missing; OpenID Connect (scope openid) and FAPI ask for it even where one is registered.',
    },
    hint: {
      ja: '登録した redirect_uri を、ほかのパラメーターと同じ場所に入れてください。',
      en: 'Put the registered redirect URI where the other parameters are.',
    },
  },
  scope_required: {
    status: 400,
    wire: 'invalid_request',
    spec: 'FAPI 1.0 Part 2 §5.2.3 (8), OpenID Connect Core §3.1.2.1',
    message: {
      ja: 'リクエストオブジェクトに scope がありません。',
      en: 'The request object has no scope.',
    },
    hint: {
      ja: 'URL の scope は見ません。リクエストオブジェクトの中に入れてください。',
      en: 'A scope in the URL does not count. Put it into the request object.',
    },
  },
  nonce_required: {
    status: 400,
    wire: 'invalid_request',
    spec: 'FAPI 1.0 Part 1 §5.2.2.2, §5.2.2.3',
    message: {
      ja: 'リクエストに nonce がありません（openid を求めないときは state）。',
      en: 'The request has no nonce; without openid, no state.',
    },
    hint: {
      ja: 'openid を求めるときは nonce を、求めないときは state を、リクエストオブジェクトの中に入れてください。',
      en: 'Put a nonce into the request object; where openid is not asked for, a state.',
    },
  },
  request_uri_unknown: {
    status: 400,
    wire: 'invalid_request_uri',
    spec: 'RFC 9126 §2.2, §4',
    message: {
      ja: 'この request_uri は、このクライアントが預けたものではありません。',
      en: 'The request_uri was not issued to this client.',
    },
    hint: {
      ja: '認可要求の client_id は、PAR を送ったクライアントと同じにしてください。',
      en: 'Use the client_id that pushed the request.',
    },
  },
  request_uri_expired: {
    status: 400,
    wire: 'invalid_request_uri',
    spec: 'RFC 9126 §2.2',
    message: {
      ja: 'request_uri の有効期限（{seconds}秒）が過ぎています。',
      en: 'The request_uri expired after {seconds} seconds.',
    },
    hint: {
      ja: '認可要求を預け直し、すぐにブラウザを移してください。',
      en: 'Push the request again and redirect the browser at once.',
    },
  },
  request_uri_used: {
    status: 400,
    wire: 'invalid_request_uri',
    spec: 'RFC 9126 §4',
    message: {
      ja: 'この request_uri はすでに使われています。',
      en: 'The request_uri has been used already.',
    },
    hint: {
      ja: '一度の許可に一つずつ預けてください。',
      en: 'Push a new request for each authorization.',
    },
  },
  request_uri_in_pushed_request: {
    status: 400,
    wire: 'invalid_request',
    spec: 'RFC 9126 §2.1',
    message: {
      ja: 'PAR の本文に request_uri を入れることはできません。',
      en: 'A pushed request must not contain a request_uri.',
    },
    hint: { ja: 'パラメータそのものを送ってください。', en: 'Push the parameters themselves.' },
  },
  pushed_request_required: {
    status: 400,
    wire: 'invalid_request',
    spec: 'RFC 9126 §5, §6 (require_pushed_authorization_requests)',
    message: {
      ja: 'このクライアントは認可要求をあらかじめ預ける（PAR）必要があります。',
      en: 'This client has to push its authorization requests (PAR).',
    },
    hint: {
      ja: '/oauth2/par に送り、返ってきた request_uri と client_id だけで認可エンドポイントへ移してください。',
      en: 'POST the parameters to /oauth2/par, then redirect with client_id and the returned request_uri only.',
    },
  },
  request_uri_unsupported: {
    status: 400,
    wire: 'request_uri_not_supported',
    spec: 'RFC 9101 §6, OpenID Connect Core §6.2',
    message: { ja: 'request_uri には対応していません。', en: 'The parameter request_uri is not supported.' },
    hint: {
      ja: 'パラメータをそのまま送ってください。',
      en: 'Send plain parameters.',
    },
  },
  registration_unsupported: {
    status: 400,
    wire: 'registration_not_supported',
    spec: 'OpenID Connect Core §7.2.1',
    message: {
      ja: 'registration パラメータには対応していません。',
      en: 'The parameter registration is not supported.',
    },
    hint: {
      ja: 'クライアントは先に登録してください。',
      en: 'Register the client beforehand.',
    },
  },
  prompt_none_login_required: {
    status: 400,
    wire: 'login_required',
    spec: 'OpenID Connect Core §3.1.2.6',
    message: {
      ja: 'prompt=none ですが、使えるログインがないため本人認証が必要です。',
      en: 'prompt=none was asked for, but there is no login that would do, so the customer has to log in.',
    },
    hint: {
      ja: 'prompt=none を外し、利用者に画面を見せてください。ログイン状態を保つかどうかは設定の policies.loginSession で決まります。',
      en: 'Leave prompt=none out and let the customer see the screens. The setting policies.loginSession says whether logins are kept.',
    },
  },
  prompt_none_consent_required: {
    status: 400,
    wire: 'consent_required',
    spec: 'OpenID Connect Core §3.1.2.6',
    message: {
      ja: 'prompt=none ですが、この内容の許可がまだないため、画面での許可が必要です。',
      en: 'prompt=none was asked for, but the customer has not yet allowed this and has to be asked.',
    },
    hint: {
      ja: 'prompt=none を外して、もう一度認可を求めてください。許可済みの範囲なら画面は出ません。',
      en: 'Ask again without prompt=none. What is allowed already needs no page.',
    },
  },
  prompt_invalid: {
    status: 400,
    wire: 'invalid_request',
    spec: 'OpenID Connect Core §3.1.2.1',
    message: { ja: 'prompt「{prompt}」は使えません。', en: "The prompt '{prompt}' is not valid." },
    hint: {
      ja: 'none（単独）、login、consent、select_account が使えます。',
      en: 'Use none (alone), login, consent or select_account.',
    },
  },
  dpop_thumbprint_malformed: {
    status: 400,
    wire: 'invalid_request',
    spec: 'RFC 9449 §10',
    message: { ja: 'dpop_jkt の形式が正しくありません。', en: 'The dpop_jkt is malformed.' },
    hint: {
      ja: '公開鍵の SHA-256 サムプリント（RFC 7638）を base64url 43文字で送ってください。',
      en: 'Send the SHA-256 thumbprint of the public key (RFC 7638), 43 characters of base64url.',
    },
  },
  grant_management_invalid: {
    status: 400,
    wire: 'invalid_request',
    spec: 'Grant Management for OAuth 2.0 §3.2',
    message: {
      ja: 'grant_management_action と grant_id の組み合わせが正しくありません（{reason}）。',
      en: 'The grant_management_action and grant_id do not go together: {reason}.',
    },
    hint: {
      ja: 'create は grant_id なし、merge と replace は grant_id ありで、認証するクライアントから送ります。',
      en: 'Send create without grant_id, merge and replace with one, from a client that authenticates.',
    },
  },
  grant_id_invalid: {
    status: 400,
    wire: 'invalid_grant_id',
    spec: 'Grant Management for OAuth 2.0 §3.4',
    message: {
      ja: 'この grant_id の許可は、このクライアントとお客さまのものとして生きていません。',
      en: 'There is no living grant of this client and customer with that grant_id.',
    },
    hint: {
      ja: 'トークン応答の grant_id を使い、同じお客さまでログインしてください。',
      en: 'Use the grant_id of a token response, and let the same customer log in.',
    },
  },
  claims_malformed: {
    status: 400,
    wire: 'invalid_request',
    spec: 'OpenID Connect Core §5.5',
    message: {
      ja: 'claims が JSON オブジェクトではありません。',
      en: 'The claims parameter is not a JSON object.',
    },
    hint: {
      ja: 'id_token と userinfo をメンバーに持つ JSON を送ってください。',
      en: 'Send a JSON object with the members id_token and userinfo.',
    },
  },
  id_token_hint_invalid: {
    status: 400,
    wire: 'invalid_request',
    spec: 'OpenID Connect Core §3.1.2.1, §3.1.2.2',
    message: {
      ja: 'id_token_hint は、この金融機関がこのクライアントに発行した ID トークンではありません（{reason}）。',
      en: 'The id_token_hint is no ID token this bank issued to this client ({reason}).',
    },
    hint: {
      ja: 'トークン応答の id_token をそのまま入れてください。期限が切れていてもかまいません。',
      en: 'Send the id_token of a token response as it was; an expired one will do.',
    },
  },
  other_customer_expected: {
    status: 400,
    wire: 'login_required',
    spec: 'OpenID Connect Core §3.1.2.2, §5.5.1',
    message: {
      ja: 'ログインした契約者は、id_token_hint または claims の sub が示す契約者ではありません。',
      en: 'The customer who logged in is not the one that id_token_hint or the requested sub names.',
    },
    hint: {
      ja: '同じ契約者でログインしてもらうか、新しい連携として id_token_hint を外してください。',
      en: 'Have the same customer log in, or leave id_token_hint out for a new linkage.',
    },
  },
  essential_claim_unavailable: {
    status: 400,
    wire: 'access_denied',
    spec: 'OpenID Connect Core §5.5.1, §5.5.1.1',
    message: {
      ja: '必須（essential）とされたクレーム {claim} を満たせません。',
      en: 'The essential claim {claim} can not be met.',
    },
    hint: {
      ja: 'essential を外すか、acr には password、certificate、password+certificate のうちお客さまのログイン方法を指定してください。',
      en: 'Leave out essential, or ask for an acr the customer logs in by: password, certificate or password+certificate.',
    },
  },
  max_age_invalid: {
    status: 400,
    wire: 'invalid_request',
    spec: 'OpenID Connect Core §3.1.2.1',
    message: { ja: 'max_age は0以上の整数で指定します。', en: 'max_age is not a whole number of seconds.' },
    hint: { ja: '秒数を整数で送ってください。', en: 'Send a whole number of seconds, zero or more.' },
  },
  nonce_too_long: {
    status: 400,
    wire: 'invalid_request',
    spec: 'OpenID Connect Core §3.1.2.1',
    message: {
      ja: 'nonce が長すぎます（{length}文字、上限は512文字）。',
      en: 'The nonce has {length} characters; at most 512 are accepted.',
    },
    hint: {
      ja: 'nonce は途中で切り詰めません。短いものを送ってください。',
      en: 'A nonce is never truncated. Send a shorter one.',
    },
  },
  state_too_long: {
    status: 400,
    wire: 'invalid_request',
    spec: 'RFC 6749 §4.1.1',
    message: {
      ja: 'state が長すぎます（{length}文字、上限は2048文字）。',
      en: 'The state has {length} characters; at most 2048 are accepted.',
    },
    hint: {
      ja: '状態そのものではなく、セッションを指す乱数を入れてください。',
      en: 'Put a random reference to your session in it rather than the session itself.',
    },
  },
  consent_denied_automatically: {
    status: 400,
    wire: 'access_denied',
    spec: 'RFC 6749 §4.1.2.1',
    message: {
      ja: 'このクライアントは常にキャンセルする設定（sandbox_consent=deny）です。',
      en: 'The client is set to be denied always (sandbox_consent=deny).',
    },
    hint: {
      ja: '画面を出すには、クライアントの sandbox_consent を screen にしてください。',
      en: 'Set sandbox_consent of the client to screen to see the screens.',
    },
  },
  automatic_consent_without_customer: {
    status: 400,
    wire: 'login_required',
    spec: 'RFC 6749 §4.1.2.1',
    message: {
      ja: '自動許可（sandbox_consent=auto）ですが、login_hint「{loginHint}」に当たる契約者がいません。',
      en: "Automatic consent found no customer for the login_hint '{loginHint}'.",
    },
    hint: {
      ja: 'login_hint に契約者IDまたはお客様IDを入れてください。',
      en: 'Send the login id of a customer as login_hint.',
    },
  },
  authorization_method_not_allowed: {
    status: 405,
    wire: 'invalid_request',
    spec: 'RFC 6749 §3.1',
    message: {
      ja: 'このエンドポイントは {allow} だけを受け付けます。',
      en: 'This endpoint takes {allow} only.',
    },
    hint: { ja: 'メソッドを変えてください。', en: 'Change the method.' },
  },
  endpoint_unknown: {
    status: 404,
    wire: 'not_found',
    spec: 'RFC 9110 §15.5.5',
    message: { ja: '「{path}」というページやAPIはありません。', en: "There is nothing at '{path}'." },
    hint: {
      ja: 'メタデータ /.well-known/oauth-authorization-server と /openapi.json が正しい場所を示します。',
      en: 'The metadata at /.well-known/oauth-authorization-server and /openapi.json tell the right places.',
    },
  },
  request_target_malformed: {
    status: 400,
    wire: 'invalid_request',
    spec: 'RFC 3986 §2.1',
    message: {
      ja: 'URL のパーセント符号化が正しくありません。',
      en: 'The percent-encoding of the URL is broken.',
    },
    hint: {
      ja: '% の後には16進数2桁が必要です。文字は UTF-8 で符号化してください。',
      en: 'A % has to be followed by two hexadecimal digits; encode text as UTF-8.',
    },
  },
  internal_error: {
    status: 500,
    wire: 'server_error',
    spec: 'RFC 9110 §15.6.1',
    message: {
      ja: 'サンドボックスの内部で問題が起きました。',
      en: 'Something went wrong inside the sandbox.',
    },
    hint: {
      ja: 'これは不具合です。標準エラー出力の内容を添えて報告してください。',
      en: 'This is a defect of the sandbox. Please report it with what stands on stderr.',
    },
  },
});
