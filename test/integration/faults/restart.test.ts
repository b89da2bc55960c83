import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { startSandbox } from '../../harness/sandbox.ts';
import { addFault } from './wire.ts';

it('a fault survives a restart with the strikes it has left', async () => {
  const dataDir = await mkdtemp(join(tmpdir(), 'ib-link-faults-'));
  try {
    const first = await startSandbox({ dataDir });
    const made = await addFault(first, { match: { path: '/ib/v1' }, action: { status: 500 }, times: 3 });
    await fetch(`${first.issuer}/ib/v1/accounts`);
    await first.stop();
    const second = await startSandbox({ dataDir });
    try {
      expect(await second.control('GET', '/faults')).toEqual({ items: [{ ...made, times: 2 }] });
    } finally {
      await second.stop();
    }
  } finally {
    await rm(dataDir, { recursive: true });
  }
});
