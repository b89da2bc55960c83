import { toTimestamp } from '../bank/time.ts';
import type { Bilingual } from '../bank/catalogue/entry.ts';
import type { BankState } from '../bank/state.ts';
import { keptScenario } from '../scenarios/kept-scenario.ts';
import { implement } from './operation.ts';
import { getStatus } from './operations/status.ts';

export const implementedStatus = [
  implement(getStatus, ({ context }) => {
    const { state, clock, addresses, version, dataDir } = context;
    const { institution, language } = context.settings();
    const now = clock.now();
    return {
      version,
      pid: process.pid,
      dataDir,
      addresses: { ...addresses },
      institution: {
        code: institution.code,
        name: institution.name,
        nameEn: institution.nameEn,
        shortName: institution.shortName,
      },
      language,
      clock: { mode: clock.setting.mode, now: toTimestamp(now) },
      scenario: scenarioNameOf(state),
      counts: {
        customers: state.customers.size,
        accounts: state.accounts.size,
        transactions: transactionCount(state),
        clients: state.clients.size,
        grants: state.grants.size,
        activeGrants: state.grants.ranked('open').countAbove(now),
      },
    };
  }),
];

export function transactionCount(state: BankState): number {
  let count = 0;
  for (const { accountId } of state.accounts) count += state.ledger(accountId).size;
  return count;
}

/** What the scenario last loaded calls itself, and says of itself. */
export function scenarioTitle(state: BankState): { name?: string; description?: Bilingual } {
  const kept = keptScenario(state);
  if (kept === undefined) return {};
  const { description } = kept;
  return { name: 'builtIn' in kept ? kept.builtIn : kept.name, ...(description && { description }) };
}

function scenarioNameOf(state: BankState): { name?: string } {
  const { name } = scenarioTitle(state);
  return name === undefined ? {} : { name };
}
