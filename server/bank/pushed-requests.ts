import { newId } from './identifiers.ts';
import { makeRoom } from './making-room.ts';
import { Refusal } from './refusal.ts';
import { noteUse } from './self-registration.ts';
import { SECOND } from './time.ts';
import type { Client, PushedRequest } from './model.ts';
import type { BankState } from './state.ts';
import type { Transaction } from './transaction.ts';

const URN = 'urn:ietf:params:oauth:request_uri:';

/** Long enough to redirect a browser, short enough that a leaked handle is worth little (RFC 9126 §7.1). */
export const PUSHED_REQUEST_SECONDS = 90;

/** Keeps a checked authorization request and names it (RFC 9126 §2.2); 128 random bits in the name. */
export function pushRequest(
  tx: Transaction,
  input: {
    client: Client;
    parameters: string;
    signed: boolean;
    dpopThumbprint?: string;
    certificate?: string;
  },
): PushedRequest {
  makeRoom(tx, 'pushedRequests');
  noteUse(tx, input.client.client_id);
  const pushed: PushedRequest = {
    requestUri: URN + newId('par'),
    clientId: input.client.client_id,
    parameters: input.parameters,
    signed: input.signed,
    expiresAt: tx.now + PUSHED_REQUEST_SECONDS * SECOND,
    ...(input.dpopThumbprint === undefined ? {} : { dpopThumbprint: input.dpopThumbprint }),
    ...(input.certificate === undefined ? {} : { certificate: input.certificate }),
  };
  tx.put('pushedRequests', pushed.requestUri, pushed);
  return pushed;
}

export function isPushedRequestUri(requestUri: string): boolean {
  return requestUri.startsWith(URN);
}

/**
 * The request behind a handle, for the client that pushed it. It may be opened several times (a
 * reload before the login) but used once, at the end of the authorization.
 *
 * @throws Refusal `request_uri_unknown`, `request_uri_expired`, `request_uri_used`.
 */
export function openPushedRequest(
  state: BankState,
  now: number,
  input: { requestUri: string; clientId: string },
): PushedRequest {
  const pushed = state.pushedRequests.get(input.requestUri);
  // Another client's handle is answered as an unknown one.
  if (pushed?.clientId !== input.clientId) throw new Refusal('request_uri_unknown');
  if (pushed.usedAt !== undefined) throw new Refusal('request_uri_used');
  if (now >= pushed.expiresAt) {
    throw new Refusal('request_uri_expired', { seconds: PUSHED_REQUEST_SECONDS });
  }
  return pushed;
}

/**
 * Marks the handle used when the authorization ends (RFC 9126 §4).
 *
 * @throws Refusal `request_uri_used` when another tab was quicker.
 */
export function usePushedRequest(tx: Transaction, requestUri: string | undefined): void {
  if (requestUri === undefined) return;
  const pushed = tx.state.pushedRequests.get(requestUri);
  if (!pushed) return;
  if (pushed.usedAt !== undefined) throw new Refusal('request_uri_used');
  tx.put('pushedRequests', requestUri, { ...pushed, usedAt: tx.now });
}
