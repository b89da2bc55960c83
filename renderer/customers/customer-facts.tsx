import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { getCustomer, listCustomers } from '../../server/control/operations/customers.ts';
import { useOperation } from '../app/control-context.tsx';
import { bankDateTime } from '../app/formats.ts';
import type { Language } from '../app/i18n.ts';
import { Copyable } from '../ui/copy-button.tsx';
import { ToneBadge } from '../ui/tone-badge.tsx';
import { customerTone, loginTexts, type Customer } from './customer-list.tsx';
import { PracticePassword, usePracticePasswords } from './practice-password.tsx';
import classes from './details.module.css';

function Fact({ name, children }: { name: string; children: ReactNode }) {
  return (
    <div>
      <dt>{name}</dt>
      <dd>{children}</dd>
    </div>
  );
}

/** What the contract says, and how it stands. */
export function CustomerFacts({ customer }: { customer: Customer }) {
  const { t, i18n } = useTranslation();
  const note = customer.note?.[i18n.language as Language];
  const passwords = usePracticePasswords([customer]);
  return (
    <dl className={classes.facts}>
      <Fact name={t('customers.loginId')}>
        <Copyable value={customer.loginId} what={`${t('customers.loginId')} ${customer.loginId}`} />
      </Fact>
      <Fact name={t('customers.practicePassword')}>
        <PracticePassword customer={customer} passwords={passwords} />
      </Fact>
      <Fact name={t('customers.kind')}>{t(`customers.${customer.kind}`)}</Fact>
      <Fact name={t('customers.login')}>{t(`customers.${loginTexts[customer.login]}`)}</Fact>
      <Fact name={t('customers.status')}>
        <ToneBadge tone={customerTone[customer.status]}>{t(`customers.${customer.status}`)}</ToneBadge>
        {customer.lockedAt ? ` ${t('customers.lockedAt', { at: bankDateTime(customer.lockedAt) })}` : null}
      </Fact>
      {customer.failedLogins > 0 ? (
        <Fact name={t('customers.failedLogins')}>{customer.failedLogins}</Fact>
      ) : null}
      {customer.mayInquire ? null : (
        <Fact name={t('customers.mayInquire')}>
          <ToneBadge tone="refused">{t('customers.mayNotInquire')}</ToneBadge>
        </Fact>
      )}
      {customer.kind === 'corporate' ? <Role customer={customer} /> : null}
      {note ? <Fact name={t('customers.note')}>{note}</Fact> : null}
    </dl>
  );
}

function Role({ customer }: { customer: Customer }) {
  return customer.userOf ? <RoleOfUser userOf={customer.userOf} /> : <UsersOfContract id={customer.id} />;
}

/** A 利用者: of which contract, and which of its accounts. */
function RoleOfUser({ userOf }: { userOf: NonNullable<Customer['userOf']> }) {
  const { t } = useTranslation();
  const { data: contract } = useOperation(getCustomer, { params: { id: userOf.customerId } });
  return (
    <>
      <Fact name={t('customers.contract')}>
        <Link to="/customers" search={{ customer: userOf.customerId }}>
          {contract ? `${contract.loginId} ${contract.name}` : userOf.customerId}
        </Link>{' '}
        {contract?.status === 'stopped' ? (
          <ToneBadge tone="refused">{t('customers.contractStopped')}</ToneBadge>
        ) : null}
      </Fact>
      <Fact name={t('customers.visibleAccounts')}>
        {userOf.accountIds
          ? t('customers.listedAccounts', { number: userOf.accountIds.length })
          : t('customers.accountChoice.all')}
      </Fact>
    </>
  );
}

/** The 利用者 of a contract, each with a page of their own. */
function UsersOfContract({ id }: { id: string }) {
  const { t } = useTranslation();
  const { data } = useOperation(listCustomers, { query: { kind: 'corporate', limit: 1000 } });
  const users = data?.items.filter(({ userOf }) => userOf?.customerId === id) ?? [];
  if (users.length === 0) return null;
  return (
    <Fact name={t('customers.users')}>
      {users.map((user) => (
        <Link key={user.id} to="/customers" search={{ customer: user.id }} className={classes.user}>
          {user.loginId}
        </Link>
      ))}
    </Fact>
  );
}
