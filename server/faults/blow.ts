import { drillTexts } from '../bank/catalogue/faults.ts';
import { drillEffect } from '../bank/drill.ts';
import type { Bilingual } from '../bank/catalogue/index.ts';
import type { Fault, FaultAction } from '../bank/fault.ts';
import type { PoisonName } from '../bank/poison.ts';
import { consumeFault } from '../bank/faults.ts';
import { toTimestamp } from '../bank/time.ts';
import type { SandboxContext } from '../context.ts';
import type { Exchange } from '../log/exchange.ts';
import { canonicalPath } from './canonical-path.ts';
import { actionOfDrill } from './drill-faults.ts';
import { strikingFault, type AskedFor, type Dice } from './matching.ts';
import { reasonOf } from './reason.ts';

/** What is done to an answer, and why. */
export interface Blow {
  readonly action: FaultAction;
  readonly reason: Bilingual;
  /** Settled when the strike is counted durably; left out where nothing is counted. */
  readonly counted?: Promise<void>;
  /** The rule, where it poisons an answer: told and counted once there is one to poison. */
  readonly poisoning?: PoisoningFault;
}

export type PoisoningFault = Fault & { action: { poison: PoisonName } };

/**
 * What strikes a request as far as it is known: a rule, or the drill of its customer. Tells the log
 * of it, and counts it.
 */
export function blowFor(
  context: SandboxContext,
  exchange: Exchange,
  request: { readonly method: string; readonly path: string },
  dice: Dice,
): Blow | undefined {
  const { state } = context;
  const { clientId, customerId, grantType, grantId, page } = exchange;
  const customer = customerId === undefined ? undefined : state.customers.get(customerId);
  const now = context.clock.now();
  const asked: AskedFor = {
    method: request.method,
    path: canonicalPath(request.path),
    clientId,
    loginId: customer?.loginId,
    grantType,
    page,
  };
  const fault = strikingFault(state.faults, asked, now, dice);
  if (fault) {
    const { id, action, drill } = fault;
    if (isPoisoning(fault)) return { action, reason: reasonOf(fault), poisoning: fault };
    exchange.tell({ at: toTimestamp(now), type: 'fault.struck', faultId: id, drill });
    const counted = fault.times === undefined ? undefined : count(context, exchange, id);
    return { action, reason: reasonOf(fault), ...(counted && { counted }) };
  }
  if (!customer?.drill) return undefined;
  const grant = state.grants.get(grantId ?? '');
  const action = actionOfDrill(customer, grant, asked, context.settings(), now);
  if (!action) return undefined;
  exchange.tell(drillEffect(customer.drill, customer.id, now));
  return { action, reason: drillTexts[customer.drill] };
}

/** Whether anything can strike; nearly no request has to look further. */
export function mayBeStruck({ state }: SandboxContext, { customerId }: Exchange): boolean {
  if (state.faults.size > 0) return true;
  return customerId !== undefined && state.customers.get(customerId)?.drill !== undefined;
}

function isPoisoning(fault: Fault): fault is PoisoningFault {
  return fault.action.poison !== undefined;
}

function count({ work }: SandboxContext, exchange: Exchange, id: string): Promise<void> {
  const counted = work.run(
    (tx) => {
      consumeFault(tx, id);
    },
    (effects) => {
      for (const effect of effects) exchange.tell(effect);
    },
  );
  // Whoever ends the answer waits for it; that it could not be written is the storage's to tell.
  return counted.catch(() => undefined);
}
