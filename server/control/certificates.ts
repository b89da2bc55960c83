import { certificatesOfClient, revokeClientCertificate } from '../bank/client-certificates.ts';
import { clientOfId } from '../bank/client-registration.ts';
import {
  certificateOf,
  certificateState,
  revokeCertificate as revoke,
} from '../bank/customer-certificates.ts';
import { customerOf } from '../bank/customers.ts';
import { isDistinguishedName } from '../bank/distinguished-name.ts';
import { InvalidInput } from '../bank/invalid-input.ts';
import { toTimestamp, type Instant } from '../bank/time.ts';
import type { ClientCertificate, CustomerCertificate } from '../bank/model.ts';
import { implement } from './operation.ts';
import {
  exportCertificate,
  getCaCertificate,
  issueCertificate,
  issuePartnerCertificate,
  listCustomerCertificates,
  listPartnerCertificates,
  revokeCertificate,
  revokePartnerCertificate,
} from './operations/certificates.ts';
import type { CustomerCertificateView, PartnerCertificateView } from './operations/schemas/certificate.ts';

/** Making certificates is loaded with the first call that needs it. */
const making = () => import('../certificates/client-certificates.ts');

export const implementedCertificates = [
  implement(getCaCertificate, async ({ context, response }) => {
    const pem = await context.certificates.rootCertificate();
    response.setHeader('Content-Type', 'application/x-pem-file');
    response.setHeader('Content-Disposition', 'attachment; filename="ib-link-sandbox-ca.pem"');
    response.end(pem);
  }),

  implement(listCustomerCertificates, ({ context, params }) => {
    const { certificates = [] } = customerOf(context.state, params.id);
    const now = context.clock.now();
    return { items: certificates.map((certificate) => certificateView(certificate, now)) };
  }),

  implement(issueCertificate, async ({ context, params, body, exchange }) => {
    exchange.identify({ customerId: params.id });
    const { customerKeyMaterial, issueCustomerCertificate, pkcs12Of } = await making();
    const { id } = params;
    const certificate = await issueCustomerCertificate(context, id, body.kind, exchange.addEffects);
    const material = await customerKeyMaterial(context, id, certificate.serialNumber);
    return {
      ...certificateView(certificate, context.clock.now()),
      pkcs12: await pkcs12Of(context, material, customerOf(context.state, id).loginId),
    };
  }),

  implement(exportCertificate, async ({ context, params }) => {
    const { customerKeyMaterial, pkcs12Of } = await making();
    const serialNumber = params.serialNumber.toUpperCase();
    const material = await customerKeyMaterial(context, params.id, serialNumber);
    return pkcs12Of(context, material, customerOf(context.state, params.id).loginId);
  }),

  implement(revokeCertificate, async ({ context, params, exchange }) => {
    exchange.identify({ customerId: params.id });
    const serialNumber = params.serialNumber.toUpperCase();
    await context.work.run((tx) => revoke(tx, params.id, serialNumber), exchange.addEffects);
    return certificateView(certificateOf(context.state, params.id, serialNumber), context.clock.now());
  }),

  implement(listPartnerCertificates, ({ context, params }) => {
    const { client_id } = clientOfId(context.state, params.client_id);
    const now = context.clock.now();
    const issued = certificatesOfClient(context.state, client_id);
    return { items: issued.map((certificate) => partnerCertificateView(certificate, now)) };
  }),

  implement(revokePartnerCertificate, async ({ context, params, exchange }) => {
    exchange.identify({ clientId: params.client_id });
    const { client_id } = clientOfId(context.state, params.client_id);
    const serialNumber = params.serialNumber.toUpperCase();
    const revoked = await context.work.run(
      (tx) => revokeClientCertificate(tx, client_id, serialNumber),
      exchange.addEffects,
    );
    return partnerCertificateView(revoked, context.clock.now());
  }),

  implement(issuePartnerCertificate, async ({ context, params, body, exchange }) => {
    exchange.identify({ clientId: params.client_id });
    if (body.subject !== undefined) refuseFaultyName(body.subject);
    const { issuePartnerCertificate: issue, pkcs12Of } = await making();
    const { issued, material } = await issue(context, params.client_id, body, exchange.addEffects);
    return {
      ...partnerCertificateView(issued, context.clock.now()),
      ...material,
      ca: await context.certificates.rootCertificate(),
      pkcs12: await pkcs12Of(context, material, params.client_id),
    };
  }),
];

function refuseFaultyName(subject: string): void {
  if (isDistinguishedName(subject)) return;
  throw new InvalidInput([
    {
      path: 'subject',
      message: {
        ja: 'CN=partner,O=Example のような識別名を書いてください（RFC 4514）。',
        en: 'Write a distinguished name such as CN=partner,O=Example (RFC 4514).',
      },
    },
  ]);
}

function partnerCertificateView(certificate: ClientCertificate, now: Instant): PartnerCertificateView {
  return { ...certificateView(certificate, now), thumbprint: certificate.thumbprint };
}

function certificateView(
  certificate: Omit<CustomerCertificate, 'clientId'>,
  now: Instant,
): CustomerCertificateView {
  const { serialNumber, subject, notBefore, notAfter, revokedAt } = certificate;
  return {
    serialNumber,
    subject,
    notBefore: toTimestamp(notBefore),
    notAfter: toTimestamp(notAfter),
    ...(revokedAt === undefined ? {} : { revokedAt: toTimestamp(revokedAt) }),
    state: certificateState(certificate, now),
  };
}
