import { refusals } from './entry.ts';

export const controlRefusals = refusals({});
