import type { IncomingMessage } from 'node:http';
import type { Observations } from '../bank/profile-lens.ts';
import { exchangeOf, type Exchange } from './exchange.ts';

/** Notes what a request shows of itself, for the judgement under stricter profiles; later notes add to earlier ones. */
export function observe(request: IncomingMessage | Exchange, observations: Observations): void {
  const exchange = 'addEffects' in request ? request : exchangeOf(request);
  exchange.observations = { ...exchange.observations, ...observations };
}
