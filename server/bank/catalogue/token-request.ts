import { refusals } from './entry.ts';

/** Refusals of a token request and of the authorization code in it (RFC 6749 §4.1.3, §5.2, RFC 7636 §4.6). */
export const tokenRequestRefusals = refusals({
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
      en: "The parameter '{parameter}' was sent in the URL.",
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
      en: "The parameter '{parameter}' is missing.",
    },
    hint: { ja: '本文に加えてください。', en: 'Add it to the body.' },
  },
  parameter_misnamed: {
    status: 400,
    wire: 'invalid_request',
    spec: 'RFC 6749 §3.1, §3.2',
    message: {
      ja: 'パラメータ「{parameter}」がありません。代わりに「{seen}」があります。',
      en: "The parameter '{parameter}' is missing; there is '{seen}' instead.",
    },
    hint: {
      ja: '名前を {parameter} にしてください。amp; で始まる名前は、HTML 用に &amp; と書かれた URL をそのまま開いたときのものです。',
      en: 'Name it {parameter}. A name that begins with amp; comes from a URL escaped for HTML, in which each ampersand was written as an entity.',
    },
  },
  form_is_json: {
    status: 400,
    wire: 'invalid_request',
    spec: 'RFC 6749 §4.1.3, Appendix B',
    message: {
      ja: 'フォームとして送られた本文が JSON です。',
      en: 'The body is JSON, though it came as a form.',
    },
    hint: {
      ja: 'application/x-www-form-urlencoded の形（名前=値&名前=値）で送ってください。',
      en: 'Send name=value pairs joined with ampersands (application/x-www-form-urlencoded).',
    },
  },
  form_encoded_twice: {
    status: 400,
    wire: 'invalid_request',
    spec: 'RFC 6749 Appendix B',
    message: {
      ja: 'フォーム全体が二重に符号化されています（= が %3D になっています）。',
      en: 'The whole form was encoded once more: its = signs arrive as %3D.',
    },
    hint: {
      ja: '値だけを一度符号化します。curl では --data-urlencode をパラメータごとに付けてください。',
      en: 'Encode each value once. With curl, give --data-urlencode for each parameter.',
    },
  },
  grant_type_unsupported: {
    status: 400,
    wire: 'unsupported_grant_type',
    spec: 'RFC 6749 §5.2',
    message: {
      ja: 'grant_type「{grantType}」には対応していません。',
      en: "The grant_type '{grantType}' is not supported.",
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
      en: "The client is not registered for the grant_type '{grantType}'.",
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
  code_padded: {
    status: 400,
    wire: 'invalid_grant',
    spec: 'RFC 6749 §5.2, Appendix A.11',
    message: {
      ja: '認可コードの前後に空白や引用符が付いています。',
      en: 'White space or quotation marks stand around the authorization code.',
    },
    hint: {
      ja: 'それを除いた値は、この金融機関が発行したコードです。改行を含めてコピーしていないか確かめてください。',
      en: 'Without them this bank issued it. Check that no line break was copied along.',
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
      en: "The authorization request had '{expected}'.",
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
});
