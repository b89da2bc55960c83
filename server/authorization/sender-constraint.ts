import type { Request } from 'express';
import { rulesOf } from '../bank/profiles.ts';
import { Refusal } from '../bank/refusal.ts';
import type { Client, Confirmation } from '../bank/model.ts';
import type { SandboxContext } from '../context.ts';
import { presentedProof, verifyProof } from './dpop.ts';

/**
 * The key a token or pushed request is to be bound to, if the client proves one (RFC 9449 §5).
 *
 * @throws Refusal `dpop_proof_required` where the registration or profile asks for one, and
 *   `dpop_…` for a proof that does not hold.
 */
export async function provenKey(
  context: SandboxContext,
  request: Request,
  client: Client,
): Promise<Confirmation | undefined> {
  const proof = presentedProof(request);
  if (proof !== undefined) {
    return { jkt: await verifyProof(context, proof, { method: request.method, path: request.path }) };
  }
  const required =
    client.dpop_bound_access_tokens === true || rulesOf(client).senderConstraint === 'dpop-or-certificate';
  if (required) throw new Refusal('dpop_proof_required');
  return undefined;
}
