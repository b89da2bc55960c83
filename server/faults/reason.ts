import type { Bilingual } from '../bank/catalogue/index.ts';
import type { Fault } from '../bank/fault.ts';

/** By which rule or drill something was done. */
export function reasonOf({ id, drill }: Pick<Fault, 'id' | 'drill'>): Bilingual {
  return drill === undefined
    ? { ja: `障害ルール ${id} によるものです。`, en: `By the fault ${id}.` }
    : { ja: `障害訓練「${drill}」（${id}）によるものです。`, en: `By the drill ${drill} (${id}).` };
}
