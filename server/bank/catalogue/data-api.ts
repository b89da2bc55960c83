import { refusals } from './entry.ts';

export const dataApiRefusals = refusals({});
