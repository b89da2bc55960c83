import type { BankState } from '../../server/bank/state.ts';
import { exportScenario } from '../../server/scenarios/scenario.ts';

/** The export of a state as one text. */
export async function exportedScenario(state: BankState): Promise<string> {
  return [...(await exportScenario(state, { name: 'copy' }))].join('');
}
