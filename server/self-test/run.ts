import { randomBytes } from 'node:crypto';
import { refusalEntry, type Bilingual, type OutcomeCode, type RefusalCode } from '../bank/catalogue/index.ts';
import { Refusal } from '../bank/refusal.ts';
import { toTimestamp } from '../bank/time.ts';
import type { SandboxContext } from '../context.ts';
import { selfTestHeader } from '../log/entry-of-recording.ts';
import { TestDesk } from './test-desk.ts';
import type { Trial, TrialGroup } from './trial.ts';

/** How an answer is told: status, `error`, and the cause the log names. */
export interface ToldAnswer {
  status: number;
  error: string;
  code: OutcomeCode | '';
}

/** One row of the table. */
export interface TrialResult {
  id: string;
  group: TrialGroup;
  clause: string;
  sent: Bilingual;
  expected: ToldAnswer & { code: RefusalCode };
  got: ToldAnswer;
  passed: boolean;
  /** What kept the trial from being held. */
  problem?: string;
}

/** A trial that could not be held, and why: neither passed nor failed. */
export interface TrialNotHeld {
  id: string;
  group: TrialGroup;
  clause: string;
  sent: Bilingual;
  because: Bilingual;
}

export interface SelfTestRun {
  id: string;
  status: 'running' | 'finished' | 'broken_off';
  startedAt: string;
  finishedAt?: string;
  /** How many trials there are. */
  total: number;
  passed: number;
  failed: number;
  notHeld: number;
  /** Finds its requests in the log. */
  filter: string;
  problem?: string;
  rows: TrialResult[];
  rowsNotHeld: TrialNotHeld[];
}

/** So many runs are remembered. */
const RUNS_KEPT = 10;

/** The self-tests of one sandbox: one at a time, the newest few remembered. */
export class SelfTests {
  readonly #trials: readonly Trial[];
  readonly #runs = new Map<string, SelfTestRun>();

  constructor(trials: readonly Trial[]) {
    this.#trials = trials;
  }

  /**
   * Begins a run; it goes on after the answer.
   *
   * @throws Refusal `self_test_running`.
   */
  start(context: SandboxContext): SelfTestRun {
    const running = [...this.#runs.values()].find(({ status }) => status === 'running');
    if (running) throw new Refusal('self_test_running', { id: running.id });
    const id = `self-test-${randomBytes(4).toString('hex')}`;
    const run: SelfTestRun = {
      id,
      status: 'running',
      startedAt: toTimestamp(context.clock.realNow()),
      total: this.#trials.length,
      passed: 0,
      failed: 0,
      notHeld: 0,
      filter: `flow:${id}`,
      rows: [],
      rowsNotHeld: [],
    };
    this.#runs.set(id, run);
    const [oldest] = this.#runs.keys();
    if (this.#runs.size > RUNS_KEPT && oldest !== undefined) this.#runs.delete(oldest);
    context.background.run('the self-test', (signal) => hold(context, run, this.#trials, signal));
    return run;
  }

  /** The newest first. */
  list(): SelfTestRun[] {
    return [...this.#runs.values()].reverse();
  }

  /** @throws Refusal `self_test_not_found`. */
  get(id: string): SelfTestRun {
    const run = this.#runs.get(id);
    if (!run) throw new Refusal('self_test_not_found', { id });
    return run;
  }
}

async function hold(
  context: SandboxContext,
  run: SelfTestRun,
  trials: readonly Trial[],
  signal: AbortSignal,
): Promise<void> {
  try {
    const desk = await TestDesk.open(context, run.id);
    try {
      for (const trial of trials) {
        signal.throwIfAborted();
        if (trial.needs === 'tls' && context.addresses.httpsIssuer === null) {
          run.rowsNotHeld.push(withoutTls(trial));
          run.notHeld += 1;
          continue;
        }
        const result = await judge(desk, trial);
        run.rows.push(result);
        run[result.passed ? 'passed' : 'failed'] += 1;
      }
    } finally {
      await desk.close();
    }
    run.status = 'finished';
  } catch (error) {
    run.status = 'broken_off';
    run.problem = messageOf(error);
  }
  run.finishedAt = toTimestamp(context.clock.realNow());
}

function withoutTls({ id, group, sent, code }: Trial): TrialNotHeld {
  const because = {
    ja: 'TLS が無効です。`--https-port` を付けて起動すると行えます。',
    en: 'TLS is off: start with `--https-port` to hold it.',
  };
  return { id, group, clause: refusalEntry(code).spec, sent, because };
}

/** Holds one trial: sends what is bad, and compares what comes back and what the log says. */
async function judge(desk: TestDesk, trial: Trial): Promise<TrialResult> {
  const { id, group, sent, code, answer } = trial;
  const entry = refusalEntry(code);
  const expected = {
    status: trial.status ?? (answer === 'redirect' ? 303 : entry.status),
    error: answer === 'page' ? '' : (trial.error ?? entry.wire ?? ''),
    code,
  };
  const row = { id, group, clause: entry.spec, sent, expected };
  desk.trial = id;
  const position = desk.context.log.lastSeq;
  try {
    const response = await trial.send(desk);
    // RFC 6749 §5.2: 401 where the client used the Authorization header, and 400 where it did not.
    const isBareClient = entry.wire === 'invalid_client' && !response.headers.has('www-authenticate');
    if (isBareClient && trial.status === undefined) expected.status = 400;
    const got = {
      status: response.status,
      error: await errorOf(response),
      code: causeInLog(desk, position, id),
    };
    const passed =
      got.status === expected.status && got.error === expected.error && got.code === expected.code;
    return { ...row, got, passed };
  } catch (error) {
    const got = { status: 0, error: '', code: causeInLog(desk, position, id) };
    return { ...row, got, passed: false, problem: messageOf(error) };
  }
}

/** The `error` of a redirect, of a JSON answer, or none: then it is a page or a success. */
async function errorOf(response: Response): Promise<string> {
  const location = response.headers.get('location');
  const text = await response.text();
  if (location !== null) {
    return URL.canParse(location) ? (new URL(location).searchParams.get('error') ?? '') : '';
  }
  if (!response.headers.get('content-type')?.includes('json') || text === '') return '';
  const { error } = JSON.parse(text) as { error?: unknown };
  return typeof error === 'string' ? error : '';
}

/** What the log says of the last request of a trial. */
function causeInLog({ context, mark }: TestDesk, after: number, trial: string): OutcomeCode | '' {
  const { items } = context.log.list({
    after,
    limit: 1_000,
    matching: ({ request }) => request.headers[selfTestHeader] === `${mark}/${trial}`,
  });
  return items.at(-1)?.outcome.code ?? '';
}

function messageOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  return error.cause instanceof Error ? `${error.message}: ${error.cause.message}` : error.message;
}
