import { isBankingDay } from './calendar.ts';
import { Refusal } from './refusal.ts';
import type { ServiceHours, Settings } from './model.ts';
import {
  addDays,
  bankDateOf,
  bankTimeOf,
  DAY,
  MINUTE,
  startOfBankDate,
  toJstTimestamp,
  weekdayOf,
  type BankDate,
  type Instant,
} from './time.ts';

/**
 * Whether the bank is open at `now`, and when it opens again. Hours are JST and may run over
 * midnight (`from` later than `to`); equal times mean round the clock. A day of rest is closed from
 * midnight to midnight, whatever the hours. Maintenance comes first.
 */
export type Opening =
  | { open: true }
  | { open: false; cause: 'maintenance' | 'outside_service_hours' | 'closed_today'; opensAt: Instant };

type OpeningRules = Pick<Settings, 'maintenance' | 'serviceHours'>;

/** Past the longest row of days of rest there can be. */
const DAYS_AHEAD = 30;

export function openingAt({ maintenance, serviceHours }: OpeningRules, now: Instant): Opening {
  for (const window of maintenance) {
    const until = Date.parse(window.to);
    if (Date.parse(window.from) <= now && now < until) {
      return { open: false, cause: 'maintenance', opensAt: until };
    }
  }
  if (rests(serviceHours, bankDateOf(now))) {
    return { open: false, cause: 'closed_today', opensAt: nextOpening(serviceHours, now) };
  }
  if (isWithinHours(serviceHours, now)) return { open: true };
  return { open: false, cause: 'outside_service_hours', opensAt: nextOpening(serviceHours, now) };
}

/** Where the bank stands at `now`, and when an open bank closes or a closed one opens. */
export interface OpeningOutlook {
  opening: Opening;
  /** Undefined: not within 30 days. */
  changesAt: Instant | undefined;
}

/** Looks ahead over everything that may change where the bank stands: hours, midnights, maintenance. */
export function outlookAt(rules: OpeningRules, now: Instant): OpeningOutlook {
  const opening = openingAt(rules, now);
  const turns = rules.maintenance.flatMap(({ from, to }) => [Date.parse(from), Date.parse(to)]);
  for (let ahead = 0; ahead < DAYS_AHEAD; ahead += 1) {
    const midnight = startOfBankDate(addDays(bankDateOf(now), ahead));
    const { from, to } = rules.serviceHours;
    turns.push(midnight, midnight + timeOfDay(from), midnight + timeOfDay(to));
  }
  const changesAt = turns
    .filter((at) => at > now && at < now + DAYS_AHEAD * DAY)
    .sort((a, b) => a - b)
    .find((at) => openingAt(rules, at).open !== opening.open);
  return { opening, changesAt };
}

/** What a customer or partner is told of a closed bank. */
export function refusalOfClosed(settings: Settings, opening: Extract<Opening, { open: false }>): Refusal {
  const at = toJstTimestamp(opening.opensAt);
  switch (opening.cause) {
    case 'maintenance':
      return new Refusal('maintenance', { until: at });
    case 'closed_today':
      return new Refusal('closed_today', { opensAt: at });
    case 'outside_service_hours': {
      const { from, to } = settings.serviceHours;
      return new Refusal('outside_service_hours', { from, to });
    }
  }
}

/** @throws Refusal `maintenance`, `outside_service_hours` or `closed_today` while the bank is closed. */
export function refuseWhenClosed(settings: Settings, now: Instant): void {
  const opening = openingAt(settings, now);
  if (!opening.open) throw refusalOfClosed(settings, opening);
}

function rests({ closedOn = 'never' }: ServiceHours, date: BankDate): boolean {
  switch (closedOn) {
    case 'never':
      return false;
    case 'weekends':
      return weekdayOf(date) === 0 || weekdayOf(date) === 6;
    case 'holidays':
      return !isBankingDay(date);
  }
}

function isWithinHours({ from, to }: ServiceHours, at: Instant): boolean {
  const time = bankTimeOf(at).slice(0, 5);
  return from === to || (from < to ? from <= time && time < to : from <= time || time < to);
}

/** A day opens at `from`; after a day of rest hours over midnight have it begin open. */
function nextOpening(hours: ServiceHours, now: Instant): Instant {
  for (let ahead = 0; ahead < DAYS_AHEAD; ahead += 1) {
    const date = addDays(bankDateOf(now), ahead);
    if (rests(hours, date)) continue;
    const midnight = startOfBankDate(date);
    for (const at of [midnight, midnight + timeOfDay(hours.from)]) {
      if (at > now && isWithinHours(hours, at)) return at;
    }
  }
  return now + DAYS_AHEAD * DAY;
}

/** Milliseconds from midnight to `HH:MM`. */
function timeOfDay(time: string): number {
  const [hour, minute] = time.split(':').map(Number) as [number, number];
  return (hour * 60 + minute) * MINUTE;
}
