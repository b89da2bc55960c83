import { Checkbox, Input, Radio, SegmentedControl, Select, Stack } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { listAccounts } from '../../server/control/operations/accounts.ts';
import { listCustomers } from '../../server/control/operations/customers.ts';
import { useOperation } from '../app/control-context.tsx';
import { Loaded } from '../ui/state-panel.tsx';
import { accountTypeText } from './account-form.tsx';
import type { Customer } from './customer-list.tsx';

type UserOf = NonNullable<Customer['userOf']>;

interface CorporateUserFieldsProps {
  /** The customer being edited, who can't be the 管理者 above themselves. */
  customerId: string | undefined;
  /** Undefined: a contract of its own, 管理者. */
  userOf: UserOf | undefined;
  /** By member, such as `userOf.customerId`. */
  messages: Record<string, string>;
  onChange: (userOf: UserOf | undefined) => void;
}

/** Whether a corporate customer is the 管理者 of a contract or one of its 利用者, and what a 利用者 sees. */
export function CorporateUserFields({ customerId, userOf, messages, onChange }: CorporateUserFieldsProps) {
  const { t } = useTranslation();
  const query = useOperation(listCustomers, { query: { kind: 'corporate', limit: 1000 } });
  const contracts = query.data?.items.filter((one) => !one.userOf && one.id !== customerId) ?? [];
  return (
    <>
      <Input.Wrapper
        label={t('customers.role')}
        description={t(userOf ? 'customers.userHint' : 'customers.administratorHint')}
      >
        <div>
          <SegmentedControl
            aria-label={t('customers.role')}
            value={userOf ? 'user' : 'administrator'}
            onChange={(role) =>
              onChange(role === 'user' ? { customerId: contracts[0]?.id ?? '' } : undefined)
            }
            data={(['administrator', 'user'] as const).map((value) => ({
              value,
              label: t(`customers.${value}`),
            }))}
          />
        </div>
      </Input.Wrapper>
      {userOf ? (
        <Select
          label={t('customers.contract')}
          searchable
          nothingFoundMessage={t('customers.noContract')}
          value={userOf.customerId || null}
          error={messages['userOf.customerId'] ?? messages.userOf}
          onChange={(chosen) => chosen && onChange({ customerId: chosen })}
          data={contracts.map(({ id, loginId, name }) => ({ value: id, label: `${loginId} ${name}` }))}
        />
      ) : null}
      {userOf?.customerId ? <VisibleAccounts userOf={userOf} onChange={onChange} /> : null}
    </>
  );
}

function VisibleAccounts({ userOf, onChange }: { userOf: UserOf; onChange: (userOf: UserOf) => void }) {
  const { t } = useTranslation();
  const { customerId, accountIds } = userOf;
  const query = useOperation(listAccounts, { query: { customerId, limit: 1000 } });
  return (
    <>
      <Radio.Group
        label={t('customers.visibleAccounts')}
        value={accountIds ? 'listed' : 'all'}
        onChange={(choice) =>
          onChange(choice === 'all' ? { customerId } : { customerId, accountIds: accountIds ?? [] })
        }
      >
        <Stack gap={6}>
          {(['all', 'listed'] as const).map((value) => (
            <Radio key={value} value={value} label={t(`customers.accountChoice.${value}`)} />
          ))}
        </Stack>
      </Radio.Group>
      {accountIds ? (
        <Loaded query={query} rows={2}>
          {({ items }) => (
            <Checkbox.Group
              aria-label={t('customers.accountChoice.listed')}
              value={accountIds}
              onChange={(chosen) => onChange({ customerId, accountIds: chosen })}
            >
              <Stack gap={6} pl="lg">
                {items.length === 0 ? t('customers.noAccounts') : null}
                {items.map(({ accountId, branchCode, accountTypeCode, accountNumber }) => (
                  <Checkbox
                    key={accountId}
                    value={accountId}
                    label={`${branchCode} ${t(accountTypeText(accountTypeCode))} ${accountNumber}`}
                  />
                ))}
              </Stack>
            </Checkbox.Group>
          )}
        </Loaded>
      ) : null}
    </>
  );
}
