import type { CustomerKind } from '../bank/model.ts';

/** Where the API answers, and whose grants it takes there (wire format: mounts). */
export const dataApiMounts: Readonly<Record<string, CustomerKind | 'any'>> = {
  '/ib/v1': 'any',
  '/personal/v1': 'personal',
  '/corporation/v1': 'corporate',
  '/ganb/api/personal/v1': 'personal',
  '/ganb/api/corporation/v1': 'corporate',
};
