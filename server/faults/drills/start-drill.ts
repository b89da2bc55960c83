import { InvalidInput, type InputFault } from '../../bank/invalid-input.ts';
import { Refusal } from '../../bank/refusal.ts';
import { customerByLogin } from '../../bank/sign-in.ts';
import type { Effect } from '../../bank/state.ts';
import type { SandboxContext } from '../../context.ts';
import { bankDrills } from './bank-drills.ts';
import type { Drill, DrillParameterName, DrillParameters, DrillStart } from './drill.ts';
import { poisonDrills } from './poison-drills.ts';
import { wireDrills } from './wire-drills.ts';

/** Everything that can be rehearsed by name. */
export const drills: readonly Drill[] = [...wireDrills, ...bankDrills, ...poisonDrills];

/**
 * Starts a drill.
 *
 * @throws Refusal `drill_unknown`, `drill_without_grants`, `key_rotation_too_soon`; InvalidInput for a
 *   parameter the drill does not take, lacks, or that names nobody.
 */
export async function startDrill(
  context: SandboxContext,
  name: string,
  given: DrillParameters,
  onEffects: (effects: Effect[]) => void,
): Promise<DrillStart> {
  const drill = drills.find((candidate) => candidate.name === name);
  if (!drill) throw new Refusal('drill_unknown', { name, known: drills.map((each) => each.name).join(', ') });
  const faults = faultsOf(context, drill, given);
  if (faults.length > 0) throw new InvalidInput(faults);
  return drill.start(context, { ...defaultsOf(drill), ...given }, onEffects);
}

export function defaultsOf({ parameters }: Drill): DrillParameters {
  return Object.fromEntries(Object.entries(parameters).filter(([, value]) => typeof value === 'number'));
}

function faultsOf({ state }: SandboxContext, drill: Drill, given: DrillParameters): InputFault[] {
  const faults: InputFault[] = [];
  const known = Object.keys(drill.parameters);
  for (const name of Object.keys(given)) {
    if (known.includes(name)) continue;
    const names = known.join(', ');
    faults.push({
      path: name,
      message: {
        ja: `この訓練では使えません。${names === '' ? '取り除いてください。' : `使えるのは ${names} です。`}`,
        en: `This drill does not take it. ${names === '' ? 'Leave it out.' : `It takes ${names}.`}`,
      },
    });
  }
  for (const [name, need] of Object.entries(drill.parameters)) {
    if (need !== 'required' || given[name as DrillParameterName] !== undefined) continue;
    faults.push({ path: name, message: { ja: 'この訓練では必須です。', en: 'This drill needs it.' } });
  }
  const { clientId, loginId } = given;
  if (clientId !== undefined && !state.clients.has(clientId)) {
    faults.push(nobody('clientId', '/clients'));
  }
  if (loginId !== undefined && !customerByLogin(state, loginId)) {
    faults.push(nobody('loginId', '/customers'));
  }
  return faults;
}

function nobody(path: string, list: string): InputFault {
  return {
    path,
    message: {
      ja: `登録されていません。GET ${list} で確かめてください。`,
      en: `Nobody has it; look it up with GET ${list}.`,
    },
  };
}
