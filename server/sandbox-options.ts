import type { KeyMaker } from './authorization/key-making.ts';

/** How a sandbox is to run; the command line, the desktop shell and tests all fill this in. */
export interface SandboxOptions {
  /** The address all three origins listen on. Loopback unless somebody asks for more. */
  host: string;
  /** Ports of the bank, the console with its control API, and the demo partner; 0 takes a free one. */
  port: number;
  consolePort: number;
  partnerPort: number;
  /** Port of the bank over TLS; left out: no TLS. 0 takes a free one. */
  httpsPort?: number;
  /** Where everything is kept; `null` keeps nothing. */
  dataDir: string | null;
  /** `demo`, `blank` or the path of a scenario file: loaded where nothing is stored yet. */
  scenario: string;
  /** `real`, or the RFC 3339 time at which the bank's clock stands still until it is moved. */
  clock: string;
  controlToken: string;
  /** Where the bank's private keys come from; left out: made when needed, half a second of work for a new sandbox. */
  makePrivateKey?: KeyMaker;
  /** Told the console's address as soon as its page can be shown; TLS may not be ready by then. */
  whenConsoleAnswers?: (address: string) => void;
}

/** What the sandbox says once it answers: the ready line (contract §1). */
export interface ReadyEvent {
  event: 'ready';
  issuer: string;
  httpsIssuer: string | null;
  console: string;
  control: string;
  controlToken: string;
  partner: string;
  dataDir: string | null;
  pid: number;
}

/** Why a sandbox did not start, with the exit code scripts rely on (contract §1). */
export class SandboxStartError extends Error {
  readonly exitCode: 2 | 3 | 4 | 5;

  constructor(exitCode: 2 | 3 | 4 | 5, message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = 'SandboxStartError';
    this.exitCode = exitCode;
  }
}

/** The sandbox was stopped before its start was complete. No failure: somebody wanted it so. */
export class SandboxStopped extends Error {
  constructor() {
    super('the sandbox was stopped while it was starting');
    this.name = 'SandboxStopped';
  }
}
