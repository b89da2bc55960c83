import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { demoScenario } from '../../../server/scenarios/demo/demo-scenario.ts';
import type { ScenarioDocument } from '../../../server/scenarios/scenario-schema.ts';
import { startSandbox, type TestSandbox } from '../../harness/sandbox.ts';

let sandbox: TestSandbox;
beforeAll(async () => {
  sandbox = await startSandbox();
});
afterAll(() => sandbox.stop());

/** The scenario as the bytes that end up in a file. */
async function exported(): Promise<string> {
  const response = await sandbox.request('GET', '/scenario');
  expect(response.status).toBe(200);
  return response.text();
}

/** Exports, loads what was exported, and exports again. */
async function expectSameBytes(): Promise<string> {
  const first = await exported();
  const response = await sandbox.request('POST', '/scenario', JSON.parse(first));
  expect([response.status, await response.text()]).toEqual([200, expect.stringContaining('customers')]);
  expect(await exported()).toBe(first);
  return first;
}

const post = <Result = { id: string }>(path: string, body: unknown) =>
  sandbox.control<Result>('POST', path, body);

describe('export, import and export again are the same bytes', () => {
  it('for the demo scenario, which goes on saying what it is', async () => {
    const { name, description } = JSON.parse(await expectSameBytes()) as ScenarioDocument;
    expect({ name, description }).toEqual({ name: 'demo', description: demoScenario.description });
  });

  it.each([
    ['a long short name', { institution: { shortName: '金'.repeat(40) } }],
    [
      'a long message of maintenance',
      {
        maintenance: [
          { from: '2027-03-01T00:00:00+09:00', to: '2027-03-01T05:00:00+09:00', message: 'メ'.repeat(300) },
        ],
      },
    ],
    ['a long name of a branch', { institution: { branches: [{ code: '001', name: '支'.repeat(100) }] } }],
    ['a long service name', { institution: { serviceName: 'サ'.repeat(100), nameEn: 'E'.repeat(100) } }],
    [
      'hours changed in the other order',
      { serviceHours: { closedOn: 'weekends', to: '21:00', from: '08:00' } },
    ],
  ])('with %s', async (_what, patch) => {
    await sandbox.changeSettings(patch);
    await expectSameBytes();
  });

  it('with members set in another order', async () => {
    const { id } = await post('/customers', { loginId: 'order', password: 'x', name: 'N' });
    await sandbox.control('PATCH', `/customers/${id}`, { note: { en: 'n', ja: 'メ' }, drill: 'maintenance' });
    await sandbox.control('PATCH', '/clients/zaim', { sandbox_note: { en: 'n', ja: 'メ' }, contacts: ['c'] });
    const first = await expectSameBytes();
    await sandbox.control('PATCH', `/customers/${id}`, { note: null, drill: null });
    await sandbox.control('PATCH', `/customers/${id}`, { drill: 'maintenance', note: { ja: 'メ', en: 'n' } });
    expect(await exported()).toBe(first);
  });

  it('with customers, accounts, rows, clients and grants at their limits', async () => {
    const names = { name: '名'.repeat(48), nameKana: 'ｱ'.repeat(48) };
    const note = { ja: '"'.repeat(1_000), en: '\\'.repeat(1_000) };
    const company = await post('/customers', {
      ...names,
      kind: 'corporate',
      loginId: '~'.repeat(64),
      password: ' '.repeat(128),
      login: 'both',
      note,
    });
    const account = {
      customerId: company.id,
      accountName: '口'.repeat(48),
      accountNameKana: 'ｶﾞ'.repeat(24),
      overdraftLimit: '999999999999999999',
      transferLimitAmount: '999999999999',
    };
    const yen = await post<{ accountId: string }>('/accounts', {
      ...account,
      balance: '-999999999999999999',
    });
    const dollars = await post<{ accountId: string }>('/accounts', {
      ...account,
      accountTypeCode: '51',
      currencyCode: 'USD',
      overdraftLimit: '99999999999999.99',
      balance: '99999999999999.99',
      ttb: '999999.9999',
    });
    await post('/customers', {
      ...names,
      kind: 'corporate',
      loginId: '!'.repeat(64),
      password: 'p',
      mayInquire: false,
      status: 'stopped',
      userOf: { customerId: company.id, accountIds: [yen.accountId, dollars.accountId] },
    });
    for (const [accountId, amount] of [
      [yen.accountId, '999999999999999'],
      [dollars.accountId, '9999999999999.99'],
    ] as const) {
      await post(`/accounts/${accountId}/transactions`, {
        transactionDate: '2027-02-19',
        valueDate: '1973-04-09',
        transactionType: '1',
        amount,
        remarks: '摘'.repeat(255),
        transfer: {
          applicantName: 'ｱ'.repeat(48),
          paymentBankName: 'ﾊﾞ'.repeat(15),
          paymentBranchName: 'ｼ'.repeat(30),
          ediInfo: '9'.repeat(20),
        },
      });
    }
    const clientId = '~'.repeat(128);
    const text = (length: number) => 'ク'.repeat(length);
    await post('/clients', {
      client_id: clientId,
      client_secret: '!'.repeat(256),
      client_name: text(100),
      'client_name#ja': text(100),
      'client_name#en': text(100),
      client_uri: `https://client.example/${'a'.repeat(1_900)}`,
      redirect_uris: Array.from({ length: 50 }, (_, index) => `https://client.example/${index}`),
      grant_types: ['client_credentials', 'refresh_token', 'authorization_code'],
      contacts: Array.from({ length: 20 }, () => 'c'.repeat(200)),
      authorization_details_types: ['account_information'],
      sandbox_allowed_origins: Array.from({ length: 50 }, (_, index) => `https://a${index}.example`),
      sandbox_company: text(100),
      'sandbox_company#ja': text(100),
      sandbox_service: text(100),
      'sandbox_service#en': text(100),
      sandbox_note: note,
      sandbox_refresh_rotation: 'rotate-strict',
      sandbox_access_token_format: 'jwt',
      subject_type: 'pairwise',
    });
    const { grant } = await post<{ grant: { grantId: string } }>('/grants', {
      clientId,
      loginId: '~'.repeat(64),
      scopes: ['account:balance', 'account:transaction', 'offline_access'],
    });
    await sandbox.control('DELETE', `/grants/${grant.grantId}`);
    await expectSameBytes();
  });
});
