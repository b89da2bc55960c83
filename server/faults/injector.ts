import { setTimeout as pause } from 'node:timers/promises';
import type { Request, RequestHandler, Response } from 'express';
import type { SandboxContext } from '../context.ts';
import { exchangeOf, type Exchange } from '../log/exchange.ts';
import { endpointPaths } from '../authorization/endpoint-paths.ts';
import { blowFor, mayBeStruck, type Blow, type PoisoningFault } from './blow.ts';
import { canonicalPath } from './canonical-path.ts';
import { faultyAnswer } from './faulty-answer.ts';
import { InjectedFault } from './injected-fault.ts';
import { wordsOfBlow, wordsOfLoss } from './lost-answer.ts';
import type { Dice } from './matching.ts';
import { poisonAnswer } from './poisons/poisoning.ts';
import { isAnybodyWatched, witness } from './poisons/witness.ts';
import { pretendAnswer } from './pretended-answer.ts';
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
    if (isAnybodyWatched(context)) attempt.bearWitness();
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
  #dice: Dice | undefined;
  #blow: Blow | undefined;
  /** Whether the request was stopped before anything was done. */
  #stopped = false;

  constructor(context: SandboxContext, request: Request, response: Response, random: () => number) {
    this.#context = context;
    this.#request = request;
    this.#response = response;
    this.#random = random;
    this.exchange = exchangeOf(request);
  }

  /** @throws InjectedFault where a fault strikes before anything is done. */
  readonly check = (): void => {
    if (this.#blow || !mayBeStruck(this.#context, this.exchange)) return;
    this.#dice ??= { decided: new Set(), random: this.#random };
    const request = { method: this.#request.method, path: this.#path };
    const blow = blowFor(this.#context, this.exchange, request, this.#dice);
    if (blow) this.#strike(blow);
  };

  get #path(): string {
    return this.#request.originalUrl.split('?', 1)[0] ?? '/';
  }

  /** Holds the call against the clients that are watched, before its answer goes out. */
  bearWitness(): void {
    const response = this.#response;
    const end = response.end.bind(response) as (...args: unknown[]) => Response;
    response.end = ((...args: unknown[]) => {
      response.end = end as Response['end'];
      const request = { method: this.#request.method, path: canonicalPath(this.#path) };
      const witnessed = witness(this.#context, this.exchange, request, response.statusCode);
      // That a verdict could not be written is the storage's to tell; the answer is not held back.
      witnessed
        .catch(() => undefined)
        .then(() => end(...args))
        .catch(this.#giveUp);
      return response;
    }) as Response['end'];
  }

  #strike(blow: Blow): void {
    this.#blow = blow;
    if (blow.poisoning) {
      this.#poison(blow.poisoning);
      return;
    }
    this.#intercept(blow);
    this.#stopped = !this.exchange.committed && stopsBeforehand(blow, this.#request.method, this.#path);
    if (this.#stopped) throw new InjectedFault(blow);
  }

  /** Lets the handler finish, and takes its answer from it. */
  #intercept(blow: Blow): void {
    const response = this.#response;
    const end = response.end.bind(response);
    response.end = ((chunk?: unknown, encoding?: unknown) => {
      response.end = end;
      const body = bytesOf(chunk, encoding);
      this.#whenDue(blow, () => {
        this.#explain(blow);
        this.#deliver(blow, body);
      }).catch(this.#giveUp);
      return response;
    }) as Response['end'];
  }

  /** Lets the handler finish, and makes its answer wrong in one thing. */
  #poison(fault: PoisoningFault): void {
    const response = this.#response;
    const end = response.end.bind(response);
    response.end = ((chunk?: unknown, encoding?: unknown) => {
      response.end = end;
      const body = bytesOf(chunk, encoding);
      const poisoned = poisonAnswer(this.#context, this.exchange, fault, response, body);
      poisoned
        .catch(() => body)
        .then((bytes) => response.end(bytes))
        .catch(this.#giveUp);
      return response;
    }) as Response['end'];
  }

  async #whenDue({ action, counted }: Blow, deliver: () => void): Promise<void> {
    await counted;
    const { delayMs = 0 } = action;
    if (delayMs === 0) {
      deliver();
      return;
    }
    const gone = new AbortController();
    this.#response.once('close', () => {
      gone.abort();
    });
    const isOver = await pause(delayMs, false, { signal: gone.signal }).catch(() => true);
    if (!isOver) deliver();
  }

  /** A fault that can't be done must not end the bank: the connection ends instead, and stderr tells why. */
  readonly #giveUp = (error: unknown): void => {
    process.stderr.write(`a fault could not be done: ${this.#context.log.hideSecrets(String(error))}\n`);
    this.#response.destroy();
  };

  #deliver({ action }: Blow, body: Buffer): void {
    const response = this.#response;
    const { abort, status } = action;
    if (abort === 'reset') {
      resetConnection(response.socket);
    } else if (abort === 'truncate') {
      sendHalf(response, this.#stopped ? pretendAnswer(response, this.#request.method, this.#path) : body);
    } else if (abort === 'empty' && status === undefined) {
      response.socket?.destroy();
    } else if (isDelayAlone(action)) {
      response.end(body);
    } else {
      const isPage = this.#request.accepts(['json', 'html']) === 'html';
      const usedHeader = this.#request.headers.authorization !== undefined;
      sendInstead(response, faultyAnswer(action, { path: this.#path, isPage, usedHeader }));
    }
  }

  #explain(blow: Blow): void {
    const { exchange } = this;
    const { action, reason } = blow;
    if (isDelayAlone(action)) {
      if (this.#response.statusCode < 400) {
        exchange.explain('fault_answer_delayed', {
          delayMs: action.delayMs ?? 0,
          reasonJa: reason.ja,
          reasonEn: reason.en,
        });
      }
      return;
    }
    if (this.#stopped) exchange.explain('fault_injected', wordsOfBlow(blow));
    else exchange.explain('fault_answer_lost', wordsOfLoss(this.#context.state, exchange, blow));
  }
}

/** A reading request changes nothing, so its own answer can be cut; a late answer is an answer. */
function stopsBeforehand({ action }: Blow, method: string, path: string): boolean {
  if (action.loseResponse || isDelayAlone(action)) return false;
  return !(action.abort === 'truncate' && isReading(method, path));
}

/** An authorization request is a GET, and where the consent is automatic it makes a code. */
function isReading(method: string, path: string): boolean {
  if (method !== 'GET' && method !== 'HEAD') return false;
  return canonicalPath(path) !== endpointPaths.authorization[0];
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
