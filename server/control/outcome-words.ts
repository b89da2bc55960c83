import { outcomeEntry, type OutcomeCode } from '../bank/catalogue/index.ts';
import { fillIn, type RefusalDetails } from '../bank/refusal.ts';
import type { LogOutcome } from '../log/entry.ts';

/** A code of the catalogue as the control API tells it, its words filled in. */
export function wordsOf(code: OutcomeCode, details: RefusalDetails): LogOutcome {
  const { spec, message, hint } = outcomeEntry(code);
  const filled = ({ ja, en }: { ja: string; en: string }) => ({
    ja: fillIn(ja, details),
    en: fillIn(en, details),
  });
  return {
    code,
    ...(spec !== undefined && { spec }),
    message: filled(message),
    ...(hint && { hint: filled(hint) }),
  };
}
