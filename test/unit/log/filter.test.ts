import { describe, expect, it } from 'vitest';
import type { LogEntry } from '../../../server/log/entry.ts';
import { LogFilter } from '../../../server/log/filter.ts';
import { LogFilterError } from '../../../server/log/filter-fields.ts';

const entry: LogEntry = {
  id: 'r0000-2',
  seq: 42,
  at: '2027-02-20T13:04:00.000Z',
  realAt: '2026-11-22T00:00:00.000Z',
  durationMs: 1.5,
  origin: 'bank',
  method: 'POST',
  url: 'http://127.0.0.1:4780/oauth2/token?x=1',
  path: '/oauth2/token',
  status: 400,
  clientId: 'demo-kakeibo',
  customerId: 'customer-1',
  grantId: 'grant-1',
  flowId: 'flow-1',
  request: { headers: { 'user-agent': 'Kakeibo/1.0' }, body: 'grant_type=refresh_token', bodySize: 24 },
  response: { headers: {}, body: '{"error":"invalid_grant"}', bodySize: 25 },
  outcome: {
    code: 'grant_expired',
    message: { ja: '有効期間が過ぎました。', en: 'The grant has expired.' },
  },
  effects: [{ at: '2027-02-20T13:04:00.000Z', type: 'grant_ended' }],
};

const sequences = new Map([
  ['r0000-1', 41],
  ['r0000-3', 43],
]);
/** Asked six minutes after the entry by the computer’s clock, at 22:10 of the same evening in Tokyo. */
const setting = {
  now: Date.parse('2027-02-20T13:10:00.000Z'),
  realNow: Date.parse('2026-11-22T00:06:00.000Z'),
  customersOf: (loginId: string) => (loginId === '10000000001' ? ['customer-1'] : []),
};
const matches = (text: string) => LogFilter.parse(text, setting).matches(entry, (id) => sequences.get(id));

describe('the filter language', () => {
  it.each([
    '',
    '   ',
    'status:400',
    'status:4xx',
    'status:4XX',
    'status:>=400',
    'status:<=400',
    'status:>399',
    'status:<401',
    'status:400-499',
    'path:/oauth2/token',
    'path:/oauth2',
    'client:demo-kakeibo',
    'customer:customer-1',
    'grant:grant-1',
    'flow:flow-1',
    'method:POST',
    'method:post',
    'outcome:grant_expired',
    'outcome:grant_*',
    'origin:bank',
    'since:2027-02-20T13:04:00Z',
    'since:2027-02-20T22:04:00+09:00',
    'since:2027-02-20',
    'since:2027-02-20T22:04',
    'since:41',
    'since:r0000-1',
    'KAKEIBO/1.0',
    '有効期間',
    '"grant has expired"',
    '"user-agent: kakeibo"',
    'invalid_grant',
    'grant_ended',
    'http://127.0.0.1:4780/oauth2',
    '-word',
    '-status:2xx',
    '-"free text"',
    'client:"demo-kakeibo"',
    'STATUS:400',
    'path:token',
    'customer:10000000001',
    'ms:>1',
    'ms:1.5',
    'ms:1-2',
    'flow:flow-*',
    'client:demo-*',
    'since:6m',
    'since:1h',
    'since:22:04',
    'since:22:03:59',
    // A time that is still to come today is yesterday’s.
    'since:22:11',
    'status:200 OR status:400',
    'status:200 OR status:404 OR "invalid_grant"',
    'method:POST status:200 OR status:400 path:token',
    '-status:400 OR method:POST',
    '"OR" OR status:400',
    'status:>=400 path:/oauth2/token client:demo-kakeibo method:POST "grant has" -word',
  ])('%j lets the entry through', (text) => {
    expect(matches(text)).toBe(true);
  });

  it.each([
    'status:401',
    'status:5xx',
    'status:>400',
    'status:<400',
    'status:200-399',
    'path:/oauth2/tokens',
    'path:/token',
    'path:tokens',
    'customer:10000000002',
    'ms:>1.5',
    'ms:<1',
    'ms:2-9',
    'flow:other-*',
    'since:5m',
    'since:59s',
    'since:22:05',
    'status:200 OR status:404',
    'status:200 OR status:400 method:GET',
    'status:200 or status:400',
    'client:demo',
    'grant:grant-2',
    'method:GET',
    'outcome:grant',
    'origin:control',
    'since:2027-02-20T13:04:00.001Z',
    'since:2027-02-21',
    'since:42',
    'since:r0000-3',
    'since:r0000-9',
    'nowhere',
    '"has grant"',
    '-invalid_grant',
    '-status:400',
    '-client:demo-kakeibo',
    'status:400 nowhere',
    '"status:400"',
  ])('%j keeps it out', (text) => {
    expect(matches(text)).toBe(false);
  });

  it.each([
    ['status:', 'status:', /no value/],
    ['status:abc', 'status:abc', /404, 4xx/],
    ['status:6xx', 'status:6xx', /404, 4xx/],
    ['status:>=', 'status:>=', /404, 4xx/],
    ['path:/x stats:400', 'stats:400', /no field stats.*status, path/],
    ['constructor:x', 'constructor:x', /no field/],
    ['origin:moon', 'origin:moon', /bank, control or outgoing/],
    ['since:yesterday', 'since:yesterday', /written 5m/],
    ['since:2027-13-45', 'since:2027-13-45', /written 5m/],
    ['since:25:00', 'since:25:00', /written 5m/],
    ['ms:soon', 'ms:soon', />10/],
    ['ms:1-', 'ms:1-', />10/],
    ['OR status:400', 'OR', /either side/],
    ['status:400 OR', 'OR', /either side/],
    ['status:400 OR OR status:401', 'OR', /either side/],
    ['"never closed', '"never closed', /not closed/],
    ['client:""', 'client:""', /no value/],
  ])('%j is refused, and the message names the term', (text, term, message) => {
    let failure: unknown;
    try {
      LogFilter.parse(text);
    } catch (error) {
      failure = error;
    }
    expect(failure).toBeInstanceOf(LogFilterError);
    expect((failure as LogFilterError).term).toBe(term);
    expect((failure as LogFilterError).text.en).toMatch(message);
    expect((failure as LogFilterError).text.ja).not.toBe('');
  });

  it('says in words what it looks for', () => {
    const { ja, en } = LogFilter.parse('status:>=400 path:/oauth2 -word').describe();
    expect(en).toBe('status >= 400 and path begins with /oauth2 and not (contains “word”)');
    expect(ja).toBe('ステータスが 400 以上、かつ パスが /oauth2 で始まる、かつ 「「word」を含む」ではない');
    expect(LogFilter.parse('status:401 OR status:403 ms:>10').describe()).toEqual({
      ja: '（ステータスが 401 または ステータスが 403）、かつ 所要時間（ms）が 10 より大きい',
      en: '(status is 401 or status is 403) and milliseconds > 10',
    });
    expect(LogFilter.parse(' ').describe().en).toBe('everything');
  });
});
