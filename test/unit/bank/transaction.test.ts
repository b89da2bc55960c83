import { expect, it } from 'vitest';
import { Clock } from '../../../server/bank/clock.ts';
import { UnitOfWork } from '../../../server/bank/transaction.ts';
import { OTHER_CLIENT, START, TestBank } from '../../harness/test-bank.ts';

it('what the storage can’t even take is undone at once', async () => {
  const bank = new TestBank();
  const clock = new Clock({ mode: 'frozen', at: START });
  const work = new UnitOfWork(bank.state, clock, {
    writable: () => undefined,
    append: () => {
      throw new RangeError('too deep to be printed');
    },
  });
  const changed = work.run((tx) => {
    tx.put('clients', 'new', { ...OTHER_CLIENT, client_id: 'new' });
    tx.delete('clients', OTHER_CLIENT.client_id);
    clock.set({ mode: 'frozen', at: START + 1 });
  });
  await expect(changed).rejects.toThrow('too deep');
  expect(bank.state.clients.has('new')).toBe(false);
  expect(bank.state.clients.has(OTHER_CLIENT.client_id)).toBe(true);
  expect(clock.now()).toBe(START);
});
