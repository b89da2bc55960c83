import type { IncomingMessage } from 'node:http';
import {
  refusalEntry,
  type Bilingual,
  type OutcomeCode,
  type RefusalCode,
} from '../../bank/catalogue/index.ts';
import type { Client } from '../../bank/model.ts';
import { fillIn, Refusal, type RefusalDetails } from '../../bank/refusal.ts';
import { SECOND, toTimestamp } from '../../bank/time.ts';
import type { Exchange } from '../../log/exchange.ts';
import type { ClientKeys } from '../client-keys.ts';
import { notePresented, type CheckedStep, type PresentedKind } from '../../log/presented.ts';

/** Why a check does not hold, in words of the catalogue; a {@link Refusal} is one. */
export interface Failure {
  readonly code: OutcomeCode;
  readonly details: RefusalDetails;
}

/**
 * One rule about something that was signed. The endpoints run a list of them and stop at the first
 * that does not hold; the inspector runs the same list and goes on. So there is one place for a rule,
 * and what a reader is told is what the bank does.
 */
export interface Check<Subject> {
  /** Stable, unique within its list. */
  readonly name: string;
  /** What is checked. */
  readonly title: Bilingual;
  readonly clause: string;
  readonly expected: (subject: Subject) => string;
  readonly found: (subject: Subject) => string;
  /** Left out where the rule always applies. */
  readonly applies?: (subject: Subject) => boolean;
  /** What is said where it does not apply: nobody asks for it, unless it is checked elsewhere. */
  readonly otherwise?: 'elsewhere';
  /** Checks that have to hold before this one means anything. */
  readonly needs?: readonly string[];
  /** What is wrong, if anything. Only signatures take a promise, so that the rest costs no turn. */
  readonly judge: (subject: Subject) => Failure | undefined | Promise<Failure | undefined>;
  /** What the endpoint does instead of judging: it uses up what may be used once. */
  readonly use?: (subject: Subject) => Failure | undefined;
}

/** Everything that is checked of one kind of object, in the order in which the bank does it. */
export interface Examination<Presented, Subject extends object> {
  readonly kind: PresentedKind;
  /** Whether it can be read at all and whose it is; nothing else makes sense where one does not hold. */
  readonly opening: readonly Check<Presented>[];
  /** Called when the opening checks hold. */
  readonly open: (presented: Presented) => Subject;
  readonly checks: readonly Check<Subject>[];
  /** What is shown of it: never the signature. */
  readonly contents: (presented: Presented) => PresentedContents;
}

export interface PresentedContents {
  readonly header?: Record<string, unknown>;
  readonly claims?: Record<string, unknown>;
  readonly clientId?: string;
}

/**
 * Checks what a request presents, and notes for the log what was checked. When something does not
 * hold, the rest is tried as well before the refusal goes out, so that the log can show all that is
 * wrong; what holds costs nothing until somebody reads it.
 *
 * @throws Refusal of the first check that does not hold.
 */
export async function passAll<Presented, Subject extends object>(
  request: IncomingMessage | Exchange,
  { kind, opening, open, checks, contents }: Examination<Presented, Subject>,
  presented: Presented,
): Promise<Subject> {
  let subject: Subject | undefined;
  let failed = firstFailure(opening, presented);
  if (failed instanceof Promise) failed = await failed;
  if (!failed) {
    subject = open(presented);
    failed = firstFailure(checks, subject);
    if (failed instanceof Promise) failed = await failed;
  }
  if (!failed && subject !== undefined) {
    const opened = subject;
    notePresented(request, () => ({
      kind,
      ...contents(presented),
      steps: [...allPassed(opening, presented), ...allPassed(checks, opened)],
    }));
    return opened;
  }
  const steps = await examine({ kind, opening, open, checks, contents }, presented);
  notePresented(request, () => ({ kind, ...contents(presented), steps }));
  if (!(failed instanceof Refusal)) throw new Error(`a check of the ${kind} refuses with no refusal`);
  throw failed;
}

/** Checks what takes no promise and leaves no note: the access token of every request to the data API. */
export function passEach<Subject>(checks: readonly Check<Subject>[], subject: Subject): void {
  for (const { applies, judge } of checks) {
    if (applies?.(subject) === false) continue;
    const failure = judge(subject);
    if (failure instanceof Refusal) throw failure;
  }
}

/** Runs every check, whatever the ones before said. */
export async function examine<Presented, Subject extends object>(
  { opening, open, checks }: Examination<Presented, Subject>,
  presented: Presented,
): Promise<CheckedStep[]> {
  const first = await tryAll(opening, presented);
  if (first.some(({ result }) => result === 'failed')) {
    return [...first, ...checks.map(({ name }) => skipped(name, 'unreadable'))];
  }
  return [...first, ...(await tryAll(checks, open(presented)))];
}

/** A promise only where one of the checks takes one. */
function firstFailure<Subject>(
  checks: readonly Check<Subject>[],
  subject: Subject,
  from = 0,
): Failure | undefined | Promise<Failure | undefined> {
  for (let at = from; at < checks.length; at++) {
    const check = checks[at];
    if (!check || check.applies?.(subject) === false) continue;
    const judged = check.use ? check.use(subject) : check.judge(subject);
    if (judged instanceof Promise) {
      return judged.then((failure) => failure ?? firstFailure(checks, subject, at + 1));
    }
    if (judged) return judged;
  }
  return undefined;
}

async function tryAll<Subject>(checks: readonly Check<Subject>[], subject: Subject): Promise<CheckedStep[]> {
  const steps = new Map<string, CheckedStep>();
  for (const check of checks) {
    const { name, needs = [], applies, otherwise, judge } = check;
    if (applies?.(subject) === false) {
      steps.set(name, skipped(name, otherwise ?? 'not_asked'));
      continue;
    }
    const missing = needs.find((needed) => steps.get(needed)?.result !== 'passed');
    if (missing !== undefined) {
      steps.set(name, skipped(name, 'earlier_failed'));
      continue;
    }
    const failure = await judge(subject);
    const values = { expected: check.expected(subject), found: check.found(subject) };
    steps.set(
      name,
      failure
        ? { name, result: 'failed', ...values, code: failure.code, details: { ...failure.details } }
        : { name, result: 'passed', ...values },
    );
  }
  return [...steps.values()];
}

function allPassed<Subject>(checks: readonly Check<Subject>[], subject: Subject): CheckedStep[] {
  return checks.map(({ name, applies, otherwise, expected, found }) =>
    applies?.(subject) === false
      ? skipped(name, otherwise ?? 'not_asked')
      : { name, result: 'passed', expected: expected(subject), found: found(subject) },
  );
}

function skipped(name: string, because: NonNullable<CheckedStep['because']>): CheckedStep {
  return { name, result: 'skipped', expected: '', found: '', because };
}

/** A claim as it is shown: text as it is, anything else as JSON. */
export function shown(value: unknown): string {
  if (value === undefined) return '';
  return typeof value === 'string' ? value : JSON.stringify(value);
}

/** The keys a signature is checked with, as far as they are known, by their `kid`. */
export function namesOfKeys(keys: ClientKeys, client: Client): string {
  return keys
    .atHand(client)
    .map(({ kid, kty }) => `kid ${shown(kid ?? kty)}`)
    .join(' , ');
}

/** Why something failed inside, for a refusal that tells it in one of its own sentences. */
export function reasonDetails({
  entry: { message },
  details,
}: Refusal): Record<'reasonJa' | 'reasonEn', string> {
  return { reasonJa: fillIn(message.ja, details), reasonEn: fillIn(message.en, details) };
}

/** Seconds since 1970 as a time, where they are that. */
export function shownTime(value: unknown): string {
  const at = typeof value === 'number' ? value * SECOND : Number.NaN;
  return Math.abs(at) < 8.64e15 ? `${toTimestamp(at)} (${String(value)})` : shown(value);
}

/** The clause a refusal cites, so that a step and the refusal it explains agree. */
export function clauseOf(code: RefusalCode): string {
  return refusalEntry(code).spec;
}
