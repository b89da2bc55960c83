import { compactVerify, decodeJwt, decodeProtectedHeader, errors, type JWTPayload } from 'jose';
import { Refusal } from '../bank/refusal.ts';
import type { Client } from '../bank/model.ts';
import type { SandboxContext } from '../context.ts';
import { ownIssuers } from './issuer.ts';
import type { RequestParameters } from './parameters.ts';
import { requestedSubject } from './requested-claims.ts';
import { customerOfSubject } from './subject.ts';

/**
 * Who has to log in, where the client says so: by an ID token it was given before (`id_token_hint`,
 * OpenID Connect Core §3.1.2.1) or by a `sub` it wants in the new one (§5.5.1).
 *
 * Threat: a hint somebody made up would let a client find out who a customer is, or let it believe
 * that one customer is another. So the hint has to be the bank's own, and this client's.
 *
 * @returns the customer's identifier, `null` where the bank knows nobody of that name any more, and
 *   undefined where nobody is named.
 * @throws Refusal `id_token_hint_invalid`, `claims_malformed`.
 */
export async function expectedCustomer(
  context: SandboxContext,
  client: Client,
  parameters: RequestParameters,
): Promise<string | null | undefined> {
  const hint = parameters.get('id_token_hint');
  const hinted = hint === undefined ? undefined : await subjectOfHint(context, client, hint);
  const subject = requestedSubject(parameters) ?? hinted;
  if (subject === undefined) return undefined;
  return customerOfSubject(context.state, context.tokens, client, subject) ?? null;
}

/**
 * Whom an ID token of this client names.
 *
 * @returns undefined where the bank knows nobody of that name any more.
 * @throws Refusal `id_token_hint_invalid`.
 */
export async function customerOfHint(
  context: SandboxContext,
  client: Client,
  hint: string,
): Promise<string | undefined> {
  const subject = await subjectOfHint(context, client, hint);
  return customerOfSubject(context.state, context.tokens, client, subject);
}

/** An expired one will do (§3.1.2.1 asks who it was for, not whether it is still good). */
async function subjectOfHint(context: SandboxContext, client: Client, hint: string): Promise<string> {
  try {
    await verifySignature(context, client, hint);
  } catch (error) {
    if (error instanceof errors.JOSEError || error instanceof TypeError) {
      throw new Refusal('id_token_hint_invalid', { reason: 'signature' });
    }
    throw error;
  }
  const { iss, aud, sub }: JWTPayload = decodeJwt(hint);
  if (iss === undefined || !ownIssuers(context.addresses).includes(iss)) {
    throw new Refusal('id_token_hint_invalid', { reason: 'iss' });
  }
  const audiences = Array.isArray(aud) ? aud : [aud];
  if (!audiences.includes(client.client_id)) throw new Refusal('id_token_hint_invalid', { reason: 'aud' });
  if (sub === undefined) throw new Refusal('id_token_hint_invalid', { reason: 'sub' });
  return sub;
}

/** HS256 with the secret for a client registered so, else one of the bank's own keys; no other token. */
async function verifySignature(context: SandboxContext, client: Client, hint: string): Promise<void> {
  const { alg, typ } = decodeProtectedHeader(hint);
  if (typ !== undefined && typ !== 'JWT') throw new errors.JWTInvalid('not an ID token');
  if (alg !== 'HS256') {
    await compactVerify(hint, await context.keys.publicKeys());
    return;
  }
  const { client_secret: secret, id_token_signed_response_alg: registered } = client;
  if (registered !== 'HS256' || secret === undefined) throw new errors.JOSEAlgNotAllowed('HS256');
  await compactVerify(hint, new TextEncoder().encode(secret), { algorithms: ['HS256'] });
}
