import {
  AuthorizationResponseError,
  ClientError,
  ResponseBodyError,
  WWWAuthenticateChallengeError,
} from 'openid-client';

/** What can go wrong between partner and bank, as far as the customer should be told something different. */
export type FailureKind =
  /** The customer pressed キャンセル, or the bank refused on their behalf. */
  | 'access_denied'
  /** The linkage is over: expired, revoked, superseded. Only a new consent helps. */
  | 'invalid_grant'
  /** 401 that no refresh mends. Only a new consent helps. */
  | 'unauthorized'
  /** 403: not among what the customer allowed. */
  | 'forbidden'
  | 'rate_limited'
  /** 503: night, holiday, maintenance. */
  | 'closed'
  /** 500: the bank is in trouble itself. */
  | 'trouble'
  /** No answer. */
  | 'network'
  /** An answer that began well and broke off. */
  | 'cut_off'
  /** Our own mistake or one of the bank: nothing the customer can do. */
  | 'unexpected';

/** A failure with what the bank said of it, for the words to the customer and for the developer. */
export class BankFailure extends Error {
  readonly kind: FailureKind;
  /** The bank's own code: an OAuth `error` or an `errorCode` of the data API. */
  readonly code: string | undefined;
  /** Seconds, from `Retry-After`. */
  readonly retryAfter: number | undefined;

  constructor(
    kind: FailureKind,
    said: {
      code?: string | undefined;
      description?: string | undefined;
      retryAfter?: number | undefined;
    } = {},
  ) {
    super(said.description ?? kind);
    this.name = 'BankFailure';
    this.kind = kind;
    this.code = said.code;
    this.retryAfter = said.retryAfter;
  }

  /** Whether the linkage itself is over, so that asking again is pointless. */
  get endsLink(): boolean {
    return this.kind === 'invalid_grant' || this.kind === 'unauthorized';
  }

  /** Reads a refusal of the data API: `{"errorCode","errorMessage"}`. */
  static async fromResponse(response: Response): Promise<BankFailure> {
    const body: unknown = await response.json().catch(() => undefined);
    const member = (name: string) => {
      const value: unknown =
        typeof body === 'object' && body !== null ? (body as Record<string, unknown>)[name] : undefined;
      return typeof value === 'string' ? value : undefined;
    };
    return new BankFailure(kindOfStatus(response.status), {
      code: member('errorCode') ?? member('error') ?? `HTTP ${response.status}`,
      description: member('errorMessage') ?? member('error_description') ?? response.statusText,
      retryAfter: secondsOf(response.headers.get('retry-after')),
    });
  }
}

/** Whatever was thrown while speaking with the bank, as a {@link BankFailure}. */
export function failureOf(error: unknown): BankFailure {
  if (error instanceof BankFailure) return error;
  if (error instanceof AuthorizationResponseError || error instanceof ResponseBodyError) {
    return new BankFailure(
      kindOfOAuthError(error.error, error instanceof ResponseBodyError ? error.status : undefined),
      {
        code: error.error,
        description: error.error_description,
      },
    );
  }
  if (error instanceof WWWAuthenticateChallengeError) {
    return new BankFailure('unexpected', { code: `HTTP ${error.status}`, description: error.message });
  }
  const description = error instanceof Error ? describe(error) : String(error);
  if (error instanceof ClientError) {
    // openid-client wraps answers it can't accept: a status without an OAuth body, a foreign `iss`.
    const status = error.cause instanceof Response ? error.cause.status : undefined;
    const kind = status === undefined ? (isNetwork(error) ? 'network' : 'unexpected') : kindOfStatus(status);
    return new BankFailure(kind, {
      code: status === undefined ? error.code : `HTTP ${status}`,
      description,
      retryAfter:
        error.cause instanceof Response ? secondsOf(error.cause.headers.get('retry-after')) : undefined,
    });
  }
  return new BankFailure(isNetwork(error) ? 'network' : 'unexpected', { description });
}

function kindOfOAuthError(code: string, status: number | undefined): FailureKind {
  if (code === 'access_denied' || code === 'invalid_grant') return code;
  if (code === 'temporarily_unavailable') return 'closed';
  return status === undefined ? 'unexpected' : kindOfStatus(status);
}

function kindOfStatus(status: number): FailureKind {
  switch (status) {
    case 401:
      return 'unauthorized';
    case 403:
      return 'forbidden';
    case 429:
      return 'rate_limited';
    case 503:
      return 'closed';
    case 502:
    case 504:
      return 'network';
    default:
      return status >= 500 ? 'trouble' : 'unexpected';
  }
}

/** fetch tells a broken connection by a TypeError, a cut body by a SyntaxError, a timeout by its name. */
function isNetwork(error: unknown): boolean {
  for (let cause = error; cause instanceof Error; cause = cause.cause) {
    if (cause instanceof TypeError || cause instanceof SyntaxError) return true;
    if (cause.name === 'TimeoutError' || cause.name === 'AbortError') return true;
  }
  return false;
}

function describe(error: Error): string {
  return error.cause instanceof Error ? `${error.message}: ${error.cause.message}` : error.message;
}

/** `Retry-After` in seconds; the form with a date would need a common clock, so it is not read. */
function secondsOf(header: string | null): number | undefined {
  return header !== null && /^\d{1,9}$/.test(header) ? Number(header) : undefined;
}
