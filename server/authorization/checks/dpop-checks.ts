import { createHash } from 'node:crypto';
import {
  calculateJwkThumbprint,
  compactVerify,
  decodeJwt,
  decodeProtectedHeader,
  errors,
  importJWK,
  type CryptoKey,
  type JWK,
  type ProtectedHeaderParameters,
} from 'jose';
import type { Client } from '../../bank/model.ts';
import { messageAlgorithms, rulesOf } from '../../bank/profiles.ts';
import { sameSecret } from '../../bank/sign-in.ts';
import { Refusal } from '../../bank/refusal.ts';
import { MINUTE, SECOND, toTimestamp, type Instant } from '../../bank/time.ts';
import type { SandboxContext } from '../../context.ts';
import { issuerFor, ownIssuers, type IssuerChoice } from '../issuer.ts';
import { malformedSlip, signatureSlip, slipDetails, timeSlip } from './jwt-slips.ts';
import { clauseOf, shown, shownTime, type Check, type Examination } from './check.ts';

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

/** What the proof has to match; what is left out is not compared. */
export interface ProofTarget extends IssuerChoice {
  /** Whose profile says which algorithms will do. */
  client?: Client;
  method?: string;
  /** Path of the request; scheme, host and port are the bank's. */
  path?: string;
  /** At a resource: the access token whose hash `ath` must be. */
  accessToken?: string;
}

export interface PresentedProof {
  readonly context: SandboxContext;
  readonly text: string;
  readonly target: ProofTarget;
  readonly now: Instant;
  readonly nonceRequired: boolean;
  readonly parts?: { readonly header: ProtectedHeaderParameters; readonly claims: Record<string, unknown> };
}

interface ReadableProof extends Omit<PresentedProof, 'parts'> {
  readonly header: ProtectedHeaderParameters;
  readonly claims: Record<string, unknown>;
  /** Filled in by the check of the key, for those behind it. */
  known?: KnownKey;
}

/** Takes a proof apart. */
export function presentProof(context: SandboxContext, text: string, target: ProofTarget): PresentedProof {
  const presented = {
    context,
    text,
    target,
    now: context.clock.now(),
    nonceRequired: context.settings().policies.dpopNonce === 'required',
  };
  try {
    return { ...presented, parts: { header: decodeProtectedHeader(text), claims: decodeJwt(text) } };
  } catch {
    return presented;
  }
}

/** What a client may sign proofs with: asymmetric (RFC 9449 §4.2), and what its profile says. */
export function proofAlgorithms(client?: Client): readonly string[] {
  return client ? rulesOf(client).messageAlgorithms : messageAlgorithms;
}

/** The nonce to offer at a time (RFC 9449 §8); made from the clock, so nothing is stored. */
export function nonceAt(context: SandboxContext, at: Instant): string {
  return context.tokens.macOf('dpop-nonce', String(Math.floor(at / NONCE_PERIOD)));
}

/** The thumbprint of the key of a proof whose checks hold (RFC 7638). */
export function provenThumbprint({ known }: ReadableProof): string {
  if (!known) throw new Error('the key of the proof was not checked');
  return known.thumbprint;
}

/**
 * What makes a DPoP proof good (RFC 9449 §4.3).
 *
 * Threats: a stolen token used without its key, a proof made for another request (`htm`, `htu`,
 * `ath`), an old or replayed one (`iat`, `jti`, nonce), and a proof signed with something that is not
 * a key pair.
 */
export const dpopProof: Examination<PresentedProof, ReadableProof> = {
  kind: 'dpop_proof',
  opening: [
    {
      name: 'form',
      title: { ja: '署名付き JWT として読める', en: 'It can be read as a signed JWT' },
      clause: clauseOf('dpop_proof_malformed'),
      expected: () => 'header.claims.signature',
      found: ({ parts, text }) =>
        parts ? `alg ${shown(parts.header.alg)}` : `${String(text.length)} characters`,
      judge: ({ parts, text }) =>
        parts ? undefined : new Refusal('dpop_proof_malformed', slipDetails(malformedSlip(text))),
    },
  ],
  open: ({ parts, ...rest }) => {
    if (!parts) throw new Error('the opening checks do not hold');
    return { ...rest, ...parts };
  },
  checks: [
    {
      name: 'type',
      title: { ja: '種類（typ）が dpop+jwt', en: 'The type (typ) is dpop+jwt' },
      clause: clauseOf('dpop_type'),
      expected: () => 'dpop+jwt',
      found: ({ header }) => shown(header.typ),
      judge: ({ header: { typ } }) =>
        typ === 'dpop+jwt' ? undefined : new Refusal('dpop_type', { typ: shown(typ) }),
    },
    {
      name: 'algorithm',
      title: { ja: '署名方式（alg）が公開鍵方式', en: 'The algorithm (alg) is an accepted asymmetric one' },
      clause: clauseOf('dpop_algorithm'),
      expected: ({ target }) => proofAlgorithms(target.client).join(', '),
      found: ({ header }) => shown(header.alg),
      judge: ({ header: { alg = '' }, target }) => {
        const allowed = proofAlgorithms(target.client);
        return allowed.includes(alg)
          ? undefined
          : new Refusal('dpop_algorithm', { alg, allowed: allowed.join(', ') });
      },
    },
    {
      name: 'key_present',
      title: { ja: 'ヘッダーに公開鍵（jwk）がある', en: 'The header has a public key (jwk)' },
      clause: clauseOf('dpop_key_missing'),
      expected: () => 'jwk',
      found: ({ header }) => Object.keys(header).join(', '),
      judge: ({ header }) => (jwkOf(header) ? undefined : new Refusal('dpop_key_missing')),
    },
    {
      name: 'key_public',
      title: { ja: '秘密鍵が入っていない', en: 'It contains no private key' },
      clause: clauseOf('dpop_key_private'),
      expected: () => `no ${PRIVATE_MEMBERS.join(', ')}`,
      found: ({ header }) => Object.keys(jwkOf(header) ?? {}).join(', '),
      needs: ['key_present'],
      judge: ({ header }) =>
        PRIVATE_MEMBERS.some((member) => member in (jwkOf(header) ?? {}))
          ? new Refusal('dpop_key_private')
          : undefined,
    },
    {
      name: 'key_usable',
      title: { ja: '公開鍵を alg で使える', en: 'The public key serves for the algorithm' },
      clause: clauseOf('dpop_key_missing'),
      expected: ({ header }) => shown(header.alg),
      found: ({ header }) => `kty ${shown(jwkOf(header)?.kty)}, crv ${shown(jwkOf(header)?.crv)}`,
      needs: ['algorithm', 'key_present', 'key_public'],
      judge: readKey,
    },
    {
      name: 'signature',
      title: { ja: 'その鍵で署名されている', en: 'It is signed with that key' },
      clause: clauseOf('dpop_signature'),
      expected: ({ known }) => `jkt ${known?.thumbprint ?? ''}`,
      found: ({ header }) => shown(header.alg),
      needs: ['key_usable'],
      judge: verifySignature,
    },
    {
      name: 'method',
      title: { ja: 'htm が要求のメソッド', en: 'htm is the method of the request' },
      clause: clauseOf('dpop_method_mismatch'),
      expected: ({ target }) => target.method ?? '',
      found: ({ claims }) => shown(claims['htm']),
      applies: ({ target }) => target.method !== undefined,
      judge: ({ claims: { htm }, target: { method = '' } }) =>
        htm === method
          ? undefined
          : new Refusal('dpop_method_mismatch', { expected: method, actual: textOf(htm) }),
    },
    {
      name: 'uri',
      title: { ja: 'htu が要求先', en: 'htu is the address of the request' },
      clause: clauseOf('dpop_uri_mismatch'),
      expected: (proof) => acceptedUris(proof).join(' , '),
      found: ({ claims }) => shown(claims['htu']),
      applies: ({ target }) => target.path !== undefined,
      judge: checkUri,
    },
    {
      name: 'identifier',
      title: { ja: '識別子（jti）がある', en: 'It has an identifier (jti)' },
      clause: clauseOf('dpop_claim_missing'),
      expected: () => 'text',
      found: ({ claims }) => shown(claims['jti']),
      judge: ({ claims: { jti } }) =>
        typeof jti === 'string' && jti !== ''
          ? undefined
          : new Refusal('dpop_claim_missing', { claim: 'jti', ...slipDetails(undefined) }),
    },
    {
      name: 'issued_present',
      title: { ja: '発行時刻（iat）がある', en: 'It has a time of issue (iat)' },
      clause: clauseOf('dpop_claim_missing'),
      expected: () => 'number',
      found: ({ claims }) => shown(claims['iat']),
      judge: ({ claims: { iat } }) =>
        typeof iat === 'number'
          ? undefined
          : new Refusal('dpop_claim_missing', { claim: 'iat', ...slipDetails(timeSlip(iat)) }),
    },
    {
      name: 'nonce',
      title: { ja: 'nonce が銀行の渡したもの', en: 'The nonce is one the bank gave' },
      clause: clauseOf('dpop_nonce_required'),
      expected: ({ context, now }) => nonceAt(context, now),
      found: ({ claims }) => shown(claims['nonce']),
      applies: ({ claims, nonceRequired }) => nonceRequired || claims['nonce'] !== undefined,
      judge: checkNonce,
    },
    {
      name: 'fresh',
      title: { ja: 'iat が銀行の時計に近い', en: 'iat is close to the clock of the bank' },
      clause: clauseOf('dpop_proof_stale'),
      expected: ({ now }) => `${toTimestamp(now)} ± ${String(PROOF_WINDOW / SECOND)} s`,
      found: ({ claims }) => shownTime(claims['iat']),
      needs: ['issued_present'],
      judge: ({ claims, now }) =>
        Math.abs(now - Number(claims['iat']) * SECOND) > PROOF_WINDOW
          ? new Refusal('dpop_proof_stale', {
              seconds: PROOF_WINDOW / SECOND,
              ...slipDetails(timeSlip(claims['iat'])),
            })
          : undefined,
    },
    {
      name: 'token_hash',
      title: { ja: 'ath がアクセストークンのハッシュ', en: 'ath is the hash of the access token' },
      clause: clauseOf('dpop_token_hash_mismatch'),
      expected: ({ target }) => hashOf(target.accessToken ?? ''),
      found: ({ claims }) => shown(claims['ath']),
      applies: ({ target }) => target.accessToken !== undefined,
      judge: ({ claims: { ath }, target: { accessToken = '' } }) =>
        ath === hashOf(accessToken) ? undefined : new Refusal('dpop_token_hash_mismatch'),
    },
    {
      name: 'first_use',
      title: { ja: 'この jti は初めて', en: 'This jti is used for the first time' },
      clause: clauseOf('dpop_proof_replayed'),
      expected: () => '1',
      found: ({ claims }) => shown(claims['jti']),
      needs: ['key_usable', 'identifier', 'issued_present'],
      judge: ({ context, known, claims }) =>
        context.replays.wasUsed(`dpop:${known?.thumbprint ?? ''}`, String(claims['jti']))
          ? new Refusal('dpop_proof_replayed')
          : undefined,
      use: ({ context, known, claims }) =>
        context.replays.firstUse(
          `dpop:${known?.thumbprint ?? ''}`,
          String(claims['jti']),
          Number(claims['iat']) * SECOND + 2 * PROOF_WINDOW,
        )
          ? undefined
          : new Refusal('dpop_proof_replayed'),
    },
  ] satisfies Check<ReadableProof>[],
  contents: ({ parts, target: { client } }) => ({
    ...(parts && { header: { ...parts.header }, claims: parts.claims }),
    ...(client && { clientId: client.client_id }),
  }),
};

function jwkOf({ jwk }: ProtectedHeaderParameters): JWK | undefined {
  return typeof jwk === 'object' && (jwk as unknown) !== null ? jwk : undefined;
}

function readKey(proof: ReadableProof): Refusal | undefined | Promise<Refusal | undefined> {
  const { header } = proof;
  const alg = header.alg ?? '';
  const name = `${alg} ${JSON.stringify(header.jwk)}`;
  const known = knownKeys.get(name);
  if (!known) return importKey(proof, name, alg);
  proof.known = known;
  return undefined;
}

async function importKey(proof: ReadableProof, name: string, alg: string): Promise<Refusal | undefined> {
  const jwk = jwkOf(proof.header) ?? {};
  try {
    proof.known = {
      key: await importJWK(jwk, alg),
      thumbprint: await calculateJwkThumbprint(jwk),
    };
  } catch {
    return new Refusal('dpop_key_missing');
  }
  if (knownKeys.size >= THUMBPRINTED_KEYS) knownKeys.clear();
  knownKeys.set(name, proof.known);
  return undefined;
}

async function verifySignature({ text, header, known }: ReadableProof): Promise<Refusal | undefined> {
  try {
    if (known) await compactVerify(text, known.key);
    return undefined;
  } catch (error) {
    if (error instanceof errors.JWSSignatureVerificationFailed) {
      return new Refusal('dpop_signature', slipDetails(signatureSlip(text, header)));
    }
    if (error instanceof errors.JOSEError || error instanceof TypeError) {
      return new Refusal('dpop_proof_malformed', slipDetails(signatureSlip(text, header)));
    }
    throw error;
  }
}

/** Under either name of the bank, the one that was asked first. */
function acceptedUris({ context: { addresses }, target }: ReadableProof): string[] {
  const { path = '' } = target;
  return [...new Set([issuerFor(addresses, target), ...ownIssuers(addresses)])].map((base) => base + path);
}

/** Query and fragment do not count, nor letter case of scheme and host, nor a default port (§4.3 check 9). */
function checkUri(proof: ReadableProof): Refusal | undefined {
  const htu = textOf(proof.claims['htu']);
  const accepted = acceptedUris(proof);
  const normalised = withoutQuery(htu);
  if (normalised !== undefined && accepted.some((uri) => withoutQuery(uri) === normalised)) return undefined;
  return new Refusal('dpop_uri_mismatch', { expected: accepted[0] ?? '', actual: htu });
}

function withoutQuery(uri: string): string | undefined {
  if (!URL.canParse(uri)) return undefined;
  const url = new URL(uri);
  url.search = '';
  url.hash = '';
  return url.href;
}

function checkNonce({ context, now, claims: { nonce } }: ReadableProof): Refusal | undefined {
  const accepted = [nonceAt(context, now), nonceAt(context, now - NONCE_PERIOD)];
  if (typeof nonce === 'string' && accepted.some((valid) => sameSecret(nonce, valid))) return undefined;
  return new Refusal('dpop_nonce_required');
}

function hashOf(token: string): string {
  return createHash('sha256').update(token).digest('base64url');
}

function textOf(value: unknown): string {
  return typeof value === 'string' ? value : '';
}
