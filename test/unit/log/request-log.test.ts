import { once } from 'node:events';
import { appendFile, mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { createServer, request as sendRequest, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { text } from 'node:stream/consumers';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { Clock } from '../../../server/bank/clock.ts';
import type { Settings } from '../../../server/bank/model.ts';
import { BankState } from '../../../server/bank/state.ts';
import type { LogEntry, LogLimits, LogOrigin } from '../../../server/log/entry.ts';
import { exchangeOf } from '../../../server/log/exchange.ts';
import { LogFilter } from '../../../server/log/filter.ts';
import { harPieces } from '../../../server/log/har.ts';
import { notePresented } from '../../../server/log/presented.ts';
import { replay } from '../../../server/log/replay.ts';
import { RequestLog } from '../../../server/log/request-log.ts';
import { atOnce } from '../../../server/slices.ts';

type Handler = (request: IncomingMessage, response: ServerResponse) => void | Promise<void>;

let dataDir: string;
const endings: (() => unknown)[] = [];

beforeEach(async () => {
  dataDir = await mkdtemp(path.join(tmpdir(), 'ib-log-'));
});

afterEach(async () => {
  for (const end of endings.splice(0)) await end();
  await rm(dataDir, { recursive: true, force: true });
});

function logWith(options: { kept?: boolean; limits?: Partial<LogLimits>; clock?: Clock } = {}): RequestLog {
  const log = new RequestLog({
    clock: options.clock ?? new Clock(),
    dataDir: options.kept ? dataDir : null,
    ...(options.limits && { limits: options.limits }),
  });
  log.open();
  return log;
}

/** An HTTP server whose every exchange is recorded. */
async function serving(log: RequestLog, handler: Handler, origin: LogOrigin = 'bank'): Promise<string> {
  const server = createServer((request, response) => {
    log.begin(request, response, origin);
    void (async () => {
      await handler(request, response);
    })();
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  endings.push(() => {
    server.closeAllConnections();
    return new Promise((resolve) => server.close(resolve));
  });
  return `http://127.0.0.1:${String((server.address() as AddressInfo).port)}`;
}

const ok: Handler = (_, response) => {
  response.end('{}');
};

function newest(log: RequestLog): LogEntry {
  const [entry] = log.list({ limit: 1 }).items;
  if (!entry) throw new Error('the log is empty');
  return entry;
}

const numbers = (entries: readonly LogEntry[]) => entries.map(({ seq }) => seq);

describe('an entry', () => {
  it('tells the exchange without its secrets', async () => {
    const clock = new Clock({ mode: 'frozen', at: Date.UTC(2027, 1, 20) }, () => Date.UTC(2026, 10, 22));
    const log = logWith({ clock });
    let received = '';
    const base = await serving(log, async (request, response) => {
      received = await text(request);
      exchangeOf(request).identify({ clientId: 'demo-kakeibo', grantId: 'g_1', flowId: 'f_1' });
      exchangeOf(request).addEffects([{ at: '2027-02-20T00:00:00.000Z', type: 'tokens_issued' }]);
      response.writeHead(200, { 'Content-Type': 'application/json', 'Cache-Control': 'no-store' });
      response.write('{"access_token":"an-access-token-');
      response.end('of-the-bank","expires_in":900}');
    });
    await fetch(`${base}/oauth2/token?x=1`, {
      method: 'POST',
      headers: { authorization: `Basic ${btoa('demo-kakeibo:very-secret')}` },
      body: new URLSearchParams({ grant_type: 'authorization_code', code: 'a-code-of-the-bank' }),
    });
    expect(received).toContain('a-code-of-the-bank');
    const entry = newest(log);
    expect(entry).toMatchObject({
      seq: 1,
      at: '2027-02-20T00:00:00.000Z',
      realAt: '2026-11-22T00:00:00.000Z',
      origin: 'bank',
      method: 'POST',
      url: `${base}/oauth2/token?x=1`,
      path: '/oauth2/token',
      status: 200,
      clientId: 'demo-kakeibo',
      grantId: 'g_1',
      flowId: 'f_1',
      outcome: { code: 'ok' },
      effects: [{ type: 'tokens_issued' }],
    });
    expect(entry.durationMs).toBe(Math.round(entry.durationMs * 10) / 10);
    expect(entry.request.headers['authorization']).toBe('Basic demo-kakeibo:••••');
    expect(entry.request.body).toMatch(/^grant_type=authorization_code&code=ac_…[0-9a-f]{4}$/);
    expect(entry.response.headers).toMatchObject({
      'content-type': 'application/json',
      'cache-control': 'no-store',
    });
    expect(entry.response.body).toMatch(/^\{"access_token":"at_…[0-9a-f]{4}","expires_in":900\}$/);
    const shown = JSON.stringify(entry);
    for (const secret of ['very-secret', 'a-code-of-the-bank', 'an-access-token-of-the-bank']) {
      expect(shown).not.toContain(secret);
    }
  });

  it('does not keep pages, which hold form secrets anywhere', async () => {
    const log = logWith();
    const base = await serving(log, (_, response) => {
      response.setHeader('Content-Type', 'text/html; charset=utf-8');
      response.end('<input name="csrf" value="hidden-in-the-page">');
    });
    await (await fetch(base)).text();
    const { response } = newest(log);
    expect(response.body).toBeNull();
    expect(response.bodySize).toBe(46);
    expect(response.bodyNote?.ja).toContain('46');
    expect(JSON.stringify(newest(log))).not.toContain('hidden-in-the-page');
  });

  it('says when a body was cut, and still hides what was in it', async () => {
    const log = logWith({ limits: { bodyBytes: 100 } });
    let received = 0;
    const base = await serving(log, async (request, response) => {
      received = (await text(request)).length;
      response.end('x'.repeat(250));
    });
    const body = JSON.stringify({ password: 'Sandbox-0001', padding: 'p'.repeat(500) });
    await (await fetch(base, { method: 'POST', body })).text();
    expect(received).toBe(body.length);
    const { request, response } = newest(log);
    expect(request).toMatchObject({ bodySize: body.length, bodyCut: true });
    expect(request.body).not.toContain('Sandbox-0001');
    expect(response).toMatchObject({ bodySize: 250, bodyCut: true, body: 'x'.repeat(100) });
  });

  it('names cause, clause and way out of every failure, even of one nobody explained', async () => {
    const log = logWith();
    const base = await serving(log, (request, response) => {
      if (request.url === '/explained') {
        exchangeOf(request).explain('unknown_client', { clientId: 'nobody' });
      } else {
        exchangeOf(request).explain('ok');
      }
      response.statusCode = 400;
      response.end();
    });
    await fetch(`${base}/explained`);
    expect(newest(log).outcome).toMatchObject({ code: 'unknown_client' });
    expect(newest(log).outcome.message.ja).toContain('nobody');
    await fetch(`${base}/unexplained`);
    const { outcome } = newest(log);
    expect(outcome.code).toBe('unexplained_failure');
    expect(outcome.message.en).toContain('400');
    expect(outcome.spec).toBeTruthy();
    expect(outcome.hint?.ja).toBeTruthy();
  });

  it('is made for a connection that ended before the answer', async () => {
    const log = logWith();
    const base = await serving(log, (_, response) => {
      response.destroy();
    });
    const lost = log.wait({ timeoutMs: 5_000 });
    await expect(fetch(base)).rejects.toThrow();
    expect(await lost).toMatchObject({ status: 0, outcome: { code: 'connection_lost' } });
  });

  it('shows repeated headers one by one', async () => {
    const log = logWith();
    const base = await serving(log, ok);
    const request = sendRequest(base, {
      headers: ['Host', new URL(base).host, 'DPoP', 'first-proof', 'DPoP', 'second-proof'],
    });
    request.end();
    const [response] = (await once(request, 'response')) as [IncomingMessage];
    response.resume();
    const proofs = newest(log).request.headers['dpop'];
    expect(proofs).toHaveLength(2);
    expect(String(proofs)).not.toContain('proof');
  });

  it('of an event stands between those of requests', async () => {
    const log = logWith();
    const base = await serving(log, ok);
    await fetch(base);
    const note = log.note({
      subject: 'clock',
      code: 'event',
      effects: [{ at: '2027-01-01T00:00:00.000Z', type: 'clock_advanced' }],
    });
    await fetch(base);
    expect(note).toMatchObject({ seq: 2, origin: 'control', method: 'EVENT', status: 0 });
    expect(numbers(log.list({ limit: 10 }).items)).toEqual([1, 2, 3]);
  });
});

describe('reading', () => {
  async function withTen(log = logWith()): Promise<RequestLog> {
    const base = await serving(log, (request, response) => {
      response.statusCode = request.url?.endsWith('0') ? 404 : 200;
      response.end();
    });
    for (let n = 1; n <= 10; n++) await fetch(`${base}/${String(n)}`);
    return log;
  }

  it('gives the newest in ascending order, and pages in both directions', async () => {
    const log = await withTen();
    expect(numbers(log.list({ limit: 3 }).items)).toEqual([8, 9, 10]);
    expect(log.list({ limit: 3 })).toMatchObject({ hasEarlier: true, hasNext: false });
    expect(numbers(log.list({ limit: 3, before: 8 }).items)).toEqual([5, 6, 7]);
    expect(log.list({ limit: 3, before: 3 })).toMatchObject({ hasEarlier: false });
    expect(numbers(log.list({ limit: 3, after: 0 }).items)).toEqual([1, 2, 3]);
    expect(log.list({ limit: 3, after: 0 }).hasNext).toBe(true);
    expect(log.list({ limit: 3, after: 7 }).hasNext).toBe(false);
    expect(numbers(log.list({ limit: 9, filter: LogFilter.parse('status:404') }).items)).toEqual([10]);
    const tenth = newest(log);
    expect(log.get(tenth.id)).toEqual(tenth);
    expect(log.get('unknown')).toBeUndefined();
  });

  it('waits for the first match after the call', async () => {
    const log = logWith();
    const base = await serving(log, ok);
    await fetch(`${base}/before`);
    const waiting = log.wait({ filter: LogFilter.parse('path:/wanted'), timeoutMs: 10_000 });
    await fetch(`${base}/other`);
    await fetch(`${base}/wanted/1`);
    await fetch(`${base}/wanted/2`);
    expect(await waiting).toMatchObject({ path: '/wanted/1' });
  });

  it('waits no longer than it is told, and not for what was before', async () => {
    const log = await withTen();
    expect(await log.wait({ timeoutMs: 5 })).toBeUndefined();
    const gone = new AbortController();
    const waiting = log.wait({ timeoutMs: 60_000, signal: gone.signal });
    gone.abort();
    expect(await waiting).toBeUndefined();
  });

  it('answers at once what came after a cursor', async () => {
    const log = await withTen();
    expect(await log.wait({ after: 4, timeoutMs: 60_000 })).toMatchObject({ seq: 5 });
  });

  it('tells subscribers everything once, from where they left off', async () => {
    const log = await withTen();
    const seen: number[] = [];
    let twelve!: () => void;
    const reached = new Promise<void>((resolve) => {
      twelve = resolve;
    });
    const unsubscribe = log.subscribe({
      after: 7,
      onEntry: ({ seq }) => {
        seen.push(seq);
        if (seq === 12) twelve();
      },
    });
    const base = await serving(log, ok);
    await fetch(base);
    await fetch(base);
    await reached;
    unsubscribe();
    await fetch(base);
    log.flush();
    expect(seen).toEqual([8, 9, 10, 11, 12]);
  });

  it('forgets what is deleted, and goes on counting', async () => {
    const log = await withTen();
    expect(log.delete(LogFilter.parse('status:404'))).toBe(1);
    expect(log.list({ limit: 100 }).items).toHaveLength(9);
    expect(log.delete()).toBe(9);
    expect(log.list({ limit: 100 }).items).toEqual([]);
    const base = await serving(log, ok);
    await fetch(base);
    expect(newest(log).seq).toBe(11);
  });
});

describe('what is kept', () => {
  it('is limited by number', async () => {
    const log = logWith({ limits: { entries: 5 } });
    const base = await serving(log, ok);
    for (let n = 0; n < 12; n++) await fetch(base);
    expect(numbers(log.list({ limit: 100 }).items)).toEqual([8, 9, 10, 11, 12]);
  });

  it('is limited by size and by age', () => {
    let wallTime = 0;
    const clock = new Clock({ mode: 'real' }, () => wallTime);
    const log = logWith({ clock, limits: { bytes: 4_000, ageMs: 1_000 } });
    for (let n = 0; n < 50; n++) log.note({ subject: 'x', code: 'event' });
    const bySize = log.list({ limit: 100 }).items;
    expect(bySize.at(-1)?.seq).toBe(50);
    expect(JSON.stringify(bySize).length).toBeLessThan(4_100);
    wallTime = 2_000;
    log.note({ subject: 'x', code: 'event' });
    expect(numbers(log.list({ limit: 100 }).items)).toEqual([51]);
  });

  it('is there after a restart, deletions and all, and the count goes on', async () => {
    const log = logWith({ kept: true });
    const base = await serving(log, ok);
    for (let n = 0; n < 4; n++) await fetch(`${base}/${String(n)}?password=Sandbox-0001`);
    log.delete(LogFilter.parse('path:/1'));
    await fetch(`${base}/after`);
    const before = log.list({ limit: 100 }).items;
    await log.close();
    for (const name of await readdir(path.join(dataDir, 'log'))) {
      expect(await readFile(path.join(dataDir, 'log', name), 'utf8')).not.toContain('Sandbox-0001');
    }

    const again = logWith({ kept: true });
    expect(again.list({ limit: 100 }).items).toEqual(before);
    again.note({ subject: 'x', code: 'event' });
    expect(newest(again).seq).toBe(6);
    again.delete();
    await again.close();
    const empty = logWith({ kept: true });
    expect(empty.list({ limit: 100 }).items).toEqual([]);
    empty.note({ subject: 'x', code: 'event' });
    expect(newest(empty).seq).toBe(7);
    await empty.close();
  });

  it('survives a line torn by a crash', async () => {
    const log = logWith({ kept: true });
    log.note({ subject: 'whole', code: 'event' });
    await log.close();
    const [name = ''] = await readdir(path.join(dataDir, 'log'));
    await appendFile(path.join(dataDir, 'log', name), '{"id":"torn","se');
    const again = logWith({ kept: true });
    again.note({ subject: 'later', code: 'event' });
    expect(again.list({ limit: 10 }).items.map(({ path: subject }) => subject)).toEqual(['whole', 'later']);
    await again.close();
  });

  it('takes no more room on disk than in memory', async () => {
    const log = logWith({ kept: true, limits: { bytes: 16_000 } });
    for (let n = 0; n < 300; n++) log.note({ subject: 'x'.repeat(100), code: 'event' });
    await log.close();
    let bytes = 0;
    for (const name of await readdir(path.join(dataDir, 'log'))) {
      bytes += (await readFile(path.join(dataDir, 'log', name))).length;
    }
    expect(bytes).toBeLessThanOrEqual(16_000);
    const again = logWith({ kept: true, limits: { bytes: 16_000 } });
    expect(newest(again).seq).toBe(300);
    await again.close();
  });

  it('is nothing on disk without a data directory', async () => {
    const log = logWith();
    log.note({ subject: 'x', code: 'event' });
    await log.close();
    expect(await readdir(dataDir)).toEqual([]);
  });
});

describe('a replay', () => {
  it('sends the request as it was, secrets and all, and says what it repeats', async () => {
    const log = logWith();
    const bodies: string[] = [];
    const base = await serving(log, async (request, response) => {
      bodies.push(
        `${request.method ?? ''} ${request.url ?? ''} ${request.headers.authorization ?? ''} ${await text(request)}`,
      );
      response.end();
    });
    await fetch(`${base}/oauth2/token`, {
      method: 'POST',
      headers: { authorization: 'Bearer a-secret-token' },
      body: new URLSearchParams({ code: 'a-code' }),
    });
    const original = newest(log);
    const recording = log.recordingOf(original.id);
    expect(recording).toBeDefined();
    if (recording) await replay(recording, base);
    expect(bodies[1]).toBe(bodies[0]);
    expect(newest(log)).toMatchObject({ replayOf: original.id, path: '/oauth2/token' });
  });

  it('is possible for the newest only', async () => {
    const log = logWith({ limits: { replayable: 3 } });
    const base = await serving(log, ok);
    for (let n = 0; n < 11; n++) await fetch(base);
    const { items } = log.list({ limit: 100 });
    const held = items.filter(({ id }) => log.recordingOf(id) !== undefined);
    expect(numbers(held)).toEqual([9, 10, 11]);
  });
});

describe('more than can be kept', () => {
  it('leaves a row that says how many are missing, and numbers the others as if they were there', async () => {
    const log = logWith({ limits: { entries: 5 } });
    const base = await serving(log, ok);
    for (let n = 0; n < 10; n++) await fetch(base);
    const { items } = await log.find({ after: 0, limit: 100 });
    const mark = items.find(({ method }) => method === 'EVENT');
    expect(mark).toMatchObject({ path: 'log', outcome: { code: 'log_entries_dropped' } });
    expect(mark?.outcome.message.en).toMatch(/: 6 that were here are not recorded/);
    expect(items.map(({ seq }) => seq)).toEqual([6, 7, 8, 9, 10]);
    expect(log.capacity).toMatchObject({ entries: 5, mostEntries: 5, dropped: 6 });
  });

  it('is kept as long as the settings of the bank say, from when they say it', async () => {
    const log = logWith();
    const state = new BankState();
    atOnce(log.follow(state));
    const base = await serving(log, ok);
    state.settings.put('current', { retention: { logEntries: 3, logMegabytes: 1 } } as Settings);
    for (let n = 0; n < 4; n++) await fetch(base);
    expect(numbers((await log.find({ limit: 10 })).items)).toEqual([2, 3, 4]);
    expect(log.capacity).toMatchObject({ entries: 3, mostEntries: 3, mostBytes: 1024 * 1024 });
  });
});

describe('reading a full log', () => {
  it('lets others in while thousands of rows are made, and gives the same pages as reading at once', async () => {
    const log = logWith();
    const base = await serving(log, ok);
    for (let n = 0; n < 150; n++) await Promise.all(Array.from({ length: 10 }, () => fetch(`${base}/${n}`)));
    let turns = 0;
    const counting = setInterval(() => turns++, 0);
    await log.caughtUp();
    clearInterval(counting);
    expect(turns).toBeGreaterThan(2);
    const queries = [
      { limit: 7 },
      { after: 3, limit: 7 },
      { before: 700, limit: 1_200 },
      { after: 1_400, limit: 1_000 },
    ];
    for (const query of queries) {
      for (const filter of [undefined, LogFilter.parse('path:/14')]) {
        const selected = { ...query, ...(filter && { filter }) };
        expect(await log.find(selected)).toEqual(log.list(selected));
      }
    }
  });

  it('gives what an earlier run left once, to whoever asks at the same time', async () => {
    const log = logWith({ kept: true });
    for (let n = 0; n < 600; n++) log.note({ subject: String(n), code: 'event' });
    await log.close();
    const again = logWith({ kept: true });
    const [one, other] = await Promise.all([again.find({ limit: 2_000 }), again.find({ limit: 2_000 })]);
    expect(one.items).toHaveLength(600);
    expect(other).toEqual(one);
  });
});

it('HAR gives a form as its parameters, and anything else as text with a type', async () => {
  const log = logWith();
  const base = await serving(log, ok);
  const form = 'application/x-www-form-urlencoded; charset=utf-8';
  await fetch(base, {
    method: 'POST',
    headers: { 'content-type': form },
    body: 'scope=a+b&client_id=%E5%AE%B6',
  });
  await fetch(base, { method: 'POST', headers: { 'content-type': 'application/json' }, body: '{}' });
  const { items } = log.list({ limit: 10 });
  const har = JSON.parse([...harPieces(items, '0.0.0')].join('')) as {
    log: { entries: { request: { postData: unknown }; response: { content: { mimeType: string } } }[] };
  };
  expect(har.log.entries.map(({ request }) => request.postData)).toEqual([
    {
      mimeType: form,
      params: [
        { name: 'scope', value: 'a b' },
        { name: 'client_id', value: '家' },
      ],
    },
    { mimeType: 'application/json', text: '{}' },
  ]);
  for (const { response } of har.log.entries) expect(response.content.mimeType).not.toBe('');
});

it('HAR holds every exchange, and none of the rows that no request made', async () => {
  const log = logWith();
  const base = await serving(log, ok);
  await fetch(`${base}/accounts?limit=5`, { method: 'POST', body: 'a=b' });
  log.note({ subject: 'clock', code: 'event' });
  const har = JSON.parse([...harPieces(log.list({ limit: 10 }).items, '0.0.0')].join('')) as {
    log: { version: string; entries: Record<string, unknown>[] };
  };
  expect(har.log.version).toBe('1.2');
  expect(har.log.entries).toHaveLength(1);
  expect(har.log.entries[0]).toMatchObject({
    request: {
      method: 'POST',
      url: `${base}/accounts?limit=5`,
      queryString: [{ name: 'limit', value: '5' }],
      postData: { text: 'a=b' },
    },
    response: { status: 200 },
  });
});

describe('a row that cannot be made', () => {
  it('tells of the request all the same, and the rows behind it are made', async () => {
    const said = vi.spyOn(process.stderr, 'write').mockReturnValue(true);
    const log = logWith({ kept: true });
    const told = log.wait({ timeoutMs: 5_000, matching: ({ status }) => status === 200 });
    const origin = await serving(log, (request, response) => {
      if (request.method === 'POST') {
        notePresented(request, () => {
          throw new RangeError('too deep');
        });
        response.statusCode = 400;
      }
      response.end('{}');
    });
    await fetch(`${origin}/secret-path?code=ac_secret`, { method: 'POST', body: 'pwd=secret-body' });
    await fetch(origin);
    await told;
    const [unreadable, next] = log.list({ limit: 10 }).items;
    expect(unreadable).toMatchObject({
      method: 'POST',
      status: 400,
      path: '/',
      request: { headers: {}, body: null, bodySize: 15 },
      outcome: { code: 'log_row_unreadable' },
    });
    expect(JSON.stringify(unreadable)).not.toContain('secret');
    expect(next).toMatchObject({ method: 'GET', status: 200, seq: 2 });
    expect(said).toHaveBeenCalledWith(expect.stringContaining('RangeError'));
  });

  it('lets go of a reader that fails, and tells the others', async () => {
    vi.spyOn(process.stderr, 'write').mockReturnValue(true);
    const log = logWith();
    const origin = await serving(log, ok);
    let failed = 0;
    log.subscribe({
      onEntry: () => {
        failed++;
        throw new Error('a reader of the test');
      },
    });
    for (let i = 0; i < 2; i++) {
      const next = log.wait({ timeoutMs: 5_000 });
      await fetch(origin);
      expect(await next).toBeDefined();
    }
    expect(failed).toBe(1);
  });
});
