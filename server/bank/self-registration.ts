import { dropClient, registerClient, type ClientInput } from './client-registration.ts';
import type { Client } from './model.ts';
import { Refusal } from './refusal.ts';
import type { Transaction } from './transaction.ts';

/** So many clients that registered themselves are kept. */
export const SELF_REGISTERED_KEPT = 1_000;

/**
 * A registration that nobody authorized (RFC 7591 §3).
 *
 * Threat: somebody who registers without end (§5). For one more than are kept the oldest that was never
 * used goes. One that was used is never dropped, nor one that the console registered or changed.
 *
 * @throws Refusal `registrations_full` where all are used; and what a registration is refused for.
 */
export function registerItself(tx: Transaction, input: ClientInput): Client {
  const client: Client = { ...registerClient(tx, input), sandbox_registered_itself: 'unused' };
  const { clients } = tx.state;
  const kept = clients.countWhere('selfRegistered', 'unused') + clients.countWhere('selfRegistered', 'used');
  if (kept >= SELF_REGISTERED_KEPT) {
    const oldest = clients.firstKeyWhere('selfRegistered', 'unused');
    if (oldest === undefined) throw new Refusal('registrations_full', { kept: SELF_REGISTERED_KEPT });
    dropClient(tx, oldest, 'client.dropped');
  }
  tx.put('clients', client.client_id, client);
  return client;
}

/** To be called where a client asks for something in its own name: from then on it stays. */
export function noteUse(tx: Transaction, clientId: string): void {
  const client = tx.state.clients.get(clientId);
  if (client?.sandbox_registered_itself !== 'unused') return;
  tx.put('clients', clientId, { ...client, sandbox_registered_itself: 'used' });
}
