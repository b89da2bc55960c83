import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { everything } from '../../harness/control-client.ts';
import { startSandbox, type TestSandbox } from '../../harness/sandbox.ts';

let sandbox: TestSandbox;
beforeAll(async () => {
  sandbox = await startSandbox();
});
afterAll(() => sandbox.stop());

const jst = (text: string) => new Date(`${text}:00+09:00`).toISOString();
const window = { from: '2027-02-20T12:00:00+09:00', to: '2027-02-20T23:30:00+09:00' };

// The bank's clock stands at 2027-02-20 13:04, a Saturday; the Tuesday after it is a holiday.
describe('POST /settings/opening', () => {
  it.each([
    ['round the clock', {}, { open: true }],
    [
      'within the hours',
      { serviceHours: { from: '08:00', to: '20:00' } },
      { open: true, changesAt: jst('2027-02-20T20:00') },
    ],
    [
      'after the hours',
      { serviceHours: { from: '08:00', to: '13:00' } },
      { open: false, cause: 'outside_service_hours', changesAt: jst('2027-02-21T08:00') },
    ],
    [
      'over midnight',
      { serviceHours: { from: '20:00', to: '14:00' } },
      { open: true, changesAt: jst('2027-02-20T14:00') },
    ],
    [
      'at the weekend',
      { serviceHours: { from: '08:00', to: '20:00', closedOn: 'weekends' } },
      { open: false, cause: 'closed_today', changesAt: jst('2027-02-22T08:00') },
    ],
    [
      'before maintenance',
      { maintenance: [{ from: '2027-02-21T01:00:00+09:00', to: '2027-02-21T05:00:00+09:00' }] },
      { open: true, changesAt: jst('2027-02-21T01:00') },
    ],
    [
      'in maintenance that ends outside the hours',
      { serviceHours: { from: '08:00', to: '20:00' }, maintenance: [window] },
      { open: false, cause: 'maintenance', changesAt: jst('2027-02-21T08:00') },
    ],
  ])('%s', async (_, body, expected) => {
    const before = everything(sandbox);
    const answer = await sandbox.control('POST', '/settings/opening', body);
    expect(answer).toEqual({ now: jst('2027-02-20T13:04'), ...expected });
    expect(everything(sandbox)).toBe(before);
  });

  it('is as saved where nothing is given', async () => {
    await sandbox.changeSettings({ serviceHours: { from: '08:00', to: '13:00' } });
    expect(await sandbox.control('POST', '/settings/opening', {})).toMatchObject({ open: false });
    await sandbox.changeSettings({ serviceHours: { from: '00:00', to: '00:00' } });
  });

  it.each([
    [{ surplus: 1 }, 'surplus'],
    [{ serviceHours: { from: '9:00' } }, 'serviceHours.from'],
    [{ serviceHours: { closedOn: 'sundays' } }, 'serviceHours.closedOn'],
    [{ maintenance: [{ from: '', to: '' }] }, 'maintenance[0].from'],
    [{ maintenance: [{ from: window.to, to: window.from }] }, 'maintenance[0].to'],
    [{ maintenance: null }, 'maintenance'],
  ])('refuses %j', async (body, path) => {
    const response = await sandbox.request('POST', '/settings/opening', body);
    expect(response.status).toBe(422);
    const { errors } = (await response.json()) as { errors: { path: string }[] };
    expect(errors.map((error) => error.path)).toContain(path);
  });
});

describe('GET /profiles', () => {
  it('words every rule of every profile in both languages', async () => {
    const { items } = await sandbox.control<{
      items: { topic: string; rules: Record<string, { text: { ja: string; en: string } }> }[];
    }>('GET', '/profiles');
    const pkce = items.find(({ topic }) => topic === 'pkce');
    expect(Object.keys(pkce?.rules ?? {})).toHaveLength(5);
    expect(pkce?.rules['fapi2-security']?.text).toEqual({ ja: '必須（S256）', en: 'required (S256)' });
  });
});

describe('an institution', () => {
  it('can be one’s own, and a ready-made one again with all its members', async () => {
    await sandbox.changeSettings({ institution: { profile: 'own', name: '練習信用金庫' } });
    const own = await sandbox.control('GET', '/settings');
    expect(own).toMatchObject({ institution: { profile: 'own', name: '練習信用金庫', code: '1999' } });
    await sandbox.changeSettings({ institution: { profile: 'sample' } });
    const sample = await sandbox.control('GET', '/settings');
    expect(sample).toMatchObject({ institution: { profile: 'sample', name: 'サンプル信用金庫' } });
  });
});
