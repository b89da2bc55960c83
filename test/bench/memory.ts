import { readFileSync } from 'node:fs';
import type { Result } from './competition.ts';
import { EPHEMERAL_ARGS, startBenchSandbox } from './sandbox-server.ts';
import { startProcess } from './server-process.ts';

/** Resident memory of the engine with a statement of `rows` rows, of the demo's, and of a bare Express. */
export async function memoryWith(rows: number): Promise<Result> {
  const large = await startBenchSandbox({ rows, ephemeral: true });
  const { access_token } = await large.link(['account:transaction']);
  // Read once, so that whatever a first page makes is there.
  const page = await fetch(
    `${large.origin}/ib/v1/accounts/transactions?accountId=001011000001&dateFrom=2000-01-01`,
    { headers: { authorization: `Bearer ${access_token}` } },
  );
  if (page.status !== 200) throw new Error(await page.text());
  await page.text();
  const demo = await startProcess(EPHEMERAL_ARGS);
  const express = await startProcess(['test/bench/servers/bare-express.mjs']);
  const sandbox = residentMb(large.pid);
  const bare = residentMb(express.pid);
  const figures = [
    { contestant: 'sandbox', memoryMb: sandbox },
    { contestant: 'sandbox, demo', memoryMb: residentMb(demo.pid) },
    { contestant: 'bare Express', memoryMb: bare },
  ];
  await Promise.all([large.stop(), demo.stop(), express.stop()]);
  return {
    bench: `memory with ${rows.toLocaleString('en')} rows`,
    figures,
    ratios: { 'bare Express': sandbox / bare },
  };
}

/** MiB, as Linux tells them. */
export function residentMb(pid: number): number {
  const kib = /^VmRSS:\s+(\d+) kB$/m.exec(readFileSync(`/proc/${String(pid)}/status`, 'utf8'))?.[1];
  return Number(kib) / 1024;
}
