import { DataUnreadable } from '../../../../server/storage/errors.ts';
import { DiskStorage } from '../../../../server/storage/store/disk-storage.ts';
import { filesOfRoot } from '../../../../server/storage/store/root.ts';
import { findStore } from '../../../../server/storage/store/start.ts';
import { Schedule, Tally, type StorageUnderTest } from './schedule.ts';

/** How many `npm run test:storage` tries. */
export const SCHEDULES_AT_LENGTH = 20_000;

const product: StorageUnderTest = { findStore, DiskStorage, DataUnreadable, filesOfRoot };

/** Tries schedules one after the other, `until` one fails that often. */
export async function tryOut(
  first: number,
  count: number,
  tested: StorageUnderTest = product,
  until = Infinity,
): Promise<{ tally: Tally; failures: Error[] }> {
  const tally = new Tally();
  const failures: Error[] = [];
  for (let seed = first; seed < first + count && failures.length < until; seed++) {
    try {
      await new Schedule(seed, tested, tally).run();
    } catch (error) {
      failures.push(error as Error);
    }
  }
  return { tally, failures };
}
