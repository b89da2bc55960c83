import { grantGroup } from '../bank/grant-groups.ts';
import { grantStatus } from '../bank/grant-status.ts';
import { endGrant as end } from '../bank/grants.ts';
import { grantWithoutScreens } from '../bank/grant-without-screens.ts';
import { inputRefused } from '../bank/invalid-input.ts';
import { Refusal } from '../bank/refusal.ts';
import { SearchTexts, searchWords } from '../bank/search-text.ts';
import { toTimestamp, type Instant } from '../bank/time.ts';
import type { Grant } from '../bank/model.ts';
import type { BankState } from '../bank/state.ts';
import { implement } from './operation.ts';
import { createGrant, endGrant, getGrant, listGrants } from './operations/grants.ts';
import type { GrantView } from './operations/schemas/grant.ts';
import { customerTexts } from './customers.ts';
import { newestPage, pageOf } from './page.ts';
import { sorted } from './sorted.ts';

export const implementedGrants = [
  implement(listGrants, ({ context: { state, clock }, query }) => {
    const now = clock.now();
    const { clientId, customerId, status } = query;
    const parties = { ...(clientId && { clientId }), ...(customerId && { customerId }) };
    const ranking = status === 'active' ? 'open' : 'all';
    const group = grantGroup(parties);
    const matches = (grant: Grant) => status === undefined || grantStatus(grant, now) === status;
    if (query.q === undefined && query.sort === undefined) {
      // What happened last is asked for first; the living ones are found without the others.
      const { items, ...rest } = newestPage(state.grants, { ...query, ranking, group, matches });
      return {
        items: items.map((grant) => grantView(state, grant, now)),
        ...rest,
        // How many have a status is known only to who looks at all of them.
        ...(query.count === '1' &&
          status === undefined && { total: state.grants.ranked(ranking, group).size }),
      };
    }
    const words = searchWords(query.q ?? '');
    const found = state.grants
      .rowsOf(state.grants.ranked(ranking, group).newest())
      .filter((grant) => matches(grant) && grantMatches(state, grant, words));
    const rows = sorted(found, query.sort, (grant, member) =>
      member === 'status' ? grantStatus(grant, now) : grant[member],
    );
    const { items, ...rest } = pageOf(rows, query, ({ grantId }) => grantId);
    return {
      items: items.map((grant) => grantView(state, grant, now)),
      ...rest,
      ...(query.count === '1' && { total: rows.length }),
    };
  }),

  implement(createGrant, async ({ context, body, exchange }) => {
    const { tokenResponse } = await import('../authorization/token-response.ts');
    const { rehearseKeyChange } = await import('../authorization/key-change.ts');
    const { refuseUnknownLocations } = await import('../authorization/authorization-details.ts');
    const { client, issued } = await atDetails(() => {
      refuseUnknownLocations(context, body.authorizationDetails ?? []);
      return context.work.run((tx) => grantWithoutScreens(tx, body), exchange.addEffects);
    });
    const { clientId, customerId, grantId } = issued.grant;
    exchange.identify({ clientId, customerId, grantId });
    await rehearseKeyChange(context, client, issued, exchange);
    return {
      grant: grantView(context.state, issued.grant, context.clock.now()),
      ...(await tokenResponse(context, client, issued)),
    };
  }),

  implement(getGrant, ({ context: { state, clock }, params }) =>
    grantView(state, grantOf(state, params.grantId), clock.now()),
  ),

  implement(endGrant, async ({ context, params, exchange }) => {
    const { grantId, clientId, customerId } = grantOf(context.state, params.grantId);
    exchange.identify({ grantId, clientId, customerId });
    await context.work.run((tx) => end(tx, grantId, 'revoked_by_bank'), exchange.addEffects);
  }),
];

/** A refusal of what RFC 9396 asks for is a fault of that member. */
async function atDetails<Result>(make: () => Promise<Result>): Promise<Result> {
  try {
    return await make();
  } catch (error) {
    if (!(error instanceof Refusal) || error.entry.wire !== 'invalid_authorization_details') throw error;
    throw inputRefused(error, 'authorizationDetails');
  }
}

function grantOf(state: BankState, grantId: string): Grant {
  const grant = state.grants.get(grantId);
  if (!grant) throw new Refusal('grant_not_found', { grantId });
  return grant;
}

const grantTexts = new SearchTexts<Grant>(({ grantId, clientId }) => [grantId, clientId]);

/** Whether each word occurs in the grant or in the customer who gave it. */
function grantMatches(state: BankState, grant: Grant, words: readonly string[]): boolean {
  const customer = state.customers.get(grant.customerId);
  return words.every(
    (word) =>
      grantTexts.matches(grant, [word]) ||
      (customer !== undefined && customerTexts.matches(customer, [word])),
  );
}

function grantView(state: BankState, grant: Grant, now: Instant): GrantView {
  const { grantId, clientId, customerId, scopes, authorizationDetails, createdAt, expiresAt } = grant;
  const { endedAt, endReason } = grant;
  const customer = state.customers.get(customerId);
  return {
    grantId,
    clientId,
    customerId,
    ...(customer && { customer: { loginId: customer.loginId, name: customer.name } }),
    scopes,
    ...(authorizationDetails && { authorizationDetails }),
    createdAt: toTimestamp(createdAt),
    expiresAt: toTimestamp(expiresAt),
    status: grantStatus(grant, now),
    ...(endedAt === undefined ? {} : { endedAt: toTimestamp(endedAt) }),
    ...(endReason === undefined ? {} : { endReason }),
  };
}
