import { z } from 'zod';
import { operation } from '../operation.ts';
import { account, accountPatch, newAccount } from './schemas/account.ts';
import { listOf, pageQuery } from './schemas/common.ts';

const tag = 'accounts';
const params = z.strictObject({ accountId: z.string().min(1) });

export const listAccounts = operation({
  id: 'accounts.list',
  tag,
  method: 'GET',
  path: '/accounts',
  summary: { ja: '口座の一覧', en: 'List accounts' },
  query: z.strictObject({ ...pageQuery, customerId: z.string().min(1).exactOptional() }),
  result: listOf(account),
  status: 200,
});

export const createAccount = operation({
  id: 'accounts.create',
  tag,
  method: 'POST',
  path: '/accounts',
  summary: { ja: '口座を開設する', en: 'Open an account' },
  body: newAccount,
  result: account,
  status: 201,
  logged: true,
});

export const getAccount = operation({
  id: 'accounts.get',
  tag,
  method: 'GET',
  path: '/accounts/{accountId}',
  summary: { ja: '口座を見る', en: 'Show an account' },
  params,
  result: account,
  status: 200,
});

export const updateAccount = operation({
  id: 'accounts.update',
  tag,
  method: 'PATCH',
  path: '/accounts/{accountId}',
  summary: {
    ja: '口座を変更する(店番・種別・番号は変わらない。残高は入出金で動かす)',
    en: 'Change an account (branch, type and number stay; the balance moves by transactions)',
  },
  params,
  body: accountPatch,
  result: account,
  status: 200,
  logged: true,
});

export const deleteAccount = operation({
  id: 'accounts.delete',
  tag,
  method: 'DELETE',
  path: '/accounts/{accountId}',
  summary: { ja: '口座を明細ごと削除する', en: 'Delete an account with its statement' },
  params,
  status: 204,
  logged: true,
});

export const accountOperations = [listAccounts, createAccount, getAccount, updateAccount, deleteAccount];
