import { createFault } from '../../bank/faults.ts';
import type { Bilingual } from '../../bank/catalogue/index.ts';
import type { FaultAction, FaultMatch } from '../../bank/fault.ts';
import { MINUTE } from '../../bank/time.ts';
import type { Drill, DrillParameters } from './drill.ts';

type RuleDrill = Omit<Drill, 'start'> & {
  match: (parameters: DrillParameters) => FaultMatch;
  action: (parameters: DrillParameters) => FaultAction;
};

/** A drill that is nothing but a rule. */
export function ruleDrill({ match, action, ...drill }: RuleDrill): Drill {
  return {
    ...drill,
    start: async (context, parameters, onEffects) => {
      const { clientId, loginId, minutes, times } = parameters;
      const fault = await context.work.run(
        (tx) =>
          createFault(tx, {
            match: {
              ...match(parameters),
              ...(clientId !== undefined && { clientId }),
              ...(loginId !== undefined && { loginId }),
            },
            action: action(parameters),
            ...(times !== undefined && { times }),
            ...(minutes !== undefined && { until: tx.now + minutes * MINUTE }),
            drill: drill.name,
          }),
        onEffects,
      );
      return {
        faults: [fault],
        endsWhen: endOf(parameters),
        ...(fault.until !== undefined && { endsAt: fault.until }),
      };
    },
  };
}

function endOf({ minutes, times }: DrillParameters): Bilingual {
  return minutes === undefined
    ? {
        ja: `該当する要求が ${times ?? 1} 回失敗すると終わります。DELETE /faults/{id} でも終わります。`,
        en: `Over after ${times ?? 1} such request(s), or with DELETE /faults/{id}.`,
      }
    : {
        ja: `金融機関の時計で ${minutes} 分後に終わります。DELETE /faults/{id} でも終わります。`,
        en: `Over after ${minutes} minute(s) by the bank's clock, or with DELETE /faults/{id}.`,
      };
}
