import { randomBytes } from 'node:crypto';
import { forgetCertificatesOfClient } from './client-certificates.ts';
import { clientMetadataFaults, needsSecret } from './client-metadata.ts';
import { endGrantsOfClient } from './grants.ts';
import { newId } from './identifiers.ts';
import { refuseFaults } from './invalid-input.ts';
import { redirectUriFault } from './registered-redirect-uri.ts';
import { mergePatched, type MergePatch } from './merge-patch.ts';
import { usualIdTokenAlgorithm } from './profiles.ts';
import { Refusal } from './refusal.ts';
import type { Client } from './model.ts';
import type { BankState } from './state.ts';
import type { Transaction } from './transaction.ts';

type GivenByTheBank =
  | 'client_id'
  | 'client_id_issued_at'
  | 'client_name'
  | 'id_token_signed_response_alg'
  | 'sandbox_registered_itself';

/** RFC 7591 §2 metadata as a registration may bring it; what is left out gets its registered default. */
export type ClientInput = Omit<Client, GivenByTheBank | 'grant_types' | 'response_types'> &
  Partial<Pick<Client, 'client_id' | 'client_name' | 'id_token_signed_response_alg'>> &
  Partial<Pick<Client, 'grant_types' | 'response_types'>>;

export type ClientChange = MergePatch<
  Omit<Client, 'client_id' | 'client_secret' | 'client_id_issued_at' | 'sandbox_registered_itself'>
>;

/** @throws Refusal `client_not_found`. */
export function clientOfId(state: BankState, clientId: string): Client {
  const client = state.clients.get(clientId);
  if (!client) throw new Refusal('client_not_found', { clientId });
  return client;
}

/**
 * Registers a client (RFC 7591 §3). It may bring its own `client_id` and `client_secret`; the bank
 * makes what is left out.
 *
 * @throws InvalidInput `invalid_redirect_uri` or `invalid_client_metadata` with every fault;
 *   Refusal `client_id_taken`.
 */
export function registerClient(tx: Transaction, input: ClientInput): Client {
  const clientId = input.client_id ?? newId('client');
  const client = completeClient(input, { client_id: clientId, client_id_issued_at: tx.now });
  refuseFaultyClient(client);
  if (tx.state.clients.has(clientId)) throw new Refusal('client_id_taken', { clientId });
  tx.put('clients', clientId, client);
  tx.report('client.registered', { clientId, method: client.token_endpoint_auth_method });
  return client;
}

/** Whether it could be registered, as far as the bank alone can tell. @throws InvalidInput as on registration. */
export function refuseFaultyInput(input: ClientInput): void {
  const { client_id = 'new' } = input;
  refuseFaultyClient(completeClient(input, { client_id, client_id_issued_at: 0 }));
}

/**
 * Puts a registration in the place of the former one: what is left out is gone, or back at its
 * default (RFC 7592 §2.2). The secret stays as long as the method needs one.
 *
 * @throws Refusal `client_not_found`; InvalidInput as on registration.
 */
export function replaceClient(tx: Transaction, clientId: string, input: ClientInput): Client {
  const before = clientOfId(tx.state, clientId);
  const { client_id_issued_at, client_secret, sandbox_registered_itself } = before;
  const keepsSecret = client_secret !== undefined && needsSecret(input.token_endpoint_auth_method);
  const client = completeClient(
    { ...input, ...(keepsSecret && { client_secret }) },
    { client_id: clientId, client_id_issued_at },
  );
  refuseFaultyClient(client);
  tx.put('clients', clientId, { ...client, ...(sandbox_registered_itself && { sandbox_registered_itself }) });
  tx.report('client.changed', { clientId, members: Object.keys(input) });
  return client;
}

/** Fills in what a registration leaves to the bank (RFC 7591 §2). */
function completeClient(
  input: ClientInput,
  identity: Pick<Client, 'client_id' | 'client_id_issued_at'>,
): Client {
  const grantTypes = input.grant_types ?? ['authorization_code', 'refresh_token'];
  return {
    ...input,
    ...identity,
    client_name: input.client_name ?? identity.client_id,
    redirect_uris: [...new Set(input.redirect_uris)],
    grant_types: grantTypes,
    response_types: input.response_types ?? (grantTypes.includes('authorization_code') ? ['code'] : []),
    id_token_signed_response_alg:
      input.id_token_signed_response_alg ?? usualIdTokenAlgorithm(input.sandbox_profile),
    ...(input.client_secret === undefined && needsSecret(input.token_endpoint_auth_method)
      ? { client_secret: newSecret() }
      : {}),
  };
}

/**
 * Changes a registration. Grants that stand keep what they were given. A change to a method with a
 * secret makes one, a change away from it drops the secret. Whoever registered it, it is kept as one of
 * the console's from now on.
 *
 * @returns the client, and whether a secret was made that must now be told.
 * @throws Refusal `client_not_found`; InvalidInput as on registration.
 */
export function changeClient(
  tx: Transaction,
  clientId: string,
  change: ClientChange,
): { client: Client; secretMade: boolean } {
  const before = clientOfId(tx.state, clientId);
  const after = changedClient(before, change);
  tx.put('clients', clientId, after);
  tx.report('client.changed', { clientId, members: Object.keys(change) });
  return {
    client: after,
    secretMade: after.client_secret !== undefined && before.client_secret === undefined,
  };
}

/** What a change makes of a registration. @throws InvalidInput as on registration. */
export function changedClient(before: Client, change: ClientChange): Client {
  const {
    client_secret: secret,
    sandbox_registered_itself: _mark,
    ...changed
  } = mergePatched<Client>(before, change);
  const after: Client = {
    ...changed,
    redirect_uris: [...new Set(changed.redirect_uris)],
    ...(needsSecret(changed.token_endpoint_auth_method) && { client_secret: secret ?? newSecret() }),
  };
  refuseFaultyClient(after);
  return after;
}

/**
 * Gives a client a new secret; the old one stops working at once.
 *
 * @throws Refusal `client_not_found`, `client_has_no_secret`.
 */
export function rotateClientSecret(tx: Transaction, clientId: string): Client {
  const client = clientOfId(tx.state, clientId);
  const method = client.token_endpoint_auth_method;
  if (!needsSecret(method)) throw new Refusal('client_has_no_secret', { clientId, method });
  const rotated: Client = { ...client, client_secret: newSecret() };
  tx.put('clients', clientId, rotated);
  tx.report('client.secret_rotated', { clientId });
  return rotated;
}

/** Removes a client; its grants end and stay on record. @throws Refusal `client_not_found`. */
export function removeClient(tx: Transaction, clientId: string): void {
  clientOfId(tx.state, clientId);
  dropClient(tx, clientId, 'client.deleted');
}

/** Takes a client and what is only its own away, and tells of it as `effect`. */
export function dropClient(
  tx: Transaction,
  clientId: string,
  effect: 'client.deleted' | 'client.dropped',
): void {
  endGrantsOfClient(tx, clientId, 'client_deleted');
  tx.delete('secrets', clientKeysKey(clientId));
  forgetCertificatesOfClient(tx, clientId);
  tx.delete('clients', clientId);
  tx.report(effect, { clientId });
}

/**
 * The private JWKS the sandbox lends to whoever plays a client of the scenario, as JSON text.
 *
 * @throws Refusal `client_not_found`, `client_keys_not_found`.
 */
export function privateKeysOfClient(state: BankState, clientId: string): string {
  clientOfId(state, clientId);
  const kept = state.secrets.get(clientKeysKey(clientId));
  if (!kept) throw new Refusal('client_keys_not_found', { clientId });
  return kept.value;
}

function clientKeysKey(clientId: string): string {
  return `client-keys:${clientId}`;
}

/** 256 random bits: enough for HS256 (RFC 7518 §3.2) and beyond guessing. */
function newSecret(): string {
  return randomBytes(32).toString('base64url');
}

function refuseFaultyClient(client: Client): void {
  const uriFaults = client.redirect_uris.flatMap(
    (uri, index) => redirectUriFault(uri, client.application_type, `redirect_uris[${index}]`) ?? [],
  );
  const logoutFaults = (client.post_logout_redirect_uris ?? []).flatMap(
    (uri, index) =>
      redirectUriFault(uri, client.application_type, `post_logout_redirect_uris[${index}]`) ?? [],
  );
  refuseFaults(uriFaults, 'invalid_redirect_uri');
  refuseFaults(logoutFaults, 'invalid_client_metadata');
  refuseFaults(clientMetadataFaults(client), 'invalid_client_metadata');
}
