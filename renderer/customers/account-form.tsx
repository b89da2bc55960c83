import { Select, Switch, TextInput } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { useTranslation } from 'react-i18next';
import type { OperationResult } from '../../server/control/operation.ts';
import { getCustomer } from '../../server/control/operations/customers.ts';
import { createAccount, updateAccount, type getAccount } from '../../server/control/operations/accounts.ts';
import { getSettings } from '../../server/control/operations/settings.ts';
import { fieldMessages, useChange, useOperation } from '../app/control-context.tsx';
import { DrawerForm, FormDrawer } from '../ui/form-drawer.tsx';
import { useDraft } from '../ui/use-draft.ts';
import { needsReading } from './kana.ts';

export type Account = OperationResult<typeof getAccount>;
type AccountTypeCode = Account['accountTypeCode'];

const typeCodes = [
  '01',
  '02',
  '11',
  '21',
  '22',
  '23',
  '31',
  '51',
  '71',
] as const satisfies readonly AccountTypeCode[];

/** The key of an account type's name. */
export function accountTypeText<Code extends AccountTypeCode>(code: Code) {
  return `customers.accountType.${code}` as const;
}

interface AccountFormProps {
  customerId: string;
  /** Left out: a new one. Branch, type and number of an account never change. */
  account?: Account;
  onClose: () => void;
  onSaved: (account: Account) => void;
}

const fields = [
  'branchCode',
  'accountTypeCode',
  'accountNumber',
  'accountName',
  'accountNameKana',
  'balance',
  'overdraftLimit',
  'primary',
];

/** Opens or edits an account. */
export function AccountForm({ opened, ...props }: AccountFormProps & { opened: boolean }) {
  const { t } = useTranslation();
  return (
    <FormDrawer
      opened={opened}
      title={props.account ? t('customers.editAccount') : t('customers.addAccount')}
      onClose={props.onClose}
    >
      {props.account ? <ExistingAccount {...props} account={props.account} /> : <NewAccount {...props} />}
    </FormDrawer>
  );
}

interface AccountDraft {
  accountName: string;
  accountNameKana: string;
  overdraftLimit: string;
  primary: boolean;
}

/** Members of the draft that were filled in. */
function given<Values extends Record<string, unknown>>(
  values: Values,
): { [Key in keyof Values]?: Values[Key] } {
  return Object.fromEntries(Object.entries(values).filter(([, value]) => value !== '')) as {
    [Key in keyof Values]?: Values[Key];
  };
}

function ExistingAccount({ account, onClose, onSaved }: AccountFormProps & { account: Account }) {
  const { t } = useTranslation();
  const update = useChange(updateAccount);
  const messages = fieldMessages(update.error);
  const { values, set } = useDraft<AccountDraft>({
    accountName: account.accountName,
    accountNameKana: account.accountNameKana,
    overdraftLimit: account.overdraftLimit ?? '',
    primary: account.primary,
  });
  const submit = () =>
    update.mutate(
      {
        params: { accountId: account.accountId },
        body: {
          accountName: values.accountName,
          accountNameKana: values.accountNameKana,
          primary: values.primary,
          ...(values.overdraftLimit || account.overdraftLimit
            ? { overdraftLimit: values.overdraftLimit || '0' }
            : {}),
        },
      },
      {
        onSuccess: (saved) => {
          notifications.show({ message: t('app.action.saved') });
          onSaved(saved);
        },
      },
    );
  return (
    <DrawerForm
      onCancel={onClose}
      onSubmit={submit}
      pending={update.isPending}
      error={update.error}
      fields={fields}
    >
      <CommonFields values={values} set={set} messages={messages} />
    </DrawerForm>
  );
}

function NewAccount({ customerId, onClose, onSaved }: AccountFormProps) {
  const { t } = useTranslation();
  const settings = useOperation(getSettings, {});
  const holder = useOperation(getCustomer, { params: { id: customerId } }).data;
  const create = useChange(createAccount);
  const messages = fieldMessages(create.error);
  const { values, set } = useDraft({
    branchCode: '',
    accountTypeCode: '01' as AccountTypeCode,
    accountNumber: '',
    balance: '',
    accountName: '',
    accountNameKana: '',
    overdraftLimit: '',
    primary: false,
  });
  const branches = settings.data?.institution.branches ?? [];
  const submit = () => {
    const { accountTypeCode, primary, ...texts } = values;
    create.mutate(
      { body: { customerId, accountTypeCode, ...given(texts), ...(primary ? { primary } : {}) } },
      {
        onSuccess: (saved) => {
          notifications.show({ message: t('app.action.saved') });
          onSaved(saved);
        },
      },
    );
  };
  return (
    <DrawerForm
      onCancel={onClose}
      onSubmit={submit}
      pending={create.isPending}
      error={create.error}
      fields={fields}
    >
      <Select
        label={t('customers.type')}
        value={values.accountTypeCode}
        error={messages.accountTypeCode}
        onChange={(code) => code && set('accountTypeCode', code)}
        data={typeCodes.map((value) => ({ value, label: `${value} ${t(accountTypeText(value))}` }))}
      />
      <Select
        label={t('customers.branch')}
        value={values.branchCode || (branches[0]?.code ?? null)}
        error={messages.branchCode}
        onChange={(code) => code && set('branchCode', code)}
        data={branches.map(({ code, name }) => ({ value: code, label: `${code} ${name}` }))}
      />
      <TextInput
        label={t('customers.number')}
        description={t('customers.numberHint')}
        value={values.accountNumber}
        error={messages.accountNumber}
        inputMode="numeric"
        onChange={(event) => set('accountNumber', event.currentTarget.value)}
      />
      <TextInput
        label={t('customers.openingBalance')}
        value={values.balance}
        error={messages.balance}
        inputMode="numeric"
        placeholder="0"
        onChange={(event) => set('balance', event.currentTarget.value)}
      />
      <CommonFields
        values={values}
        set={set}
        messages={messages}
        hint={t('customers.accountNameHint')}
        kanaNeeded={needsReading(values.accountName || (holder?.nameKana ?? ''))}
      />
    </DrawerForm>
  );
}

function CommonFields({
  values,
  set,
  messages,
  hint,
  kanaNeeded = false,
}: {
  values: AccountDraft;
  set: {
    (key: 'accountName' | 'accountNameKana' | 'overdraftLimit', value: string): void;
    (key: 'primary', value: boolean): void;
  };
  messages: Record<string, string>;
  hint?: string;
  /** Nothing can be worked out from the names there are. */
  kanaNeeded?: boolean;
}) {
  const { t } = useTranslation();
  return (
    <>
      <TextInput
        label={t('customers.accountName')}
        description={hint}
        value={values.accountName}
        error={messages.accountName}
        onChange={(event) => set('accountName', event.currentTarget.value)}
      />
      <TextInput
        label={t('customers.accountNameKana')}
        description={t(kanaNeeded ? 'customers.kanaNeeded' : 'customers.kanaHint')}
        required={kanaNeeded}
        value={values.accountNameKana}
        error={messages.accountNameKana}
        onChange={(event) => set('accountNameKana', event.currentTarget.value)}
      />
      <TextInput
        label={t('customers.overdraftLimit')}
        value={values.overdraftLimit}
        error={messages.overdraftLimit}
        inputMode="numeric"
        placeholder="0"
        onChange={(event) => set('overdraftLimit', event.currentTarget.value)}
      />
      <Switch
        label={t('customers.primary')}
        checked={values.primary}
        onChange={(event) => set('primary', event.currentTarget.checked)}
      />
    </>
  );
}
