import express, { type Request, type RequestHandler } from 'express';
import { Refusal } from '../bank/refusal.ts';
import { queryOf, RequestParameters } from './parameters.ts';

export const FORM = 'application/x-www-form-urlencoded';
const LARGEST_FORM = 64 * 1024;

/**
 * Reads a form body as text, because RFC 6749 §3.2 asks to tell a doubled parameter from a single
 * one, which parsers of forms do not. Larger bodies are refused by express with 413.
 */
export function readForm(): RequestHandler {
  return express.text({ type: FORM, limit: LARGEST_FORM, defaultCharset: 'utf-8' });
}

/**
 * The parameters of a form POST. Nothing may be in the query string: a secret there would end up in
 * logs on the way (RFC 6749 §2.3.1).
 *
 * @throws Refusal `token_request_media_type`, `token_parameters_in_query`, `parameter_repeated`.
 */
export function formParameters(request: Request): RequestParameters {
  const query = new RequestParameters(queryOf(request.url));
  const [inQuery] = query.names();
  if (inQuery !== undefined) throw new Refusal('token_parameters_in_query', { parameter: inQuery });
  const body: unknown = request.body;
  if (typeof body !== 'string') {
    // express.text leaves an empty form body undefined: that is a form without parameters.
    if (!request.is(FORM) && !isEmptyForm(request)) throw new Refusal('token_request_media_type');
    return new RequestParameters('');
  }
  const parameters = new RequestParameters(body);
  parameters.refuseRepeated();
  return parameters;
}

function isEmptyForm(request: Request): boolean {
  return request.headers['content-type']?.toLowerCase().startsWith(FORM) ?? false;
}
