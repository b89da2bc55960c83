import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Problem } from '../../../server/control/problem.ts';
import { decodeText } from '../../../server/scenarios/formats/file-text.ts';
import { atOnce } from '../../../server/slices.ts';
import { everything, expectProblem } from '../../harness/control-client.ts';
import { CONTROL_TOKEN, startSandbox, type TestSandbox } from '../../harness/sandbox.ts';

const COMPANY = '001010100001';
const HOUSEHOLD = '001011000001';
const EMPTY = '002014000001';

interface Row {
  itemKey: string;
  balance: string;
  transactionDate: string;
}

let sandbox: TestSandbox;
beforeAll(async () => {
  sandbox = await startSandbox();
});
afterAll(() => sandbox.stop());

const path = (accountId: string) => `/accounts/${accountId}/transactions`;

async function exported(accountId: string, query: string): Promise<{ bytes: Buffer; headers: Headers }> {
  const response = await sandbox.request('GET', `${path(accountId)}/export?${query}`);
  expect(response.status).toBe(200);
  return { bytes: Buffer.from(await response.arrayBuffer()), headers: response.headers };
}

function importing(accountId: string, query: string, body: Buffer | string, type = 'text/plain') {
  return fetch(`${sandbox.ready.control}${path(accountId)}/import?${query}`, {
    method: 'POST',
    headers: { authorization: `Bearer ${CONTROL_TOKEN}`, 'content-type': type, 'accept-language': 'ja' },
    body: typeof body === 'string' ? body : new Uint8Array(body),
  });
}

async function rowsOf(accountId: string): Promise<Omit<Row, 'itemKey'>[]> {
  const { items } = await sandbox.control<{ items: Row[] }>('GET', `${path(accountId)}?limit=1000`);
  return items.map(({ itemKey: _key, ...row }) => row);
}

/** Opens an account that begins with nothing, as the exported ones do in these tests. */
async function openAccount(openingBalance = '0'): Promise<string> {
  const body = { customerId: 'cust_10000000004', accountTypeCode: '01', balance: openingBalance };
  return (await sandbox.control<{ accountId: string }>('POST', '/accounts', body)).accountId;
}

async function problemOf(response: Response, status: number): Promise<Problem> {
  return expectProblem(await response.text(), status);
}

describe('statements as files', () => {
  it.each(['shift_jis', 'utf-8'])('come back from CSV in %s as the same rows', async (encoding) => {
    const { bytes, headers } = await exported(HOUSEHOLD, `format=csv&encoding=${encoding}`);
    expect(headers.get('content-type')).toMatch(/^text\/csv; charset=(Shift_JIS|UTF-8); header=present$/);
    expect(headers.get('content-disposition')).toMatch(
      /^attachment; filename="statement-001011000001-\d{4}-\d\d-\d\d-2027-02-20\.csv"$/,
    );
    const target = await openAccount();
    const response = await importing(target, 'format=csv', bytes);
    expect(response.status).toBe(201);
    const rows = await rowsOf(HOUSEHOLD);
    expect(await response.json()).toMatchObject({
      count: rows.length,
      dateFrom: rows[0]?.transactionDate,
      dateTo: rows.at(-1)?.transactionDate,
      order: 'oldest-first',
      file: { balanceAfter: rows.at(-1)?.balance },
    });
    const plain = (all: object[]) => all.map((row) => ({ ...row, balance: undefined }));
    expect(plain(await rowsOf(target))).toEqual(plain(rows));
  });

  it('come back from 全銀 with days, directions, amounts, transfers and EDI', async () => {
    const { bytes, headers } = await exported(COMPANY, 'format=zengin');
    expect(headers.get('content-type')).toBe('text/plain; charset=Shift_JIS');
    const rows = await rowsOf(COMPANY);
    expect(bytes).toHaveLength((rows.length + 3) * 200);
    const target = await openAccount();
    // The header names the account it was exported from, and is held to that.
    const other = await problemOf(await importing(target, 'format=zengin', bytes), 422);
    expect(other.errors).toMatchObject([
      {
        path: 'lines[1].accountNumber',
        code: 'zengin_account',
        message: expect.stringContaining('account=any') as string,
      },
    ]);
    const response = await importing(target, 'format=zengin&account=any', bytes);
    expect(response.status).toBe(201);
    const told: unknown = await response.json();
    expect(told).toMatchObject({
      order: 'oldest-first',
      balanceBefore: '0',
      file: { balanceAfter: rows.at(-1)?.balance },
    });
    const plain = (all: object[]) => all.map((row) => ({ ...row, balance: undefined, remarks: undefined }));
    expect(plain(await rowsOf(target))).toEqual(plain(rows));
    // What was written in kana stays as it is from then on.
    const again = await exported(target, 'format=zengin');
    const data = (file: Buffer) =>
      Array.from({ length: rows.length }, (_, index) => {
        const record = (atOnce(decodeText(file)) ?? '').slice((index + 1) * 200, (index + 2) * 200);
        // 取引区分 is told from the words of the 摘要, which are kana now.
        return record.slice(0, 22) + record.slice(24);
      });
    expect(data(again.bytes)).toEqual(data(bytes));
  });

  it('hold the period that is asked for, and the balance before it', async () => {
    const { bytes } = await exported(HOUSEHOLD, 'format=zengin&from=2027-01-01&to=2027-01-31&separator=crlf');
    const records = bytes.toString('latin1').trimEnd().split('\r\n');
    const all = await rowsOf(HOUSEHOLD);
    const inside = all.filter(({ transactionDate }) => transactionDate.startsWith('2027-01'));
    const before = all.findLast(({ transactionDate }) => transactionDate < '2027-01-01');
    expect(records).toHaveLength(inside.length + 3);
    expect(records[0]?.slice(10, 22)).toBe('090101090131');
    expect(BigInt(records[0]?.slice(115, 129) ?? '')).toBe(BigInt(before?.balance ?? ''));
    expect(BigInt(records.at(-2)?.slice(40, 54) ?? '')).toBe(BigInt(inside.at(-1)?.balance ?? ''));
  });

  it('are empty for an account without rows, and import as nothing', async () => {
    const { bytes } = await exported(EMPTY, 'format=zengin');
    expect(bytes).toHaveLength(600);
    const response = await importing(EMPTY, 'format=zengin', bytes);
    expect(await response.json()).toEqual({
      count: 0,
      balance: '0',
      order: 'oldest-first',
      file: { balanceBefore: '0', balanceAfter: '0' },
    });
  });

  it('are added each time', async () => {
    const target = await openAccount();
    const csv = 'x,1,2027-02-01,,,500,,,,,,,\n';
    const position = sandbox.logPosition();
    for (const type of ['text/csv', 'application/octet-stream', 'application/x-www-form-urlencoded']) {
      expect((await importing(target, 'format=csv', csv, type)).status).toBe(201);
    }
    expect((await rowsOf(target)).map(({ balance }) => balance)).toEqual(['500', '1000', '1500']);
    const entry = await sandbox.waitForLog('method:POST', position);
    expect(entry.effects.map(({ type }) => type)).toContain('transaction.posted');
  });
});

describe('a file at fault', () => {
  it('books nothing, and says of each line what to mend', async () => {
    const before = everything(sandbox);
    const csv = 'x,1,2027-02-01,,,500,,,,,,,\nx,2,2027-02-31,,,500,,,,,,,\nx,3,2027-02-01,,1,1,,,,,,,\n';
    const problem = await problemOf(await importing(EMPTY, 'format=csv', csv), 422);
    expect(problem.code).toBe('statement_file_faulty');
    expect(problem.errors?.map(({ path: where }) => where)).toEqual([
      'lines[2].transactionDate',
      'lines[3].amount',
    ]);
    expect(problem.errors?.[0]?.message).toContain('2行目「勘定日」');
    expect(problem.detail).toContain('2 件');
    expect(everything(sandbox)).toBe(before);
  });

  it.each([
    ['no bytes', 'format=csv', Buffer.alloc(0), 'invalid_input'],
    ['bytes of no encoding', 'format=csv', Buffer.from([0xff, 0xff, 0xfe]), 'statement_file_faulty'],
    [
      'another encoding than named',
      'format=csv&encoding=utf-8',
      Buffer.from([0x8c, 0x9a]),
      'statement_file_faulty',
    ],
    ['a CSV file called zengin', 'format=zengin', Buffer.from('x,1,2027-02-01'), 'statement_file_faulty'],
    [
      'too many rows',
      'format=csv',
      Buffer.from('x,1,2027-02-01,,,500,,,,,,,\n'.repeat(10_001)),
      'statement_file_faulty',
    ],
  ])('%s', async (_case, query, body, code) => {
    expect((await problemOf(await importing(EMPTY, query, body), 422)).code).toBe(code);
  });

  it.each([
    [`${path(EMPTY)}/export?from=2027-02-02&to=2027-02-01`, 422, 'invalid_input'],
    [`${path(EMPTY)}/export?format=pdf`, 422, 'invalid_input'],
    [`${path('000000000000')}/export`, 404, 'account_not_found'],
  ])('%s is refused', async (target, status, code) => {
    expect((await problemOf(await sandbox.request('GET', target), status)).code).toBe(code);
  });

  it('an account in another currency has no 全銀 file', async () => {
    const { accountId } = await sandbox.control<{ accountId: string }>('POST', '/accounts', {
      customerId: 'cust_10000000004',
      accountTypeCode: '51',
      balance: '0',
    });
    const refused = await sandbox.request('GET', `${path(accountId)}/export?format=zengin`);
    expect((await problemOf(refused, 422)).code).toBe('format_yen_only');
    expect((await problemOf(await importing(accountId, 'format=zengin', 'x'), 422)).code).toBe(
      'format_yen_only',
    );
    const csv = 'x,1,2027-02-01,,,5.25,,,,,,,\n';
    expect(await (await importing(accountId, 'format=csv', csv)).json()).toMatchObject({ balance: '5.25' });
  });
});
