import { addDays } from '../../bank/time.ts';
import { nextBankingDay } from '../../bank/calendar.ts';
import { credit, debit, type PlannedMonth, type StatementPlan } from './statement-plan.ts';

const buyers = [
  { applicantName: 'ｶ)ﾐﾅﾄｼﾖｳｶｲ', paymentBankName: 'ｻﾝﾌﾟﾙｼﾝｷﾝ', paymentBranchName: 'ﾐﾅﾄ' },
  { applicantName: 'ﾕ)ｼﾛｼﾀｺｳｷﾞﾖｳ', paymentBankName: 'ｻﾝﾌﾟﾙｼﾝｷﾝ', paymentBranchName: 'ｼﾞﾖｳｶﾏﾁ' },
  { applicantName: 'ｵｵﾄﾞｵﾘﾌﾞﾂｻﾝ(ｶ', paymentBankName: 'ｻﾝﾌﾟﾙｼﾝｷﾝ', paymentBranchName: 'ｵｵﾄﾞｵﾘ' },
  { applicantName: 'ｶ)ｳﾞｴﾙﾃﾞｼﾖﾃﾝ', paymentBankName: 'ｻﾝﾌﾟﾙｷﾞﾝｺｳ', paymentBranchName: 'ﾎﾝﾃﾝ' },
  { applicantName: 'ﾄﾞ)ﾐﾅﾐｼﾖｸﾋﾝ', paymentBankName: 'ｻﾝﾌﾟﾙｼﾝｷﾝ', paymentBranchName: 'ﾐﾅﾐ' },
] as const;

const suppliers = ['ｶ)ﾋｶﾞｼｼｻﾞｲ', 'ﾕ)ﾆｼｳﾝﾕ', 'ｻﾝﾌﾟﾙｼｷﾞﾖｳ(ｶ', 'ｶ)ｴｷﾏｴﾌﾞﾝｸﾞ'] as const;

/** The 普通預金 of a small company: sales in, wages, suppliers, taxes and insurance out. */
export function planCompany(plan: StatementPlan): void {
  plan.eachMonth((month) => {
    planSales(plan, month);
    planSuppliers(plan, month);
    planWagesAndTaxes(plan, month);
    planLandDeal(plan, month);
  });
}

function planSales(plan: StatementPlan, { index, random, day }: PlannedMonth): void {
  for (const [number, buyer] of buyers.entries()) {
    const invoice = `INV${String(index + 1).padStart(3, '0')}${String(number + 1).padStart(2, '0')}`;
    const remarks = `振込　${buyer.applicantName}`;
    plan.onOrAfter(
      day(number % 2 === 0 ? 31 : 20),
      credit(random.int(480_000, 1_900_000, 100), remarks, { transfer: { ...buyer, ediInfo: invoice } }),
    );
  }
  // Money counted from the day it arrived at the other end (起算日), booked three days later.
  if (index % 4 === 1) {
    const booked = day(13);
    const [buyer] = buyers;
    plan.onOrAfter(
      booked,
      credit(216_000, `振込　${buyer.applicantName}`, { transfer: buyer, valueDate: addDays(booked, -3) }),
    );
  }
}

function planSuppliers(plan: StatementPlan, { index, random, day }: PlannedMonth): void {
  for (const supplier of suppliers) {
    plan.onOrAfter(
      day(31),
      debit(random.int(120_000, 620_000, 100), `振込　${supplier}`, { optional: true }),
      debit(110, '手数料', { optional: true }),
    );
  }
  if (index % 6 === 3) {
    plan.onOrAfter(
      day(16),
      debit(88_000, '振込　ﾕ)ﾆｼｳﾝﾕ'),
      credit(88_000, '訂正　振込　ﾕ)ﾆｼｳﾝﾕ'),
      debit(88_000, '振込　ﾕ)ﾆｼｳﾝﾕ'),
    );
  }
  plan.onOrAfter(
    day(27),
    debit(198_000, '口座振替　ﾔﾁﾝ', { optional: true }),
    debit(random.int(38_000, 74_000), '口座振替　ﾃﾞﾝｷ', { optional: true }),
    debit(random.int(6_000, 12_000), '口座振替　ｽｲﾄﾞｳ', { optional: true }),
    debit(random.int(9_000, 24_000), '口座振替　ｶﾞｽ', { optional: true }),
  );
  plan.onOrAfter(day(5), debit(800_000, '振替　当座へ', { optional: true }));
}

function planWagesAndTaxes(plan: StatementPlan, { month, random, day }: PlannedMonth): void {
  plan.onOrBefore(
    day(25),
    debit(random.int(1_420_000, 1_520_000, 1_000), '給与振込', { optional: true }),
    debit(110, '手数料', { optional: true }),
  );
  plan.onOrAfter(day(31), debit(random.int(310_000, 330_000), '口座振替　ｼﾔｶｲﾎｹﾝﾘﾖｳ', { optional: true }));
  plan.onOrAfter(
    day(10),
    debit(random.int(62_000, 71_000), '税金　Pay-easy　ｹﾞﾝｾﾝｼﾖﾄｸｾﾞｲ', { optional: true }),
  );
  plan.onOrAfter(day(20), debit(150_000, '融資　ご返済', { optional: true }));
  if (month === 5) plan.onOrAfter(day(31), debit(684_200, '税金　Pay-easy　ｼﾖｳﾋｾﾞｲ', { optional: true }));
  if (month === 2 || month === 8) {
    plan.onOrAfter(
      day(17),
      credit((balance) => balance / 1_000n, '利息　決算お利息'),
    );
  }
}

/** A sum beyond 2^31 yen, in and out again: programs that count in 32 bits break here. */
function planLandDeal(plan: StatementPlan, { index, day }: PlannedMonth): void {
  if (index !== 3) return;
  const [, , , buyer] = buyers;
  plan.onOrAfter(day(14), credit(3_200_000_000, `振込　${buyer.applicantName}`, { transfer: buyer }));
  plan.on(
    nextBankingDay(day(15)),
    debit(3_150_000_000, '振込　ｻﾝﾌﾟﾙﾌﾄﾞｳｻﾝ(ｶ　土地代金'),
    debit(110, '手数料'),
  );
}

/** Paper 手形・小切手 are no longer taken from 2027 on: electronically recorded claims take their place. */
const LAST_DAY_OF_PAPER = '2026-12-31';

/** The 当座預金 of the same company: cheques and bills, fed from the 普通預金; it bears no interest. */
export function planCompanyCheques(plan: StatementPlan): void {
  let number = 1001;
  plan.eachMonth(({ index, random, day }) => {
    const inPaper = day(31) <= LAST_DAY_OF_PAPER;
    const called = (paper: string, electronic: string) => (inPaper ? paper : `電子記録債権　${electronic}`);
    plan.onOrAfter(day(5), credit(800_000, '振替　普通より'));
    for (const due of [8, 14, 22] as const) {
      const remarks = called(`小切手　No.${number++}`, '支払');
      plan.onOrAfter(day(due), debit(random.int(90_000, 240_000, 100), remarks, { optional: true }));
    }
    const bill = called('手形　決済', '決済');
    plan.onOrAfter(day(31), debit(random.int(150_000, 300_000, 1_000), bill, { optional: true }));
    if (index % 3 === 2) {
      const collected = called('小切手　取立入金', '入金');
      plan.onOrAfter(day(18), credit(random.int(120_000, 400_000, 100), collected));
    }
    if (index % 6 === 5 && inPaper) plan.onOrAfter(day(11), debit(2_200, '手数料　小切手帳'));
  });
}
