import { z } from 'zod';
import { operation } from '../operation.ts';
import {
  certificateKind,
  customerCertificate,
  issuedCustomerCertificate,
  newPartnerCertificate,
  issuedPartnerCertificate,
  partnerCertificate,
  pkcs12File,
} from './schemas/certificate.ts';
import { listOf } from './schemas/common.ts';

const tag = 'certificates';
const ofCustomer = z.strictObject({ id: z.string().min(1) });
const ofPartner = z.strictObject({ client_id: z.string().min(1) });
const oneOfCustomer = z.strictObject({
  id: z.string().min(1),
  serialNumber: z.string().min(1).max(64),
});

export const getCaCertificate = operation({
  id: 'certificates.ca',
  tag,
  method: 'GET',
  path: '/certificates/ca',
  summary: {
    ja: 'サンドボックスの認証局の証明書(PEM、信頼ストア用)',
    en: 'The certificate of the sandbox’s CA (PEM, for trust stores)',
  },
  status: 200,
  raw: { contentType: 'application/x-pem-file' },
});

export const listCustomerCertificates = operation({
  id: 'customers.certificates.list',
  tag,
  method: 'GET',
  path: '/customers/{id}/certificates',
  summary: { ja: '契約者の電子証明書の一覧', en: 'List the certificates of a customer' },
  params: ofCustomer,
  result: listOf(customerCertificate),
  status: 200,
});

export const issueCertificate = operation({
  id: 'customers.certificates.issue',
  tag,
  method: 'POST',
  path: '/customers/{id}/certificates',
  summary: {
    ja: '契約者に電子証明書を発行する(PKCS#12 とパスワードはこの応答だけ)',
    en: 'Issue a certificate to a customer; the password of the PKCS#12 file is told this once',
  },
  params: ofCustomer,
  body: z.strictObject({ kind: certificateKind.default('valid') }),
  result: issuedCustomerCertificate,
  status: 201,
  logged: true,
});

export const exportCertificate = operation({
  id: 'customers.certificates.export',
  tag,
  method: 'POST',
  path: '/customers/{id}/certificates/{serialNumber}/pkcs12',
  summary: {
    ja: '電子証明書を PKCS#12 で取り出す(毎回新しいパスワード)',
    en: 'Export a certificate as PKCS#12, each time under a new password',
  },
  params: oneOfCustomer,
  result: pkcs12File,
  status: 200,
});

export const revokeCertificate = operation({
  id: 'customers.certificates.revoke',
  tag,
  method: 'POST',
  path: '/customers/{id}/certificates/{serialNumber}/revoke',
  summary: { ja: '電子証明書を失効させる', en: 'Revoke a certificate' },
  params: oneOfCustomer,
  result: customerCertificate,
  status: 200,
  logged: true,
});

export const listPartnerCertificates = operation({
  id: 'clients.certificates.list',
  tag,
  method: 'GET',
  path: '/clients/{client_id}/certificates',
  summary: {
    ja: '外部サービスに発行したクライアント証明書の一覧',
    en: 'List the client certificates issued to a partner',
  },
  params: ofPartner,
  result: listOf(partnerCertificate),
  status: 200,
});

export const issuePartnerCertificate = operation({
  id: 'clients.certificates.issue',
  tag,
  method: 'POST',
  path: '/clients/{client_id}/certificates',
  summary: {
    ja: '外部サービスにクライアント証明書を発行する(秘密鍵はこの応答だけ)',
    en: 'Issue a client certificate to a partner; its private key is told this once',
  },
  params: ofPartner,
  body: newPartnerCertificate,
  result: issuedPartnerCertificate,
  status: 201,
  logged: true,
});

export const revokePartnerCertificate = operation({
  id: 'clients.certificates.revoke',
  tag,
  method: 'POST',
  path: '/clients/{client_id}/certificates/{serialNumber}/revoke',
  summary: {
    ja: '外部サービスのクライアント証明書を失効させる(認証にも、結び付いたトークンにも使えなくなる)',
    en: 'Revoke a partner’s certificate: it authenticates nobody, and tokens bound to it open nothing',
  },
  params: z.strictObject({ client_id: z.string().min(1), serialNumber: z.string().min(1).max(64) }),
  result: partnerCertificate,
  status: 200,
  logged: true,
});

export const certificateOperations = [
  getCaCertificate,
  listCustomerCertificates,
  issueCertificate,
  exportCertificate,
  revokeCertificate,
  listPartnerCertificates,
  issuePartnerCertificate,
  revokePartnerCertificate,
];
