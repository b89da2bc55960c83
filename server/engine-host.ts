import type { Sandbox } from './sandbox.ts';
import { createSandbox } from './sandbox.ts';
import type { BankSide, ClientCertificateProxy } from './listeners/client-certificate-proxy.ts';
import { screenPaths } from './screens/paths.ts';
import { endOnDefect } from './last-resort.ts';
import { SandboxStartError, SandboxStopped } from './sandbox-options.ts';
import {
  engineCommandSchema,
  type EngineCommand,
  type EngineOptions,
  type EngineReport,
} from './engine-messages.ts';

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
let proxy: ClientCertificateProxy | undefined;

async function start({ httpsPort, proxyPort, proxyPassword, ...options }: EngineOptions): Promise<void> {
  try {
    sandbox = createSandbox({
      ...options,
      ...(httpsPort === null ? {} : { httpsPort }),
      host: '127.0.0.1',
      scenario: 'demo',
      clock: 'real',
      whenConsoleAnswers: (address) => {
        shell.postMessage({ type: 'console', address });
      },
    });
    const { issuer, httpsIssuer, console, partner } = await sandbox.start();
    const https =
      httpsIssuer === null ? null : await serveCustomerWindows(httpsIssuer, proxyPort, proxyPassword);
    shell.postMessage({ type: 'ready', addresses: { issuer, console, partner, https } });
  } catch (error) {
    if (error instanceof SandboxStopped) return; // The shell hears that from `stop`.
    if (!(error instanceof SandboxStartError)) throw error; // A defect: die loudly, the shell tells of it.
    shell.postMessage({ type: 'failed', exitCode: error.exitCode, message: error.message });
  }
}

async function serveCustomerWindows(issuer: string, port: number, password: string) {
  const [{ ClientCertificateProxy }, { ca }] = await Promise.all([
    import('./listeners/client-certificate-proxy.ts'),
    bankSide(),
  ]);
  proxy = new ClientCertificateProxy(issuer, password);
  return {
    issuer,
    ca,
    certificateLogin: issuer + screenPaths.certificate,
    proxyPort: await proxy.listen(port),
  };
}

/** Asked for anew at each use: the bank renews its certificate while it runs. */
async function bankSide(): Promise<BankSide> {
  const { certificates } = running().context;
  return { server: await certificates.serverMaterial(), ca: await certificates.rootCertificate() };
}

async function listCertificates(id: number): Promise<void> {
  const { offeredCertificates } = await import('./certificates/offered-certificates.ts');
  shell.postMessage({ type: 'certificates', id, certificates: await offeredCertificates(running().context) });
}

async function presentCertificate(id: number, serialNumber: string | null): Promise<void> {
  const { offeredKeyMaterial } = await import('./certificates/offered-certificates.ts');
  const identity = serialNumber === null ? null : await offeredKeyMaterial(running().context, serialNumber);
  proxy?.present(identity, await bankSide());
  shell.postMessage({ type: 'presenting', id });
}

function running(): Sandbox {
  if (!sandbox) throw new Error('The shell asked before the sandbox was started.');
  return sandbox;
}

async function stop(): Promise<void> {
  await proxy?.close();
  await sandbox?.stop();
  shell.postMessage({ type: 'stopped' });
}

endOnDefect(
  async () => sandbox?.stop(),
  (text) => sandbox?.hideSecrets(text) ?? text,
);

// Ctrl+C in a terminal reaches every process of the group; the shell says when it is time to stop.
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => undefined);

shell.on('message', ({ data }) => {
  void obey(engineCommandSchema.parse(data));
});

async function obey(command: EngineCommand): Promise<void> {
  switch (command.type) {
    case 'start':
      return start(command.options);
    case 'stop':
      return stop();
    case 'list-certificates':
      return listCertificates(command.id);
    case 'present-certificate':
      return presentCertificate(command.id, command.serialNumber);
  }
}
