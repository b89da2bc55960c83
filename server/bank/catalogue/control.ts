import { refusals } from './entry.ts';

/** Refusals of the control API (RFC 9457), and of the registrations made through it. */
export const controlRefusals = refusals({
  // -- the self-test --
  self_test_running: {
    status: 409,
    spec: 'Control API: POST /self-tests',
    message: { ja: '自己検証（{id}）が実行中です。', en: 'The self-test {id} is still running.' },
    hint: {
      ja: '終わるまで GET /self-tests/{id} で待ってから、もう一度実行してください。',
      en: 'Wait for it with GET /self-tests/{id}, then start another.',
    },
  },
  self_test_not_found: {
    status: 404,
    spec: 'Control API: GET /self-tests/{id}',
    message: { ja: '自己検証「{id}」はありません。', en: 'There is no self-test {id}.' },
    hint: {
      ja: '覚えているのは起動してからの新しい数回だけです。GET /self-tests で確かめてください。',
      en: 'Only the newest few since the start are remembered; look them up with GET /self-tests.',
    },
  },

  // -- the guard --
  control_token_missing: {
    status: 401,
    spec: 'RFC 6750 §3, Control API: Authorization',
    message: { ja: '制御トークンがありません。', en: 'The request carries no control token.' },
    hint: {
      ja: '起動時に表示された制御トークンを Authorization: Bearer <トークン> で送ってください。',
      en: 'Send the control token shown at start as Authorization: Bearer <token>.',
    },
  },
  control_token_wrong: {
    status: 401,
    spec: 'RFC 6750 §3.1, Control API: Authorization',
    message: { ja: '制御トークンが違います。', en: 'The control token is not the one of this sandbox.' },
    hint: {
      ja: 'トークンは起動のたびに変わります（--control-token で固定できます）。いま動いているサンドボックスのものを使ってください。',
      en: 'It changes with every start unless --control-token is given. Use that of the running sandbox.',
    },
  },
  control_host_refused: {
    status: 403,
    spec: 'Control API: Host (RFC 9110 §7.2)',
    message: {
      ja: 'Host「{host}」への要求は受け付けません。',
      en: 'Requests to the host {host} are not accepted.',
    },
    hint: {
      ja: '{expected} を使ってください（DNSリバインディングへの備えです）。',
      en: 'Use {expected}; anything else could be DNS rebinding.',
    },
  },
  control_origin_refused: {
    status: 403,
    spec: 'Control API: Origin (RFC 6454 §7)',
    message: {
      ja: '別のサイト（{origin}）のページからの要求は受け付けません。',
      en: 'Requests from pages of {origin} are not accepted.',
    },
    hint: {
      ja: '制御APIはコンソール自身のページか、ブラウザー以外のプログラムから呼び出してください。',
      en: "Call the control API from the console's own page or from a program, not from another site's page.",
    },
  },
  control_cross_site_refused: {
    status: 403,
    spec: 'Control API: Sec-Fetch-Site (Fetch Metadata §2.3)',
    message: {
      ja: '別のサイトから始まった要求（Sec-Fetch-Site: {site}）は受け付けません。',
      en: 'Requests started by another site (Sec-Fetch-Site: {site}) are not accepted.',
    },
    hint: {
      ja: '制御APIはコンソール自身のページか、ブラウザー以外のプログラムから呼び出してください。',
      en: "Call the control API from the console's own page or from a program, not from another site's page.",
    },
  },

  // -- the form of the request --
  control_path_unknown: {
    status: 404,
    spec: 'RFC 9110 §15.5.5',
    message: { ja: '「{path}」という操作はありません。', en: 'There is nothing at {path}.' },
    hint: {
      ja: 'GET /control/v1/openapi.json に全操作の一覧があります。',
      en: 'GET /control/v1/openapi.json lists every operation.',
    },
  },
  control_method_not_allowed: {
    status: 405,
    spec: 'RFC 9110 §15.5.6',
    message: {
      ja: '「{path}」に {method} は使えません。',
      en: '{path} does not take {method}.',
    },
    hint: { ja: '使えるのは {allowed} です。', en: 'It takes {allowed}.' },
  },
  body_malformed: {
    status: 400,
    spec: 'RFC 8259',
    message: { ja: '本文を JSON として読めません（{reason}）。', en: 'The body is not JSON: {reason}' },
    hint: {
      ja: '引用符・カンマ・文字コード(UTF-8)を確かめてください。何も変更していません。',
      en: 'Check quotes, commas and that it is UTF-8. Nothing was changed.',
    },
  },
  body_interrupted: {
    status: 400,
    spec: 'RFC 9112 §8',
    message: {
      ja: '本文を最後まで受け取れませんでした。',
      en: 'The body could not be read to its end.',
    },
    hint: {
      ja: 'Content-Length と Content-Encoding を確かめて、もう一度送ってください。何も変更していません。',
      en: 'Check Content-Length and Content-Encoding and send it again. Nothing was changed.',
    },
  },
  body_too_large: {
    status: 413,
    spec: 'RFC 9110 §15.5.14',
    message: {
      ja: '本文が大きすぎます（上限 {limit} バイト）。',
      en: 'The body is larger than {limit} bytes.',
    },
    hint: {
      ja: '分けて送ってください。何も変更していません。',
      en: 'Send it in parts. Nothing was changed.',
    },
  },
  body_type_unsupported: {
    status: 415,
    spec: 'RFC 9110 §15.5.16',
    message: {
      ja: 'Content-Type「{contentType}」の本文は読めません。',
      en: 'A body of the type {contentType} is not understood here.',
    },
    hint: { ja: '{expected} で送ってください。', en: 'Send it as {expected}.' },
  },
  invalid_input: {
    status: 422,
    spec: 'RFC 9110 §15.5.21, Control API: errors',
    message: {
      ja: '入力に {count} 件の誤りがあります。何も変更していません。',
      en: 'The input has {count} fault(s); nothing was changed.',
    },
    hint: {
      ja: 'errors に場所と直し方があります。',
      en: 'Each entry of errors names the place and how to mend it.',
    },
  },
  unexpected: {
    status: 500,
    spec: 'RFC 9110 §15.6.1',
    message: {
      ja: 'サンドボックスの内部で予期しない誤りが起きました（{id}）。',
      en: 'Something unexpected went wrong inside the sandbox ({id}).',
    },
    hint: {
      ja: '標準エラー出力に同じ番号で詳細があります。不具合の報告に添えてください。',
      en: 'The standard error output has the details under the same id; please report it with them.',
    },
  },

  // -- resources --
  customer_not_found: {
    status: 404,
    spec: 'Control API: /customers',
    message: { ja: '契約者「{id}」はいません。', en: 'There is no customer {id}.' },
    hint: {
      ja: 'GET /customers で id を確かめてください（loginId とは別のものです）。',
      en: 'Look the id up with GET /customers; it is not the loginId.',
    },
  },
  login_id_taken: {
    status: 409,
    spec: 'seed: 契約者ID, Control API: /customers',
    message: {
      ja: '契約者ID「{loginId}」はすでに使われています。',
      en: 'The loginId {loginId} belongs to another customer.',
    },
    hint: {
      ja: '別の契約者IDにするか、先の契約者({id})を変更してください。',
      en: 'Choose another, or change the customer who has it ({id}).',
    },
  },
  account_not_found: {
    status: 404,
    spec: 'Control API: /accounts',
    message: { ja: '口座「{accountId}」はありません。', en: 'There is no account {accountId}.' },
    hint: {
      ja: 'GET /accounts で accountId（店番3桁＋種別2桁＋番号7桁）を確かめてください。',
      en: 'Look the accountId (branch 3 + type 2 + number 7 digits) up with GET /accounts.',
    },
  },
  account_exists: {
    status: 409,
    spec: 'Control API: /accounts',
    message: { ja: '口座「{accountId}」はすでにあります。', en: 'The account {accountId} exists already.' },
    hint: {
      ja: '別の口座番号にするか、accountNumber を省いて空き番号を割り当ててください。',
      en: 'Choose another accountNumber, or leave it out to be given a free one.',
    },
  },
  client_not_found: {
    status: 404,
    spec: 'Control API: /clients',
    message: { ja: 'クライアント「{clientId}」はありません。', en: 'There is no client {clientId}.' },
    hint: { ja: 'GET /clients で確かめてください。', en: 'Look it up with GET /clients.' },
  },
  client_id_taken: {
    status: 409,
    spec: 'RFC 7591 §3.2.1',
    message: {
      ja: 'client_id「{clientId}」はすでに登録されています。',
      en: 'The client_id {clientId} is registered already.',
    },
    hint: {
      ja: '別の client_id にするか、省いて割り当てを受けてください。',
      en: 'Choose another, or leave it out to be given one.',
    },
  },
  client_never_refreshes: {
    status: 409,
    spec: 'Control API: /clients/{client_id}/rotation-lab',
    message: {
      ja: 'クライアント「{clientId}」は、リフレッシュトークンを使わない登録です。',
      en: 'The client {clientId} is not registered for refresh tokens.',
    },
    hint: {
      ja: 'grant_types に refresh_token を加えてから試してください。',
      en: 'Add refresh_token to its grant_types first.',
    },
  },
  client_has_no_secret: {
    status: 409,
    spec: 'RFC 7591 §2 (token_endpoint_auth_method)',
    message: {
      ja: 'クライアント「{clientId}」は client_secret を使いません（{method}）。',
      en: 'The client {clientId} uses no client_secret ({method}).',
    },
    hint: {
      ja: '秘密を使う認証方式（client_secret_basic など）に変えてからにしてください。',
      en: 'Change it to a method with a secret first, such as client_secret_basic.',
    },
  },
  client_keys_not_found: {
    status: 404,
    spec: 'Control API: /clients/{client_id}/keys',
    message: {
      ja: 'クライアント「{clientId}」の秘密鍵は、サンドボックスにはありません。',
      en: 'The sandbox holds no private keys of the client {clientId}.',
    },
    hint: {
      ja: '秘密鍵を預かるのはシナリオ付属のクライアント（demo-fapi など）だけです。',
      en: 'It holds those of clients that come with a scenario, such as demo-fapi.',
    },
  },
  invalid_redirect_uri: {
    status: 422,
    wire: 'invalid_redirect_uri',
    spec: 'RFC 7591 §3.2.2, RFC 9700 §2.1, RFC 8252 §7',
    message: {
      ja: '登録できない redirect_uri があります（{count} 件）。',
      en: 'The redirect_uris have {count} fault(s); nothing was registered.',
    },
    hint: {
      ja: 'https、ループバックの http、またはドットを含む独自スキーム（native）が使えます。errors に個々の理由があります。',
      en: 'Use https, http to a loopback address, or (native) a custom scheme with a dot. See errors for each.',
    },
  },
  invalid_client_metadata: {
    status: 422,
    wire: 'invalid_client_metadata',
    spec: 'RFC 7591 §3.2.2',
    message: {
      ja: '登録内容に {count} 件の矛盾があります。',
      en: 'The client metadata has {count} fault(s); nothing was registered.',
    },
    hint: {
      ja: 'errors に場所と直し方があります。',
      en: 'Each entry of errors names the place and how to mend it.',
    },
  },
  certificate_not_found: {
    status: 404,
    spec: 'Control API: /customers/{id}/certificates',
    message: {
      ja: 'シリアル番号「{serialNumber}」の電子証明書はありません。',
      en: 'The customer has no certificate with the serial number {serialNumber}.',
    },
    hint: {
      ja: 'GET /customers/…/certificates で確かめてください。シリアル番号は大文字の16進数です。',
      en: 'Look it up with GET /customers/.../certificates. Serial numbers are upper-case hexadecimal.',
    },
  },
  client_certificate_not_found: {
    status: 404,
    spec: 'Control API: /clients/{client_id}/certificates',
    message: {
      ja: 'この外部サービスに、シリアル番号「{serialNumber}」の証明書はありません。',
      en: 'The client has no certificate with the serial number {serialNumber}.',
    },
    hint: {
      ja: 'GET /clients/…/certificates で確かめてください。シリアル番号は大文字の16進数です。',
      en: 'Look it up with GET /clients/.../certificates. Serial numbers are upper-case hexadecimal.',
    },
  },
  login_not_found: {
    status: 404,
    spec: 'Control API: /logins',
    message: { ja: 'ログイン「{id}」はありません。', en: 'There is no login {id}.' },
    hint: {
      ja: 'GET /logins で確かめてください。ログアウトや時間切れで終わったログインは一覧から消えます。',
      en: 'Look it up with GET /logins. A login that has ended is no longer listed.',
    },
  },
  grant_not_found: {
    status: 404,
    spec: 'Control API: /grants',
    message: { ja: '許可「{grantId}」はありません。', en: 'There is no grant {grantId}.' },
    hint: {
      ja: 'GET /grants で確かめてください。シナリオを読み直すと、それまでの許可はなくなります。',
      en: 'Look it up with GET /grants. Loading a scenario drops the grants there were.',
    },
  },
  clock_backwards: {
    status: 409,
    spec: 'Control API: /clock',
    message: {
      ja: '時計を {to} に戻すことはできません（いまは {now} です）。',
      en: 'The clock shows {now} and can not go back to {to}.',
    },
    hint: {
      ja: '過去に戻れるのはスナップショットの復元と、時刻を持つシナリオの読み込みだけです。',
      en: 'Only restoring a snapshot, or loading a scenario with a clock of its own, leads into the past.',
    },
  },
  clock_out_of_range: {
    status: 422,
    spec: 'RFC 3339 §5.6',
    message: {
      ja: '時計は西暦2100年1月1日より先へは進められません。',
      en: 'The clock can not go beyond the 1st of January 2100.',
    },
    hint: {
      ja: 'もっと短い期間にしてください。進みすぎた時計は、スナップショットの復元か、シナリオの読み直しで戻せます。',
      en: 'Choose a shorter way. A clock that is too far ahead comes back with a snapshot, or with a reset of the scenario.',
    },
  },
  snapshot_not_found: {
    status: 404,
    spec: 'Control API: snapshots',
    message: {
      ja: '「{name}」という名前で残した状態はありません。',
      en: 'No state was kept under the name {name}.',
    },
    hint: { ja: 'GET /snapshots で名前を確かめてください。', en: 'GET /snapshots lists the names.' },
  },
  scenario_unknown: {
    status: 404,
    spec: 'Control API: /scenario',
    message: { ja: 'シナリオ「{name}」はありません。', en: 'There is no scenario {name}.' },
    hint: {
      ja: '付属のシナリオは {known} です。ファイルのシナリオは、その中身を本文として送ってください。',
      en: 'Built in are {known}. To load one from a file, send its contents as the body.',
    },
  },
});
