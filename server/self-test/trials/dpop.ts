import { bare, signWithText, tampered, unsigned } from '../signing.ts';
import type { TestDesk } from '../test-desk.ts';
import type { Trial } from '../trial.ts';

const TOKEN = '/oauth2/token';
const USERINFO = '/oauth2/userinfo';
/** A request that is refused for its proof before anything else of it is looked at. */
const FORM = { grant_type: 'refresh_token', refresh_token: 'rt_made.up' };
type Making = (desk: TestDesk) => string | Promise<string>;

function proven(id: string, code: Trial['code'], sent: Trial['sent'], make: Making): Trial {
  return {
    id: `dpop.${id}`,
    group: 'dpop',
    code,
    sent,
    send: async (desk) => desk.post(TOKEN, FORM, { ...desk.basic('secret'), dpop: await make(desk) }),
  };
}

/** By a client of a FAPI profile, whose proofs are signed with PS256, ES256 or EdDSA and with nothing else. */
function provenUnderFapi(party: 'fapi1' | 'fapi' | 'signing', profile: string): Trial {
  return {
    id: `dpop.rs256-${party}`,
    group: 'dpop',
    code: 'dpop_algorithm',
    sent: {
      ja: `${profile} のクライアントが RS256 で署名した証明`,
      en: `A proof signed with RS256 by a client of ${profile}`,
    },
    send: async (desk) =>
      desk.postKeyed(TOKEN, FORM, { dpop: await desk.proof({}, {}, desk.keys.rsaProof) }, party),
  };
}

/** At a resource, with a token bound to the key of the run. */
function bound(
  id: string,
  code: Trial['code'],
  sent: Trial['sent'],
  headers: (desk: TestDesk, token: string) => Promise<Record<string, string>>,
  { party = 'secret', ...more }: Partial<Trial> & { party?: 'secret' | 'fapi' } = {},
): Trial {
  return {
    id: `dpop.${id}`,
    group: 'dpop',
    code,
    status: 401,
    sent,
    ...more,
    send: async (desk) => {
      const jkt = await desk.thumbprint();
      const { access_token } = await desk.tokens(party, { confirmation: { jkt } });
      return desk.get(USERINFO, await headers(desk, access_token));
    },
  };
}

const bearer = (token: string | undefined) => ({ authorization: `Bearer ${token ?? ''}` });

/** Refusals of DPoP proofs (RFC 9449). */
export const dpopTrials: readonly Trial[] = [
  proven(
    'repeated',
    'dpop_proof_repeated',
    { ja: '証明を二つ', en: 'Two proofs' },
    async (desk) => `${await desk.proof()}, ${await desk.proof()}`,
  ),
  proven(
    'malformed',
    'dpop_proof_malformed',
    { ja: 'JWT でない証明', en: 'A proof that is no JWT' },
    () => 'abc',
  ),
  proven('type', 'dpop_type', { ja: 'typ が JWT', en: 'The typ is JWT' }, (desk) =>
    desk.proof({}, { typ: 'JWT' }),
  ),
  proven(
    'none',
    'dpop_algorithm',
    { ja: '署名なし（alg none）の証明', en: 'A proof with alg none' },
    (desk) => unsigned(desk.proofClaims(), { typ: 'dpop+jwt', jwk: bare(desk.keys.proof.jwk) }),
  ),
  proven(
    'confused',
    'dpop_algorithm',
    {
      ja: '公開鍵を HMAC の鍵にした証明（alg の取り違え）',
      en: 'A proof with an HMAC over the public key (algorithm confusion)',
    },
    (desk) => {
      const jwk = bare(desk.keys.proof.jwk);
      return signWithText(JSON.stringify(jwk), desk.proofClaims(), { typ: 'dpop+jwt', jwk });
    },
  ),
  provenUnderFapi('fapi1', 'FAPI 1.0 Advanced'),
  provenUnderFapi('fapi', 'FAPI 2.0 Security Profile'),
  provenUnderFapi('signing', 'FAPI 2.0 Message Signing'),
  proven('no-key', 'dpop_key_missing', { ja: '公開鍵なし', en: 'No public key' }, (desk) =>
    desk.proof({}, { jwk: undefined }),
  ),
  proven(
    'private-key',
    'dpop_key_private',
    { ja: '秘密鍵入りの jwk', en: 'A jwk with the private key' },
    (desk) => desk.proof({}, { jwk: { ...desk.keys.proof.jwk, d: 'secret' } }),
  ),
  proven(
    'other-key',
    'dpop_signature',
    {
      ja: 'jwk とは別の鍵で署名',
      en: 'Signed with another key than the jwk',
    },
    (desk) => desk.proof({}, { jwk: desk.keys.proof.jwk }, desk.keys.otherProof),
  ),
  proven(
    'tampered',
    'dpop_signature',
    { ja: '署名を一文字変えた証明', en: 'One letter of the signature changed' },
    async (desk) => tampered(await desk.proof()),
  ),
  proven('method', 'dpop_method_mismatch', { ja: 'htm が違う', en: 'Another method (htm)' }, (desk) =>
    desk.proof({ htm: 'GET' }),
  ),
  proven('uri', 'dpop_uri_mismatch', { ja: 'htu が別の場所', en: 'Another address (htu)' }, (desk) =>
    desk.proof({ htu: `${desk.issuer}/oauth2/par` }),
  ),
  proven('host', 'dpop_uri_mismatch', { ja: 'htu が別のサーバー', en: 'Another server (htu)' }, (desk) =>
    desk.proof({ htu: 'https://evil.example/oauth2/token' }),
  ),
  proven('no-identifier', 'dpop_claim_missing', { ja: 'jti なし', en: 'No jti' }, (desk) =>
    desk.proof({ jti: undefined }),
  ),
  proven('no-time', 'dpop_claim_missing', { ja: 'iat なし', en: 'No iat' }, (desk) =>
    desk.proof({ iat: undefined }),
  ),
  proven('old', 'dpop_proof_stale', { ja: '古い証明（2分前）', en: 'An old proof (two minutes)' }, (desk) =>
    desk.proof({ iat: desk.now - 120 }),
  ),
  proven(
    'early',
    'dpop_proof_stale',
    { ja: '未来の証明（2分先）', en: 'A proof from the future (two minutes)' },
    (desk) => desk.proof({ iat: desk.now + 120 }),
  ),
  proven('nonce', 'dpop_nonce_required', { ja: '作り話の nonce', en: 'A nonce made up' }, (desk) =>
    desk.proof({ nonce: 'made-up' }),
  ),
  {
    id: 'dpop.replayed',
    group: 'dpop',
    code: 'dpop_proof_replayed',
    sent: { ja: '同じ証明を二度', en: 'The same proof twice' },
    send: async (desk) => {
      const headers = { ...desk.basic('secret'), dpop: await desk.proof() };
      await (await desk.post(TOKEN, FORM, headers)).arrayBuffer();
      return desk.post(TOKEN, FORM, headers);
    },
  },
  {
    id: 'dpop.required',
    group: 'dpop',
    code: 'dpop_proof_required',
    sent: { ja: 'FAPI 2.0 のクライアントが証明なし', en: 'A FAPI 2.0 client without a proof' },
    send: (desk) => desk.postKeyed(TOKEN, FORM, {}, 'fapi'),
  },
  bound(
    'as-bearer',
    'access_token_binding',
    {
      ja: '鍵に結び付いたトークンを Bearer で使う',
      en: 'A bound token sent as Bearer',
    },
    (_desk, token) => Promise.resolve(bearer(token)),
    { error: 'invalid_token' },
  ),
  bound(
    'no-proof',
    'access_token_binding',
    {
      ja: '鍵に結び付いたトークンを証明なしで使う',
      en: 'A bound token without a proof',
    },
    (_desk, token) => Promise.resolve({ authorization: `DPoP ${token}` }),
    { error: 'invalid_token' },
  ),
  bound(
    'wrong-hash',
    'dpop_token_hash_mismatch',
    {
      ja: '別のトークンの証明（ath）',
      en: 'The proof of another token (ath)',
    },
    async (desk, token) => ({ authorization: `DPoP ${token}`, dpop: await desk.resourceProof('another') }),
  ),
  bound(
    'stolen',
    'access_token_key_mismatch',
    {
      ja: '盗んだトークンを自分の鍵で使う',
      en: 'A stolen token with the thief’s own key',
    },
    async (desk, token) => ({
      authorization: `DPoP ${token}`,
      dpop: await desk.resourceProof(token, {}, desk.keys.otherProof),
    }),
    { error: 'invalid_token' },
  ),
  bound(
    'rs256-resource',
    'dpop_algorithm',
    {
      ja: 'FAPI 2.0 のトークンを、RS256 で署名した証明で使う',
      en: 'A token of FAPI 2.0 with a proof signed with RS256',
    },
    async (desk, token) => ({
      authorization: `DPoP ${token}`,
      dpop: await desk.resourceProof(token, {}, desk.keys.rsaProof),
    }),
    { party: 'fapi' },
  ),
];
