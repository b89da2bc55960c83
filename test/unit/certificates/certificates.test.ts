import { X509Certificate } from 'node:crypto';
import { createSecureContext } from 'node:tls';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { certificateState } from '../../../server/bank/customer-certificates.ts';
import {
  escapeAttributeValue,
  isDistinguishedName,
  parseDistinguishedName,
  sameDistinguishedName,
} from '../../../server/bank/distinguished-name.ts';
import { DAY } from '../../../server/bank/time.ts';
import { hasAlternativeName } from '../../../server/certificates/alternative-names.ts';
import { makeCertificate } from '../../../server/certificates/certificate-making.ts';
import { makePkcs12 } from '../../../server/certificates/pkcs12.ts';
import { readCertificate } from '../../../server/certificates/presented-certificate.ts';

const NOW = Date.parse('2027-02-20T04:04:00Z');

function issue(subject: string, more: Partial<Parameters<typeof makeCertificate>[0]> = {}) {
  return makeCertificate({
    subject,
    serialNumber: 'C002',
    notBefore: NOW,
    notAfter: NOW + DAY,
    usage: 'ca',
    ...more,
  });
}

describe('a certificate', () => {
  it('says what it was told to say, and is signed by its issuer', async () => {
    const ca = await issue('CN=Root, O=Sandbox');
    const made = await makeCertificate(
      {
        subject: 'CN=10000000006, OU=Personal IB, O=サンプル\\, 信用金庫',
        serialNumber: 'C002',
        notBefore: NOW,
        notAfter: NOW + 365 * DAY,
        usage: 'client',
        alternativeNames: [
          { type: 'dns', value: 'localhost' },
          { type: 'ip', value: '127.0.0.1' },
          { type: 'ip', value: '2001:db8::1' },
          { type: 'uri', value: 'urn:example:partner' },
          { type: 'email', value: 'dev@partner.example' },
        ],
      },
      ca,
    );
    const certificate = new X509Certificate(made.certificate);
    const root = new X509Certificate(ca.certificate);
    expect(certificate.checkIssued(root) && certificate.verify(root.publicKey)).toBe(true);
    expect(root.ca).toBe(true);
    expect(certificate.ca).toBe(false);
    expect(certificate.keyUsage).toEqual(['1.3.6.1.5.5.7.3.2']);
    expect(readCertificate(certificate)).toMatchObject({
      serialNumber: 'C002',
      subject: 'CN=10000000006,OU=Personal IB,O=サンプル\\, 信用金庫',
      notBefore: NOW,
      notAfter: NOW + 365 * DAY,
    });
    expect(certificate.checkHost('localhost')).toBe('localhost');
    expect(certificate.checkIP('2001:db8::1')).toBe('2001:db8::1');
    const names = certificate.subjectAltName;
    expect(hasAlternativeName(names, 'IP Address', '2001:0db8:0::1')).toBe(true);
    expect(hasAlternativeName(names, 'URI', 'urn:example:partner')).toBe(true);
    expect(hasAlternativeName(names, 'URI', 'urn:example:PARTNER')).toBe(false);
    expect(hasAlternativeName(names, 'email', 'dev@PARTNER.example')).toBe(true);
    expect(hasAlternativeName(names, 'DNS', 'LOCALHOST')).toBe(true);
    expect(hasAlternativeName(names, 'DNS', 'host')).toBe(false);
  });

  it('may be valid beyond 2049, when years get four digits', async () => {
    const made = await issue('CN=Late', { notBefore: NOW, notAfter: Date.parse('2061-05-06T07:08:09Z') });
    expect(readCertificate(new X509Certificate(made.certificate)).notAfter).toBe(
      Date.parse('2061-05-06T07:08:09Z'),
    );
  });

  it('goes into a PKCS#12 file that its password opens and no other', async () => {
    const ca = await issue('CN=Root');
    const made = await makeCertificate(
      { subject: 'CN=a', serialNumber: '01', notBefore: NOW, notAfter: NOW + DAY, usage: 'client' },
      ca,
    );
    const pfx = await makePkcs12(made, ca.certificate, 'right-password', '証明書');
    expect(() => createSecureContext({ pfx, passphrase: 'right-password' })).not.toThrow();
    expect(() => createSecureContext({ pfx, passphrase: 'wrong-password' })).toThrow(/mac verify failure/);
    expect(pfx.includes(Buffer.from(made.privateKey.split('\n')[1] ?? '?', 'base64'))).toBe(false);
  });
});

describe('a distinguished name', () => {
  it('survives being written and read, whatever its values hold', () => {
    fc.assert(
      fc.property(
        fc.array(fc.string({ unit: 'grapheme', minLength: 1 }), { minLength: 1, maxLength: 4 }),
        (values) => {
          const text = values.map((value) => `CN=${escapeAttributeValue(value)}`).join(',');
          expect(parseDistinguishedName(text).map(({ value }) => value)).toEqual(values);
        },
      ),
    );
  });

  it.each([
    ['CN=a,O=b', 'cn=a , o=b', true],
    ['CN=a\\2C b', 'CN=a\\, b', true],
    ['CN=\\E3\\81\\82', 'CN=あ', true],
    ['CN=a\u3000', 'CN=a', false],
    ['CN=a,O=b', 'O=b,CN=a', false],
    ['CN=a', 'CN=A', false],
    ['CN=a', 'CN=a,O=b', false],
    ['CN=a', 'a', false],
  ])('%s and %s: %s', (a, b, same) => {
    expect(sameDistinguishedName(a, b)).toBe(same);
  });

  it.each(['', 'a', '=b', 'CN=a,', 'CN=a,b', 'CN=a\\'])('is not %j', (text) => {
    expect(isDistinguishedName(text)).toBe(false);
  });
});

describe('where a certificate stands', () => {
  const certificate = { notBefore: NOW, notAfter: NOW + 365 * DAY };
  it.each([
    [NOW - 1, 'not_yet_valid'],
    [NOW, 'valid'],
    [NOW + 335 * DAY - 1, 'valid'],
    [NOW + 335 * DAY, 'expiring'],
    [NOW + 365 * DAY - 1, 'expiring'],
    [NOW + 365 * DAY, 'expired'],
  ])('at %d: %s', (now, state) => {
    expect(certificateState(certificate, now)).toBe(state);
  });

  it('is revoked from the moment it was, and before all else', () => {
    const revoked = { ...certificate, revokedAt: NOW + DAY };
    expect(certificateState(revoked, NOW + DAY - 1)).toBe('valid');
    expect(certificateState(revoked, NOW + DAY)).toBe('revoked');
    expect(certificateState(revoked, NOW + 400 * DAY)).toBe('revoked');
  });
});
