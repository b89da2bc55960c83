import { randomBytes } from 'node:crypto';
import type { ServerResponse } from 'node:http';
import type { z } from 'zod';
import { InvalidInput } from '../bank/invalid-input.ts';
import { fillIn, Refusal } from '../bank/refusal.ts';
import type { Language } from './language.ts';
import type { problem } from './operations/schemas/common.ts';
import { ValidationFailure, type InputPlace } from './validation.ts';

export type Problem = z.output<typeof problem>;

/**
 * A refusal as an RFC 9457 problem document.
 *
 * @param language what `detail`, `hint` and the messages are written in.
 */
export function problemOf(refusal: Refusal, language: Language): Problem {
  const { entry, code, details } = refusal;
  const status = statusOf(refusal);
  return {
    type: `urn:ib-link-sandbox:problem:${code}`,
    title: titles[status] ?? 'Refused',
    status,
    detail: fillIn(entry.message[language], details),
    code,
    hint: fillIn(entry.hint[language], details),
    spec: entry.spec,
    ...errorsOf(refusal, language),
  };
}

/**
 * 401 says that the control token is bad and nothing else, so that a caller knows when to ask for
 * another; and an input with a fault in a member is 422 whatever the bank's own endpoint would say.
 */
function statusOf(refusal: Refusal): number {
  const { status } = refusal.entry;
  if (status === 401 && !refusal.code.startsWith('control_token_')) return 403;
  return status === 400 && refusal instanceof InvalidInput ? 422 : status;
}

/** RFC 9457 §3.1.4: the title belongs to the type of problem and does not change with the occurrence. */
const titles: Readonly<Record<number, string>> = {
  400: 'Bad Request',
  401: 'Unauthorized',
  403: 'Forbidden',
  404: 'Not Found',
  405: 'Method Not Allowed',
  409: 'Conflict',
  413: 'Content Too Large',
  415: 'Unsupported Media Type',
  422: 'Unprocessable Content',
  500: 'Internal Server Error',
  503: 'Service Unavailable',
  507: 'Insufficient Storage',
};

function errorsOf(refusal: Refusal, language: Language): Pick<Problem, 'errors'> {
  if (!(refusal instanceof InvalidInput)) return {};
  const place: InputPlace = refusal instanceof ValidationFailure ? refusal.place : 'body';
  return {
    errors: refusal.faults.map(({ path, code, message }) => ({
      in: place,
      path,
      ...(code !== undefined && { code }),
      message: message[language],
    })),
  };
}

export function sendProblem(response: ServerResponse, answer: Problem): void {
  response.statusCode = answer.status;
  response.setHeader('Content-Type', 'application/problem+json; charset=utf-8');
  if (answer.status === 401) response.setHeader('WWW-Authenticate', 'Bearer realm="ib-link-sandbox control"');
  response.end(JSON.stringify(answer));
}

/**
 * What an error that nobody foresaw becomes. The caller learns an id and nothing of the inside; who
 * runs the sandbox finds the details under that id.
 */
export function unexpectedRefusal(error: unknown, report: (line: string) => void): Refusal {
  const id = randomBytes(4).toString('hex');
  const details = error instanceof Error ? (error.stack ?? error.message) : String(error);
  report(`control API: unexpected error ${id}: ${details}\n`);
  return new Refusal('unexpected', { id });
}
