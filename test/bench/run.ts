import { spawnSync } from 'node:child_process';
import { mkdir, writeFile } from 'node:fs/promises';
import { availableParallelism, cpus } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { Connection, formRequest, getRequest } from './connection.ts';
import { BASIC, CUSTOMER_FORMS, walkLinkFlow, type Bank } from './link-flow.ts';
import { timeLiveLog } from './live-log.ts';
import { median, medians, runRound, type Round, type Work } from './measure.ts';
import { EPHEMERAL_ARGS, startBenchSandbox } from './sandbox-server.ts';
import { ROOT, startProcess } from './server-process.ts';

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
const ROUNDS = Number(options.rounds);
const ROUND_MS = Number(options.round);
const WARM_UP_MS = 2_000;
const CONNECTIONS = Number(options.connections);

/** One line of the table: a contestant's medians, and how they compare with the first one's. */
interface Figure {
  contestant: string;
  perSecond?: number;
  p50Ms: number;
  p99Ms?: number;
  cpuMicros?: number;
}
interface Result {
  bench: string;
  figures: Figure[];
  /** Of the sandbox to each rival: throughput, or for start-up how many times longer it takes. */
  ratios: Record<string, number>;
}

interface Contestant {
  name: string;
  pid: number;
  workers: readonly Work[];
}

/** Lets everybody run in turn, so that whatever else the machine does hits all of them alike. */
async function compete(bench: string, contestants: readonly Contestant[]): Promise<Result> {
  const rounds = new Map<string, Round[]>(contestants.map(({ name }) => [name, []]));
  // Until the code is compiled and background work of the start (making keys) is over.
  for (const { pid, workers } of contestants) await runRound(workers, WARM_UP_MS, pid);
  for (let round = 0; round < ROUNDS; round++) {
    for (const { name, pid, workers } of contestants) {
      rounds.get(name)?.push(await runRound(workers, ROUND_MS, pid));
    }
  }
  const figures = [...rounds].map(([contestant, measured]) => ({ contestant, ...medians(measured) }));
  const [sandbox, ...rivals] = figures;
  return {
    bench,
    figures,
    ratios: Object.fromEntries(
      rivals.map(({ contestant, perSecond }) => [contestant, (sandbox?.perSecond ?? NaN) / perSecond]),
    ),
  };
}

const connections = (origin: string) =>
  Promise.all(Array.from({ length: CONNECTIONS }, () => Connection.open(origin)));

/** `serve` against the smallest Express process, from spawn to the first line. */
async function startUp(): Promise<Result> {
  const measured = { sandbox: [] as number[], 'bare Express': [] as number[] };
  for (let round = 0; round < Math.max(5, ROUNDS); round++) {
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

/** Each connection carries a chain of its own: every answer brings the next refresh token. */
function refreshing(connection: Connection, path: string, first: string): Work {
  let token = first;
  return async () => {
    const form = `grant_type=refresh_token&refresh_token=${encodeURIComponent(token)}`;
    const answer = await connection.send(formRequest(path, form, BASIC));
    if (answer.status !== 200) throw new Error(answer.body);
    const next = (JSON.parse(answer.body) as { refresh_token: string }).refresh_token;
    if (next === token) throw new Error('the refresh token did not rotate');
    token = next;
  };
}

function reading(connection: Connection, request: string): Work {
  return async () => {
    const answer = await connection.send(request);
    if (answer.status !== 200) throw new Error(answer.body);
  };
}

interface ProviderReady {
  origin: string;
  refreshTokens: { plain: string[]; openid: string[] };
}

/** Token refresh and the whole flow, against oidc-provider; the sandbox journals to a real directory. */
async function againstProvider(): Promise<Result[]> {
  const provider = await startProcess<ProviderReady>(['test/bench/servers/oidc-provider.mjs'], {
    BENCH_CONNECTIONS: String(CONNECTIONS),
  });
  const sandbox = await startBenchSandbox({ rows: 1_000, profileDir: options.profile });
  const results: Result[] = [];
  for (const [kind, scopes] of [
    ['plain', ['account:balance', 'offline_access']],
    ['openid', ['openid', 'account:balance', 'offline_access']],
  ] as const) {
    const bench = kind === 'plain' ? 'token refresh' : 'token refresh with ES256 ID token';
    if (!wanted(bench)) continue;
    const ours = await Promise.all(
      (await connections(sandbox.origin)).map(async (connection) =>
        refreshing(connection, '/oauth2/token', (await sandbox.link([...scopes])).refresh_token),
      ),
    );
    const theirs = (await connections(provider.ready.origin)).map((connection, at) =>
      refreshing(connection, '/token', provider.ready.refreshTokens[kind][at] ?? ''),
    );
    results.push(
      await compete(bench, [
        { name: 'sandbox', pid: sandbox.pid, workers: ours },
        { name: 'oidc-provider', pid: provider.pid, workers: theirs },
      ]),
    );
  }
  if (wanted('link flow')) {
    const banks: Record<'sandbox' | 'oidc-provider', Bank> = {
      sandbox: {
        origin: sandbox.origin,
        authorizePath: '/oauth2/authorize',
        tokenPath: '/oauth2/token',
        scope: 'account:balance offline_access',
        forms: CUSTOMER_FORMS.sandbox,
      },
      'oidc-provider': {
        origin: provider.ready.origin,
        authorizePath: '/auth',
        tokenPath: '/token',
        scope: 'openid account:balance offline_access',
        forms: CUSTOMER_FORMS['oidc-provider'],
      },
    };
    const contestants = await Promise.all(
      (['sandbox', 'oidc-provider'] as const).map(async (name) => ({
        name,
        pid: name === 'sandbox' ? sandbox.pid : provider.pid,
        workers: (await connections(banks[name].origin)).map(
          (connection) => () => walkLinkFlow(connection, banks[name]),
        ),
      })),
    );
    results.push(await compete('link flow, no browser', contestants));
  }
  await sandbox.stop();
  await provider.stop();
  return results;
}

/** A read, against Express and node:http that answer the very same bytes. */
async function readAgainstBare(
  bench: string,
  path: string,
  setUp: { rows: number; ephemeral?: boolean },
): Promise<Result> {
  const sandbox = await startBenchSandbox({ ...setUp, profileDir: options.profile });
  const { access_token } = await sandbox.link(['account:balance', 'account:transaction']);
  const headers = { Authorization: `Bearer ${access_token}`, Accept: 'application/json' };
  const [first] = await connections(sandbox.origin);
  const answer = await first?.send(getRequest(path, headers));
  if (answer?.status !== 200) throw new Error(answer?.body);
  const bytes = {
    BENCH_BODY: Buffer.from(answer.body).toString('base64'),
    BENCH_PATH: path.split('?')[0] ?? '',
  };
  const express = await startProcess<{ origin: string }>(['test/bench/servers/bare-express.mjs'], bytes);
  const http = await startProcess<{ origin: string }>(['test/bench/servers/bare-http.mjs'], bytes);
  const workersOf = async (origin: string) =>
    (await connections(origin)).map((connection) => reading(connection, getRequest(path, headers)));
  const result = await compete(bench, [
    { name: 'sandbox', pid: sandbox.pid, workers: await workersOf(sandbox.origin) },
    { name: 'bare Express', pid: express.pid, workers: await workersOf(express.ready.origin) },
    { name: 'bare node:http', pid: http.pid, workers: await workersOf(http.ready.origin) },
  ]);
  await Promise.all([sandbox.stop(), express.stop(), http.stop()]);
  return result;
}

/** How soon a row is at a reader; the console draws it in its next frame. */
async function liveLog(): Promise<Result> {
  const sandbox = await startBenchSandbox({ rows: 1_000, profileDir: options.profile });
  await timeLiveLog(sandbox.origin, sandbox.control, 50);
  const figures = await timeLiveLog(sandbox.origin, sandbox.control, 200);
  await sandbox.stop();
  return { bench: 'live log (answer to row)', figures: [{ contestant: 'sandbox', ...figures }], ratios: {} };
}

function wanted(bench: string): boolean {
  return options.only === undefined || bench.includes(options.only);
}

function print({ bench, figures, ratios }: Result): void {
  process.stdout.write(`\n${bench}\n`);
  for (const { contestant, perSecond, p50Ms, p99Ms, cpuMicros } of figures) {
    const ratio = ratios[contestant];
    process.stdout.write(
      `  ${contestant.padEnd(16)}` +
        (perSecond === undefined ? '' : `${perSecond.toFixed(0)}/s`.padStart(10)) +
        `  p50 ${p50Ms.toFixed(2)} ms${p99Ms === undefined ? '' : `  p99 ${p99Ms.toFixed(2)} ms`}` +
        (cpuMicros === undefined ? '' : `  cpu ${cpuMicros.toFixed(0)} µs`) +
        `${ratio === undefined ? '' : `   sandbox/${contestant} ${ratio.toFixed(2)}`}\n`,
    );
  }
}

const build = spawnSync(process.execPath, ['--import', 'tsx', 'server/cli/build.ts', 'server'], {
  cwd: ROOT,
  stdio: ['ignore', process.stderr, process.stderr],
});
if (build.status !== 0) process.exit(1);

const results: Result[] = [];
const add = (...more: Result[]) => {
  results.push(...more);
  more.forEach(print);
};
if (wanted('start-up')) add(await startUp());
if (['token refresh with ES256 ID token', 'link flow'].some(wanted)) add(...(await againstProvider()));
if (wanted('live log')) add(await liveLog());
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

await mkdir(join(ROOT, 'bench'), { recursive: true });
await writeFile(
  join(ROOT, 'bench', 'latest.json'),
  `${JSON.stringify(
    {
      node: process.version,
      cpu: cpus()[0]?.model,
      cores: availableParallelism(),
      rounds: ROUNDS,
      roundMs: ROUND_MS,
      connections: CONNECTIONS,
      results,
    },
    undefined,
    2,
  )}\n`,
);
process.exit(0);
