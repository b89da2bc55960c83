import { app } from 'electron';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';

/** What the desktop app may be told on its command line. Unknown switches are Chromium's business. */
export interface StartupOptions {
  readonly ports: Ports;
  /** Windows' own data and, below it, the sandbox's. One running app per folder. */
  readonly userDataDir: string;
}

export interface Ports {
  readonly port: number;
  readonly consolePort: number;
  readonly partnerPort: number;
  /** Of the bank over TLS; null where it does not answer there. */
  readonly httpsPort: number | null;
}

/**
 * Written by hand: the window waits for it, and a library of schemas takes longer to load than all else
 * that stands before the first window.
 *
 * @throws RangeError when a port is none; `--https-port` may be `off`
 */
export function readStartupOptions(argv: readonly string[]): StartupOptions {
  const { values } = parseArgs({
    args: argv.slice(1),
    strict: false,
    allowPositionals: true,
    options: {
      port: { type: 'string' },
      'console-port': { type: 'string' },
      'partner-port': { type: 'string' },
      'https-port': { type: 'string' },
      'user-data-dir': { type: 'string' },
    },
  });
  const portOf = (name: string, otherwise: number) => readPort(name, values[name], otherwise);
  const userDataDir = values['user-data-dir'];
  return {
    ports: {
      port: portOf('port', 4780),
      consolePort: portOf('console-port', 4781),
      partnerPort: portOf('partner-port', 4782),
      httpsPort: values['https-port'] === 'off' ? null : portOf('https-port', 4783),
    },
    userDataDir:
      typeof userDataDir === 'string' && userDataDir !== '' ? resolve(userDataDir) : app.getPath('userData'),
  };
}

function readPort(name: string, given: string | boolean | undefined, otherwise: number): number {
  if (given === undefined) return otherwise;
  const port = typeof given === 'string' && /^\d{1,5}$/.test(given) ? Number(given) : Number.NaN;
  if (port <= 65_535) return port;
  throw new RangeError(
    `--${name} ${String(given)} is no port. Choose a number up to 65535, or 0 for any free one.`,
  );
}

export function sandboxDataDir(options: StartupOptions): string {
  return join(options.userDataDir, 'data');
}
