import { addDays } from '../../bank/time.ts';
import { credit, debit, type Booking, type PlannedMonth, type StatementPlan } from './statement-plan.ts';

export interface Household {
  /** Monthly pay, before overtime. 0: nobody earns. */
  readonly salary: number;
  /** Payments with the debit card a day, on average. */
  readonly purchasesPerDay: number;
}

const shops = [
  'コンビニ',
  'スーパー　マルサン',
  'ドラッグストア',
  '書店',
  'カフェ',
  'ガソリンスタンド',
  'クリーニング',
  'ベーカリー',
] as const;

const employer = {
  applicantName: 'ｶ)ｻﾝﾌﾟﾙｼﾖｳｼﾞ',
  paymentBankName: 'ｻﾝﾌﾟﾙｼﾝｷﾝ',
  paymentBranchName: 'ﾎﾝﾃﾝ',
};

/**
 * The 普通預金 of somebody employed: pay on the 25th, debits on the 27th, and daily life between. As
 * statements word it, カード is the cash card at a machine, shops are デビット, and the bill of a credit
 * card is one of the 口座振替.
 */
export function planHousehold(plan: StatementPlan, household: Household): void {
  plan.eachMonth((month) => {
    planIncome(plan, month, household);
    planDirectDebits(plan, month);
    planTaxes(plan, month);
    planTransfers(plan, month);
    planCounterMistakes(plan, month);
  });
  planDailyLife(plan, household);
}

function planIncome(plan: StatementPlan, { month, random, day }: PlannedMonth, { salary }: Household): void {
  if (salary > 0) {
    const overtime = random.int(0, 40_000, 10);
    plan.onOrBefore(day(25), credit(salary + overtime, '給与　ｶ)ｻﾝﾌﾟﾙｼﾖｳｼﾞ', { transfer: employer }));
    if (month === 7 || month === 12) {
      plan.onOrBefore(day(10), credit(salary + salary / 2, '賞与　ｶ)ｻﾝﾌﾟﾙｼﾖｳｼﾞ', { transfer: employer }));
    }
  }
  // 普通預金の利息 is credited twice a year, in the third week of February and August.
  if (month === 2 || month === 8) {
    plan.onOrAfter(
      day(17),
      credit((balance) => balance / 1_000n, '利息　決算お利息'),
    );
  }
}

function planDirectDebits(plan: StatementPlan, { month, random, day }: PlannedMonth): void {
  const winter = month <= 3 || month === 12;
  plan.onOrAfter(
    day(27),
    debit(62_000, '口座振替　ﾔﾁﾝ ｻﾝﾌﾟﾙﾌﾄﾞｳｻﾝ', { optional: true }),
    debit(random.int(5_200, winter ? 14_800 : 8_900), '口座振替　ﾃﾞﾝｷ', { optional: true }),
    debit(random.int(3_100, winter ? 9_600 : 5_200), '口座振替　ｶﾞｽ', { optional: true }),
  );
  if (month % 2 === 0) {
    plan.onOrAfter(day(27), debit(random.int(4_100, 6_300), '口座振替　ｽｲﾄﾞｳ', { optional: true }));
  }
  plan.onOrAfter(day(27), debit(4_378, '口座振替　ｹｲﾀｲﾃﾞﾝﾜ', { optional: true }));
  plan.onOrAfter(day(10), debit(random.int(18_000, 46_000), '口座振替　ｻﾝﾌﾟﾙｶ-ﾄﾞ', { optional: true }));
}

function planTaxes(plan: StatementPlan, { month, day }: PlannedMonth): void {
  if (month === 5) plan.onOrAfter(day(20), debit(34_500, '税金　Pay-easy　ｼﾞﾄﾞｳｼﾔｾﾞｲ'));
  if (month === 6 || month === 8 || month === 10 || month === 1) {
    plan.onOrAfter(day(28), debit(27_300, '税金　Pay-easy　ｼﾞﾕｳﾐﾝｾﾞｲ'));
  }
}

function planTransfers(plan: StatementPlan, { index, month, random, day }: PlannedMonth): void {
  if (index % 2 === 1) {
    plan.onOrAfter(
      day(15),
      debit(random.int(3_000, 9_800, 10), '振込　ｶ)ｳﾞｴﾙﾃﾞｼﾖﾃﾝ', { optional: true }),
      debit(110, '手数料', { optional: true }),
    );
  }
  if (month === 1 || month === 9) {
    plan.onOrAfter(
      day(8),
      credit(30_000, '振込　ｻﾝﾌﾟﾙ ﾊﾅｺ', {
        transfer: {
          applicantName: 'ｻﾝﾌﾟﾙ ﾊﾅｺ',
          paymentBankName: 'ｻﾝﾌﾟﾙｼﾝｷﾝ',
          paymentBranchName: 'ﾐﾅﾄ',
        },
      }),
    );
  }
}

/**
 * What programs stumble over: an entry, its 訂正 as an opposite row and the same entry again, so that
 * the first and the third are alike in all but their item key, balance included; two fares alike; a
 * cash withdrawal at the counter that carries no 摘要 at all; money counted from an earlier day.
 */
function planCounterMistakes(plan: StatementPlan, { index, day }: PlannedMonth): void {
  if (index % 5 === 1) {
    plan.onOrAfter(
      day(12),
      debit(1_980, 'デビット　ベーカリー'),
      credit(1_980, '訂正　デビット　ベーカリー'),
      debit(1_980, 'デビット　ベーカリー'),
    );
  }
  if (index % 3 === 1) plan.onOrAfter(day(18), debit(240, 'デビット　電車'), debit(240, 'デビット　電車'));
  if (index % 4 === 2) plan.onOrAfter(day(6), debit(20_000));
  if (index % 6 === 2) {
    const booked = day(20);
    plan.onOrAfter(booked, credit(5_000, '振込　ﾍﾝｷﾝ', { valueDate: addDays(booked, -3) }));
  }
}

function planDailyLife(plan: StatementPlan, { purchasesPerDay }: Household): void {
  plan.daily((date, random) => {
    const bookings: Booking[] = [];
    // Just after midnight it is already this day in Tokyo, and still the day before in UTC.
    if (date === plan.today || random.chance(0.03)) {
      bookings.push(debit(random.int(420, 1_280), 'デビット　00:42　コンビニ', { optional: true }));
    }
    let purchases = Math.floor(purchasesPerDay) + (random.chance(purchasesPerDay % 1) ? 1 : 0);
    for (; purchases > 0; purchases--) {
      bookings.push(debit(random.int(180, 4_900), `デビット　${random.pick(shops)}`, { optional: true }));
    }
    if (random.chance(0.11)) {
      bookings.push(debit(random.int(10_000, 30_000, 10_000), 'ATM　カード', { optional: true }));
      if (random.chance(0.3)) bookings.push(debit(110, '手数料　ATM', { optional: true }));
    }
    if (random.chance(0.01)) bookings.push(credit(random.int(10_000, 50_000, 10_000), 'ATM　カード'));
    return bookings;
  });
}
