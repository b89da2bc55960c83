import type { IncomingMessage, ServerResponse } from 'node:http';
import express, { type Router } from 'express';
import { z } from 'zod';
import { Refusal } from '../bank/refusal.ts';
import type { SandboxContext } from '../context.ts';
import { exchangeOf, type Exchange } from '../log/exchange.ts';
import { guard } from './guard.ts';
import { holdUntilDurable } from '../listeners/durable-answers.ts';
import { languageOf } from './language.ts';
import { JsonPieces } from './json-pieces.ts';
import type { ImplementedOperation, Operation, OperationCall } from './operation.ts';
import { problemOf, sendProblem, unexpectedRefusal } from './problem.ts';
import { readBody } from './request-body.ts';
import { validate } from './validation.ts';

/** How the router speaks besides answering; a test listens instead of the terminal. */
export interface ControlRouterOptions {
  /** Takes what must reach whoever runs the sandbox. */
  reportError?: (line: string) => void;
}

/** The operations of one path, by method. */
type Methods = ReadonlyMap<string, ImplementedOperation>;

/**
 * The control API as one router, to be mounted at `/control/v1`: every operation guarded, validated
 * and answered in the same way.
 */
export function controlRouter(
  context: SandboxContext,
  implemented: readonly ImplementedOperation[],
  { reportError = (line) => process.stderr.write(context.log.hideSecrets(line)) }: ControlRouterOptions = {},
): Router {
  const router = express.Router({ caseSensitive: true, strict: true });
  const refuse = (request: IncomingMessage, response: ServerResponse, error: unknown) => {
    const refusal = error instanceof Refusal ? error : unexpectedRefusal(error, reportError);
    if (response.headersSent) {
      // An answer that has begun can't be taken back; cutting it off is the honest end.
      response.destroy();
      return;
    }
    sendProblem(response, problemOf(refusal, languageOf(request, context.settings().language)));
  };

  router.use((_request, response, next) => {
    response.set({ 'Cache-Control': 'no-store', 'X-Content-Type-Options': 'nosniff' });
    next();
  });
  router.get('/openapi.json', (request, response) => {
    const describe = async () => {
      guard(context, request, true);
      const { controlApiDocument } = await import('./openapi.ts');
      const declarations = implemented.map(({ declaration }) => declaration);
      response.json(controlApiDocument(declarations, context));
    };
    describe().catch((error: unknown) => {
      refuse(request, response, error);
    });
  });

  router.all('/openapi.json', (request, response) => {
    try {
      guard(context, request, true);
      throw methodNotAllowed(request, response, 'GET, HEAD');
    } catch (error) {
      refuse(request, response, error);
    }
  });

  for (const [path, methods] of methodsByPath(implemented)) {
    router.all(path.replaceAll(/\{(\w+)\}/g, ':$1'), (request, response) => {
      answer(context, methods, request, response).catch((error: unknown) => {
        refuse(request, response, error);
      });
    });
  }
  router.use((request, response) => {
    try {
      guard(context, request, false);
      refuse(request, response, unknownPath(request));
    } catch (error) {
      refuse(request, response, error);
    }
  });
  const onError: express.ErrorRequestHandler = (error: unknown, request, response, _next) => {
    // A path that can't be decoded is one that does not exist.
    refuse(request, response, error instanceof URIError ? unknownPath(request) : error);
  };
  router.use(onError);
  return router;
}

async function answer(
  context: SandboxContext,
  methods: Methods,
  request: express.Request,
  response: express.Response,
): Promise<void> {
  // HEAD is GET without the body (RFC 9110 §9.3.2), which Node leaves out by itself.
  const found = methods.get(request.method === 'HEAD' ? 'GET' : request.method);
  guard(context, request, found?.declaration.public ?? false);
  if (!found) {
    throw methodNotAllowed(request, response, [...methods.keys()].sort().join(', '));
  }
  const { logged } = found.declaration;
  const exchange = logged ? context.log.begin(request, response, 'control') : exchangeOf(request);
  holdUntilDurable(context.storage, response, (refusal) => {
    exchange.refuse(refusal);
    sendProblem(response, problemOf(refusal, languageOf(request, context.settings().language)));
  });
  try {
    await fulfil(context, found, exchange, request, response);
  } catch (error) {
    if (error instanceof Refusal) exchange.refuse(error);
    else exchange.explain('unexpected', { id: exchange.id });
    throw error;
  }
}

async function fulfil(
  context: SandboxContext,
  { declaration, handle }: ImplementedOperation,
  exchange: Exchange,
  request: express.Request,
  response: express.Response,
): Promise<void> {
  const params = validated(declaration, 'params', { ...request.params });
  const query = validated(declaration, 'query', queryOf(request.url));
  const body = validated(declaration, 'body', await readBody(declaration, request, response, context.jobs));
  const call = { context, params, query, body, exchange, request, response } as OperationCall<Operation>;
  const result = await handle(call);
  if (declaration.raw) return;
  if (!exchange.outcome) exchange.explain('ok');
  if (declaration.secret) exchange.withholdAnswer();
  response.status(declaration.status);
  if (declaration.status === 204) response.end();
  else if (result instanceof JsonPieces) await result.sendTo(response);
  else response.json(result);
}

const places = { params: 'path', query: 'query', body: 'body' } as const;

const nothing = z.strictObject({});

/** An operation that takes nothing there refuses whatever is sent, an empty object apart. */
function validated(declaration: Operation, part: keyof typeof places, input: unknown): unknown {
  const schema = declaration[part];
  if (schema) return validate(schema, input, places[part]);
  return part === 'params' ? {} : validate(nothing, input ?? {}, places[part]);
}

/** The query as an object; a parameter that comes more than once as a list, which no schema takes. */
function queryOf(url: string): Record<string, string | string[]> {
  const query: Record<string, string | string[]> = Object.create(null) as Record<string, string>;
  const at = url.indexOf('?');
  if (at < 0) return query;
  for (const [name, value] of new URLSearchParams(url.slice(at + 1))) {
    const before = query[name];
    if (before === undefined) query[name] = value;
    else if (typeof before === 'string') query[name] = [before, value];
    else before.push(value);
  }
  return query;
}

function methodNotAllowed(request: express.Request, response: express.Response, allowed: string): Refusal {
  response.set('Allow', allowed);
  const { method } = request;
  return new Refusal('control_method_not_allowed', { path: pathOf(request), method, allowed });
}

function unknownPath(request: express.Request): Refusal {
  return new Refusal('control_path_unknown', { path: pathOf(request) });
}

/** As the caller wrote it, short enough to be repeated in an answer. */
function pathOf(request: express.Request): string {
  return (request.originalUrl.split('?', 1)[0] ?? '').slice(0, 200);
}

function methodsByPath(implemented: readonly ImplementedOperation[]): Map<string, Methods> {
  const paths = new Map<string, Map<string, ImplementedOperation>>();
  for (const operation of implemented) {
    const { path, method, id } = operation.declaration;
    const methods = paths.get(path) ?? new Map<string, ImplementedOperation>();
    if (methods.has(method)) throw new Error(`${method} ${path} is declared twice (${id})`);
    paths.set(path, methods.set(method, operation));
  }
  // `/log/wait` before `/log/{id}`: a fixed step is meant before a parameter.
  return new Map([...paths].sort(([a], [b]) => (fixedFirst(a) < fixedFirst(b) ? -1 : 1)));
}

function fixedFirst(path: string): string {
  return path.replaceAll(/\{\w+\}/g, '\uffff');
}
