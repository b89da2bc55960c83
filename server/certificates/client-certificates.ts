import { randomInt, X509Certificate } from 'node:crypto';
import { recordClientCertificate } from '../bank/client-certificates.ts';
import { clientOfId } from '../bank/client-registration.ts';
import { certificateOf, recordCertificate } from '../bank/customer-certificates.ts';
import { certificateSecret, customerOf } from '../bank/customers.ts';
import { escapeAttributeValue } from '../bank/distinguished-name.ts';
import { DAY, type Instant } from '../bank/time.ts';
import type { Client, ClientCertificate, CustomerCertificate } from '../bank/model.ts';
import type { Effect } from '../bank/state.ts';
import type { SandboxContext } from '../context.ts';
import { newSerialNumber } from './certificate-authority.ts';
import type { AlternativeName, KeyMaterial } from './certificate-making.ts';
import { plainSerialNumber, readCertificate } from './presented-certificate.ts';

/** What a certificate is issued to show. */
export const certificateKinds = ['valid', 'expiring', 'expired'] as const;
export type CertificateKind = (typeof certificateKinds)[number];

/** One year, of which so many days are over when it is issued: 電子証明書 are valid one year. */
const YEAR_DAYS = 365;
const daysOver: Record<CertificateKind, number> = {
  valid: 0,
  expiring: YEAR_DAYS - 14,
  expired: YEAR_DAYS + 30,
};

/** A PKCS#12 file and the password that opens it; the password is kept nowhere. */
export interface Pkcs12File {
  fileName: string;
  /** Base64 of the DER. */
  data: string;
  password: string;
}

/**
 * Issues a client certificate to a customer, valid for a year of the bank's clock.
 *
 * @throws Refusal `customer_not_found`.
 */
export async function issueCustomerCertificate(
  context: SandboxContext,
  customerId: string,
  kind: CertificateKind,
  onEffects: (effects: Effect[]) => void,
): Promise<CustomerCertificate> {
  const { loginId, kind: customerKind } = customerOf(context.state, customerId);
  const certificate: CustomerCertificate = {
    serialNumber: newSerialNumber(),
    subject: distinguishedName({
      CN: loginId,
      OU: customerKind === 'personal' ? 'Personal IB' : 'WEB-FB',
      O: context.settings().institution.nameEn,
    }),
    ...validity(kind, context.clock.now()),
  };
  const material = await context.certificates.issue({ ...certificate, usage: 'client' });
  await context.work.run((tx) => {
    recordCertificate(tx, customerId, certificate, JSON.stringify(material));
  }, onEffects);
  return certificate;
}

/**
 * The certificate of a customer with its key. Those of a scenario are made when first asked for, and
 * made anew where the scenario was loaded again and now says something else.
 *
 * @throws Refusal `customer_not_found`, `certificate_not_found`.
 */
export async function customerKeyMaterial(
  context: SandboxContext,
  customerId: string,
  serialNumber: string,
): Promise<KeyMaterial> {
  const certificate = certificateOf(context.state, customerId, serialNumber);
  const purpose = certificateSecret(serialNumber);
  const kept = context.state.secrets.get(purpose);
  const material = kept && (JSON.parse(kept.value) as KeyMaterial);
  if (material && isOf(material, certificate, context)) return material;
  const made = await context.certificates.issue({ ...certificate, usage: 'client' });
  await context.work.run((tx) => {
    tx.put('secrets', purpose, { value: JSON.stringify(made) });
  });
  return made;
}

/** A partner's certificate with its key, of which the sandbox keeps no copy: it is the partner's. */
export interface PartnerCertificate {
  issued: ClientCertificate;
  material: KeyMaterial;
}

/**
 * Issues a client certificate to a partner, with the name the client is registered by.
 *
 * @param subject replaces the registered name: to rehearse a wrong certificate.
 * @throws Refusal `client_not_found`.
 */
export async function issuePartnerCertificate(
  context: SandboxContext,
  clientId: string,
  { kind, subject }: { kind: CertificateKind; subject?: string },
  onEffects: (effects: Effect[]) => void,
): Promise<PartnerCertificate> {
  const client = clientOfId(context.state, clientId);
  const contents = {
    serialNumber: newSerialNumber(),
    subject:
      subject ?? client.tls_client_auth_subject_dn ?? distinguishedName({ CN: clientId, O: 'Partner' }),
    ...validity(kind, context.clock.now()),
  };
  const material = await context.certificates.issue({
    ...contents,
    usage: 'client',
    alternativeNames: registeredAlternativeNames(client),
  });
  const { thumbprint } = readCertificate(new X509Certificate(material.certificate));
  const issued: ClientCertificate = { ...contents, clientId, thumbprint };
  await context.work.run((tx) => {
    recordClientCertificate(tx, issued);
  }, onEffects);
  return { issued, material };
}

/** Packs key and certificate under a new password. */
export async function pkcs12Of(
  context: SandboxContext,
  material: KeyMaterial,
  name: string,
): Promise<Pkcs12File> {
  const { makePkcs12 } = await import('./pkcs12.ts');
  const password = newPassword();
  const ca = await context.certificates.rootCertificate();
  const file = await makePkcs12(material, ca, password, `${name} (IB Link Sandbox)`);
  const fileName = `${name.replaceAll(/[^A-Za-z0-9._-]+/g, '_')}.p12`;
  return { fileName, data: file.toString('base64'), password };
}

function validity(kind: CertificateKind, now: Instant): { notBefore: Instant; notAfter: Instant } {
  const notBefore = Math.floor(now / 1000) * 1000 - daysOver[kind] * DAY;
  return { notBefore, notAfter: notBefore + YEAR_DAYS * DAY };
}

function isOf({ certificate }: KeyMaterial, wanted: CustomerCertificate, context: SandboxContext): boolean {
  const read = new X509Certificate(certificate);
  return (
    context.certificates.signed(read) &&
    plainSerialNumber(read.serialNumber) === plainSerialNumber(wanted.serialNumber) &&
    Date.parse(read.validFrom) === wanted.notBefore &&
    Date.parse(read.validTo) === wanted.notAfter
  );
}

function distinguishedName(attributes: Record<string, string>): string {
  return Object.entries(attributes)
    .map(([type, value]) => `${type}=${escapeAttributeValue(value)}`)
    .join(', ');
}

function registeredAlternativeNames(client: Client): AlternativeName[] {
  const { tls_client_auth_san_dns: dns, tls_client_auth_san_uri: uri } = client;
  const { tls_client_auth_san_ip: ip, tls_client_auth_san_email: email } = client;
  return [
    ...(dns === undefined ? [] : [{ type: 'dns' as const, value: dns }]),
    ...(uri === undefined ? [] : [{ type: 'uri' as const, value: uri }]),
    ...(ip === undefined ? [] : [{ type: 'ip' as const, value: ip }]),
    ...(email === undefined ? [] : [{ type: 'email' as const, value: email }]),
  ];
}

/** 99 bits, without letters that are taken for one another. */
function newPassword(): string {
  const alphabet = 'abcdefghjkmnpqrstuvwxyz23456789';
  const letters = Array.from({ length: 20 }, () => alphabet.charAt(randomInt(alphabet.length))).join('');
  return letters.replaceAll(/(.{5})(?=.)/g, '$1-');
}
