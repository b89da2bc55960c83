import { z } from 'zod';
import { operation } from '../operation.ts';
import { listOf, says, timestamp, undo } from './schemas/common.ts';
import { UNDO_PREFIX } from './undo-names.ts';

const tag = 'snapshots';

/** One step of a path: no slash, nothing invisible; `.` and `..` mean something else there. */
const nameRule = says(
  '64文字以内の名前にしてください（先頭の空白、/ \\、制御文字、「undo.」で始まる名前は使えません）。',
  'Write up to 64 characters without slashes and control characters, not beginning with a space or undo.',
);
const anyName = z
  .string()
  .trim()
  .regex(/^(?!\.{1,2}$)[^\p{C}\p{Z}/\\][^\p{C}/\\]{0,63}$/u, nameRule);
const params = z.strictObject({ name: anyName });
const newName = anyName.refine((text) => !text.startsWith(UNDO_PREFIX), nameRule);

const snapshot = z
  .strictObject({
    name: z.string(),
    savedAt: timestamp.meta({ description: "The computer's time of saving." }),
    bytes: z.int(),
    before: z.enum(['clock', 'scenario', 'snapshot']).exactOptional().meta({
      description: 'Kept by itself, before the clock moved, a scenario was loaded or a snapshot restored.',
    }),
  })
  .meta({ id: 'Snapshot' });

export const saveSnapshot = operation({
  id: 'snapshots.save',
  tag,
  method: 'POST',
  path: '/snapshots',
  summary: {
    ja: '今の状態に名前を付けて残す(同じ名前は置き換える)',
    en: 'Keep the present state under a name; one of the same name is replaced',
  },
  body: z.strictObject({ name: newName }),
  result: snapshot,
  status: 201,
  logged: true,
});

export const listSnapshots = operation({
  id: 'snapshots.list',
  tag,
  method: 'GET',
  path: '/snapshots',
  summary: { ja: '残した状態の一覧(古い順)', en: 'List the kept states, oldest first' },
  query: z.strictObject({
    automatic: z.enum(['0', '1']).default('0').meta({
      description: '`1`: also those kept by themselves, before what can not be undone otherwise.',
    }),
  }),
  result: listOf(snapshot),
  status: 200,
});

export const restoreSnapshot = operation({
  id: 'snapshots.restore',
  tag,
  method: 'POST',
  path: '/snapshots/{name}/restore',
  summary: {
    ja: '残した状態へ戻す(時計も戻る)',
    en: 'Return to a kept state; its clock comes back too',
  },
  params,
  result: z.strictObject({ name: z.string(), now: timestamp, undo }),
  status: 200,
  logged: true,
});

export const deleteSnapshot = operation({
  id: 'snapshots.delete',
  tag,
  method: 'DELETE',
  path: '/snapshots/{name}',
  summary: { ja: '残した状態を消す', en: 'Delete a kept state' },
  params,
  status: 204,
  logged: true,
});

export const snapshotOperations = [saveSnapshot, listSnapshots, restoreSnapshot, deleteSnapshot];
