import { accountTypes } from '../bank/account-types.ts';
import { isBankingDay } from '../bank/calendar.ts';
import { currencyName, formatAmount, yenEquivalent } from '../bank/currency.ts';
import type { Account } from '../bank/model.ts';
import type { BankDate } from '../bank/time.ts';
import type { Inquiry, Resource } from './inquiry.ts';

/**
 * The bank fixes its rates in the morning of a banking day: before that hour, and on days of rest, those
 * of the last banking day hold. The sandbox's rate itself never changes.
 */
const RATE_TIME = '10:00:00+09:00';

function rateDate({ day, baseTime }: Inquiry): BankDate {
  return isBankingDay(day.today) && baseTime >= RATE_TIME ? day.today : day.previousBankingDay;
}

/** `GET /accounts/balances`: one account's balance, or all of them. */
export const balancesResource: Resource = {
  scope: 'account:balance',
  corporateOnly: false,
  answer(inquiry) {
    const { accountId } = inquiry.parameters;
    const accounts = accountId === undefined ? inquiry.accounts() : [inquiry.account(accountId)];
    const balances = accounts.map((account) => balanceOnWire(inquiry, account));
    return {
      body: `{"balances":[${balances.join(',')}]}`,
      outcome: 'balances_returned',
      details: { count: accounts.length },
    };
  },
};

/**
 * One balance as JSON text. Written out by hand because no value but the names could need escaping,
 * and this is the most frequent answer of all.
 */
function balanceOnWire(inquiry: Inquiry, account: Account): string {
  const { today, previousBankingDay, previousMonthEnd } = inquiry.day;
  const { accountId, accountTypeCode, currencyCode } = account;
  const type = accountTypes[accountTypeCode];
  const ledger = inquiry.context.state.ledger(accountId);
  const amount = (minorUnits: bigint) => formatAmount(minorUnits, currencyCode);
  // Rows dated ahead of the bank's clock come into effect on their day.
  const balance = ledger.closingBalance(today);

  let text = `{"accountId":"${accountId}","accountTypeCode":"${accountTypeCode}","accountTypeName":"${type.name}"`;
  text += `,"balance":"${amount(balance)}","baseDate":"${today}","baseTime":"${inquiry.baseTime}"`;
  if (type.current) {
    const withdrawable = balance + BigInt(account.overdraftLimit ?? '0');
    text += `,"withdrawableAmount":"${amount(withdrawable > 0n ? withdrawable : 0n)}"`;
    text += `,"previousDayBalance":"${amount(ledger.closingBalance(previousBankingDay))}"`;
    text += `,"previousMonthBalance":"${amount(ledger.closingBalance(previousMonthEnd))}"`;
  }
  text += `,"currencyCode":"${currencyCode}","currencyName":"${currencyName(currencyCode)}"`;
  if (accountTypeCode === '51') {
    text += `,"fcyTotalBalance":"${amount(balance)}"`;
    if (account.ttb !== undefined) {
      text += `,"ttb":"${account.ttb}","baseRateDate":"${rateDate(inquiry)}","baseRateTime":"${RATE_TIME}"`;
      text += `,"yenEquivalent":"${yenEquivalent(balance, currencyCode, account.ttb).toString()}"`;
    }
  }
  return `${text}}`;
}
