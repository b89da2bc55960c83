import type { BankDate } from '../../bank/time.ts';
import { planCompany, planCompanyCheques } from './company.ts';
import { planHousehold } from './household.ts';
import {
  planCardLoan,
  planForeignCurrency,
  planInstalments,
  planSavings,
  planTaxReserve,
  planTimeDeposit,
} from './other-accounts.ts';
import type { GeneratorProfile } from './profile-names.ts';
import { STEPS_A_SLICE, type Sliced } from '../../slices.ts';
import { credit, debit, StatementPlan, type GeneratedRow, type PlannedRow } from './statement-plan.ts';

export interface GenerationRequest {
  readonly profile: GeneratorProfile;
  readonly seed: string;
  /** How far back from `today`, `today` included. */
  readonly months: number;
  readonly today: BankDate;
  /** The balance the rows start from; null for a new account, which begins with a 繰越 row. */
  readonly startingBalance: bigint | null;
  /** Exactly so many rows, by buying more and then leaving out purchases evenly. */
  readonly rows?: number;
}

/** What an account of each profile brings along, in minor units. 0: it starts with nothing. */
const broughtForward: Readonly<Record<GeneratorProfile, number>> = {
  household: 612_480,
  'household-busy': 612_480,
  overdrawn: 84_210,
  savings: 340_000,
  'time-deposit': 1_000_000,
  instalment: 0,
  'card-loan': 0,
  foreign: 120_050,
  'tax-reserve': 60_000,
  company: 8_450_000,
  'company-cheques': 1_200_000,
};

/** How far below zero the demo's 総合口座 stands: within the limit its 定期 secures. */
const OVERDRAWN_BY = 86_543n;

/**
 * A made-up statement, ascending. Depends on its request alone: the same seed and day give the same
 * rows, byte for byte, on every machine. Planned in slices; the rows themselves are made one by one as
 * they are taken, because there may be a million of them.
 */
export function* generateRows(request: GenerationRequest): Sliced<Iterable<GeneratedRow>> {
  const { profile, startingBalance } = request;
  const plan = new StatementPlan(request);
  // So many purchases have to be paid from something.
  const amount = (startingBalance === null ? broughtForward[profile] : 0) + (request.rows ?? 0) * 3_200;
  if (amount > 0) plan.on(plan.firstBankingDay, credit(amount, startingBalance === null ? '繰越' : '振替'));
  planProfile(plan, request);
  yield;
  const planned = () => plan.rows(startingBalance ?? 0n, profile === 'overdrawn' ? -200_000n : 0n);
  return yield* keepEvenly(planned, request.rows);
}

function planProfile(plan: StatementPlan, { profile, rows, months }: GenerationRequest): void {
  switch (profile) {
    case 'household':
      return planHousehold(plan, { salary: 268_000, purchasesPerDay: 0.55 });
    case 'household-busy': {
      const purchasesPerDay = rows === undefined ? 3.4 : (rows * 1.1) / (months * 30) + 0.2;
      return planHousehold(plan, { salary: 268_000, purchasesPerDay });
    }
    case 'overdrawn':
      planHousehold(plan, { salary: 168_000, purchasesPerDay: 0.4 });
      plan.on(
        plan.lastBankingDay,
        debit((balance) => balance + OVERDRAWN_BY, '口座振替　ｻﾝﾌﾟﾙﾎｹﾝ'),
      );
      return;
    case 'savings':
      return planSavings(plan);
    case 'time-deposit':
      return planTimeDeposit(plan);
    case 'instalment':
      return planInstalments(plan);
    case 'card-loan':
      return planCardLoan(plan);
    case 'foreign':
      return planForeignCurrency(plan);
    case 'tax-reserve':
      return planTaxReserve(plan);
    case 'company':
      return planCompany(plan);
    case 'company-cheques':
      return planCompanyCheques(plan);
  }
}

/** Leaves out purchases, spread over the whole time, until `count` rows are left. */
function* keepEvenly(
  planned: () => Iterable<PlannedRow>,
  count: number | undefined,
): Sliced<Iterable<GeneratedRow>> {
  if (count === undefined) return rowsOf(planned());
  let all = 0;
  let droppable = 0;
  for (const { optional } of planned()) {
    all += 1;
    if (optional) droppable += 1;
    if (all % STEPS_A_SLICE === 0) yield;
  }
  return rowsOf(kept(planned(), { droppable, surplus: Math.max(0, all - count) }), count);
}

function* kept(
  planned: Iterable<PlannedRow>,
  { droppable, surplus }: { droppable: number; surplus: number },
): Iterable<PlannedRow> {
  let seen = 0;
  for (const one of planned) {
    if (one.optional && droppable > 0) {
      const before = Math.floor((seen * surplus) / droppable);
      seen += 1;
      if (Math.floor((seen * surplus) / droppable) !== before) continue;
    }
    yield one;
  }
}

function* rowsOf(planned: Iterable<PlannedRow>, most = Infinity): Iterable<GeneratedRow> {
  let given = 0;
  for (const { row } of planned) {
    if (given === most) return;
    given += 1;
    yield row;
  }
}
