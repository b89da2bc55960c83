import { describe, expect, it } from 'vitest';
import { activeGrants, endGrantsOfCustomer } from '../../../server/bank/grants.ts';
import type { Grant } from '../../../server/bank/model.ts';
import { DAY } from '../../../server/bank/time.ts';
import { CLIENT, OTHER_CLIENT, START, TARO, TestBank } from '../../harness/test-bank.ts';

/** How many grants of one customer are over. */
const PAST = 2_000;

function grantOf(bank: TestBank, grantId: string, members: Partial<Grant>): void {
  const grant: Grant = {
    grantId,
    clientId: CLIENT.client_id,
    customerId: TARO.id,
    scopes: ['account:balance'],
    createdAt: START,
    updatedAt: START,
    expiresAt: START + 90 * DAY,
    termsVersion: '1',
    authTime: START,
    acr: 'password',
    refreshGeneration: 1,
    refreshedAt: START,
    refreshIssued: true,
    ...members,
  };
  bank.state.grants.put(grantId, grant);
}

/** A bank that has seen much, in which looking at a grant is counted. */
function bankWithPast(): { bank: TestBank; visits: () => number } {
  const bank = new TestBank();
  for (let past = 0; past < PAST; past++) {
    if (past % 2 === 0) grantOf(bank, `past${past}`, { endedAt: START, endReason: 'superseded' });
    else grantOf(bank, `past${past}`, { expiresAt: START - DAY, clientId: OTHER_CLIENT.client_id });
  }
  grantOf(bank, 'living', {});
  grantOf(bank, 'other', { clientId: OTHER_CLIENT.client_id });
  grantOf(bank, 'elsewhere', { customerId: 'somebody else' });
  let visits = 0;
  const { grants } = bank.state;
  const get = grants.get.bind(grants);
  grants.get = (key) => {
    visits += 1;
    return get(key);
  };
  const rowsOf = grants.rowsOf.bind(grants);
  grants.rowsOf = (keys, most) => {
    const rows = rowsOf(keys, most);
    visits += rows.length;
    return rows;
  };
  return { bank, visits: () => visits };
}

describe('a customer with a long past', () => {
  it.each([
    ['of the customer', { customerId: TARO.id }, ['living', 'other']],
    ['of both', { customerId: TARO.id, clientId: CLIENT.client_id }, ['living']],
    ['of the client', { clientId: CLIENT.client_id }, ['living', 'elsewhere']],
    ['of all', {}, ['living', 'other', 'elsewhere']],
  ])('has the living grants %s found without a look at the others', (_what, of, expected) => {
    const { bank, visits } = bankWithPast();
    expect(activeGrants(bank.state, START, of).map(({ grantId }) => grantId)).toEqual(expected);
    expect(visits()).toBe(expected.length);
  });

  it('ends those that live, and touches no other', () => {
    const { bank, visits } = bankWithPast();
    const ended = bank.run((tx) => {
      endGrantsOfCustomer(tx, TARO.id, 'password_changed');
      return tx.changes.map(([, key]) => key);
    });
    expect(ended).toEqual(['living', 'other']);
    expect(visits()).toBeLessThan(10);
    expect(activeGrants(bank.state, START, { customerId: TARO.id })).toEqual([]);
  });

  it('has no living grant any more at the very instant it expires', () => {
    const { bank } = bankWithPast();
    expect(activeGrants(bank.state, START + 90 * DAY - 1)).toHaveLength(3);
    expect(activeGrants(bank.state, START + 90 * DAY)).toEqual([]);
  });
});
