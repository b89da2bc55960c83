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

/** body-parser's errors carry a `type`; anything else is ours and a defect. */
function refusalOfBodyParser(error: unknown): Refusal | undefined {
  if (!(error instanceof Error) || !('type' in error) || !('status' in error)) return undefined;
  return error.type === 'entity.too.large'
    ? new Refusal('token_request_too_large', { limit: '64 KiB' })
    : new Refusal('token_request_unreadable');
}
