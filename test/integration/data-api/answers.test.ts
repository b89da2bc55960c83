import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startSandbox, type TestSandbox } from '../../harness/sandbox.ts';
import {
  accountsAnswer,
  balancesAnswer,
  depositsAnswer,
  LinkedPartner,
  transactionsAnswer,
} from './wire-format.ts';

let sandbox: TestSandbox;
let personal: LinkedPartner;
let corporate: LinkedPartner;
let collector: LinkedPartner;

beforeAll(async () => {
  sandbox = await startSandbox();
  personal = await LinkedPartner.of(sandbox, '10000000001');
  corporate = await LinkedPartner.of(sandbox, 'Corp-0001');
  collector = await LinkedPartner.of(sandbox, '10000000007');
});
afterAll(() => sandbox.stop());

describe('every mount', () => {
  it.each([
    ['/ib/v1', true, true],
    ['/personal/v1', true, false],
    ['/corporation/v1', false, true],
    ['/ganb/api/personal/v1', true, false],
    ['/ganb/api/corporation/v1', false, true],
  ] as const)('%s: personal %s, corporate %s', async (mount, takesPersonal, takesCorporate) => {
    for (const [partner, takes] of [
      [personal, takesPersonal],
      [corporate, takesCorporate],
    ] as const) {
      for (const path of ['/accounts', '/accounts/balances']) {
        const response = await partner.get(mount + path);
        expect(response.status).toBe(takes ? 200 : 403);
        expect(response.headers.get('content-type')).toBe('application/json;charset=UTF-8');
        const body = (await response.json()) as { errorCode?: string };
        expect(body.errorCode).toBe(takes ? undefined : 'WG_ERR_113');
      }
    }
  });

  it('takes any grant anywhere once the setting says so', async () => {
    await sandbox.changeSettings({ policies: { acceptAnyMount: true } });
    expect((await personal.get('/corporation/v1/accounts')).status).toBe(200);
    expect((await corporate.get('/ganb/api/personal/v1/accounts')).status).toBe(200);
    await sandbox.changeSettings({ policies: { acceptAnyMount: false } });
  });
});

describe('GET /accounts', () => {
  it('lists the accounts in the wire format, names and limits on deposits only', async () => {
    const { accounts, baseDate, baseTime } = await personal.read('/ib/v1/accounts', accountsAnswer);
    expect([baseDate, baseTime]).toEqual(['2027-02-20', '13:04:00+09:00']);
    expect(accounts).toHaveLength(3);
    expect(accounts[0]).toEqual({
      accountId: '001011000001',
      branchCode: '001',
      branchName: '本店営業部',
      accountTypeCode: '01',
      accountTypeName: '普通預金',
      accountNumber: '1000001',
      primaryAccountCode: '1',
      primaryAccountCodeName: '代表口座',
      accountName: 'サンプル　太郎',
      accountNameKana: 'ｻﾝﾌﾟﾙ ﾀﾛｳ',
      currencyCode: 'JPY',
      currencyName: '日本円',
      transferLimitAmount: '1000000',
    });
    const all = await collector.read('/ib/v1/accounts', accountsAnswer);
    expect(all.accounts.map(({ accountTypeCode }) => accountTypeCode)).toEqual([
      '02',
      '22',
      '23',
      '31',
      '51',
      '71',
    ]);
    expect(all.accounts.at(-1)).not.toHaveProperty('accountNumber');
  });

  it('is there for either permission', async () => {
    for (const scope of ['account:balance', 'account:transaction']) {
      const partner = await LinkedPartner.of(sandbox, '10000000004', { clientId: 'freee', scopes: [scope] });
      expect((await partner.get('/ib/v1/accounts')).status).toBe(200);
    }
  });
});

describe('GET /accounts/balances', () => {
  it('answers all accounts or one, with the closing balances of the banking day and the month before', async () => {
    const { balances } = await personal.read('/ib/v1/accounts/balances', balancesAnswer);
    expect(balances.map(({ accountId }) => accountId)).toEqual([
      '001011000001',
      '003011000002',
      '001111000003',
    ]);
    const [ordinary, , time] = balances;
    expect(time).not.toHaveProperty('withdrawableAmount');
    const one = await personal.read('/ib/v1/accounts/balances?accountId=001011000001', balancesAnswer);
    expect(one.balances).toEqual([ordinary]);

    const [page] = await personal.pages('accountId=001011000001&dateFrom=2026-01-01');
    const rows = page?.transactions ?? [];
    const upTo = (date: string) =>
      rows.filter(({ transactionDate }) => transactionDate <= date).at(-1)?.balance;
    // 20 February 2027 is a Saturday: the banking day before is Friday.
    expect(ordinary?.previousDayBalance).toBe(upTo('2027-02-19'));
    expect(ordinary?.previousMonthBalance).toBe(upTo('2027-01-31'));
    expect(ordinary?.balance).toBe(rows.at(-1)?.balance);
  });

  it('adds the overdraft to what can be drawn, and never goes below nothing', async () => {
    const overdrawn = await LinkedPartner.of(sandbox, '10000000002');
    const { balances } = await overdrawn.read('/personal/v1/accounts/balances', balancesAnswer);
    expect(balances[0]).toMatchObject({ balance: '-86543', withdrawableAmount: '413457' });
  });

  it('tells rate and value in yen of a foreign currency, with decimals', async () => {
    const { balances } = await collector.read(
      '/ib/v1/accounts/balances?accountId=001517000005',
      balancesAnswer,
    );
    const [dollars] = balances;
    expect(dollars?.balance).toMatch(/^\d+\.\d{2}$/);
    expect(dollars).toMatchObject({ currencyCode: 'USD', ttb: '148.25', fcyTotalBalance: dollars?.balance });
    const cents = BigInt((dollars?.balance ?? '').replace('.', ''));
    expect(dollars?.yenEquivalent).toBe(((cents * 14825n) / 10000n).toString());
  });
});

describe('GET /accounts/transactions', () => {
  const statement = (query: string) =>
    personal.read(`/ib/v1/accounts/transactions?accountId=001011000001${query}`, transactionsAnswer);

  it('means today without dates, up to today with a first day, from the first row with a last day', async () => {
    expect(await statement('')).toMatchObject({ dateFrom: '2027-02-20', dateTo: '2027-02-20', count: '0' });
    const recent = await statement('&dateFrom=2027-02-15');
    expect(recent).toMatchObject({ dateFrom: '2027-02-15', dateTo: '2027-02-20', hasNext: false });
    const old = await statement('&dateTo=2026-01-31');
    expect(old.dateTo).toBe('2026-01-31');
    expect(old.dateFrom).toBe(old.transactions[0]?.transactionDate);
    const both = await statement('&dateFrom=2027-02-16&dateTo=2027-02-17');
    expect(both.transactions.every(({ transactionDate }) => /^2027-02-1[67]$/.test(transactionDate))).toBe(
      true,
    );
    expect(both.count).toBe(String(both.transactions.length));
  });

  it('answers an empty list with 200', async () => {
    const empty = await LinkedPartner.of(sandbox, '10000000004');
    const answer = await empty.read(
      '/ib/v1/accounts/transactions?accountId=002014000001&dateTo=2027-02-20',
      transactionsAnswer,
    );
    expect(answer).toMatchObject({ transactions: [], count: '0', hasNext: false });
    expect(answer.dateFrom).toBe('2027-02-20');
  });

  it('pages through 1,200 rows by 500, each once, in ascending order', async () => {
    const busy = await LinkedPartner.of(sandbox, '10000000003');
    const pages = await busy.pages('accountId=001013000001&dateFrom=2026-01-01');
    expect(pages.map(({ count }) => count)).toEqual(['500', '500', '200']);
    expect(pages.map(({ hasNext }) => hasNext)).toEqual([true, true, false]);
    const keys = pages.flatMap(({ transactions }) => transactions.map(({ itemKey }) => itemKey));
    expect(keys).toEqual([...new Set(keys)].sort());
  });

  it('neither repeats nor skips when rows come and go between two pages', async () => {
    const partner = await LinkedPartner.of(sandbox, '10000000031');
    const account = '001019000031';
    const rows = `/accounts/${account}/transactions`;
    const before = await partner.pages(`accountId=${account}&dateFrom=2026-01-01`);
    const keys = before.flatMap(({ transactions }) => transactions.map(({ itemKey }) => itemKey));

    const query = `accountId=${account}&dateFrom=2026-01-01`;
    const path = `/ib/v1/accounts/transactions?${query}`;
    const first = await partner.read(path, transactionsAnswer);
    await sandbox.control('POST', rows, {
      transactionDate: keys[3]?.replace(/^(\d{4})(\d\d)(\d\d).*/, '$1-$2-$3'),
      transactionType: '1',
      amount: '1',
    });
    // The very row the cursor names, and one that has been seen already.
    await sandbox.control('DELETE', `${rows}/${keys[499] ?? ''}`);
    await sandbox.control('DELETE', `${rows}/${keys[10] ?? ''}`);
    const second = await partner.read(`${path}&nextItemKey=${first.nextItemKey ?? ''}`, transactionsAnswer);
    expect(second.transactions.map(({ itemKey }) => itemKey)).toEqual(keys.slice(500, 1000));
  });

  it('goes on with the day it began with when midnight passes between two pages', async () => {
    await using other = await startSandbox({ clock: '2027-02-19T23:59:58+09:00' });
    await other.changeSettings({ pageSize: 2 });
    const rows = [1, 2, 3].map((amount) => ({
      transactionDate: '2027-02-19',
      transactionType: '1',
      amount: String(amount),
    }));
    await other.control('POST', '/accounts/002014000001/transactions', rows);
    const partner = await LinkedPartner.of(other, '10000000004');
    const path = '/ib/v1/accounts/transactions?accountId=002014000001';
    const first = await partner.read(path, transactionsAnswer);
    await other.advance('PT5S');
    const second = await partner.read(`${path}&nextItemKey=${first.nextItemKey ?? ''}`, transactionsAnswer);
    expect(second).toMatchObject({ baseDate: '2027-02-20', dateFrom: '2027-02-19', count: '1' });
    expect((await partner.read(path, transactionsAnswer)).count).toBe('0');
  });

  it('shows a row dated ahead only when its day has come', async () => {
    await using other = await startSandbox();
    await other.control('POST', '/accounts/002014000001/transactions', {
      transactionDate: '2027-02-22',
      transactionType: '1',
      amount: '700',
      remarks: '給与',
    });
    const partner = await LinkedPartner.of(other, '10000000004');
    const path = '/ib/v1/accounts/transactions?accountId=002014000001&dateFrom=2027-02-01&dateTo=2027-02-28';
    expect((await partner.read(path, transactionsAnswer)).count).toBe('0');
    const balances = () => partner.read('/ib/v1/accounts/balances', balancesAnswer);
    expect((await balances()).balances[0]?.balance).toBe('0');
    await other.advance('P2D');
    const later = await LinkedPartner.of(other, '10000000004');
    expect((await later.read(path, transactionsAnswer)).transactions[0]?.remarks).toBe('給与');
    expect((await later.read('/ib/v1/accounts/balances', balancesAnswer)).balances[0]?.balance).toBe('700');
  });

  it('shortens the past to the history window', async () => {
    await sandbox.changeSettings({ policies: { historyDays: 30 } });
    const answer = await statement('&dateFrom=2026-06-01');
    expect(answer.dateFrom).toBe('2027-01-21');
    expect(answer.transactions.every(({ transactionDate }) => transactionDate >= '2027-01-21')).toBe(true);
    expect((await statement('&dateTo=2026-12-31')).transactions).toEqual([]);
    await sandbox.changeSettings({ policies: { historyDays: 0 } });
  });
});

describe('the rate of a foreign currency', () => {
  it('is of the last banking day until ten in the morning, then of the same day', async () => {
    await using other = await startSandbox();
    for (const [now, expected] of [
      ['2027-02-22T09:59:59+09:00', '2027-02-19'], // a Monday
      ['2027-02-22T10:00:00+09:00', '2027-02-22'],
      ['2027-02-23T15:00:00+09:00', '2027-02-22'], // a holiday
      ['2027-02-24T00:00:00+09:00', '2027-02-22'],
    ]) {
      await other.control('PUT', '/clock', { mode: 'frozen', now });
      const partner = await LinkedPartner.of(other, '10000000007');
      const { balances } = await partner.read('/ib/v1/accounts/balances', balancesAnswer);
      const foreign = balances.find(({ accountTypeCode }) => accountTypeCode === '51');
      expect([now, foreign?.baseRateDate, foreign?.baseRateTime]).toEqual([now, expected, '10:00:00+09:00']);
    }
  });
});

describe('GET /accounts/deposit-transactions', () => {
  it('lists incoming transfers of a company with who paid, page by page', async () => {
    await sandbox.changeSettings({ pageSize: 50 });
    const path = '/corporation/v1/accounts/deposit-transactions?accountId=001010100001&dateFrom=2025-01-01';
    const keys: string[] = [];
    for (let next = ''; ;) {
      const page = await corporate.read(path + next, depositsAnswer);
      keys.push(...page.paymentArrivals.map(({ itemKey }) => itemKey));
      if (page.nextItemKey === undefined) break;
      expect(page.count).toBe('50');
      next = `&nextItemKey=${page.nextItemKey}`;
    }
    await sandbox.changeSettings({ pageSize: 500 });
    const expected = sandbox.context.state
      .ledger('001010100001')
      .rows()
      .filter(({ transfer, transactionType }) => transfer && transactionType === '1');
    expect(keys).toEqual(expected.map(({ itemKey }) => itemKey));
    expect(keys.length).toBeGreaterThan(100);
  });
});

describe('the log', () => {
  it('shows a page as it went out, whatever was booked before anybody looked', async () => {
    const path = '/ib/v1/accounts/transactions?accountId=001011000001&dateFrom=2000-01-01';
    await sandbox.changeSettings({ pageSize: 50 });
    const response = await personal.get(path);
    const sent = await response.text();
    const ledger = sandbox.context.state.ledger('001011000001');
    const [{ itemKey } = { itemKey: '' }] = ledger.page({
      from: '2025-01-01',
      to: '2100-01-01',
      limit: 1,
    }).rows;
    const first = ledger.get(itemKey);
    if (!first) throw new Error('the demo has no rows there');
    ledger.remove(itemKey);
    const [entry] = sandbox.context.log.list({ limit: 1 }).items;
    ledger.insert(first);
    await sandbox.changeSettings({ pageSize: 500 });
    expect(entry?.path).toBe('/ib/v1/accounts/transactions');
    expect(entry?.response.bodySize).toBe(Number(response.headers.get('content-length')));
    expect(entry?.response.body).toBe(sent);
  });
});

describe('x-fapi-interaction-id', () => {
  const ID = 'x-fapi-interaction-id';
  const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/;
  const idOf = async (headers: Record<string, string>) =>
    (await personal.get('/ib/v1/accounts', { headers })).headers.get(ID);

  it('comes back as it was sent, in a refusal too', async () => {
    const sent = '93bac548-d2de-4546-b106-880a5018460d';
    expect(await idOf({ [ID]: sent })).toBe(sent);
    const refused = await fetch(`${sandbox.issuer}/personal/v1/accounts`, { headers: { [ID]: sent } });
    expect([refused.status, refused.headers.get(ID)]).toEqual([401, sent]);
  });

  it.each([{}, { [ID]: '' }, { [ID]: 'a b' }, { [ID]: 'a'.repeat(129) }, { [ID]: 'é' }])(
    'is a new UUID for %j',
    async (headers) => {
      const first = await idOf(headers);
      expect(first).toMatch(UUID);
      expect(await idOf(headers as Record<string, string>)).not.toBe(first);
    },
  );
});

describe('a HEAD request', () => {
  it('answers the headers of GET without a body', async () => {
    const response = await personal.get('/ib/v1/accounts', { method: 'HEAD' });
    expect(response.status).toBe(200);
    expect(Number(response.headers.get('content-length'))).toBeGreaterThan(100);
    expect(await response.text()).toBe('');
  });
});
