import { describe, expect, it } from 'vitest';
import { checkScenario } from '../../../server/scenarios/check-scenario.ts';
import { scenarioSchema } from '../../../server/scenarios/scenario-schema.ts';
import { atOnce } from '../../../server/slices.ts';

const row = { transactionDate: 'today-1', transactionType: '1', amount: '100', remarks: '給与' };
const account = { branchCode: '001', accountTypeCode: '01', accountNumber: '1000001' };
const customer = { kind: 'personal', loginId: '1', password: 'x', name: 'ア', nameKana: 'ｱ' };
const grant = {
  grantId: 'g',
  clientId: 'c',
  loginId: '1',
  scopes: ['account:balance'],
  createdAt: '2027-02-20T00:00:00Z',
  expiresAt: '2027-05-20T00:00:00Z',
  termsVersion: '1',
};
const sound = {
  version: 1,
  name: 'whole',
  settings: { pageSize: 20 },
  customers: [
    {
      ...customer,
      accounts: [
        { ...account, rows: [row, row] },
        { ...account, accountNumber: '1000002' },
      ],
    },
    { ...customer, loginId: '2' },
  ],
  grants: [grant],
};

/** With another value somewhere. */
function changed(path: readonly (string | number)[], value: unknown): unknown {
  const document = structuredClone(sound) as Record<string | number, unknown>;
  const last = path.at(-1) ?? '';
  const owner = path
    .slice(0, -1)
    .reduce<Record<string | number, unknown>>(
      (around, step) => around[step] as Record<string | number, unknown>,
      document,
    );
  owner[last] = value;
  return document;
}

describe('a document that is checked in slices', () => {
  it('is the one the schema makes of it', () => {
    expect(atOnce(checkScenario(sound))).toEqual({ document: scenarioSchema.parse(sound) });
    expect(atOnce(checkScenario({ version: 1, name: 'x' }))).toEqual({ document: { version: 1, name: 'x' } });
  });

  it.each<[readonly (string | number)[], unknown]>([
    [['version'], 2],
    [['unknown'], 1],
    [['customers'], 'none'],
    [['customers', 1], null],
    [['customers', 1, 'kind'], 'nobody'],
    [['customers', 1, 'accounts'], {}],
    [['customers', 0, 'accounts', 1], []],
    [['customers', 0, 'accounts', 1, 'unknown'], 1],
    [['customers', 0, 'accounts', 0, 'rows'], 5],
    [['customers', 0, 'accounts', 0, 'rows', 1, 'amount'], '-5'],
    [['customers', 0, 'accounts', 0, 'rows', 1, 'unknown'], 1],
    [['grants', 0, 'scopes'], ['everything']],
    [['settings', 'pageSize'], 'many'],
  ])('has the faults the schema finds in it: %j', (path, value) => {
    const document = changed(path, value);
    const checked = atOnce(checkScenario(document));
    const { error } = scenarioSchema.safeParse(document);
    expect(error?.issues.length).toBeGreaterThan(0);
    expect('issues' in checked && checked.issues).toEqual(error?.issues);
  });

  it.each([null, [], 'text', 7])('is an object: %j', (document) => {
    const { error } = scenarioSchema.safeParse(document);
    expect(atOnce(checkScenario(document))).toEqual({ issues: error?.issues });
  });

  it('lets others in after each thousand customers, accounts, rows or linkages', () => {
    const pausesFor = (document: object) => {
      const work = checkScenario({ version: 1, name: 'long', ...document });
      let pauses = 0;
      while (!work.next().done) pauses += 1;
      return pauses;
    };
    const many = <Item>(item: Item) => Array.from({ length: 5_000 }, () => item);
    expect(pausesFor({ customers: many(customer) })).toBe(5);
    expect(pausesFor({ customers: [{ ...customer, accounts: many(account) }] })).toBe(5);
    expect(pausesFor({ customers: [{ ...customer, accounts: [{ ...account, rows: many(row) }] }] })).toBe(5);
    expect(pausesFor({ grants: many(grant) })).toBe(5);
  });

  it('is not read to its end where nothing in it is right', () => {
    const faulty = { version: 1, name: 'faulty', customers: Array.from({ length: 5_000 }, () => ({})) };
    const checked = atOnce(checkScenario(faulty));
    expect('issues' in checked && checked.issues.length).toBeLessThan(1_100);
  });
});
