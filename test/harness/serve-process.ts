import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import type { ReadyEvent } from '../../server/sandbox-options.ts';

export const ROOT = fileURLToPath(new URL('../..', import.meta.url));

/** A `serve` command in a process of its own. */
export class ServeProcess {
  readonly child: ChildProcess;
  readonly stdoutLines: string[] = [];
  stderr = '';
  readonly #firstLine: Promise<string>;
  readonly #exited: Promise<{ code: number | null; signal: NodeJS.Signals | null }>;

  constructor(args: readonly string[], program = 'server/cli/build-first.mjs') {
    const { IB_LINK_CONTROL_TOKEN: _inherited, ...env } = process.env;
    this.child = spawn(process.execPath, [program, 'serve', ...args], {
      cwd: ROOT,
      env,
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    if (!this.child.stdout || !this.child.stderr) throw new Error('the process has no pipes');
    this.child.stderr.setEncoding('utf8').on('data', (text: string) => (this.stderr += text));
    const lines = createInterface({ input: this.child.stdout });
    lines.on('line', (line) => this.stdoutLines.push(line));
    this.#firstLine = once(lines, 'line').then(([line]) => String(line));
    this.#exited = once(this.child, 'close').then(([code, signal]) => ({
      code: code as number | null,
      signal: signal as NodeJS.Signals | null,
    }));
  }

  /** The ready line. @throws with what stands on stderr when the process ends before it. */
  async ready(): Promise<ReadyEvent> {
    const line = await Promise.race([
      this.#firstLine,
      this.#exited.then(({ code }) => {
        throw new Error(`serve ended with ${String(code)}: ${this.stderr}`);
      }),
    ]);
    return JSON.parse(line) as ReadyEvent;
  }

  /** How it ended. */
  exited(): Promise<{ code: number | null; signal: NodeJS.Signals | null }> {
    return this.#exited;
  }

  async end(signal: NodeJS.Signals = 'SIGTERM'): Promise<number | null> {
    if (this.child.exitCode === null && this.child.signalCode === null) this.child.kill(signal);
    return (await this.#exited).code;
  }
}

/** Ports that are free, JSON on stdout: what every spawned test sandbox wants. */
export const ANY_PORTS = ['--port', '0', '--console-port', '0', '--partner-port', '0', '--json'] as const;
