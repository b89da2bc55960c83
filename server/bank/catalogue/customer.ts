import { refusals } from './entry.ts';

export const customerRefusals = refusals({});
