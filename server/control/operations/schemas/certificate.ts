import { z } from 'zod';
import { timestamp } from './common.ts';

export const certificateKind = z.enum(['valid', 'expiring', 'expired']).meta({
  description:
    'valid: for a year. expiring: two weeks are left. expired: since 30 days. By the bank’s clock.',
});

const members = {
  serialNumber: z.string().meta({ description: 'Upper-case hexadecimal.' }),
  subject: z.string(),
  notBefore: timestamp,
  notAfter: timestamp,
};

export const customerCertificate = z
  .strictObject({
    ...members,
    revokedAt: timestamp.exactOptional(),
    state: z.enum(['valid', 'expiring', 'expired', 'revoked', 'not_yet_valid']),
  })
  .meta({ id: 'CertificateOfCustomer' });
export type CustomerCertificateView = z.output<typeof customerCertificate>;

export const pkcs12File = z
  .strictObject({
    fileName: z.string(),
    data: z.base64().meta({ description: 'The PKCS#12 file (RFC 7292): key, certificate, CA.' }),
    password: z.string().meta({ description: 'Opens the file. Told this once and kept nowhere.' }),
  })
  .meta({ id: 'Pkcs12File' });

export const issuedCustomerCertificate = z
  .strictObject({ ...customerCertificate.shape, pkcs12: pkcs12File })
  .meta({ id: 'IssuedCustomerCertificate' });

export const partnerCertificate = z
  .strictObject({
    ...customerCertificate.shape,
    thumbprint: z
      .string()
      .meta({ description: 'x5t#S256, by which tokens are bound to it (RFC 8705 §3.1).' }),
  })
  .meta({ id: 'CertificateOfPartner' });
export type PartnerCertificateView = z.output<typeof partnerCertificate>;

export const issuedPartnerCertificate = z
  .strictObject({
    ...partnerCertificate.shape,
    certificate: z.string().meta({ description: 'PEM.' }),
    privateKey: z.string().meta({ description: 'PEM, PKCS#8. Told this once: the sandbox keeps no copy.' }),
    ca: z.string().meta({ description: 'PEM of the CA, to trust the bank’s own certificate with.' }),
    pkcs12: pkcs12File,
  })
  .meta({ id: 'IssuedCertificateOfPartner' });

export const newPartnerCertificate = z.strictObject({
  kind: certificateKind.default('valid'),
  subject: z.string().min(3).max(500).exactOptional().meta({
    description: 'RFC 4514. Left out: the registered tls_client_auth_subject_dn, else the client_id.',
  }),
});
