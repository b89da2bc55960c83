import { z } from 'zod';
import { operation } from '../operation.ts';
import { listOf, says, timestamp } from './schemas/common.ts';

const tag = 'snapshots';

/** A file name on every system, and readable in a URL. */
const name = z
  .string()
  .regex(
    /^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$/,
    says(
      '英数字で始まる64文字以内の名前にしてください（使えるのは英数字と . _ -）。',
      'Write up to 64 letters, digits, dots, underscores or hyphens, beginning with a letter or digit.',
    ),
  );
const params = z.strictObject({ name });

const snapshot = z
  .strictObject({
    name: z.string(),
    savedAt: timestamp.meta({ description: "The computer's time of saving." }),
    bytes: z.int(),
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
  body: z.strictObject({ name }),
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
  result: z.strictObject({ name: z.string(), now: timestamp }),
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
