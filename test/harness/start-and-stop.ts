import { createHook } from 'node:async_hooks';
import { once } from 'node:events';
import { existsSync, readdirSync } from 'node:fs';
import { request, type IncomingMessage } from 'node:http';
import { join } from 'node:path';
import { createSandbox } from '../../server/sandbox.ts';
import { SandboxStopped, type ReadyEvent } from '../../server/sandbox-options.ts';

// A program of its own: starts and stops sandboxes, `node --import tsx start-and-stop.ts DIR ROUNDS`, and
// prints what they have left behind as one line of JSON. It does not end the process: it ends by
// itself, unless something still runs.

/**
 * Timers that the product has set, itself or by a server it has made, by the id Node gives them; also
 * those that keep no process alive. Node has others of its own, for the Date header and for `fetch`.
 */
const timers = new Map<number, string>();
createHook({
  init: (id, type) => {
    if (type !== 'Timeout') return;
    const callers = (new Error().stack ?? '').split('\n').slice(2);
    const setter = callers.find(
      (line) => !/node:(?:timers|_http_server|internal\/(?:timers|async_hooks|abort_controller))/.test(line),
    );
    if (setter?.includes('/server/')) timers.set(id, setter.trim());
  },
  destroy: (id) => timers.delete(id),
}).enable();

export interface LeftBehind {
  started: number;
  stoppedWhileStarting: number;
  /** Kinds of handles and requests that Node counts as active. */
  resources: string[];
  /** The places in the product that set timers which still run. */
  timers: string[];
  /** Open files more than before the first. */
  files: number;
  /** Listeners on `process` more than before the first. */
  listeners: number;
  locks: string[];
}

const [, , directory = '', rounds = '0'] = process.argv;
const AT_A_TIME = 10;

const openFiles = () => (existsSync('/proc/self/fd') ? readdirSync('/proc/self/fd').length : 0);
const listeners = () => process.eventNames().reduce((sum, name) => sum + process.listenerCount(name), 0);

let stoppedWhileStarting = 0;

/** All but two keep their data, in a directory that earlier rounds have used: keys are made once. */
async function startAndStop(round: number, place: number): Promise<void> {
  const dataDir = place < 2 ? null : join(directory, String(place));
  const sandbox = createSandbox({
    host: '127.0.0.1',
    port: 0,
    consolePort: 0,
    partnerPort: 0,
    ...(place % 5 === 0 ? { httpsPort: 0 } : {}),
    dataDir,
    scenario: 'blank',
    clock: 'real',
    controlToken: 'a-token',
  });
  const started = sandbox.start().catch((error: unknown) => {
    if (!(error instanceof SandboxStopped)) throw error;
    stoppedWhileStarting += 1;
    return undefined;
  });
  // After so many turns of the event loop, so that each step of the start is once the last one.
  if ((round + place) % 2 === 0) for (let turn = 0; turn < round * 3 + place; turn++) await nextTurn();
  else await useIt(await started, place);
  await Promise.all([sandbox.stop(), started]);
}

function nextTurn(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}

async function useIt(ready: ReadyEvent | undefined, place: number): Promise<void> {
  if (!ready) return;
  // Left open: stopping has to cut it.
  await ask(ready, 'GET', `${ready.control}/log/stream`);
  if (place === 1) await ask(ready, 'POST', `${ready.control}/self-tests`);
  await ask(ready, 'GET', `${ready.issuer}/oauth2/jwks`);
}

/** Every connection of this program itself, so that none of them is taken for one of the product. */
const closings: Promise<unknown>[] = [];

async function ask({ controlToken }: ReadyEvent, method: string, url: string): Promise<void> {
  const outgoing = request(url, {
    method,
    agent: false,
    headers: { authorization: `Bearer ${controlToken}` },
  });
  closings.push(once(outgoing, 'close'));
  const answered = once(outgoing, 'response') as Promise<[IncomingMessage]>;
  outgoing.end();
  const [answer] = await answered;
  if ((answer.statusCode ?? 500) >= 400) throw new Error(`${url} answered ${String(answer.statusCode)}`);
  answer.on('error', () => undefined).resume();
}

async function runRound(round: number): Promise<void> {
  await Promise.all(Array.from({ length: AT_A_TIME }, (_, place) => startAndStop(round, place)));
}

// The first round loads modules and makes keys; what stays of that belongs to the process.
await runRound(0);
const before = { files: openFiles(), listeners: listeners() };
for (let round = 1; round < Number(rounds); round++) await runRound(round);

const locks = readdirSync(directory).filter((name) => existsSync(join(directory, name, 'lock')));
await Promise.all(closings);
// Node tells of what was destroyed, and closes handles, in the next turns.
for (let turn = 0; turn < 5; turn++) await nextTurn();
const left: LeftBehind = {
  started: Number(rounds) * AT_A_TIME,
  stoppedWhileStarting,
  resources: process.getActiveResourcesInfo().filter((type) => !['PipeWrap', 'TTYWrap'].includes(type)),
  timers: [...timers.values()],
  files: Math.max(0, openFiles() - before.files),
  listeners: Math.max(0, listeners() - before.listeners),
  locks,
};
process.stdout.write(`${JSON.stringify(left)}\n`);
