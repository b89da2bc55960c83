import { refusals } from './entry.ts';

/** Refusals of DPoP proofs (RFC 9449 §4.3). */
export const dpopRefusals = refusals({
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
    message: {
      ja: 'DPoP の証明を読み取れません。{slipJa}',
      en: 'The DPoP proof is malformed.{slipEn}',
    },
    hint: {
      ja: '署名付き JWT を一つ、DPoP ヘッダーに入れてください。',
      en: 'Send one signed JWT in the DPoP header.',
    },
  },
  dpop_type: {
    status: 400,
    wire: 'invalid_dpop_proof',
    spec: 'RFC 9449 §4.2',
    message: { ja: 'DPoP の証明の typ が「{typ}」です。', en: "The typ of the DPoP proof is '{typ}'." },
    hint: { ja: 'dpop+jwt にしてください。', en: 'It has to be dpop+jwt.' },
  },
  dpop_algorithm: {
    status: 400,
    wire: 'invalid_dpop_proof',
    spec: 'RFC 9449 §4.2',
    message: {
      ja: 'DPoP の証明の署名方式「{alg}」は使えません。',
      en: "The DPoP proof is signed with '{alg}', which is not accepted.",
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
      ja: 'DPoP の証明の署名が合いません。{slipJa}',
      en: 'The signature of the DPoP proof does not verify.{slipEn}',
    },
    hint: { ja: 'jwk と対になる秘密鍵で署名してください。', en: 'Sign with the private key of the jwk.' },
  },
  dpop_method_mismatch: {
    status: 400,
    wire: 'invalid_dpop_proof',
    spec: 'RFC 9449 §4.3 (check 8)',
    message: {
      ja: 'DPoP の証明の htm が「{actual}」で、要求は {expected} です。',
      en: "The htm of the DPoP proof is '{actual}', the request is {expected}.",
    },
    hint: { ja: '要求ごとに証明を作ってください。', en: 'Make a proof for each request.' },
  },
  dpop_uri_mismatch: {
    status: 400,
    wire: 'invalid_dpop_proof',
    spec: 'RFC 9449 §4.3 (check 9)',
    message: {
      ja: 'DPoP の証明の htu が「{actual}」で、要求先と違います。',
      en: "The htu of the DPoP proof is '{actual}', which is not this endpoint.",
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
    message: {
      ja: 'DPoP の証明に {claim} がありません。{slipJa}',
      en: 'The DPoP proof lacks {claim}.{slipEn}',
    },
    hint: { ja: '{claim} を入れてください。', en: 'Add {claim}.' },
  },
  dpop_proof_stale: {
    status: 400,
    wire: 'invalid_dpop_proof',
    spec: 'RFC 9449 §4.3 (check 11)',
    message: {
      ja: 'DPoP の証明の iat が銀行の時刻から離れすぎています。{slipJa}',
      en: 'The iat of the DPoP proof is too far from the time of the bank.{slipEn}',
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
});
