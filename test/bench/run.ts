import { mkdir, writeFile } from 'node:fs/promises';
import { availableParallelism, cpus } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { againstProvider, providerBenches } from './against-provider.ts';
import {
  compete,
  expectStatus,
  openConnections,
  repeating,
  type Conditions,
  type Result,
} from './competition.ts';
import { getRequest } from './connection.ts';
import { firstWindow } from './first-window.ts';
import { floodLiveLog, timeLiveLog } from './live-log.ts';
import { median } from './measure.ts';
import { memoryWith } from './memory.ts';
import { EPHEMERAL_ARGS, startBenchSandbox } from './sandbox-server.ts';
import { ROOT, run, startProcess } from './server-process.ts';

const { values: options } = parseArgs({
  options: {
    /** Only the benches whose name contains this. */
    only: { type: 'string' },
    rounds: { type: 'string', default: '5' },
    /** Milliseconds of one contestant's round. */
    round: { type: 'string', default: '1200' },
    /** With few of them every refresh waits for the disk alone; the journal's group commit needs company. */
    connections: { type: 'string', default: '32' },
    /** Rows of the long statement. */
    rows: { type: 'string', default: '1000000' },
    /** A folder for CPU profiles of the sandbox. */
    profile: { type: 'string' },
  },
});
const conditions: Conditions = {
  rounds: Number(options.rounds),
  roundMs: Number(options.round),
  connections: Number(options.connections),
  profileDir: options.profile,
};

/** `serve` against the smallest Express process, from spawn to the first line. */
async function startUp(): Promise<Result> {
  const measured = { sandbox: [] as number[], 'bare Express': [] as number[] };
  for (let round = 0; round < Math.max(5, conditions.rounds); round++) {
    for (const [name, args] of [
      ['sandbox', EPHEMERAL_ARGS],
      ['bare Express', ['test/bench/servers/bare-express.mjs']],
    ] as const) {
      const server = await startProcess(args);
      measured[name].push(server.startMs);
      await server.stop();
    }
  }
  const sandbox = median(measured.sandbox);
  const express = median(measured['bare Express']);
  return {
    bench: 'start-up (serve --ephemeral)',
    figures: [
      { contestant: 'sandbox', p50Ms: sandbox },
      { contestant: 'bare Express', p50Ms: express },
    ],
    ratios: { 'bare Express': sandbox / express },
  };
}

/** A read, against Express and node:http that answer the very same bytes. */
async function readAgainstBare(
  bench: string,
  path: string,
  setUp: { rows: number; ephemeral?: boolean },
): Promise<Result> {
  const sandbox = await startBenchSandbox({ ...setUp, profileDir: conditions.profileDir });
  const { access_token } = await sandbox.link(['account:balance', 'account:transaction']);
  const headers = { Authorization: `Bearer ${access_token}`, Accept: 'application/json' };
  const [first] = await openConnections(sandbox.origin, conditions);
  const answer = await first?.send(getRequest(path, headers));
  expectStatus(answer, 200);
  const bytes = {
    BENCH_BODY: Buffer.from(answer.body).toString('base64'),
    BENCH_PATH: path.split('?')[0] ?? '',
  };
  const express = await startProcess<{ origin: string }>(['test/bench/servers/bare-express.mjs'], bytes);
  const http = await startProcess<{ origin: string }>(['test/bench/servers/bare-http.mjs'], bytes);
  const workersOf = async (origin: string) =>
    (await openConnections(origin, conditions)).map((connection) =>
      repeating(connection, getRequest(path, headers)),
    );
  const result = await compete(bench, conditions, [
    { name: 'sandbox', pid: sandbox.pid, workers: await workersOf(sandbox.origin) },
    { name: 'bare Express', pid: express.pid, workers: await workersOf(express.ready.origin) },
    { name: 'bare node:http', pid: http.pid, workers: await workersOf(http.ready.origin) },
  ]);
  await Promise.all([sandbox.stop(), express.stop(), http.stop()]);
  return result;
}

/** How soon a row is at a reader; the console draws it in its next frame. */
async function liveLog(): Promise<Result[]> {
  const sandbox = await startBenchSandbox({ rows: 1_000, profileDir: conditions.profileDir });
  await timeLiveLog(sandbox.origin, sandbox.control, 50);
  const figures = await timeLiveLog(sandbox.origin, sandbox.control, 200);
  const flooded = [];
  for (let round = 0; round < conditions.rounds; round++) {
    flooded.push(await floodLiveLog(sandbox.origin, sandbox.control, conditions));
  }
  await sandbox.stop();
  return [
    { bench: 'live log (answer to row)', figures: [{ contestant: 'sandbox', ...figures }], ratios: {} },
    {
      bench: 'live log under load (rows at a reader)',
      figures: [{ contestant: 'sandbox', perSecond: median(flooded) }],
      ratios: {},
    },
  ];
}

function wanted(bench: string): boolean {
  return options.only === undefined || bench.includes(options.only);
}

function print({ bench, figures, ratios, cpuRatios = {} }: Result): void {
  process.stdout.write(`\n${bench}\n`);
  for (const { contestant, perSecond, p50Ms, p99Ms, cpuMicros, memoryMb } of figures) {
    const ratio = ratios[contestant];
    const cpuRatio = cpuRatios[contestant];
    process.stdout.write(
      `  ${contestant.padEnd(18)}` +
        (perSecond === undefined ? '' : `${perSecond.toFixed(0)}/s`.padStart(9)) +
        (p50Ms === undefined ? '' : `  p50 ${p50Ms.toFixed(2)} ms`) +
        (p99Ms === undefined ? '' : `  p99 ${p99Ms.toFixed(2)} ms`) +
        (cpuMicros === undefined ? '' : `  cpu ${cpuMicros.toFixed(0)} µs`) +
        (memoryMb === undefined ? '' : `${memoryMb.toFixed(0)} MB`.padStart(9)) +
        (ratio === undefined ? '' : `   sandbox: ${ratio.toFixed(2)} ×`) +
        (cpuRatio === undefined ? '\n' : `, by cpu ${cpuRatio.toFixed(2)} ×\n`),
    );
  }
}

run('server/cli/build.ts', 'server');

const results: Result[] = [];
const add = (...more: Result[]) => {
  results.push(...more);
  more.forEach(print);
};
if (wanted('start-up')) add(await startUp());
const againstPeers = Object.keys(providerBenches).filter(wanted);
if (againstPeers.length > 0)
  for await (const result of againstProvider(againstPeers, conditions)) add(result);
if (wanted('live log')) add(...(await liveLog()));
if (wanted('balances')) {
  add(await readAgainstBare('balances', '/ib/v1/accounts/balances', { rows: 1_000 }));
}
if (wanted('page')) {
  const rows = Number(options.rows);
  const path = '/ib/v1/accounts/transactions?accountId=001011000001&dateFrom=2000-01-01';
  add(
    await readAgainstBare(`100-row page out of ${rows.toLocaleString('en')} rows`, path, {
      rows,
      ephemeral: true,
    }),
  );
}

if (wanted('memory')) add(await memoryWith(Number(options.rows)));
if (wanted('first usable window')) add(await firstWindow(conditions.rounds));

await mkdir(join(ROOT, 'bench'), { recursive: true });
await writeFile(
  join(ROOT, 'bench', 'latest.json'),
  `${JSON.stringify(
    {
      node: process.version,
      cpu: cpus()[0]?.model,
      cores: availableParallelism(),
      ...conditions,
      results,
    },
    undefined,
    2,
  )}\n`,
);
process.exit(0);
