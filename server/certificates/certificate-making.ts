import { webcrypto } from 'node:crypto';
import * as asn1js from 'asn1js';
import {
  AltName,
  AttributeTypeAndValue,
  BasicConstraints,
  Certificate,
  CryptoEngine,
  Extension,
  ExtKeyUsage,
  GeneralName,
  RelativeDistinguishedNames,
  Time,
  TimeType,
} from 'pkijs';
import type { Instant } from '../bank/time.ts';
import { attributeOids, parseDistinguishedName } from '../bank/distinguished-name.ts';

/*
 * Makes X.509 certificates (RFC 5280). Imported only when one is needed: whoever runs the sandbox
 * without TLS pays nothing for it. Reading and verifying is left to node:crypto.
 *
 * PKI.js, because one maintained library without run-time decorators makes certificates and PKCS#12
 * files alike, on the platform's own WebCrypto.
 */

/** A certificate and its private key, both PEM; the key as PKCS#8. */
export interface KeyMaterial {
  certificate: string;
  privateKey: string;
}

/** What a certificate is to say. */
export interface CertificateContents {
  /** As RFC 4514 writes it. */
  subject: string;
  /** Hexadecimal. */
  serialNumber: string;
  notBefore: Instant;
  notAfter: Instant;
  usage: 'ca' | 'server' | 'client';
  /** Host names and IP addresses a server answers to, or URIs and mail addresses of a client. */
  alternativeNames?: readonly AlternativeName[];
  /** P-256 when left out. */
  keyType?: KeyType;
}

export type KeyType = 'EC' | 'RSA';

export type AlternativeName = { type: 'dns' | 'ip' | 'uri' | 'email'; value: string };

/** What the authority itself signs with, and most keys are. */
const KEY_ALGORITHM = { name: 'ECDSA', namedCurve: 'P-256' };
const RSA_ALGORITHM = {
  name: 'RSASSA-PKCS1-v1_5',
  hash: 'SHA-256',
  modulusLength: 2048,
  publicExponent: new Uint8Array([1, 0, 1]),
};

/** The clause-numbered object identifiers of RFC 5280 §4.2.1. */
const oids = {
  subjectKeyIdentifier: '2.5.29.14',
  keyUsage: '2.5.29.15',
  subjectAltName: '2.5.29.17',
  basicConstraints: '2.5.29.19',
  authorityKeyIdentifier: '2.5.29.35',
  extKeyUsage: '2.5.29.37',
  serverAuth: '1.3.6.1.5.5.7.3.1',
  clientAuth: '1.3.6.1.5.5.7.3.2',
} as const;

export const engine = new CryptoEngine({ name: 'node', crypto: webcrypto as Crypto });

/**
 * Makes a key pair and a certificate for it.
 *
 * @param issuer who signs; left out for a certificate that signs itself.
 */
export async function makeCertificate(
  contents: CertificateContents,
  issuer?: KeyMaterial,
): Promise<KeyMaterial> {
  const { subtle } = webcrypto;
  const algorithm = contents.keyType === 'RSA' ? RSA_ALGORITHM : KEY_ALGORITHM;
  const pair = await subtle.generateKey(algorithm, true, ['sign', 'verify']);
  const certificate = new Certificate();
  certificate.version = 2;
  certificate.serialNumber = new asn1js.Integer({ valueHex: positiveInteger(contents.serialNumber) });
  certificate.subject = encodeName(contents.subject);
  certificate.notBefore = encodeTime(contents.notBefore);
  certificate.notAfter = encodeTime(contents.notAfter);
  await certificate.subjectPublicKeyInfo.importKey(pair.publicKey, engine);

  const parent = issuer ? parseCertificate(issuer.certificate) : certificate;
  certificate.issuer = parent.subject;
  certificate.extensions = await extensionsOf(contents, certificate, parent);
  const signingKey = issuer ? await importPrivateKey(issuer.privateKey) : pair.privateKey;
  await certificate.sign(signingKey, 'SHA-256', engine);
  return {
    certificate: toPem('CERTIFICATE', certificate.toSchema(true).toBER(false)),
    privateKey: toPem('PRIVATE KEY', await subtle.exportKey('pkcs8', pair.privateKey)),
  };
}

export function parseCertificate(pem: string): Certificate {
  return Certificate.fromBER(fromPem(pem));
}

export function fromPem(pem: string): ArrayBuffer {
  const base64 = pem.replaceAll(/-----[^-]+-----|\s/g, '');
  return Uint8Array.from(Buffer.from(base64, 'base64')).buffer;
}

function toPem(label: string, der: ArrayBuffer): string {
  const lines =
    Buffer.from(der)
      .toString('base64')
      .match(/.{1,64}/g) ?? [];
  return `-----BEGIN ${label}-----\n${lines.join('\n')}\n-----END ${label}-----\n`;
}

async function importPrivateKey(pem: string): Promise<CryptoKey> {
  return webcrypto.subtle.importKey('pkcs8', fromPem(pem), KEY_ALGORITHM, false, ['sign']);
}

async function extensionsOf(
  { usage, alternativeNames = [] }: CertificateContents,
  certificate: Certificate,
  issuer: Certificate,
): Promise<Extension[]> {
  const isCa = usage === 'ca';
  const extension = (extnID: string, critical: boolean, value: asn1js.BaseBlock) =>
    new Extension({ extnID, critical, extnValue: value.toBER(false) });
  const purpose = usage === 'server' ? oids.serverAuth : oids.clientAuth;
  return [
    extension(
      oids.basicConstraints,
      true,
      new BasicConstraints(isCa ? { cA: true, pathLenConstraint: 0 } : { cA: false }).toSchema(),
    ),
    extension(oids.keyUsage, true, isCa ? usageBits(0b0000_0110, 1) : usageBits(0b1000_0000, 7)),
    ...(isCa
      ? []
      : [extension(oids.extKeyUsage, false, new ExtKeyUsage({ keyPurposes: [purpose] }).toSchema())]),
    extension(
      oids.subjectKeyIdentifier,
      false,
      new asn1js.OctetString({ valueHex: await keyIdentifier(certificate) }),
    ),
    extension(
      oids.authorityKeyIdentifier,
      false,
      new asn1js.Sequence({
        value: [
          new asn1js.Primitive({
            idBlock: { tagClass: 3, tagNumber: 0 },
            valueHex: await keyIdentifier(issuer),
          }),
        ],
      }),
    ),
    ...(alternativeNames.length === 0
      ? []
      : [
          extension(
            oids.subjectAltName,
            false,
            new AltName({ altNames: alternativeNames.map(encodeAlternativeName) }).toSchema(),
          ),
        ]),
  ];
}

/** keyCertSign and cRLSign, or digitalSignature (RFC 5280 §4.2.1.3). */
function usageBits(bits: number, unusedBits: number): asn1js.BitString {
  return new asn1js.BitString({ valueHex: Uint8Array.of(bits).buffer, unusedBits });
}

/** RFC 5280 §4.2.1.2 (1): SHA-1 of the key; a name, not a protection. */
function keyIdentifier({ subjectPublicKeyInfo }: Certificate): Promise<ArrayBuffer> {
  const key = Uint8Array.from(subjectPublicKeyInfo.subjectPublicKey.valueBlock.valueHexView);
  return webcrypto.subtle.digest('SHA-1', key);
}

/** RFC 5280 §4.2.1.6: the choice is told by the tag. */
function encodeAlternativeName({ type, value }: AlternativeName): GeneralName {
  switch (type) {
    case 'email':
      return new GeneralName({ type: 1, value });
    case 'dns':
      return new GeneralName({ type: 2, value });
    case 'uri':
      return new GeneralName({ type: 6, value });
    case 'ip':
      return new GeneralName({ type: 7, value: new asn1js.OctetString({ valueHex: addressBytes(value) }) });
  }
}

/** The four or sixteen bytes of an IP address. */
function addressBytes(address: string): ArrayBuffer {
  if (!address.includes(':')) return Uint8Array.from(address.split('.').map(Number)).buffer;
  // The URL parser writes an IPv6 address in its one canonical form.
  const [head = '', tail = ''] = new URL(`http://[${address}]/`).hostname.slice(1, -1).split('::');
  const groups = (text: string) => (text === '' ? [] : text.split(':'));
  const missing = 8 - groups(head).length - groups(tail).length;
  const all = [...groups(head), ...Array<string>(missing).fill('0'), ...groups(tail)];
  return Uint8Array.from(all.flatMap((group) => [parseInt(group, 16) >> 8, parseInt(group, 16) & 0xff]))
    .buffer;
}

/**
 * RFC 5280 §4.1.2.4: one RDN for each attribute, the last written one first (RFC 4514 §2.1). Goes by
 * way of the encoding because PKI.js itself would put all attributes into one RDN.
 */
function encodeName(text: string): RelativeDistinguishedNames {
  const names = parseDistinguishedName(text)
    .reverse()
    .map(
      ({ type, value }) =>
        new asn1js.Set({
          value: [
            new AttributeTypeAndValue({
              type: attributeOids[type] ?? type,
              value: type === 'C' ? new asn1js.PrintableString({ value }) : new asn1js.Utf8String({ value }),
            }).toSchema(),
          ],
        }),
    );
  return RelativeDistinguishedNames.fromBER(new asn1js.Sequence({ value: names }).toBER(false));
}

/** ASN.1 integers are signed: a leading byte keeps a serial number positive (RFC 5280 §4.1.2.2). */
function positiveInteger(hexadecimal: string): ArrayBuffer {
  const digits = hexadecimal.replace(/^0+/, '') || '0';
  const bytes = [...Buffer.from(digits.length % 2 ? `0${digits}` : digits, 'hex')];
  return Uint8Array.from((bytes[0] ?? 0) > 0x7f ? [0, ...bytes] : bytes).buffer;
}

/** Whole seconds; from 2050 on with a year of four digits (RFC 5280 §4.1.2.5). */
function encodeTime(instant: Instant): Time {
  const value = new Date(Math.floor(instant / 1000) * 1000);
  return new Time({
    type: value.getUTCFullYear() < 2050 ? TimeType.UTCTime : TimeType.GeneralizedTime,
    value,
  });
}
