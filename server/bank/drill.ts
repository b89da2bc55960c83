import { drillTexts } from './catalogue/faults.ts';
import { grantGroup } from './grant-groups.ts';
import { itemKeyOf, sequenceOf } from './item-key.ts';
import { DAY, MINUTE, toTimestamp, type Instant } from './time.ts';
import type { BankDate } from './time.ts';
import type { Customer, DrillName, Grant, Settings } from './model.ts';
import type { BankState, Effect } from './state.ts';

/*
 * What goes wrong for a customer who rehearses a failure, where the bank itself behaves differently.
 * Failures of the wire alone (lost, late, broken answers) are in the faults' own room.
 */

/** How long a grant lasts that is to be seen expiring. */
const SHORT_GRANT = 2 * MINUTE;

/** How far back a statement reaches where a gap is rehearsed, in days. */
const SHORT_HISTORY = 30;

/** Moves sequences of item keys so far that none meets another's; eight digits hold nine steps. */
const KEY_STEP = 10_000_000;
const KEY_STEPS = 9;

/** For the log: that a drill struck, in both languages. */
export function drillEffect(drill: DrillName, customerId: string, at: Instant): Effect {
  return { at: toTimestamp(at), type: 'drill.struck', drill, customerId, ...drillTexts[drill] };
}

export function grantLifetime(customer: Customer | undefined, settings: Settings): number {
  return customer?.drill === 'grant_expires_soon' ? SHORT_GRANT : settings.lifetimes.grantDays * DAY;
}

export function grantPolicyFor(
  customer: Customer | undefined,
  settings: Settings,
): Settings['policies']['grantPolicy'] {
  return customer?.drill === 'other_consent_ends_grant' ? 'one-per-customer' : settings.policies.grantPolicy;
}

/** How many days of a statement the customer's partners may see; 0: all. */
export function historyDaysFor(customer: Customer, settings: Settings): number {
  const { historyDays } = settings.policies;
  if (customer.drill !== 'history_gap') return historyDays;
  return historyDays > 0 ? Math.min(historyDays, SHORT_HISTORY) : SHORT_HISTORY;
}

/** Whether an account is out of sight for the grant: the customer's second, once it has been refreshed. */
export function isAccountVanished(
  state: BankState,
  customer: Customer,
  grant: Grant,
  accountId: string,
): boolean {
  if (customer.drill !== 'account_vanishes' || grant.firstRefreshedAt === undefined) return false;
  return state.accounts.where('customerId', customer.id)[1]?.accountId === accountId;
}

/**
 * What the sequence in an item key grows by when told to this grant: nothing for a first link,
 * something else for each later one. The same for all rows, so their order stays.
 */
export function itemKeyShift(state: BankState, customer: Customer, grant: Grant): number {
  if (customer.drill !== 'item_keys_change_on_relink') return 0;
  const place = state.grants.placeIn('all', grant.grantId);
  const links = state.grants.ranked('all', grantGroup(grant));
  return place ? (links.countBefore(place) % KEY_STEPS) * KEY_STEP : 0;
}

/** An item key as it is told where {@link itemKeyShift} is at work. */
export function shiftedItemKey(itemKey: string, date: BankDate, shift: number): string {
  return shift === 0 ? itemKey : itemKeyOf(date, sequenceOf(itemKey) + shift);
}
