import { connect } from 'node:tls';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { caOf } from '../harness/issued-certificates.ts';
import { startSandbox, type TestSandbox } from '../harness/sandbox.ts';

let sandbox: TestSandbox;
let ca: string;
beforeAll(async () => {
  sandbox = await startSandbox({ httpsPort: 0 });
  ca = await caOf(sandbox);
});
afterAll(() => sandbox.stop());

/** The cipher a client that offers only this much agrees on with the bank; undefined where they can't. */
function agreedCipher(offer: { maxVersion: 'TLSv1.2' | 'TLSv1.3'; ciphers?: string }) {
  const port = Number(new URL(sandbox.ready.httpsIssuer ?? '').port);
  return new Promise<string | undefined>((resolve) => {
    const socket = connect({ host: '127.0.0.1', port, ca, ...offer }, () => {
      resolve(`${String(socket.getProtocol())} ${socket.getCipher().name}`);
      socket.destroy();
    });
    socket.on('error', () => {
      resolve(undefined);
    });
  });
}

it.each(['ECDHE-RSA-AES128-GCM-SHA256', 'ECDHE-RSA-AES256-GCM-SHA384'])(
  'TLS 1.2 with %s, as RFC 9325 recommends and FAPI 1 allows, is spoken',
  async (ciphers) => {
    expect(await agreedCipher({ maxVersion: 'TLSv1.2', ciphers })).toBe(`TLSv1.2 ${ciphers}`);
  },
);

it.each([
  // Recommended by RFC 9325 §4.2, and not among the four of FAPI 1.0 Part 2 §8.5.
  'ECDHE-ECDSA-AES128-GCM-SHA256',
  'ECDHE-ECDSA-AES256-GCM-SHA384',
  'ECDHE-ECDSA-AES128-SHA',
  'ECDHE-RSA-AES128-SHA256',
  'AES128-GCM-SHA256',
  'ECDHE-ECDSA-AES256-SHA',
  'ECDHE-ECDSA-AES128-SHA256',
  'ECDHE-ECDSA-AES256-SHA384',
  'ECDHE-ECDSA-AES128-CCM',
  'ECDHE-ECDSA-CHACHA20-POLY1305',
])('TLS 1.2 with %s is not', async (ciphers) => {
  expect(await agreedCipher({ maxVersion: 'TLSv1.2', ciphers })).toBeUndefined();
});

it('TLS 1.3 comes first', async () => {
  expect(await agreedCipher({ maxVersion: 'TLSv1.3' })).toMatch(/^TLSv1\.3 TLS_AES_/);
});
