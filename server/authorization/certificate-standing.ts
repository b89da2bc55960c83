import { isRevokedCertificate } from '../bank/client-certificates.ts';
import { Refusal } from '../bank/refusal.ts';
import { toJstTimestamp } from '../bank/time.ts';
import type { PresentedCertificate } from '../certificates/presented-certificate.ts';
import type { SandboxContext } from '../context.ts';

/** How a client hears of it, and how whoever shows a token does. */
const codes = {
  client: { revoked: 'client_certificate_revoked', expired: 'client_certificate_expired' },
  token: { revoked: 'access_token_certificate_revoked', expired: 'access_token_certificate_expired' },
} as const;

/**
 * Whether a partner's certificate is in service (RFC 5280 §6.1.3), whoever made it and whatever it is
 * shown for: to authenticate, to bind a token to, or to use a bound one.
 *
 * Threats: one whose key is in other hands (revoked), and one that is out of date, by the bank's
 * clock, so that partners can rehearse the renewal they forget.
 *
 * @throws Refusal `client_certificate_…` or `access_token_certificate_…`, `revoked` or `expired`.
 */
export function refuseOutOfService(
  { state, clock }: SandboxContext,
  { thumbprint, notBefore, notAfter }: PresentedCertificate,
  shownFor: keyof typeof codes = 'client',
): void {
  if (isRevokedCertificate(state, thumbprint)) throw new Refusal(codes[shownFor].revoked);
  const now = clock.now();
  if (now >= notBefore && now < notAfter) return;
  throw new Refusal(codes[shownFor].expired, {
    from: toJstTimestamp(notBefore),
    until: toJstTimestamp(notAfter),
  });
}
