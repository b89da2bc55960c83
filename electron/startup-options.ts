import { app } from 'electron';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { z } from 'zod';

const port = z.coerce.number().int().min(0).max(65535);

const schema = z.object({
  port: port.default(4780),
  'console-port': port.default(4781),
  'partner-port': port.default(4782),
  'https-port': z.union([z.literal('off').transform(() => null), port]).default(4783),
  'user-data-dir': z.string().min(1).optional(),
});

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

/** @throws ZodError when a port is none; `--https-port` may be `off` */
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
  const options = schema.parse(values);
  return {
    ports: {
      port: options.port,
      consolePort: options['console-port'],
      partnerPort: options['partner-port'],
      httpsPort: options['https-port'],
    },
    userDataDir: options['user-data-dir'] ? resolve(options['user-data-dir']) : app.getPath('userData'),
  };
}

export function sandboxDataDir(options: StartupOptions): string {
  return join(options.userDataDir, 'data');
}
