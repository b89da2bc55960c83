import { isBankKana, toBankCompanyName, toBankKana } from '../../bank/kana.ts';

/**
 * How the words of statements and branches read. 全銀 files have one byte for a character and so no
 * kanji; a host system holds a kana form of its own beside each of these.
 */
const readings = Object.entries({
  本店営業部: 'ﾎﾝﾃﾝｴｲｷﾞﾖｳﾌﾞ',
  小浜信用金庫: 'ｵﾊﾞﾏｼﾝｷﾝ',
  信用金庫: 'ｼﾝｷﾝ',
  城下町: 'ｼﾞﾖｳｶﾏﾁ',
  東小浜: 'ﾋｶﾞｼｵﾊﾞﾏ',
  大通り: 'ｵｵﾄﾞｵﾘ',
  駅通り: 'ｴｷﾄﾞｵﾘ',
  駅前: 'ｴｷﾏｴ',
  高浜: 'ﾀｶﾊﾏ',
  大飯: 'ｵｵｲ',
  上中: 'ｶﾐﾅｶ',
  西津: 'ﾆｼﾂﾞ',
  銀行: 'ｷﾞﾝｺｳ',
  金庫: 'ｷﾝｺ',
  支店: '',
  出張所: '',
  東: 'ﾋｶﾞｼ',
  西: 'ﾆｼ',
  南: 'ﾐﾅﾐ',
  北: 'ｷﾀ',
  口座振替: 'ｺｳｻﾞﾌﾘｶｴ',
  定期預入: 'ﾃｲｷｱｽﾞｹｲﾚ',
  手数料: 'ﾃｽｳﾘﾖｳ',
  決算お利息: 'ｹﾂｻﾝｵﾘｿｸ',
  利息: 'ﾘｿｸ',
  小切手: 'ｺｷﾞﾂﾃ',
  手形: 'ﾃｶﾞﾀ',
  給与: 'ｷﾕｳﾖ',
  賞与: 'ｼﾖｳﾖ',
  振込: 'ﾌﾘｺﾐ',
  振替: 'ﾌﾘｶｴ',
  税金: 'ｾﾞｲｷﾝ',
  訂正: 'ﾃｲｾｲ',
  返済: 'ﾍﾝｻｲ',
  借入: 'ｶﾘｲﾚ',
  預入: 'ｱｽﾞｹｲﾚ',
  現金: 'ｹﾞﾝｷﾝ',
  入金: 'ﾆﾕｳｷﾝ',
  出金: 'ｼﾕﾂｷﾝ',
  書店: 'ｼﾖﾃﾝ',
  定期: 'ﾃｲｷ',
  積金: 'ﾂﾐｷﾝ',
}).sort(([a], [b]) => b.length - a.length);

/** Signs that 全銀 files know beyond those of a name. */
const FURTHER_SIGNS = /^[,/｢｣\\]$/;

const COMPANY = /^(株式会社|有限会社|合同会社)(.+)$|^(.+)(株式会社|有限会社|合同会社)$/;

/**
 * `text` in the characters of a 全銀 file, cut to `length`. What has no kana form, such as a kanji no
 * reading is known of, is left blank; the codes beside a name say who is meant.
 */
export function toZenginText(text: string, length: number): string {
  return (isBankKana(text) ? text : spell(text)).slice(0, length).trimEnd();
}

function spell(text: string): string {
  const [, formBefore, nameAfter, nameBefore, formAfter] = COMPANY.exec(text) ?? [];
  const company =
    formBefore !== undefined && nameAfter !== undefined
      ? toBankCompanyName(nameAfter, formBefore, 'before')
      : nameBefore !== undefined && formAfter !== undefined
        ? toBankCompanyName(nameBefore, formAfter, 'after')
        : undefined;
  if (company !== undefined) return company;
  const read = readings.reduce((left, [word, kana]) => left.replaceAll(word, kana), text);
  const kana = Array.from(read.normalize('NFC'), (character) =>
    FURTHER_SIGNS.test(character) ? character : (toBankKana(character) ?? ' '),
  ).join('');
  return kana.replace(/ {2,}/g, ' ').trimStart();
}
