import type { Bilingual } from '../bank/catalogue/index.ts';
import type { FaultAction } from '../bank/fault.ts';
import { isDataApiPath } from './canonical-path.ts';

/** An answer as it goes out instead of the bank's own. */
export interface FaultyAnswer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/** What a lost answer looks like where the rule does not say: a gateway that gave up waiting. */
const GATEWAY_TIMEOUT = 504;

/** Seconds after which a client may come again. */
const RETRY_AFTER = '60';

const oauthStatus: Readonly<Record<string, number>> = {
  invalid_client: 401,
  server_error: 500,
  temporarily_unavailable: 503,
};

/** What of a request an answer depends on. */
interface Asked {
  readonly path: string;
  readonly isPage: boolean;
  /** Whether it had an Authorization header. */
  readonly usedHeader: boolean;
}

/** The answer a fault gives: in the manner of the endpoint, or of the gateway before it. */
export function faultyAnswer(action: FaultAction, { path, isPage, usedHeader }: Asked): FaultyAnswer {
  const { status: told, oauthError } = action;
  // As the token endpoint itself: no challenge for who did not use the header (RFC 6749 §5.2).
  const isBareClient = oauthError === 'invalid_client' && told === undefined && !usedHeader;
  const status = isBareClient ? 400 : statusOf(action);
  const { headers, body } = contentOf(action, status, path, isPage);
  return {
    status,
    headers: {
      'Cache-Control': 'no-store',
      ...headers,
      ...((status === 429 || status === 503) && { 'Retry-After': RETRY_AFTER }),
      ...(status === 401 && { 'WWW-Authenticate': challengeOf(action) }),
    },
    body,
  };
}

/** What the log says went out. */
export function answerWords(action: FaultAction): Bilingual {
  switch (action.abort) {
    case 'reset':
      return { ja: '接続をリセット', en: 'connection reset' };
    case 'truncate':
      return { ja: '本文を途中で切断', en: 'body cut off' };
    case 'empty':
      if (action.status === undefined) return { ja: '何も返さず切断', en: 'closed without a byte' };
      return { ja: `HTTP ${action.status}、本文なし`, en: `HTTP ${action.status} without a body` };
    default: {
      const error = action.oauthError ?? action.errorCode;
      const words = `HTTP ${statusOf(action)}${error === undefined ? '' : ` ${error}`}`;
      return { ja: words, en: words };
    }
  }
}

function statusOf({ status, oauthError, errorCode }: FaultAction): number {
  if (status !== undefined) return status;
  if (oauthError !== undefined) return oauthStatus[oauthError] ?? 400;
  return errorCode === undefined ? GATEWAY_TIMEOUT : 500;
}

function contentOf(
  { abort, oauthError, errorCode }: FaultAction,
  status: number,
  path: string,
  isPage: boolean,
): Omit<FaultyAnswer, 'status'> {
  if (abort === 'empty' || status === 204 || status === 304) return { headers: {}, body: '' };
  if (oauthError !== undefined) return oauthContent(oauthError);
  if (errorCode !== undefined) return dataApiContent(errorCode);
  // What stands before a bank knows nothing of its formats: partners that parse blindly fail here.
  const isGateway = status >= 502 && status <= 504;
  if (isGateway || isPage) return pageContent(status);
  if (isDataApiPath(path)) return dataApiContent('WG_ERR_999');
  return oauthContent(status >= 500 ? 'server_error' : 'invalid_request');
}

function oauthContent(error: string): Omit<FaultyAnswer, 'status'> {
  return {
    headers: { 'Content-Type': 'application/json; charset=utf-8' },
    body: JSON.stringify({ error, error_description: 'Made to fail by a fault of the sandbox' }),
  };
}

function dataApiContent(errorCode: string): Omit<FaultyAnswer, 'status'> {
  return {
    headers: { 'Content-Type': 'application/json;charset=UTF-8' },
    body: JSON.stringify({ errorCode, errorMessage: 'サンドボックスの障害練習による応答です。' }),
  };
}

function pageContent(status: number): Omit<FaultyAnswer, 'status'> {
  return {
    headers: {
      'Content-Type': 'text/html; charset=utf-8',
      'Content-Security-Policy': "default-src 'none'; frame-ancestors 'none'",
    },
    body:
      `<!doctype html><html lang="ja"><meta charset="utf-8"><title>${status}</title><h1>${status}</h1>` +
      '<p>サンドボックスの障害練習による応答です。</p>' +
      '<p lang="en">This sandbox was told to fail here.</p></html>\n',
  };
}

function challengeOf({ oauthError, errorCode }: FaultAction): string {
  if (oauthError === 'invalid_client') return 'Basic realm="ib-link-sandbox", charset="UTF-8"';
  return errorCode === undefined ? 'Bearer' : 'Bearer error="invalid_token"';
}
