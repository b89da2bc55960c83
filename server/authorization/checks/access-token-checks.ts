import { isStopped } from '../../bank/contract.ts';
import { grantStatus } from '../../bank/grant-status.ts';
import { Refusal } from '../../bank/refusal.ts';
import { printScopes } from '../../bank/scopes.ts';
import { toJstTimestamp, toTimestamp, type Instant } from '../../bank/time.ts';
import type { AccessToken, ClientAccessToken, Customer, Grant, Scope } from '../../bank/model.ts';
import type { SandboxContext } from '../../context.ts';
import { accessTokenId } from '../access-token.ts';
import { coversPath } from '../resource-indicators.ts';
import { clauseOf, type Check, type Examination } from './check.ts';

/** Which resource a token is for; what is left out is not compared. */
export interface ResourceNeed {
  readonly path?: string;
  readonly scope?: Scope;
}

export interface PresentedAccessToken {
  readonly context: SandboxContext;
  readonly text: string;
  readonly now: Instant;
  readonly need: ResourceNeed;
  /** Of the row it stands for, where the bank made it. */
  readonly tokenId?: string;
  readonly row?: AccessToken;
  /** The token's own row where it is one of a client (RFC 6749 §4.4) and no customer's. */
  readonly ofClient?: ClientAccessToken;
}

export interface KnownAccessToken {
  readonly context: SandboxContext;
  readonly now: Instant;
  readonly need: ResourceNeed;
  readonly row: AccessToken;
  readonly grant?: Grant;
  readonly customer?: Customer;
}

/** Looks up what an access token stands for. */
export async function presentAccessToken(
  context: SandboxContext,
  text: string,
  need: ResourceNeed,
): Promise<PresentedAccessToken> {
  const tokenId = await accessTokenId(context, text);
  const row = context.state.accessTokens.get(tokenId ?? '');
  const ofClient = context.state.clientAccessTokens.get(context.tokens.idOf('client', text) ?? '');
  return {
    context,
    text,
    need,
    now: context.clock.now(),
    ...(tokenId !== undefined && { tokenId }),
    ...(row && { row }),
    ...(ofClient && { ofClient }),
  };
}

/** Whether the token is the bank's, and a customer's. */
const origin: readonly Check<PresentedAccessToken>[] = [
  {
    name: 'of_customer',
    title: { ja: '契約者の許可から発行した', en: 'It came of a customer’s consent' },
    clause: clauseOf('access_token_of_client'),
    expected: () => 'authorization_code',
    found: ({ ofClient }) => (ofClient ? 'client_credentials' : ''),
    applies: ({ ofClient }) => ofClient !== undefined,
    judge: ({ ofClient, now }) => {
      if (!ofClient) return undefined;
      const { expiresAt } = ofClient;
      return now >= expiresAt
        ? new Refusal('access_token_expired', { expiredAt: toJstTimestamp(expiresAt) })
        : new Refusal('access_token_of_client');
    },
  },
  {
    name: 'genuine',
    title: { ja: 'この金融機関が発行したアクセストークン', en: 'This bank issued it as an access token' },
    clause: clauseOf('access_token_unknown'),
    expected: () => 'at_… / at+jwt',
    found: ({ text }) => `${text.slice(0, 3)}…`,
    judge: ({ tokenId }) => (tokenId === undefined ? new Refusal('access_token_unknown') : undefined),
  },
  {
    name: 'remembered',
    title: { ja: '発行の記録が残っている', en: 'The bank still remembers it' },
    clause: clauseOf('access_token_revoked'),
    expected: () => 'jti',
    found: ({ row }) => row?.tokenId ?? '',
    needs: ['genuine'],
    // A genuine token whose row is gone was dropped because it is long out of use.
    judge: ({ row }) => (row ? undefined : new Refusal('access_token_revoked')),
  },
];

/** Whether it still counts. */
const standing: readonly Check<KnownAccessToken>[] = [
  {
    name: 'grant',
    title: { ja: '許可（口座連携）が続いている', en: 'The grant it comes from is active' },
    clause: clauseOf('access_token_grant_ended'),
    expected: () => 'active',
    found: ({ grant, now }) => (grant ? grantStatus(grant, now) : ''),
    judge: ({ grant, now }) => {
      if (!grant) return new Refusal('access_token_revoked');
      const status = grantStatus(grant, now);
      if (status === 'active') return undefined;
      return new Refusal('access_token_grant_ended', {
        endedAt: toJstTimestamp(grant.endedAt ?? grant.expiresAt),
        reason: grant.endReason ?? status,
      });
    },
  },
  {
    name: 'not_revoked',
    title: { ja: '失効していない', en: 'It has not been revoked' },
    clause: clauseOf('access_token_revoked'),
    expected: () => '',
    found: ({ row }) => (row.revokedAt === undefined ? '' : toTimestamp(row.revokedAt)),
    judge: ({ row }) => (row.revokedAt === undefined ? undefined : new Refusal('access_token_revoked')),
  },
  {
    name: 'not_expired',
    title: { ja: '銀行の時計で期限内', en: 'It has not expired by the clock of the bank' },
    clause: clauseOf('access_token_expired'),
    expected: ({ now }) => `> ${toTimestamp(now)}`,
    found: ({ row }) => toTimestamp(row.expiresAt),
    judge: ({ row: { expiresAt }, now }) =>
      now >= expiresAt
        ? new Refusal('access_token_expired', { expiredAt: toJstTimestamp(expiresAt) })
        : undefined,
  },
];

/** Whether it opens this resource. */
const reach: readonly Check<KnownAccessToken>[] = [
  {
    name: 'resource',
    title: { ja: 'この場所で使えるトークン', en: 'It is meant for this resource' },
    clause: clauseOf('access_token_other_resource'),
    expected: ({ need }) => need.path ?? '',
    found: ({ row }) => row.resources?.join(' ') ?? '',
    applies: ({ row, need }) => row.resources !== undefined && need.path !== undefined,
    judge: ({ context, row: { resources = [] }, need: { path = '' } }) =>
      coversPath(context, resources, path)
        ? undefined
        : new Refusal('access_token_other_resource', { resources: resources.join(' ') }),
  },
  {
    name: 'customer',
    title: { ja: '契約が有効', en: 'The customer’s contract is not stopped' },
    clause: clauseOf('access_token_grant_ended'),
    expected: () => 'active',
    found: ({ customer }) => customer?.status ?? '',
    judge: ({ context, customer, now }) =>
      !customer || isStopped(context.state, customer)
        ? new Refusal('access_token_grant_ended', {
            endedAt: toJstTimestamp(now),
            reason: 'customer_stopped',
          })
        : undefined,
  },
  {
    name: 'scope',
    title: { ja: '必要な scope が許可されている', en: 'The scope it takes was granted' },
    clause: clauseOf('scope_missing'),
    expected: ({ need }) => need.scope ?? '',
    found: ({ row }) => printScopes(row.scopes),
    applies: ({ need }) => need.scope !== undefined,
    judge: ({ row, need: { scope } }) =>
      scope === undefined || row.scopes.includes(scope)
        ? undefined
        : new Refusal('scope_missing', { scope, granted: printScopes(row.scopes) }),
  },
];

/** Its key or certificate proves itself at the request, so that a token alone can't be judged for it. */
const binding: Check<KnownAccessToken> = {
  name: 'binding',
  title: { ja: '鍵や証明書に結び付いている', en: 'The key or certificate it is bound to' },
  clause: clauseOf('access_token_binding'),
  expected: () => 'Bearer',
  found: () => 'Bearer',
  applies: ({ row }) => row.confirmation === undefined,
  otherwise: 'elsewhere',
  judge: () => undefined,
};

/** The parts of the examination between which the data API does other things. */
export const accessTokenParts = { origin, standing, reach } as const;

/** What makes an access token good at a resource (RFC 6750 §3.1, RFC 9068 §4). */
export const accessToken: Examination<PresentedAccessToken, KnownAccessToken> = {
  kind: 'access_token',
  opening: origin,
  open: knownAccessToken,
  checks: [...standing, binding, ...reach],
  contents: ({ row }) =>
    row
      ? {
          clientId: row.clientId,
          claims: {
            client_id: row.clientId,
            scope: printScopes(row.scopes),
            iat: Math.floor(row.issuedAt / 1000),
            exp: Math.floor(row.expiresAt / 1000),
            jti: row.tokenId,
            grant_id: row.grantId,
            ...(row.resources && { aud: row.resources }),
            ...(row.confirmation && { cnf: row.confirmation }),
          },
        }
      : {},
};

/** What the row of a genuine token belongs to. */
export function knownAccessToken({ context, now, need, row }: PresentedAccessToken): KnownAccessToken {
  if (!row) throw new Error('the opening checks do not hold');
  const { state } = context;
  const grant = state.grants.get(row.grantId);
  const customer = state.customers.get(row.customerId);
  return { context, now, need, row, ...(grant && { grant }), ...(customer && { customer }) };
}
