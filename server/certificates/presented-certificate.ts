import { createHash, type X509Certificate } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import type { Socket } from 'node:net';
import type { TLSSocket } from 'node:tls';
import { subjectInRfc4514Order } from '../bank/distinguished-name.ts';
import type { Instant } from '../bank/time.ts';

/** A client certificate whose key was proven in the TLS handshake. Nothing else is proven yet. */
export interface PresentedCertificate {
  certificate: X509Certificate;
  /** `x5t#S256`: the base64url SHA-256 of the DER (RFC 8705 §3.1). */
  thumbprint: string;
  /** Upper-case hexadecimal without leading zeros. */
  serialNumber: string;
  /** As RFC 4514 writes it. */
  subject: string;
  notBefore: Instant;
  notAfter: Instant;
}

/** Read once for each connection, whose certificate never changes. */
const presented = new WeakMap<Socket, PresentedCertificate | null>();

/** The client certificate of the connection a request came by; undefined without TLS or certificate. */
export function presentedCertificate(request: IncomingMessage): PresentedCertificate | undefined {
  const { socket } = request;
  if (!isEncrypted(socket)) return undefined;
  let found = presented.get(socket);
  if (found === undefined) {
    const certificate = socket.getPeerX509Certificate();
    found = certificate ? readCertificate(certificate) : null;
    presented.set(socket, found);
  }
  return found ?? undefined;
}

export function readCertificate(certificate: X509Certificate): PresentedCertificate {
  return {
    certificate,
    thumbprint: createHash('sha256').update(certificate.raw).digest('base64url'),
    serialNumber: plainSerialNumber(certificate.serialNumber),
    subject: subjectInRfc4514Order(certificate.subject),
    notBefore: Date.parse(certificate.validFrom),
    notAfter: Date.parse(certificate.validTo),
  };
}

/** Serial numbers are compared as numbers: without leading zeros, in one letter case. */
export function plainSerialNumber(hexadecimal: string): string {
  return hexadecimal.toUpperCase().replace(/^0+(?=.)/, '');
}

/** Whether a request came by TLS. */
export function cameByTls(request: IncomingMessage): boolean {
  return isEncrypted(request.socket);
}

function isEncrypted(socket: Socket): socket is TLSSocket {
  return 'encrypted' in socket && socket.encrypted === true;
}
