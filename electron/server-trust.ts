/**
 * Guards against trust that reaches too far. The bank's certificate is signed by a CA that only this
 * sandbox has, and nobody may be asked to put that CA into a trust store of the computer: whoever got
 * hold of its key could then vouch for any site. So it counts in the customer's windows only, for the
 * bank's own host only, and for a server's certificate that is in date; everything else is left to
 * Chromium's verdict.
 */
import { X509Certificate } from 'node:crypto';
import { isIP } from 'node:net';
import type { Session } from 'electron';

/** Where the bank answers over TLS, and the certificate (PEM) of the CA that vouches for it. */
export interface TrustedBank {
  readonly issuer: string;
  readonly ca: string;
}

/** Extended key usage of a TLS server (RFC 5280 §4.2.1.12). */
const SERVER_AUTH = '1.3.6.1.5.5.7.3.1';

/** What Electron's verification procedure may answer. */
const TRUSTED = 0;
const AS_CHROMIUM_FOUND = -3;

/** Lets pages of this session open the bank over TLS without a warning. */
export function trustBank(session: Session, bank: TrustedBank): void {
  const vouches = bankVoucher(bank);
  session.setCertificateVerifyProc(({ hostname, certificate }, answer) => {
    answer(vouches(hostname, certificate.data, Date.now()) ? TRUSTED : AS_CHROMIUM_FOUND);
  });
}

/**
 * @returns tells whether a certificate (PEM), shown by a host at a time (epoch ms), is the bank's: signed by
 *   its CA, for that host, to be a server, and in date (RFC 5280 §6.1.3, RFC 9110 §4.3.4).
 */
export function bankVoucher({
  issuer,
  ca,
}: TrustedBank): (hostname: string, pem: string, now: number) => boolean {
  const root = new X509Certificate(ca);
  const bankHost = hostOf(issuer);
  return (hostname, pem, now) => {
    if (hostname !== bankHost) return false;
    const shown = new X509Certificate(pem);
    return (
      shown.checkIssued(root) &&
      shown.verify(root.publicKey) &&
      (isIP(hostname) ? shown.checkIP(hostname) : shown.checkHost(hostname)) !== undefined &&
      shown.keyUsage.includes(SERVER_AUTH) &&
      Date.parse(shown.validFrom) <= now &&
      now < Date.parse(shown.validTo)
    );
  };
}

/** An IPv6 address stands in brackets in a URL only. */
function hostOf(address: string): string {
  return new URL(address).hostname.replace(/^\[|\]$/g, '');
}
