import type { X509Certificate } from 'node:crypto';
import { mkdtemp, readdir, readFile, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { connect, type TLSSocket } from 'node:tls';
import { once } from 'node:events';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { caOf, customerIdOf, issueToCustomer, issueToPartner } from '../harness/issued-certificates.ts';
import { copyOf } from '../../server/bank/state.ts';
import { startSandbox, type TestSandbox } from '../harness/sandbox.ts';

let dataDir: string;
beforeEach(async () => {
  dataDir = await mkdtemp(join(tmpdir(), 'ib-link-ca-'));
});
afterEach(() => rm(dataDir, { recursive: true, force: true }));

/** The certificate the bank shows by TLS, verified against `ca` for `host`. */
async function serverCertificate(sandbox: TestSandbox, ca: string, host: string): Promise<X509Certificate> {
  const { port } = new URL(sandbox.ready.httpsIssuer ?? '');
  const socket: TLSSocket = connect({ port: Number(port), host, ca });
  await once(socket, 'secureConnect');
  const certificate = socket.getPeerX509Certificate();
  socket.destroy();
  if (!certificate) throw new Error('the bank showed no certificate');
  return certificate;
}

it('is made once for an installation, and vouches for the bank on loopback', async () => {
  const first = await startSandbox({ dataDir, httpsPort: 0 });
  const ca = await caOf(first);
  const certificate = await serverCertificate(first, ca, '127.0.0.1');
  expect((await serverCertificate(first, ca, 'localhost')).fingerprint256).toBe(certificate.fingerprint256);
  expect(certificate.checkIP('::1')).toBe('::1');
  const days = (Date.parse(certificate.validTo) - Date.parse(certificate.validFrom)) / 86_400_000;
  expect(days).toBe(397);
  await first.stop();

  await using again = await startSandbox({ dataDir, httpsPort: 0 });
  expect(await caOf(again)).toBe(ca);
  expect((await serverCertificate(again, ca, '127.0.0.1')).fingerprint256).toBe(certificate.fingerprint256);
});

it('survives loading a scenario, and so does a certificate the scenario names', async () => {
  await using sandbox = await startSandbox({ dataDir });
  const ca = await caOf(sandbox);
  const id = await customerIdOf(sandbox, '10000000006');
  await sandbox.control('POST', `/customers/${id}/certificates/6002/pkcs12`);
  const kept = sandbox.context.state.secrets.get('certificate:6002')?.value;
  expect(kept).toContain('PRIVATE KEY');
  await sandbox.control('POST', '/scenario/reset');
  expect(await caOf(sandbox)).toBe(ca);
  await sandbox.control('POST', `/customers/${id}/certificates/6002/pkcs12`);
  expect(sandbox.context.state.secrets.get('certificate:6002')?.value).toBe(kept);
});

it('keeps keys out of the log and of an export, and from other users of the computer', async () => {
  const sandbox = await startSandbox({ dataDir });
  await issueToCustomer(sandbox, '10000000006');
  const partner = await issueToPartner(sandbox, 'demo-kakeibo');
  const { certificates } = sandbox.context;
  await certificates.serverMaterial();
  const keys = [
    partner.key,
    ...[...sandbox.context.state.secrets].flatMap(({ value }) => /PRIVATE KEY/.exec(value)?.input ?? []),
  ];
  expect(keys.length).toBeGreaterThanOrEqual(4);
  const entries = sandbox.logAfter(0).map((entry) => JSON.stringify(entry));
  expect(entries.some((entry) => entry.includes('/certificates'))).toBe(true);
  const shown = [...entries, JSON.stringify(await sandbox.control('GET', '/scenario'))].join('\n');
  expect(shown).not.toContain('PRIVATE KEY');
  await sandbox.stop();

  for (const name of await readdir(dataDir, { recursive: true })) {
    const path = join(dataDir, name);
    const { mode } = await stat(path);
    if (!(await stat(path)).isFile() || !(await readFile(path, 'utf8')).includes('PRIVATE KEY')) continue;
    expect(mode & 0o077, name).toBe(0);
  }
});

it('takes the root back after everything the bank holds was replaced', async () => {
  await using sandbox = await startSandbox({ httpsPort: 0 });
  const ca = await caOf(sandbox);
  const { context } = sandbox;
  const without = copyOf(context.state);
  without.secrets.delete('certificate-authority');
  await context.replaceState(await context.storage.prepare(without), () => ({
    clock: context.clock.setting,
    changes: [],
  }));
  expect(await caOf(sandbox)).toBe(ca);
});
