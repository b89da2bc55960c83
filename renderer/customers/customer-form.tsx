import { PasswordInput, SegmentedControl, Select, Switch, TextInput, Input } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { createCustomer, updateCustomer } from '../../server/control/operations/customers.ts';
import { fieldMessages, useChange } from '../app/control-context.tsx';
import { DrawerForm, FormDrawer } from '../ui/form-drawer.tsx';
import { useDraft } from '../ui/use-draft.ts';
import { needsReading } from './kana.ts';
import { CorporateUserFields } from './corporate-user-fields.tsx';
import type { Customer } from './customer-list.tsx';

interface CustomerFormProps {
  /** Left out: a new one. */
  customer?: Customer;
  onClose: () => void;
  onSaved: (customer: Customer) => void;
}

const fields = [
  'loginId',
  'name',
  'nameKana',
  'kind',
  'userOf',
  'login',
  'password',
  'status',
  'mayInquire',
  'note',
];

interface CustomerDraft extends Pick<
  Customer,
  'kind' | 'loginId' | 'name' | 'nameKana' | 'login' | 'status' | 'mayInquire'
> {
  userOf: Customer['userOf'] | undefined;
  password: string;
  note: string;
}

function draftOf(customer: Customer | undefined): CustomerDraft {
  return {
    kind: customer?.kind ?? 'personal',
    loginId: customer?.loginId ?? '',
    name: customer?.name ?? '',
    nameKana: customer?.nameKana ?? '',
    login: customer?.login ?? 'password',
    password: '',
    status: customer?.status ?? 'active',
    mayInquire: customer?.mayInquire ?? true,
    userOf: customer?.userOf,
    note: customer?.note?.ja ?? '',
  };
}

/** Adds or edits a customer. The bank checks; its words stand at the fields they mean. */
export function CustomerForm({ opened, ...props }: CustomerFormProps & { opened: boolean }) {
  const { t } = useTranslation();
  return (
    <FormDrawer
      opened={opened}
      title={props.customer ? t('customers.edit') : t('customers.add')}
      onClose={props.onClose}
    >
      <CustomerFields {...props} />
    </FormDrawer>
  );
}

function CustomerFields({ customer, onClose, onSaved }: CustomerFormProps) {
  const { t } = useTranslation();
  const { values, set } = useDraft(() => draftOf(customer));
  const create = useChange(createCustomer);
  const update = useChange(updateCustomer);
  const change = customer ? update : create;
  const messages = fieldMessages(change.error);
  const [tried, setTried] = useState(false);
  const kanaNeeded = needsReading(values.name);
  const kanaMissing = kanaNeeded && values.nameKana.trim() === '';
  const passwordNeeded = customer === undefined || customer.login === 'certificate';

  const submit = () => {
    setTried(true);
    if (kanaMissing) return;
    const { password, note, nameKana, userOf: chosen, ...members } = values;
    const userOf = values.kind === 'corporate' ? chosen : undefined;
    const body = {
      ...members,
      ...(nameKana || customer?.nameKana ? { nameKana } : {}),
      ...(password ? { password } : {}),
      ...(userOf ? { userOf } : {}),
      ...(note ? { note: { ja: note, en: customer?.note?.ja === note ? customer.note.en : note } } : {}),
    };
    const onSuccess = (saved: Customer) => {
      notifications.show({ message: t('app.action.saved') });
      onSaved(saved);
    };
    if (!customer) {
      create.mutate({ body }, { onSuccess });
      return;
    }
    const emptied = {
      ...(customer.userOf && !userOf ? { userOf: null } : {}),
      ...(customer.note && !note ? { note: null } : {}),
    };
    update.mutate({ params: { id: customer.id }, body: { ...body, ...emptied } }, { onSuccess });
  };

  return (
    <DrawerForm
      onCancel={onClose}
      onSubmit={submit}
      pending={change.isPending}
      error={change.error}
      fields={fields}
    >
      <Input.Wrapper label={t('customers.kind')} error={messages.kind}>
        <div>
          <SegmentedControl
            aria-label={t('customers.kind')}
            value={values.kind}
            onChange={(kind) => set('kind', kind)}
            data={[
              { value: 'personal', label: t('customers.personal') },
              { value: 'corporate', label: t('customers.corporate') },
            ]}
          />
        </div>
      </Input.Wrapper>
      {values.kind === 'corporate' ? (
        <CorporateUserFields
          customerId={customer?.id}
          userOf={values.userOf}
          messages={messages}
          onChange={(userOf) => set('userOf', userOf)}
        />
      ) : null}
      <TextInput
        label={t('customers.loginId')}
        description={t('customers.loginIdHint')}
        required
        value={values.loginId}
        error={messages.loginId}
        onChange={(event) => set('loginId', event.currentTarget.value)}
        autoComplete="off"
        data-autofocus
      />
      <TextInput
        label={t('customers.name')}
        required
        value={values.name}
        error={messages.name}
        onChange={(event) => set('name', event.currentTarget.value)}
        autoComplete="off"
      />
      <TextInput
        label={t('customers.nameKana')}
        description={kanaNeeded ? t('customers.kanaNeeded') : undefined}
        required={kanaNeeded}
        value={values.nameKana}
        error={tried && kanaMissing ? t('customers.kanaMissing') : messages.nameKana}
        onChange={(event) => set('nameKana', event.currentTarget.value)}
        autoComplete="off"
      />
      <Select
        label={t('customers.login')}
        value={values.login}
        error={messages.login}
        onChange={(login) => login && set('login', login)}
        data={[
          { value: 'password', label: t('customers.byPassword') },
          { value: 'certificate', label: t('customers.byCertificate') },
          { value: 'both', label: t('customers.byBoth') },
        ]}
      />
      {values.login === 'certificate' ? null : (
        <PasswordInput
          label={t('customers.password')}
          description={t(customer ? 'customers.passwordKeep' : 'customers.passwordHint')}
          required={passwordNeeded}
          value={values.password}
          error={messages.password}
          onChange={(event) => set('password', event.currentTarget.value)}
          autoComplete="new-password"
          visibilityToggleButtonProps={{ 'aria-label': t('app.action.showSecret') }}
        />
      )}
      <Select
        label={t('customers.status')}
        description={t('customers.statusHint')}
        value={values.status}
        error={messages.status}
        onChange={(status) => status && set('status', status)}
        data={(['active', 'locked', 'stopped'] as const).map((value) => ({
          value,
          label: t(`customers.${value}`),
        }))}
      />
      <Switch
        label={t('customers.mayInquire')}
        description={t('customers.mayInquireHint')}
        checked={values.mayInquire}
        onChange={(event) => set('mayInquire', event.currentTarget.checked)}
      />
      <TextInput
        label={t('customers.note')}
        value={values.note}
        error={messages.note}
        onChange={(event) => set('note', event.currentTarget.value)}
      />
    </DrawerForm>
  );
}
