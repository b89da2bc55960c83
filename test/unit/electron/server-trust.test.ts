import { beforeAll, describe, expect, it } from 'vitest';
import { bankVoucher } from '../../../electron/server-trust.ts';
import {
  makeCertificate,
  type CertificateContents,
  type KeyMaterial,
} from '../../../server/certificates/certificate-making.ts';

const NOW = Date.parse('2027-02-20T04:04:00Z');
const DAY = 86_400_000;
const inDate = { notBefore: NOW - DAY, notAfter: NOW + DAY };

let root: KeyMaterial;
let vouches: ReturnType<typeof bankVoucher>;

beforeAll(async () => {
  root = await makeRoot();
  vouches = bankVoucher({ issuer: 'https://127.0.0.1:4783', ca: root.certificate });
});

function makeRoot(): Promise<KeyMaterial> {
  return makeCertificate({ subject: 'CN=Sandbox CA', serialNumber: '01', usage: 'ca', ...inDate });
}

async function certificate(differs: Partial<CertificateContents> = {}, issuer = root): Promise<string> {
  const contents: CertificateContents = {
    subject: 'CN=IB Link Sandbox',
    serialNumber: '02',
    usage: 'server',
    alternativeNames: [{ type: 'ip', value: '127.0.0.1' }],
    ...inDate,
    ...differs,
  };
  return (await makeCertificate(contents, issuer)).certificate;
}

describe('what a customer window trusts', () => {
  it('is the bank: its own CA, host and purpose, in date', async () => {
    expect(vouches('127.0.0.1', await certificate(), NOW)).toBe(true);
  });

  it.each<[string, () => Promise<string>]>([
    ['of another CA with the same name', async () => certificate({}, await makeRoot())],
    ['that signed itself', async () => (await makeRoot()).certificate],
    ['for another host', () => certificate({ alternativeNames: [{ type: 'dns', value: 'example.com' }] })],
    ['of a customer', () => certificate({ usage: 'client' })],
    ['that is over', () => certificate({ notAfter: NOW })],
    ['that has not begun', () => certificate({ notBefore: NOW + 1_000 })],
  ])('is no certificate %s', async (_what, make) => {
    expect(vouches('127.0.0.1', await make(), NOW)).toBe(false);
  });

  it.each(['example.com', 'localhost', '127.0.0.2'])(
    'is not the host %s with its certificate',
    async (host) => {
      const names = [{ type: 'dns' as const, value: host }];
      expect(vouches(host, await certificate({ alternativeNames: names }), NOW)).toBe(false);
    },
  );
});
