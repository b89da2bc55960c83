import { Input, SegmentedControl, Text, TextInput } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { useTranslation } from 'react-i18next';
import {
  generateTransactionsOperation,
  postTransaction,
} from '../../server/control/operations/transactions.ts';
import { fieldMessages, useChange } from '../app/control-context.tsx';
import { bankDay } from '../app/formats.ts';
import { useBankClock } from '../app/use-status.ts';
import { NumberField } from '../ui/number-field.tsx';
import { DateField } from '../ui/date-field.tsx';
import { DrawerForm, FormDrawer } from '../ui/form-drawer.tsx';
import { useDraft } from '../ui/use-draft.ts';

interface StatementFormProps {
  accountId: string;
  onClose: () => void;
}

/** Books one row. One in the past moves every later balance. */
export function TransactionForm({ opened, ...props }: StatementFormProps & { opened: boolean }) {
  const { t } = useTranslation();
  return (
    <FormDrawer opened={opened} title={t('customers.addRow')} onClose={props.onClose}>
      <TransactionFields {...props} />
    </FormDrawer>
  );
}

function TransactionFields({ accountId, onClose }: StatementFormProps) {
  const { t } = useTranslation();
  const bankNow = useBankClock()?.bankNow;
  const today = bankNow === undefined ? '' : bankDay(bankNow);
  const post = useChange(postTransaction);
  const messages = fieldMessages(post.error);
  const { values, set } = useDraft({
    transactionDate: today,
    valueDate: '',
    transactionType: '1' as '1' | '2',
    amount: '',
    remarks: '',
  });
  const submit = () => {
    const { valueDate, remarks, ...members } = values;
    post.mutate(
      {
        params: { accountId },
        body: { ...members, ...(valueDate ? { valueDate } : {}), ...(remarks ? { remarks } : {}) },
      },
      {
        onSuccess: () => {
          notifications.show({ message: t('app.action.saved') });
          onClose();
        },
      },
    );
  };
  return (
    <DrawerForm
      onCancel={onClose}
      onSubmit={submit}
      pending={post.isPending}
      error={post.error}
      fields={['transactionDate', 'valueDate', 'transactionType', 'amount', 'remarks']}
      submitLabel={t('app.action.add')}
    >
      <Input.Wrapper label={t('customers.rowType')} error={messages.transactionType}>
        <div>
          <SegmentedControl
            aria-label={t('customers.rowType')}
            value={values.transactionType}
            onChange={(type) => set('transactionType', type)}
            data={[
              { value: '1', label: t('customers.deposit') },
              { value: '2', label: t('customers.withdrawal') },
            ]}
          />
        </div>
      </Input.Wrapper>
      <TextInput
        label={t('customers.amount')}
        description={t('customers.amountHint')}
        required
        inputMode="numeric"
        value={values.amount}
        error={messages.amount}
        onChange={(event) => set('amount', event.currentTarget.value)}
        data-autofocus
      />
      <TextInput
        label={t('customers.remarks')}
        value={values.remarks}
        error={messages.remarks}
        onChange={(event) => set('remarks', event.currentTarget.value)}
      />
      <DateField
        label={t('customers.date')}
        value={values.transactionDate}
        error={messages.transactionDate}
        onChange={(value) => set('transactionDate', value)}
      />
      <DateField
        label={t('customers.valueDate')}
        description={t('customers.valueDateHint')}
        value={values.valueDate}
        error={messages.valueDate}
        onChange={(value) => set('valueDate', value)}
      />
    </DrawerForm>
  );
}

/** Makes up months of rows, always the same from the same seed. */
export function GenerateForm({ opened, ...props }: StatementFormProps & { opened: boolean }) {
  const { t } = useTranslation();
  return (
    <FormDrawer opened={opened} title={t('customers.generateTitle')} onClose={props.onClose}>
      <GenerateFields {...props} />
    </FormDrawer>
  );
}

function GenerateFields({ accountId, onClose }: StatementFormProps) {
  const { t } = useTranslation();
  const generate = useChange(generateTransactionsOperation);
  const messages = fieldMessages(generate.error);
  const { values, set } = useDraft({ months: 12, seed: '' });
  const submit = () =>
    generate.mutate(
      {
        params: { accountId },
        body: { months: values.months, ...(values.seed ? { seed: values.seed } : {}) },
      },
      {
        onSuccess: (made) => {
          notifications.show({ message: t('customers.generated', { count: made.count }) });
          onClose();
        },
      },
    );
  return (
    <DrawerForm
      onCancel={onClose}
      onSubmit={submit}
      pending={generate.isPending}
      error={generate.error}
      fields={['months', 'seed']}
      submitLabel={t('customers.generate')}
    >
      <Text size="sm" c="dimmed">
        {t('customers.generateHint')}
      </Text>
      <NumberField
        label={t('customers.months')}
        value={values.months}
        error={messages.months}
        onChange={(months) => set('months', months)}
      />
      <TextInput
        label={t('customers.seed')}
        value={values.seed}
        error={messages.seed}
        placeholder={accountId}
        onChange={(event) => set('seed', event.currentTarget.value)}
      />
    </DrawerForm>
  );
}
