import { useTranslation } from 'react-i18next';
import { listPracticePasswords } from '../../server/control/operations/scenario.ts';
import { useOperation } from '../app/control-context.tsx';
import { Copyable } from '../ui/copy-button.tsx';
import type { Customer } from './customer-list.tsx';

/** The passwords of those customers whom the scenario brought, by their ids. */
export function usePracticePasswords(
  customers: readonly Pick<Customer, 'id'>[],
): ReadonlyMap<string, string> {
  const ids = customers.map(({ id }) => id).join(',');
  const { data } = useOperation(
    listPracticePasswords,
    { query: { customerIds: ids, limit: 1000 } },
    { enabled: ids !== '', keepPrevious: true },
  );
  return new Map(data?.items.map(({ customerId, password }) => [customerId, password]));
}

/** What to type at the bank's login page, or why nobody can tell. */
export function PracticePassword({
  customer,
  passwords,
}: {
  customer: Pick<Customer, 'id' | 'login' | 'loginId'>;
  passwords: ReadonlyMap<string, string>;
}) {
  const { t } = useTranslation();
  const password = passwords.get(customer.id);
  if (password !== undefined) {
    return <Copyable value={password} what={`${t('customers.practicePassword')} ${customer.loginId}`} />;
  }
  return (
    <span className="soft">
      {t(customer.login === 'certificate' ? 'customers.noPassword' : 'customers.ownPassword')}
    </span>
  );
}
