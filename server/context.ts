import type { Background } from './background.ts';
import type { BankState, Change } from './bank/state.ts';
import type { Clock, ClockSetting } from './bank/clock.ts';
import type { LoginSessions } from './bank/login-sessions.ts';
import type { LongJobs } from './bank/long-jobs.ts';
import type { Settings } from './bank/model.ts';
import type { UnitOfWork } from './bank/transaction.ts';
import type { GuessBrake } from './authorization/client-authentication/guess-brake.ts';
import type { ClientKeys } from './authorization/client-keys.ts';
import type { KeyRing } from './authorization/key-ring.ts';
import type { ReplayGuard } from './authorization/replay-guard.ts';
import type { TokenMint } from './authorization/token-mint.ts';
import type { CertificateAuthority } from './certificates/certificate-authority.ts';
import type { RequestLog } from './log/request-log.ts';
import type { OutgoingRequests } from './outgoing/outgoing-requests.ts';
import type { Prepared, Storage } from './storage/storage.ts';

/** Where the three origins answer, known once they listen. No trailing slash but where shown in the contract. */
export interface Addresses {
  /** `http://127.0.0.1:4780`, exactly as the metadata says it. */
  issuer: string;
  httpsIssuer: string | null;
  /** `http://127.0.0.1:4781/` */
  console: string;
  /** `http://127.0.0.1:4781/control/v1` */
  control: string;
  /** `http://127.0.0.1:4782/` */
  partner: string;
}

/**
 * What every room of the running sandbox may use, passed in and never reached for. One per sandbox,
 * so that several can run in one process without knowing of each other.
 */
export interface SandboxContext {
  /** The bank's memory as it stands now. Not to be held on to: a restore or a reset puts another in its place. */
  readonly state: BankState;
  readonly clock: Clock;
  /** For what is too long for one turn of the event loop. */
  readonly jobs: LongJobs;
  /** The only way to change anything: `await context.work.run((tx) => …, exchange.addEffects)`. */
  readonly work: UnitOfWork;
  readonly log: RequestLog;
  readonly keys: KeyRing;
  readonly tokens: TokenMint;
  /** Client certificates, and the server's own where it answers over TLS. */
  readonly certificates: CertificateAuthority;
  /** The public keys of clients, read at their addresses where they registered one. */
  readonly clientKeys: ClientKeys;
  /** What the bank itself goes and reads. */
  readonly outgoing: OutgoingRequests;
  /** Identifiers that may be used once: assertions, proofs. */
  readonly replays: ReplayGuard;
  /** The logins that stand, where the settings keep them. */
  readonly logins: LoginSessions;
  /** Slows whoever tries client secrets one after the other. */
  readonly guesses: GuessBrake;
  readonly addresses: Addresses;
  readonly controlToken: string;
  /** `null` when nothing is kept (`--ephemeral`). */
  readonly dataDir: string | null;
  /** For what is to go on after an answer; the sandbox's end waits for it. */
  readonly background: Background;
  readonly version: string;
  readonly storage: Storage;
  /** The settings as they stand now. */
  settings(): Settings;
  /**
   * Replaces everything the bank holds (a scenario, a restored snapshot), in one turn. Resolves when
   * it counts; until then nobody is shown it. Where it can't be kept, the bank is what it was before.
   *
   * @param keep asked in that turn: what stays of the present bank, and the clock from then on.
   * @throws Refusal when it could not be kept. The prepared state is let go of in any case.
   */
  replaceState(
    prepared: Prepared,
    keep: (present: BankState) => { clock: ClockSetting; changes: readonly Change[] },
  ): Promise<void>;
}
