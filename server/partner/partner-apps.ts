import type { Registration } from './bank-connection.ts';

/** The two faces of the demo: a household ledger for people, an accounting service for companies. */
export const appNames = ['kakeibo', 'kaikei'] as const;
export type AppName = (typeof appNames)[number];

export interface PartnerApp {
  readonly name: { readonly ja: string; readonly en: string };
  /** The character on the badge. */
  readonly mark: string;
  readonly registration: Registration;
}

/** As registered in the demo scenario. The secrets are public on purpose and say so themselves. */
export const partnerApps: Readonly<Record<AppName, PartnerApp>> = {
  kakeibo: {
    name: { ja: 'デモ家計簿', en: 'Demo Kakeibo' },
    mark: '家',
    registration: {
      clientId: 'demo-kakeibo',
      secret: 'demo-kakeibo-secret-do-not-use-in-production',
      authentication: 'client_secret_basic',
    },
  },
  kaikei: {
    name: { ja: 'デモ会計', en: 'Demo Accounting' },
    mark: '会',
    registration: {
      clientId: 'demo-kaikei',
      secret: 'demo-kaikei-secret-do-not-use-in-production',
      authentication: 'client_secret_post',
    },
  },
};
