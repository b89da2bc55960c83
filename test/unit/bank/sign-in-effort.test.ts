import * as crypto from 'node:crypto';
import { afterEach, expect, it, vi } from 'vitest';
import { Clock } from '../../../server/bank/clock.ts';
import { beginInteraction } from '../../../server/bank/interactions.ts';
import { Refusal } from '../../../server/bank/refusal.ts';
import { signInWithPassword } from '../../../server/bank/sign-in.ts';
import { UnitOfWork } from '../../../server/bank/transaction.ts';
import { REQUEST, START, TARO, TestBank } from '../../harness/test-bank.ts';

vi.mock('node:crypto', async (original) => {
  const real = await original<typeof crypto>();
  return {
    ...real,
    hash: vi.fn(real.hash),
    timingSafeEqual: vi.fn(real.timingSafeEqual),
  };
});
afterEach(() => {
  vi.clearAllMocks();
});

/** What an attempt costs the bank, as far as it takes time: the comparison, and the wait for the disk. */
async function effortOf(attempt: { loginId: string; password: string }) {
  const bank = new TestBank();
  const waits: number[] = [];
  const work = new UnitOfWork(bank.state, new Clock({ mode: 'frozen', at: START }), {
    writable: () => undefined,
    append: (changes) => ({ seq: waits.push(changes.length), done: Promise.resolve() }),
  });
  const { interactionId } = bank.run((tx) => beginInteraction(tx, REQUEST));
  vi.clearAllMocks();
  const refused = await work
    .run((tx) => signInWithPassword(tx, { interactionId, ...attempt }))
    .catch((error: unknown) => error);
  expect(refused).toBeInstanceOf(Refusal);
  return {
    code: (refused as Refusal).code,
    message: (refused as Refusal).message,
    digests: vi.mocked(crypto.hash).mock.calls.length,
    comparisons: vi.mocked(crypto.timingSafeEqual).mock.calls.length,
    waits,
  };
}

it('a wrong ID costs the bank what a wrong password does, so that the time tells nobody which it was', async () => {
  const wrongPassword = await effortOf({ loginId: TARO.loginId, password: 'wrong' });
  expect(wrongPassword).toMatchObject({ code: 'wrong_credentials', digests: 2, comparisons: 1, waits: [1] });
  for (const loginId of ['nobody', '', `${TARO.loginId} `, TARO.loginId.toLowerCase() + 'x']) {
    expect(await effortOf({ loginId, password: 'wrong' }), loginId).toEqual(wrongPassword);
    expect(await effortOf({ loginId, password: TARO.password ?? '' }), loginId).toEqual(wrongPassword);
  }
});
