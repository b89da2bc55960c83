import { beforeEach, describe, expect, it } from 'vitest';
import {
  changeFault,
  consumeFault,
  createFault,
  liveFaults,
  removeAllFaults,
  removeFault,
} from '../../../server/bank/faults.ts';
import { InvalidInput } from '../../../server/bank/invalid-input.ts';
import { MINUTE } from '../../../server/bank/time.ts';
import { CLIENT, START, TARO, TestBank } from '../../harness/test-bank.ts';

let bank: TestBank;
beforeEach(() => {
  bank = new TestBank();
});

const living = () => liveFaults(bank.state, bank.now).map(({ id }) => id);

describe('a fault', () => {
  it('is gone after its last strike, and not before', () => {
    const { id } = bank.run((tx) => createFault(tx, { match: {}, action: { status: 500 }, times: 2 }));
    bank.run((tx) => {
      consumeFault(tx, id);
    });
    expect(bank.state.faults.get(id)?.times).toBe(1);
    bank.run((tx) => {
      consumeFault(tx, id);
    });
    expect(bank.state.faults.has(id)).toBe(false);
  });

  it('without a count strikes on and on', () => {
    const { id } = bank.run((tx) => createFault(tx, { match: {}, action: { status: 500 } }));
    bank.run((tx) => {
      consumeFault(tx, id);
    });
    expect(living()).toEqual([id]);
  });

  it('is over at the very instant, by the bank’s clock', () => {
    const { id } = bank.run((tx) =>
      createFault(tx, { match: {}, action: { status: 500 }, until: START + MINUTE }),
    );
    bank.now = START + MINUTE - 1;
    expect(living()).toEqual([id]);
    bank.now = START + MINUTE;
    expect(living()).toEqual([]);
    bank.refuses('fault_not_found', (tx) => {
      removeFault(tx, id);
    });
  });

  it('that is over is forgotten when the next is made', () => {
    bank.run((tx) => createFault(tx, { match: {}, action: { status: 500 }, until: START + 1 }));
    bank.now = START + 1;
    const { id } = bank.run((tx) => createFault(tx, { match: {}, action: { status: 500 } }));
    expect([...bank.state.faults].map((fault) => fault.id)).toEqual([id]);
  });

  it('names a client and a customer that exist, and an end to come', () => {
    const match = { clientId: CLIENT.client_id, loginId: TARO.loginId };
    expect(bank.run((tx) => createFault(tx, { match, action: { status: 500 } })).match).toEqual(match);
    const wrong = { match: { clientId: 'x', loginId: 'y' }, action: { status: 500 }, until: START };
    const paths = () => {
      try {
        bank.run((tx) => createFault(tx, wrong));
      } catch (error) {
        return error instanceof InvalidInput ? error.faults.map(({ path }) => path) : [];
      }
      return [];
    };
    expect(paths()).toEqual(['match.clientId', 'match.loginId', 'until']);
  });

  it('changes by whole members', () => {
    const { id } = bank.run((tx) =>
      createFault(tx, {
        match: { method: 'POST', path: '/oauth2/token' },
        action: { status: 500 },
        times: 3,
      }),
    );
    const changed = bank.run((tx) => changeFault(tx, id, { match: { path: '/oauth2/revoke' } }));
    expect(changed).toMatchObject({ match: { path: '/oauth2/revoke' }, action: { status: 500 }, times: 3 });
    expect(changed.match).not.toHaveProperty('method');
  });

  it('ends together with all others', () => {
    for (let count = 0; count < 3; count++) {
      bank.run((tx) => createFault(tx, { match: {}, action: { status: 500 } }));
    }
    bank.run(removeAllFaults);
    expect(bank.state.faults.size).toBe(0);
  });
});
