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

/** Why the bank is closed. */
type ClosingCause = 'maintenance' | 'outside_service_hours' | 'closed_today';

/**
 * Whether the bank is open at `now`, and when it opens again. Hours are JST and may run over
 * midnight (`from` later than `to`); equal times mean round the clock. A day of rest is closed from
 * midnight to midnight, whatever the hours. Maintenance comes first.
 */
export type Opening = { open: true } | { open: false; cause: ClosingCause; opensAt: Instant };

type OpeningRules = Pick<Settings, 'maintenance' | 'serviceHours'>;

/** Past the longest row of days of rest there can be. */
const DAYS_AHEAD = 30;

export function openingAt(rules: OpeningRules, now: Instant): Opening {
  const cause = closedBecause(rules, now);
  return cause === undefined ? { open: true } : { open: false, cause, opensAt: nextOpening(rules, now) };
}

/** Where the bank stands at `now`, and when an open bank closes or a closed one opens. */
export interface OpeningOutlook {
  opening: Opening;
  /** Undefined: not within 30 days. */
  changesAt: Instant | undefined;
}

export function outlookAt(rules: OpeningRules, now: Instant): OpeningOutlook {
  const opening = openingAt(rules, now);
  if (opening.open) return { opening, changesAt: nextClosing(rules, now) };
  const opens = closedBecause(rules, opening.opensAt) === undefined;
  return { opening, changesAt: opens ? opening.opensAt : undefined };
}

function closedBecause({ maintenance, serviceHours }: OpeningRules, at: Instant): ClosingCause | undefined {
  if (endOfMaintenance(maintenance, at) !== undefined) return 'maintenance';
  if (rests(serviceHours, bankDateOf(at))) return 'closed_today';
  return isWithinHours(serviceHours, at) ? undefined : 'outside_service_hours';
}

/** When the maintenance of `at` ends, if there is any. */
function endOfMaintenance(maintenance: Settings['maintenance'], at: Instant): Instant | undefined {
  const window = maintenance.find(({ from, to }) => Date.parse(from) <= at && at < Date.parse(to));
  return window && Date.parse(window.to);
}

/**
 * Maintenance may end outside the hours, and the hours may begin during maintenance: each is passed
 * in turn until neither keeps the bank closed.
 */
function nextOpening({ maintenance, serviceHours }: OpeningRules, now: Instant): Instant {
  let at = now;
  for (let passed = 0; passed <= 2 * maintenance.length + 1; passed += 1) {
    const cause = closedBecause({ maintenance, serviceHours }, at);
    if (cause === undefined) return at;
    at = endOfMaintenance(maintenance, at) ?? nextOpeningOfHours(serviceHours, at);
  }
  return at;
}

/** Looks ahead over everything that may close the bank: hours, midnights, maintenance. */
function nextClosing(rules: OpeningRules, now: Instant): Instant | undefined {
  const turns = rules.maintenance.map(({ from }) => Date.parse(from));
  for (let ahead = 0; ahead < DAYS_AHEAD; ahead += 1) {
    const midnight = startOfBankDate(addDays(bankDateOf(now), ahead));
    turns.push(midnight, midnight + timeOfDay(rules.serviceHours.to));
  }
  return turns
    .filter((at) => at > now && at < now + DAYS_AHEAD * DAY)
    .sort((a, b) => a - b)
    .find((at) => closedBecause(rules, at) !== undefined);
}

/** What a customer or partner is told of a closed bank. */
export function refusalOfClosed(settings: Settings, opening: Extract<Opening, { open: false }>): Refusal {
  const opensAt = toJstTimestamp(opening.opensAt);
  if (opening.cause !== 'outside_service_hours') return new Refusal(opening.cause, { opensAt });
  const { from, to } = settings.serviceHours;
  return new Refusal(opening.cause, { from, to, opensAt });
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
function nextOpeningOfHours(hours: ServiceHours, now: Instant): Instant {
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
