/** What the names of states begin with that were kept by themselves; nobody may give such a name. */
export const UNDO_PREFIX = 'undo.';

/** Before what a state was kept. */
export type UndoCause = 'clock' | 'scenario' | 'snapshot';
