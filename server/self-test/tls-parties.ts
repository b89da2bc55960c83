/**
 * The clients of a self-test that are known by their certificates (RFC 8705), and their connections.
 *
 * Threat: a certificate of a run must open nothing after it. All are in force for a day of the bank's
 * clock, their keys are kept nowhere, and the names in them are those of the run.
 */
import { X509Certificate, type JsonWebKey } from 'node:crypto';
import { request as httpsRequest } from 'node:https';
import { DAY, type Instant } from '../bank/time.ts';
import type { ClientInput } from '../bank/client-registration.ts';
import { newSerialNumber } from '../certificates/certificate-authority.ts';
import type { CertificateContents, KeyMaterial } from '../certificates/certificate-making.ts';
import { readCertificate } from '../certificates/presented-certificate.ts';
import type { SandboxContext } from '../context.ts';

/** Which certificate is shown. */
export type CertificateOfRun = keyof TlsParties['certificates'];

export class TlsParties {
  readonly issuer: string;
  /** How the two clients are registered: by a name, and by the very certificate. */
  readonly registrations: { certified: Partial<ClientInput>; selfSigned: Partial<ClientInput> };
  readonly certificates: {
    /** Right for the client of a name. */
    own: KeyMaterial;
    otherName: KeyMaterial;
    /** The right name, but vouched for by nobody. */
    untrusted: KeyMaterial;
    expired: KeyMaterial;
    notYetValid: KeyMaterial;
    /** Taken out of service by a trial. */
    revoked: KeyMaterial;
    /** Registered itself. */
    selfSigned: KeyMaterial;
  };
  readonly #ca: string;

  private constructor(issuer: string, ca: string, subject: string, certificates: TlsParties['certificates']) {
    this.issuer = issuer;
    this.#ca = ca;
    this.certificates = certificates;
    this.registrations = {
      certified: { token_endpoint_auth_method: 'tls_client_auth', tls_client_auth_subject_dn: subject },
      selfSigned: {
        token_endpoint_auth_method: 'self_signed_tls_client_auth',
        jwks: { keys: [jwkWithCertificate(certificates.selfSigned)] },
      },
    };
  }

  /** @param issuer the bank's address over TLS. */
  static async make(context: SandboxContext, mark: string, issuer: string): Promise<TlsParties> {
    const subject = `CN=${mark}`;
    const now = context.clock.now();
    const { makeCertificate } = await import('../certificates/certificate-making.ts');
    const contents = (from: Instant, name = subject): CertificateContents => ({
      subject: name,
      serialNumber: newSerialNumber(),
      notBefore: from,
      notAfter: from + 2 * DAY,
      usage: 'client',
    });
    const issued = (from: Instant, name?: string) => context.certificates.issue(contents(from, name));
    const current = now - DAY;
    const [own, otherName, untrusted, expired, notYetValid, revoked, selfSigned] = await Promise.all([
      issued(current),
      issued(current, `CN=${mark} other`),
      makeCertificate(contents(current)),
      issued(now - 3 * DAY),
      issued(now + DAY),
      issued(current),
      makeCertificate(contents(current)),
    ]);
    return new TlsParties(issuer, await context.certificates.rootCertificate(), subject, {
      own,
      otherName,
      untrusted,
      expired,
      notYetValid,
      revoked,
      selfSigned,
    });
  }

  /** `x5t#S256` (RFC 8705 §3.1). */
  thumbprint(of: CertificateOfRun): string {
    return readCertificate(new X509Certificate(this.certificates[of].certificate)).thumbprint;
  }

  /**
   * Sends a request by a connection of its own, so that the certificate is the one that is meant.
   *
   * @param patienceMs how long the answer may take.
   */
  send(
    path: string,
    init: { method: string; headers: Record<string, string>; body?: string },
    shown: CertificateOfRun | undefined,
    patienceMs: number,
  ): Promise<Response> {
    const { certificate, privateKey } = shown === undefined ? {} : this.certificates[shown];
    return new Promise((resolve, reject) => {
      const request = httpsRequest(this.issuer + path, {
        agent: false,
        ca: this.#ca,
        method: init.method,
        headers: { ...init.headers, connection: 'close' },
        signal: AbortSignal.timeout(patienceMs),
        ...(certificate !== undefined && { cert: certificate, key: privateKey }),
      });
      request.on('error', reject);
      request.on('response', (answer) => {
        const chunks: Buffer[] = [];
        answer.on('data', (chunk: Buffer) => chunks.push(chunk));
        answer.on('error', reject);
        answer.on('end', () => {
          const headers = new Headers();
          for (const [name, values] of Object.entries(answer.headersDistinct)) {
            for (const value of values ?? []) headers.append(name, value);
          }
          resolve(new Response(Buffer.concat(chunks), { status: answer.statusCode ?? 0, headers }));
        });
      });
      request.end(init.body);
    });
  }
}

/** The public key with its certificate (RFC 7517 §4.7), as RFC 8705 §2.2.2 registers one. */
function jwkWithCertificate({ certificate }: KeyMaterial): JsonWebKey & { x5c: string[] } {
  const { publicKey, raw } = new X509Certificate(certificate);
  return { ...publicKey.export({ format: 'jwk' }), x5c: [raw.toString('base64')] };
}
