import type { BankAccount, StatementRow } from './bank-answers.ts';
import type { BankConnection, TokenKeeper } from './bank-connection.ts';
import { BankFailure } from './bank-failure.ts';

/** One account with what the customer allowed us to read of it. */
export interface Holding {
  readonly account: BankAccount;
  /** In the account's currency, as the bank writes it. */
  readonly balance: string | undefined;
  /** Worth in yen, where it can be told. */
  readonly yen: bigint | undefined;
  /** Oldest first; undefined where there is no statement to read. */
  readonly rows: readonly StatementRow[] | undefined;
}

/** Everything read from the bank in one go. */
export interface Holdings {
  /** The bank's time of the answer, RFC 3339: the only clock that counts for its dates. */
  readonly at: string;
  readonly holdings: readonly Holding[];
  readonly mayReadBalances: boolean;
  readonly mayReadStatements: boolean;
}

/** Account types with a statement: 普通, 決済用普通, 当座, 貯蓄, 納税準備, カードローン. Time deposits have none. */
const withStatement: ReadonlySet<string> = new Set(['01', '02', '21', '22', '23', '71']);

/** How far back the ledger reaches here. */
const MONTHS = 14;

/**
 * Accounts, balances and statements as far as they were allowed.
 *
 * @throws BankFailure
 */
export async function readHoldings(bank: BankConnection, keeper: TokenKeeper): Promise<Holdings> {
  const { accounts, at } = await bank.accounts(keeper);
  const scopes = keeper.read().scope.split(' ');
  const mayReadBalances = scopes.includes('account:balance');
  const mayReadStatements = scopes.includes('account:transaction');
  const dateFrom = monthsBefore(at.slice(0, 10), MONTHS);
  const statements = new Map<string, StatementRow[] | undefined>();
  // One after the other: a bank limits how often a partner may ask.
  for (const { accountId, accountTypeCode } of accounts) {
    if (!mayReadStatements || !withStatement.has(accountTypeCode)) continue;
    statements.set(accountId, await statementOf(bank, keeper, accountId, dateFrom));
  }
  // Last, so that a row that comes in while the pages are read is in the balance, too.
  const balances = mayReadBalances ? await bank.balances(keeper) : [];
  const holdings = accounts.map((account): Holding => {
    const rows = statements.get(account.accountId);
    const balance = balances.find(({ accountId }) => accountId === account.accountId);
    const amount = balance?.fcyTotalBalance ?? balance?.balance ?? rows?.at(-1)?.balance;
    const yen = account.currencyCode === 'JPY' ? amount : balance?.yenEquivalent;
    return { account, balance: amount, yen: toYen(yen), rows };
  });
  return { at, holdings, mayReadBalances, mayReadStatements };
}

/** An account may vanish or have no statement after all; the others are shown just the same. */
async function statementOf(
  bank: BankConnection,
  keeper: TokenKeeper,
  accountId: string,
  dateFrom: string,
): Promise<StatementRow[] | undefined> {
  try {
    return await bank.statement(keeper, accountId, dateFrom);
  } catch (error) {
    if (error instanceof BankFailure && error.kind === 'unexpected') return undefined;
    throw error;
  }
}

/** The sum of all accounts that have a worth in yen. */
export function totalYen(holdings: readonly Holding[]): bigint {
  return holdings.reduce((sum, { yen }) => sum + (yen ?? 0n), 0n);
}

/** What came in and went out in yen this month, by the bank's own date. */
export function monthTurnover({ at, holdings }: Holdings): { incoming: bigint; outgoing: bigint } {
  const month = at.slice(0, 7);
  let [incoming, outgoing] = [0n, 0n];
  for (const { account, rows } of holdings) {
    if (account.currencyCode !== 'JPY') continue;
    for (const { transactionDate, transactionType, amount } of rows ?? []) {
      if (!transactionDate.startsWith(month)) continue;
      if (transactionType === '1') incoming += BigInt(amount);
      else outgoing += BigInt(amount);
    }
  }
  return { incoming, outgoing };
}

function toYen(amount: string | undefined): bigint | undefined {
  return amount !== undefined && /^-?\d+$/.test(amount) ? BigInt(amount) : undefined;
}

function monthsBefore(date: string, months: number): string {
  const [year, month] = date.split('-').map(Number) as [number, number];
  return new Date(Date.UTC(year, month - 1 - months, 1)).toISOString().slice(0, 10);
}
