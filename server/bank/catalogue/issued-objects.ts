import { outcomes } from './entry.ts';

/**
 * What the inspector finds wrong with an ID token or an authorization response. The bank signs them
 * and their client has to check them, so these are the client's checks (OpenID Connect Core §3.1.3.7,
 * JARM §2.4); nothing is refused with them.
 */
export const issuedObjectFindings = outcomes({
  issued_malformed: {
    spec: 'RFC 7515 §7.1',
    message: { ja: '署名付き JWT として読めません。', en: 'It can’t be read as a signed JWT.' },
    hint: {
      ja: '三つの部分を . でつないだ全体を、改行や空白を入れずに貼り付けてください。',
      en: 'Paste all three parts joined with dots, without line breaks or spaces.',
    },
  },
  issued_client_unknown: {
    spec: 'OpenID Connect Core §3.1.3.7 (3)',
    message: {
      ja: 'aud のクライアント「{clientId}」は登録されていません。',
      en: 'The client {clientId} named by aud is not registered.',
    },
    hint: {
      ja: '別の環境のものでないか、クライアントを削除していないか確かめてください。',
      en: 'Check that it comes from this sandbox and that the client was not deleted.',
    },
  },
  issued_issuer: {
    spec: 'OpenID Connect Core §3.1.3.7 (2)',
    message: { ja: 'iss がこの金融機関ではありません。', en: 'The iss is not this bank.' },
    hint: {
      ja: 'メタデータの issuer（{expected}）と一字一句同じでなければ、受け取ってはいけません。',
      en: 'It has to equal the issuer of the metadata ({expected}) to the letter; do not accept it otherwise.',
    },
  },
  issued_algorithm: {
    spec: 'OpenID Connect Core §3.1.3.7 (7)',
    message: {
      ja: 'alg が「{alg}」で、登録した {expected} ではありません。',
      en: 'The alg is {alg}, and the client is registered for {expected}.',
    },
    hint: {
      ja: '署名方式は登録で決まります。メッセージの alg を信じてはいけません。',
      en: 'The registration decides the algorithm; never believe the message.',
    },
  },
  issued_signature: {
    spec: 'OpenID Connect Core §3.1.3.7 (6)',
    message: {
      ja: '署名がこの金融機関の鍵で検証できません。',
      en: 'The signature does not verify with a key of this bank.',
    },
    hint: {
      ja: 'jwks_uri を読み直して kid の鍵を探し、それでも合わなければ捨ててください。',
      en: 'Read jwks_uri again and look for the kid; if it still fails, throw the message away.',
    },
  },
  issued_audience: {
    spec: 'OpenID Connect Core §3.1.3.7 (3)',
    message: {
      ja: 'aud がこのクライアントではありません。',
      en: 'The aud is not this client.',
    },
    hint: {
      ja: '別のクライアントに宛てたものを受け取ると、成りすましを許します。',
      en: 'Accepting what was made for another client lets it impersonate the customer.',
    },
  },
  issued_expired: {
    spec: 'OpenID Connect Core §3.1.3.7 (9)',
    message: { ja: '期限（exp）が切れているか、ありません。', en: 'It has expired, or has no exp.' },
    hint: {
      ja: '銀行の時計（コンソール）を進めていないかも確かめてください。',
      en: 'Check as well whether the clock of the bank was moved.',
    },
  },
  issued_ahead: {
    spec: 'OpenID Connect Core §3.1.3.7 (10)',
    message: { ja: '発行時刻（iat）が先か、ありません。', en: 'Its iat lies in the future, or is missing.' },
    hint: {
      ja: 'クライアントの時計を銀行の Date ヘッダーに合わせてください。',
      en: 'Set the clock of the client by the Date header of the bank.',
    },
  },
  issued_nonce: {
    spec: 'OpenID Connect Core §3.1.3.7 (11)',
    message: {
      ja: 'nonce が認可要求のものと違います。',
      en: 'The nonce is not the one of the authorization request.',
    },
    hint: {
      ja: '別のやり取りで得たものの差し込みかもしれません。受け取らず、初めからやり直してください。',
      en: 'It may have been injected from another flow. Do not accept it; start again.',
    },
  },
  issued_token_hash: {
    spec: 'OpenID Connect Core §3.1.3.8',
    message: {
      ja: 'at_hash がアクセストークンと合いません。',
      en: 'The at_hash does not match the access token.',
    },
    hint: {
      ja: '同じ応答で受け取ったアクセストークンかどうか確かめてください。',
      en: 'Check that the access token came in the same answer.',
    },
  },
  issued_subject: {
    spec: 'OpenID Connect Core §2',
    message: { ja: '利用者（sub）がありません。', en: 'It names no subject (sub).' },
    hint: {
      ja: 'ID トークンではない JWT かもしれません。',
      en: 'It may be a JWT of another kind.',
    },
  },
  issued_state: {
    spec: 'RFC 6749 §10.12, JARM §2.4',
    message: {
      ja: 'state が認可要求のものと違います。',
      en: 'The state is not the one of the authorization request.',
    },
    hint: {
      ja: '要求した覚えのない応答です。受け取ってはいけません（CSRF）。',
      en: 'It answers a request that was not made here; do not accept it (CSRF).',
    },
  },
  issued_answer_empty: {
    spec: 'JARM §2.1',
    message: {
      ja: 'code も error も入っていません。',
      en: 'It holds neither a code nor an error.',
    },
    hint: {
      ja: 'JARM の応答ではない JWT かもしれません。',
      en: 'It may be a JWT of another kind.',
    },
  },
});
