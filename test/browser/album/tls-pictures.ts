import type { RefusalCode } from '../../../server/bank/catalogue/index.ts';
import { makeCertificate } from '../../../server/certificates/certificate-making.ts';
import { identityOf, issueToPartner } from '../../harness/issued-certificates.ts';
import { TEST_TIME, type TestSandbox } from '../../harness/sandbox.ts';
import { openLogin } from './bank-steps.ts';
import { consolePicture } from './console-steps.ts';
import { looks, type InstalledCertificate, type Look, type Picture } from './picture.ts';

const { ja, phoneEn } = looks;

/** What the bank says to a certificate the browser itself has shown. */
const refused = (
  name: string,
  code: RefusalCode,
  certificate: NonNullable<Picture['overTls']>,
  taken: readonly Look[] = [ja],
): Picture => ({
  name: `tls-certificate-${name}`,
  of: { bank: code },
  looks: taken,
  whole: true,
  overTls: certificate,
  show: async (stage) => {
    const bank = await openLogin(stage);
    await bank.button('電子証明書認証').click();
    await bank.alert.waitFor();
  },
});

/** A customer's certificate from the file the console hands out. */
const ofCustomer = (loginId: string, serialNumber: string) => async (sandbox: TestSandbox) => {
  const { pfx, passphrase = '' } = await identityOf(sandbox, loginId, serialNumber);
  return { pfx: pfx as Buffer, passphrase };
};

const ofPem = (certificate: string, key: string): InstalledCertificate => ({
  cert: Buffer.from(certificate),
  key: Buffer.from(key),
});

async function ofPartner(sandbox: TestSandbox): Promise<InstalledCertificate> {
  const { cert, key } = await issueToPartner(sandbox, 'demo-kakeibo');
  return ofPem(cert, key);
}

/** The right serial number and name, by another authority. */
async function ofForeigner(): Promise<InstalledCertificate> {
  const now = Date.parse(TEST_TIME);
  const period = { notBefore: now, notAfter: now + 1e9 };
  const root = await makeCertificate({ subject: 'CN=Other', serialNumber: '01', usage: 'ca', ...period });
  const subject = 'CN=10000000006';
  const forged = await makeCertificate({ subject, serialNumber: '6002', usage: 'client', ...period }, root);
  return ofPem(forged.certificate, forged.privateKey);
}

/** The browser has no certificate to show. */
const none = () => Promise.resolve(undefined);

export const tlsPictures: readonly Picture[] = [
  refused('expired', 'certificate_expired', ofCustomer('10000000006', '6001'), [ja, phoneEn]),
  refused('absent', 'certificate_unavailable', none),
  refused('unknown', 'certificate_unknown', ofPartner),
  refused('untrusted', 'certificate_untrusted', ofForeigner),
  {
    ...consolePicture({ name: 'settings-tls-on', path: '/settings?section=tls' }),
    overTls: none,
  },
  {
    ...consolePicture({
      name: 'suite-export-tls',
      path: '/clients',
      dialog: 'conformance.title',
      press: 'conformance.open',
      act: ({ page }) => page.getByRole('dialog').getByRole('combobox').first().waitFor(),
    }),
    overTls: none,
  },
];
