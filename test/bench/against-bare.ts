import {
  compete,
  expectStatus,
  openConnections,
  repeating,
  type Conditions,
  type Result,
} from './competition.ts';
import { getRequest } from './connection.ts';
import { floodLiveLog, timeLiveLog } from './live-log.ts';
import { median } from './measure.ts';
import { EPHEMERAL_ARGS, startBenchSandbox } from './sandbox-server.ts';
import { startProcess } from './server-process.ts';

/** `serve` against the smallest Express process, from spawn to the first line. */
export async function startUp({ rounds }: Conditions): Promise<Result> {
  const measured = { sandbox: [] as number[], 'bare Express': [] as number[] };
  for (let round = 0; round < Math.max(5, rounds); round++) {
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
export async function readAgainstBare(
  bench: string,
  path: string,
  setUp: { rows: number; ephemeral?: boolean },
  conditions: Conditions,
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
export async function liveLog(conditions: Conditions): Promise<Result[]> {
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
