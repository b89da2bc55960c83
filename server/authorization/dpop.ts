import type { IncomingMessage, ServerResponse } from 'node:http';
import { Refusal } from '../bank/refusal.ts';
import { issuerChoiceOf } from './issuer.ts';
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

/** express joins a request to its answer. */
type AnsweredRequest = IncomingMessage & { res?: ServerResponse | undefined };

/**
 * Checks the DPoP proof of a request, step by step, and offers the nonce for the next one.
 *
 * @returns the thumbprint of the proven key (RFC 7638).
 * @throws Refusal `dpop_…`.
 */
export async function verifyProof(
  context: SandboxContext,
  request: AnsweredRequest,
  proof: string,
  target: ProofTarget,
): Promise<string> {
  const proven = await passAll(
    request,
    dpopProof,
    presentProof(context, proof, { ...target, ...issuerChoiceOf(request) }),
  );
  const { nonceRequired, claims } = proven;
  const next = currentNonce(context);
  const lapses = claims['nonce'] !== undefined && claims['nonce'] !== next;
  // Who is given it with an answer that succeeds need not be refused to get it (RFC 9449 §8.2).
  if (nonceRequired || lapses) request.res?.setHeader('DPoP-Nonce', next);
  return provenThumbprint(proven);
}

/** The nonce to offer with the next answer (RFC 9449 §8). */
export function currentNonce(context: SandboxContext): string {
  return nonceAt(context, context.clock.now());
}
