import { Refusal } from './refusal.ts';
import type { Settings } from './model.ts';
import { bankDateOf, bankTimeOf, startOfBankDate, DAY, toJstTimestamp, type Instant } from './time.ts';

/**
 * Whether the bank is open at `now`, and when it opens again. Hours are JST and may run over
 * midnight (`from` later than `to`); equal times mean always open. Maintenance comes first.
 */
export type Opening =
  { open: true } | { open: false; cause: 'maintenance' | 'outside_service_hours'; opensAt: Instant };

export function openingAt(settings: Settings, now: Instant): Opening {
  for (const window of settings.maintenance) {
    const until = Date.parse(window.to);
    if (Date.parse(window.from) <= now && now < until) {
      return { open: false, cause: 'maintenance', opensAt: until };
    }
  }
  const { from, to } = settings.serviceHours;
  const time = bankTimeOf(now).slice(0, 5);
  const open = from === to || (from < to ? from <= time && time < to : from <= time || time < to);
  if (open) return { open: true };
  const [hours, minutes] = from.split(':').map(Number) as [number, number];
  const today = startOfBankDate(bankDateOf(now)) + (hours * 60 + minutes) * 60_000;
  return { open: false, cause: 'outside_service_hours', opensAt: today > now ? today : today + DAY };
}

/** @throws Refusal `maintenance` or `outside_service_hours` while the bank is closed. */
export function refuseWhenClosed(settings: Settings, now: Instant): void {
  const opening = openingAt(settings, now);
  if (opening.open) return;
  if (opening.cause === 'maintenance') {
    throw new Refusal('maintenance', { until: toJstTimestamp(opening.opensAt) });
  }
  throw new Refusal('outside_service_hours', settings.serviceHours);
}
