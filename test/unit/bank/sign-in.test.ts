import { beforeEach, describe, expect, it } from 'vitest';
import { beginInteraction } from '../../../server/bank/interactions.ts';
import { sameSecret, signInAutomatically, signInWithPassword } from '../../../server/bank/sign-in.ts';
import { MINUTE } from '../../../server/bank/time.ts';
import { CLIENT, REQUEST, START, TARO, TestBank } from '../../harness/test-bank.ts';

let bank: TestBank;
beforeEach(() => {
  bank = new TestBank();
});

const begin = () => bank.run((tx) => beginInteraction(tx, REQUEST)).interactionId;
const right = (interactionId = begin()) => ({
  interactionId,
  loginId: TARO.loginId,
  password: TARO.password ?? '',
});
const wrong = (interactionId = begin()) => ({ ...right(interactionId), password: 'wrong' });

describe('signInWithPassword', () => {
  it('leads to the consent and remembers when and how', () => {
    const interaction = bank.run((tx) => signInWithPassword(tx, right()));
    expect(interaction).toMatchObject({
      stage: 'consent',
      customerId: TARO.id,
      authTime: START,
      acr: 'password',
    });
  });

  it('counts wrong passwords, forgets them with a right one, and locks at the limit', () => {
    bank.changeSettings(({ policies }) => (policies.maxFailedLogins = 3));
    bank.refuses('wrong_credentials', (tx) => signInWithPassword(tx, wrong()));
    bank.refuses('wrong_credentials', (tx) => signInWithPassword(tx, wrong()));
    expect(bank.taro.failedLogins).toBe(2);
    bank.run((tx) => signInWithPassword(tx, right()));
    expect(bank.taro.failedLogins).toBe(0);
    for (const code of ['wrong_credentials', 'wrong_credentials', 'customer_locked'] as const) {
      bank.refuses(code, (tx) => signInWithPassword(tx, wrong()));
    }
    expect(bank.taro).toMatchObject({ status: 'locked', lockedAt: START });
    bank.refuses('customer_locked', (tx) => signInWithPassword(tx, right()));
  });

  it('says the same of an unknown ID and of a wrong password, and makes nobody up', () => {
    const customers = bank.state.customers.size;
    const unknown = bank.refuses('wrong_credentials', (tx) =>
      signInWithPassword(tx, { ...right(), loginId: 'nobody' }),
    );
    const known = bank.refuses('wrong_credentials', (tx) => signInWithPassword(tx, wrong()));
    expect(unknown.message).toBe(known.message);
    expect(bank.state.customers.size).toBe(customers);
  });

  it('unlocks when the time of the settings has passed, and never where it is 0', () => {
    bank.changeCustomer({ status: 'locked', lockedAt: START, failedLogins: 5 });
    bank.changeSettings(({ policies }) => (policies.unlockAfterMinutes = 0));
    bank.now = START + 9 * MINUTE;
    const interactionId = begin();
    bank.refuses('customer_locked', (tx) => signInWithPassword(tx, right(interactionId)));
    bank.changeSettings(({ policies }) => (policies.unlockAfterMinutes = 10));
    bank.now = START + 10 * MINUTE - 1;
    bank.refuses('customer_locked', (tx) => signInWithPassword(tx, right(interactionId)));
    bank.now = START + 10 * MINUTE;
    bank.run((tx) => signInWithPassword(tx, right(interactionId)));
    expect(bank.taro).toMatchObject({ status: 'active', failedLogins: 0 });
    expect(bank.taro).not.toHaveProperty('lockedAt');
  });

  it('starts the count anew after an unlock, though the password be wrong', () => {
    bank.changeCustomer({ status: 'locked', lockedAt: START, failedLogins: 5 });
    bank.changeSettings(({ policies }) => (policies.unlockAfterMinutes = 10));
    bank.now = START + 10 * MINUTE;
    bank.refuses('wrong_credentials', (tx) => signInWithPassword(tx, wrong()));
    expect(bank.taro).toMatchObject({ status: 'active', failedLogins: 1 });
  });

  it('refuses a stopped contract, a wrong kind and a missing certificate only after the right password', () => {
    bank.changeCustomer({ status: 'stopped' });
    bank.refuses('wrong_credentials', (tx) => signInWithPassword(tx, wrong()));
    bank.refuses('customer_stopped', (tx) => signInWithPassword(tx, right()));
    bank.changeCustomer({ status: 'active', login: 'both' });
    bank.refuses('certificate_required', (tx) => signInWithPassword(tx, right()));
    bank.changeCustomer({ login: 'password' });
    bank.state.clients.put(CLIENT.client_id, { ...CLIENT, sandbox_customer_kind: 'corporate' });
    bank.refuses('wrong_customer_kind', (tx) => signInWithPassword(tx, right()));
  });

  it('works at the login stage only', () => {
    const interactionId = begin();
    bank.run((tx) => signInWithPassword(tx, right(interactionId)));
    bank.refuses('interaction_wrong_stage', (tx) => signInWithPassword(tx, right(interactionId)));
    bank.refuses('interaction_unknown', (tx) => signInWithPassword(tx, right('i_unknown')));
    const late = begin();
    bank.now += 10 * MINUTE;
    bank.refuses('interaction_expired', (tx) => signInWithPassword(tx, right(late)));
  });
});

describe('signInAutomatically', () => {
  it('asks for no proof, but not past a lock', () => {
    const interaction = bank.run((tx) => beginInteraction(tx, REQUEST));
    expect(bank.run((tx) => signInAutomatically(tx, interaction, bank.taro)).stage).toBe('consent');
    bank.refuses('customer_locked', (tx) =>
      signInAutomatically(tx, interaction, { ...TARO, status: 'locked' }),
    );
  });
});

it('sameSecret compares whole values', () => {
  expect(sameSecret('a', 'a')).toBe(true);
  expect(sameSecret('a', 'ab')).toBe(false);
  expect(sameSecret('', '\u0000')).toBe(false);
});
