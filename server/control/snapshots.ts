import { Refusal } from '../bank/refusal.ts';
import { toTimestamp } from '../bank/time.ts';
import type { SnapshotInfo } from '../storage/storage.ts';
import { implement } from './operation.ts';
import { deleteSnapshot, listSnapshots, restoreSnapshot, saveSnapshot } from './operations/snapshots.ts';
import { undoable, undoCauseOf } from './undo-point.ts';

export const implementedSnapshots = [
  implement(saveSnapshot, async ({ context, body }) => snapshotView(await context.storage.save(body.name))),

  implement(listSnapshots, async ({ context, query }) => {
    const views = (await context.storage.list()).map(snapshotView);
    return { items: query.automatic === '1' ? views : views.filter(({ before }) => before === undefined) };
  }),

  // The one way on which time may go backwards (contract: clock).
  implement(restoreSnapshot, async ({ context, params }) => {
    const kept = await context.storage.open(params.name);
    if (!kept) throw new Refusal('snapshot_not_found', { name: params.name });
    const clock = kept.state.clock.get('current') ?? { mode: 'real' };
    try {
      const { undo } = await undoable(context, 'snapshot', async () => {
        await context.replaceState(kept, () => ({ clock, changes: [] }));
        return {};
      });
      return { name: params.name, now: toTimestamp(context.clock.now()), ...(undo && { undo }) };
    } finally {
      kept.discard();
    }
  }),

  implement(deleteSnapshot, async ({ context, params }) => {
    const existed = await context.storage.delete(params.name);
    if (!existed) throw new Refusal('snapshot_not_found', { name: params.name });
  }),
];

function snapshotView(snapshot: SnapshotInfo) {
  const { name, savedAt, bytes } = snapshot;
  const before = undoCauseOf(snapshot);
  return { name, savedAt: toTimestamp(savedAt), bytes, ...(before && { before }) };
}
