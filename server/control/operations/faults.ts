import { z } from 'zod';
import { operation } from '../operation.ts';
import { listOf, pageQuery } from './schemas/common.ts';
import { drill, drillParameters, startedDrill } from './schemas/drill.ts';
import { fault, faultPatch, newFault } from './schemas/fault.ts';

const tag = 'faults';
const params = z.strictObject({ id: z.string().min(1) });

export const listFaults = operation({
  id: 'faults.list',
  tag,
  method: 'GET',
  path: '/faults',
  summary: { ja: '実行中の障害の一覧', en: 'List the faults at work' },
  query: z.strictObject(pageQuery),
  result: listOf(fault),
  status: 200,
});

export const createFault = operation({
  id: 'faults.create',
  tag,
  method: 'POST',
  path: '/faults',
  summary: { ja: '障害を起こす規則を加える', en: 'Add a rule by which answers fail' },
  body: newFault,
  result: fault,
  status: 201,
  logged: true,
});

export const removeFaults = operation({
  id: 'faults.clear',
  tag,
  method: 'DELETE',
  path: '/faults',
  summary: { ja: 'すべての障害を終わらせる', en: 'End every fault' },
  status: 204,
  logged: true,
});

export const getFault = operation({
  id: 'faults.get',
  tag,
  method: 'GET',
  path: '/faults/{id}',
  summary: { ja: '障害を見る', en: 'Show a fault' },
  params,
  result: fault,
  status: 200,
});

export const updateFault = operation({
  id: 'faults.update',
  tag,
  method: 'PATCH',
  path: '/faults/{id}',
  summary: {
    ja: '障害を変更する(書いた項目は丸ごと置き換わる)',
    en: 'Change a fault; a member that is given replaces the whole of it',
  },
  params,
  body: faultPatch,
  result: fault,
  status: 200,
  logged: true,
});

export const deleteFault = operation({
  id: 'faults.delete',
  tag,
  method: 'DELETE',
  path: '/faults/{id}',
  summary: { ja: '障害を終わらせる', en: 'End a fault' },
  params,
  status: 204,
  logged: true,
});

export const listDrills = operation({
  id: 'drills.list',
  tag: 'drills',
  method: 'GET',
  path: '/drills',
  summary: { ja: '障害訓練の一覧', en: 'List the drills' },
  result: z.strictObject({ items: z.array(drill) }),
  status: 200,
});

export const startDrill = operation({
  id: 'drills.start',
  tag: 'drills',
  method: 'POST',
  path: '/drills/{name}',
  summary: {
    ja: '障害訓練を始め、どう終わるかを受け取る',
    en: 'Start a drill and learn how it ends',
  },
  params: z.strictObject({ name: z.string().min(1).max(100) }),
  body: drillParameters,
  result: startedDrill,
  status: 200,
  logged: true,
});

export const faultOperations = [
  listFaults,
  createFault,
  removeFaults,
  getFault,
  updateFault,
  deleteFault,
  listDrills,
  startDrill,
];
