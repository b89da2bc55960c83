import { expect, it } from 'vitest';
import { tryOut } from './model/try-out.ts';

const AT_A_TIME = 100;

it.each(Array.from({ length: 10 }, (_, block) => 1 + block * AT_A_TIME))(
  'a hundred histories of writes, faults and crashes from seed %i on end as some beginning of their entries',
  async (first) => {
    const { tally, failures } = await tryOut(first, AT_A_TIME);
    expect(failures.map(({ message }) => message)).toEqual([]);
    // What did not happen was not tried.
    const { kept, refused, unknown, shown, takenBack, kills, powerCuts, damagesFound } = tally;
    for (const seen of [kept, refused, unknown, shown, takenBack, kills, powerCuts, damagesFound]) {
      expect(seen).toBeGreaterThan(0);
    }
  },
);
