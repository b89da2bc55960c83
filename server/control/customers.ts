import { changeCustomer, customerOf, registerCustomer, removeCustomer } from '../bank/customers.ts';
import { SearchTexts, searchWords } from '../bank/search-text.ts';
import { toTimestamp } from '../bank/time.ts';
import type { Customer } from '../bank/model.ts';
import { implement } from './operation.ts';
import {
  createCustomer,
  deleteCustomer,
  getCustomer,
  listCustomers,
  updateCustomer,
} from './operations/customers.ts';
import type { CustomerView } from './operations/schemas/customer.ts';
import { pageOf } from './page.ts';
import { sorted } from './sorted.ts';

/** What of a customer is searched in; grants are found by it too. */
export const customerTexts = new SearchTexts<Customer>(({ id, name, nameKana, loginId, note }) => [
  id,
  name,
  nameKana,
  loginId,
  note?.ja,
  note?.en,
]);

export const implementedCustomers = [
  implement(listCustomers, ({ context, query }) => {
    const found = [...context.state.customers].filter(
      ({ kind, status, loginId }) =>
        (query.kind ?? kind) === kind &&
        (query.status ?? status) === status &&
        (query.loginId ?? loginId) === loginId,
    );
    const words = searchWords(query.q ?? '');
    const matching = words.length === 0 ? found : found.filter((row) => customerTexts.matches(row, words));
    const rows = sorted(matching, query.sort, (row, member) => row[member]);
    const { items, ...rest } = pageOf(rows, query, ({ id }) => id);
    return { items: items.map(customerView), ...rest, ...(query.count === '1' && { total: rows.length }) };
  }),

  implement(createCustomer, async ({ context, body, exchange }) => {
    const customer = await context.work.run((tx) => registerCustomer(tx, body), exchange.addEffects);
    exchange.identify({ customerId: customer.id });
    return customerView(customer);
  }),

  implement(getCustomer, ({ context, params }) => customerView(customerOf(context.state, params.id))),

  implement(updateCustomer, async ({ context, params, body, exchange }) => {
    exchange.identify({ customerId: params.id });
    return customerView(
      await context.work.run((tx) => changeCustomer(tx, params.id, body), exchange.addEffects),
    );
  }),

  implement(deleteCustomer, async ({ context, params, exchange }) => {
    exchange.identify({ customerId: params.id });
    await context.work.run((tx) => {
      removeCustomer(tx, params.id);
    }, exchange.addEffects);
  }),
];

/** Everything but the password, which is write-only. Members are named one by one for that reason. */
function customerView(customer: Customer): CustomerView {
  const { id, kind, loginId, name, nameKana, login, status, mayInquire, failedLogins } = customer;
  const { userOf, drill, note, lockedAt, certificates } = customer;
  return {
    id,
    kind,
    loginId,
    name,
    nameKana,
    login,
    status,
    mayInquire,
    failedLogins,
    ...(lockedAt === undefined ? {} : { lockedAt: toTimestamp(lockedAt) }),
    ...(userOf === undefined ? {} : { userOf }),
    ...(drill === undefined ? {} : { drill }),
    ...(note === undefined ? {} : { note }),
    ...(certificates === undefined
      ? {}
      : {
          certificates: certificates.map(({ serialNumber, subject, notBefore, notAfter, revokedAt }) => ({
            serialNumber,
            subject,
            notBefore: toTimestamp(notBefore),
            notAfter: toTimestamp(notAfter),
            ...(revokedAt === undefined ? {} : { revokedAt: toTimestamp(revokedAt) }),
          })),
        }),
  };
}
