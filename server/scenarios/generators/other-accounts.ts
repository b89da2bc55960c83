import { credit, debit, type StatementPlan } from './statement-plan.ts';

/** 貯蓄預金: a little aside each month, and interest. */
export function planSavings(plan: StatementPlan): void {
  plan.eachMonth(({ month, random, day }) => {
    plan.onOrAfter(day(26), credit(random.int(10_000, 30_000, 10_000), '振替　積立'));
    if (month === 2 || month === 8) {
      plan.onOrAfter(
        day(17),
        credit((balance) => balance / 1_000n, '利息　決算お利息'),
      );
    }
  });
}

/** 円定期: one sum, and the interest added when it is renewed after a year. */
export function planTimeDeposit(plan: StatementPlan): void {
  plan.eachMonth(({ index, day }) => {
    if (index === 12)
      plan.onOrAfter(
        day(20),
        credit((balance) => balance / 400n, '利息　定期　継続'),
      );
  });
}

/** 定期積金: the same instalment every month. */
export function planInstalments(plan: StatementPlan): void {
  plan.eachMonth(({ day }) => plan.onOrAfter(day(10), credit(20_000, '掛込')));
}

/** カードローン: borrowed in spring, paid back in monthly sums; the balance is what is owed, negative. */
export function planCardLoan(plan: StatementPlan): void {
  plan.on(plan.firstBankingDay, debit(300_000, 'ATM　カードローン'));
  plan.eachMonth(({ index, day }) => {
    if (index === 0) return;
    plan.onOrAfter(
      day(10),
      debit((balance) => -balance / 85n, '利息　カードローン'),
      credit((balance) => (balance < -10_000n ? 10_000n : -balance), '返済'),
    );
    if (index % 5 === 3) plan.onOrAfter(day(23), debit(30_000, 'ATM　カードローン'));
  });
}

/** 外貨普通預金, in minor units: bought now and then, sold once. */
export function planForeignCurrency(plan: StatementPlan): void {
  plan.eachMonth(({ index, random, day }) => {
    plan.onOrAfter(day(9), credit(random.int(5_000, 40_000, 25), '外貨預入'));
    if (index % 4 === 3) plan.onOrAfter(day(24), debit(random.int(3_000, 9_000, 25), '外貨払出'));
    if (index % 6 === 1)
      plan.onOrAfter(
        day(17),
        credit((balance) => balance / 2_000n, '利息'),
      );
  });
}

/** 納税準備預金: filled month by month, emptied for taxes. */
export function planTaxReserve(plan: StatementPlan): void {
  plan.eachMonth(({ month, day }) => {
    plan.onOrAfter(day(26), credit(40_000, '振替　納税準備'));
    if (month === 3) {
      plan.onOrAfter(
        day(15),
        debit((balance) => (balance * 9n) / 10n, '税金　Pay-easy　ｼﾖﾄｸｾﾞｲ'),
      );
    }
  });
}
