import { certificateSecret, customerOf } from './customers.ts';
import { Refusal } from './refusal.ts';
import { plainSerialNumber } from './serial-number.ts';
import { DAY, type Instant } from './time.ts';
import type { Customer, CustomerCertificate } from './model.ts';
import type { BankState } from './state.ts';
import type { Transaction } from './transaction.ts';

/** From when on a certificate can be renewed (seen at real banks). */
const RENEWABLE_BEFORE = 30 * DAY;

export const certificateStates = ['valid', 'expiring', 'expired', 'revoked', 'not_yet_valid'] as const;
export type CertificateState = (typeof certificateStates)[number];

/** Where a certificate stands by the bank's clock. `expiring`: good, and to be renewed. */
export function certificateState(
  { notBefore, notAfter, revokedAt }: Pick<CustomerCertificate, 'notBefore' | 'notAfter' | 'revokedAt'>,
  now: Instant,
): CertificateState {
  if (revokedAt !== undefined && now >= revokedAt) return 'revoked';
  if (now < notBefore) return 'not_yet_valid';
  if (now >= notAfter) return 'expired';
  return now >= notAfter - RENEWABLE_BEFORE ? 'expiring' : 'valid';
}

/** The customer a certificate was issued for, by its serial number. */
export function holderOfCertificate(
  state: BankState,
  serialNumber: string,
): { customer: Customer; certificate: CustomerCertificate } | undefined {
  const wanted = plainSerialNumber(serialNumber);
  const [customer] = state.customers.where('serialNumber', wanted);
  const certificate = customer?.certificates?.find((one) => plainSerialNumber(one.serialNumber) === wanted);
  return customer && certificate ? { customer, certificate } : undefined;
}

/** @throws Refusal `customer_not_found`, `certificate_not_found`. */
export function certificateOf(
  state: BankState,
  customerId: string,
  serialNumber: string,
): CustomerCertificate {
  const { certificates = [] } = customerOf(state, customerId);
  const found = certificates.find((one) => one.serialNumber === serialNumber);
  if (!found) throw new Refusal('certificate_not_found', { serialNumber });
  return found;
}

/** Enters a newly issued certificate, with its key material for the key table. */
export function recordCertificate(
  tx: Transaction,
  customerId: string,
  certificate: CustomerCertificate,
  material: string,
): void {
  const customer = customerOf(tx.state, customerId);
  const certificates = [...(customer.certificates ?? []), certificate];
  tx.put('customers', customerId, { ...customer, certificates });
  tx.put('secrets', certificateSecret(certificate.serialNumber), { value: material });
  tx.report('certificate.issued', { customerId, serialNumber: certificate.serialNumber });
}

/**
 * Takes a certificate out of service, for good. Revoking it again changes nothing.
 *
 * @throws Refusal `customer_not_found`, `certificate_not_found`.
 */
export function revokeCertificate(
  tx: Transaction,
  customerId: string,
  serialNumber: string,
): CustomerCertificate {
  const certificate = certificateOf(tx.state, customerId, serialNumber);
  if (certificate.revokedAt !== undefined && certificate.revokedAt <= tx.now) return certificate;
  const revoked: CustomerCertificate = { ...certificate, revokedAt: tx.now };
  const customer = customerOf(tx.state, customerId);
  tx.put('customers', customerId, {
    ...customer,
    certificates: (customer.certificates ?? []).map((one) => (one === certificate ? revoked : one)),
  });
  tx.report('certificate.revoked', { customerId, serialNumber });
  return revoked;
}
