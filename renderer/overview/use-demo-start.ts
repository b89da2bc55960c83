import { notifications } from '@mantine/notifications';
import { useTranslation } from 'react-i18next';
import { listCustomers } from '../../server/control/operations/customers.ts';
import { useOperation } from '../app/control-context.tsx';
import { openOutside } from '../app/desktop-bridge.ts';
import { useStatus } from '../app/use-status.ts';
import { usePracticePasswords } from '../customers/practice-password.tsx';

/** The same page of customers as on the overview: read once for both. */
export const FIRST_CUSTOMERS = { query: { limit: 50 } } as const;

interface DemoStart {
  /** Whom to log in as, where somebody can simply do so. */
  login: { loginId: string; password: string } | undefined;
  /** Opens the demo partner, which names that customer to the bank; the password is there to be pasted. */
  start: (() => void) | undefined;
}

/** The first linkage: partner, login, consent, with nothing to look up on the way. */
export function useDemoStart(): DemoStart {
  const { t, i18n } = useTranslation();
  const partner = useStatus().data?.addresses.partner;
  const customers = useOperation(listCustomers, FIRST_CUSTOMERS).data?.items ?? [];
  const passwords = usePracticePasswords(customers);
  const customer = customers.find(
    ({ id, kind, login, status, drill }) =>
      kind === 'personal' &&
      login === 'password' &&
      status === 'active' &&
      drill === undefined &&
      passwords.has(id),
  );
  const password = customer && passwords.get(customer.id);
  const login = customer && password !== undefined ? { loginId: customer.loginId, password } : undefined;
  if (partner === undefined) return { login, start: undefined };
  const url = new URL(partner);
  url.searchParams.set('lang', i18n.language);
  if (login) url.searchParams.set('login_hint', login.loginId);
  const open = () => openOutside(url.href);
  const start = async () => {
    // Before the other page takes the focus, without which nothing may be copied.
    const copied = login !== undefined && (await copy(login.password));
    open();
    if (copied) notifications.show({ message: t('overview.passwordCopied', { loginId: login.loginId }) });
  };
  return { login, start: () => void start() };
}

/** @returns whether it is there to be pasted; browsers refuse it to pages that came over plain HTTP. */
async function copy(text: string): Promise<boolean> {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    return false;
  }
}
