import { createSandbox } from '../../server/sandbox.ts';
import type { SandboxContext } from '../../server/context.ts';
import type { LogEntry } from '../../server/log/entry.ts';
import type { ReadyEvent, SandboxOptions } from '../../server/sandbox-options.ts';
import { LentKeys } from './lent-keys.ts';

export const CONTROL_TOKEN = 'control-token-of-the-tests';

/** A whole sandbox in this process, on free ports, with what a test needs to steer and to see. */
export interface TestSandbox extends AsyncDisposable {
  readonly ready: ReadyEvent;
  readonly issuer: string;
  readonly context: SandboxContext;
  /** The control API's answer, whatever its status. */
  request(method: string, path: string, body?: unknown): Promise<Response>;
  /** The control API's JSON. @throws when it refuses. */
  control<Result>(method: string, path: string, body?: unknown): Promise<Result>;
  /** Moves the bank's clock by an ISO 8601 duration. */
  advance(by: string): Promise<{ now: string; effects: { at: string; type: string }[] }>;
  changeSettings(patch: object): Promise<void>;
  /** A place in the log, for {@link logAfter} and {@link waitForLog}. */
  logPosition(): number;
  /** What was logged behind that place. */
  logAfter(position: number): LogEntry[];
  /** The first matching entry behind that place, as soon as there is one. */
  waitForLog(filter: string, position: number): Promise<LogEntry>;
  stop(): Promise<void>;
}

/** 2027-02-20 13:04 in Tokyo, a Saturday: the bank's clock in tests stands here until it is moved. */
export const TEST_TIME = '2027-02-20T13:04:00+09:00';

/** Starts a sandbox with the demo scenario and a frozen clock; to be stopped by the test. */
export async function startSandbox(overrides: Partial<SandboxOptions> = {}): Promise<TestSandbox> {
  const keys = new LentKeys();
  const sandbox = createSandbox({
    host: '127.0.0.1',
    port: 0,
    consolePort: 0,
    partnerPort: 0,
    dataDir: null,
    scenario: 'demo',
    clock: TEST_TIME,
    controlToken: CONTROL_TOKEN,
    // What is kept in a directory is kept for good.
    ...(!overrides.dataDir && { makePrivateKey: keys.make }),
    ...overrides,
  });
  const stop = async () => {
    await sandbox.stop();
    keys.giveBack();
  };
  const ready = await sandbox.start();
  const { context } = sandbox;

  const request = (method: string, path: string, body?: unknown) =>
    fetch(ready.control + path, {
      method,
      headers: {
        authorization: `Bearer ${ready.controlToken}`,
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
  const control = async <Result>(method: string, path: string, body?: unknown): Promise<Result> => {
    const response = await request(method, path, body);
    const text = await response.text();
    if (!response.ok) throw new Error(`${method} ${path} answered ${response.status}: ${text}`);
    return (text === '' ? undefined : JSON.parse(text)) as Result;
  };

  return {
    ready,
    issuer: ready.issuer,
    context,
    request,
    control,
    advance: (by) => control('POST', '/clock/advance', { by }),
    changeSettings: async (patch) => {
      await control('PATCH', '/settings', patch);
    },
    logPosition: () => context.log.lastSeq,
    logAfter: (position) => context.log.list({ after: position, limit: 1_000 }).items,
    waitForLog: async (filter, position) => {
      const query = new URLSearchParams({ filter, after: String(position), timeout: '10' });
      return control<LogEntry>('GET', `/log/wait?${query.toString()}`);
    },
    stop,
    [Symbol.asyncDispose]: stop,
  };
}
