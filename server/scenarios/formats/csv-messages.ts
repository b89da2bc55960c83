import type { Bilingual } from '../../bank/catalogue/entry.ts';

/** What can be wrong with a CSV file. The line and the column stand before each. */
export const csvMessages = {
  csv_separator: {
    ja: '値が {separator} で区切られています。カンマ「,」区切りの CSV として保存し直してください。',
    en: 'the values are separated by {separator}; save the file as CSV with commas.',
  },
  csv_title_lines: {
    ja: '見出し（照会口座、番号、勘定日…）は{heading}行目にあり、その前に表題などの行があります。{heading}行目が先頭になるよう、前の行を取り除いてください。',
    en: 'the heading (照会口座, 番号, 勘定日 …) is on line {heading}, and there are lines such as a title before it; take them away, so that line {heading} comes first.',
  },
  csv_second_heading: {
    ja: '明細の後ろにもう一度見出しがあります。ファイルをつなげたものなら、見出しごとに分けてください。',
    en: 'a heading comes again behind rows; if files were joined, divide them at each heading.',
  },
  csv_second_account: {
    ja: '「{found}」ですが、{first}行目は「{expected}」です。口座ごとにファイルを分けてください。',
    en: 'it is "{found}" where line {first} has "{expected}"; put each account into a file of its own.',
  },
  csv_columns: {
    ja: '列が {found} 個あります。{columns} の {expected} 列にしてください（値がない列も空で置きます）。',
    en: 'it has {found} columns; there are {expected} ({columns}), empty ones included.',
  },
  csv_heading: {
    ja: '{number}列目の見出しは「{expected}」のはずですが「{found}」です。列の順と通貨をそろえてください。',
    en: 'column {number} is headed "{found}" and not "{expected}"; put the columns in order, in the account\'s currency.',
  },
  csv_quote_open: {
    ja: '引用符「"」が閉じていません。閉じるか、値の中の " を "" と書いてください。',
    en: 'a quote is not closed; close it, or write a " within a value as "".',
  },
  csv_quote_inside: {
    ja: '閉じた引用符「"」の後ろに文字があります。値の中の " は "" と書いてください。',
    en: 'something follows a closing quote; write a " within a value as "".',
  },
  date_not_a_day: {
    ja: '「{found}」という日はありません。実在する日付にしてください。',
    en: '"{found}" is no day that exists; write one that does.',
  },
  date_in_era: {
    ja: '「{found}」は和暦です。西暦で、2027年02月20日 や 2027-02-20 の形で書いてください。',
    en: '"{found}" counts the years of an era; write the Gregorian year: 2027年02月20日 or 2027-02-20.',
  },
  date_short_year: {
    ja: '「{found}」は年が4桁ではありません。2027年02月20日 や 2027-02-20 の形で書いてください。',
    en: '"{found}" has no year of four digits; write it as 2027年02月20日 or 2027-02-20.',
  },
  date_unreadable: {
    ja: '「{found}」は日付として読めません。2027年02月20日 や 2027-02-20 の形で書いてください。',
    en: '"{found}" can\'t be read as a day; write it as 2027年02月20日 or 2027-02-20.',
  },
  amount_missing: {
    ja: '出金金額も入金金額もありません。どちらか一方に金額を書いてください。',
    en: 'neither has an amount; write one in one of them.',
  },
  amount_twice: {
    ja: '出金金額「{withdrawn}」と入金金額「{deposited}」の両方があります。どちらか一方だけにしてください。',
    en: 'both have an amount ("{withdrawn}" and "{deposited}"); leave one of them empty.',
  },
  amount_negative: {
    ja: '「{found}」は負の数です（▲、△、-、かっこは負を表します）。符号を取り、{column}の列に書いてください。',
    en: '"{found}" is negative (▲, △, - and brackets say so); write it without the sign in the column {column}.',
  },
  amount_character: {
    ja: '「{found}」の「{character}」は金額に使えません。数字だけで（3桁ごとのカンマと「¥」「円」は可）書いてください。',
    en: '"{character}" in "{found}" has no place in an amount; write digits only (commas by thousands, ¥ and 円 will do).',
  },
  amount_commas: {
    ja: '「{found}」はカンマが3桁ごとではありません。小数点は「.」で書き、桁区切りは3桁ごとにするか、取り除いてください。',
    en: 'the commas of "{found}" do not stand by thousands; write decimals behind a point, and group by three digits or not at all.',
  },
  amount_decimals: {
    ja: '「{found}」は小数の桁が多すぎます。{currencyCode} の小数は {decimals} 桁までです。',
    en: '"{found}" has too many decimals; {currencyCode} has {decimals}.',
  },
  amount_too_large: {
    ja: '「{found}」は大きすぎます。小数を含めて {digits} 桁までにしてください。',
    en: '"{found}" is too large; {digits} digits, decimals included, are the most.',
  },
  value_date_later: {
    ja: '起算日 {valueDate} が勘定日 {transactionDate} より後です。勘定日以前の日にしてください。',
    en: 'the value date {valueDate} is later than the booking on {transactionDate}; it can only be that day or earlier.',
  },
  row_marked: {
    ja: '「{mark}」と印のある明細は、足すのか引くのかがわかりません。取り込めるのは「取消」（反対の明細として登録）だけです。打ち消す明細と正しい明細を、印のない行として書いてください。',
    en: 'a row marked "{mark}" does not tell whether it adds or takes away; only 取消 is read (as the opposite row). Write what undoes the old row, and the right row, as rows without a mark.',
  },
  remarks_too_long: {
    ja: '{found} 文字あります。{limit} 文字までにしてください。',
    en: 'it has {found} characters; {limit} is the most.',
  },
  balance_contradicts: {
    ja: '残高は {stated} ですが、{before}行目の残高にこの行までの入出金を足し引きすると {computed} です。抜けた行や書き換えた金額がないか確かめてください（残高の列を空にすれば確かめません）。',
    en: 'the balance is {stated}, but that of line {before} with what moved since makes {computed}; look for a row that is missing or an amount that was changed (empty the balances, and they are not compared).',
  },
  balance_order_contradicts_dates: {
    ja: '残高からみた順では、勘定日 {date} のこの行が、{beforeDate} の{before}行目より後になります。勘定日か残高を直してください。',
    en: 'in the order the balances prove, this row of {date} comes behind line {before} of {beforeDate}; mend the days or the balances.',
  },
  mark_contradicts_balance: {
    ja: '「取消」なので {change} の反対の明細ですが、残高 {stated} はそれに合いません（{before}行目から数えると {computed}）。元の明細に付いた印なら、その行と打ち消す行から印を取り除いてください。',
    en: 'marked 取消, it is the opposite of {change}, and the balance {stated} does not agree (from line {before} it is {computed}); if the mark stands on the row that was undone, take it away from both rows.',
  },
} as const satisfies Record<string, Bilingual>;
