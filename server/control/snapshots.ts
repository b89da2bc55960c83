import { Refusal } from '../bank/refusal.ts';
import { toTimestamp } from '../bank/time.ts';
import { fillState } from '../storage/contents.ts';
import type { SnapshotInfo } from '../storage/storage.ts';
import { implement } from './operation.ts';
import { deleteSnapshot, listSnapshots, restoreSnapshot, saveSnapshot } from './operations/snapshots.ts';

export const implementedSnapshots = [
  implement(saveSnapshot, async ({ context, body }) =>
    snapshotView(await context.storage.saveSnapshot(body.name, context.state)),
  ),

  implement(listSnapshots, async ({ context }) => ({
    items: (await context.storage.listSnapshots()).map(snapshotView),
  })),

  // The one way on which time may go backwards (contract: clock).
  implement(restoreSnapshot, async ({ context, params }) => {
    const contents = await context.storage.readSnapshot(params.name);
    if (!contents) throw new Refusal('snapshot_not_found', { name: params.name });
    await context.replaceState((state) => {
      fillState(state, contents);
      context.clock.set(state.clock.get('current') ?? { mode: 'real' });
    });
    return { name: params.name, now: toTimestamp(context.clock.now()) };
  }),

  implement(deleteSnapshot, async ({ context, params }) => {
    const existed = await context.storage.deleteSnapshot(params.name);
    if (!existed) throw new Refusal('snapshot_not_found', { name: params.name });
  }),
];

function snapshotView({ name, savedAt, bytes }: SnapshotInfo) {
  return { name, savedAt: toTimestamp(savedAt), bytes };
}
