import { X509Certificate } from 'node:crypto';
import { certificateState, holderOfCertificate } from '../bank/customer-certificates.ts';
import type { SandboxContext } from '../context.ts';
import type { OfferedCertificate } from '../engine-messages.ts';
import type { KeyMaterial } from './certificate-making.ts';

/** What a chooser can offer: every certificate of a customer, those that will be refused too. */
export async function offeredCertificates(context: SandboxContext): Promise<OfferedCertificate[]> {
  const now = context.clock.now();
  const issuer = commonNameOf(new X509Certificate(await context.certificates.rootCertificate()).subject);
  const { customers } = context.state;
  return customers
    .rowsOf(customers.ranked('certified').above())
    .flatMap(({ loginId, name, certificates = [] }) =>
      certificates.map((certificate) => ({
        serialNumber: certificate.serialNumber,
        holder: name,
        loginId,
        subject: certificate.subject,
        issuer,
        notBefore: certificate.notBefore,
        notAfter: certificate.notAfter,
        state: certificateState(certificate, now),
      })),
    );
}

/** The certificate with its key; null where the customer, or the certificate, is gone by now. */
export async function offeredKeyMaterial(
  context: SandboxContext,
  serialNumber: string,
): Promise<KeyMaterial | null> {
  const found = holderOfCertificate(context.state, serialNumber);
  if (!found) return null;
  const { customerKeyMaterial } = await import('./client-certificates.ts');
  return customerKeyMaterial(context, found.customer.id, found.certificate.serialNumber);
}

/** Node writes a name one attribute a line. */
function commonNameOf(subject: string): string {
  return /^CN=(.*)$/m.exec(subject)?.[1] ?? subject;
}
