import { createHash, timingSafeEqual } from 'node:crypto';
import { Refusal, type RefusalDetails } from './refusal.ts';
import {
  endGrant,
  issueGrant,
  refuseUnavailableCustomer,
  refuseWiderResources,
  type IssuedTokens,
} from './grants.ts';
import type { AccountInformation } from './account-information-schema.ts';
import { rulesOf } from './profiles.ts';
import { SECOND } from './time.ts';
import type { RefusalCode } from './catalogue/index.ts';
import type { AuthorizationCode, Client, Confirmation } from './model.ts';
import type { Transaction } from './transaction.ts';

/** After this many wrong redemptions a code is worth nothing: somebody is guessing at its verifier. */
const FAILED_ATTEMPTS_ALLOWED = 5;

const VERIFIER = /^[A-Za-z0-9\-._~]{43,128}$/;

export interface CodeRedemption {
  client: Client;
  codeId: string;
  redirectUri?: string;
  codeVerifier?: string;
  /** The key proven with the token request. */
  confirmation?: Confirmation;
  /** Thumbprint of the certificate of the connection. */
  certificate?: string;
  /** Fewer resources than were authorized (RFC 8707 §2.2). */
  resources?: string[];
  /** Fewer details than were authorized, for the first access token (RFC 9396 §6). */
  authorizationDetails?: AccountInformation[];
}

/**
 * Exchanges an authorization code for a grant and its first tokens (RFC 6749 §4.1.3, RFC 7636 §4.6).
 *
 * Threats: a code stolen from a redirect (PKCE, client, redirect URI must all match), a code used
 * twice (the second use ends what the first one got, RFC 9700 §4.5), and guessing (attempts are
 * counted on the code). Being synchronous, ten redemptions at once yield one winner.
 */
export function redeemCode(
  tx: Transaction,
  redemption: CodeRedemption,
): IssuedTokens & { code: AuthorizationCode } {
  const code = tx.state.authorizationCodes.get(redemption.codeId);
  if (!code) throw new Refusal('code_unknown');
  if (code.request.clientId !== redemption.client.client_id) {
    throw failedAttempt(tx, code, 'code_of_another_client');
  }
  if (code.usedAt !== undefined) {
    if (code.grantId !== undefined) endGrant(tx, code.grantId, 'code_reused');
    throw new Refusal('code_reused', {}, { keepsChanges: true });
  }
  if (code.failedAttempts >= FAILED_ATTEMPTS_ALLOWED) {
    throw new Refusal('code_attempts_exhausted', { attempts: code.failedAttempts });
  }
  if (tx.now >= code.expiresAt) {
    throw new Refusal('code_expired', { seconds: Math.round((code.expiresAt - code.consentedAt) / SECOND) });
  }
  checkRedirectUri(tx, code, redemption);
  checkVerifier(tx, code, redemption.codeVerifier);
  const { dpopThumbprint } = code.request;
  if (dpopThumbprint !== undefined && dpopThumbprint !== redemption.confirmation?.jkt) {
    throw failedAttempt(tx, code, 'dpop_key_mismatch');
  }
  const { certificate } = code.request;
  if (certificate !== undefined && certificate !== redemption.certificate) {
    throw failedAttempt(tx, code, 'code_certificate_mismatch');
  }
  refuseUnavailableCustomer(tx.state, tx.state.customers.get(code.customerId));

  refuseWiderResources(code.request, redemption.resources);
  const resources = redemption.resources ?? code.request.resources;

  const issued = issueGrant(tx, {
    client: redemption.client,
    customerId: code.customerId,
    scopes: code.scopes,
    authorizationDetails: code.authorizationDetails,
    firstTokenDetails: redemption.authorizationDetails,
    consentedAt: code.consentedAt,
    authTime: code.authTime,
    acr: code.acr,
    termsVersion: code.termsVersion,
    ...(code.request.overTls && { overTls: code.request.overTls }),
    ...(code.request.continuesGrant && { continues: code.request.continuesGrant }),
    ...(redemption.confirmation && { confirmation: redemption.confirmation }),
    ...(resources && { resources }),
    ...(code.request.nonce === undefined ? {} : { nonce: code.request.nonce }),
  });
  tx.put('authorizationCodes', code.codeId, { ...code, usedAt: tx.now, grantId: issued.grant.grantId });
  return { ...issued, code };
}

function checkRedirectUri(
  tx: Transaction,
  code: AuthorizationCode,
  { client, redirectUri }: CodeRedemption,
): void {
  if (redirectUri === undefined) {
    const { redirectUriAtToken } = rulesOf(client);
    const needed =
      redirectUriAtToken === 'required' ||
      (redirectUriAtToken === 'if-requested' && code.request.redirectUriGiven);
    if (needed) throw failedAttempt(tx, code, 'code_redirect_uri_missing');
    return;
  }
  if (redirectUri !== code.request.redirectUri) {
    throw failedAttempt(tx, code, 'code_redirect_uri_mismatch', { expected: code.request.redirectUri });
  }
}

function checkVerifier(tx: Transaction, code: AuthorizationCode, verifier: string | undefined): void {
  const challenge = code.request.codeChallenge;
  if (challenge === undefined) {
    if (verifier !== undefined) throw failedAttempt(tx, code, 'code_verifier_surplus');
    return;
  }
  if (verifier === undefined) throw failedAttempt(tx, code, 'code_verifier_missing');
  if (!VERIFIER.test(verifier)) throw failedAttempt(tx, code, 'code_verifier_malformed');
  const computed = createHash('sha256').update(verifier).digest();
  const expected = Buffer.from(challenge, 'base64url');
  if (expected.length !== computed.length || !timingSafeEqual(expected, computed)) {
    throw failedAttempt(tx, code, 'code_verifier_wrong');
  }
}

function failedAttempt(
  tx: Transaction,
  code: AuthorizationCode,
  refusalCode: RefusalCode,
  details: RefusalDetails = {},
): Refusal {
  tx.put('authorizationCodes', code.codeId, { ...code, failedAttempts: code.failedAttempts + 1 });
  return new Refusal(refusalCode, details, { keepsChanges: true });
}
