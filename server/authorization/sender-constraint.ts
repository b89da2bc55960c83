import type { Request } from 'express';
import { rulesOf } from '../bank/profiles.ts';
import { Refusal } from '../bank/refusal.ts';
import type { Client, Confirmation } from '../bank/model.ts';
import { presentedCertificate } from '../certificates/presented-certificate.ts';
import type { SandboxContext } from '../context.ts';
import { observe } from '../log/observations.ts';
import { refuseOutOfService } from './certificate-standing.ts';
import { presentedProof, verifyProof } from './dpop.ts';

/**
 * The key or certificate a token or pushed request is to be bound to, if the client proves one
 * (RFC 9449 §5, RFC 8705 §3). Where either will do, a DPoP proof is taken for the client's choice.
 *
 * @throws Refusal `dpop_proof_required` or `certificate_binding_required` where the registration or
 *   profile asks for one, `client_certificate_…` for a certificate out of service, and `dpop_…` for a
 *   proof that does not hold.
 */
export async function provenKey(
  context: SandboxContext,
  request: Request,
  client: Client,
): Promise<Confirmation | undefined> {
  const proof = presentedProof(request);
  const jkt =
    proof === undefined
      ? undefined
      : await verifyProof(context, request, proof, { client, method: request.method, path: request.path });
  const thumbprint = bindingCertificate(context, request, client, { proven: jkt !== undefined });
  refuseUnbound(client, { jkt, thumbprint });
  observe(request, { idTokenAlgorithm: client.id_token_signed_response_alg, confirmation: null });
  if (jkt === undefined && thumbprint === undefined) return undefined;
  const confirmation: Confirmation = {
    ...(jkt === undefined ? {} : { jkt }),
    ...(thumbprint === undefined ? {} : { 'x5t#S256': thumbprint }),
  };
  observe(request, { confirmation });
  return confirmation;
}

/**
 * The certificate a request was sent with, where tokens are bound to it. A pushed request is bound
 * already: then nobody redeems the code with another (as with the DPoP key, RFC 9449 §10.1).
 *
 * @throws Refusal `client_certificate_…` for one that is out of service.
 */
export function bindingCertificate(
  context: SandboxContext,
  request: Request,
  client: Client,
  { proven }: { proven: boolean },
): string | undefined {
  const presented = bindsCertificate(client, proven) ? presentedCertificate(request) : undefined;
  if (presented) refuseOutOfService(context, presented);
  return presented?.thumbprint;
}

/** What is asked for: DPoP, unless the tokens are bound to a certificate alone. */
export function tokenTypeOf(confirmation: Confirmation | undefined): 'Bearer' | 'DPoP' {
  return confirmation?.jkt === undefined ? 'Bearer' : 'DPoP';
}

function mustBindCertificate(client: Client): boolean {
  return (
    client.tls_client_certificate_bound_access_tokens === true ||
    rulesOf(client).senderConstraint === 'certificate'
  );
}

function bindsCertificate(client: Client, proven: boolean): boolean {
  if (mustBindCertificate(client)) return true;
  return rulesOf(client).senderConstraint === 'dpop-or-certificate' && !proven;
}

function refuseUnbound(
  client: Client,
  { jkt, thumbprint }: { jkt: string | undefined; thumbprint: string | undefined },
): void {
  if (client.dpop_bound_access_tokens === true && jkt === undefined) throw new Refusal('dpop_proof_required');
  if (mustBindCertificate(client) && thumbprint === undefined) {
    throw new Refusal('certificate_binding_required', { profile: client.sandbox_profile });
  }
  const either = rulesOf(client).senderConstraint === 'dpop-or-certificate';
  if (either && jkt === undefined && thumbprint === undefined) throw new Refusal('dpop_proof_required');
}
