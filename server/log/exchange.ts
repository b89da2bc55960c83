import type { IncomingMessage } from 'node:http';
import type { OutcomeCode } from '../bank/catalogue/index.ts';
import type { Observations } from '../bank/profile-lens.ts';
import type { Refusal } from '../bank/refusal.ts';
import type { RefusalDetails } from '../bank/refusal.ts';
import type { Effect } from '../bank/state.ts';
import type { PresentedObject } from './presented.ts';

/** Whom a request belongs to and what it asks for. */
export interface Parties {
  clientId?: string;
  customerId?: string;
  grantId?: string;
  flowId?: string;
  grantType?: string;
  page?: number;
}

export interface RewritableBytes {
  readonly bytes: Uint8Array;
  readonly again: () => Buffer;
}

/**
 * What the rooms tell the log about the request they are working on. The recorder makes one for
 * each request it sees and reads it when the answer is out; handlers only ever write to it.
 */
export class Exchange {
  readonly id: string;
  clientId?: string;
  /** Whom the request would belong to if what it presents had been looked at. */
  claimedClientId?: string;
  customerId?: string;
  grantId?: string;
  flowId?: string;
  grantType?: string;
  /** Which page of a statement, from 1. */
  page?: number;
  /**
   * Called whenever more is known of whom the request belongs to. What it throws stops the request:
   * that is how a fault for one client or one customer strikes before anything is done.
   */
  checkpoint: (() => void) | undefined;
  outcome?: { code: OutcomeCode; details: RefusalDetails };
  readonly effects: Effect[] = [];
  /** What the request showed of itself; written through `observe`. */
  observations: Observations | undefined;
  /** What it presented, described when the row is made; written through `notePresented`. */
  presented: (() => PresentedObject)[] | undefined;
  /** Whether anything was changed at the bank for this request. */
  committed = false;
  /** Whether the answer is a secret as a whole, of which nothing is recorded. */
  answerWithheld = false;

  /**
   * The answer's bytes, and what writes the very same ones again: thousands of long answers wait for their
   * rows in the log, and most of them are never looked at.
   */
  rewritable: RewritableBytes | undefined;

  constructor(id: string) {
    this.id = id;
  }

  /**
   * Names whom the request belongs to, as far as it is known; later calls add to earlier ones. To be
   * called before anything is changed for them.
   *
   * @throws Refusal where a fault strikes.
   */
  identify(parties: Parties): void {
    const { clientId, customerId, grantId, flowId, grantType, page } = parties;
    if (clientId) this.clientId = clientId;
    if (customerId) this.customerId = customerId;
    if (grantId) this.grantId = grantId;
    if (flowId) this.flowId = flowId;
    if (grantType) this.grantType = grantType;
    if (page) this.page = page;
    this.checkpoint?.();
  }

  /** Says how it ended. The last word counts. */
  explain(code: OutcomeCode, details: RefusalDetails = {}): void {
    this.outcome = { code, details };
  }

  /** Takes secrets out of a text that is to be told; given by whoever records the exchange. */
  hideSecrets: (text: string) => string = (text) => text;

  /** To be called before the refusal is answered: it quotes what was sent, and must tell no secret. */
  refuse(refusal: Refusal): void {
    refusal.withholdSecrets(this.hideSecrets);
    this.explain(refusal.code, refusal.details);
  }

  /** Keeps the answer's body out of the log: it hands out keys or passwords in places no pattern finds. */
  withholdAnswer(): void {
    this.answerWithheld = true;
  }

  /** To be given to a unit of work, so that what it changed is told with the request that did it. */
  get addEffects(): (effects: Effect[]) => void {
    return (effects) => {
      this.committed = true;
      // One by one: a call takes no hundred thousand arguments, and an advance of the clock may end that many.
      for (const effect of effects) this.effects.push(effect);
    };
  }

  /**
   * The answer is out. The exchange waits for its row among thousands of others, and what it still held
   * of the request and its socket would all wait with it.
   */
  settle(): void {
    this.checkpoint = undefined;
    this.rewritable = undefined;
  }

  /** Adds something worth telling that changed nothing at the bank. */
  tell(effect: Effect): void {
    this.effects.push(effect);
  }
}

const exchanges = new WeakMap<IncomingMessage, Exchange>();

export function attachExchange(request: IncomingMessage, exchange: Exchange): void {
  exchanges.set(request, exchange);
}

/** The exchange of this request; one that nobody records where the log is off (unit tests of a router). */
export function exchangeOf(request: IncomingMessage): Exchange {
  let exchange = exchanges.get(request);
  if (!exchange) {
    exchange = new Exchange('unrecorded');
    exchanges.set(request, exchange);
  }
  return exchange;
}
