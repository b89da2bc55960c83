import type { Sandbox } from './sandbox.ts';
import { createSandbox } from './sandbox.ts';
import { SandboxStartError } from './sandbox-options.ts';
import { engineCommandSchema, type EngineOptions, type EngineReport } from './engine-messages.ts';

/**
 * The engine's entry when the desktop shell runs it in a process of its own, so that serialising much
 * data never freezes the window. Electron gives such a process a port to its parent; apart from that
 * port nothing here knows of Electron.
 */
interface ParentPort {
  on(event: 'message', listener: (message: { data: unknown }) => void): void;
  postMessage(message: EngineReport): void;
}

function parentPort(): ParentPort {
  // Asked for by name: Node itself knows no such property.
  const port: unknown = Reflect.get(process, 'parentPort');
  if (!isParentPort(port)) {
    throw new Error('This file is started by the desktop shell; use `ib-link-sandbox serve` instead.');
  }
  return port;
}

function isParentPort(port: unknown): port is ParentPort {
  return typeof port === 'object' && port !== null && 'postMessage' in port && 'on' in port;
}

const shell = parentPort();
let sandbox: Sandbox | undefined;

async function start({ httpsPort, ...options }: EngineOptions): Promise<void> {
  try {
    sandbox = createSandbox({
      ...options,
      ...(httpsPort === null ? {} : { httpsPort }),
      host: '127.0.0.1',
      scenario: 'demo',
      clock: 'real',
    });
    const { issuer, httpsIssuer, console, partner } = await sandbox.start();
    const https =
      httpsIssuer === null
        ? null
        : { issuer: httpsIssuer, ca: await sandbox.context.certificates.rootCertificate() };
    shell.postMessage({ type: 'ready', addresses: { issuer, console, partner, https } });
  } catch (error) {
    if (!(error instanceof SandboxStartError)) throw error; // A defect: die loudly, the shell tells of it.
    shell.postMessage({ type: 'failed', exitCode: error.exitCode, message: error.message });
  }
}

async function stop(): Promise<void> {
  await sandbox?.stop();
  shell.postMessage({ type: 'stopped' });
}

// Ctrl+C in a terminal reaches every process of the group; the shell says when it is time to stop.
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => undefined);

shell.on('message', ({ data }) => {
  const command = engineCommandSchema.parse(data);
  void (command.type === 'start' ? start(command.options) : stop());
});
