import { refusals } from './entry.ts';

/** Refusals of client authentication: secrets, certificates and signed assertions (RFC 6749 §2.3, RFC 7523 §3). */
export const clientAuthenticationRefusals = refusals({
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
      en: "The client_id '{clientId}' is not registered; check it in the console.",
    },
  },
  client_guessing_paused: {
    status: 401,
    wire: 'invalid_client',
    spec: 'RFC 6749 §2.3.1',
    message: {
      ja: '誤った client_secret が続いたため、しばらく受け付けません（{seconds}秒）。',
      en: 'Too many wrong secrets in a row; try again in {seconds} seconds.',
    },
    hint: {
      ja: '正しい client_secret はいつでも通ります。誰かが推測していないか、ログで同じ client_id の要求を確かめてください。',
      en: 'The right secret passes at any time. Look in the log for who else sends this client_id: somebody may be guessing.',
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
  client_unknown_padded: {
    status: 401,
    wire: 'invalid_client',
    spec: 'RFC 6749 §5.2, Appendix A.1',
    message: {
      ja: 'クライアントの認証に失敗しました（client_id の前後に空白や引用符が付いています）。',
      en: 'Client authentication failed.',
    },
    hint: {
      ja: 'それを除いた「{clientId}」は登録されています。',
      en: "White space or quotation marks stand around the client_id; without them '{clientId}' is registered.",
    },
  },
  client_secret_padded: {
    status: 401,
    wire: 'invalid_client',
    spec: 'RFC 6749 §5.2, Appendix A.2',
    message: {
      ja: 'client_secret の前後に空白や引用符が付いています。',
      en: 'White space or quotation marks stand around the client_secret.',
    },
    hint: {
      ja: '{clientId} の client_secret は、それを除くと一致します。環境変数やファイルの行末の改行を確かめてください。',
      en: 'Without them it is the secret of {clientId}. Check for a line break at the end of a file or an environment variable.',
    },
  },
  basic_not_form_encoded: {
    status: 401,
    wire: 'invalid_client',
    spec: 'RFC 6749 §2.3.1, Appendix B',
    message: {
      ja: 'Basic の client_id と client_secret が form-urlencode されていません。符号化を戻さずに比べると一致します。',
      en: 'The Basic credentials are right but not form-urlencoded: compared without decoding they match.',
    },
    hint: {
      ja: 'それぞれを form-urlencode してから「:」でつなぎ、base64 にしてください。たとえば + は %2B、% は %25 です。',
      en: 'Form-urlencode client_id and client_secret each, then join with a colon and encode as base64: + becomes %2B, % becomes %25.',
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
      en: "The Authorization scheme '{scheme}' is not accepted here.",
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
      en: "The client_assertion_type '{type}' is not supported.",
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
    message: {
      ja: 'client_assertion が JWT ではありません。{slipJa}',
      en: 'The client_assertion is not a JWT.{slipEn}',
    },
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
      en: "The client_assertion is signed with '{alg}', which is not accepted.",
    },
    hint: { ja: '使えるのは {allowed} です。', en: 'Accepted: {allowed}.' },
  },
  assertion_key_unknown: {
    status: 401,
    wire: 'invalid_client',
    spec: 'RFC 7515 §4.1.4',
    message: {
      ja: 'client_assertion の kid に当たる鍵が登録されていません。{slipJa}',
      en: 'No registered key fits the kid and alg of the client_assertion.{slipEn}',
    },
    hint: {
      ja: 'クライアントの jwks に公開鍵を登録するか、jwks_uri で公開してください。',
      en: 'Register the public key in the jwks of the client, or publish it at its jwks_uri.',
    },
  },
  assertion_keys_unreadable: {
    status: 401,
    wire: 'invalid_client',
    spec: 'RFC 7591 §2 (jwks_uri)',
    message: {
      ja: 'client_assertion の署名を検証する鍵を読めません。{reasonJa}',
      en: 'The keys to verify the client_assertion with can not be read. {reasonEn}',
    },
    hint: {
      ja: 'ログで origin:outgoing の行を見て、jwks_uri のサーバーを直してください。',
      en: 'Look at the row with origin:outgoing in the log and mend the server of jwks_uri.',
    },
  },
  assertion_signature: {
    status: 401,
    wire: 'invalid_client',
    spec: 'RFC 7523 §3',
    message: {
      ja: 'client_assertion の署名を検証できません。{slipJa}',
      en: 'The signature of the client_assertion does not verify.{slipEn}',
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
      ja: 'client_assertion に {claim} がありません。{slipJa}',
      en: 'The client_assertion lacks {claim}.{slipEn}',
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
      ja: 'client_assertion の {claim} が先の時刻です。{slipJa}',
      en: 'The {claim} of the client_assertion lies in the future.{slipEn}',
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
});
