import { refusals } from './entry.ts';

/** What a connection or the head of a request is refused for, before any endpoint is reached. */
export const connectionRefusals = refusals({
  tls_on_http_port: {
    status: 400,
    wire: 'invalid_request',
    spec: 'RFC 8446 §5.1',
    message: {
      ja: 'HTTP のポートに TLS で接続しています。',
      en: 'TLS was spoken to the port of plain HTTP.',
    },
    hint: {
      ja: 'URL を http:// で始めてください。HTTPS を試すには --https-port を付けて起動し、そのポートに接続します。',
      en: 'Begin the URL with http://. To try HTTPS, start with --https-port and connect to that port.',
    },
  },
  http_on_tls_port: {
    status: 400,
    wire: 'invalid_request',
    spec: 'RFC 9110 §4.2.2',
    message: {
      ja: 'HTTPS のポートに、暗号化しない HTTP で接続しています。',
      en: 'Plain HTTP was spoken to the port of HTTPS.',
    },
    hint: {
      ja: 'URL を https:// で始めるか、HTTP のポートに接続してください。',
      en: 'Begin the URL with https://, or connect to the port of plain HTTP.',
    },
  },
  bank_certificate_not_trusted: {
    status: 400,
    wire: 'invalid_request',
    spec: 'RFC 8446 §6.2',
    message: {
      ja: 'クライアントが銀行のサーバー証明書を信頼せず、TLS の接続をやめました（{reason}）。',
      en: 'The client did not trust the certificate of the bank and ended the TLS handshake ({reason}).',
    },
    hint: {
      ja: 'サンドボックスのルート証明書（コンソールの「証明書」、GET /certificates/root.pem）をクライアントの信頼する認証局に加えてください。接続先の名前が証明書と合うかも確かめてください。',
      en: 'Let the client trust the root certificate of the sandbox (Certificates in the console), and check that the name it connects to is one of the certificate.',
    },
  },
  tls_handshake_failed: {
    status: 400,
    wire: 'invalid_request',
    spec: 'RFC 8446 §4',
    message: {
      ja: 'TLS のハンドシェイクが終わりませんでした（{reason}）。',
      en: 'The TLS handshake was not finished: {reason}',
    },
    hint: {
      ja: 'TLS 1.2 以上と、銀行が使う暗号スイート（ECDHE-RSA の AES-GCM）に対応したクライアントで接続してください。',
      en: 'Connect with TLS 1.2 or later and a cipher suite the bank has (AES-GCM with ECDHE-RSA).',
    },
  },
  http2_not_spoken: {
    status: 505,
    wire: 'invalid_request',
    spec: 'RFC 9110 §15.6.6',
    message: {
      ja: 'HTTP/2 で話しかけられましたが、このサーバーは HTTP/1.1 だけです。',
      en: 'The client spoke HTTP/2; this server speaks HTTP/1.1 only.',
    },
    hint: {
      ja: 'クライアントの「事前の合意による HTTP/2」を切ってください（curl なら --http1.1）。',
      en: 'Switch HTTP/2 with prior knowledge off in the client (curl: --http1.1).',
    },
  },
  request_line_with_blank: {
    status: 400,
    wire: 'invalid_request',
    spec: 'RFC 9112 §3.2',
    message: {
      ja: 'リクエスト行の URL に、エンコードしていない空白があります。',
      en: 'There is an unencoded blank in the URL of the request line.',
    },
    hint: {
      ja: '空白は %20（フォームの値なら +）にしてください。scope を並べるときによく起こります。',
      en: 'Write a blank as %20 (or + within a form); it is often one between scopes.',
    },
  },
  request_method_unknown: {
    status: 501,
    wire: 'invalid_request',
    spec: 'RFC 9110 §15.6.2',
    message: {
      ja: 'メソッド「{method}」は、どの HTTP の登録にもありません。',
      en: "No method is called '{method}'.",
    },
    hint: {
      ja: 'メソッドは大文字と小文字を区別します。GET や POST と書いてください。',
      en: 'Methods are case-sensitive: write GET or POST.',
    },
  },
  request_not_for_proxy: {
    status: 501,
    wire: 'invalid_request',
    spec: 'RFC 9110 §9.3.6',
    message: {
      ja: 'CONNECT が送られましたが、このサーバーはプロキシではありません。',
      en: 'CONNECT was sent, but this server is no proxy.',
    },
    hint: {
      ja: 'クライアントのプロキシ設定（HTTPS_PROXY など）から、このアドレスを外してください。',
      en: 'Take this address out of the proxy settings of the client (HTTPS_PROXY and the like).',
    },
  },
  request_head_too_large: {
    status: 431,
    wire: 'invalid_request',
    spec: 'RFC 6585 §5',
    message: {
      ja: 'リクエスト行とヘッダーが合わせて {kilobytes} KiB を超えています。',
      en: 'The request line and headers are larger than {kilobytes} KiB.',
    },
    hint: {
      ja: '長いパラメータは PAR（/oauth2/par）か POST の本文で送ってください。Cookie が溜まっていないかも確かめてください。',
      en: 'Send long parameters by a pushed request (/oauth2/par) or in the body of a POST, and look for cookies that have piled up.',
    },
  },
  request_incomplete: {
    status: 408,
    wire: 'invalid_request',
    spec: 'RFC 9110 §15.5.9',
    message: {
      ja: 'リクエストが時間内に最後まで届きませんでした。',
      en: 'The request did not arrive completely in time.',
    },
    hint: {
      ja: 'Content-Length が本文より大きくないか、ヘッダーの終わりの空行があるかを確かめてください。',
      en: 'Check that Content-Length is not larger than the body, and that an empty line ends the headers.',
    },
  },
  request_not_http: {
    status: 400,
    wire: 'invalid_request',
    spec: 'RFC 9112 §2.2',
    message: {
      ja: 'リクエストが HTTP/1.1 として正しくありません（{reason}）。',
      en: 'The request is not valid HTTP/1.1: {reason}',
    },
    hint: {
      ja: 'リクエスト行・ヘッダー・本文の長さを、HTTP のライブラリに作らせてください。',
      en: 'Let a library of HTTP write the request line, the headers and the length of the body.',
    },
  },
  request_host_twice: {
    status: 400,
    wire: 'invalid_request',
    spec: 'RFC 9112 §3.2',
    message: {
      ja: 'リクエストに Host の行が二つ以上あります。',
      en: 'The request has more than one Host line.',
    },
    hint: { ja: 'Host は一つだけ送ってください。', en: 'Send one.' },
  },
  request_host_missing: {
    status: 400,
    wire: 'invalid_request',
    spec: 'RFC 9112 §3.2',
    message: {
      ja: 'リクエストに Host の行がありません。',
      en: 'The request has no Host line.',
    },
    hint: {
      ja: 'HTTP/1.1 では、接続先の名前とポートを Host で送ります。',
      en: 'HTTP/1.1 wants the name and port that are connected to in Host.',
    },
  },
  method_not_allowed: {
    status: 405,
    wire: 'invalid_request',
    spec: 'RFC 9110 §15.5.6',
    message: {
      ja: 'このアドレスで使えるメソッドは {allow} です。',
      en: 'This address takes {allow} only.',
    },
    hint: { ja: 'メソッドを変えてください。', en: 'Change the method.' },
  },
  connections_full: {
    status: 503,
    wire: 'temporarily_unavailable',
    spec: 'RFC 9110 §15.6.4',
    message: {
      ja: '接続が同時に {most} 本あり、新しい接続を閉じました。',
      en: '{most} connections are open at once; a new one was closed.',
    },
    hint: {
      ja: 'クライアントで接続を使い回し（keep-alive）、使い終わった応答を読み切ってください。',
      en: 'Let the client use its connections again (keep-alive), and read every answer to its end.',
    },
  },
});
