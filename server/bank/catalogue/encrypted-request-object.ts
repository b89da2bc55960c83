import { refusals } from './entry.ts';

/** What can be wrong with the encryption of a request object (RFC 9101 §6.1). */
export const encryptedRequestObjectRefusals = refusals({
  request_object_encryption_key: {
    status: 400,
    wire: 'invalid_request_object',
    spec: 'RFC 9101 §6.1, RFC 7516 §4.1.6',
    message: {
      ja: 'リクエストオブジェクトの暗号化に使われた鍵（kid: {kid}）は、この金融機関のものではありません。',
      en: 'The request object is encrypted to a key the bank does not have (kid: {kid}).',
    },
    hint: {
      ja: 'JWKS にある use が enc の鍵で暗号化し、その kid を JWE ヘッダーに入れてください。',
      en: 'Encrypt to a key of the JWKS whose use is enc, and put its kid into the JWE header.',
    },
  },
  request_object_encryption_algorithm: {
    status: 400,
    wire: 'invalid_request_object',
    spec: 'RFC 9101 §6.1, RFC 7516 §4.1.1',
    message: {
      ja: 'リクエストオブジェクトの鍵暗号化アルゴリズム {alg} は使えません（使えるのは {allowed}）。',
      en: 'The request object is encrypted with {alg}; {allowed} is what may be used here.',
    },
    hint: {
      ja: 'kid が指す鍵の alg を使ってください。クライアントに request_object_encryption_alg が登録されていれば、それに合わせます。dir やパスワードによる方式は受け付けません。',
      en: 'Use the alg of the key the kid names, and the registered request_object_encryption_alg if there is one. Neither dir nor password based encryption is taken.',
    },
  },
  request_object_content_encryption: {
    status: 400,
    wire: 'invalid_request_object',
    spec: 'RFC 9101 §6.1, RFC 7516 §4.1.2',
    message: {
      ja: 'リクエストオブジェクトの enc {enc} は使えません（使えるのは {allowed}）。',
      en: 'The request object has the enc {enc}; {allowed} may be used.',
    },
    hint: {
      ja: 'メタデータの request_object_encryption_enc_values_supported から選んでください。request_object_encryption_alg を登録して enc を省くと A128CBC-HS256 になります。',
      en: 'Choose from request_object_encryption_enc_values_supported. A client that registered request_object_encryption_alg without an enc means A128CBC-HS256.',
    },
  },
  request_object_compressed: {
    status: 400,
    wire: 'invalid_request_object',
    spec: 'RFC 8725 §3.6',
    message: {
      ja: '圧縮（zip）されたリクエストオブジェクトは受け付けません。',
      en: 'A compressed request object (zip) is not taken.',
    },
    hint: {
      ja: 'JWE ヘッダーの zip を外してください。暗号化の前の圧縮は、内容を推測させることがあります。',
      en: 'Leave zip out of the JWE header: compression before encryption can give the content away.',
    },
  },
  request_object_decryption: {
    status: 400,
    wire: 'invalid_request_object',
    spec: 'RFC 9101 §6.1, RFC 7516 §5.2',
    message: {
      ja: 'リクエストオブジェクトを復号できません。',
      en: 'The request object can not be decrypted.',
    },
    hint: {
      ja: '途中で変わったか、別の鍵で暗号化されています。JWKS を取り直し、新しく暗号化して送ってください。',
      en: 'It was changed on the way or encrypted to another key. Fetch the JWKS again and encrypt anew.',
    },
  },
  request_object_not_signed: {
    status: 400,
    wire: 'invalid_request_object',
    spec: 'RFC 9101 §6.1, §10.2',
    message: {
      ja: '暗号化されたリクエストオブジェクトの中身が、署名された JWT ではありません。',
      en: 'The encrypted request object does not hold a signed JWT.',
    },
    hint: {
      ja: '先に自分の鍵で署名し、それから暗号化してください。公開鍵での暗号化は誰にでもできるため、送り主の証明になりません。',
      en: 'Sign with your own key first, then encrypt. Anybody can encrypt to a public key, so it proves nothing about the sender.',
    },
  },
});
