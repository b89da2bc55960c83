import {
  compactVerify,
  decodeJwt,
  decodeProtectedHeader,
  errors,
  type JWTPayload,
  type ProtectedHeaderParameters,
} from 'jose';
import { namesOfAlgorithm, rulesOf } from '../../bank/profiles.ts';
import { Refusal } from '../../bank/refusal.ts';
import { SECOND, toTimestamp, type Instant } from '../../bank/time.ts';
import type { Client, ClientAuthenticationMethod } from '../../bank/model.ts';
import type { SandboxContext } from '../../context.ts';
import { isUnusable, signedByOtherKey, verifyWithClientKeys } from '../client-signatures.ts';
import { endpointPaths } from '../endpoint-paths.ts';
import { ownIssuers } from '../issuer.ts';
import { malformedSlip, signatureSlip, slipDetails, timeSlip, type JwtSlip } from './jwt-slips.ts';
import {
  clauseOf,
  namesOfKeys,
  reasonDetails,
  shown,
  shownTime,
  type Check,
  type Examination,
} from './check.ts';

/** How far ahead of the bank's clock an assertion's `iat` and `nbf` may be: clocks differ. */
const CLOCK_SKEW = 60 * SECOND;

/** Headers that bring a key along, or say where to fetch one: whoever signs would choose the key. */
export const keyCarryingHeaders = ['jwk', 'jku', 'x5u', 'x5c'] as const;

const SYMMETRIC: readonly string[] = ['HS256', 'HS384', 'HS512'];

/** An assertion before it is believed: taken apart where that is possible, and the client it names. */
export interface PresentedAssertion {
  readonly context: SandboxContext;
  readonly text: string;
  readonly now: Instant;
  readonly parts?: { readonly header: ProtectedHeaderParameters; readonly claims: JWTPayload };
  /** The registered client whose assertion it is said to be. */
  readonly client?: Client;
}

interface ReadableAssertion {
  readonly context: SandboxContext;
  readonly text: string;
  readonly now: Instant;
  readonly header: ProtectedHeaderParameters;
  readonly claims: JWTPayload;
  readonly client: Client;
}

/** Takes an assertion apart and looks up the client it names. */
export function presentAssertion(
  context: SandboxContext,
  text: string,
  clientId?: string,
): PresentedAssertion {
  const presented = { context, text, now: context.clock.now() };
  try {
    const parts = { header: decodeProtectedHeader(text), claims: decodeJwt(text) };
    const client = context.state.clients.get(clientId ?? parts.claims.sub ?? '');
    return { ...presented, parts, ...(client && { client }) };
  } catch {
    return presented;
  }
}

/** Which registered method an assertion belongs to: HMAC with the secret, or a key pair. */
export function assertionMethod(header: ProtectedHeaderParameters): ClientAuthenticationMethod {
  return SYMMETRIC.includes(header.alg ?? '') ? 'client_secret_jwt' : 'private_key_jwt';
}

/**
 * What makes a client assertion good (RFC 7523 §3, OpenID Connect Core §9).
 *
 * Threats: `alg` none or an HMAC made with the public key (the algorithm is decided by the
 * registration, not by the message), keys smuggled in the header, assertions for another server
 * (`aud`), and replay (`jti` once).
 */
export const clientAssertion: Examination<PresentedAssertion, ReadableAssertion> = {
  kind: 'client_assertion',
  opening: [
    {
      name: 'form',
      title: { ja: '署名付き JWT として読める', en: 'It can be read as a signed JWT' },
      clause: clauseOf('assertion_malformed'),
      expected: () => 'header.claims.signature',
      found: ({ parts, text }) =>
        parts ? `alg ${shown(parts.header.alg)}` : `${String(text.length)} characters`,
      judge: ({ parts, text }) =>
        parts ? undefined : new Refusal('assertion_malformed', slipDetails(malformedSlip(text))),
    },
    {
      name: 'client',
      title: { ja: 'sub のクライアントが登録されている', en: 'The client named by sub is registered' },
      clause: clauseOf('client_unknown'),
      expected: ({ client }) => client?.client_id ?? '',
      found: ({ parts }) => shown(parts?.claims.sub),
      needs: ['form'],
      judge: ({ client, parts }) =>
        client ? undefined : new Refusal('client_unknown', { clientId: shown(parts?.claims.sub) }),
    },
  ],
  open: ({ parts, client, ...rest }) => {
    if (!parts || !client) throw new Error('the opening checks do not hold');
    return { ...rest, ...parts, client };
  },
  checks: [
    {
      name: 'method',
      title: {
        ja: '登録された認証方式に合う',
        en: 'It fits the registered authentication method',
      },
      clause: clauseOf('client_authentication_method_mismatch'),
      expected: ({ client }) => client.token_endpoint_auth_method,
      found: ({ header }) => assertionMethod(header),
      judge: ({ client, header }) => {
        const used = assertionMethod(header);
        const registered = client.token_endpoint_auth_method;
        return used === registered
          ? undefined
          : new Refusal('client_authentication_method_mismatch', { registered, used });
      },
    },
    {
      name: 'no_key_in_header',
      title: { ja: 'ヘッダーに鍵を持ち込まない', en: 'The header brings no key along' },
      clause: clauseOf('assertion_carries_key'),
      expected: () => `no ${keyCarryingHeaders.join(', ')}`,
      found: ({ header }) => Object.keys(header).join(', '),
      judge: ({ header }) => {
        const carried = keyCarryingHeaders.find((name) => header[name] !== undefined);
        return carried === undefined ? undefined : new Refusal('assertion_carries_key', { header: carried });
      },
    },
    {
      name: 'algorithm',
      title: { ja: '署名方式（alg）が使える', en: 'The algorithm (alg) is accepted' },
      clause: clauseOf('assertion_algorithm'),
      expected: ({ client }) => allowedAlgorithms(client).join(', '),
      found: ({ header }) => shown(header.alg),
      judge: ({ client, header: { alg = '' } }) => {
        const allowed = allowedAlgorithms(client);
        return allowed.includes(alg)
          ? undefined
          : new Refusal('assertion_algorithm', { alg, allowed: allowed.join(', ') });
      },
    },
    {
      name: 'signature',
      title: { ja: '登録された鍵で署名されている', en: 'It is signed with a registered key' },
      clause: clauseOf('assertion_signature'),
      expected: ({ context, client }) => keysOf(context, client),
      found: ({ header }) => `kid ${shown(header.kid)}`,
      needs: ['method', 'algorithm'],
      judge: verifySignature,
    },
    {
      name: 'subject',
      title: { ja: 'iss と sub が client_id', en: 'iss and sub are the client_id' },
      clause: clauseOf('assertion_subject'),
      expected: ({ client }) => client.client_id,
      found: ({ claims }) => `iss ${shown(claims.iss)}, sub ${shown(claims.sub)}`,
      judge: ({ claims, client: { client_id: clientId } }) =>
        claims.iss === clientId && claims.sub === clientId
          ? undefined
          : new Refusal('assertion_subject', { clientId }),
    },
    {
      name: 'audience',
      title: { ja: 'aud がこの認可サーバー', en: 'aud is this authorization server' },
      clause: clauseOf('assertion_audience'),
      expected: ({ context, client }) => [...acceptedAudiences(context, client)].join(' , '),
      found: ({ claims }) => shown(claims.aud),
      judge: checkAudience,
    },
    {
      name: 'expiry_present',
      title: { ja: '有効期限（exp）がある', en: 'It has an expiry (exp)' },
      clause: clauseOf('assertion_claim_missing'),
      expected: () => 'number',
      found: ({ claims }) => shown(claims.exp),
      judge: ({ claims }) =>
        typeof claims.exp === 'number'
          ? undefined
          : new Refusal('assertion_claim_missing', { claim: 'exp', ...slipDetails(timeSlip(claims.exp)) }),
    },
    {
      name: 'not_expired',
      title: { ja: '銀行の時計で期限内', en: 'It has not expired by the clock of the bank' },
      clause: clauseOf('assertion_expired'),
      expected: ({ now }) => `> ${toTimestamp(now)}`,
      found: ({ claims }) => shownTime(claims.exp),
      needs: ['expiry_present'],
      judge: ({ claims, now }) =>
        now < Number(claims.exp) * SECOND ? undefined : new Refusal('assertion_expired'),
    },
    notAhead('iat', { ja: '発行時刻（iat）が先でない', en: 'iat does not lie in the future' }),
    notAhead('nbf', { ja: '開始時刻（nbf）が先でない', en: 'nbf does not lie in the future' }),
    {
      name: 'identifier',
      title: { ja: '識別子（jti）がある', en: 'It has an identifier (jti)' },
      clause: clauseOf('assertion_claim_missing'),
      expected: () => 'text',
      found: ({ claims }) => shown(claims.jti),
      judge: ({ claims: { jti } }) =>
        typeof jti === 'string' && jti !== ''
          ? undefined
          : new Refusal('assertion_claim_missing', { claim: 'jti', ...slipDetails(undefined) }),
    },
    {
      name: 'first_use',
      title: { ja: 'この jti は初めて', en: 'This jti is used for the first time' },
      clause: clauseOf('assertion_replayed'),
      expected: () => '1',
      found: ({ claims }) => shown(claims.jti),
      needs: ['identifier', 'expiry_present'],
      judge: ({ context, client, claims }) =>
        context.replays.wasUsed(usesOf(client), String(claims.jti))
          ? new Refusal('assertion_replayed')
          : undefined,
      use: ({ context, client, claims }) =>
        context.replays.firstUse(usesOf(client), String(claims.jti), Number(claims.exp) * SECOND)
          ? undefined
          : new Refusal('assertion_replayed'),
    },
  ],
  contents: ({ parts, client }) => ({
    ...(parts && { header: { ...parts.header }, claims: parts.claims }),
    ...(client && { clientId: client.client_id }),
  }),
};

function notAhead(claim: 'iat' | 'nbf', title: Check<ReadableAssertion>['title']): Check<ReadableAssertion> {
  return {
    name: claim,
    title,
    clause: clauseOf('assertion_not_yet_valid'),
    expected: ({ now }) => `<= ${toTimestamp(now + CLOCK_SKEW)}`,
    found: ({ claims }) => shownTime(claims[claim]),
    applies: ({ claims }) => claims[claim] !== undefined,
    judge: ({ claims, now }) => {
      const value: unknown = claims[claim];
      return typeof value === 'number' && value * SECOND <= now + CLOCK_SKEW
        ? undefined
        : new Refusal('assertion_not_yet_valid', {
            claim,
            seconds: CLOCK_SKEW / SECOND,
            ...slipDetails(timeSlip(value)),
          });
    },
  };
}

function allowedAlgorithms(client: Client): readonly string[] {
  const { token_endpoint_auth_signing_alg: pinned } = client;
  if (pinned !== undefined) return namesOfAlgorithm(pinned);
  if (client.token_endpoint_auth_method === 'client_secret_jwt') return SYMMETRIC;
  return rulesOf(client).messageAlgorithms;
}

async function verifySignature({
  context,
  client,
  text,
  header,
}: ReadableAssertion): Promise<Refusal | undefined> {
  try {
    if (client.token_endpoint_auth_method === 'client_secret_jwt') {
      await compactVerify(text, new TextEncoder().encode(client.client_secret ?? ''));
    } else {
      await verifyWithClientKeys(context.clientKeys, client, text);
    }
    return undefined;
  } catch (error) {
    if (error instanceof Refusal) return new Refusal('assertion_keys_unreadable', reasonDetails(error));
    if (!isUnusable(error)) throw error;
    const slip = await slipOfSignature(context, client, text, header);
    const isUnknown = error instanceof errors.JWKSNoMatchingKey;
    return new Refusal(isUnknown ? 'assertion_key_unknown' : 'assertion_signature', slipDetails(slip));
  }
}

async function slipOfSignature(
  { clientKeys }: SandboxContext,
  client: Client,
  text: string,
  header: ProtectedHeaderParameters,
): Promise<JwtSlip | undefined> {
  if (client.token_endpoint_auth_method !== 'client_secret_jwt') {
    return (
      signatureSlip(text, header) ??
      ((await signedByOtherKey(clientKeys, client, text)) ? 'otherKey' : undefined)
    );
  }
  const decoded = Buffer.from(client.client_secret ?? '', 'base64');
  const verifies = await compactVerify(text, decoded).then(
    () => true,
    () => false,
  );
  return verifies ? 'secretDecoded' : signatureSlip(text, header);
}

/** What verifies: by name, never the key of an HMAC. */
function keysOf({ clientKeys }: SandboxContext, client: Client): string {
  if (client.token_endpoint_auth_method === 'client_secret_jwt') return 'HMAC (client_secret)';
  return namesOfKeys(clientKeys, client);
}

function acceptedAudiences({ addresses }: SandboxContext, client: Client): Set<string> {
  const issuers = ownIssuers(addresses);
  if (rulesOf(client).assertionAudience === 'issuer-string') return new Set(issuers);
  const paths = ['', ...endpointPaths.token, ...endpointPaths.pushedRequest];
  return new Set(issuers.flatMap((issuer) => paths.map((path) => issuer + path)));
}

function checkAudience({ context, client, claims: { aud } }: ReadableAssertion): Refusal | undefined {
  const accepted = acceptedAudiences(context, client);
  const oneOnly = rulesOf(client).assertionAudience === 'issuer-string';
  const named = typeof aud === 'string' ? [aud] : Array.isArray(aud) && !oneOnly ? aud : [];
  if (named.some((audience) => accepted.has(audience))) return undefined;
  return new Refusal('assertion_audience', { expected: ownIssuers(context.addresses).join(' , ') });
}

/** Under which the identifiers of a client are remembered. */
function usesOf({ client_id: clientId }: Client): string {
  return `assertion:${clientId}`;
}
