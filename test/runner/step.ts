import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';

export const ROOT = fileURLToPath(new URL('../..', import.meta.url));

const KILL_AFTER_MS = 5_000;

export interface Command {
  readonly command: string;
  readonly args: readonly string[];
  readonly env?: Record<string, string>;
  readonly limitMs: number;
}

/**
 * Runs a command with its output on this terminal, and ends it with all its children where it takes
 * too long: a test run never hangs.
 * @returns its exit code; 124 when it was ended for taking too long, as `timeout` has it
 */
export function runStep({ command, args, env, limitMs }: Command): Promise<number> {
  return new Promise((resolve) => {
    // A group of its own, so that browsers and displays it started go with it.
    const child = spawn(command, args, {
      cwd: ROOT,
      env: { ...process.env, ...env },
      stdio: ['ignore', 'inherit', 'inherit'],
      detached: true,
    });
    let outOfTime = false;
    const endGroup = (signal: NodeJS.Signals) => {
      try {
        if (child.pid !== undefined) process.kill(-child.pid, signal);
      } catch {
        // The group has ended by itself.
      }
    };
    const limit = setTimeout(() => {
      outOfTime = true;
      process.stdout.write(`${command} takes longer than ${String(limitMs / 60_000)} minutes: ended.\n`);
      endGroup('SIGTERM');
      setTimeout(() => endGroup('SIGKILL'), KILL_AFTER_MS).unref();
    }, limitMs);
    const interrupted = () => {
      endGroup('SIGTERM');
      process.exit(130);
    };
    process.once('SIGINT', interrupted);
    process.once('SIGTERM', interrupted);
    const done = (code: number) => {
      clearTimeout(limit);
      process.off('SIGINT', interrupted);
      process.off('SIGTERM', interrupted);
      endGroup('SIGKILL');
      resolve(code);
    };
    child.once('error', (error) => {
      process.stdout.write(`${command}: ${error.message}\n`);
      done(127);
    });
    child.once('exit', (code) => done(outOfTime ? 124 : (code ?? 1)));
  });
}
