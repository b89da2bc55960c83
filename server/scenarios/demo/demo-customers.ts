import type { ScenarioCustomer } from '../scenario-schema.ts';

/** The customers everybody meets first. Names, logins, passwords and account numbers are fixed. */
export const demoCustomers: ScenarioCustomer[] = [
  {
    kind: 'personal',
    loginId: '10000000001',
    password: 'Sandbox-0001',
    name: 'サンプル　太郎',
    nameKana: 'ｻﾝﾌﾟﾙ ﾀﾛｳ',
    note: {
      ja: '14か月分の暮らしがある個人。まずはこの契約者から。',
      en: 'A personal customer with 14 months of daily life. Start here.',
    },
    accounts: [
      {
        branchCode: '001',
        accountTypeCode: '01',
        accountNumber: '1000001',
        transferLimitAmount: '1000000',
        generate: { profile: 'household', months: 14 },
      },
      {
        branchCode: '003',
        accountTypeCode: '01',
        accountNumber: '1000002',
        transferLimitAmount: '500000',
        generate: { profile: 'savings', months: 14 },
      },
      {
        branchCode: '001',
        accountTypeCode: '11',
        accountNumber: '1000003',
        maturityDate: 'today+120',
        generate: { profile: 'time-deposit', months: 14 },
      },
    ],
  },
  {
    kind: 'personal',
    loginId: '10000000002',
    password: 'Sandbox-0002',
    name: 'サンプル　次郎',
    nameKana: 'ｻﾝﾌﾟﾙ ｼﾞﾛｳ',
    note: {
      ja: '総合口座の貸越（残高がマイナス）。',
      en: 'An overdrawn 総合口座: the balance is negative.',
    },
    accounts: [
      {
        branchCode: '001',
        accountTypeCode: '01',
        accountNumber: '2000001',
        overdraftLimit: '500000',
        transferLimitAmount: '500000',
        generate: { profile: 'overdrawn', months: 14 },
      },
    ],
  },
  {
    kind: 'personal',
    loginId: '10000000003',
    password: 'Sandbox-0003',
    name: 'サンプル　三奈',
    nameKana: 'ｻﾝﾌﾟﾙ ﾐﾅ',
    note: {
      ja: '普通預金に1,200件の明細（500件ずつで3ページ）。',
      en: '1,200 rows in the ordinary account: three pages of 500.',
    },
    accounts: [
      {
        branchCode: '001',
        accountTypeCode: '01',
        accountNumber: '3000001',
        transferLimitAmount: '1000000',
        generate: { profile: 'household-busy', months: 12, rows: 1_200 },
      },
    ],
  },
  {
    kind: 'personal',
    loginId: '10000000004',
    password: 'Sandbox-0004',
    name: 'サンプル　四葉',
    nameKana: 'ｻﾝﾌﾟﾙ ﾖﾂﾊﾞ',
    note: { ja: '明細が一件もない口座。', en: 'An account without a single row.' },
    accounts: [
      {
        branchCode: '002',
        accountTypeCode: '01',
        accountNumber: '4000001',
        transferLimitAmount: '500000',
      },
    ],
  },
  {
    kind: 'personal',
    loginId: '10000000005',
    password: 'Sandbox-0005',
    name: 'サンプル　五郎',
    nameKana: 'ｻﾝﾌﾟﾙ ｺﾞﾛｳ',
    status: 'locked',
    failedLogins: 5,
    note: {
      ja: '誤入力により利用停止中。コンソールで解除できます。',
      en: 'Locked after wrong entries; unlock in the console.',
    },
    accounts: [
      {
        branchCode: '002',
        accountTypeCode: '01',
        accountNumber: '5000001',
        transferLimitAmount: '500000',
        generate: { profile: 'household', months: 3 },
      },
    ],
  },
  {
    kind: 'personal',
    loginId: '10000000006',
    name: 'サンプル　六実',
    nameKana: 'ｻﾝﾌﾟﾙ ﾑﾂﾐ',
    login: 'certificate',
    certificates: [
      {
        serialNumber: '6001',
        subject: 'CN=10000000006, OU=Personal IB, O=Sample Shinkin Bank',
        notBefore: 'today-500',
        notAfter: 'today-135',
      },
      {
        serialNumber: '6002',
        subject: 'CN=10000000006, OU=Personal IB, O=Sample Shinkin Bank',
        notBefore: 'today-150',
        notAfter: 'today+215',
      },
    ],
    note: {
      ja: '電子証明書方式。有効なものと期限切れのものが一枚ずつ。',
      en: 'Certificate login: one valid certificate and one that has expired.',
    },
    accounts: [
      {
        branchCode: '001',
        accountTypeCode: '01',
        accountNumber: '6000001',
        transferLimitAmount: '1000000',
        generate: { profile: 'household', months: 6 },
      },
    ],
  },
  {
    kind: 'personal',
    loginId: '10000000007',
    password: 'Sandbox-0007',
    name: 'サンプル　七海',
    nameKana: 'ｻﾝﾌﾟﾙ ﾅﾅﾐ',
    note: {
      ja: 'さまざまな科目：決済用、貯蓄、納税準備、定期積金、外貨、カードローン。',
      en: 'One account of every other type, a foreign currency and a card loan among them.',
    },
    accounts: [
      {
        branchCode: '001',
        accountTypeCode: '02',
        accountNumber: '7000001',
        transferLimitAmount: '500000',
        generate: { profile: 'household', months: 3 },
      },
      {
        branchCode: '001',
        accountTypeCode: '22',
        accountNumber: '7000002',
        generate: { profile: 'savings', months: 14 },
      },
      {
        branchCode: '001',
        accountTypeCode: '23',
        accountNumber: '7000003',
        generate: { profile: 'tax-reserve', months: 14 },
      },
      {
        branchCode: '001',
        accountTypeCode: '31',
        accountNumber: '7000004',
        maturityDate: 'today+365',
        generate: { profile: 'instalment', months: 14 },
      },
      {
        branchCode: '001',
        accountTypeCode: '51',
        accountNumber: '7000005',
        currencyCode: 'USD',
        ttb: '148.25',
        generate: { profile: 'foreign', months: 14 },
      },
      {
        branchCode: '001',
        accountTypeCode: '71',
        accountNumber: '7000006',
        overdraftLimit: '500000',
        generate: { profile: 'card-loan', months: 14 },
      },
    ],
  },
  {
    kind: 'corporate',
    loginId: 'Corp-0001',
    password: 'Sandbox-0101',
    name: '株式会社サンプル商事',
    nameKana: 'ｶ)ｻﾝﾌﾟﾙｼﾖｳｼﾞ',
    note: {
      ja: '普通と当座、24か月分の取引がある法人。',
      en: 'A company with an ordinary and a current account, 24 months of business.',
    },
    accounts: [
      {
        branchCode: '001',
        accountTypeCode: '01',
        accountNumber: '0100001',
        transferLimitAmount: '10000000',
        generate: { profile: 'company', months: 24 },
      },
      {
        branchCode: '001',
        accountTypeCode: '21',
        accountNumber: '0100002',
        transferLimitAmount: '10000000',
        generate: { profile: 'company-cheques', months: 24 },
      },
    ],
  },
  {
    kind: 'corporate',
    loginId: 'Corp-0002',
    name: 'サンプル工業有限会社',
    nameKana: 'ｻﾝﾌﾟﾙｺｳｷﾞﾖｳ(ﾕ',
    login: 'certificate',
    certificates: [
      {
        serialNumber: 'C002',
        subject: 'CN=Corp-0002, OU=WEB-FB, O=Sample Shinkin Bank',
        notBefore: 'today-90',
        notAfter: 'today+275',
      },
    ],
    note: { ja: '電子証明書方式の法人。', en: 'A company with certificate login.' },
    accounts: [
      {
        branchCode: '003',
        accountTypeCode: '01',
        accountNumber: '0200001',
        transferLimitAmount: '10000000',
        generate: { profile: 'company', months: 12 },
      },
    ],
  },
];
