import type { IncomingHttpHeaders } from 'node:http';
import express, { type Request, type RequestHandler } from 'express';
import { Refusal } from '../bank/refusal.ts';
import { queryOf, RequestParameters } from './parameters.ts';

export const FORM = 'application/x-www-form-urlencoded';
const PLAIN_FORM = /^application\/x-www-form-urlencoded(?: *; *charset="?utf-8"?)? *$/i;
const LARGEST_FORM = 64 * 1024;

/**
 * Reads a form body as text, because RFC 6749 §3.2 asks to tell a doubled parameter from a single
 * one, which parsers of forms do not. Larger bodies are refused by express with 413.
 */
export function readForm(): RequestHandler {
  const ofAnyEncoding: RequestHandler = express.text({
    type: FORM,
    limit: LARGEST_FORM,
    defaultCharset: 'utf-8',
  });
  return (request, response, next) => {
    if (isPlainForm(request.headers)) readPlainForm(request, next);
    else ofAnyEncoding(request, response, next);
  };
}

/** As nearly every client sends it: UTF-8, not compressed, of a length that is told and small enough. */
function isPlainForm(headers: IncomingHttpHeaders): boolean {
  const length = Number(headers['content-length'] ?? 'unknown');
  return headers['content-encoding'] === undefined && PLAIN_FORM.test(headers['content-type'] ?? '')
    ? length <= LARGEST_FORM
    : false;
}

/** Without the detours a parser of any encoding takes: the token endpoint is the busiest of all. */
function readPlainForm(request: Request, next: () => void): void {
  const chunks: Buffer[] = [];
  request.on('data', (chunk: Buffer) => chunks.push(chunk));
  request.once('end', () => {
    request.body = (chunks.length === 1 ? chunks[0] : Buffer.concat(chunks))?.toString('utf8');
    next();
  });
}

/**
 * The parameters of a form POST. Nothing may be in the query string: a secret there would end up in
 * logs on the way (RFC 6749 §2.3.1).
 *
 * @throws Refusal `token_request_media_type`, `token_parameters_in_query`, `parameter_repeated`.
 */
export function formParameters(request: Request): RequestParameters {
  refuseQuery(request.url);
  const body: unknown = request.body;
  if (typeof body !== 'string') {
    // express.text leaves an empty form body undefined: that is a form without parameters.
    if (!request.is(FORM) && !isEmptyForm(request)) throw new Refusal('token_request_media_type');
    return new RequestParameters('');
  }
  const parameters = new RequestParameters(body);
  parameters.refuseRepeated();
  refuseNoForm(body, [...parameters.names()]);
  return parameters;
}

/** What says it is a form and is none would lack every parameter. @throws Refusal `form_is_json`, `form_encoded_twice`. */
function refuseNoForm(body: string, names: readonly string[]): void {
  if (body.trimStart().startsWith('{') && isJson(body)) throw new Refusal('form_is_json');
  if (names.length === 0 && !body.includes('=') && /%3d/i.test(body)) throw new Refusal('form_encoded_twice');
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}

/** @throws Refusal `token_parameters_in_query` naming the first parameter. */
function refuseQuery(url: string): void {
  const query = queryOf(url);
  if (query === '') return;
  const [parameter] = new RequestParameters(query).names();
  if (parameter !== undefined) throw new Refusal('token_parameters_in_query', { parameter });
}

function isEmptyForm(request: Request): boolean {
  return request.headers['content-type']?.toLowerCase().startsWith(FORM) ?? false;
}
