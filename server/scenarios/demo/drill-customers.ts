import type { Bilingual } from '../../bank/catalogue/entry.ts';
import type { DrillName } from '../../bank/model.ts';
import type { ScenarioCustomer } from '../scenario-schema.ts';

interface Rehearsal {
  readonly login: string;
  readonly name: string;
  readonly nameKana: string;
  readonly note: Bilingual;
  readonly drill?: DrillName;
  readonly more?: Partial<ScenarioCustomer>;
}

/** What partners complain about, one login each. The password is `Sandbox-` and the last four digits. */
const rehearsals: Rehearsal[] = [
  {
    login: '10000000011',
    name: 'サンプル　停止',
    nameKana: 'ｻﾝﾌﾟﾙ ﾃｲｼ',
    more: { status: 'stopped' },
    note: { ja: 'ご契約が停止されている。', en: 'The contract is stopped.' },
  },
  {
    login: '10000000012',
    name: 'サンプル　権限',
    nameKana: 'ｻﾝﾌﾟﾙ ｹﾝｹﾞﾝ',
    more: { mayInquire: false },
    note: {
      ja: '照会権限がない：ログインはできるが、許可できない。',
      en: 'No right of inquiry: may log in, may not consent.',
    },
  },
  {
    login: '10000000013',
    name: 'サンプル　夜間',
    nameKana: 'ｻﾝﾌﾟﾙ ﾔｶﾝ',
    drill: 'outside_service_hours',
    note: {
      ja: '夜間・休日の停止：連携後の照会がいつもサービス時間外。',
      en: 'Night and holiday stop: once linked, every inquiry is outside service hours.',
    },
  },
  {
    login: '10000000014',
    name: 'サンプル　保守',
    nameKana: 'ｻﾝﾌﾟﾙ ﾎｼﾕ',
    drill: 'maintenance',
    note: {
      ja: 'メンテナンス：連携後の照会がいつもメンテナンス中。',
      en: 'Maintenance: once linked, every inquiry meets a maintenance window.',
    },
  },
  {
    login: '10000000015',
    name: 'サンプル　制限',
    nameKana: 'ｻﾝﾌﾟﾙ ｾｲｹﾞﾝ',
    drill: 'rate_limited',
    note: { ja: '予告のない流量制限（429）。', en: 'Rate limiting without warning (429).' },
  },
  {
    login: '10000000021',
    name: 'サンプル　期限',
    nameKana: 'ｻﾝﾌﾟﾙ ｷｹﾞﾝ',
    drill: 'grant_expires_soon',
    note: {
      ja: '90日の期限切れ：この契約者の許可は、同意から2分で終わる。',
      en: 'Expiry after 90 days: a grant of this customer ends two minutes after the consent.',
    },
  },
  {
    login: '10000000022',
    name: 'サンプル　別社',
    nameKana: 'ｻﾝﾌﾟﾙ ﾍﾞﾂｼﾔ',
    drill: 'other_consent_ends_grant',
    note: {
      ja: '別の外部サービスへの許可が、先の許可を終わらせる。',
      en: "A second partner's consent kills the first.",
    },
  },
  {
    login: '10000000023',
    name: 'サンプル　変更',
    nameKana: 'ｻﾝﾌﾟﾙ ﾍﾝｺｳ',
    drill: 'password_change_ends_grant',
    note: {
      ja: 'パスワード変更で許可が終わる：最初の更新までに変わったことになる。',
      en: 'A change of password ends the grant: it is taken to have happened by the first refresh.',
    },
  },
  {
    login: '10000000024',
    name: 'サンプル　紛失',
    nameKana: 'ｻﾝﾌﾟﾙ ﾌﾝｼﾂ',
    drill: 'refresh_answer_lost',
    note: {
      ja: '最初の更新は成立したのに、応答が届かない（504）。',
      en: 'The first refresh is committed, its answer lost (504).',
    },
  },
  {
    login: '10000000025',
    name: 'サンプル　障害',
    nameKana: 'ｻﾝﾌﾟﾙ ｼﾖｳｶﾞｲ',
    drill: 'token_endpoint_down',
    note: {
      ja: '同意から5分間、更新が500で失敗する。',
      en: 'A refresh fails with 500 for the five minutes after the consent.',
    },
  },
  {
    login: '10000000026',
    name: 'サンプル　消失',
    nameKana: 'ｻﾝﾌﾟﾙ ｼﾖｳｼﾂ',
    drill: 'grant_lost_on_refresh',
    note: {
      ja: '許可の消失：最初の更新のときには、金融機関側で失われている。',
      en: 'The consent is lost: by the first refresh the bank no longer has it.',
    },
  },
  {
    login: '10000000027',
    name: 'サンプル　鍵',
    nameKana: 'ｻﾝﾌﾟﾙ ｶｷﾞ',
    drill: 'signing_key_changed',
    note: {
      ja: 'ID トークンが、直前に入れ替えた鍵で署名される。',
      en: 'ID tokens are signed with a key that was rotated right before.',
    },
  },
  {
    login: '10000000031',
    name: 'サンプル　遅延',
    nameKana: 'ｻﾝﾌﾟﾙ ﾁｴﾝ',
    drill: 'third_page_slow',
    note: {
      ja: '明細の3ページ目が遅い（8秒。設定 policies.slowPageMs）。',
      en: 'Page 3 of the statement is slow (8 s; settings policies.slowPageMs).',
    },
  },
  {
    login: '10000000032',
    name: 'サンプル　欠落',
    nameKana: 'ｻﾝﾌﾟﾙ ｹﾂﾗｸ',
    drill: 'third_page_truncated',
    note: { ja: '明細の3ページ目が途中で切れる。', en: 'Page 3 of the statement is cut off.' },
  },
  {
    login: '10000000033',
    name: 'サンプル　変動',
    nameKana: 'ｻﾝﾌﾟﾙ ﾍﾝﾄﾞｳ',
    drill: 'balance_changes_between_pages',
    note: {
      ja: 'ページの間に残高が変わる：1ページ目の直後に1円の入金がある。',
      en: 'The balance changes between pages: 1 yen comes in right after page 1.',
    },
  },
  {
    login: '10000000034',
    name: 'サンプル　消口',
    nameKana: 'ｻﾝﾌﾟﾙ ｷｴｸﾁ',
    drill: 'account_vanishes',
    note: {
      ja: '連携した口座がひとつ見えなくなる：最初の更新のあと、2つ目の口座が消える。',
      en: 'An account vanishes from the consent: the second one, after the first refresh.',
    },
  },
  {
    login: '10000000035',
    name: 'サンプル　重複',
    nameKana: 'ｻﾝﾌﾟﾙ ﾁﾖｳﾌｸ',
    drill: 'item_keys_change_on_relink',
    note: {
      ja: '再連携すると同じ明細が別の itemKey で届く。',
      en: 'After reconnecting the same rows come with other item keys.',
    },
  },
  {
    login: '10000000036',
    name: 'サンプル　空白',
    nameKana: 'ｻﾝﾌﾟﾙ ｸｳﾊｸ',
    drill: 'history_gap',
    note: {
      ja: '失効していた間の明細に空白ができる：明細は30日前までしか届かない。',
      en: 'A lapse leaves a gap in the history: statements reach back 30 days only.',
    },
  },
];

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
