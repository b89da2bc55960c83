import { Refusal } from './refusal.ts';
import type { ClientCertificate } from './model.ts';
import type { BankState } from './state.ts';
import type { Transaction } from './transaction.ts';

/** The certificates issued to a partner, the oldest first. */
export function certificatesOfClient(state: BankState, clientId: string): ClientCertificate[] {
  return state.clientCertificates.where('clientId', clientId);
}

/** Whether the bank took exactly this certificate out of service, whoever shows it. */
export function isRevokedCertificate(state: BankState, thumbprint: string): boolean {
  return state.clientCertificates
    .where('thumbprint', thumbprint)
    .some(({ revokedAt }) => revokedAt !== undefined);
}

/** Enters a newly issued certificate; its key is the partner's and is kept nowhere. */
export function recordClientCertificate(tx: Transaction, certificate: ClientCertificate): void {
  const { clientId, serialNumber } = certificate;
  tx.put('clientCertificates', serialNumber, certificate);
  tx.report('certificate.issued', { clientId, serialNumber });
}

/**
 * Takes a partner's certificate out of service, for good (RFC 5280 §6.1.3 (a)(3)): it authenticates
 * nobody any more, and tokens bound to it open nothing. Revoking it again changes nothing.
 *
 * @throws Refusal `client_certificate_not_found`.
 */
export function revokeClientCertificate(
  tx: Transaction,
  clientId: string,
  serialNumber: string,
): ClientCertificate {
  const certificate = tx.state.clientCertificates.get(serialNumber);
  if (certificate?.clientId !== clientId) {
    throw new Refusal('client_certificate_not_found', { serialNumber });
  }
  if (certificate.revokedAt !== undefined) return certificate;
  const revoked: ClientCertificate = { ...certificate, revokedAt: tx.now };
  tx.put('clientCertificates', serialNumber, revoked);
  tx.report('certificate.revoked', { clientId, serialNumber });
  return revoked;
}

/** A revoked certificate stays on record: nobody registered anew under the name may use it again. */
export function forgetCertificatesOfClient(tx: Transaction, clientId: string): void {
  for (const { serialNumber, revokedAt } of certificatesOfClient(tx.state, clientId)) {
    if (revokedAt === undefined) tx.delete('clientCertificates', serialNumber);
  }
}
