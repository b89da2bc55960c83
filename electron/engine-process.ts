import { utilityProcess, type UtilityProcess } from 'electron';
import {
  engineReportSchema,
  type EngineAddresses,
  type EngineCommand,
  type EngineOptions,
  type EngineReport,
  type OfferedCertificate,
} from '../server/engine-messages.ts';
import { LastLines } from './last-lines.ts';

/** A crash this early after the start would only repeat itself. */
const WORTH_RESTARTING_AFTER_MS = 5_000;
const MOST_RESTARTS = 2;
const FLUSH_WITHIN_MS = 3_000;
/** A question about certificates is answered in milliseconds; a customer's page waits for it. */
const ANSWER_WITHIN_MS = 10_000;

/** Why the engine did not start: the command line's exit code (3 port, 4 data in use, 5 unreadable), or 1. */
export class EngineStartError extends Error {
  readonly exitCode: number;

  constructor(exitCode: number, message: string) {
    super(message);
    this.exitCode = exitCode;
  }
}

export interface EngineListeners {
  /** The console's page can be shown, though the rest has not started yet. */
  consoleAnswers(address: string): void;
  /** It runs again after a crash, on the same addresses. */
  restarted(): void;
  /** It will not be started again; `lastWords` are its last lines on stderr. */
  gaveUp(lastWords: string): void;
}

/**
 * The sandbox in a process of its own, watched over: asked to flush before it goes, started anew when
 * it dies. Electron takes a utility process away without a signal when the app quits, and reports
 * its crash by nothing but `exit`; hence the handshake and the supervision here.
 */
export class EngineProcess {
  readonly #entry: string;
  readonly #listeners: EngineListeners;
  #options: EngineOptions;
  #process: UtilityProcess | undefined;
  #runningSince = 0;
  #restarts = 0;
  #stopping = false;
  #questions = 0;

  constructor(entry: string, options: EngineOptions, listeners: EngineListeners) {
    this.#entry = entry;
    this.#options = options;
    this.#listeners = listeners;
  }

  /** The operating system's id, while it runs. */
  get pid(): number | undefined {
    return this.#process?.pid;
  }

  /** @throws EngineStartError */
  async start(): Promise<EngineAddresses> {
    this.#runningSince = performance.now();
    const engine = utilityProcess.fork(this.#entry, [], {
      serviceName: 'IB Link Sandbox engine',
      stdio: ['ignore', 'inherit', 'pipe'],
    });
    const lastWords = new LastLines();
    engine.stderr?.on('data', (chunk: Buffer) => {
      process.stderr.write(chunk);
      lastWords.add(chunk.toString('utf8'));
    });

    const report = await this.#firstReport(engine, lastWords);
    if (report.type !== 'ready') {
      engine.kill();
      throw report.type === 'failed'
        ? new EngineStartError(report.exitCode, report.message)
        : new EngineStartError(1, 'The engine stopped while it was starting.');
    }
    this.#process = engine;
    engine.once('exit', () => void this.#afterExit(lastWords));
    // A free port that was found once is asked for by number from now on: windows keep their addresses.
    this.#options = { ...this.#options, ...portsOf(report.addresses) };
    return report.addresses;
  }

  /** Flushes and ends it; after three seconds without an answer it is ended all the same. */
  async stop(): Promise<void> {
    this.#stopping = true;
    const engine = this.#process;
    if (!engine) return;
    await new Promise<void>((resolve) => {
      const impatience = setTimeout(resolve, FLUSH_WITHIN_MS);
      const done = () => {
        clearTimeout(impatience);
        resolve();
      };
      engine.once('exit', done);
      engine.on('message', (message: unknown) => {
        if (parseReport(message)?.type === 'stopped') done();
      });
      tell(engine, { type: 'stop' });
    });
    engine.kill();
    this.#process = undefined;
  }

  /** Every certificate of a customer of this sandbox. @throws when the engine does not answer. */
  async certificates(): Promise<readonly OfferedCertificate[]> {
    const report = await this.#ask((id) => ({ type: 'list-certificates', id }));
    return report.type === 'certificates' ? report.certificates : [];
  }

  /** Resolves when the bank sees this certificate on new connections, or none. @throws as `certificates`. */
  async presentCertificate(serialNumber: string | null): Promise<void> {
    await this.#ask((id) => ({ type: 'present-certificate', id, serialNumber }));
  }

  async #ask(question: (id: number) => EngineCommand): Promise<EngineReport> {
    const engine = this.#process;
    if (!engine) throw new Error('The engine is not running.');
    const id = ++this.#questions;
    return new Promise((resolve, reject) => {
      const done = () => {
        clearTimeout(impatience);
        engine.off('message', hear);
        engine.off('exit', gone);
      };
      const gone = () => {
        done();
        reject(new Error('The engine did not answer.'));
      };
      const hear = (message: unknown) => {
        const report = parseReport(message);
        if (!report || !('id' in report) || report.id !== id) return;
        done();
        resolve(report);
      };
      const impatience = setTimeout(gone, ANSWER_WITHIN_MS);
      engine.once('exit', gone);
      engine.on('message', hear);
      tell(engine, question(id));
    });
  }

  async #firstReport(engine: UtilityProcess, lastWords: LastLines): Promise<EngineReport> {
    return new Promise((resolve) => {
      engine.once('exit', (code) => {
        resolve({
          type: 'failed',
          exitCode: 1,
          message: `The engine ended with code ${String(code)}.\n${lastWords.text()}`,
        });
      });
      engine.on('message', (message: unknown) => {
        const report = parseReport(message);
        if (report?.type === 'console') this.#listeners.consoleAnswers(report.address);
        else if (report) resolve(report);
      });
      tell(engine, { type: 'start', options: this.#options });
    });
  }

  async #afterExit(lastWords: LastLines): Promise<void> {
    if (this.#stopping) return;
    this.#process = undefined;
    const lived = performance.now() - this.#runningSince;
    if (lived < WORTH_RESTARTING_AFTER_MS || this.#restarts >= MOST_RESTARTS) {
      this.#listeners.gaveUp(lastWords.text());
      return;
    }
    this.#restarts += 1;
    try {
      await this.start();
      this.#listeners.restarted();
    } catch (error) {
      this.#listeners.gaveUp(error instanceof Error ? error.message : String(error));
    }
  }
}

function tell(engine: UtilityProcess, command: EngineCommand): void {
  engine.postMessage(command);
}

function parseReport(message: unknown): EngineReport | undefined {
  return engineReportSchema.safeParse(message).data;
}

function portsOf(
  addresses: EngineAddresses,
): Pick<EngineOptions, 'port' | 'consolePort' | 'partnerPort' | 'httpsPort' | 'proxyPort'> {
  const port = (address: string) => Number(new URL(address).port);
  return {
    port: port(addresses.issuer),
    consolePort: port(addresses.console),
    partnerPort: port(addresses.partner),
    httpsPort: addresses.https && port(addresses.https.issuer),
    proxyPort: addresses.https?.proxyPort ?? 0,
  };
}
