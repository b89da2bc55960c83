import { refusals } from './entry.ts';

/** Refusals of working on statements from outside the bank's own API. */
export const ledgerRefusals = refusals({
  transaction_not_found: {
    status: 404,
    spec: 'Control API: /accounts/{accountId}/transactions',
    message: {
      ja: '口座 {accountId} に明細「{itemKey}」はありません。',
      en: 'The account {accountId} has no row {itemKey}.',
    },
    hint: {
      ja: 'GET /accounts/{accountId}/transactions で itemKey を確かめてください。',
      en: 'Look the itemKey up with GET /accounts/{accountId}/transactions.',
    },
  },
});
