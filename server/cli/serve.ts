import { randomBytes } from 'node:crypto';
import { resolve } from 'node:path';
import { InvalidArgumentError, type Command } from 'commander';
import { endOnDefect } from '../last-resort.ts';
import { createSandbox } from '../sandbox.ts';
import { defaultDataDir } from './default-data-dir.ts';
import { SandboxStartError, SandboxStopped, type ReadyEvent } from '../sandbox-options.ts';

interface ServeOptions {
  host: string;
  port: number;
  consolePort: number;
  partnerPort: number;
  httpsPort: number | 'off';
  data?: string;
  ephemeral?: true;
  scenario: string;
  clock: string;
  controlToken?: string;
  json?: true;
}

/** `serve`: the headless sandbox (contract §1). */
export function addServeCommand(program: Command): void {
  program
    .command('serve')
    .description('run the sandbox without a window')
    .option('--host <address>', 'address to listen on', '127.0.0.1')
    .option('--port <n>', 'port of the bank; 0 takes a free one', parsePort, 4780)
    .option('--console-port <n>', 'port of the console and the control API', parsePort, 4781)
    .option('--partner-port <n>', 'port of the demo partner', parsePort, 4782)
    .option('--https-port <n|off>', 'port of the bank over TLS', parsePortOrOff, 'off')
    .option('--data <dir>', 'where everything is kept')
    .option('--ephemeral', 'keep nothing')
    .option('--scenario <demo|blank|file>', 'loaded where nothing is stored yet', 'demo')
    .option(
      '--clock <iso|real>',
      "the bank's time: real, or an RFC 3339 time at which it stands still",
      'real',
    )
    .option('--control-token <token>', 'token of the control API (or IB_LINK_CONTROL_TOKEN; default: random)')
    .option('--json', 'print one JSON line on stdout when ready, and everything else on stderr')
    .action(serve);
}

async function serve(options: ServeOptions): Promise<void> {
  if (options.ephemeral && options.data !== undefined) {
    throw new SandboxStartError(
      2,
      '--ephemeral keeps nothing and --data names where to keep it: use one of them.',
    );
  }
  const sandbox = createSandbox({
    host: options.host,
    port: options.port,
    consolePort: options.consolePort,
    partnerPort: options.partnerPort,
    ...(options.httpsPort === 'off' ? {} : { httpsPort: options.httpsPort }),
    dataDir: options.ephemeral ? null : resolve(options.data ?? defaultDataDir()),
    scenario: options.scenario,
    clock: options.clock,
    controlToken: controlToken(options.controlToken),
  });
  endOnDefect(
    () => sandbox.stop(),
    (text) => sandbox.hideSecrets(text),
  );
  const stopped = stopOnSignal(() => sandbox.stop());
  const ready = await sandbox.start().catch((error: unknown) => {
    if (error instanceof SandboxStopped) return undefined;
    throw error;
  });
  if (!ready) return await stopped;
  if (options.json) process.stdout.write(`${JSON.stringify(ready)}\n`);
  else process.stdout.write(describe(ready));
  await stopped;
}

/**
 * Stops once on SIGINT or SIGTERM; resolves when everything is flushed. A second signal is for
 * somebody who will not wait, and ends the process at once.
 */
function stopOnSignal(stop: () => Promise<void>): Promise<void> {
  return new Promise((resolve, reject) => {
    let stopping = false;
    const onSignal = () => {
      if (stopping) process.exit(130);
      stopping = true;
      stop().then(() => {
        process.off('SIGINT', onSignal);
        process.off('SIGTERM', onSignal);
        resolve();
      }, reject);
    };
    process.on('SIGINT', onSignal);
    process.on('SIGTERM', onSignal);
  });
}

function parsePort(text: string): number {
  const port = Number(text);
  if (!/^\d+$/.test(text) || port > 65_535) {
    throw new InvalidArgumentError('A port is a whole number from 0 to 65535.');
  }
  return port;
}

/** `off` as for the desktop app, whose options `npm start` hands on where there is no display. */
function parsePortOrOff(text: string): number | 'off' {
  return text === 'off' ? text : parsePort(text);
}

/**
 * The token of the control API: given, from the environment, or 192 random bits. Taken out of the
 * environment, so that no child process inherits it.
 */
function controlToken(given: string | undefined): string {
  const fromEnvironment = process.env['IB_LINK_CONTROL_TOKEN'];
  delete process.env['IB_LINK_CONTROL_TOKEN'];
  const token = given ?? fromEnvironment ?? randomBytes(24).toString('base64url');
  if (!/^[\x21-\x7e]{1,512}$/.test(token)) {
    throw new SandboxStartError(2, 'The control token has to be 1 to 512 visible ASCII characters.');
  }
  return token;
}

function describe(ready: ReadyEvent): string {
  return [
    'IB Link Sandbox',
    `  銀行 / bank          ${ready.issuer}`,
    ...(ready.httpsIssuer === null ? [] : [`  銀行 (TLS) / bank    ${ready.httpsIssuer}`]),
    `  コンソール / console  ${ready.console}#token=${ready.controlToken}`,
    `  デモ外部サービス / partner  ${ready.partner}`,
    `  データ / data        ${ready.dataDir ?? '保存しません / nothing is kept'}`,
    '終了は Ctrl+C / press Ctrl+C to stop',
    '',
  ].join('\n');
}
