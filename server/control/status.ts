import { toTimestamp } from '../bank/time.ts';
import type { BankState } from '../bank/state.ts';
import { implement } from './operation.ts';
import { getStatus } from './operations/status.ts';

export const implementedStatus = [
  implement(getStatus, ({ context }) => {
    const { state, clock, addresses, version, dataDir } = context;
    const { institution, language } = context.settings();
    const now = clock.now();
    const name = scenarioName(state);
    return {
      version,
      pid: process.pid,
      dataDir,
      addresses: { ...addresses },
      institution: { code: institution.code, name: institution.name, shortName: institution.shortName },
      language,
      clock: { mode: clock.setting.mode, now: toTimestamp(now) },
      scenario: name === undefined ? {} : { name },
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

/** What the scenario last loaded calls itself. */
export function scenarioName(state: BankState): string | undefined {
  const value = state.facts.get('scenario')?.value as { builtIn?: string; name?: string } | undefined;
  return value?.builtIn ?? value?.name;
}
