import { ActionIcon, Button, Tooltip } from '@mantine/core';
import { useInfiniteQuery } from '@tanstack/react-query';
import { getRouteApi, Link } from '@tanstack/react-router';
import ArrowLeft from 'lucide-react/icons/arrow-left';
import Pencil from 'lucide-react/icons/pencil';
import Plus from 'lucide-react/icons/plus';
import Sparkles from 'lucide-react/icons/sparkles';
import Trash2 from 'lucide-react/icons/trash-2';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { OperationResult } from '../../server/control/operation.ts';
import { deleteAccount, getAccount } from '../../server/control/operations/accounts.ts';
import {
  deleteTransactionOperation,
  listTransactions,
} from '../../server/control/operations/transactions.ts';
import { useChange, useControl, useOperation } from '../app/control-context.tsx';
import { money } from '../app/formats.ts';
import type { Language } from '../app/i18n.ts';
import { ConfirmDialog } from '../ui/confirm-dialog.tsx';
import { DataTable } from '../ui/data-table.tsx';
import { DeleteButton } from '../ui/delete-button.tsx';
import { Card, Page } from '../ui/page.tsx';
import { EmptyState, FailedState, Loaded, LoadingState } from '../ui/state-panel.tsx';
import { AccountForm, accountTypeText, type Account } from './account-form.tsx';
import classes from './details.module.css';
import { StatementFileButtons } from './statement-files.tsx';
import { GenerateForm, TransactionForm } from './transaction-forms.tsx';

const route = getRouteApi('/customers');
const pageSize = 100;
type Row = OperationResult<typeof listTransactions>['items'][number];

/** One account with its statement, newest rows first. */
export function StatementPage({ accountId }: { accountId: string }) {
  const { t, i18n } = useTranslation();
  const query = useOperation(getAccount, { params: { accountId } });
  const account = query.data;
  return (
    <Page
      title={account ? `${t(accountTypeText(account.accountTypeCode))} ${account.accountNumber}` : accountId}
      lead={
        account ? (
          <>
            <span className="mono">{account.accountId}</span> ・ {account.accountName} ・{' '}
            {t('customers.balance')}{' '}
            <strong className={classes.money} data-negative={account.balance.startsWith('-')}>
              {money(account.balance, account.currencyCode, i18n.language as Language)}
            </strong>
          </>
        ) : undefined
      }
      actions={account ? <AccountActions account={account} /> : null}
    >
      {account ? (
        <Link to="/customers" search={{ customer: account.customerId }} className={classes.back}>
          <ArrowLeft size={14} aria-hidden />
          {t('customers.accounts')}
        </Link>
      ) : null}
      <Loaded query={query}>{(loaded) => <Statement account={loaded} />}</Loaded>
    </Page>
  );
}

function AccountActions({ account }: { account: Account }) {
  const { t } = useTranslation();
  const navigate = route.useNavigate();
  const [editing, setEditing] = useState(false);
  const remove = useChange(deleteAccount);
  const { accountId, customerId } = account;
  return (
    <>
      <Button
        variant="default"
        leftSection={<Pencil size={14} aria-hidden />}
        onClick={() => setEditing(true)}
      >
        {t('app.action.edit')}
      </Button>
      <DeleteButton
        title={t('customers.deleteAccountTitle', { account: accountId })}
        text={t('customers.deleteAccountText')}
        pending={remove.isPending}
        error={remove.error}
        onDelete={() =>
          remove.mutate(
            { params: { accountId } },
            { onSuccess: () => void navigate({ to: '/customers', search: { customer: customerId } }) },
          )
        }
      />
      <AccountForm
        opened={editing}
        customerId={customerId}
        account={account}
        onClose={() => setEditing(false)}
        onSaved={() => setEditing(false)}
      />
    </>
  );
}

function Statement({ account }: { account: Account }) {
  const { t } = useTranslation();
  const client = useControl();
  const [form, setForm] = useState<'row' | 'generate' | undefined>();
  const { accountId } = account;
  const query = useInfiniteQuery({
    queryKey: [listTransactions.id, accountId],
    queryFn: ({ pageParam }) =>
      client.call(listTransactions, {
        params: { accountId },
        query: { limit: pageSize, order: 'descending', ...(pageParam ? { cursor: pageParam } : {}) },
      }),
    initialPageParam: '',
    getNextPageParam: ({ next }) => next,
  });
  const rows = query.data?.pages.flatMap(({ items }) => items) ?? [];
  return (
    <Card
      title={
        <>
          {t('customers.statement')} <span className={classes.soft}>{t('customers.newestFirst')}</span>
        </>
      }
      padded={false}
      actions={
        <>
          <StatementFileButtons account={account} />
          <Button
            variant="default"
            leftSection={<Sparkles size={14} aria-hidden />}
            onClick={() => setForm('generate')}
          >
            {t('customers.generate')}
          </Button>
          <Button
            variant="default"
            leftSection={<Plus size={14} aria-hidden />}
            onClick={() => setForm('row')}
          >
            {t('customers.addRow')}
          </Button>
        </>
      }
    >
      {query.isPending ? (
        <LoadingState />
      ) : query.error ? (
        <FailedState error={query.error} onRetry={() => void query.refetch()} />
      ) : rows.length === 0 ? (
        <EmptyState title={t('customers.noRows')} detail={t('customers.noRowsHint')} />
      ) : (
        <>
          <StatementTable account={account} rows={rows} />
          {query.hasNextPage ? (
            <Button
              variant="subtle"
              fullWidth
              radius={0}
              loading={query.isFetchingNextPage}
              onClick={() => void query.fetchNextPage()}
            >
              {t('customers.older')}（{rows.length.toLocaleString('en-US')}）
            </Button>
          ) : null}
        </>
      )}
      <TransactionForm opened={form === 'row'} accountId={accountId} onClose={() => setForm(undefined)} />
      <GenerateForm opened={form === 'generate'} accountId={accountId} onClose={() => setForm(undefined)} />
    </Card>
  );
}

function StatementTable({ account, rows }: { account: Account; rows: readonly Row[] }) {
  const { t, i18n } = useTranslation();
  const [doomed, setDoomed] = useState<Row | undefined>();
  const remove = useChange(deleteTransactionOperation);
  const amount = (value: string) => money(value, account.currencyCode, i18n.language as Language);
  return (
    <>
      <DataTable
        label={t('customers.statement')}
        rows={rows}
        rowKey={({ itemKey }) => itemKey}
        columns={[
          {
            key: 'date',
            header: t('customers.date'),
            width: 110,
            cell: ({ transactionDate }) => <span className="figures">{transactionDate}</span>,
          },
          {
            key: 'valueDate',
            header: t('customers.valueDate'),
            width: 110,
            cell: ({ valueDate }) => <span className="figures">{valueDate ?? ''}</span>,
          },
          {
            key: 'remarks',
            header: t('customers.remarks'),
            wrap: true,
            cell: ({ remarks }) => remarks ?? '',
          },
          {
            key: 'in',
            header: t('customers.deposit'),
            align: 'end',
            width: 130,
            cell: (row) => (row.transactionType === '1' ? amount(row.amount) : ''),
          },
          {
            key: 'out',
            header: t('customers.withdrawal'),
            align: 'end',
            width: 130,
            cell: (row) => (row.transactionType === '2' ? amount(row.amount) : ''),
          },
          {
            key: 'balance',
            header: t('customers.balanceAfter'),
            align: 'end',
            width: 140,
            cell: ({ balance }) => (
              <span className={classes.money} data-negative={balance.startsWith('-')}>
                {amount(balance)}
              </span>
            ),
          },
          {
            key: 'key',
            header: 'itemKey',
            width: 150,
            cell: ({ itemKey }) => <span className="mono">{itemKey}</span>,
          },
          {
            key: 'delete',
            header: <span className="visually-hidden">{t('app.action.actions')}</span>,
            width: 48,
            cell: (row) => (
              <Tooltip label={t('customers.deleteRow')}>
                <ActionIcon
                  size={24}
                  aria-label={`${t('customers.deleteRow')} ${row.itemKey}`}
                  onClick={() => setDoomed(row)}
                >
                  <Trash2 size={14} aria-hidden />
                </ActionIcon>
              </Tooltip>
            ),
          },
        ]}
      />
      <ConfirmDialog
        opened={doomed !== undefined}
        title={t('customers.deleteRowTitle')}
        confirmLabel={t('app.action.delete')}
        danger
        pending={remove.isPending}
        error={remove.error}
        onClose={() => setDoomed(undefined)}
        onConfirm={() => {
          if (!doomed) return;
          remove.mutate(
            { params: { accountId: account.accountId, itemKey: doomed.itemKey } },
            { onSuccess: () => setDoomed(undefined) },
          );
        }}
      >
        {doomed
          ? t('customers.deleteRowText', {
              date: doomed.transactionDate,
              amount: `${t(doomed.transactionType === '1' ? 'customers.deposit' : 'customers.withdrawal')} ${amount(doomed.amount)}`,
            })
          : null}
      </ConfirmDialog>
    </>
  );
}
