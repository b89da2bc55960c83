import { z } from 'zod';
import { operation } from '../operation.ts';
import { counted, countedListOf, pageQuery, search, sortBy } from './schemas/common.ts';
import { consent, grant, grantStatus, issuedGrant, newGrant } from './schemas/grant.ts';

const tag = 'grants';
const params = z.strictObject({ grantId: z.string().min(1) });

export const listGrants = operation({
  id: 'grants.list',
  tag,
  method: 'GET',
  path: '/grants',
  summary: { ja: '許可(口座連携)の一覧', en: 'List grants' },
  query: z.strictObject({
    ...pageQuery,
    clientId: z.string().min(1).exactOptional(),
    customerId: z.string().min(1).exactOptional(),
    status: grantStatus.exactOptional(),
    q: search,
    count: counted,
    sort: sortBy('createdAt', 'expiresAt', 'clientId', 'status'),
  }),
  result: countedListOf(grant),
  status: 200,
});

export const createGrant = operation({
  id: 'grants.create',
  tag,
  method: 'POST',
  path: '/grants',
  summary: {
    ja: '画面を通らずに許可を作り、トークンを受け取る',
    en: 'Make a grant without any screen and get its tokens',
  },
  body: newGrant,
  result: issuedGrant,
  status: 201,
  logged: true,
});

export const getGrant = operation({
  id: 'grants.get',
  tag,
  method: 'GET',
  path: '/grants/{grantId}',
  summary: { ja: '許可を見る', en: 'Show a grant' },
  params,
  result: grant,
  status: 200,
});

export const endGrant = operation({
  id: 'grants.end',
  tag,
  method: 'DELETE',
  path: '/grants/{grantId}',
  summary: { ja: '金融機関側から許可を終了する', en: 'End a grant from the side of the bank' },
  params,
  status: 204,
  logged: true,
});

export const giveConsent = operation({
  id: 'consents.create',
  tag: 'consents',
  method: 'POST',
  path: '/consents',
  summary: {
    ja: 'ログインから許可までを、画面と同じ処理で行う',
    en: 'Go from login to consent by the very same path as the screens',
  },
  body: consent,
  result: z.strictObject({ redirectTo: z.string() }),
  status: 200,
  logged: true,
});

export const grantOperations = [listGrants, createGrant, getGrant, endGrant, giveConsent];
