import { LATEST, type Clock, type ClockSetting } from './clock.ts';
import { settingsOf } from './grants.ts';
import { Refusal } from './refusal.ts';
import type { Customer } from './model.ts';
import type { BankState, Effect } from './state.ts';
import type { Table } from './table.ts';
import { addDuration, MINUTE, toTimestamp, type Instant } from './time.ts';
import type { Transaction } from './transaction.ts';

/** Where to: by an ISO 8601 duration, to an instant, or to some time before a grant ends. */
export type ClockTarget = { by: string } | { to: Instant } | { grantId: string; before: string };

/**
 * Moves the bank's time forward and does what comes due on the way. A clock that runs keeps running
 * from there; a frozen one stands still there.
 *
 * @returns the new time, and what happened in (old, new], in order: the same whether the way is gone
 *   in one step or in ninety.
 * @throws Refusal `clock_backwards`, `clock_out_of_range`, `grant_not_found`.
 */
export function advanceClock(
  tx: Transaction,
  clock: Clock,
  target: ClockTarget,
): { now: Instant; effects: Effect[] } {
  const to = resolveTarget(tx, target);
  const mode = clock.setting.mode === 'frozen' ? 'frozen' : 'offset';
  return moveTo(tx, clock, to, clock.settingFor(to, mode));
}

/**
 * Chooses how the clock runs. Without `now` it goes on from where it stands.
 *
 * @throws Refusal `clock_backwards` (`real` while the bank's time is ahead of the computer's),
 *   `clock_out_of_range`.
 */
export function setClock(
  tx: Transaction,
  clock: Clock,
  wanted: { mode: 'real' } | { mode: 'offset' | 'frozen'; now?: Instant },
): { now: Instant; effects: Effect[] } {
  if (wanted.mode === 'real') return moveTo(tx, clock, clock.realNow(), wanted);
  const to = wanted.now ?? tx.now;
  return moveTo(tx, clock, to, clock.settingFor(to, wanted.mode));
}

function moveTo(
  tx: Transaction,
  clock: Clock,
  to: Instant,
  setting: ClockSetting,
): { now: Instant; effects: Effect[] } {
  if (!(to <= LATEST)) throw new Refusal('clock_out_of_range');
  if (to < tx.now) {
    throw new Refusal('clock_backwards', { now: toTimestamp(tx.now), to: toTimestamp(to) });
  }
  const effects = effectsBetween(tx.state, tx.now, to);
  for (const effect of effects) {
    if (effect.type === 'customer.unlocked') unlock(tx, String(effect['customerId']));
    if (effect.type === 'fault.ended') tx.delete('faults', String(effect['faultId']));
  }
  tx.put('clock', 'current', setting);
  tx.effects.push({ at: toTimestamp(to), type: 'clock.moved', from: toTimestamp(tx.now) });
  // One by one: a call takes no hundred thousand arguments, and so many may end.
  for (const effect of effects) tx.effects.push(effect);
  // Last, and in the same turn: no request in between may see the new time with the old state.
  clock.set(setting);
  return { now: to, effects };
}

function resolveTarget(tx: Transaction, target: ClockTarget): Instant {
  if ('by' in target) return addDuration(tx.now, target.by) ?? Number.NaN;
  if ('to' in target) return target.to;
  const grant = tx.state.grants.get(target.grantId);
  if (!grant) throw new Refusal('grant_not_found', { grantId: target.grantId });
  return addDuration(grant.expiresAt, target.before, -1) ?? Number.NaN;
}

/**
 * What comes due in (`from`, `to`]. Things end at their instant itself, so one that ends exactly at
 * `to` has ended; a lock that was due before `from` and not yet noticed is told of as well.
 */
function effectsBetween(state: BankState, from: Instant, to: Instant): Effect[] {
  const due = (at: Instant) => from < at && at <= to;
  const found: { at: Instant; rank: number; key: string; effect: Effect }[] = [];
  const add = (
    rank: number,
    at: Instant,
    key: string,
    type: string,
    members: Omit<Effect, 'at' | 'type'>,
  ) => {
    found.push({ at, rank, key, effect: { at: toTimestamp(at), type, ...members } });
  };

  const expired = <Row>(table: Table<Row>, ranking = 'expiry') =>
    table.rowsOf(table.ranked(ranking).between(from, to));
  for (const { grantId, clientId, customerId, expiresAt } of expired(state.grants, 'open')) {
    add(0, expiresAt, grantId, 'grant.expired', { grantId, clientId, customerId });
  }
  for (const token of expired(state.accessTokens)) {
    if (token.revokedAt !== undefined) continue;
    if (state.grants.get(token.grantId)?.endedAt !== undefined) continue;
    const { grantId, clientId } = token;
    add(1, token.expiresAt, token.tokenId, 'access_token.expired', { grantId, clientId });
  }
  for (const { codeId, expiresAt, usedAt, request, flowId } of expired(state.authorizationCodes)) {
    if (usedAt !== undefined) continue;
    add(2, expiresAt, codeId, 'authorization_code.expired', { clientId: request.clientId, flowId });
  }
  for (const { interactionId, expiresAt, stage, request, flowId } of expired(state.interactions)) {
    if (stage === 'done') continue;
    add(3, expiresAt, interactionId, 'interaction.expired', { clientId: request.clientId, flowId });
  }
  const { policies, maintenance } = settingsOf(state);
  for (const { id, lockedAt } of state.customers.where('locked', 'yes')) {
    if (lockedAt === undefined || policies.unlockAfterMinutes === 0) continue;
    const unlocksAt = lockedAt + policies.unlockAfterMinutes * MINUTE;
    if (unlocksAt <= to) add(4, unlocksAt, id, 'customer.unlocked', { customerId: id });
  }
  maintenance.forEach((window, index) => {
    const begins = Date.parse(window.from);
    const ends = Date.parse(window.to);
    if (due(begins)) add(5, begins, String(index), 'maintenance.began', { until: toTimestamp(ends) });
    if (due(ends)) add(6, ends, String(index), 'maintenance.ended', {});
  });
  for (const { id, until } of state.faults) {
    if (until !== undefined && due(until)) add(7, until, id, 'fault.ended', { faultId: id });
  }

  return found
    .sort((a, b) => a.at - b.at || a.rank - b.rank || (a.key < b.key ? -1 : 1))
    .map(({ effect }) => effect);
}

function unlock(tx: Transaction, customerId: string): void {
  const customer = tx.state.customers.get(customerId);
  if (!customer) return;
  const { lockedAt: _lockedAt, ...rest } = customer;
  const unlocked: Customer = { ...rest, status: 'active', failedLogins: 0 };
  tx.put('customers', customerId, unlocked);
}
