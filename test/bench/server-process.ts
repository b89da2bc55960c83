import { spawn, spawnSync, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';

export const ROOT = fileURLToPath(new URL('../..', import.meta.url));

/** A contestant in a process of its own, and what its first line of stdout told. */
export interface ServerProcess<Ready> {
  ready: Ready;
  pid: number;
  child: ChildProcess;
  /** From spawning the process to its first line. */
  startMs: number;
  stop(): Promise<void>;
}

/** Started and not stopped yet. */
const running = new Set<ServerProcess<unknown>>();

/** Stops what is still running. */
export async function stopAll(): Promise<void> {
  await Promise.all([...running].map((server) => server.stop()));
}

/**
 * Starts `node …args`; ready when it has printed a line of JSON.
 *
 * @param withChannel also opens a channel for messages to and from it.
 */
export async function startProcess<Ready>(
  args: readonly string[],
  env: Record<string, string> = {},
  withChannel = false,
): Promise<ServerProcess<Ready>> {
  const started = performance.now();
  const child = spawn(process.execPath, args, {
    cwd: ROOT,
    env: { ...process.env, NODE_ENV: 'production', ...env },
    stdio: ['ignore', 'pipe', 'pipe', withChannel ? 'ipc' : 'ignore'],
  });
  if (!child.stdout || !child.stderr) throw new Error('the process has no output');
  let stderr = '';
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    stderr += text;
    if (process.env['BENCH_STDERR'] !== undefined) process.stderr.write(text);
  });
  const closed = once(child, 'close');
  const line = await Promise.race([
    once(createInterface({ input: child.stdout }), 'line').then(([first]) => String(first)),
    closed.then(([code]) => {
      throw new Error(`node ${args.join(' ')} ended with ${String(code)}: ${stderr}`);
    }),
  ]);
  const startMs = performance.now() - started;
  const server = {
    ready: JSON.parse(line) as Ready,
    pid: child.pid ?? 0,
    child,
    startMs,
    stop: async () => {
      child.kill('SIGTERM');
      await closed;
      running.delete(server);
    },
  };
  running.add(server);
  return server;
}

/** Runs one of the repository's scripts to its end; what it says goes to stderr. */
export function run(...args: readonly string[]): void {
  const { status } = spawnSync(process.execPath, ['--import', 'tsx', ...args], {
    cwd: ROOT,
    stdio: ['ignore', process.stderr, process.stderr],
  });
  if (status !== 0) throw new Error(`${args.join(' ')} ended with ${String(status)}`);
}
