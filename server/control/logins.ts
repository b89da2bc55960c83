import { Refusal } from '../bank/refusal.ts';
import { toTimestamp } from '../bank/time.ts';
import { implement } from './operation.ts';
import { endLogin, listLogins } from './operations/logins.ts';
import { pageOf } from './page.ts';

export const implementedLogins = [
  implement(listLogins, ({ context: { logins, state }, query }) => {
    const { items, ...rest } = pageOf(logins.list(), query, ({ id }) => id);
    return {
      items: items.map(({ id, customerId, acr, authTime, expiresAt }) => ({
        id,
        customerId,
        loginId: state.customers.get(customerId)?.loginId ?? '',
        acr,
        authTime: toTimestamp(authTime),
        expiresAt: toTimestamp(expiresAt),
      })),
      ...rest,
    };
  }),

  implement(endLogin, ({ context: { logins, clock }, params, exchange }) => {
    const ended = logins.endById(params.id);
    if (!ended) throw new Refusal('login_not_found', { id: params.id });
    const { id: login, customerId } = ended;
    exchange.identify({ customerId });
    exchange.tell({ at: toTimestamp(clock.now()), type: 'login.ended', login, customerId });
    return undefined;
  }),
];
