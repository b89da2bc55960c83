import { createHash } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import {
  calculateJwkThumbprint,
  compactVerify,
  decodeProtectedHeader,
  errors,
  importJWK,
  type CryptoKey,
  type JWK,
} from 'jose';
import { sameSecret } from '../bank/sign-in.ts';
import { Refusal } from '../bank/refusal.ts';
import { MINUTE, SECOND } from '../bank/time.ts';
import type { SandboxContext } from '../context.ts';

/** Algorithms of proofs; asymmetric only (RFC 9449 §4.2). */
export const dpopAlgorithms = ['ES256', 'PS256', 'EdDSA', 'RS256'] as const;

/** How far a proof's `iat` may be from the bank's clock, either way. */
const PROOF_WINDOW = 60 * SECOND;

/** A nonce serves this long, and the one before it as long again. */
const NONCE_PERIOD = 5 * MINUTE;

/** Members that only a private (or symmetric) key has (RFC 7518 §6). */
const PRIVATE_MEMBERS = ['d', 'p', 'q', 'dp', 'dq', 'qi', 'oth', 'k'];

const THUMBPRINTED_KEYS = 1_000;

/** A key seen in proofs, imported once: the same client proves the same key with every request. */
interface KnownKey {
  key: CryptoKey | Uint8Array;
  thumbprint: string;
}
const knownKeys = new Map<string, KnownKey>();

/** What the proof has to match. */
export interface ProofTarget {
  method: string;
  /** Path of the request; scheme, host and port are the bank's. */
  path: string;
  /** At a resource: the access token whose hash `ath` must be. */
  accessToken?: string;
}

/** The proof of a request, if there is one. @throws Refusal when there are several (RFC 9449 §4.3 check 1). */
export function presentedProof(request: IncomingMessage): string | undefined {
  const values = request.headersDistinct['dpop'] ?? [];
  if (values.length > 1 || values[0]?.includes(',')) throw new Refusal('dpop_proof_repeated');
  return values[0];
}

/**
 * Checks a DPoP proof step by step (RFC 9449 §4.3).
 *
 * Threats: a stolen token used without its key, a proof made for another request (`htm`, `htu`,
 * `ath`), an old or replayed one (`iat`, `jti`, nonce), and a proof signed with something that is not
 * a key pair.
 *
 * @returns the thumbprint of the proven key (RFC 7638).
 * @throws Refusal `dpop_…`.
 */
export async function verifyProof(
  context: SandboxContext,
  proof: string,
  target: ProofTarget,
): Promise<string> {
  const known = await readKey(proof);
  const claims = await verifiedClaims(proof, known.key);
  if (claims['htm'] !== target.method) {
    throw new Refusal('dpop_method_mismatch', { expected: target.method, actual: textOf(claims['htm']) });
  }
  checkUri(context, textOf(claims['htu']), target.path);
  const { iat, jti, nonce, ath } = claims;
  if (typeof jti !== 'string' || jti === '') throw new Refusal('dpop_claim_missing', { claim: 'jti' });
  if (typeof iat !== 'number') throw new Refusal('dpop_claim_missing', { claim: 'iat' });
  checkNonce(context, nonce);
  if (Math.abs(context.clock.now() - iat * SECOND) > PROOF_WINDOW) {
    throw new Refusal('dpop_proof_stale', { seconds: PROOF_WINDOW / SECOND });
  }
  if (target.accessToken !== undefined) {
    const expected = createHash('sha256').update(target.accessToken).digest('base64url');
    if (ath !== expected) throw new Refusal('dpop_token_hash_mismatch');
  }
  if (!context.replays.firstUse(`dpop:${known.thumbprint}`, jti, iat * SECOND + 2 * PROOF_WINDOW)) {
    throw new Refusal('dpop_proof_replayed');
  }
  return known.thumbprint;
}

/** The nonce to offer with the next answer (RFC 9449 §8); made from the clock, so nothing is stored. */
export function currentNonce(context: SandboxContext): string {
  return nonceAt(context, context.clock.now());
}

async function readKey(proof: string): Promise<KnownKey> {
  let header: ReturnType<typeof decodeProtectedHeader>;
  try {
    header = decodeProtectedHeader(proof);
  } catch {
    throw new Refusal('dpop_proof_malformed');
  }
  if (header.typ !== 'dpop+jwt') throw new Refusal('dpop_type', { typ: header.typ ?? '' });
  const alg = header.alg ?? '';
  if (!(dpopAlgorithms as readonly string[]).includes(alg)) {
    throw new Refusal('dpop_algorithm', { alg, allowed: dpopAlgorithms.join(', ') });
  }
  const jwk: unknown = header.jwk;
  if (typeof jwk !== 'object' || jwk === null) throw new Refusal('dpop_key_missing');
  if (PRIVATE_MEMBERS.some((member) => member in jwk)) throw new Refusal('dpop_key_private');
  const name = `${alg} ${JSON.stringify(jwk)}`;
  let known = knownKeys.get(name);
  if (!known) {
    try {
      known = { key: await importJWK(jwk as JWK, alg), thumbprint: await calculateJwkThumbprint(jwk) };
    } catch {
      throw new Refusal('dpop_key_missing');
    }
    if (knownKeys.size >= THUMBPRINTED_KEYS) knownKeys.clear();
    knownKeys.set(name, known);
  }
  return known;
}

async function verifiedClaims(proof: string, key: KnownKey['key']): Promise<Record<string, unknown>> {
  try {
    const { payload } = await compactVerify(proof, key);
    const claims: unknown = JSON.parse(new TextDecoder().decode(payload));
    if (typeof claims !== 'object' || claims === null) throw new Refusal('dpop_proof_malformed');
    return claims as Record<string, unknown>;
  } catch (error) {
    if (error instanceof errors.JWSSignatureVerificationFailed) throw new Refusal('dpop_signature');
    if (error instanceof errors.JOSEError || error instanceof SyntaxError || error instanceof TypeError) {
      throw new Refusal('dpop_proof_malformed');
    }
    throw error;
  }
}

/** Query and fragment do not count, nor letter case of scheme and host, nor a default port (§4.3 check 9). */
function checkUri(context: SandboxContext, htu: string, path: string): void {
  const { issuer, httpsIssuer } = context.addresses;
  const accepted = [issuer, httpsIssuer].flatMap((base) => (base === null ? [] : [base + path]));
  const normalised = withoutQuery(htu);
  if (normalised === undefined || !accepted.some((uri) => withoutQuery(uri) === normalised)) {
    throw new Refusal('dpop_uri_mismatch', { expected: issuer + path, actual: htu });
  }
}

function withoutQuery(uri: string): string | undefined {
  if (!URL.canParse(uri)) return undefined;
  const url = new URL(uri);
  url.search = '';
  url.hash = '';
  return url.href;
}

function checkNonce(context: SandboxContext, nonce: unknown): void {
  const required = context.settings().policies.dpopNonce === 'required';
  if (nonce === undefined && !required) return;
  const now = context.clock.now();
  const accepted = [nonceAt(context, now), nonceAt(context, now - NONCE_PERIOD)];
  if (typeof nonce !== 'string' || !accepted.some((valid) => sameSecret(nonce, valid))) {
    throw new Refusal('dpop_nonce_required');
  }
}

function nonceAt(context: SandboxContext, at: number): string {
  return context.tokens.macOf('dpop-nonce', String(Math.floor(at / NONCE_PERIOD)));
}

function textOf(value: unknown): string {
  return typeof value === 'string' ? value : '';
}
