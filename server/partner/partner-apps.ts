import type { Registration } from './bank-connection.ts';

/**
 * Whose part the demo plays: its own two faces, a household ledger for people and an accounting service
 * for companies, or one of the five 外部企業 of the notice (seed: 外部企業一覧). Those are plain names
 * for a trainer's sake: no logo, and nothing of theirs is ever called.
 */
export const appNames = [
  'kakeibo',
  'kaikei',
  'freee',
  'zaim',
  'sorimachi',
  'moneyforward',
  'moneytree',
] as const;
export type AppName = (typeof appNames)[number];

export interface PartnerApp {
  readonly name: { readonly ja: string; readonly en: string };
  /** The character on the badge. */
  readonly mark: string;
  /** What the service is for. */
  readonly trade: 'household' | 'accounting';
  /** The 事業者, where the name is one of the notice's. */
  readonly company?: string;
  readonly registration: Registration;
}

/** As registered in the demo scenario. The secrets are public on purpose and say so themselves. */
export const partnerApps: Readonly<Record<AppName, PartnerApp>> = {
  kakeibo: {
    name: { ja: 'デモ家計簿', en: 'Demo Kakeibo' },
    mark: '家',
    trade: 'household',
    registration: {
      clientId: 'demo-kakeibo',
      secret: 'demo-kakeibo-secret-do-not-use-in-production',
      authentication: 'client_secret_basic',
    },
  },
  kaikei: {
    name: { ja: 'デモ会計', en: 'Demo Accounting' },
    mark: '会',
    trade: 'accounting',
    registration: {
      clientId: 'demo-kaikei',
      secret: 'demo-kaikei-secret-do-not-use-in-production',
      authentication: 'client_secret_post',
    },
  },
  freee: ofNotice('freee', 'クラウド会計ソフト freee', 'フリー株式会社', 'accounting'),
  zaim: ofNotice('zaim', '家計簿サービス Zaim', '株式会社 Zaim', 'household'),
  sorimachi: ofNotice('sorimachi', 'スマホ社長', 'ソリマチ株式会社', 'accounting'),
  moneyforward: ofNotice(
    'moneyforward',
    'マネーフォワード ME／クラウドサービス',
    '株式会社マネーフォワード',
    'household',
  ),
  moneytree: ofNotice('moneytree', 'Moneytree／一生通帳／MT LINK', 'マネーツリー株式会社', 'household'),
};

function ofNotice(clientId: string, name: string, company: string, trade: PartnerApp['trade']): PartnerApp {
  return {
    name: { ja: name, en: name },
    // Not the service's own letter in its own colour: that would begin to look like a logo.
    mark: '例',
    trade,
    company,
    registration: {
      clientId,
      secret: `${clientId}-sandbox-secret-do-not-use-in-production`,
      authentication: 'client_secret_basic',
    },
  };
}
