import type { Request, Response } from 'express';
import { SignJWT } from 'jose';
import { grantStatus } from '../bank/grant-status.ts';
import { parseRefreshTokenId } from '../bank/grants.ts';
import { Refusal } from '../bank/refusal.ts';
import { printScopes } from '../bank/scopes.ts';
import type { Client } from '../bank/model.ts';
import type { SandboxContext } from '../context.ts';
import { exchangeOf } from '../log/exchange.ts';
import { accessTokenId } from './access-token.ts';
import { authorizationOnWire } from './authorization-details.ts';
import { authenticateClient } from './client-authentication/authenticate-client.ts';
import { formParameters } from './form-request.ts';
import { issuerChoiceOf, issuerFor, type IssuerChoice } from './issuer.ts';
import { tokenTypeOf } from './sender-constraint.ts';
import { subjectFor } from './subject.ts';
import { noStore, sendJwt, sendUncachedJson } from './wire-error.ts';

const SIGNED = 'application/token-introspection+jwt';

/** RFC 7662 §2.2: an inactive token is told apart by nothing else. */
const INACTIVE = { active: false };

/**
 * Token introspection (RFC 7662), signed where asked for (RFC 9701). A client learns of its own
 * tokens only: for any other, as for a token that never was, the answer is the same.
 */
export function introspectionEndpoint(context: SandboxContext) {
  return async (request: Request, response: Response): Promise<void> => {
    const exchange = exchangeOf(request);
    const parameters = formParameters(request);
    const client = await authenticateClient(context, request, parameters);
    exchange.identify({ clientId: client.client_id });
    if (client.token_endpoint_auth_method === 'none') {
      throw new Refusal('introspection_needs_authentication');
    }
    const token = parameters.get('token');
    if (token === undefined) throw parameters.missing('token');

    const choice = issuerChoiceOf(request);
    const answer = (await describeToken(context, client, token, choice)) ?? INACTIVE;
    exchange.explain(answer.active ? 'token_introspected_active' : 'token_introspected_inactive');
    if (request.accepts(['application/json', SIGNED]) === SIGNED) {
      noStore(response);
      sendJwt(response, SIGNED, await sign(context, client, answer, choice));
    } else {
      sendUncachedJson(response, 200, answer);
    }
  };
}

async function describeToken(
  context: SandboxContext,
  client: Client,
  token: string,
  choice: IssuerChoice,
): Promise<(Record<string, unknown> & { active: boolean }) | undefined> {
  const clientTokenId = context.tokens.idOf('client', token);
  if (clientTokenId !== undefined) {
    return describeClientToken(context, client, clientTokenId, choice);
  }
  const refreshId = context.tokens.idOf('refresh', token);
  return refreshId === undefined
    ? describeAccessToken(context, client, await accessTokenId(context, token))
    : describeRefreshToken(context, client, refreshId);
}

function describeAccessToken(context: SandboxContext, client: Client, tokenId: string | undefined) {
  const now = context.clock.now();
  const row = context.state.accessTokens.get(tokenId ?? '');
  const grant = context.state.grants.get(row?.grantId ?? '');
  if (!row || !grant || row.clientId !== client.client_id) return undefined;
  if (row.revokedAt !== undefined || now >= row.expiresAt || grantStatus(grant, now) !== 'active') {
    return undefined;
  }
  return {
    active: true,
    ...authorizationOnWire(row),
    client_id: row.clientId,
    token_type: tokenTypeOf(row.confirmation),
    exp: Math.floor(row.expiresAt / 1000),
    iat: Math.floor(row.issuedAt / 1000),
    sub: subjectFor(context.tokens, client, row.customerId),
    iss: issuerFor(context.addresses, grant),
    jti: row.tokenId,
    grant_id: row.grantId,
    ...(row.resources && { aud: row.resources }),
    ...(row.confirmation && { cnf: row.confirmation }),
  };
}

/** A token a client has on its own behalf: its subject is the client (RFC 9068 §2.2, RFC 7662 §2.2). */
function describeClientToken(context: SandboxContext, client: Client, tokenId: string, choice: IssuerChoice) {
  const row = context.state.clientAccessTokens.get(tokenId);
  if (row?.clientId !== client.client_id || context.clock.now() >= row.expiresAt) return undefined;
  return {
    active: true,
    scope: printScopes(row.scopes),
    client_id: row.clientId,
    token_type: tokenTypeOf(row.confirmation),
    exp: Math.floor(row.expiresAt / 1000),
    iat: Math.floor(row.issuedAt / 1000),
    sub: row.clientId,
    iss: issuerFor(context.addresses, choice),
    jti: row.tokenId,
    ...(row.confirmation && { cnf: row.confirmation }),
  };
}

function describeRefreshToken(context: SandboxContext, client: Client, refreshId: string) {
  const now = context.clock.now();
  const { grantId, generation } = parseRefreshTokenId(refreshId);
  const grant = context.state.grants.get(grantId);
  if (grant?.clientId !== client.client_id) return undefined;
  if (grantStatus(grant, now) !== 'active' || generation !== grant.refreshGeneration) return undefined;
  return {
    active: true,
    ...authorizationOnWire(grant),
    client_id: grant.clientId,
    exp: Math.floor(grant.expiresAt / 1000),
    iat: Math.floor(grant.refreshedAt / 1000),
    sub: subjectFor(context.tokens, client, grant.customerId),
    iss: issuerFor(context.addresses, grant),
    grant_id: grantId,
  };
}

/** RFC 9701 §5: the introspection itself is one claim, so that it can't pass for an access token. */
async function sign(
  context: SandboxContext,
  client: Client,
  answer: object,
  choice: IssuerChoice,
): Promise<string> {
  const alg = client.introspection_signed_response_alg ?? 'ES256';
  const key = await context.keys.signingKey(alg);
  return new SignJWT({ token_introspection: answer })
    .setProtectedHeader({ alg, kid: key.kid, typ: 'token-introspection+jwt' })
    .setIssuer(issuerFor(context.addresses, choice))
    .setAudience(client.client_id)
    .setIssuedAt(Math.floor(context.clock.now() / 1000))
    .sign(key.privateKey);
}
