import type { Customer, Settings } from '../bank/model.ts';
import { Refusal } from '../bank/refusal.ts';
import { openingAt, refusalOfClosed } from '../bank/service-hours.ts';
import { bankTimeOf, HOUR, SECOND, toJstTimestamp, type Instant } from '../bank/time.ts';

/** Why nothing is answered now, and when to come again. */
export interface Closure {
  readonly refusal: Refusal;
  readonly retryAfterSeconds: number;
}

/** Whether the bank itself is closed: maintenance and service hours of the settings. */
export function closureOfBank(settings: Settings, now: Instant): Closure | undefined {
  const opening = openingAt(settings, now);
  if (opening.open) return undefined;
  const refusal = refusalOfClosed(settings, opening);
  return { refusal, retryAfterSeconds: secondsUntil(opening.opensAt, now) };
}

/**
 * Whether it is closed for this customer alone, who rehearses a stop: it always seems to end with the
 * next full hour.
 */
export function closureOfCustomer(customer: Customer, now: Instant): Closure | undefined {
  if (customer.drill !== 'maintenance' && customer.drill !== 'outside_service_hours') return undefined;
  const opensAt = (Math.floor(now / HOUR) + 1) * HOUR;
  const refusal =
    customer.drill === 'maintenance'
      ? new Refusal('maintenance', { opensAt: toJstTimestamp(opensAt) })
      : new Refusal('outside_service_hours', {
          opensAt: toJstTimestamp(opensAt),
          from: bankTimeOf(opensAt).slice(0, 5),
          to: bankTimeOf(opensAt + 12 * HOUR).slice(0, 5),
        });
  return { refusal, retryAfterSeconds: secondsUntil(opensAt, now) };
}

function secondsUntil(at: Instant, now: Instant): number {
  return Math.max(1, Math.ceil((at - now) / SECOND));
}
