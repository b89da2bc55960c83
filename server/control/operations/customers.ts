import { z } from 'zod';
import { operation } from '../operation.ts';
import { counted, countedListOf, pageQuery, search, sortBy } from './schemas/common.ts';
import { customer, customerKind, customerPatch, customerStatus, newCustomer } from './schemas/customer.ts';

const tag = 'customers';
const params = z.strictObject({ id: z.string().min(1) });

export const listCustomers = operation({
  id: 'customers.list',
  tag,
  method: 'GET',
  path: '/customers',
  summary: { ja: '契約者の一覧', en: 'List customers' },
  query: z.strictObject({
    ...pageQuery,
    kind: customerKind.exactOptional(),
    status: customerStatus.exactOptional(),
    loginId: z.string().exactOptional(),
    q: search,
    count: counted,
    sort: sortBy('name', 'loginId', 'kind', 'login', 'status'),
  }),
  result: countedListOf(customer),
  status: 200,
});

export const createCustomer = operation({
  id: 'customers.create',
  tag,
  method: 'POST',
  path: '/customers',
  summary: { ja: '契約者を追加する', en: 'Add a customer' },
  body: newCustomer,
  result: customer,
  status: 201,
  logged: true,
});

export const getCustomer = operation({
  id: 'customers.get',
  tag,
  method: 'GET',
  path: '/customers/{id}',
  summary: { ja: '契約者を見る', en: 'Show a customer' },
  params,
  result: customer,
  status: 200,
});

export const updateCustomer = operation({
  id: 'customers.update',
  tag,
  method: 'PATCH',
  path: '/customers/{id}',
  summary: {
    ja: '契約者を変更する(パスワード変更は方針により許可を失効させる)',
    en: 'Change a customer (a new password ends the grants where the policy says so)',
  },
  params,
  body: customerPatch,
  result: customer,
  status: 200,
  logged: true,
});

export const deleteCustomer = operation({
  id: 'customers.delete',
  tag,
  method: 'DELETE',
  path: '/customers/{id}',
  summary: {
    ja: '契約者を口座・許可ごと削除する',
    en: 'Delete a customer with the accounts; the grants end',
  },
  params,
  status: 204,
  logged: true,
});

export const customerOperations = [
  listCustomers,
  createCustomer,
  getCustomer,
  updateCustomer,
  deleteCustomer,
];
