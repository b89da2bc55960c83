import { catalogue, outcomeEntry, type Bilingual, type OutcomeCode } from '../bank/catalogue/index.ts';
import { judge, verdictDetails } from '../bank/profile-lens.ts';
import { fillIn, type RefusalDetails } from '../bank/refusal.ts';
import { toTimestamp } from '../bank/time.ts';
import { claimedClient } from './claimed-client.ts';
import type { LogEntry, LoggedMessage, LogOutcome } from './entry.ts';
import type { Exchange } from './exchange.ts';
import { takePresented } from './presented.ts';
import type { CapturedBody, Recording } from './recording.ts';
import type { Redaction } from './redaction.ts';

/** What a request carries that repeats a recorded one. */
export const replayHeader = 'sandbox-replay-of';

/** What a request of a self-test carries: the run, and the trial in it. */
export const selfTestHeader = 'sandbox-self-test';

/** The row that is shown of a recording: parsed, explained, without secrets. */
export function entryOfRecording(recording: Recording, seq: number, redaction: Redaction): LogEntry {
  const { exchange } = recording;
  const target = recording.target.startsWith('/') ? recording.target : `/${recording.target}`;
  const requestHeaders = groupHeaders(recording.requestHeaders);
  const replayOf = /^[a-z0-9]{1,20}-[a-z0-9]{1,20}$/.exec(requestHeaders.get(replayHeader)?.[0] ?? '')?.[0];
  const responseHeaders = new Map(
    Object.entries(recording.responseHeaders).map(([name, value]) => [
      name,
      Array.isArray(value) ? value : [value],
    ]),
  );
  return {
    id: exchange.id,
    seq,
    at: toTimestamp(recording.at),
    realAt: toTimestamp(recording.realAt),
    durationMs: recording.durationMs,
    origin: recording.origin,
    method: recording.method,
    url: redaction.url(recording.base + target),
    path: redaction.text(target.split(/[?#]/, 1)[0] ?? '/'),
    status: recording.status,
    ...clientOf(recording, requestHeaders, redaction),
    ...(exchange.customerId !== undefined && { customerId: exchange.customerId }),
    ...(exchange.grantId !== undefined && { grantId: exchange.grantId }),
    ...flowOf(exchange, requestHeaders),
    ...(replayOf !== undefined && { replayOf }),
    request: messageOf(requestHeaders, recording.requestBody, redaction),
    response: messageOf(responseHeaders, recording.responseBody, redaction, exchange.answerWithheld),
    outcome: outcomeOf(recording, redaction),
    effects: redaction.json(exchange.effects) as LogEntry['effects'],
    ...verdictsOf(exchange, redaction),
    ...presentedBy(exchange, redaction),
  };
}

/**
 * The row of a recording that can't be read: that there was a request, when, and how it was answered.
 * Nothing here depends on what was sent but the method, which is a token by then.
 */
export function unreadableEntry(recording: Recording, seq: number, redaction: Redaction): LogEntry {
  const { exchange, requestBody, responseBody } = recording;
  const unread = ({ size }: CapturedBody): LoggedMessage => ({
    headers: {},
    body: null,
    bodySize: size,
    ...(size > 0 && { bodyNote: noteOfUnreadable(size) }),
  });
  return {
    id: exchange.id,
    seq,
    at: toTimestamp(recording.at),
    realAt: toTimestamp(recording.realAt),
    durationMs: recording.durationMs,
    origin: recording.origin,
    method: recording.method,
    url: `${recording.base}/`,
    path: '/',
    status: recording.status,
    request: unread(requestBody),
    response: unread(responseBody),
    outcome: outcome('log_row_unreadable', {}, redaction),
    effects: [],
  };
}

/** Whose request it was, or whose it says it is. At the console’s own origin nobody claims to be a client. */
function clientOf(
  recording: Recording,
  headers: ReadonlyMap<string, string[]>,
  redaction: Redaction,
): Pick<LogEntry, 'clientId' | 'clientClaimed'> {
  const { exchange, origin } = recording;
  if (exchange.clientId !== undefined) return { clientId: redaction.text(exchange.clientId) };
  if (origin !== 'bank') return {};
  const claimed = exchange.claimedClientId ?? claimedClient(recording, headers);
  return claimed === undefined ? {} : { clientId: redaction.text(claimed), clientClaimed: true };
}

/** What a self-test does goes by the name of its run, so that `flow:` finds it and `-flow:` leaves it out. */
function flowOf({ flowId }: Exchange, headers: ReadonlyMap<string, string[]>): Pick<LogEntry, 'flowId'> {
  const run = /^(self-test-[0-9a-f]{8})\//.exec(headers.get(selfTestHeader)?.[0] ?? '')?.[1];
  const flow = run ?? flowId;
  return flow === undefined ? {} : { flowId: flow };
}

function verdictsOf({ observations }: Exchange, redaction: Redaction): Pick<LogEntry, 'verdicts'> {
  if (!observations) return {};
  const verdicts = judge(observations).map(({ profile, passes, reasons }) => ({
    profile,
    passes,
    reasons: reasons.map((code) => outcome(code, verdictDetails(profile, observations), redaction)),
  }));
  return verdicts.length === 0 ? {} : { verdicts };
}

/** Longer values say no more: what is cut was made to be long. */
const LONGEST_VALUE = 300;

/** Signed objects without their signatures, so that nobody can send again what is read here. */
function presentedBy(exchange: Exchange, redaction: Redaction): Pick<LogEntry, 'presented'> {
  const value = (text: string) => redaction.text(text.slice(0, LONGEST_VALUE));
  const presented = takePresented(exchange).map(({ kind, clientId, header, claims, steps }) => ({
    kind,
    ...(clientId !== undefined && { clientId: redaction.text(clientId) }),
    ...(header && { header: redaction.json(header) as Record<string, unknown> }),
    ...(claims && { claims: redaction.json(claims) as Record<string, unknown> }),
    steps: steps.map(({ expected, found, details, ...step }) => ({
      ...step,
      expected: value(expected),
      found: value(found),
      ...(details && { details: redaction.json(details) as Record<string, string | number> }),
    })),
  }));
  return presented.length === 0 ? {} : { presented };
}

function groupHeaders(raw: readonly string[]): Map<string, string[]> {
  const headers = new Map<string, string[]>();
  for (let i = 0; i + 1 < raw.length; i += 2) {
    const name = (raw[i] ?? '').toLowerCase();
    const values = headers.get(name);
    if (values) values.push(raw[i + 1] ?? '');
    else headers.set(name, [raw[i + 1] ?? '']);
  }
  return headers;
}

function messageOf(
  headers: Map<string, string[]>,
  body: CapturedBody,
  redaction: Redaction,
  withheld = false,
): LoggedMessage {
  const shown = Object.fromEntries(
    Array.from(headers, ([name, values]): [string, string | string[]] => {
      const redacted = values.map((value) => redaction.header(name, value));
      const [first = ''] = redacted;
      return [redaction.name(name), redacted.length === 1 ? first : redacted];
    }),
  );
  const contentType = headers.get('content-type')?.[0] ?? '';
  const encoding = headers.get('content-encoding')?.[0];
  const bodyNote = withheld
    ? noteOfSecret(body.size)
    : noteInsteadOf(redaction.text(contentType), encoding && redaction.text(encoding), body.size);
  return {
    headers: shown,
    body: body.size === 0 || bodyNote ? null : redaction.body(body.bytes().toString('utf8'), contentType),
    bodySize: body.size,
    ...(body.cut && { bodyCut: true as const }),
    ...(bodyNote && body.size > 0 && { bodyNote }),
  };
}

const pages = /^(?:text\/html|application\/xhtml\+xml)\b/i;
const readable =
  /^(?:$|text\/|application\/(?:[\w.+-]*json|x-www-form-urlencoded|jwt|jose|[\w.+-]*\+jwt|[\w.+-]*xml)\b)/i;
const neverReadable = /^text\/(?:css|javascript)\b/i;

/**
 * Pages are told of, not kept: they hold form secrets in any position (`value=`, inline), and the
 * reader of the log has seen the page.
 */
function noteInsteadOf(
  contentType: string,
  encoding: string | undefined,
  size: number,
): Bilingual | undefined {
  const type = contentType.split(';', 1)[0]?.trim() ?? '';
  const bytes = String(size);
  if (pages.test(type)) return { ja: `HTML 画面（${bytes} バイト）`, en: `An HTML page (${bytes} bytes)` };
  if (encoding !== undefined && encoding !== 'identity') {
    return {
      ja: `圧縮された本文（${encoding}、${bytes} バイト）`,
      en: `A compressed body (${encoding}, ${bytes} bytes)`,
    };
  }
  if (neverReadable.test(type) || !readable.test(type)) {
    return { ja: `${type}（${bytes} バイト）`, en: `${type} (${bytes} bytes)` };
  }
  return undefined;
}

function noteOfSecret(size: number): Bilingual {
  const bytes = String(size);
  return {
    ja: `鍵やパスワードを渡す応答（${bytes} バイト、記録しません）`,
    en: `An answer that hands out keys and passwords (${bytes} bytes, not recorded)`,
  };
}

function noteOfUnreadable(size: number): Bilingual {
  const bytes = String(size);
  return { ja: `読み取れない内容（${bytes} バイト）`, en: `Could not be read (${bytes} bytes)` };
}

function outcomeOf(recording: Recording, redaction: Redaction): LogOutcome {
  const { status, exchange } = recording;
  const told = exchange.outcome;
  // A failure must name its cause: a success noted before something broke does not count.
  if (told && (status < 400 || told.code in catalogue)) return outcome(told.code, told.details, redaction);
  if (status >= 400) return outcome('unexplained_failure', { status }, redaction);
  if (recording.aborted) return outcome('connection_lost', {}, redaction);
  return outcome(status === 304 ? 'not_modified' : 'ok', {}, redaction);
}

/** A code of the catalogue with its texts filled in; details come from requests, so they are redacted too. */
export function outcome(code: OutcomeCode, details: RefusalDetails, redaction: Redaction): LogOutcome {
  const { spec, message, hint } = outcomeEntry(code);
  // The values put into a sentence; the sentence itself is the bank's own.
  const shown = Object.fromEntries(
    Object.entries(details).map(([name, value]) => [
      name,
      typeof value === 'string' ? redaction.text(value) : value,
    ]),
  );
  const words = (text: Bilingual): Bilingual => ({ ja: fillIn(text.ja, shown), en: fillIn(text.en, shown) });
  return {
    code,
    ...(spec !== undefined && { spec }),
    message: words(message),
    ...(hint && { hint: words(hint) }),
  };
}
