import type { RequestHandler } from 'express';
import { Refusal } from '../bank/refusal.ts';

type MethodRefusal =
  | 'method_not_allowed'
  | 'authorization_method_not_allowed'
  | 'token_method_not_allowed'
  | 'management_method_not_allowed';

/**
 * For whatever else is sent to a path that exists: 405 with what it takes (RFC 9110 §15.5.6). OPTIONS is
 * answered where no endpoint has rules of its own (§9.3.7).
 *
 * @param allow as in the header: `GET, HEAD`.
 */
export function allowOnly(allow: string, code: MethodRefusal = 'method_not_allowed'): RequestHandler {
  return (request, response) => {
    response.set('Allow', allow);
    if (request.method !== 'OPTIONS' || code !== 'method_not_allowed') throw new Refusal(code, { allow });
    response.status(204).end();
  };
}
