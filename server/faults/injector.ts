import type { Request, RequestHandler, Response } from 'express';
import { drillEffect } from '../bank/drill.ts';
import type { Fault } from '../bank/fault.ts';
import { consumeFault } from '../bank/faults.ts';
import { toTimestamp } from '../bank/time.ts';
import type { SandboxContext } from '../context.ts';
import { exchangeOf, type Exchange } from '../log/exchange.ts';
import { beliefOf } from './belief.ts';
import { canonicalPath } from './canonical-path.ts';
import { blowOfDrill, type Blow } from './drill-faults.ts';
import { answerWords, faultyAnswer } from './faulty-answer.ts';
import { InjectedFault } from './injected-fault.ts';
import { strikingFault, type AskedFor } from './matching.ts';
import { resetConnection, sendHalf, sendInstead } from './wire.ts';

/**
 * Makes the bank fail on purpose; stands right behind the recorder, so that the log holds what really
 * went out.
 *
 * A rule about method and path alone strikes at once, one about a client, a customer, a grant type or
 * a page as soon as that is known, always before anything is changed. Where the answer is to be lost,
 * the request is fulfilled first, and only what is sent differs.
 *
 * @param random a number from 0 up to, but not, 1, for rules with a probability.
 */
export function faultInjector(context: SandboxContext, random: () => number = Math.random): RequestHandler {
  return (request, response, next) => {
    const attempt = new Attempt(context, request, response, random);
    attempt.exchange.checkpoint = attempt.check;
    try {
      attempt.check();
    } catch (error) {
      next(error);
      return;
    }
    next();
  };
}

/** One request and what strikes it, which is one thing at most. */
class Attempt {
  readonly exchange: Exchange;
  readonly #context: SandboxContext;
  readonly #request: Request;
  readonly #response: Response;
  readonly #random: () => number;
  #decided: Set<string> | undefined;
  #blow: Blow | undefined;
  /** Whether the request was stopped before anything was done. */
  #stopped = false;
  /** The count of strikes being made durable. */
  #counted: Promise<void> | undefined;

  constructor(context: SandboxContext, request: Request, response: Response, random: () => number) {
    this.#context = context;
    this.#request = request;
    this.#response = response;
    this.#random = random;
    this.exchange = exchangeOf(request);
  }

  /** @throws InjectedFault where a fault strikes before anything is done. */
  readonly check = (): void => {
    if (this.#blow) return;
    const { state } = this.#context;
    const { customerId } = this.exchange;
    const customer = customerId === undefined ? undefined : state.customers.get(customerId);
    // Nothing to be looked at in nearly every request there is.
    if (state.faults.size === 0 && customer?.drill === undefined) return;

    const now = this.#context.clock.now();
    const { clientId, grantType, grantId, page } = this.exchange;
    const asked: AskedFor = {
      method: this.#request.method,
      path: canonicalPath(this.#path),
      clientId,
      loginId: customer?.loginId,
      grantType,
      page,
    };
    this.#decided ??= new Set();
    const fault = strikingFault(state.faults, asked, now, { decided: this.#decided, random: this.#random });
    if (fault) {
      this.#count(fault);
      this.#strike(blowOf(fault));
      return;
    }
    if (!customer?.drill) return;
    const grant = state.grants.get(grantId ?? '');
    const blow = blowOfDrill(customer, grant, asked, this.#context.settings(), now);
    if (!blow) return;
    this.exchange.tell(drillEffect(customer.drill, customer.id, now));
    this.#strike(blow);
  };

  get #path(): string {
    return this.#request.originalUrl.split('?', 1)[0] ?? '/';
  }

  #count(fault: Fault): void {
    const { id, drill } = fault;
    const at = toTimestamp(this.#context.clock.now());
    this.exchange.tell({ at, type: 'fault.struck', faultId: id, drill });
    if (fault.times === undefined) return;
    this.#counted = this.#context.work.run(
      (tx) => {
        consumeFault(tx, id);
      },
      (effects) => {
        for (const effect of effects) this.exchange.tell(effect);
      },
    );
    // Whoever ends the answer waits for it; where nobody does, a failure is the storage's to tell.
    this.#counted.catch(() => undefined);
  }

  #strike(blow: Blow): void {
    this.#blow = blow;
    this.#intercept(blow);
    this.#stopped = !this.exchange.committed && stopsBeforehand(blow, this.#request.method);
    if (this.#stopped) throw new InjectedFault(blow);
  }

  /** Lets the handler finish, and takes its answer from it. */
  #intercept(blow: Blow): void {
    const response = this.#response;
    const end = response.end.bind(response);
    response.end = ((chunk?: unknown, encoding?: unknown) => {
      response.end = end;
      const body = bytesOf(chunk, encoding);
      void this.#whenDue(blow, () => {
        this.#explain(blow);
        this.#deliver(blow, body);
      });
      return response;
    }) as Response['end'];
  }

  async #whenDue({ action }: Blow, deliver: () => void): Promise<void> {
    await this.#counted?.catch(() => undefined);
    const { delayMs = 0 } = action;
    if (delayMs === 0) {
      deliver();
      return;
    }
    const timer = setTimeout(deliver, delayMs);
    this.#response.once('close', () => {
      clearTimeout(timer);
    });
  }

  #deliver({ action }: Blow, body: Buffer): void {
    const response = this.#response;
    const { abort, status } = action;
    if (abort === 'reset') {
      resetConnection(response.socket);
    } else if (abort === 'truncate') {
      if (this.#stopped) pretendSuccess(response);
      sendHalf(response, this.#stopped ? PRETENDED : body);
    } else if (abort === 'empty' && status === undefined) {
      response.socket?.destroy();
    } else if (isDelayAlone(action)) {
      response.end(body);
    } else {
      const isPage = this.#request.accepts(['json', 'html']) === 'html';
      sendInstead(response, faultyAnswer(action, this.#path, isPage));
    }
  }

  #explain({ action, reason }: Blow): void {
    const { exchange } = this;
    const reasons = { reasonJa: reason.ja, reasonEn: reason.en };
    if (isDelayAlone(action)) {
      if (this.#response.statusCode < 400) {
        exchange.explain('fault_answer_delayed', { delayMs: action.delayMs ?? 0, ...reasons });
      }
      return;
    }
    const answer = answerWords(action);
    const answers = { answerJa: answer.ja, answerEn: answer.en };
    if (this.#stopped) {
      exchange.explain('fault_injected', { ...answers, ...reasons });
      return;
    }
    const belief = beliefOf(this.#context.state, exchange);
    exchange.explain('fault_answer_lost', {
      ...answers,
      ...reasons,
      beliefJa: belief.ja,
      beliefEn: belief.en,
    });
  }
}

/** Half of it is what a client sees when a server dies before it has done anything. */
const PRETENDED = Buffer.from(`{"${'_'.repeat(252)}"}`);

function pretendSuccess(response: Response): void {
  response.statusCode = 200;
  response.setHeader('Content-Type', 'application/json; charset=utf-8');
}

function blowOf({ id, action, drill }: Fault): Blow {
  return {
    action,
    faultId: id,
    reason:
      drill === undefined
        ? { ja: `障害ルール ${id} によるものです。`, en: `By the fault ${id}.` }
        : {
            ja: `障害訓練「${drill}」（${id}）によるものです。`,
            en: `By the drill ${drill} (${id}).`,
          },
  };
}

/** A reading request changes nothing, so its own answer can be cut; a late answer is an answer. */
function stopsBeforehand({ action }: Blow, method: string): boolean {
  if (action.loseResponse || isDelayAlone(action)) return false;
  return !(action.abort === 'truncate' && (method === 'GET' || method === 'HEAD'));
}

function isDelayAlone({ delayMs, ...others }: { delayMs?: number } & object): boolean {
  return delayMs !== undefined && Object.keys(others).length === 0;
}

function bytesOf(chunk: unknown, encoding: unknown): Buffer {
  if (typeof chunk === 'string') {
    return Buffer.from(chunk, Buffer.isEncoding(String(encoding)) ? (encoding as BufferEncoding) : 'utf8');
  }
  return chunk instanceof Uint8Array
    ? Buffer.from(chunk.buffer, chunk.byteOffset, chunk.byteLength)
    : Buffer.alloc(0);
}
