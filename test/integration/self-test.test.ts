import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { SelfTestView } from '../../server/control/operations/schemas/self-test.ts';
import { SelfTests } from '../../server/self-test/run.ts';
import type { Trial } from '../../server/self-test/trial.ts';
import { allTrials } from '../../server/self-test/trials/all.ts';
import { bankTables } from '../harness/bank-tables.ts';
import { expectProblem } from '../harness/control-client.ts';
import { startSandbox, type TestSandbox } from '../harness/sandbox.ts';

let sandbox: TestSandbox;
beforeAll(async () => {
  sandbox = await startSandbox();
});
afterAll(() => sandbox.stop());

const start = () => sandbox.control<{ id: string; total: number }>('POST', '/self-tests');

/** Polls, because a run has no event of its own; bounded by the test's time. */
async function finished(id: string): Promise<SelfTestView> {
  return expect
    .poll(() => sandbox.control<SelfTestView>('GET', `/self-tests/${id}`), {
      timeout: 100_000,
      interval: 100,
    })
    .toSatisfy((run: SelfTestView) => run.status !== 'running')
    .then(() => sandbox.control<SelfTestView>('GET', `/self-tests/${id}`));
}

const failing = ({ rows }: SelfTestView) => rows.filter(({ passed }) => !passed);

/** A run sends some two hundred requests. */
const PATIENCE = { timeout: 120_000 };

describe('the self-test of the refusals', PATIENCE, () => {
  it('passes every row, and leaves nothing but marked rows of the log', async () => {
    // The keys of the bank are still being made when it has started; this waits for them.
    await (await fetch(`${sandbox.issuer}/oauth2/jwks`)).arrayBuffer();
    const before = bankTables(sandbox, new Set());
    const clock = sandbox.context.clock.setting;
    const position = sandbox.logPosition();
    const { id, total } = await start();
    const run = await finished(id);

    expect(failing(run)).toEqual([]);
    const { notHeld } = run;
    expect(run).toMatchObject({ status: 'finished', total, passed: total - notHeld, failed: 0 });
    expect(total).toBeGreaterThanOrEqual(60);
    expect(new Set([...run.rows, ...run.rowsNotHeld].map((row) => row.id)).size).toBe(total);
    // Without TLS there is no certificate to refuse, and the run says so instead of passing it.
    expect(new Set(run.rowsNotHeld.map(({ group }) => group))).toEqual(new Set(['mutual_tls']));
    expect(run.rowsNotHeld).toHaveLength(notHeld);
    for (const { because } of run.rowsNotHeld) expect(because.en).toContain('--https-port');
    for (const { clause, sent } of run.rows) {
      expect([clause, sent.ja, sent.en].every((words) => /\S/.test(words))).toBe(true);
    }
    expect(JSON.parse(bankTables(sandbox, new Set()))).toEqual(JSON.parse(before));
    expect(sandbox.context.clock.setting).toEqual(clock);

    const entries = sandbox.logAfter(position).filter(({ origin }) => origin === 'bank');
    expect(entries.length).toBeGreaterThanOrEqual(total - notHeld);
    expect(entries.filter(({ flowId }) => flowId !== id)).toEqual([]);
    const { items } = await sandbox.control<{ items: unknown[] }>(
      'GET',
      `/log?after=${String(position)}&filter=${encodeURIComponent(`-${run.filter} origin:bank`)}`,
    );
    expect(items).toEqual([]);
  });

  it('is readable in both languages', async () => {
    const { items } = await sandbox.control<{ items: { id: string }[] }>('GET', '/self-tests');
    for (const [lang, title] of [
      ['ja', '# 拒否の自己検証'],
      ['en', '# Self-test of the refusals'],
    ]) {
      const answer = await sandbox.request(
        'GET',
        `/self-tests/${items[0]?.id ?? ''}/report?lang=${lang ?? ''}`,
      );
      expect(answer.headers.get('content-type')).toBe('text/markdown; charset=utf-8');
      const text = await answer.text();
      expect(text).toContain(title);
      expect(text.split('\n').filter((line) => line.startsWith('| '))).not.toHaveLength(0);
      expect(text).not.toMatch(/undefined|\*\*/);
    }
  });

  it('runs one at a time', async () => {
    const { id } = await start();
    const second = await sandbox.request('POST', '/self-tests');
    expect(expectProblem(await second.text(), 409).code).toBe('self_test_running');
    await finished(id);
  });

  it('passes in other settings: nonces required, the bank closed, one grant for each customer', async () => {
    const settings = await sandbox.control<{ policies: object; serviceHours: object }>('GET', '/settings');
    await sandbox.changeSettings({
      policies: { dpopNonce: 'required', grantPolicy: 'one-per-customer', refreshRotation: 'none' },
      serviceHours: { from: '03:00', to: '03:01' },
    });
    try {
      expect(failing(await finished((await start()).id))).toEqual([]);
    } finally {
      const { policies, serviceHours } = settings;
      await sandbox.changeSettings({ policies: { dpopNonce: 'optional', ...policies }, serviceHours });
    }
  });

  it('passes when the clock is years ahead, real or standing', async () => {
    await using other = await startSandbox({ clock: 'real' });
    await other.control('PUT', '/clock', { mode: 'offset', now: '2031-01-01T00:00:00Z' });
    const { id } = await other.control<{ id: string }>('POST', '/self-tests');
    await expect
      .poll(() => other.control<SelfTestView>('GET', `/self-tests/${id}`), { timeout: 100_000 })
      .toMatchObject({ status: 'finished', failed: 0 });
  });
});

describe('over TLS', PATIENCE, () => {
  it('the trials of certificates are held as well, and leave nothing behind, whatever the clock says', async () => {
    await using other = await startSandbox({ httpsPort: 0, clock: '2031-01-01T00:00:00+09:00' });
    await (await fetch(`${other.issuer}/oauth2/jwks`)).arrayBuffer();
    const before = bankTables(other, new Set());
    const { id } = await other.control<{ id: string }>('POST', '/self-tests');
    await expect
      .poll(() => other.control<SelfTestView>('GET', `/self-tests/${id}`), { timeout: 100_000 })
      .toMatchObject({ status: 'finished' });
    const run = await other.control<SelfTestView>('GET', `/self-tests/${id}`);
    expect(failing(run)).toEqual([]);
    expect(run).toMatchObject({ notHeld: 0, rowsNotHeld: [] });
    expect(run.rows.filter(({ group }) => group === 'mutual_tls').length).toBeGreaterThanOrEqual(12);
    expect(JSON.parse(bankTables(other, new Set()))).toEqual(JSON.parse(before));
  });
});

describe('a row fails', PATIENCE, () => {
  it('where a fault lets the bank answer otherwise', async () => {
    const fault = await sandbox.control<{ id: string }>('POST', '/faults', {
      match: { method: 'POST', path: '/oauth2/introspect' },
      action: { status: 503 },
    });
    const run = await finished((await start()).id);
    await sandbox.control('DELETE', `/faults/${fault.id}`);
    const failed = failing(run);
    expect(failed.map(({ id }) => id)).toEqual([
      'other.introspection-anonymous',
      'other.introspection-public',
      'other.introspection-empty',
    ]);
    expect(failed[0]).toMatchObject({ expected: { status: 400 }, got: { status: 503 } });
    expect(run.failed).toBe(3);
  });

  it('where a proof by RS256 is judged by another profile than FAPI', async () => {
    const ofFapi = allTrials.filter(({ id }) => id.startsWith('dpop.rs256-'));
    expect(ofFapi.map(({ id }) => id)).toEqual([
      'dpop.rs256-fapi1',
      'dpop.rs256-fapi',
      'dpop.rs256-signing',
      'dpop.rs256-resource',
    ]);
    const [first] = ofFapi;
    if (!first) throw new Error('the trial is gone');
    const form = { grant_type: 'refresh_token', refresh_token: 'rt_made.up' };
    const underCompat: Trial = {
      ...first,
      id: 'under-compat',
      send: async (desk) =>
        desk.postKeyed('/oauth2/token', form, { dpop: await desk.proof({}, {}, desk.keys.rsaProof) }),
    };
    const run = new SelfTests([...ofFapi, underCompat]).start(sandbox.context);
    await expect.poll(() => run.status, { timeout: 20_000 }).toBe('finished');
    const refused = { passed: true, got: { status: 400, error: 'invalid_dpop_proof' } };
    expect(run.rows).toMatchObject([
      refused,
      refused,
      refused,
      { passed: true, got: { status: 401, error: 'invalid_dpop_proof' } },
      // There the proof is taken, and the request fails for its refresh token.
      { passed: false, got: { status: 400, error: 'invalid_grant', code: 'refresh_token_unknown' } },
    ]);
  });

  it('where another cause was expected, and where the request is fulfilled', async () => {
    const [first] = allTrials.filter(({ id }) => id === 'code.made-up');
    if (!first) throw new Error('the trial is gone');
    const tests = new SelfTests([
      { ...first, id: 'wrong-cause', code: 'code_expired' },
      { ...first, id: 'fulfilled', send: (desk) => desk.post('/oauth2/revoke', { token: 'rt_x' }) },
      { ...first, id: 'not-sent', send: () => Promise.reject(new Error('out of order')) },
    ]);
    const run = tests.start(sandbox.context);
    await expect.poll(() => run.status, { timeout: 20_000 }).toBe('finished');
    expect(run.rows.map(({ id, passed, got, problem }) => [id, passed, got.status, problem])).toEqual([
      ['wrong-cause', false, 400, undefined],
      ['fulfilled', false, 200, undefined],
      ['not-sent', false, 0, 'out of order'],
    ]);
    expect(bankTables(sandbox)).not.toContain(run.id);
  });
});
