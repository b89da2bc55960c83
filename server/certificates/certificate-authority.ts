import { randomBytes, X509Certificate } from 'node:crypto';
import { isIP } from 'node:net';
import { DAY, type Instant } from '../bank/time.ts';
import type { UnitOfWork } from '../bank/transaction.ts';
import type { AlternativeName, CertificateContents, KeyMaterial, KeyType } from './certificate-making.ts';

/** Rows of the key table: never exported, never logged, on disk readable by the owner only. */
const CA_KEY = 'certificate-authority';
const SERVER_KEYS: Readonly<Record<KeyType, string>> = { EC: 'tls-server', RSA: 'tls-server-rsa' };

const CA_DAYS = 3650;
/** The longest that current systems take from a server (CA/Browser Forum Baseline Requirements §6.3.2). */
const SERVER_DAYS = 397;
const RENEWED_BEFORE_DAYS = 30;
/** Clocks of other computers may be a little behind. */
const BACKDATED = DAY;

/**
 * The sandbox's own certificate authority: one root for each installation, made when the first
 * certificate is needed.
 *
 * Threats: a root that is put into a trust store could vouch for any site. Its key therefore never
 * leaves the key table, no two installations share one, and its name says what it is.
 */
export class CertificateAuthority {
  readonly #work: UnitOfWork;
  #making: Promise<KeyMaterial> | undefined;
  #root: { material: KeyMaterial; certificate: X509Certificate } | undefined;

  constructor(work: UnitOfWork) {
    this.#work = work;
  }

  /** The root's certificate as PEM, for trust stores. */
  async rootCertificate(): Promise<string> {
    return (await this.#rootMaterial()).certificate;
  }

  /** Signs a certificate for a new key pair. */
  async issue(contents: CertificateContents): Promise<KeyMaterial> {
    const root = await this.#rootMaterial();
    const { makeCertificate } = await import('./certificate-making.ts');
    return makeCertificate(contents, root);
  }

  /** Whether this authority signed a certificate. False while there is no root yet. */
  signed(certificate: X509Certificate): boolean {
    const root = this.#rootAtHand()?.certificate;
    return root !== undefined && certificate.checkIssued(root) && certificate.verify(root.publicKey);
  }

  /**
   * The certificate of the bank's TLS listener, renewed when it nears its end. TLS goes by the
   * computer's clock, not the bank's: that is what browsers compare it with.
   *
   * @param hosts names and addresses besides the loopback ones.
   * @param keyType which of the two it holds: an old client may know only one.
   */
  async serverMaterial(hosts: readonly string[] = [], keyType: KeyType = 'EC'): Promise<KeyMaterial> {
    const names = [...new Set(['localhost', '127.0.0.1', '::1', ...hosts])];
    const now = this.#work.clock.realNow();
    const root = await this.#rootMaterial();
    const kept = this.#read(SERVER_KEYS[keyType]);
    if (kept && isCurrent(kept, new X509Certificate(root.certificate), names, now)) return kept;
    const made = await this.issue({
      subject: 'CN=IB Link Sandbox, O=IB Link Sandbox (not a real bank)',
      serialNumber: newSerialNumber(),
      notBefore: now - BACKDATED,
      notAfter: now - BACKDATED + SERVER_DAYS * DAY,
      usage: 'server',
      alternativeNames: names.map(alternativeName),
      keyType,
    });
    await this.#write(SERVER_KEYS[keyType], made);
    return made;
  }

  async #rootMaterial(): Promise<KeyMaterial> {
    const kept = this.#rootAtHand();
    if (kept) {
      // Replacing everything the bank holds (a restored snapshot) must not change the installation's root.
      if (!this.#work.state.secrets.has(CA_KEY)) await this.#write(CA_KEY, kept.material);
      return kept.material;
    }
    this.#making ??= this.#makeRoot().finally(() => {
      this.#making = undefined;
    });
    return this.#making;
  }

  async #makeRoot(): Promise<KeyMaterial> {
    const { makeCertificate } = await import('./certificate-making.ts');
    const now = this.#work.clock.realNow();
    const material = await makeCertificate({
      // A name of its own, or two installations in one trust store would be taken for one another.
      subject: `CN=IB Link Sandbox CA ${randomBytes(3).toString('hex')}, O=IB Link Sandbox (not a real bank)`,
      serialNumber: newSerialNumber(),
      notBefore: now - BACKDATED,
      notAfter: now + CA_DAYS * DAY,
      usage: 'ca',
    });
    await this.#write(CA_KEY, material);
    return material;
  }

  #rootAtHand() {
    const material = this.#read(CA_KEY);
    if (material && material.certificate !== this.#root?.material.certificate) {
      this.#root = { material, certificate: new X509Certificate(material.certificate) };
    }
    return this.#root;
  }

  #read(purpose: string): KeyMaterial | undefined {
    const row = this.#work.state.secrets.get(purpose);
    return row && (JSON.parse(row.value) as KeyMaterial);
  }

  async #write(purpose: string, material: KeyMaterial): Promise<void> {
    await this.#work.run((tx) => {
      tx.put('secrets', purpose, { value: JSON.stringify(material) });
    });
  }
}

/** 127 random bits: unique, positive, and beyond guessing (RFC 5280 §4.1.2.2). */
export function newSerialNumber(): string {
  const bytes = randomBytes(16);
  bytes[0] = ((bytes[0] ?? 0) & 0x3f) | 0x40;
  return bytes.toString('hex').toUpperCase();
}

function isCurrent(
  { certificate }: KeyMaterial,
  root: X509Certificate,
  names: readonly string[],
  now: Instant,
): boolean {
  const read = new X509Certificate(certificate);
  return (
    read.checkIssued(root) &&
    now < Date.parse(read.validTo) - RENEWED_BEFORE_DAYS * DAY &&
    now >= Date.parse(read.validFrom) &&
    names.every((name) => (isIP(name) ? read.checkIP(name) : read.checkHost(name)) !== undefined)
  );
}

function alternativeName(value: string): AlternativeName {
  return { type: isIP(value) ? 'ip' : 'dns', value };
}
