import { randomBytes } from 'node:crypto';
import type { Clock } from './clock.ts';
import { isStopped } from './contract.ts';
import { settingsOf } from './grants.ts';
import type { Customer, Grant } from './model.ts';
import type { BankState } from './state.ts';
import { bankDateOf, MINUTE, type Instant } from './time.ts';

/** Of so many the oldest is ended for a new one. */
const KEPT = 1_000;

/** A login that stands: who logged in at which browser, how, and until when. */
export interface LoginSession {
  /** Shown to whoever ends it; the cookie has a secret of its own. */
  readonly id: string;
  readonly customerId: string;
  readonly authTime: Instant;
  readonly acr: Grant['acr'];
  readonly expiresAt: Instant;
}

/**
 * The logins the bank remembers, where `policies.loginSession` says for how long (OpenID Connect Core
 * §3.1.2.3). `off`, it remembers none, as the screens of the real institutions.
 *
 * Threats: a cookie that is guessed (256 random bits), one that was set in the browser before the login
 * (every login makes a new one), and one that outlives what it stands for: it ends with its time by the
 * bank's clock, with the bank's day, with a lock or stop of the contract, and when the settings turn it
 * off. In memory only, so a restart of the sandbox ends all of them.
 */
export class LoginSessions {
  readonly #bank: { readonly state: BankState };
  readonly #clock: Pick<Clock, 'now'>;
  readonly #bySecret = new Map<string, LoginSession>();
  #count = 0;

  /** @param bank asked each time: a reset or a restore puts another state in the place of this one. */
  constructor(bank: { readonly state: BankState }, clock: Pick<Clock, 'now'>) {
    this.#bank = bank;
    this.#clock = clock;
  }

  /** How long a login stands, in minutes; undefined where it is not kept. */
  get minutes(): number | undefined {
    const { loginSession = 'off' } = settingsOf(this.#bank.state).policies;
    return loginSession === 'off' ? undefined : loginSession;
  }

  /** @returns the cookie's value; undefined where logins are not kept. */
  begin(login: Pick<LoginSession, 'customerId' | 'authTime' | 'acr'>): string | undefined {
    const { minutes } = this;
    if (minutes === undefined) return undefined;
    const [oldest] = this.#bySecret.keys();
    if (this.#bySecret.size >= KEPT && oldest !== undefined) this.#bySecret.delete(oldest);
    const secret = randomBytes(32).toString('base64url');
    this.#count += 1;
    this.#bySecret.set(secret, {
      id: `l_${String(this.#count)}`,
      customerId: login.customerId,
      authTime: login.authTime,
      acr: login.acr,
      expiresAt: login.authTime + minutes * MINUTE,
    });
    return secret;
  }

  /** The login a cookie stands for, and whose it is; undefined for one that is over. */
  find(secret: string | undefined): { session: LoginSession; customer: Customer } | undefined {
    const session = this.#bySecret.get(secret ?? '');
    if (secret === undefined || !session) return undefined;
    const customer = this.#bank.state.customers.get(session.customerId);
    if (customer && this.#stands(session, customer)) return { session, customer };
    this.#bySecret.delete(secret);
    return undefined;
  }

  /** Those that stand, the newest first. */
  list(): LoginSession[] {
    return [...this.#bySecret.keys()].flatMap((secret) => this.find(secret)?.session ?? []).reverse();
  }

  /** Ends the login of a cookie. */
  end(secret: string | undefined): void {
    if (secret !== undefined) this.#bySecret.delete(secret);
  }

  /** Ends one by its id. @returns whether there was one. */
  endById(id: string): LoginSession | undefined {
    for (const [secret, session] of this.#bySecret) {
      if (session.id === id && this.find(secret)) {
        this.#bySecret.delete(secret);
        return session;
      }
    }
    return undefined;
  }

  #stands({ authTime, expiresAt }: LoginSession, customer: Customer): boolean {
    const now = this.#clock.now();
    const kept = this.minutes !== undefined && now < expiresAt && now >= authTime;
    const sameDay = bankDateOf(now) === bankDateOf(authTime);
    return kept && sameDay && customer.status === 'active' && !isStopped(this.#bank.state, customer);
  }
}
