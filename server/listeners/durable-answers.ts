import type { ServerResponse } from 'node:http';
import { Refusal } from '../bank/refusal.ts';
import type { Storage } from '../storage/storage.ts';

type Write = (...args: unknown[]) => boolean;
type End = (...args: unknown[]) => ServerResponse;

/**
 * Holds an answer back until everything it may rest on is durable, so that nobody is ever shown what
 * a crash or a full disk takes back: not by an answer that changed nothing, and not by a refusal.
 *
 * What an answer has seen is what memory showed when its first byte was given out. Where nothing
 * waits to be written, which is nearly always, it goes out at once.
 *
 * @param storage asked for its place; to be called before anything is read for the answer.
 * @param undone answers in place of what was prepared; headers set for that are gone by then.
 */
export function holdUntilDurable(
  storage: Pick<Storage, 'applied' | 'rollbacks' | 'reached'>,
  response: ServerResponse,
  undone: (refusal: Refusal) => void,
): void {
  const { rollbacks } = storage;
  const end = response.end.bind(response) as End;
  const write = response.write.bind(response) as Write;
  const keptHeaders = new Set(response.getHeaderNames());
  const held: (() => unknown)[] = [];
  let isHolding = false;

  const release = () => {
    response.end = end as ServerResponse['end'];
    response.write = write as ServerResponse['write'];
  };
  const takeBack = (error: unknown) => {
    release();
    if (response.headersSent) {
      response.destroy();
      return;
    }
    for (const name of response.getHeaderNames()) if (!keptHeaders.has(name)) response.removeHeader(name);
    response.statusMessage = '';
    undone(error instanceof Refusal ? error : new Refusal('storage_undone'));
  };
  /** @returns what is to be waited for. */
  const look = (): Promise<void> | undefined => {
    // An answer that says what went wrong inside shows nothing of the bank.
    if (response.statusCode >= 500) return undefined;
    // Memory went back after it was read.
    if (storage.rollbacks !== rollbacks) return Promise.reject(new Refusal('storage_undone'));
    return storage.reached(storage.applied);
  };
  /** @returns whether what was asked for is to be done at once. */
  const mayGo = (later: () => unknown): boolean => {
    if (isHolding) {
      held.push(later);
      return false;
    }
    const wait = look();
    if (!wait) {
      release();
      return true;
    }
    isHolding = true;
    held.push(later);
    wait.then(() => {
      release();
      for (const each of held.splice(0)) each();
      // Who wrote was told to wait.
      if (!response.writableEnded && !response.writableNeedDrain) response.emit('drain');
    }, takeBack);
    return false;
  };

  response.end = ((...args: unknown[]) =>
    mayGo(() => end(...args)) ? end(...args) : response) as ServerResponse['end'];
  response.write = ((...args: unknown[]) =>
    mayGo(() => write(...args)) && write(...args)) as ServerResponse['write'];
}
