import {
  compactVerify,
  decodeJwt,
  decodeProtectedHeader,
  type JWTPayload,
  type ProtectedHeaderParameters,
} from 'jose';
import { outcomeEntry, type Bilingual, type OutcomeCode } from '../../bank/catalogue/index.ts';
import { SECOND, toTimestamp, type Instant } from '../../bank/time.ts';
import type { Client } from '../../bank/model.ts';
import type { SandboxContext } from '../../context.ts';
import { isUnusable } from '../client-signatures.ts';
import { leftHalfHash } from '../id-token.ts';
import { ownIssuers } from '../issuer.ts';
import { shown, shownTime, type Check, type Examination, type Failure } from './check.ts';

/** What two clocks may differ by. */
const CLOCK_SKEW = 60 * SECOND;

/** What the message has to match; what is left out is not compared. */
export interface IssuedTarget {
  readonly accessToken?: string;
  readonly nonce?: string;
  readonly state?: string;
}

export interface PresentedIssued {
  readonly context: SandboxContext;
  readonly text: string;
  readonly target: IssuedTarget;
  readonly now: Instant;
  readonly parts?: { readonly header: ProtectedHeaderParameters; readonly claims: JWTPayload };
  /** The registered client it is said to be for. */
  readonly client?: Client;
}

interface ReadableIssued extends Omit<PresentedIssued, 'parts' | 'client'> {
  readonly header: ProtectedHeaderParameters;
  readonly claims: JWTPayload;
  readonly client: Client;
}

/** Takes something the bank signed apart and looks up the client it is for. */
export function presentIssued(
  context: SandboxContext,
  text: string,
  { clientId, ...target }: IssuedTarget & { clientId?: string },
): PresentedIssued {
  const presented = { context, text, target, now: context.clock.now() };
  try {
    const parts = { header: decodeProtectedHeader(text), claims: decodeJwt(text) };
    const client = context.state.clients.get(clientId ?? audienceOf(parts.claims));
    return { ...presented, parts, ...(client && { client }) };
  } catch {
    return presented;
  }
}

const opening: readonly Check<PresentedIssued>[] = [
  {
    ...says('form', 'issued_malformed', {
      ja: '署名付き JWT として読める',
      en: 'It can be read as a signed JWT',
    }),
    expected: () => 'header.claims.signature',
    found: ({ parts, text }) =>
      parts ? `alg ${shown(parts.header.alg)}` : `${String(text.length)} characters`,
    judge: ({ parts }) => (parts ? undefined : failure('issued_malformed')),
  },
  {
    ...says('client', 'issued_client_unknown', {
      ja: '宛先のクライアントが登録されている',
      en: 'The client it is for is registered',
    }),
    expected: ({ client }) => client?.client_id ?? '',
    found: ({ parts }) => shown(parts?.claims.aud),
    needs: ['form'],
    judge: ({ client, parts }) =>
      client ? undefined : failure('issued_client_unknown', { clientId: shown(parts?.claims.aud) }),
  },
];

function open({ parts, client, ...rest }: PresentedIssued): ReadableIssued {
  if (!parts || !client) throw new Error('the opening checks do not hold');
  return { ...rest, ...parts, client };
}

function contents({ parts, client }: PresentedIssued) {
  return {
    ...(parts && { header: { ...parts.header }, claims: parts.claims }),
    ...(client && { clientId: client.client_id }),
  };
}

const issuer: Check<ReadableIssued> = {
  ...says('issuer', 'issued_issuer', { ja: 'iss がこの金融機関', en: 'iss is this bank' }),
  expected: ({ context }) => ownIssuers(context.addresses).join(' , '),
  found: ({ claims }) => shown(claims.iss),
  judge: ({ context, claims: { iss = '' } }) => {
    const issuers = ownIssuers(context.addresses);
    return issuers.includes(iss) ? undefined : failure('issued_issuer', { expected: issuers.join(' , ') });
  },
};

const audience: Check<ReadableIssued> = {
  ...says('audience', 'issued_audience', { ja: 'aud が client_id', en: 'aud is the client_id' }),
  expected: ({ client }) => client.client_id,
  found: ({ claims }) => shown(claims.aud),
  judge: ({ claims: { aud }, client: { client_id: clientId } }) =>
    aud === clientId || (Array.isArray(aud) && aud.includes(clientId))
      ? undefined
      : failure('issued_audience'),
};

const signature: Check<ReadableIssued> = {
  ...says('signature', 'issued_signature', {
    ja: 'この金融機関の鍵で署名されている',
    en: 'It is signed with a key of this bank',
  }),
  expected: ({ client, header }) =>
    header.alg === 'HS256' ? `client_secret of ${client.client_id}` : 'jwks_uri',
  found: ({ header }) => `kid ${shown(header.kid)}`,
  needs: ['algorithm'],
  judge: verifySignature,
};

const notExpired: Check<ReadableIssued> = {
  ...says('not_expired', 'issued_expired', {
    ja: '銀行の時計で期限内',
    en: 'It has not expired by the clock of the bank',
  }),
  expected: ({ now }) => `> ${toTimestamp(now)}`,
  found: ({ claims }) => shownTime(claims.exp),
  judge: ({ claims: { exp }, now }) =>
    typeof exp === 'number' && now < exp * SECOND ? undefined : failure('issued_expired'),
};

function algorithm(registered: (client: Client) => string): Check<ReadableIssued> {
  return {
    ...says('algorithm', 'issued_algorithm', {
      ja: '登録した署名方式（alg）',
      en: 'The algorithm (alg) is the registered one',
    }),
    expected: ({ client }) => registered(client),
    found: ({ header }) => shown(header.alg),
    judge: ({ header: { alg = '' }, client }) =>
      alg === registered(client)
        ? undefined
        : failure('issued_algorithm', { alg, expected: registered(client) }),
  };
}

/** What a client has to check of an ID token (OpenID Connect Core §3.1.3.7). */
export const idToken: Examination<PresentedIssued, ReadableIssued> = {
  kind: 'id_token',
  opening,
  open,
  contents,
  checks: [
    issuer,
    audience,
    algorithm((client) => client.id_token_signed_response_alg),
    signature,
    {
      ...says('subject', 'issued_subject', { ja: '利用者（sub）がある', en: 'It names a subject (sub)' }),
      expected: () => 'text',
      found: ({ claims }) => shown(claims.sub),
      judge: ({ claims: { sub } }) =>
        typeof sub === 'string' && sub !== '' ? undefined : failure('issued_subject'),
    },
    notExpired,
    {
      ...says('issued_at', 'issued_ahead', {
        ja: '発行時刻（iat）が先でない',
        en: 'iat does not lie in the future',
      }),
      expected: ({ now }) => `<= ${toTimestamp(now + CLOCK_SKEW)}`,
      found: ({ claims }) => shownTime(claims.iat),
      judge: ({ claims: { iat }, now }) =>
        typeof iat === 'number' && iat * SECOND <= now + CLOCK_SKEW ? undefined : failure('issued_ahead'),
    },
    {
      ...says('nonce', 'issued_nonce', { ja: 'nonce が要求のもの', en: 'The nonce is that of the request' }),
      expected: ({ target }) => target.nonce ?? '',
      found: ({ claims }) => shown(claims['nonce']),
      applies: ({ target }) => target.nonce !== undefined,
      judge: ({ claims: { nonce }, target }) =>
        nonce === target.nonce ? undefined : failure('issued_nonce'),
    },
    {
      ...says('token_hash', 'issued_token_hash', {
        ja: 'at_hash がアクセストークンと合う',
        en: 'at_hash matches the access token',
      }),
      expected: expectedTokenHash,
      found: ({ claims }) => shown(claims['at_hash']),
      applies: ({ target }) => target.accessToken !== undefined,
      needs: ['algorithm'],
      judge: (message) =>
        message.claims['at_hash'] === expectedTokenHash(message) ? undefined : failure('issued_token_hash'),
    },
  ],
};

/** What a client has to check of a signed authorization response (JARM §2.4). */
export const authorizationResponse: Examination<PresentedIssued, ReadableIssued> = {
  kind: 'authorization_response',
  opening,
  open,
  contents,
  checks: [
    issuer,
    audience,
    algorithm((client) => client.authorization_signed_response_alg ?? 'ES256'),
    signature,
    notExpired,
    {
      ...says('state', 'issued_state', { ja: 'state が要求のもの', en: 'The state is that of the request' }),
      expected: ({ target }) => target.state ?? '',
      found: ({ claims }) => shown(claims['state']),
      applies: ({ target }) => target.state !== undefined,
      judge: ({ claims: { state }, target }) =>
        state === target.state ? undefined : failure('issued_state'),
    },
    {
      ...says('answer', 'issued_answer_empty', {
        ja: 'code か error が入っている',
        en: 'It holds a code or an error',
      }),
      expected: () => 'code / error',
      found: ({ claims }) => Object.keys(claims).join(', '),
      judge: ({ claims }) =>
        claims['code'] === undefined && claims['error'] === undefined
          ? failure('issued_answer_empty')
          : undefined,
    },
  ],
};

async function verifySignature({
  context,
  client,
  header,
  text,
}: ReadableIssued): Promise<Failure | undefined> {
  try {
    if (header.alg === 'HS256')
      await compactVerify(text, new TextEncoder().encode(client.client_secret ?? ''));
    else await compactVerify(text, await context.keys.publicKeys());
    return undefined;
  } catch (error) {
    if (isUnusable(error)) return failure('issued_signature');
    throw error;
  }
}

function expectedTokenHash({ client, target: { accessToken = '' } }: ReadableIssued): string {
  return leftHalfHash(client.id_token_signed_response_alg, accessToken);
}

function audienceOf({ aud }: JWTPayload): string {
  return (Array.isArray(aud) ? aud[0] : aud) ?? '';
}

function says(name: string, code: OutcomeCode, title: Bilingual) {
  return { name, title, clause: outcomeEntry(code).spec ?? '' };
}

function failure(code: OutcomeCode, details: Failure['details'] = {}): Failure {
  return { code, details };
}
