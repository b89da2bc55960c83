import fc from 'fast-check';

/**
 * Property tests try the same values in every run, so that a red run says something about the change
 * at hand. `FC_SEED=random` looks elsewhere, any number repeats a run that did.
 */
const given = process.env['FC_SEED'] ?? '20190204';
if (given !== 'random') fc.configureGlobal({ seed: Number(given) });
