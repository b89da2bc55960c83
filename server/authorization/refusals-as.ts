import type { NextFunction, Request, Response } from 'express';
import { Refusal } from '../bank/refusal.ts';
import { exchangeOf } from '../log/exchange.ts';

/** Catches what a route refuses, and what its body parser does, and tells the log. */
export function refusalsAs(
  write: (request: Request, response: Response, refusal: Refusal) => void | Promise<void>,
) {
  return async (error: unknown, request: Request, response: Response, next: NextFunction): Promise<void> => {
    const refusal = error instanceof Refusal ? error : refusalOfBodyParser(error);
    if (!refusal) {
      next(error);
      return;
    }
    exchangeOf(request).refuse(refusal);
    await write(request, response, refusal);
  };
}

/**
 * What body-parser says of a body it can't read: a 4xx by its `status`, whether the fault is its own
 * finding (with a `type`) or that of the stream below it, e.g. of an unzipper. Anything else is ours.
 */
export function refusalOfBodyParser(error: unknown): Refusal | undefined {
  if (!(error instanceof Error) || !('status' in error)) return undefined;
  const { status } = error;
  if (typeof status !== 'number' || status < 400 || status > 499) return undefined;
  return status === 413
    ? new Refusal('token_request_too_large', { limit: '64 KiB' })
    : new Refusal('token_request_unreadable');
}
