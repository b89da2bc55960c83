import type { Response } from 'express';
import { formPostOf, formPostPage } from '../../authorization/answer.ts';
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
import { openJws, resigned } from './jws.ts';
import { poisonedParameters, poisonedRedirect } from './poisoned-redirect.ts';

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
    const posted = formPostOf(response);
    if (posted) {
      const fields = new URLSearchParams(posted.parameters);
      const poisoned = await poisonedParameters(context, poison, fields, client);
      if (poisoned === undefined || !(await strike(context, exchange, fault))) return body;
      return replaced(response, formPostPage(posted.redirectUri, Object.fromEntries(poisoned)));
    }
    const location = response.getHeader('Location');
    if (response.statusCode !== 303 || typeof location !== 'string') return body;
    const poisoned = await poisonedRedirect(context, poison, location, client);
    if (poisoned === undefined || !(await strike(context, exchange, fault))) return body;
    response.setHeader('Location', poisoned);
    return body;
  }
  if (response.statusCode === 200 && isJwt(response)) {
    const jws = openJws(body.toString('utf8'));
    const claims = await poisonedBody(context, poison, jws.claims, client);
    if (claims === undefined || !(await strike(context, exchange, fault))) return body;
    return replaced(response, await resigned(context, jws, claims, client));
  }
  const isJson = /^application\/json\b/.test(String(response.getHeader('Content-Type')));
  if (response.statusCode !== 200 || !isJson || body.length === 0) return body;
  const members = JSON.parse(body.toString('utf8')) as Record<string, unknown>;
  const poisoned = await poisonedBody(context, poison, members, client);
  if (poisoned === undefined || !(await strike(context, exchange, fault))) return body;
  return replaced(response, JSON.stringify(poisoned));
}

function replaced(response: Response, text: string): Buffer {
  const bytes = Buffer.from(text);
  response.setHeader('Content-Length', bytes.length);
  return bytes;
}

/** Userinfo of a client that registered to have it signed (OpenID Connect Core §5.3.2). */
function isJwt(response: Response): boolean {
  return /^application\/jwt\b/.test(String(response.getHeader('Content-Type')));
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
