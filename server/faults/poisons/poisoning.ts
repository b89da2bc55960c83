import type { Response } from 'express';
import { poisonWords } from '../../bank/catalogue/poisons.ts';
import { beginRun } from '../../bank/conformance.ts';
import { consumeFault } from '../../bank/faults.ts';
import { poisons } from '../../bank/poison.ts';
import { toTimestamp } from '../../bank/time.ts';
import type { SandboxContext } from '../../context.ts';
import type { Exchange } from '../../log/exchange.ts';
import type { PoisoningFault } from '../blow.ts';
import { reasonOf } from '../reason.ts';
import { poisonedBody } from './poisoned-body.ts';
import { poisonedRedirect } from './poisoned-redirect.ts';

/**
 * Poisons an answer that is ready to go out, and begins to watch its client. An answer that holds
 * nothing the poison could get into stays as it is, and the fault strikes another time.
 *
 * @returns the body to send.
 */
export async function poisonAnswer(
  context: SandboxContext,
  exchange: Exchange,
  fault: PoisoningFault,
  response: Response,
  body: Buffer,
): Promise<Buffer> {
  const { poison } = fault.action;
  const client = context.state.clients.get(exchange.clientId ?? '');
  if (poisons[poison].answer === 'authorization') {
    const location = response.getHeader('Location');
    if (response.statusCode !== 303 || typeof location !== 'string') return body;
    const poisoned = await poisonedRedirect(context, poison, location, client);
    if (poisoned === undefined || !(await strike(context, exchange, fault))) return body;
    response.setHeader('Location', poisoned);
    return body;
  }
  const isJson = /^application\/json\b/.test(String(response.getHeader('Content-Type')));
  if (response.statusCode !== 200 || !isJson || body.length === 0) return body;
  const members = JSON.parse(body.toString('utf8')) as Record<string, unknown>;
  const poisoned = await poisonedBody(context, poison, members, client);
  if (poisoned === undefined || !(await strike(context, exchange, fault))) return body;
  const bytes = Buffer.from(JSON.stringify(poisoned));
  response.setHeader('Content-Length', bytes.length);
  return bytes;
}

/** The same for a consent without a browser. */
export async function poisonRedirect(
  context: SandboxContext,
  exchange: Exchange,
  fault: PoisoningFault,
  location: string,
): Promise<string> {
  const client = context.state.clients.get(exchange.clientId ?? '');
  const poisoned = await poisonedRedirect(context, fault.action.poison, location, client);
  return poisoned !== undefined && (await strike(context, exchange, fault)) ? poisoned : location;
}

/** Counts the strike and begins the run, durably; false where the fault had its last strike meanwhile. */
async function strike({ work }: SandboxContext, exchange: Exchange, fault: PoisoningFault): Promise<boolean> {
  const { poison } = fault.action;
  const { clientId, grantId, flowId } = exchange;
  const run = await work.run(
    (tx) => {
      if (!tx.state.faults.has(fault.id)) return undefined;
      exchange.tell({ at: toTimestamp(tx.now), type: 'fault.struck', faultId: fault.id, drill: fault.drill });
      consumeFault(tx, fault.id);
      return beginRun(tx, {
        poison,
        faultId: fault.id,
        logId: exchange.id,
        ...(clientId !== undefined && { clientId }),
        ...(grantId !== undefined && { grantId }),
        ...(flowId !== undefined && { flowId }),
      });
    },
    (effects) => {
      for (const effect of effects) exchange.tell(effect);
    },
  );
  if (!run) return false;
  const { title, hint } = poisonWords[poison];
  const reason = reasonOf(fault);
  exchange.explain('fault_poisoned', {
    titleJa: title.ja,
    titleEn: title.en,
    hintJa: hint.ja,
    hintEn: hint.en,
    reasonJa: reason.ja,
    reasonEn: reason.en,
    runId: run.id,
  });
  return true;
}
