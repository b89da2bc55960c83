import { z } from 'zod';
import { operation } from '../operation.ts';
import { listOf, pageQuery } from './schemas/common.ts';
import { login } from './schemas/login.ts';

const tag = 'logins';

export const listLogins = operation({
  id: 'logins.list',
  tag,
  method: 'GET',
  path: '/logins',
  summary: {
    ja: 'ログイン中のお客さまの一覧（policies.loginSession が off なら空）',
    en: 'List the logins that stand; none where policies.loginSession is off',
  },
  query: z.strictObject(pageQuery),
  result: listOf(login),
  status: 200,
});

export const endLogin = operation({
  id: 'logins.end',
  tag,
  method: 'DELETE',
  path: '/logins/{id}',
  summary: { ja: 'ログインを終了する', en: 'End a login' },
  params: z.strictObject({ id: z.string().min(1) }),
  status: 204,
  logged: true,
});

export const loginOperations = [listLogins, endLogin];
