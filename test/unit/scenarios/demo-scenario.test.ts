import { createHash } from 'node:crypto';
import { afterEach, describe, expect, it } from 'vitest';
import { isBankingDay } from '../../../server/bank/calendar.ts';
import { Clock } from '../../../server/bank/clock.ts';
import { Ledger } from '../../../server/bank/ledger.ts';
import type { LedgerRow } from '../../../server/bank/model.ts';
import type { BankState } from '../../../server/bank/state.ts';
import { demoScenario } from '../../../server/scenarios/demo/demo-scenario.ts';
import { scenarioSchema } from '../../../server/scenarios/scenario-schema.ts';
import { applyScenario, loadScenario, type ScenarioContents } from '../../../server/scenarios/scenario.ts';

const NOW = Date.parse('2027-02-20T01:04:00+09:00');

function bytesOf({ ledgers, accounts, customers }: ScenarioContents): string {
  const rows = [...ledgers].map(([accountId, each]) => [
    accountId,
    each.rows().map((row) => Ledger.persist(row)),
  ]);
  return createHash('sha256')
    .update(JSON.stringify([rows, accounts, customers]))
    .digest('hex');
}

async function demoBank(now = NOW): Promise<BankState> {
  return applyScenario(await loadScenario('demo', now), new Clock({ mode: 'frozen', at: now }));
}

const zone = process.env['TZ'];
afterEach(() => {
  if (zone === undefined) delete process.env['TZ'];
  else process.env['TZ'] = zone;
});

describe('the demo scenario', () => {
  it('is the same to the byte in every time zone', async () => {
    const hashes = new Set<string>();
    for (const tz of ['Asia/Tokyo', 'UTC', 'America/Los_Angeles', 'Pacific/Kiritimati']) {
      process.env['TZ'] = tz;
      hashes.add(bytesOf(await loadScenario('demo', NOW)));
    }
    expect(hashes.size).toBe(1);
  });

  it('is another one on another day', async () => {
    const today = bytesOf(await loadScenario('demo', NOW));
    expect(bytesOf(await loadScenario('demo', NOW + 3 * 86_400_000))).not.toBe(today);
  });

  it('is a valid document', () => {
    expect(scenarioSchema.safeParse(demoScenario).error).toBeUndefined();
  });

  it('has every balance equal to the sum of its rows, each row with its own', async () => {
    const state = await demoBank();
    for (const { accountId, openingBalance } of state.accounts) {
      expect(openingBalance).toBe('0');
      const ledger = state.ledger(accountId);
      let sum = 0n;
      for (const row of ledger.rows()) {
        sum += row.transactionType === '1' ? row.amount : -row.amount;
        expect(ledger.booked(row.itemKey)?.balance).toBe(sum);
      }
      expect(ledger.balance()).toBe(sum);
    }
  });

  it('books on banking days only, and never ahead of the clock', async () => {
    const state = await demoBank();
    const days = new Set<LedgerRow['transactionDate']>();
    for (const { accountId } of state.accounts) {
      for (const { transactionDate } of state.ledger(accountId).rows()) days.add(transactionDate);
    }
    expect([...days].filter((day) => !isBankingDay(day))).toEqual([]);
    expect([...days].filter((day) => day > '2027-02-20')).toEqual([]);
  });

  it('has the customers and clients everybody relies on', async () => {
    const state = await demoBank();
    const customer = (loginId: string) => state.customers.where('loginId', loginId)[0];
    const rowsOf = (accountId: string) => state.ledger(accountId).size;
    expect(customer('10000000001')).toMatchObject({ kind: 'personal', password: 'Sandbox-0001' });
    expect(
      state.accounts.where('customerId', customer('10000000001')?.id ?? '').map(({ accountId }) => accountId),
    ).toEqual(['001011000001', '003011000002', '001111000003']);
    expect(rowsOf('001013000001')).toBe(1_200);
    expect(rowsOf('002014000001')).toBe(0);
    expect(customer('10000000005')?.status).toBe('locked');
    expect(customer('10000000006')?.certificates?.map(({ notAfter }) => notAfter > NOW)).toEqual([
      false,
      true,
    ]);
    expect(customer('Corp-0001')).toMatchObject({ kind: 'corporate', password: 'Sandbox-0101' });
    expect(customer('Corp-0002')).toMatchObject({ login: 'certificate' });
    expect(state.clients.get('demo-kakeibo')).toMatchObject({
      client_secret: 'demo-kakeibo-secret-do-not-use-in-production',
      token_endpoint_auth_method: 'client_secret_basic',
    });
    expect(state.clients.get('demo-fapi')).toMatchObject({ sandbox_profile: 'fapi2-security' });
    for (const clientId of ['freee', 'zaim', 'sorimachi', 'moneyforward', 'moneytree']) {
      expect(state.clients.get(clientId)?.token_endpoint_auth_method).toBe('client_secret_basic');
    }
    for (const { client_secret: secret } of state.clients) {
      if (secret !== undefined) expect(Buffer.byteLength(secret)).toBeGreaterThanOrEqual(32);
    }
  });

  it('lends demo-fapi a key whose public half is registered, and keeps it over a reset', async () => {
    const state = await demoBank();
    const privateKeys = state.secrets.get('client-keys:demo-fapi')?.value ?? '{}';
    const [key] = (JSON.parse(privateKeys) as { keys: Record<string, unknown>[] }).keys;
    const { d, ...publicKey } = key ?? {};
    expect(d).toBeTypeOf('string');
    expect(state.clients.get('demo-fapi')?.jwks).toEqual({ keys: [publicKey] });
    const again = applyScenario(await loadScenario('demo', NOW), new Clock(), state);
    expect(again.secrets.get('client-keys:demo-fapi')?.value).toBe(privateKeys);
  });
});

describe.each(['2026-01-05', '2026-05-06', '2026-08-31', '2027-02-20', '2027-12-31', '2028-02-29'])(
  'the gallery of rows on %s',
  (day) => {
    const now = Date.parse(`${day}T08:00:00+09:00`);

    it('contains every kind', async () => {
      const state = await demoBank(now);
      const rows = (accountId: string) => state.ledger(accountId).rows();
      const household = rows('001011000001');
      const company = rows('001010100001');
      const cheques = rows('001210100002');
      const all = [...household, ...company, ...cheques];
      const having = (part: string, of: readonly LedgerRow[] = household) =>
        of.filter(({ remarks }) => remarks?.includes(part));

      for (const part of ['給与', '振込　ｶ)', 'ATM', 'カード', '手数料', '税金　Pay-easy', 'ｳﾞ', '　']) {
        expect(having(part), part).not.toEqual([]);
      }
      for (const part of ['ﾃﾞﾝｷ', 'ｽｲﾄﾞｳ', 'ｶﾞｽ']) expect(having(`口座振替　${part}`), part).not.toEqual([]);
      expect(having('小切手', cheques)).not.toEqual([]);
      expect(having('手数料').map(({ amount }) => amount)).toContain(110n);
      const interest = new Set(having('利息').map(({ transactionDate }) => transactionDate.slice(5, 7)));
      expect([...interest].sort()).toEqual(['02', '08']);

      for (const correction of having('訂正')) {
        const opposite = correction.transactionType === '1' ? '2' : '1';
        expect(
          household.filter(
            (row) =>
              row.transactionType === opposite &&
              row.amount === correction.amount &&
              row.transactionDate === correction.transactionDate,
          ).length,
        ).toBe(2);
      }
      expect(having('訂正')).not.toEqual([]);
      expect(
        household.some((row) => row.valueDate !== undefined && row.valueDate < row.transactionDate),
      ).toBe(true);
      expect(household.some(({ remarks }) => remarks === undefined)).toBe(true);
      expect(all.some(({ amount }) => amount > 2n ** 31n)).toBe(true);
      expect(all.every(({ remarks }) => remarks === undefined || remarks.length <= 255)).toBe(true);
    });

    it('has two rows alike in all but the item key, the balance included', async () => {
      const ledger = (await demoBank(now)).ledger('001011000001');
      const seen = new Set<string>();
      const doubles = ledger.rows().filter(({ itemKey, ...row }) => {
        const text = JSON.stringify({
          ...Ledger.persist({ itemKey: '', ...row }),
          balance: String(ledger.booked(itemKey)?.balance),
        });
        return seen.has(text) || !seen.add(text);
      });
      expect(doubles).not.toEqual([]);
    });

    it('words its rows as banks do: カード at a machine, デビット at shops, no paper after 2026', async () => {
      const { ledgers } = await loadScenario('demo', now);
      const rows = [...ledgers.values()]
        .flatMap((ledger) => ledger.rows())
        .map((row) => ({ ...row, remarks: row.remarks ?? '' }));
      const cards = rows.filter(({ remarks }) => /カード(?!ローン)/.test(remarks));
      expect(new Set(cards.map(({ remarks }) => remarks))).toEqual(new Set(['ATM　カード']));
      expect(rows.filter(({ remarks }) => remarks === '給与振込')).not.toEqual([]);
      expect(rows.filter(({ remarks }) => remarks === '口座振替　ｻﾝﾌﾟﾙｶ-ﾄﾞ')).not.toEqual([]);
      const paper = rows.filter(({ remarks }) => /^(?:小切手|手形)/.test(remarks));
      // Due on a day of rest at the very end, the last is booked on the first banking day of 2027.
      expect(paper.filter(({ transactionDate }) => transactionDate > '2027-01-04')).toEqual([]);
    });

    it('has negative balances where money is owed', async () => {
      const state = await demoBank(now);
      expect(state.ledger('001012000001').balance()).toBeLessThan(0n);
      expect(state.ledger('001717000006').balance()).toBeLessThan(0n);
      expect(state.ledger('001011000001').balance()).toBeGreaterThan(0n);
    });

    it('pays wages on the 25th or the banking day before, and debits on the 27th or the one after', async () => {
      const rows = (await demoBank(now)).ledger('001011000001').rows();
      const wages = rows.filter(({ remarks }) => remarks?.startsWith('給与'));
      expect(wages.length).toBeGreaterThanOrEqual(13);
      for (const { transactionDate } of wages) {
        expect(Number(transactionDate.slice(8))).toBeLessThanOrEqual(25);
        expect(Number(transactionDate.slice(8))).toBeGreaterThanOrEqual(20);
      }
      for (const { transactionDate, remarks } of rows) {
        if (remarks !== '口座振替　ﾃﾞﾝｷ') continue;
        const dayOfMonth = Number(transactionDate.slice(8));
        expect(dayOfMonth >= 27 || dayOfMonth <= 4, transactionDate).toBe(true);
      }
    });
  },
);
