import { Alert, Button, Checkbox, FileInput, Input, List, SegmentedControl, Text } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import Download from 'lucide-react/icons/download';
import Upload from 'lucide-react/icons/upload';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { OperationInput } from '../../server/control/operation.ts';
import { exportTransactions, importTransactions } from '../../server/control/operations/transactions.ts';
import { ControlError } from '../app/control-client.ts';
import { fieldMessages, useChange, useControl } from '../app/control-context.tsx';
import { DateField } from '../ui/date-field.tsx';
import { DrawerForm, FormDrawer } from '../ui/form-drawer.tsx';
import { money } from '../app/formats.ts';
import type { Language } from '../app/i18n.ts';
import { saveFile } from '../ui/save-file.ts';
import { useDraft } from '../ui/use-draft.ts';

type Format = NonNullable<OperationInput<typeof exportTransactions>['query']['format']>;
type Encoding = NonNullable<OperationInput<typeof exportTransactions>['query']['encoding']>;
type Separator = NonNullable<OperationInput<typeof exportTransactions>['query']['separator']>;

interface StatementAccount {
  accountId: string;
  currencyCode: string;
}

interface FileFormProps {
  account: StatementAccount;
  onClose: () => void;
}

/** The two buttons above a statement: rows from a file, and into one. */
export function StatementFileButtons({ account }: { account: StatementAccount }) {
  const { t } = useTranslation();
  const [form, setForm] = useState<'import' | 'export' | undefined>();
  const close = () => setForm(undefined);
  return (
    <>
      <Button
        variant="default"
        leftSection={<Upload size={14} aria-hidden />}
        onClick={() => setForm('import')}
      >
        {t('customers.files.import')}
      </Button>
      <Button
        variant="default"
        leftSection={<Download size={14} aria-hidden />}
        onClick={() => setForm('export')}
      >
        {t('customers.files.export')}
      </Button>
      <FormDrawer opened={form === 'import'} title={t('customers.files.importTitle')} onClose={close}>
        <ImportFields account={account} onClose={close} />
      </FormDrawer>
      <FormDrawer opened={form === 'export'} title={t('customers.files.exportTitle')} onClose={close}>
        <ExportFields account={account} onClose={close} />
      </FormDrawer>
    </>
  );
}

function ImportFields({ account, onClose }: FileFormProps) {
  const { t, i18n } = useTranslation();
  const { accountId, currencyCode } = account;
  const amount = (value: string) => money(value, currencyCode, i18n.language as Language);
  const book = useChange(importTransactions);
  const [file, setFile] = useState<File | null>(null);
  const [format, setFormat] = useState<Format>('csv');
  const [anyAccount, setAnyAccount] = useState(false);
  const choose = (chosen: File | null) => {
    book.reset();
    setFile(chosen);
    if (chosen) setFormat(/\.csv$/i.test(chosen.name) ? 'csv' : 'zengin');
  };
  const submit = async () => {
    // Without a file the body is empty, and the control API says what is missing.
    const body = new Uint8Array((await file?.arrayBuffer()) ?? new ArrayBuffer(0));
    book.mutate(
      { params: { accountId }, query: { format, account: anyAccount ? 'any' : 'same' }, body },
      {
        onSuccess: ({ count, file: told, balanceBefore = '0' }) => {
          notifications.show({ message: t('customers.files.imported', { count }) });
          if (told && count > 0 && told.balanceBefore !== balanceBefore) {
            const balances = { file: amount(told.balanceBefore), account: amount(balanceBefore) };
            notifications.show({
              color: 'yellow',
              autoClose: false,
              message: t('customers.files.otherBalance', balances),
            });
          }
          onClose();
        },
      },
    );
  };
  return (
    <DrawerForm
      onCancel={onClose}
      onSubmit={() => void submit()}
      pending={book.isPending}
      error={book.error}
      fields={['lines']}
      submitLabel={t('customers.files.import')}
    >
      <Text size="sm" c="dimmed">
        {t('customers.files.importHint')}
      </Text>
      <FileInput
        label={t('customers.files.file')}
        placeholder={t('customers.files.choose')}
        accept=".csv,.txt,.dat,text/csv,text/plain"
        required
        value={file}
        onChange={choose}
      />
      <FormatField value={format} onChange={setFormat} />
      {format === 'zengin' && (
        <Checkbox
          label={t('customers.files.anyAccount')}
          description={t('customers.files.anyAccountHint')}
          checked={anyAccount}
          onChange={(event) => setAnyAccount(event.currentTarget.checked)}
        />
      )}
      <LineFaults error={book.error} />
    </DrawerForm>
  );
}

/** Each message names its line and column, so the list needs no more than the messages. */
function LineFaults({ error }: { error: Error | null }) {
  const faults =
    error instanceof ControlError ? error.fieldErrors.filter(({ path }) => path.startsWith('lines[')) : [];
  if (!error || faults.length === 0) return null;
  return (
    <Alert color="red" role="alert" title={error.message}>
      <List size="sm">
        {faults.map(({ message }, index) => (
          <List.Item key={index}>{message}</List.Item>
        ))}
      </List>
    </Alert>
  );
}

function ExportFields({ account: { accountId }, onClose }: FileFormProps) {
  const { t } = useTranslation();
  const client = useControl();
  const [error, setError] = useState<Error | null>(null);
  const [pending, setPending] = useState(false);
  const { values, set } = useDraft({
    format: 'csv' as Format,
    encoding: 'shift_jis' as Encoding,
    separator: 'none' as Separator,
    from: '',
    to: '',
  });
  const messages = fieldMessages(error);
  const submit = async () => {
    setPending(true);
    setError(null);
    try {
      const response = await client.request(exportTransactions, { params: { accountId }, query: values });
      const [, name] = /filename="([^"]+)"/.exec(response.headers.get('content-disposition') ?? '') ?? [];
      saveFile(name ?? `${accountId}.${values.format === 'csv' ? 'csv' : 'txt'}`, await response.blob());
      onClose();
    } catch (cause) {
      setError(cause instanceof Error ? cause : new Error(String(cause)));
    } finally {
      setPending(false);
    }
  };
  return (
    <DrawerForm
      onCancel={onClose}
      onSubmit={() => void submit()}
      pending={pending}
      error={error}
      fields={['from', 'to']}
      submitLabel={t('customers.files.export')}
    >
      <FormatField value={values.format} onChange={(format) => set('format', format)} />
      {values.format === 'csv' ? (
        <Choice
          label={t('customers.files.encoding')}
          value={values.encoding}
          onChange={(encoding) => set('encoding', encoding)}
          data={[
            { value: 'shift_jis', label: 'Shift_JIS' },
            { value: 'utf-8', label: 'UTF-8' },
          ]}
        />
      ) : (
        <Choice
          label={t('customers.files.separator')}
          value={values.separator}
          onChange={(separator) => set('separator', separator)}
          data={[
            { value: 'none', label: t('customers.files.noLineBreaks') },
            { value: 'crlf', label: 'CR LF' },
          ]}
        />
      )}
      <DateField
        label={t('customers.files.from')}
        description={t('customers.files.periodHint')}
        value={values.from}
        error={messages.from}
        onChange={(value) => set('from', value)}
      />
      <DateField
        label={t('customers.files.to')}
        value={values.to}
        error={messages.to}
        onChange={(value) => set('to', value)}
      />
    </DrawerForm>
  );
}

function FormatField({ value, onChange }: { value: Format; onChange: (format: Format) => void }) {
  const { t } = useTranslation();
  return (
    <Choice
      label={t('customers.files.format')}
      value={value}
      onChange={onChange}
      data={[
        { value: 'csv', label: t('customers.files.csv') },
        { value: 'zengin', label: t('customers.files.zengin') },
      ]}
    />
  );
}

interface ChoiceProps<Value extends string> {
  label: string;
  value: Value;
  onChange: (value: Value) => void;
  data: { value: Value; label: string }[];
}

function Choice<Value extends string>({ label, ...control }: ChoiceProps<Value>) {
  return (
    <Input.Wrapper label={label}>
      <div>
        <SegmentedControl aria-label={label} {...control} />
      </div>
    </Input.Wrapper>
  );
}
