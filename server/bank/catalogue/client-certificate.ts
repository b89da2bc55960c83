import { refusals } from './entry.ts';

/** Refusals of partners' TLS certificates, and of tokens bound to them (RFC 8705). */
export const clientCertificateRefusals = refusals({
  client_certificate_missing: {
    status: 401,
    wire: 'invalid_client',
    spec: 'RFC 8705 §2',
    message: {
      ja: 'クライアント証明書が提示されていません。',
      en: 'No client certificate was presented.',
    },
    hint: {
      ja: '登録した方式は {method} です。メタデータの mtls_endpoint_aliases の URL に、証明書を付けて TLS で接続してください（サンドボックスは --https-port を付けて起動します）。',
      en: 'The client is registered for {method}: connect by TLS, with the certificate, to the URLs of mtls_endpoint_aliases (start the sandbox with --https-port).',
    },
  },
  client_certificate_untrusted: {
    status: 401,
    wire: 'invalid_client',
    spec: 'RFC 8705 §2.1',
    message: {
      ja: 'クライアント証明書は、この金融機関が信頼する認証局のものではありません。',
      en: 'The client certificate was not issued by a trusted authority.',
    },
    hint: {
      ja: '提示された証明書は「{subject}」です。tls_client_auth ではサンドボックスの認証局が発行した証明書を使ってください（コンソールか POST /clients/…/certificates）。',
      en: 'It says {subject}. With tls_client_auth use a certificate of the CA of this sandbox: console, or POST /clients/.../certificates.',
    },
  },
  client_certificate_expired: {
    status: 401,
    wire: 'invalid_client',
    spec: 'RFC 5280 §6.1.3',
    message: {
      ja: 'クライアント証明書は有効期間の外です（{from} 〜 {until}）。',
      en: 'The client certificate is valid from {from} until {until} only.',
    },
    hint: {
      ja: '金融機関の時計で判断します。証明書を更新するか、時計を確かめてください。',
      en: 'The clock of the bank counts. Renew the certificate, or look at the clock.',
    },
  },
  client_certificate_revoked: {
    status: 401,
    wire: 'invalid_client',
    spec: 'RFC 5280 §6.1.3',
    message: {
      ja: 'クライアント証明書は失効しています。',
      en: 'The client certificate was revoked.',
    },
    hint: {
      ja: '新しい証明書を発行して使ってください。結び付いていたトークンは、新しい証明書では使えません。',
      en: 'Have a new one issued and use that. Tokens bound to the old one are no good with the new.',
    },
  },
  client_certificate_name: {
    status: 401,
    wire: 'invalid_client',
    spec: 'RFC 8705 §2.1.2',
    message: {
      ja: 'クライアント証明書の名前が登録と一致しません。',
      en: 'The name in the client certificate is not the registered one.',
    },
    hint: {
      ja: '登録は「{registered}」、証明書は「{presented}」です。RDN の順序も含めて完全に一致させてください（RFC 4514）。',
      en: 'Registered is {registered}; the certificate says {presented}. They have to agree exactly, in the order of the parts too (RFC 4514).',
    },
  },
  client_certificate_keys_unreadable: {
    status: 401,
    wire: 'invalid_client',
    spec: 'RFC 7591 §2 (jwks_uri)',
    message: {
      ja: '登録されたクライアント証明書を読めません。{reasonJa}',
      en: 'The registered certificates of the client can not be read. {reasonEn}',
    },
    hint: {
      ja: 'ログで origin:outgoing の行を見て、jwks_uri のサーバーを直してください。',
      en: 'Look at the row with origin:outgoing in the log and mend the server of jwks_uri.',
    },
  },
  client_certificate_not_registered: {
    status: 401,
    wire: 'invalid_client',
    spec: 'RFC 8705 §2.2',
    message: {
      ja: '提示された証明書は登録されていません。',
      en: 'The presented certificate is not registered for this client.',
    },
    hint: {
      ja: 'self_signed_tls_client_auth では jwks の x5c に証明書そのものを登録します（提示された証明書の x5t#S256 は {thumbprint}）。',
      en: 'With self_signed_tls_client_auth the certificate itself is registered as x5c in jwks; the presented one has the x5t#S256 {thumbprint}.',
    },
  },
  certificate_binding_required: {
    status: 400,
    wire: 'invalid_request',
    spec: 'RFC 8705 §3, §3.4',
    message: {
      ja: 'アクセストークンをクライアント証明書に結び付ける必要がありますが、証明書がありません。',
      en: 'Access tokens of this client are bound to a certificate, and none was presented.',
    },
    hint: {
      ja: '登録（tls_client_certificate_bound_access_tokens）か {profile} プロファイルが求めています。mtls_endpoint_aliases の token_endpoint に証明書を付けて接続してください。',
      en: 'The registration (tls_client_certificate_bound_access_tokens) or the profile {profile} asks for it. Use token_endpoint of mtls_endpoint_aliases with the certificate.',
    },
  },
  code_certificate_mismatch: {
    status: 400,
    wire: 'invalid_grant',
    spec: 'RFC 9126 §2, RFC 8705 §3',
    message: {
      ja: '認可要求は別のクライアント証明書の接続で預けられています。',
      en: 'The authorization request was pushed with another client certificate.',
    },
    hint: {
      ja: 'PAR とトークン要求は同じ証明書の接続で送ってください。',
      en: 'Send the pushed request and the token request with the same certificate.',
    },
  },
  refresh_certificate_mismatch: {
    status: 400,
    wire: 'invalid_grant',
    spec: 'RFC 8705 §4',
    message: {
      ja: 'リフレッシュトークンは別のクライアント証明書に結び付いています。',
      en: 'The refresh token is bound to another client certificate.',
    },
    hint: {
      ja: '公開クライアントのリフレッシュトークンは、最初のトークン要求の証明書でしか使えません。',
      en: 'A refresh token of a public client is good with the certificate of the first token request only.',
    },
  },
  access_token_certificate_missing: {
    status: 401,
    wire: 'WG_ERR_105',
    spec: 'RFC 8705 §3',
    message: {
      ja: 'アクセストークンはクライアント証明書に結び付いていますが、証明書が提示されていません。',
      en: 'The access token is bound to a certificate, and none was presented.',
    },
    hint: {
      ja: 'トークン要求と同じ証明書を付けて、TLS のアドレスに接続してください。',
      en: 'Connect to the TLS address with the certificate of the token request.',
    },
  },
  access_token_certificate_revoked: {
    status: 401,
    wire: 'WG_ERR_105',
    spec: 'RFC 8705 §3, RFC 5280 §6.1.3',
    message: {
      ja: 'アクセストークンが結び付いているクライアント証明書は失効しています。',
      en: 'The client certificate the access token is bound to was revoked.',
    },
    hint: {
      ja: '新しい証明書で、トークンを取り直してください。',
      en: 'Get a new token with a new certificate.',
    },
  },
  access_token_certificate_expired: {
    status: 401,
    wire: 'WG_ERR_105',
    spec: 'RFC 8705 §3, RFC 5280 §6.1.3',
    message: {
      ja: 'アクセストークンが結び付いているクライアント証明書は有効期間の外です（{from} 〜 {until}）。',
      en: 'The certificate the access token is bound to is valid from {from} until {until} only.',
    },
    hint: {
      ja: '金融機関の時計で判断します。証明書を更新し、新しい証明書でトークンを取り直してください。',
      en: 'The clock of the bank counts. Renew the certificate and get a new token with the new one.',
    },
  },
  access_token_certificate_mismatch: {
    status: 401,
    wire: 'WG_ERR_105',
    spec: 'RFC 8705 §3',
    message: {
      ja: 'アクセストークンは別のクライアント証明書に結び付いています。',
      en: 'The access token is bound to another client certificate.',
    },
    hint: {
      ja: 'cnf の x5t#S256 は {bound}、提示された証明書は {presented} です。',
      en: 'x5t#S256 of cnf is {bound}; the presented certificate has {presented}.',
    },
  },
});
