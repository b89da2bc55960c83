import { accountsOpenTo, isOpenTo } from '../bank/accounts.ts';
import type { ResourceAuthorization } from '../authorization/resource-authorization.ts';
import { isAccountVanished } from '../bank/drill.ts';
import { previousBankingDay, previousMonthEnd } from '../bank/calendar.ts';
import type { OutcomeCode } from '../bank/catalogue/index.ts';
import type { Account, DrillName, PermissionScope, Settings } from '../bank/model.ts';
import { Refusal, type RefusalDetails } from '../bank/refusal.ts';
import { bankTimeOf, type BankDate, type Instant } from '../bank/time.ts';
import type { Transaction } from '../bank/transaction.ts';
import type { SandboxContext } from '../context.ts';
import { readQuery, type QueryParameters } from './query-parameters.ts';

/** The days an answer refers to. */
export interface ReferenceDays {
  readonly today: BankDate;
  readonly previousBankingDay: BankDate;
  readonly previousMonthEnd: BankDate;
}

export function referenceDaysOf(today: BankDate): ReferenceDays {
  return {
    today,
    previousBankingDay: previousBankingDay(today),
    previousMonthEnd: previousMonthEnd(today),
  };
}

/** One inquiry that has passed the token, the mount and the opening hours. */
export class Inquiry {
  readonly context: SandboxContext;
  readonly settings: Settings;
  readonly parties: ResourceAuthorization;
  /** Which accounts the token opens here; undefined: all of the customer's. */
  readonly #accounts: ReadonlySet<string> | undefined;
  readonly parameters: QueryParameters;
  readonly day: ReferenceDays;
  readonly baseTime: string;
  /** The customer's drill, where it made a difference to the answer. */
  struck: DrillName | undefined;

  constructor(options: {
    context: SandboxContext;
    settings: Settings;
    parties: ResourceAuthorization;
    accounts: ReadonlySet<string> | undefined;
    url: string;
    day: ReferenceDays;
    now: Instant;
  }) {
    this.context = options.context;
    this.settings = options.settings;
    this.parties = options.parties;
    this.#accounts = options.accounts;
    this.parameters = readQuery(options.url);
    this.day = options.day;
    this.baseTime = bankTimeOf(options.now);
  }

  /** The customer's accounts as far as they were handed over, the first opened first. */
  accounts(): Account[] {
    const all = accountsOpenTo(this.context.state, this.parties.customer);
    const covered = this.#accounts;
    const accounts = covered ? all.filter(({ accountId }) => covered.has(accountId)) : all;
    return this.parties.customer.drill === undefined
      ? accounts
      : accounts.filter(({ accountId }) => !this.#hasVanished(accountId));
  }

  /**
   * The account the request names. A foreign one, or one the customer did not hand over, answers
   * exactly as one that does not exist, so that nobody learns which numbers are in use.
   *
   * @throws Refusal `account_unknown`
   */
  account(accountId: string): Account {
    const account = this.context.state.accounts.get(accountId);
    const covered = this.#accounts?.has(accountId) ?? true;
    if (!account || !covered || !isOpenTo(this.parties.customer, account) || this.#hasVanished(accountId)) {
      throw new Refusal('account_unknown');
    }
    return account;
  }

  #hasVanished(accountId: string): boolean {
    const { customer, grant } = this.parties;
    if (!isAccountVanished(this.context.state, customer, grant, accountId)) return false;
    this.struck = 'account_vanishes';
    return true;
  }
}

/** What a resource answers, and what the log says of it. */
export interface InquiryAnswer {
  /** JSON, as text or as the bytes that go out. */
  readonly body: string | Buffer;
  /** Writes a long body once more, as it is, whatever has happened since. */
  readonly again?: () => Buffer;
  readonly outcome: OutcomeCode;
  readonly details: RefusalDetails;
  /** Which page of a statement it is, from 1. */
  readonly page?: number;
  /** What the bank does right behind the answer. */
  readonly afterwards?: (tx: Transaction) => void;
}

/** One of the four resources below a mount. */
export interface Resource {
  /** The permission it takes; undefined where either of the two will do. */
  readonly scope: PermissionScope | undefined;
  readonly corporateOnly: boolean;
  answer(inquiry: Inquiry): InquiryAnswer;
}
