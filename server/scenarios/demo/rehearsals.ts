import type { Bilingual } from '../../bank/catalogue/entry.ts';
import type { DrillName } from '../../bank/model.ts';
import type { ScenarioCustomer } from '../scenario-schema.ts';

/** A customer who is there for one failure. */
export interface Rehearsal {
  readonly login: string;
  readonly name: string;
  readonly nameKana: string;
  readonly note: Bilingual;
  readonly drill?: DrillName;
  readonly more?: Partial<ScenarioCustomer>;
}

/** What partners complain about, one login each. The password is `Sandbox-` and the last four digits. */
export const rehearsals: readonly Rehearsal[] = [
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
