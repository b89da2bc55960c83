import { once } from 'node:events';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { pathToFileURL } from 'node:url';
import type { ReadyEvent } from '../../server/sandbox-options.ts';
import type { Figure, Result } from './competition.ts';
import { cpuMs } from './measure.ts';
import { residentMb } from './memory.ts';
import { CLI, ANY_PORTS } from './sandbox-server.ts';
import { ROOT, startProcess, type ServerProcess } from './server-process.ts';

const WATCH = pathToFileURL(join(ROOT, 'test/bench/servers/watch-event-loop.mjs')).href;

/** The one with the long statement. */
const LONG_ACCOUNT = '001011000001';
const CUSTOMERS = 10_000;

interface Block {
  readonly blockedMs: number;
  /** Processor time of the thread. */
  readonly blockedCpuMs: number;
}

/** A sandbox with a data directory, watched from inside. */
interface Watched extends ServerProcess<ReadyEvent> {
  /** For how long, at most, it could turn to nobody else since this was asked last. */
  longestBlock(): Promise<Block>;
}

async function startWatched(data: string, scenario: string): Promise<Watched> {
  const args = ['--import', WATCH, CLI, 'serve', ...ANY_PORTS, '--data', data, '--scenario', scenario];
  const server = await startProcess<ReadyEvent>(args, {}, true);
  return Object.assign(server, {
    longestBlock: async () => {
      const told = once(server.child, 'message') as Promise<[Block]>;
      server.child.send('ask');
      const [block] = await told;
      return block;
    },
  });
}

/**
 * What much data costs: the start with a statement of `rows` rows and 10,000 customers, its memory, and
 * for how long each job on it keeps the event loop from everybody else.
 */
export async function* longJobs(rows: number): AsyncGenerator<Result> {
  const folder = await mkdtemp(join(tmpdir(), 'ib-link-long-'));
  try {
    const scenario = join(folder, 'scenario.json');
    await writeFile(scenario, JSON.stringify(longScenario(rows)));
    const data = join(folder, 'data');
    const first = await startWatched(data, scenario);
    await first.stop();

    const sandbox = await startWatched(data, scenario);
    const usedMs = cpuMs(sandbox.pid);
    const size = `${rows.toLocaleString('en')} rows, ${CUSTOMERS.toLocaleString('en')} customers`;
    yield {
      bench: `start with ${size}`,
      figures: [
        {
          contestant: 'sandbox',
          p50Ms: sandbox.startMs,
          ...(usedMs !== undefined && { cpuMicros: usedMs * 1_000 }),
          memoryMb: residentMb(sandbox.pid),
        },
      ],
      ratios: {},
    };
    const figures: Figure[] = [];
    await sandbox.longestBlock();
    for (const [contestant, job] of Object.entries(jobs)) {
      const startedAt = performance.now();
      await job(sandbox.ready);
      const p50Ms = performance.now() - startedAt;
      const { blockedMs: blockMs, blockedCpuMs: blockCpuMs } = await sandbox.longestBlock();
      figures.push({ contestant, p50Ms, blockMs, blockCpuMs });
    }
    yield { bench: `longest block of the event loop with ${size}`, figures, ratios: {} };
    yield {
      bench: `memory after all of that`,
      figures: [{ contestant: 'sandbox', memoryMb: residentMb(sandbox.pid) }],
      ratios: {},
    };
    await sandbox.stop();
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

type Job = (sandbox: ReadyEvent) => Promise<void>;

/** In an order in which each finds what it works on. */
const jobs: Readonly<Record<string, Job>> = {
  nothing: (sandbox) => call(sandbox, 'GET', '/status'),
  'snapshot save': (sandbox) => call(sandbox, 'POST', '/snapshots', { name: 'before' }),
  'import of 8 MB': (sandbox) =>
    call(
      sandbox,
      'POST',
      `/accounts/${LONG_ACCOUNT}/transactions/import`,
      csv({ rows: 10_000, padding: 500 }),
    ),
  'import of 8 MB with a fault in each line': (sandbox) =>
    call(
      sandbox,
      'POST',
      `/accounts/${LONG_ACCOUNT}/transactions/import`,
      csv({ rows: 130_000, padding: 0, day: '2027/13/45' }),
      422,
    ),
  'import of 8 MB that is no statement': (sandbox) =>
    call(
      sandbox,
      'POST',
      `/accounts/${LONG_ACCOUNT}/transactions/import`,
      Buffer.from(','.repeat(8_000_000)),
      422,
    ),
  'generation of 100,000 rows': (sandbox) =>
    call(sandbox, 'POST', `/accounts/${LONG_ACCOUNT}/transactions/generate`, {
      months: 120,
      profile: 'household-busy',
      rows: 100_000,
    }),
  compaction: async ({ dataDir }) => {
    const root = join(dataDir ?? '', 'store/root.json');
    const compactedUpTo = async () => /"current":\{"at":(\d+)/.exec(await readFile(root, 'utf8'))?.[1];
    // Of itself, once nothing has been written for some seconds.
    for (const before = await compactedUpTo(); before === (await compactedUpTo());) await setTimeout(100);
  },
  'clock advance': (sandbox) => call(sandbox, 'POST', '/clock/advance', { by: 'P30D' }),
  'scenario export': async (sandbox) => {
    const response = await ask(sandbox, 'GET', '/scenario');
    await response.body?.pipeTo(new WritableStream());
  },
  'scenario export and load': async (sandbox) => {
    const response = await ask(sandbox, 'GET', '/scenario');
    const document = Buffer.from(await response.arrayBuffer());
    await call(sandbox, 'POST', '/scenario', document);
  },
  'snapshot restore': (sandbox) => call(sandbox, 'POST', '/snapshots/before/restore'),
  'deletion of a customer': async (sandbox) => {
    await call(sandbox, 'DELETE', '/customers/cust_2');
    await call(sandbox, 'DELETE', '/customers/cust_1');
  },
  'scenario reset': (sandbox) => call(sandbox, 'POST', '/scenario/reset'),
  'deletion of an account': (sandbox) => call(sandbox, 'DELETE', `/accounts/${LONG_ACCOUNT}`),
};

async function call(
  sandbox: ReadyEvent,
  method: string,
  path: string,
  body?: object | Buffer,
  refusal?: number,
): Promise<void> {
  const response = await ask(sandbox, method, path, body);
  const text = await response.text();
  if (refusal === undefined ? !response.ok : response.status !== refusal)
    throw new Error(`${method} ${path} answered ${String(response.status)}: ${text.slice(0, 500)}`);
}

function ask(
  { control, controlToken }: ReadyEvent,
  method: string,
  path: string,
  body?: object | Buffer,
): Promise<Response> {
  return fetch(`${control}${path}`, {
    method,
    headers: { Authorization: `Bearer ${controlToken}`, ...(body && { 'Content-Type': 'application/json' }) },
    ...(body && { body: Buffer.isBuffer(body) ? new Uint8Array(body) : JSON.stringify(body) }),
  });
}

function longScenario(rows: number) {
  const account = { branchCode: '001', accountTypeCode: '01' };
  return {
    version: 1,
    name: 'long',
    customers: Array.from({ length: CUSTOMERS }, (_, index) => ({
      kind: 'personal',
      loginId: String(index + 1),
      password: `Sandbox-${String(index + 1)}`,
      name: 'ベンチ　太郎',
      nameKana: 'ﾍﾞﾝﾁ ﾀﾛｳ',
      accounts: [
        {
          ...account,
          accountNumber: String(1_000_001 + index),
          ...(index === 0 && { generate: { profile: 'household-busy', months: 120, rows } }),
        },
      ],
    })),
  };
}

/** A CSV of some 8 MB. @param padding so many characters more in two columns of each row. */
function csv({ rows, padding, day = '2027/01/05' }: { rows: number; padding: number; day?: string }): Buffer {
  const account = 'x'.repeat(1 + padding);
  const remarks = 'a'.repeat(Math.min(255, padding));
  const line = `"${account}","1","${day}","","","100","","","振込","","","","${remarks}"\r\n`;
  return Buffer.from(line.repeat(rows));
}
