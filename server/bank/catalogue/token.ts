import { refusals } from './entry.ts';

export const tokenRefusals = refusals({});
