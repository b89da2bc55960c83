import type { SandboxContext } from '../context.ts';
import type { SnapshotInfo } from '../storage/storage.ts';
import { UNDO_PREFIX, type UndoCause } from './operations/undo-names.ts';
import { transactionCount } from './status.ts';

/** How many states kept by themselves stay; older ones go. */
const KEPT = 5;

/** Memory is the only place of an ephemeral sandbox: statements of a million rows are not doubled there. */
const MOST_ROWS_IN_MEMORY = 100_000;

const automatic = new RegExp(`^${UNDO_PREFIX}(clock|scenario|snapshot)\\.`);

/** What a state that was kept by itself was kept before; `undefined`: somebody gave it its name. */
export function undoCauseOf({ name }: Pick<SnapshotInfo, 'name'>): UndoCause | undefined {
  return automatic.exec(name)?.[1] as UndoCause | undefined;
}

/**
 * Does something that can't be taken back otherwise, after keeping the present state under a name of
 * its own: restoring that is the way back. Where the change is refused, nothing is left behind.
 *
 * @returns what came of the change, with the name to restore as `undo`.
 */
export async function undoable<Result extends object>(
  context: SandboxContext,
  cause: UndoCause,
  change: () => Promise<Result>,
): Promise<Result & { undo?: string }> {
  const { storage, clock, state, dataDir } = context;
  if (dataDir === null && transactionCount(state) > MOST_ROWS_IN_MEMORY) return change();
  const before = (await storage.list()).filter((snapshot) => undoCauseOf(snapshot) !== undefined);
  const undo = nameOf(cause, clock.realNow(), new Set(before.map(({ name }) => name)));
  await storage.save(undo);
  try {
    const result = await change();
    for (const { name } of before.slice(0, Math.max(0, before.length + 1 - KEPT))) {
      await storage.delete(name);
    }
    return { ...result, undo };
  } catch (error) {
    // What went wrong counts, whether the way back can be removed or not.
    await storage.delete(undo).catch(() => false);
    throw error;
  }
}

function nameOf(cause: UndoCause, at: number, taken: ReadonlySet<string>): string {
  let name = `${UNDO_PREFIX}${cause}.${String(at)}`;
  while (taken.has(name)) name += '+';
  return name;
}
