import type { ProtectedHeaderParameters } from 'jose';
import type { Bilingual } from '../../bank/catalogue/index.ts';
import type { RefusalDetails } from '../../bank/refusal.ts';

/**
 * The slips by which hand-made and ported JWTs fail most, so that a refusal can name the true one
 * instead of what it looked like. English keeps to the characters of an `error_description`.
 */
const slips = {
  none: { ja: '', en: '' },
  base64: {
    ja: ' base64 の文字（+ / =）があります。JWT は詰め物のない base64url です（RFC 7515 §2）。',
    en: ' It has characters of base64 (+ / =); a JWT is base64url without padding (RFC 7515 section 2).',
  },
  surroundings: {
    ja: ' 前後に空白・引用符か Bearer が付いています。JWT だけを送ってください。',
    en: ' White space, quotation marks or Bearer stand around it; send the JWT alone.',
  },
  encrypted: {
    ja: ' 五つの部分から成る暗号化された JWT（JWE）です。署名付き（JWS、三つの部分）にしてください（RFC 7516 §9）。',
    en: ' It is an encrypted JWT (five parts); a signed one has three (RFC 7516 section 9).',
  },
  parts: {
    ja: ' 「.」で分かれた部分が三つではありません。途中で切れていないか確かめてください（RFC 7515 §7.1）。',
    en: ' It has not three parts joined by dots; it may have been cut off (RFC 7515 section 7.1).',
  },
  json: {
    ja: ' ヘッダーか本体が、base64url にした JSON オブジェクトではありません（RFC 7519 §7.2）。',
    en: ' Its header or claims are no JSON object in base64url (RFC 7519 section 7.2).',
  },
  der: {
    ja: ' 署名が DER 形式です。ES256 の署名は r と s をつないだ 64 バイトです（RFC 7518 §3.4）。',
    en: ' The signature is in DER; ES256 wants r and s joined, 64 bytes (RFC 7518 section 3.4).',
  },
  ecLength: {
    ja: ' ES256 の署名が 64 バイトではありません（RFC 7518 §3.4）。',
    en: ' The signature is not 64 bytes long, as ES256 wants it (RFC 7518 section 3.4).',
  },
  hexSignature: {
    ja: ' 署名が 16 進数の文字列のまま base64url にされています。バイト列を base64url にしてください（RFC 7515 §5.1）。',
    en: ' The signature is hexadecimal text in base64url; encode the bytes themselves (RFC 7515 section 5.1).',
  },
  emptySignature: {
    ja: ' 署名の部分が空です。',
    en: ' The part of the signature is empty.',
  },
  otherKey: {
    ja: ' 署名した鍵は登録されていますが、kid が別の鍵を指しています（RFC 7515 §4.1.4）。',
    en: ' The key that signed it is registered, but the kid names another one (RFC 7515 section 4.1.4).',
  },
  secretDecoded: {
    ja: ' client_secret を base64 として復号した値で署名しています。鍵は文字列の UTF-8 のバイト列です（OpenID Connect Core §10.1）。',
    en: ' It is signed with the client_secret decoded as base64; the key is its text in UTF-8 (OpenID Connect Core section 10.1).',
  },
  milliseconds: {
    ja: ' 値がミリ秒です。JWT の時刻は秒です（RFC 7519 §2）。',
    en: ' The value is in milliseconds; a JWT has seconds (RFC 7519 section 2).',
  },
  textTime: {
    ja: ' 値が文字列です。JSON の数値で書いてください（RFC 7519 §2）。',
    en: ' The value is text; write a JSON number (RFC 7519 section 2).',
  },
} as const satisfies Record<string, Bilingual>;
export type JwtSlip = keyof typeof slips;

/** For the `{slipJa}` and `{slipEn}` of a catalogue text; both empty where no slip is known. */
export function slipDetails(slip: JwtSlip | undefined): RefusalDetails {
  const { ja, en } = slips[slip ?? 'none'];
  return { slipJa: ja, slipEn: en };
}

/** Why text can't be read as a signed JWT. */
export function malformedSlip(text: string): JwtSlip {
  if (/^bearer /i.test(text) || /^[\s"'`<]/.test(text) || /[\s"'`>]$/.test(text)) return 'surroundings';
  const parts = text.split('.');
  if (parts.length === 5) return 'encrypted';
  if (parts.length !== 3) return 'parts';
  return /[+/=]/.test(text) ? 'base64' : 'json';
}

/** What is wrong with a signature that does not verify, if its form shows it. */
export function signatureSlip(text: string, { alg }: ProtectedHeaderParameters): JwtSlip | undefined {
  const signature = text.slice(text.lastIndexOf('.') + 1);
  if (signature === '') return 'emptySignature';
  if (/[+/=]/.test(signature)) return 'base64';
  const bytes = Buffer.from(signature, 'base64url');
  if (alg === 'ES256' && bytes[0] === 0x30 && bytes[1] === bytes.length - 2) return 'der';
  if (bytes.length >= 64 && /^[0-9a-f]+$/i.test(bytes.toString('latin1'))) return 'hexSignature';
  return alg === 'ES256' && bytes.length !== 64 ? 'ecLength' : undefined;
}

/** Later than any time in seconds that is meant: the year 5138. */
const MILLISECONDS_FROM = 100_000_000_000;

/** What is wrong with a time of a JWT, if its type or size shows it. */
export function timeSlip(value: unknown): JwtSlip | undefined {
  if (typeof value === 'string') return 'textTime';
  return typeof value === 'number' && value >= MILLISECONDS_FROM ? 'milliseconds' : undefined;
}
