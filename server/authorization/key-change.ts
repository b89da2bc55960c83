import { drillEffect } from '../bank/drill.ts';
import type { IssuedTokens } from '../bank/grants.ts';
import type { Client } from '../bank/model.ts';
import { Refusal } from '../bank/refusal.ts';
import type { SandboxContext } from '../context.ts';
import type { Exchange } from '../log/exchange.ts';
import { keyAlgorithm } from './key-ring.ts';

/**
 * For a customer who rehearses a change of keys: rotates the key of the client's algorithm right
 * before the ID token is signed, so that its `kid` is in nobody's cache yet. Where so many keys are
 * still needed that no more may be added, the present one has to do.
 */
export async function rehearseKeyChange(
  context: SandboxContext,
  client: Client,
  { grant, accessToken }: IssuedTokens,
  exchange: Exchange,
): Promise<void> {
  const customer = context.state.customers.get(grant.customerId);
  if (customer?.drill !== 'signing_key_changed' || !accessToken.scopes.includes('openid')) return;
  const alg = keyAlgorithm(client.id_token_signed_response_alg);
  if (!alg) return;
  try {
    await context.keys.rotate([alg], context.clock.now(), exchange.addEffects);
  } catch (error) {
    if (error instanceof Refusal && error.code === 'key_rotation_too_soon') return;
    throw error;
  }
  exchange.tell(drillEffect(customer.drill, customer.id, context.clock.now()));
}
