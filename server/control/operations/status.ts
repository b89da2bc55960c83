import { operation } from '../operation.ts';
import { status } from './schemas/status.ts';

export const getStatus = operation({
  id: 'status.get',
  tag: 'status',
  method: 'GET',
  path: '/status',
  summary: {
    ja: 'サンドボックスの状態(アドレス・時計・件数)',
    en: 'How the sandbox stands: addresses, clock, counts',
  },
  result: status,
  status: 200,
});

export const statusOperations = [getStatus];
