import type { DrillName } from '../../bank/model.ts';
import type { ScenarioCustomer } from '../scenario-schema.ts';
import { rehearsals, type Rehearsal } from './rehearsals.ts';

/** Drills that need three pages to show anything. */
const threePages: readonly (DrillName | undefined)[] = [
  'third_page_slow',
  'third_page_truncated',
  'balance_changes_between_pages',
];

function rehearsalCustomer({ login, note, drill, more, ...names }: Rehearsal): ScenarioCustomer {
  const digits = login.slice(-4);
  return {
    kind: 'personal',
    loginId: login,
    password: `Sandbox-${digits}`,
    ...names,
    ...(drill && { drill }),
    note,
    accounts: [
      {
        branchCode: '001',
        accountTypeCode: '01',
        accountNumber: `90${login.slice(-5)}`,
        transferLimitAmount: '500000',
        generate: threePages.includes(drill)
          ? { profile: 'household-busy', months: 12, rows: 1_200 }
          : { profile: 'household', months: 3 },
      },
      ...(drill === 'account_vanishes'
        ? [
            {
              branchCode: '003',
              accountTypeCode: '01' as const,
              accountNumber: `91${login.slice(-5)}`,
              generate: { profile: 'savings' as const, months: 3 },
            },
          ]
        : []),
    ],
    ...more,
  };
}

const wrongCertificate: ScenarioCustomer[] = [
  {
    kind: 'personal',
    loginId: '10000000041',
    name: 'サンプル　失証',
    nameKana: 'ｻﾝﾌﾟﾙ ｼﾂｼﾖｳ',
    login: 'certificate',
    certificates: [
      {
        serialNumber: '6041',
        subject: 'CN=10000000041, OU=Personal IB, O=Sample Shinkin Bank',
        notBefore: 'today-200',
        notAfter: 'today+165',
        revokedOn: 'today-10',
      },
    ],
    note: { ja: '電子証明書が失効している。', en: 'The certificate has been revoked.' },
  },
  {
    kind: 'personal',
    loginId: '10000000042',
    password: 'Sandbox-0042',
    name: 'サンプル　両方',
    nameKana: 'ｻﾝﾌﾟﾙ ﾘﾖｳﾎｳ',
    login: 'both',
    certificates: [
      {
        serialNumber: '6042',
        subject: 'CN=10000000042, OU=Personal IB, O=Sample Shinkin Bank',
        notBefore: 'today-340',
        notAfter: 'today+25',
      },
    ],
    note: {
      ja: '電子証明書とパスワードの両方で認証する。証明書はまもなく期限切れ。',
      en: 'Logs in with certificate and password together. The certificate expires soon.',
    },
  },
  {
    kind: 'personal',
    loginId: '10000000043',
    name: 'サンプル　二枚',
    nameKana: 'ｻﾝﾌﾟﾙ ﾆﾏｲ',
    login: 'certificate',
    certificates: ['6043', '6143'].map((serialNumber) => ({
      serialNumber,
      subject: 'CN=10000000043, OU=Personal IB, O=Sample Shinkin Bank',
      notBefore: 'today-100',
      notAfter: 'today+265',
    })),
    note: { ja: '有効な電子証明書が二枚ある。', en: 'Two valid certificates, one for each PC.' },
  },
  {
    kind: 'personal',
    loginId: '10000000044',
    name: 'サンプル　無証',
    nameKana: 'ｻﾝﾌﾟﾙ ﾑｼﾖｳ',
    login: 'certificate',
    note: { ja: '電子証明書をまだ取得していない。', en: 'Has not been issued a certificate yet.' },
  },
  {
    kind: 'corporate',
    loginId: 'Corp-0003',
    password: 'Sandbox-0103',
    name: '株式会社サンプル商事',
    nameKana: 'ｶ)ｻﾝﾌﾟﾙｼﾖｳｼﾞ',
    mayInquire: false,
    userOf: { customerId: 'cust_Corp-0001' },
    note: {
      ja: '照会権限のない法人の利用者（管理者は Corp-0001）。',
      en: 'A corporate user without the right of inquiry (Corp-0001 is the administrator).',
    },
  },
  {
    kind: 'corporate',
    loginId: 'Corp-0004',
    password: 'Sandbox-0104',
    name: '株式会社サンプル商事',
    nameKana: 'ｶ)ｻﾝﾌﾟﾙｼﾖｳｼﾞ',
    userOf: { customerId: 'cust_Corp-0001', accountIds: ['001010100001'] },
    note: {
      ja: '普通預金だけを照会できる法人の利用者（管理者は Corp-0001、当座は見えない）。',
      en: 'A corporate user who may inquire about the ordinary account only (Corp-0001 is the administrator).',
    },
  },
];

export const drillCustomers: ScenarioCustomer[] = [...rehearsals.map(rehearsalCustomer), ...wrongCertificate];

/** One line for each login, for the scenario's description. */
export function drillList(language: 'ja' | 'en'): string {
  return drillCustomers.map(({ loginId, note }) => `${loginId}: ${note?.[language] ?? ''}`).join('\n');
}
