import { isFaultAlive, type Fault } from './fault.ts';
import { newId } from './identifiers.ts';
import { refuseFaults, type InputFault } from './invalid-input.ts';
import { Refusal } from './refusal.ts';
import { customerByLogin } from './sign-in.ts';
import { toTimestamp, type Instant } from './time.ts';
import type { BankState } from './state.ts';
import type { Transaction } from './transaction.ts';

/** A fault as somebody asks for it. */
export type FaultInput = Omit<Fault, 'id' | 'createdAt'>;

/** The faults that can still strike, the oldest first. */
export function liveFaults(state: BankState, now: Instant): Fault[] {
  return [...state.faults].filter((fault) => isFaultAlive(fault, now));
}

/** @throws Refusal `fault_not_found`, also for one that is over. */
export function faultOf(state: BankState, id: string, now: Instant): Fault {
  const fault = state.faults.get(id);
  if (!fault || !isFaultAlive(fault, now)) throw new Refusal('fault_not_found', { id });
  return fault;
}

/** @throws InvalidInput for a client or a login nobody has, or an end that is past. */
export function createFault(tx: Transaction, input: FaultInput): Fault {
  refuseUnsound(tx, input);
  forgetDeadFaults(tx);
  const fault: Fault = { id: newId('f'), ...input, createdAt: tx.now };
  tx.put('faults', fault.id, fault);
  tx.report('fault.created', wordsOf(fault));
  return fault;
}

/**
 * Changes a fault; a member that is given replaces the whole of what it was.
 *
 * @throws Refusal `fault_not_found`; InvalidInput as {@link createFault}.
 */
export function changeFault(tx: Transaction, id: string, change: Partial<FaultInput>): Fault {
  const fault: Fault = { ...faultOf(tx.state, id, tx.now), ...change };
  refuseUnsound(tx, fault);
  tx.put('faults', id, fault);
  tx.report('fault.changed', wordsOf(fault));
  return fault;
}

/** @throws Refusal `fault_not_found`. */
export function removeFault(tx: Transaction, id: string): void {
  faultOf(tx.state, id, tx.now);
  tx.delete('faults', id);
  tx.report('fault.ended', { faultId: id });
}

/** Ends every fault at once. */
export function removeAllFaults(tx: Transaction): void {
  for (const fault of liveFaults(tx.state, tx.now)) removeFault(tx, fault.id);
  forgetDeadFaults(tx);
}

/** Counts one strike; a fault that has struck for the last time is gone. */
export function consumeFault(tx: Transaction, id: string): void {
  const fault = tx.state.faults.get(id);
  if (fault?.times === undefined) return;
  const times = fault.times - 1;
  if (times > 0) {
    tx.put('faults', id, { ...fault, times });
    return;
  }
  tx.delete('faults', id);
  tx.report('fault.ended', { faultId: id });
}

/** What has come to its end by the clock is of no use to anybody. */
function forgetDeadFaults(tx: Transaction): void {
  for (const fault of [...tx.state.faults]) {
    if (!isFaultAlive(fault, tx.now)) tx.delete('faults', fault.id);
  }
}

function refuseUnsound(tx: Transaction, { match, until }: FaultInput): void {
  const faults: InputFault[] = [];
  const { clientId, loginId } = match;
  if (clientId !== undefined && !tx.state.clients.has(clientId)) {
    faults.push({
      path: 'match.clientId',
      message: {
        ja: `client_id「${clientId}」は登録されていません。GET /clients で確かめてください。`,
        en: `There is no client ${clientId}; look it up with GET /clients.`,
      },
    });
  }
  if (loginId !== undefined && !customerByLogin(tx.state, loginId)) {
    faults.push({
      path: 'match.loginId',
      message: {
        ja: `契約者ID「${loginId}」は登録されていません。GET /customers で確かめてください。`,
        en: `There is no customer with the login ${loginId}; look it up with GET /customers.`,
      },
    });
  }
  if (until !== undefined && until <= tx.now) {
    faults.push({
      path: 'until',
      message: {
        ja: `金融機関の時計（${toTimestamp(tx.now)}）より後の時刻にしてください。`,
        en: `Must be later than the bank's clock, which shows ${toTimestamp(tx.now)}.`,
      },
    });
  }
  refuseFaults(faults);
}

function wordsOf({ id, match, action, times, until, drill }: Fault) {
  const told = (members: object) =>
    Object.entries(members).map(([name, value]) => `${name}=${String(value)}`);
  return {
    faultId: id,
    match: told(match),
    action: told(action),
    times,
    until: until === undefined ? undefined : toTimestamp(until),
    drill,
  };
}
