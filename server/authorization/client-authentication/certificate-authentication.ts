import type { IncomingMessage } from 'node:http';
import { sameDistinguishedName } from '../../bank/distinguished-name.ts';
import { Refusal } from '../../bank/refusal.ts';
import type { Client } from '../../bank/model.ts';
import { hasAlternativeName } from '../../certificates/alternative-names.ts';
import { presentedCertificate, type PresentedCertificate } from '../../certificates/presented-certificate.ts';
import type { SandboxContext } from '../../context.ts';
import type { KnownKeys } from '../client-keys.ts';
import { reasonDetails } from '../checks/check.ts';
import { refuseOutOfService } from '../certificate-standing.ts';

/**
 * Authenticates a client by its TLS certificate (RFC 8705 §2): by a name that the sandbox's CA
 * vouches for, or by the very certificate that was registered.
 *
 * Threats: a certificate of anybody's making with the right name in it (only our own CA counts, and
 * the name has to be the whole of the registered one), and one that is out of service.
 *
 * @throws Refusal `client_certificate_…`.
 */
export async function verifyClientCertificate(
  context: SandboxContext,
  client: Client,
  request: IncomingMessage,
): Promise<void> {
  const presented = presentedCertificate(request);
  const method = client.token_endpoint_auth_method;
  if (!presented) throw new Refusal('client_certificate_missing', { method });
  if (method === 'self_signed_tls_client_auth') await verifyRegisteredCertificate(context, client, presented);
  else verifyIssuer(context, presented);
  refuseOutOfService(context, presented);
  if (method === 'tls_client_auth') verifyName(client, presented);
}

/** RFC 8705 §2.2: the certificate itself is registered, so nobody has to vouch for it. */
async function verifyRegisteredCertificate(
  { clientKeys }: SandboxContext,
  client: Client,
  presented: PresentedCertificate,
): Promise<void> {
  try {
    if (isAmong(await clientKeys.of(client), presented)) return;
    const anew = await clientKeys.anew(client);
    if (anew && isAmong(anew, presented)) return;
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    throw new Refusal('client_certificate_keys_unreadable', reasonDetails(error));
  }
  throw new Refusal('client_certificate_not_registered', { thumbprint: presented.thumbprint });
}

function isAmong({ keys }: KnownKeys, { certificate, thumbprint }: PresentedCertificate): boolean {
  const der = certificate.raw.toString('base64');
  return keys.some(
    ({ x5c, 'x5t#S256': registered }) => (Array.isArray(x5c) && x5c[0] === der) || registered === thumbprint,
  );
}

/** RFC 8705 §2.1: a chain to a trusted CA. */
function verifyIssuer(context: SandboxContext, { certificate, subject }: PresentedCertificate): void {
  if (!context.certificates.signed(certificate)) {
    throw new Refusal('client_certificate_untrusted', { subject });
  }
}

/** RFC 8705 §2.1.2: the registered name in the certificate. */
function verifyName(client: Client, presented: PresentedCertificate): void {
  if (!bearsRegisteredName(client, presented)) {
    throw new Refusal('client_certificate_name', {
      registered: registeredName(client),
      presented: [presented.subject, presented.certificate.subjectAltName ?? []].flat().join(' ; '),
    });
  }
}

function bearsRegisteredName(client: Client, { subject, certificate }: PresentedCertificate): boolean {
  const dn = client.tls_client_auth_subject_dn;
  if (dn !== undefined) return sameDistinguishedName(subject, dn);
  const names = certificate.subjectAltName;
  const { tls_client_auth_san_dns: dns, tls_client_auth_san_uri: uri } = client;
  const { tls_client_auth_san_ip: ip, tls_client_auth_san_email: email } = client;
  if (dns !== undefined) return hasAlternativeName(names, 'DNS', dns);
  if (uri !== undefined) return hasAlternativeName(names, 'URI', uri);
  if (ip !== undefined) return hasAlternativeName(names, 'IP Address', ip);
  if (email !== undefined) return hasAlternativeName(names, 'email', email);
  return false;
}

function registeredName(client: Client): string {
  return (
    client.tls_client_auth_subject_dn ??
    client.tls_client_auth_san_dns ??
    client.tls_client_auth_san_uri ??
    client.tls_client_auth_san_ip ??
    client.tls_client_auth_san_email ??
    ''
  );
}
