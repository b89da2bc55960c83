import { randomBytes } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { ClientKeys } from './authorization/client-keys.ts';
import { KeyRing } from './authorization/key-ring.ts';
import { GuessBrake } from './authorization/client-authentication/guess-brake.ts';
import { ReplayGuard } from './authorization/replay-guard.ts';
import { TokenMint } from './authorization/token-mint.ts';
import { CertificateAuthority } from './certificates/certificate-authority.ts';
import { Background } from './background.ts';
import { Clock, LATEST } from './bank/clock.ts';
import { settingsOf } from './bank/grants.ts';
import { LoginSessions } from './bank/login-sessions.ts';
import { LongJobs } from './bank/long-jobs.ts';
import { BankState } from './bank/state.ts';
import { toJstTimestamp } from './bank/time.ts';
import { UnitOfWork } from './bank/transaction.ts';
import type { Addresses, SandboxContext } from './context.ts';
import { explainFileError, prepareDataDirectory } from './data-directory.ts';
import { bankApp } from './listeners/bank-app.ts';
import { consoleApp } from './listeners/console-app.ts';
import { OriginServer, type RefusedRequest } from './listeners/origin-server.ts';
import type { TlsOrigin } from './listeners/tls-origin.ts';
import { RequestLog } from './log/request-log.ts';
import { OutgoingRequests } from './outgoing/outgoing-requests.ts';
import { createPartner } from './partner/app.ts';
import { sweepNowAndThen } from './retention-sweep.ts';
import {
  SandboxStartError,
  SandboxStopped,
  type ReadyEvent,
  type SandboxOptions,
} from './sandbox-options.ts';
import { applyScenario, loadScenario, ScenarioInvalid } from './scenarios/scenario.ts';
import { StateExchange } from './state-exchange.ts';
import { openDirectoryStorage } from './storage/directory.ts';
import { createEphemeralStorage } from './storage/ephemeral.ts';
import { DataDirectoryInUse, DataUnreadable, NotKept } from './storage/errors.ts';
import type { Storage } from './storage/storage.ts';

/** A sandbox that can be started and stopped once. Several may run side by side in one process. */
export interface Sandbox {
  /** Resolves when all three origins answer. @throws SandboxStartError; SandboxStopped where that came first. */
  start(): Promise<ReadyEvent>;
  /**
   * Stops answering, or starting, and resolves when everything acknowledged is on disk and nothing of
   * the sandbox runs any more.
   */
  stop(): Promise<void>;
  /** A text for stderr without the secrets this sandbox holds. */
  hideSecrets(text: string): string;
  /** For hosts in the same process: tests and the testkit. Throws before the start. */
  readonly context: SandboxContext;
}

/** Makes a sandbox; nothing happens until it is started. */
export function createSandbox(options: SandboxOptions): Sandbox {
  return new RunningSandbox(options);
}

class RunningSandbox implements Sandbox {
  readonly #options: SandboxOptions;
  readonly #origins = {
    bank: new OriginServer('bank'),
    console: new OriginServer('console'),
    partner: new OriginServer('partner'),
  };
  /** The bank once more, over TLS, where that was asked for. */
  #tls: TlsOrigin | undefined;
  #storage: Storage | undefined;
  #context: SandboxContext | undefined;
  readonly #background = new Background();
  #started: Promise<ReadyEvent> | undefined;
  #stopped: Promise<void> | undefined;

  constructor(options: SandboxOptions) {
    this.#options = options;
  }

  get context(): SandboxContext {
    if (!this.#context) throw new Error('the sandbox has not been started');
    return this.#context;
  }

  hideSecrets(text: string): string {
    return this.#context?.log.hideSecrets(text) ?? text;
  }

  async start(): Promise<ReadyEvent> {
    try {
      this.#goOn();
      this.#started = this.#start();
      return await this.#started;
    } catch (error) {
      await this.stop();
      throw await asStartError(error, this.#options.dataDir);
    }
  }

  stop(): Promise<void> {
    this.#stopped ??= this.#stop();
    return this.#stopped;
  }

  /** Between the steps of a start. @throws SandboxStopped where it is not wanted any more. */
  #goOn(): void {
    if (this.#background.signal.aborted) throw new SandboxStopped();
  }

  async #start(): Promise<ReadyEvent> {
    const options = this.#options;
    const clock = new Clock(clockSetting(options.clock));
    const wallClock = () => clock.realNow();
    if (options.dataDir !== null) {
      for (const { ja, en } of await prepareDataDirectory(options.dataDir))
        process.stderr.write(`${ja}\n${en}\n`);
      this.#goOn();
    }
    const storage =
      options.dataDir === null
        ? createEphemeralStorage(wallClock)
        : await openDirectoryStorage({ dataDir: options.dataDir, wallClock });
    this.#storage = storage;
    this.#goOn();

    const addresses = await this.#listen();
    this.#goOn();
    const state = await this.#load(storage, clock);
    this.#goOn();

    const background = this.#background;
    const work = new UnitOfWork(state, clock, storage);
    const keys = new KeyRing(work, options.makePrivateKey);
    const log = new RequestLog({ clock, dataDir: options.dataDir });
    log.open();
    log.hide(options.controlToken, 'ct_');
    const exchanging = new StateExchange({ work, keys, storage, log });
    const certificates = new CertificateAuthority(work);
    const outgoing = new OutgoingRequests({
      log,
      clock,
      trustsAny: () => settingsOf(work.state).policies.trustAnyCertificate === true,
      ownAuthority: () => certificates.rootCertificate(),
      signal: background.signal,
    });
    const context: SandboxContext = {
      get state() {
        return work.state;
      },
      clock,
      work,
      jobs: new LongJobs(background.signal),
      log,
      keys,
      storage,
      replays: new ReplayGuard(clock),
      guesses: new GuessBrake(clock, (ms) => pauseUntilTheEnd(ms, background.signal)),
      logins: new LoginSessions(work, clock),
      tokens: new TokenMint(tokenKey(state)),
      certificates,
      outgoing,
      clientKeys: new ClientKeys(outgoing, clock),
      addresses,
      controlToken: options.controlToken,
      dataDir: options.dataDir,
      background,
      version: productVersion(),
      settings: () => settingsOf(work.state),
      replaceState: (prepared, keep) => exchanging.replace(prepared, keep),
    };
    this.#context = context;

    const partner = createPartner({
      issuer: addresses.issuer,
      baseUrl: () => addresses.partner.replace(/\/$/, ''),
      dataDir: options.dataDir,
    });
    const bank = bankApp(context);
    const tellRefused = (refused: RefusedRequest) => {
      log.refused(refused);
    };
    this.#origins.bank.serve(bank, tellRefused);
    this.#origins.console.serve(consoleApp(context, join(productRoot(), 'build', 'renderer')));
    this.#origins.partner.serve(partner);
    options.whenConsoleAnswers?.(addresses.console);
    await this.#tls?.serve(bank, context.certificates, tellRefused);
    this.#goOn();
    // After the handlers: start-up does not wait for RSA keys, and whoever needs one does.
    background.run('what the first answers need', async () => {
      keys.prepare();
      await Promise.all([import('./control/all.ts'), import('./control/router.ts')]);
    });
    background.run('retention', (signal) => sweepNowAndThen(context, signal));
    return {
      event: 'ready',
      ...addresses,
      controlToken: options.controlToken,
      dataDir: options.dataDir,
      pid: process.pid,
    };
  }

  /** What was kept; where that is nothing, the scenario asked for. */
  async #load(storage: Storage, clock: Clock): Promise<BankState> {
    const { clock: asked, scenario } = this.#options;
    const state = new BankState();
    const { empty, words } = await storage.load(state);
    for (const { ja, en } of words) process.stderr.write(`${ja}\n${en}\n`);
    if (empty) {
      state.clock.put('current', clock.setting);
      const first = applyScenario(await loadScenario(scenario, clock.now()), clock, state);
      first.secrets.put('tokens', { value: randomBytes(32).toString('base64url') });
      const prepared = await storage.prepare(first);
      await storage.replace(prepared, [], () => undefined).done;
      return first;
    }
    if (asked === 'real') clock.set(state.clock.get('current') ?? { mode: 'real' });
    else state.clock.put('current', clock.setting);
    return state;
  }

  async #listen(): Promise<Addresses> {
    const { host, port, consolePort, partnerPort, httpsPort } = this.#options;
    const [bank, console, partner, https] = await allOrFirstFailure([
      this.#origins.bank.listen(host, port),
      this.#origins.console.listen(host, consolePort),
      this.#origins.partner.listen(host, partnerPort),
      httpsPort === undefined ? null : this.#listenTls(host, httpsPort),
    ]);
    const name = addressableName(host);
    return {
      issuer: `http://${name}:${bank}`,
      httpsIssuer: https === null ? null : `https://${name}:${https}`,
      console: `http://${name}:${console}/`,
      control: `http://${name}:${console}/control/v1`,
      partner: `http://${name}:${partner}/`,
    };
  }

  /** Loads TLS only where it is used: it would be a good part of everybody's start-up. */
  async #listenTls(host: string, port: number): Promise<number> {
    const { TlsOrigin } = await import('./listeners/tls-origin.ts');
    this.#tls = new TlsOrigin('bank over TLS', this.#origins.bank.messages);
    return this.#tls.listen(host, port);
  }

  async #stop(): Promise<void> {
    const ended = this.#background.end();
    // A start that is under way comes to its next step first: what it has opened by then is closed.
    await this.#started?.catch(() => undefined);
    const { bank, console, partner } = this.#origins;
    await Promise.all([bank.close(2_000), partner.close(2_000), console.close(100), this.#tls?.close(2_000)]);
    await ended;
    await this.#context?.keys.ended();
    await this.#context?.log.close();
    await this.#storage?.close();
  }
}

/** Waits for all of them, whatever becomes of some: none is still under way when it fails. */
async function allOrFirstFailure<const Promises extends readonly unknown[]>(
  promises: Promises,
): Promise<{ -readonly [Index in keyof Promises]: Awaited<Promises[Index]> }> {
  await Promise.allSettled(promises);
  return Promise.all(promises);
}

/** As long as the sandbox runs; whoever waits is let go when it stops. */
async function pauseUntilTheEnd(ms: number, signal: AbortSignal): Promise<void> {
  await pause(ms, undefined, { signal }).catch(() => undefined);
}

/** A server on every address is still reached by one name: the loopback one. */
function addressableName(host: string): string {
  if (host === '0.0.0.0') return '127.0.0.1';
  if (host === '::') return '[::1]';
  return host.includes(':') ? `[${host}]` : host;
}

function clockSetting(clock: string) {
  if (clock === 'real') return { mode: 'real' } as const;
  const at = Date.parse(clock);
  if (!/^\d{4}-\d{2}-\d{2}T/.test(clock) || Number.isNaN(at)) {
    throw new SandboxStartError(
      2,
      `--clock ${clock} is neither real nor an RFC 3339 time such as 2027-02-20T22:04:00+09:00.`,
    );
  }
  if (at > LATEST) {
    throw new SandboxStartError(
      2,
      `--clock ${clock} is beyond ${toJstTimestamp(LATEST)}, the latest it can show.`,
    );
  }
  return { mode: 'frozen', at } as const;
}

function tokenKey(state: BankState): Buffer {
  const secret = state.secrets.get('tokens');
  if (!secret) throw new Error('the token key is missing from the stored secrets');
  return Buffer.from(secret.value, 'base64url');
}

async function asStartError(error: unknown, dataDir: string | null): Promise<unknown> {
  if (error instanceof DataDirectoryInUse) return new SandboxStartError(4, error.message, { cause: error });
  if (error instanceof DataUnreadable && dataDir !== null) {
    // Loaded only where something is wrong; by now the directory is free again.
    const { wayBack } = await import('./storage/doctor/way-back.ts');
    const out = await wayBack(dataDir);
    return new SandboxStartError(5, `${error.text.ja}${out.ja}\n${error.text.en} ${out.en}`, {
      cause: error,
    });
  }
  if (error instanceof NotKept) {
    return (
      (dataDir !== null && explainFileError(error.cause, dataDir)) ||
      new SandboxStartError(5, error.words, { cause: error })
    );
  }
  if (error instanceof ScenarioInvalid) return new SandboxStartError(2, error.message, { cause: error });
  return (dataDir !== null && explainFileError(error, dataDir)) || error;
}

/** The folder of package.json: the checkout, or the packed app. */
function productRoot(): string {
  let folder = dirname(fileURLToPath(import.meta.url));
  while (!existsSync(join(folder, 'package.json'))) {
    const parent = dirname(folder);
    if (parent === folder) throw new Error('package.json was not found above the program');
    folder = parent;
  }
  return folder;
}

function productVersion(): string {
  const manifest = JSON.parse(readFileSync(join(productRoot(), 'package.json'), 'utf8')) as {
    version: string;
  };
  return manifest.version;
}
