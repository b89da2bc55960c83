import { webcrypto } from 'node:crypto';
import * as asn1js from 'asn1js';
import {
  Attribute,
  AuthenticatedSafe,
  CertBag,
  PFX,
  PKCS8ShroudedKeyBag,
  PrivateKeyInfo,
  SafeBag,
  SafeContents,
} from 'pkijs';
import { engine, fromPem, parseCertificate, type KeyMaterial } from './certificate-making.ts';

/** RFC 7292 §4.2 and PKCS #9. */
const oids = {
  pkcs8ShroudedKeyBag: '1.2.840.113549.1.12.10.1.2',
  certBag: '1.2.840.113549.1.12.10.1.3',
  friendlyName: '1.2.840.113549.1.9.20',
  localKeyId: '1.2.840.113549.1.9.21',
} as const;

/** What OpenSSL 3 uses; every current browser and system store opens it in well under a second. */
const ITERATIONS = 10_000;

/** AES-256-CBC under PBES2 (RFC 8018 §6.2): the older ciphers of PKCS#12 are broken. */
const ENCRYPTION = {
  // PKI.js draws the vector itself; only its types ask for one.
  contentEncryptionAlgorithm: { name: 'AES-CBC', length: 256, iv: new Uint8Array(16) },
  hmacHashAlgorithm: 'SHA-256',
  iterationCount: ITERATIONS,
} as const;

/**
 * Puts a key, its certificate and the CA's into one PKCS#12 file (RFC 7292), the form in which
 * browsers and systems import client certificates.
 *
 * @param friendlyName what the browser's chooser shows.
 * @returns DER.
 */
export async function makePkcs12(
  { certificate, privateKey }: KeyMaterial,
  caCertificate: string,
  password: string,
  friendlyName: string,
): Promise<Buffer> {
  const secret = Uint8Array.from(Buffer.from(password, 'utf8')).buffer;
  const encryption = () => ({ ...ENCRYPTION, password: secret });
  const ownCertificate = parseCertificate(certificate);
  const localKeyId = await webcrypto.subtle.digest('SHA-1', fromPem(certificate));
  const attributes = () => [
    new Attribute({ type: oids.friendlyName, values: [new asn1js.BmpString({ value: friendlyName })] }),
    new Attribute({ type: oids.localKeyId, values: [new asn1js.OctetString({ valueHex: localKeyId })] }),
  ];

  const keyBag = new PKCS8ShroudedKeyBag({ parsedValue: PrivateKeyInfo.fromBER(fromPem(privateKey)) });
  await keyBag.makeInternalValues(encryption(), engine);
  const safes = [
    {
      privacyMode: 0,
      value: new SafeContents({
        safeBags: [
          new SafeBag({ bagId: oids.pkcs8ShroudedKeyBag, bagValue: keyBag, bagAttributes: attributes() }),
        ],
      }),
    },
    {
      privacyMode: 1,
      value: new SafeContents({
        safeBags: [
          new SafeBag({
            bagId: oids.certBag,
            bagValue: new CertBag({ parsedValue: ownCertificate }),
            bagAttributes: attributes(),
          }),
          new SafeBag({
            bagId: oids.certBag,
            bagValue: new CertBag({ parsedValue: parseCertificate(caCertificate) }),
          }),
        ],
      }),
    },
  ];
  const authenticatedSafe = new AuthenticatedSafe({ parsedValue: { safeContents: safes } });
  await authenticatedSafe.makeInternalValues({ safeContents: [{}, encryption()] }, engine);
  const pfx = new PFX({ parsedValue: { integrityMode: 0, authenticatedSafe } });
  await pfx.makeInternalValues(
    {
      password: secret,
      iterations: ITERATIONS,
      pbkdf2HashAlgorithm: { name: 'SHA-256' },
      hmacHashAlgorithm: 'SHA-256',
    },
    engine,
  );
  return Buffer.from(pfx.toSchema().toBER(false));
}
