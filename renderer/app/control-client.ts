import type { Operation, OperationInput, OperationResult } from '../../server/control/operation.ts';

type Key = 'params' | 'query' | 'body';
type Nothing = Record<never, never>;

/** What an operation wants, with the empty and all-optional parts left to the caller's choice. */
export type CallInput<Declared extends Operation> = {
  [K in Key as Nothing extends OperationInput<Declared>[K] ? never : K]: OperationInput<Declared>[K];
} & {
  [K in Key as Nothing extends OperationInput<Declared>[K] ? K : never]?: OperationInput<Declared>[K];
};

interface LooseInput {
  params?: Record<string, unknown>;
  query?: Record<string, unknown>;
  body?: unknown;
}

export interface FieldError {
  /** As the schema names it: `redirect_uris[0]`, `lifetimes.grantDays`. */
  path: string;
  message: string;
}

/** An RFC 9457 problem document as the control API writes it. */
interface ProblemDocument {
  type?: string;
  title?: string;
  detail?: string;
  errors?: FieldError[];
  hint?: string;
}

/** A call the control API did not fulfil; `status` 0 where it did not answer at all. */
export class ControlError extends Error {
  readonly status: number;
  readonly title: string;
  readonly hint: string | undefined;
  readonly fieldErrors: readonly FieldError[];

  constructor(status: number, problem: ProblemDocument) {
    const title = problem.title ?? `HTTP ${String(status)}`;
    super(problem.detail ?? title);
    this.name = 'ControlError';
    this.status = status;
    this.title = title;
    this.hint = problem.hint;
    this.fieldErrors = problem.errors ?? [];
  }

  /** The messages by field, for a form; a nested path also counts for its outermost member. */
  messagesByField(): Record<string, string> {
    const messages: Record<string, string> = {};
    for (const { path, message } of this.fieldErrors) {
      messages[path] ??= message;
      messages[outermostField(path)] ??= message;
    }
    return messages;
  }
}

/** `redirect_uris` of `redirect_uris[0]`, `lifetimes` of `lifetimes.grantDays`. */
export function outermostField(path: string): string {
  return path.split(/[.[]/)[0] ?? path;
}

/** Builds an operation's address below `/control/v1`. Throws where a path parameter is missing. */
export function operationPath(declared: Pick<Operation, 'path'>, input: LooseInput): string {
  const path = declared.path.replace(/\{(\w+)\}/g, (_, name: string) => {
    const value = input.params?.[name];
    if (value === undefined) throw new TypeError(`Missing path parameter ${name} of ${declared.path}`);
    return encodeURIComponent(plainText(value));
  });
  const query = new URLSearchParams();
  for (const [name, value] of Object.entries(input.query ?? {})) {
    if (value !== undefined && value !== '') query.set(name, plainText(value));
  }
  const search = query.toString();
  return search ? `${path}?${search}` : path;
}

/** A member of an address as text. @throws TypeError where it is no plain value. */
function plainText(value: unknown): string {
  if (typeof value === 'string') return value;
  if (typeof value === 'number' || typeof value === 'boolean') return String(value);
  throw new TypeError('Only text, numbers and truth values fit into an address');
}

/** Speaks to the control API of the sandbox that served this page. */
export class ControlClient {
  readonly #token: string;
  readonly #base: string;
  #language: string;

  constructor(token: string, base = '/control/v1', language = 'ja') {
    this.#token = token;
    this.#base = base;
    this.#language = language;
  }

  /** The language of problem documents. */
  useLanguage(language: string): void {
    this.#language = language;
  }

  /** Calls an operation. Throws ControlError where it is refused or nobody answers. */
  async call<Declared extends Operation>(
    declared: Declared,
    ...[input]: Nothing extends CallInput<Declared> ? [CallInput<Declared>?] : [CallInput<Declared>]
  ): Promise<OperationResult<Declared>> {
    const response = await this.request(declared, input ?? {});
    if (response.status === 204) return undefined as OperationResult<Declared>;
    return (await response.json()) as OperationResult<Declared>;
  }

  /** The answer itself, for operations that stream or answer something other than JSON. */
  async request(declared: Operation, input: LooseInput, init: RequestInit = {}): Promise<Response> {
    const hasBody = input.body !== undefined;
    const headers = new Headers(init.headers);
    headers.set('authorization', `Bearer ${this.#token}`);
    headers.set('accept-language', this.#language);
    if (hasBody) headers.set('content-type', declared.bodyType ?? 'application/json');
    let response: Response;
    try {
      response = await fetch(this.#base + operationPath(declared, input), {
        ...init,
        method: declared.method,
        headers,
        credentials: 'omit',
        cache: 'no-store',
        ...(hasBody ? { body: bodyOf(declared, input.body) } : {}),
      });
    } catch (cause) {
      if (cause instanceof DOMException && cause.name === 'AbortError') throw cause;
      throw new ControlError(0, { title: 'unreachable' });
    }
    if (!response.ok) throw new ControlError(response.status, await readProblem(response));
    return response;
  }
}

/** A file as its bytes, text as it is, everything else as JSON. */
function bodyOf(declared: Operation, body: unknown): string | Uint8Array<ArrayBuffer> {
  if (declared.bodyBytes && body instanceof Uint8Array) return new Uint8Array(body);
  return declared.bodyType === undefined ? JSON.stringify(body) : String(body);
}

async function readProblem(response: Response): Promise<ProblemDocument> {
  try {
    return (await response.json()) as ProblemDocument;
  } catch {
    return {};
  }
}
