import type { IncomingMessage, ServerResponse } from 'node:http';
import type { z } from 'zod';
import type { Bilingual } from '../bank/catalogue/entry.ts';
import type { SandboxContext } from '../context.ts';
import type { Exchange } from '../log/exchange.ts';
import type { JsonPieces } from './json-pieces.ts';

type NoInput = Record<never, never>;

/**
 * One thing the control API can do, declared once. The REST route, its validation, the OpenAPI
 * document, the console's typed calls, the CLI and the testkit all come from this declaration, which
 * therefore imports nothing but schemas: the browser bundles it too.
 */
export interface Operation<
  Params extends z.ZodType | undefined = z.ZodType | undefined,
  Query extends z.ZodType | undefined = z.ZodType | undefined,
  Body extends z.ZodType | undefined = z.ZodType | undefined,
  Result extends z.ZodType | undefined = z.ZodType | undefined,
> {
  /** Unique, `resource.verb`: the OpenAPI operationId. */
  readonly id: string;
  readonly tag: string;
  readonly method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  /** Below `/control/v1`, with `{name}` for parameters. */
  readonly path: string;
  readonly summary: Bilingual;
  readonly params?: Params;
  readonly query?: Query;
  readonly body?: Body;
  /** The body's media type where it is not JSON; then the body schema sees the raw text. */
  readonly bodyType?: string;
  /** True for a file: the body schema sees its bytes, whatever media type they are sent as. */
  readonly bodyBytes?: true;
  /** The largest body in bytes; 1 MiB when left out. */
  readonly bodyLimitBytes?: number;
  /** Left out for 204. */
  readonly result?: Result;
  readonly status: 200 | 201 | 204;
  /** True where the handler writes the answer itself (event stream, HAR, CSV). */
  readonly raw?: { contentType: string };
  /** True where the call changes what the bank will answer: it gets a row of its own in the request log. */
  readonly logged?: true;
  /** True where the answer hands out keys or passwords: the log tells of it and keeps nothing of it. */
  readonly secret?: true;
  /** Left open for `GET /openapi.json` only. */
  readonly public?: boolean;
}

/** Declares an operation, keeping its schemas' types. */
export function operation<
  Params extends z.ZodType | undefined = undefined,
  Query extends z.ZodType | undefined = undefined,
  Body extends z.ZodType | undefined = undefined,
  Result extends z.ZodType | undefined = undefined,
>(declaration: Operation<Params, Query, Body, Result>): Operation<Params, Query, Body, Result> {
  return declaration;
}

type Declares<Schema> = [Schema] extends [never] ? false : true;
type OutputOf<Schema> =
  Declares<Schema> extends false ? NoInput : Schema extends z.ZodType ? z.output<Schema> : NoInput;
type InputOf<Schema> =
  Declares<Schema> extends false ? NoInput : Schema extends z.ZodType ? z.input<Schema> : NoInput;

/** What a caller sends (before defaults are filled in). */
export interface OperationInput<Declared extends Operation> {
  params: InputOf<NonNullable<Declared['params']>>;
  query: InputOf<NonNullable<Declared['query']>>;
  body: InputOf<NonNullable<Declared['body']>>;
}

/** What a caller gets. */
export type OperationResult<Declared extends Operation> =
  Declares<NonNullable<Declared['result']>> extends false
    ? void
    : NonNullable<Declared['result']> extends z.ZodType
      ? z.output<NonNullable<Declared['result']>>
      : void;

/** What a handler is given: validated input, and the request it came with. */
export interface OperationCall<Declared extends Operation> {
  readonly context: SandboxContext;
  readonly params: OutputOf<NonNullable<Declared['params']>>;
  readonly query: OutputOf<NonNullable<Declared['query']>>;
  readonly body: OutputOf<NonNullable<Declared['body']>>;
  readonly exchange: Exchange;
  readonly request: IncomingMessage;
  /** For `raw` operations only. */
  readonly response: ServerResponse;
}

/** A result, or the text of one too long to be made in one turn of the event loop. */
type Answer<Declared extends Operation> = OperationResult<Declared> | JsonPieces;

/** A declaration with the function that fulfils it. */
export interface ImplementedOperation {
  readonly declaration: Operation;
  readonly handle: (call: OperationCall<Operation>) => unknown;
}

/**
 * Joins a declaration and its handler. The handler calls one domain operation and returns the result
 * the schema describes (or a promise of it), or throws a Refusal of the catalogue.
 */
export function implement<Declared extends Operation>(
  declaration: Declared,
  handle: (call: OperationCall<Declared>) => Answer<Declared> | Promise<Answer<Declared>>,
): ImplementedOperation {
  return { declaration, handle };
}
