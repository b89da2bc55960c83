import type { TestSandbox } from './sandbox.ts';
import type { TlsIdentity } from './tls-fetch.ts';

interface Pkcs12 {
  data: string;
  password: string;
}

export interface CustomerCertificate {
  serialNumber: string;
  state: string;
  pkcs12: Pkcs12;
}

/** The identifier of the customer with this login. */
export async function customerIdOf(sandbox: TestSandbox, loginId: string): Promise<string> {
  const query = new URLSearchParams({ loginId });
  const { items } = await sandbox.control<{ items: { id: string }[] }>(
    'GET',
    `/customers?${query.toString()}`,
  );
  return items[0]?.id ?? '';
}

export async function caOf(sandbox: TestSandbox): Promise<string> {
  return (await sandbox.request('GET', '/certificates/ca')).text();
}

/** A certificate of the scenario, as the customer's browser would hold it. */
export async function identityOf(
  sandbox: TestSandbox,
  loginId: string,
  serialNumber: string,
): Promise<TlsIdentity> {
  const id = await customerIdOf(sandbox, loginId);
  return opened(
    sandbox,
    await sandbox.control<Pkcs12>('POST', `/customers/${id}/certificates/${serialNumber}/pkcs12`),
  );
}

/** A newly issued certificate of a customer. */
export async function issueToCustomer(
  sandbox: TestSandbox,
  loginId: string,
  kind = 'valid',
): Promise<{ certificate: CustomerCertificate; identity: TlsIdentity }> {
  const id = await customerIdOf(sandbox, loginId);
  const certificate = await sandbox.control<CustomerCertificate>('POST', `/customers/${id}/certificates`, {
    kind,
  });
  return { certificate, identity: await opened(sandbox, certificate.pkcs12) };
}

interface IssuedPartnerCertificate {
  ca: string;
  certificate: string;
  privateKey: string;
  subject: string;
  serialNumber: string;
  thumbprint: string;
}

export type PartnerIdentity = TlsIdentity & {
  cert: string;
  key: string;
  subject: string;
  serialNumber: string;
  thumbprint: string;
};

export async function issueToPartner(
  sandbox: TestSandbox,
  clientId: string,
  options: { kind?: string; subject?: string } = {},
): Promise<PartnerIdentity> {
  const issued = await sandbox.control<IssuedPartnerCertificate>(
    'POST',
    `/clients/${clientId}/certificates`,
    options,
  );
  const { ca, certificate: cert, privateKey: key, subject, serialNumber, thumbprint } = issued;
  return { ca, cert, key, subject, serialNumber, thumbprint };
}

async function opened(sandbox: TestSandbox, { data, password }: Pkcs12): Promise<TlsIdentity> {
  return { ca: await caOf(sandbox), pfx: Buffer.from(data, 'base64'), passphrase: password };
}
