import type { IncomingMessage } from 'node:http';
import type { OutcomeCode } from '../bank/catalogue/index.ts';
import type { Refusal } from '../bank/refusal.ts';
import type { RefusalDetails } from '../bank/refusal.ts';
import type { Effect } from '../bank/state.ts';

/**
 * What the rooms tell the log about the request they are working on. The recorder makes one for
 * each request it sees and reads it when the answer is out; handlers only ever write to it.
 */
export class Exchange {
  readonly id: string;
  clientId?: string;
  customerId?: string;
  grantId?: string;
  flowId?: string;
  outcome?: { code: OutcomeCode; details: RefusalDetails };
  readonly effects: Effect[] = [];

  constructor(id: string) {
    this.id = id;
  }

  /** Names whom the request belongs to, as far as it is known; later calls add to earlier ones. */
  identify(parties: { clientId?: string; customerId?: string; grantId?: string; flowId?: string }): void {
    Object.assign(this, Object.fromEntries(Object.entries(parties).filter(([, value]) => value)));
  }

  /** Says how it ended. The last word counts. */
  explain(code: OutcomeCode, details: RefusalDetails = {}): void {
    this.outcome = { code, details };
  }

  refuse(refusal: Refusal): void {
    this.explain(refusal.code, refusal.details);
  }

  /** To be given to a unit of work, so that what it changed is told with the request that did it. */
  readonly addEffects = (effects: Effect[]): void => {
    this.effects.push(...effects);
  };
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
