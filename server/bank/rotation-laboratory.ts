import type { OutcomeCode } from './catalogue/index.ts';
import { clientOfId } from './client-registration.ts';
import { Clock } from './clock.ts';
import { refreshGrant } from './grant-refresh.ts';
import { grantStatus } from './grant-status.ts';
import { grantWithoutScreens } from './grant-without-screens.ts';
import { parseRefreshTokenId, settingsOf, type IssuedTokens } from './grants.ts';
import {
  refreshRotations,
  type Client,
  type Customer,
  type GrantStatus,
  type RefreshRotation,
} from './model.ts';
import { deviatesFromProfile, isUnboundPublic, refreshRotation, rulesOf } from './profiles.ts';
import { Refusal, type RefusalDetails } from './refusal.ts';
import { printScopes, scopesOf } from './scopes.ts';
import { BankState } from './state.ts';
import { SECOND, toJstTimestamp, type Instant } from './time.ts';
import { UnitOfWork, type ChangeSink, type Transaction } from './transaction.ts';

/** What a client may do once the answer to its refresh was lost, or when two of its workers refresh at once. */
export const clientBehaviours = [
  'retry-at-once',
  'retry-after-grace',
  'refresh-twice-at-once',
  'link-again',
] as const;
export type ClientBehaviour = (typeof clientBehaviours)[number];

/** One request of a trial, and what the bank made of it. */
export interface TrialStep {
  /** Since the customer linked. */
  afterSeconds: number;
  /** `link`: the customer is asked. `probe`: the client goes on with the newest token it holds. */
  action: 'link' | 'refresh' | 'retry' | 'probe';
  /** Which refresh token was sent, counted from 1. */
  sent?: number;
  /** Which one the answer held; the client has it unless the answer was lost. */
  received?: number;
  answerLost: boolean;
  outcome: { code: OutcomeCode; details: RefusalDetails };
  /** Where the linkage stands afterwards, as the bank sees it. */
  grant: GrantStatus;
}

export interface Trial {
  behaviour: ClientBehaviour;
  steps: TrialStep[];
  /** `stranded`: the grant lives, and the client holds nothing the bank would take. */
  linkage: 'lives' | 'stranded' | 'ended';
  /** Whether the customer had to consent anew. */
  customerAsked: boolean;
}

export interface RotationTrials {
  rotation: RefreshRotation;
  /** Another than the client's profile asks for. */
  deviatesFromProfile: boolean;
  trials: Trial[];
}

export interface LaboratoryReport {
  clientId: string;
  /** What holds for the client now, and by whose word. */
  present: ReturnType<typeof refreshRotation>;
  graceSeconds: number;
  rotations: RotationTrials[];
}

/** Between two steps of a client that is in no hurry. */
const PAUSE = 60 * SECOND;

/** The laboratory's bank is thrown away afterwards. */
const keptNowhere: ChangeSink = {
  writable: () => undefined,
  append: () => ({ seq: 0, done: Promise.resolve() }),
};

/**
 * Plays what a client can do about a lost refresh answer under each rotation there is, with the bank's
 * own operations, in banks made for the purpose: one for each trial, with this client, the settings as
 * they are and a customer nobody knows. Nothing of it reaches the real one.
 *
 * @throws Refusal `client_not_found`, `client_never_refreshes`.
 */
export async function runRotationLaboratory(
  state: BankState,
  clientId: string,
  now: Instant,
): Promise<LaboratoryReport> {
  const client = clientOfId(state, clientId);
  if (!client.grant_types.includes('refresh_token')) {
    throw new Refusal('client_never_refreshes', { clientId });
  }
  const settings = settingsOf(state);
  const rotations: RotationTrials[] = [];
  for (const rotation of refreshRotations) {
    const trials: Trial[] = [];
    for (const behaviour of clientBehaviours) {
      const bench = new Bench(state, { ...client, sandbox_refresh_rotation: rotation }, now);
      trials.push(await bench.play(behaviour));
    }
    rotations.push({
      rotation,
      deviatesFromProfile: deviatesFromProfile(rulesOf(client), rotation, {
        unboundPublic: isUnboundPublic(client),
      }),
      trials,
    });
  }
  return {
    clientId,
    present: refreshRotation(client, settings, { bound: !isUnboundPublic(client) }),
    graceSeconds: settings.lifetimes.refreshGraceSeconds,
    rotations,
  };
}

/** A bank for one trial, and the client at its door. */
class Bench {
  readonly #state = new BankState();
  readonly #clock: Clock;
  readonly #work: UnitOfWork;
  readonly #client: Client;
  readonly #customer: Customer;
  readonly #beganAt: Instant;
  readonly #steps: TrialStep[] = [];
  #grantId = '';
  /** The newest refresh token that reached the client. */
  #held: string | undefined;

  constructor(real: BankState, client: Client, now: Instant) {
    this.#client = client;
    this.#customer = customerFor(client);
    this.#beganAt = now;
    this.#clock = new Clock({ mode: 'frozen', at: now });
    this.#work = new UnitOfWork(this.#state, this.#clock, keptNowhere);
    this.#state.settings.put('current', settingsOf(real));
    this.#state.clients.put(client.client_id, client);
    this.#state.customers.put(this.#customer.id, this.#customer);
  }

  async play(behaviour: ClientBehaviour): Promise<Trial> {
    await this.#link();
    this.#wait(PAUSE);
    const first = this.#held;
    const twice = behaviour === 'refresh-twice-at-once';
    await this.#refresh('refresh', first, { answerLost: !twice });
    switch (behaviour) {
      case 'retry-at-once':
        await this.#refresh('retry', first);
        break;
      case 'retry-after-grace':
        this.#wait(settingsOf(this.#state).lifetimes.refreshGraceSeconds * SECOND + SECOND);
        await this.#refresh('retry', first);
        break;
      case 'refresh-twice-at-once':
        await this.#refresh('refresh', first);
        break;
      case 'link-again':
        this.#wait(PAUSE);
        await this.#link();
    }
    this.#wait(PAUSE);
    const goesOn = await this.#refresh('probe', this.#held);
    const ended = this.#grantStatus() !== 'active';
    return {
      behaviour,
      steps: this.#steps,
      linkage: goesOn ? 'lives' : ended ? 'ended' : 'stranded',
      customerAsked: behaviour === 'link-again',
    };
  }

  /** As if the customer had consented on the screens. */
  async #link(): Promise<void> {
    const { issued } = await this.#work.run((tx) =>
      grantWithoutScreens(tx, {
        clientId: this.#client.client_id,
        loginId: this.#customer.loginId,
        scopes: scopesOf(this.#client),
      }),
    );
    const { grant } = issued;
    this.#grantId = grant.grantId;
    this.#held = issued.refreshTokenId;
    this.#note({
      action: 'link',
      ...received(issued),
      answerLost: false,
      outcome: {
        code: 'tokens_issued',
        details: { scopes: printScopes(grant.scopes), expiresAt: toJstTimestamp(grant.expiresAt) },
      },
    });
  }

  /** @returns whether the bank took the token. */
  async #refresh(
    action: TrialStep['action'],
    token = '',
    { answerLost = false }: { answerLost?: boolean } = {},
  ): Promise<boolean> {
    const sent = parseRefreshTokenId(token).generation;
    try {
      const issued = await this.#work.run((tx: Transaction) =>
        refreshGrant(tx, { client: this.#client, refreshTokenId: token }),
      );
      if (!answerLost && issued.refreshTokenId !== undefined) this.#held = issued.refreshTokenId;
      this.#note({ action, sent, ...received(issued), answerLost, outcome: this.#outcomeOf(issued) });
      return true;
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      this.#note({ action, sent, answerLost, outcome: { code: error.code, details: error.details } });
      return false;
    }
  }

  #outcomeOf({ repeated, grant }: IssuedTokens): TrialStep['outcome'] {
    const { refreshGraceSeconds } = settingsOf(this.#state).lifetimes;
    return repeated
      ? { code: 'tokens_repeated', details: { grace: refreshGraceSeconds } }
      : { code: 'tokens_refreshed', details: { generation: grant.refreshGeneration } };
  }

  #note(step: Omit<TrialStep, 'afterSeconds' | 'grant'>): void {
    const afterSeconds = (this.#clock.now() - this.#beganAt) / SECOND;
    this.#steps.push({ afterSeconds, ...step, grant: this.#grantStatus() });
  }

  #grantStatus(): GrantStatus {
    const grant = this.#state.grants.get(this.#grantId);
    return grant ? grantStatus(grant, this.#clock.now()) : 'expired';
  }

  #wait(ms: number): void {
    this.#clock.set({ mode: 'frozen', at: this.#clock.now() + ms });
  }
}

function received({ refreshTokenId }: IssuedTokens): Pick<TrialStep, 'received'> {
  return refreshTokenId === undefined ? {} : { received: parseRefreshTokenId(refreshTokenId).generation };
}

/** Somebody this client may link, without a drill or a lock that would tell another story. */
function customerFor({ sandbox_customer_kind: kind }: Client): Customer {
  return {
    id: 'cust_of_the_laboratory',
    kind: kind === 'any' ? 'personal' : kind,
    loginId: 'laboratory',
    name: '実験用の契約者',
    nameKana: 'ｼﾞﾂｹﾝﾖｳ',
    login: 'password',
    status: 'active',
    failedLogins: 0,
    mayInquire: true,
  };
}
