import type { Institution, Settings } from './model.ts';

/**
 * The fictional bank a new sandbox plays. Code 1999 is assigned to nobody, so nothing it prints can
 * be mistaken for an existing institution.
 */
export const sampleInstitution: Institution = {
  code: '1999',
  name: 'サンプル信用金庫',
  nameEn: 'Sample Shinkin Bank',
  shortName: 'サンプル金庫',
  serviceName: 'サンプルインターネットバンキング',
  profile: 'sample',
  colors: { personal: '#00695c', corporate: '#1f4e8c' },
  supportDesk: { name: 'EBセンター', hours: '平日営業日 9:00～17:00', phone: '0120-00-0000' },
  branches: [
    { code: '001', name: '本店営業部' },
    { code: '002', name: '駅前支店' },
    { code: '003', name: 'みなと支店' },
    { code: '004', name: '城下町支店' },
    { code: '005', name: '南支店' },
    { code: '006', name: '西支店' },
    { code: '007', name: '東支店' },
    { code: '009', name: '大通り支店' },
  ],
};

/** The names the seed notice prints (seed: お問い合わせ先, 別紙). Names only: no logo, no link to the bank. */
export const hamashinInstitution: Institution = {
  code: '1473',
  name: '小浜信用金庫',
  nameEn: 'Obama Shinkin Bank',
  shortName: 'はましん',
  serviceName: 'はましんインターネットバンキング',
  profile: 'hamashin',
  colors: { personal: '#00695c', corporate: '#1f4e8c' },
  supportDesk: { name: 'はましんEBセンター', hours: '平日営業日 9:00～17:00', phone: '0120-53-2166' },
  branches: [
    { code: '001', name: '本店営業部' },
    { code: '003', name: '高浜支店' },
    { code: '004', name: '大飯支店' },
    { code: '005', name: '上中支店' },
    { code: '006', name: '西津支店' },
    { code: '007', name: '東小浜支店' },
    { code: '009', name: '駅通り支店' },
  ],
};

export const institutionProfiles = {
  sample: sampleInstitution,
  hamashin: hamashinInstitution,
} as const;
export type InstitutionProfile = keyof typeof institutionProfiles;

/** The rules a new sandbox begins with. */
export const defaultSettings: Settings = {
  institution: sampleInstitution,
  language: 'ja',
  lifetimes: {
    codeSeconds: 600,
    accessTokenSeconds: 3_600,
    // seed: 口座連携の有効期限は90日間です。
    grantDays: 90,
    interactionSeconds: 600,
    refreshGraceSeconds: 10,
  },
  policies: {
    grantPolicy: 'one-per-client',
    refreshRotation: 'rotate-grace',
    endGrantsOnPasswordChange: true,
    maxFailedLogins: 5,
    unlockAfterMinutes: 0,
    acceptAnyMount: false,
    historyDays: 0,
  },
  retention: { endedGrantDays: 90, expiredTokenDays: 7, logEntries: 10_000, logMegabytes: 64 },
  serviceHours: { from: '00:00', to: '00:00' },
  maintenance: [],
  pageSize: 500,
  rateLimitPerMinute: 0,
  termsVersion: '2019-02-04',
};

/** The branch's name; one that the institution does not list is called by its number. */
export function branchNameOf(institution: Institution, branchCode: string): string {
  return institution.branches.find(({ code }) => code === branchCode)?.name ?? `${branchCode}支店`;
}
