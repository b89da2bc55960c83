import type { Request, Response } from 'express';
import { managedGrant } from '../bank/grant-management.ts';
import { grantStatus } from '../bank/grant-status.ts';
import { endGrant } from '../bank/grants.ts';
import { Refusal } from '../bank/refusal.ts';
import { printScopes } from '../bank/scopes.ts';
import { toTimestamp } from '../bank/time.ts';
import type { Client, Grant, Scope } from '../bank/model.ts';
import type { SandboxContext } from '../context.ts';
import { exchangeOf } from '../log/exchange.ts';
import { presentedToken, proveSender } from './resource-authorization.ts';
import { noStore } from './wire-error.ts';

/**
 * The 90-day grant as a thing of its own (Grant Management for OAuth 2.0 §6): its client may look at
 * it and end it, with a token of its own.
 */
export function queryGrant(context: SandboxContext) {
  return async (request: Request, response: Response): Promise<void> => {
    const { client, grant } = await managed(context, request, 'grant_management_query');
    exchangeOf(request).explain('grant_shown');
    noStore(response);
    response.json({
      scopes: grant.scopes.length === 0 ? [] : [{ scope: printScopes(grant.scopes) }],
      ...(grant.authorizationDetails && { authorization_details: grant.authorizationDetails }),
      claims: [],
      client_id: client.client_id,
      created_at: toTimestamp(grant.createdAt),
      last_updated_at: toTimestamp(grant.updatedAt),
      expires_at: toTimestamp(grant.expiresAt),
      status: grantStatus(grant, context.clock.now()),
    });
  };
}

export function revokeGrant(context: SandboxContext) {
  return async (request: Request, response: Response): Promise<void> => {
    const { grant } = await managed(context, request, 'grant_management_revoke');
    const exchange = exchangeOf(request);
    await context.work.run((tx) => endGrant(tx, grant.grantId, 'revoked_by_client'), exchange.addEffects);
    exchange.explain('grant_revoked_by_client');
    response.status(204).end();
  };
}

async function managed(
  context: SandboxContext,
  request: Request,
  scope: Scope,
): Promise<{ client: Client; grant: Grant }> {
  const exchange = exchangeOf(request);
  const client = await authorizeManagement(context, request, scope);
  const grant = managedGrant(context.state, client, String(request.params['grantId']));
  exchange.identify({ grantId: grant.grantId, customerId: grant.customerId });
  return { client, grant };
}

/** The client behind a token of its own. @throws Refusal 401 or 403. */
async function authorizeManagement(context: SandboxContext, request: Request, scope: Scope): Promise<Client> {
  const presented = presentedToken(request);
  const tokenId = context.tokens.idOf('client', presented.token);
  const row = context.state.clientAccessTokens.get(tokenId ?? '');
  const client = context.state.clients.get(row?.clientId ?? '');
  if (!row || !client || context.clock.now() >= row.expiresAt) throw new Refusal('management_token_invalid');
  exchangeOf(request).identify({ clientId: client.client_id });
  await proveSender(context, request, presented, row);
  if (!row.scopes.includes(scope)) throw new Refusal('management_scope_missing', { scope });
  return client;
}
