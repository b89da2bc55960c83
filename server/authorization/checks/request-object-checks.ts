import { decodeJwt, decodeProtectedHeader, type JWTPayload, type ProtectedHeaderParameters } from 'jose';
import { namesOfAlgorithm, rulesOf } from '../../bank/profiles.ts';
import { Refusal } from '../../bank/refusal.ts';
import { HOUR, MINUTE, SECOND, toTimestamp, type Instant } from '../../bank/time.ts';
import type { Client } from '../../bank/model.ts';
import type { SandboxContext } from '../../context.ts';
import { isUnusable, signedByOtherKey, verifyWithClientKeys } from '../client-signatures.ts';
import { ownIssuers } from '../issuer.ts';
import { keyCarryingHeaders } from './assertion-checks.ts';
import { malformedSlip, signatureSlip, slipDetails, timeSlip } from './jwt-slips.ts';
import {
  clauseOf,
  namesOfKeys,
  reasonDetails,
  shown,
  shownTime,
  type Check,
  type Examination,
} from './check.ts';

/** FAPI 1.0 Part 2 §5.2.2: at most an hour old, and good for at most an hour. */
const LONGEST_LIFE = HOUR;
const CLOCK_SKEW = MINUTE;

const RFC9101 = clauseOf('request_object_claims');
const FAPI = 'FAPI 1.0 Part 2 §5.2.2';

export interface PresentedRequestObject {
  readonly context: SandboxContext;
  readonly client: Client;
  readonly text: string;
  readonly now: Instant;
  readonly parts?: { readonly header: ProtectedHeaderParameters; readonly claims: JWTPayload };
}

interface ReadableRequestObject extends Omit<PresentedRequestObject, 'parts'> {
  readonly header: ProtectedHeaderParameters;
  readonly claims: JWTPayload;
}

/** Takes a request object apart. */
export function presentRequestObject(
  context: SandboxContext,
  client: Client,
  text: string,
): PresentedRequestObject {
  const presented = { context, client, text, now: context.clock.now() };
  try {
    return { ...presented, parts: { header: decodeProtectedHeader(text), claims: decodeJwt(text) } };
  } catch {
    return presented;
  }
}

/**
 * What makes a request object good (RFC 9101 §6).
 *
 * Threats: parameters changed by the browser on the way, an object signed by nobody (`none`) or by
 * another client, one meant for another server, an old one sent again, and an object that could pass
 * as a client assertion (`sub` equal to the client, §10.8).
 */
export const requestObject: Examination<PresentedRequestObject, ReadableRequestObject> = {
  kind: 'request_object',
  opening: [
    {
      name: 'form',
      title: { ja: '署名付き JWT として読める', en: 'It can be read as a signed JWT' },
      clause: clauseOf('request_object_malformed'),
      expected: () => 'header.claims.signature',
      found: ({ parts, text }) =>
        parts ? `alg ${shown(parts.header.alg)}` : `${String(text.length)} characters`,
      judge: ({ parts, text }) =>
        parts ? undefined : new Refusal('request_object_malformed', slipDetails(malformedSlip(text))),
    },
  ],
  open: ({ parts, ...rest }) => {
    if (!parts) throw new Error('the opening checks do not hold');
    return { ...rest, ...parts };
  },
  checks: [
    rule({
      name: 'no_key_in_header',
      title: { ja: 'ヘッダーに鍵を持ち込まない', en: 'The header brings no key along' },
      expected: () => `no ${keyCarryingHeaders.join(', ')}`,
      found: ({ header }) => Object.keys(header).join(', '),
      reason: ({ header }) => {
        const carried = keyCarryingHeaders.find((name) => header[name] !== undefined);
        return carried === undefined ? undefined : `header ${carried}`;
      },
    }),
    {
      name: 'algorithm',
      title: { ja: '署名方式（alg）が使える', en: 'The algorithm (alg) is accepted' },
      clause: clauseOf('request_object_algorithm'),
      expected: ({ client }) => allowedAlgorithms(client).join(', '),
      found: ({ header }) => shown(header.alg),
      judge: ({ client, header: { alg = '' } }) => {
        const allowed = allowedAlgorithms(client);
        return allowed.includes(alg)
          ? undefined
          : new Refusal('request_object_algorithm', { alg, allowed: allowed.join(', ') });
      },
    },
    {
      name: 'signature',
      title: { ja: '登録された鍵で署名されている', en: 'It is signed with a registered key' },
      clause: clauseOf('request_object_signature'),
      expected: ({ context, client }) => namesOfKeys(context.clientKeys, client),
      found: ({ header }) => `kid ${shown(header.kid)}`,
      needs: ['algorithm'],
      judge: verifySignature,
    },
    rule({
      name: 'audience',
      title: { ja: 'aud がこの認可サーバー', en: 'aud is this authorization server' },
      expected: ({ context }) => ownIssuers(context.addresses).join(' , '),
      found: ({ claims }) => shown(claims.aud),
      reason: ({ context, claims }) => {
        const issuers = ownIssuers(context.addresses);
        const aud: unknown = claims.aud;
        const audiences: unknown[] = Array.isArray(aud) ? aud : [aud];
        return audiences.some((audience) => issuers.some((issuer) => issuer === audience))
          ? undefined
          : `aud is not ${issuers.join(' or ')}`;
      },
    }),
    rule({
      name: 'issuer',
      title: { ja: 'iss が client_id', en: 'iss is the client_id' },
      expected: ({ client }) => client.client_id,
      found: ({ claims }) => shown(claims.iss),
      applies: ({ claims }) => claims.iss !== undefined,
      reason: ({ claims, client }) =>
        claims.iss === client.client_id ? undefined : 'iss is not the client_id',
    }),
    rule({
      name: 'client_id',
      title: { ja: '中の client_id が外と同じ', en: 'The client_id inside is the one outside' },
      expected: ({ client }) => client.client_id,
      found: ({ claims }) => shown(claims['client_id']),
      applies: ({ claims }) => claims['client_id'] !== undefined,
      reason: ({ claims, client }) =>
        claims['client_id'] === client.client_id ? undefined : 'client_id differs from the one outside',
    }),
    rule({
      name: 'no_assertion',
      title: { ja: 'クライアントアサーションとして使い回せない', en: 'It can’t pass for a client assertion' },
      expected: ({ client }) => `sub is not ${client.client_id}`,
      found: ({ claims }) => shown(claims.sub),
      reason: ({ claims, client }) => (claims.sub === client.client_id ? 'sub is the client_id' : undefined),
    }),
    rule({
      name: 'not_nested',
      title: { ja: '中に request・request_uri がない', en: 'There is no request or request_uri inside' },
      expected: () => 'no request, request_uri',
      found: ({ claims }) => Object.keys(claims).join(', '),
      reason: ({ claims }) =>
        claims['request'] !== undefined || claims['request_uri'] !== undefined
          ? 'request or request_uri inside'
          : undefined,
    }),
    rule({
      name: 'times_present',
      title: { ja: '期間（nbf・exp）が書かれている', en: 'nbf and exp are there' },
      clause: FAPI,
      expected: () => 'nbf, exp',
      found: ({ claims }) => `nbf ${shown(claims.nbf)}, exp ${shown(claims.exp)}`,
      applies: ({ client }) => isFapi(client),
      reason: ({ claims: { exp, nbf } }) =>
        typeof exp !== 'number' || typeof nbf !== 'number' ? 'exp and nbf are required' : undefined,
    }),
    rule({
      name: 'times_numbers',
      title: { ja: '時刻が秒の数値', en: 'Times are numbers of seconds' },
      clause: 'RFC 7519 §2',
      expected: () => 'numbers',
      found: ({ claims }) => `nbf ${shown(claims.nbf)}, exp ${shown(claims.exp)}`,
      reason: ({ claims: { exp, nbf } }) =>
        isTime(exp) && isTime(nbf)
          ? undefined
          : 'exp and nbf are numbers of seconds since 1970, not text and not milliseconds',
    }),
    rule({
      name: 'not_expired',
      title: { ja: '銀行の時計で期限内', en: 'It has not expired by the clock of the bank' },
      expected: ({ now }) => `> ${toTimestamp(now)}`,
      found: ({ claims }) => shownTime(claims.exp),
      applies: ({ claims }) => typeof claims.exp === 'number',
      reason: ({ now, claims }) => (now >= Number(claims.exp) * SECOND ? 'expired (exp)' : undefined),
    }),
    rule({
      name: 'begun',
      title: { ja: '開始時刻（nbf）が先でない', en: 'nbf does not lie in the future' },
      expected: ({ now }) => `<= ${toTimestamp(now + CLOCK_SKEW)}`,
      found: ({ claims }) => shownTime(claims.nbf),
      applies: ({ claims }) => typeof claims.nbf === 'number',
      reason: ({ now, claims }) =>
        Number(claims.nbf) * SECOND > now + CLOCK_SKEW ? 'not yet valid (nbf)' : undefined,
    }),
    rule({
      name: 'recent',
      title: { ja: '開始から60分以内', en: 'nbf is at most 60 minutes ago' },
      clause: FAPI,
      expected: ({ now }) => `>= ${toTimestamp(now - LONGEST_LIFE)}`,
      found: ({ claims }) => shownTime(claims.nbf),
      applies: ({ client, claims }) => isFapi(client) && typeof claims.nbf === 'number',
      reason: ({ now, claims }) =>
        Number(claims.nbf) * SECOND < now - LONGEST_LIFE ? 'nbf is more than 60 minutes ago' : undefined,
    }),
    rule({
      name: 'short_life',
      title: { ja: '期間が60分以内', en: 'It is good for at most 60 minutes' },
      clause: FAPI,
      expected: ({ claims }) => `<= ${shownTime(Number(claims.nbf) + LONGEST_LIFE / SECOND)}`,
      found: ({ claims }) => shownTime(claims.exp),
      applies: ({ client, claims }) =>
        isFapi(client) && typeof claims.nbf === 'number' && typeof claims.exp === 'number',
      reason: ({ claims: { exp, nbf } }) =>
        Number(exp) * SECOND > Number(nbf) * SECOND + LONGEST_LIFE
          ? 'exp is more than 60 minutes after nbf'
          : undefined,
    }),
  ],
  contents: ({ parts, client }) => ({
    ...(parts && { header: { ...parts.header }, claims: parts.claims }),
    clientId: client.client_id,
  }),
};

/** A check whose refusal is the one for claims, with a reason. */
function rule({
  reason,
  clause = RFC9101,
  ...check
}: Omit<Check<ReadableRequestObject>, 'judge' | 'clause'> & {
  clause?: string;
  reason: (object: ReadableRequestObject) => string | undefined;
}): Check<ReadableRequestObject> {
  return {
    ...check,
    clause,
    judge: (object) => {
      const said = reason(object);
      return said === undefined ? undefined : new Refusal('request_object_claims', { reason: said });
    },
  };
}

function isFapi({ sandbox_profile: profile }: Client): boolean {
  return profile.startsWith('fapi');
}

function allowedAlgorithms(client: Client): readonly string[] {
  const { request_object_signing_alg: pinned } = client;
  if (pinned !== undefined) return namesOfAlgorithm(pinned);
  return rulesOf(client).messageAlgorithms;
}

async function verifySignature({
  context: { clientKeys },
  client,
  text,
  header,
}: ReadableRequestObject): Promise<Refusal | undefined> {
  try {
    await verifyWithClientKeys(clientKeys, client, text);
    return undefined;
  } catch (error) {
    if (error instanceof Refusal) return new Refusal('request_object_keys_unreadable', reasonDetails(error));
    if (!isUnusable(error)) throw error;
    const seen = signatureSlip(text, header);
    const slip = seen ?? ((await signedByOtherKey(clientKeys, client, text)) ? 'otherKey' : undefined);
    return new Refusal('request_object_signature', slipDetails(slip));
  }
}

/** A message signed by a partner may hold anything, whatever its claims should be (RFC 7519 §2). */
function isTime(value: unknown): boolean {
  return value === undefined || (typeof value === 'number' && timeSlip(value) === undefined);
}
