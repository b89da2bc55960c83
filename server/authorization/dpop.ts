import type { IncomingMessage } from 'node:http';
import { Refusal } from '../bank/refusal.ts';
import type { SandboxContext } from '../context.ts';
import { passAll } from './checks/check.ts';
import {
  dpopProof,
  nonceAt,
  presentProof,
  provenThumbprint,
  type ProofTarget,
} from './checks/dpop-checks.ts';

/** The proof of a request, if there is one. @throws Refusal when there are several (RFC 9449 §4.3 check 1). */
export function presentedProof(request: IncomingMessage): string | undefined {
  const values = request.headersDistinct['dpop'] ?? [];
  if (values.length > 1 || values[0]?.includes(',')) throw new Refusal('dpop_proof_repeated');
  return values[0];
}

/**
 * Checks the DPoP proof of a request, step by step.
 *
 * @returns the thumbprint of the proven key (RFC 7638).
 * @throws Refusal `dpop_…`.
 */
export async function verifyProof(
  context: SandboxContext,
  request: IncomingMessage,
  proof: string,
  target: ProofTarget,
): Promise<string> {
  return provenThumbprint(await passAll(request, dpopProof, presentProof(context, proof, target)));
}

/** The nonce to offer with the next answer (RFC 9449 §8). */
export function currentNonce(context: SandboxContext): string {
  return nonceAt(context, context.clock.now());
}
