import type { Bilingual } from '../../bank/catalogue/entry.ts';

/**
 * The names of headings, fields and buttons exactly as the seed prints them. Trainers and tests find
 * the parts of a screen by them, so they stay Japanese in either language; English stands beside.
 */
export const names = {
  login: { ja: 'ログイン', en: 'Log in' },
  corporateLogin: { ja: 'APIサービス認証', en: 'API service authentication' },
  webBanking: { ja: 'WEBバンキング', en: 'Web banking' },
  contractId: { ja: '契約者ID', en: 'Contract ID' },
  password: { ja: 'パスワード', en: 'Password' },
  customerId: { ja: 'お客様ID', en: 'Customer ID' },
  loginPassword: { ja: 'ログインパスワード', en: 'Login password' },
  authenticate: { ja: '認証', en: 'Log in' },
  certificate: { ja: '電子証明書認証', en: 'Log in with a certificate' },
  cancel: { ja: 'キャンセル', en: 'Cancel' },
  passwordMethod: { ja: 'ID・パスワード方式のお客さま', en: 'Customers with ID and password' },
  certificateMethod: { ja: '電子証明書方式のお客さま', en: 'Customers with a certificate' },
  notes: { ja: '注意事項', en: 'Please note' },
  here: { ja: 'こちら', en: 'here' },
  accessPermission: { ja: 'アクセス許可', en: 'Permission to access' },
  permissions: {
    ja: '外部サービスに許可する業務',
    en: 'What the external service may do',
  },
  'account:balance': { ja: '残高照会', en: 'View balances' },
  'account:transaction': { ja: '入出金明細照会', en: 'View statements' },
  terms: { ja: 'しんきんAPIサービス利用規定', en: 'Shinkin API Service Terms of Use' },
  agreed: {
    ja: 'しんきんAPIサービス利用規定に同意しました。',
    en: 'I agree to the Shinkin API Service Terms of Use.',
  },
  allow: { ja: '許可', en: 'Allow' },
} as const satisfies Record<string, Bilingual>;
export type Name = keyof typeof names;
