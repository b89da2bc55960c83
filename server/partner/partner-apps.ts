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

interface InBothLanguages {
  readonly ja: string;
  readonly en: string;
}

export interface PartnerApp {
  readonly name: InBothLanguages;
  /** The character on the badge. */
  readonly mark: string;
  /** What the service is for. */
  readonly trade: 'household' | 'accounting';
  /** The 事業者, where the name is one of the notice's. */
  readonly company?: InBothLanguages;
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
  freee: ofNotice(
    'freee',
    { ja: 'クラウド会計ソフト freee', en: 'freee cloud accounting' },
    { ja: 'フリー株式会社', en: 'freee K.K.' },
    'accounting',
  ),
  zaim: ofNotice(
    'zaim',
    { ja: '家計簿サービス Zaim', en: 'Zaim household ledger' },
    { ja: '株式会社 Zaim', en: 'Zaim Inc.' },
    'household',
  ),
  sorimachi: ofNotice(
    'sorimachi',
    { ja: 'スマホ社長', en: 'Sumaho Shacho' },
    { ja: 'ソリマチ株式会社', en: 'Sorimachi Co., Ltd.' },
    'accounting',
  ),
  moneyforward: ofNotice(
    'moneyforward',
    { ja: 'マネーフォワード ME／クラウドサービス', en: 'Money Forward ME / Cloud' },
    { ja: '株式会社マネーフォワード', en: 'Money Forward, Inc.' },
    'household',
  ),
  moneytree: ofNotice(
    'moneytree',
    { ja: 'Moneytree／一生通帳／MT LINK', en: 'Moneytree / Issho Tsucho / MT LINK' },
    { ja: 'マネーツリー株式会社', en: 'Moneytree K.K.' },
    'household',
  ),
};

function ofNotice(
  clientId: string,
  name: InBothLanguages,
  company: InBothLanguages,
  trade: PartnerApp['trade'],
): PartnerApp {
  return {
    name,
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
