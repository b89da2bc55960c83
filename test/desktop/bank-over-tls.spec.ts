import { once } from 'node:events';
import { createServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { makeCertificate } from '../../server/certificates/certificate-making.ts';
import { expect, test } from './fixtures.ts';

test('a customer window shows the bank over TLS, and the console says where', async ({ desktop }) => {
  const { httpsIssuer } = desktop;
  if (httpsIssuer === null) throw new Error('The bank does not answer over TLS.');
  const page = await desktop.customerWindow(`${httpsIssuer}/ib/about`);
  await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
  expect(new URL(page.url()).origin).toBe(httpsIssuer);

  await desktop.console.open('設定');
  await desktop.console.page.getByRole('tab', { name: 'HTTPSと認証局' }).click();
  await expect(desktop.console.page.getByText(httpsIssuer, { exact: true })).toBeVisible();
});

test('a customer window trusts nobody but the bank', async ({ desktop }) => {
  const stranger = await makeCertificate({
    subject: 'CN=127.0.0.1',
    serialNumber: '01',
    notBefore: Date.now() - 60_000,
    notAfter: Date.now() + 3_600_000,
    usage: 'server',
    alternativeNames: [{ type: 'ip', value: '127.0.0.1' }],
  });
  const server = createServer(
    { cert: stranger.certificate, key: stranger.privateKey },
    (_request, response) => response.end('a stranger'),
  );
  await once(server.listen(0, '127.0.0.1'), 'listening');
  try {
    const page = await desktop.customerWindow(`${desktop.issuer}/ib/about`);
    await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
    const { port } = server.address() as AddressInfo;
    await expect(page.goto(`https://127.0.0.1:${String(port)}/`)).rejects.toThrow(
      'ERR_CERT_AUTHORITY_INVALID',
    );
  } finally {
    server.close();
  }
});

test('the bank stays without TLS where that is wished', async ({ launch }) => {
  const desktop = await launch(['--https-port=off']);
  expect(desktop.httpsIssuer).toBeNull();
});
