import type { Bilingual } from '../../bank/catalogue/entry.ts';

/** What can be wrong with a 全銀 file. The line and the field stand before each. */
export const zenginMessages = {
  zengin_ebcdic: {
    ja: '文字コードが EBCDIC です。JIS（コード区分 0）で作り直してください。',
    en: 'the bytes are EBCDIC; have the file made in JIS (コード区分 0).',
  },
  zengin_other_kind: {
    ja: '「{kind}」（{name}、1レコード{length}桁）です。取り込めるのは 03（入出金取引明細、200桁）だけです。銀行から入出金取引明細を受け取り直してください。',
    en: 'it is "{kind}" ({name}, records of {length} characters); only 03 (入出金取引明細, 200) can be imported. Fetch that statement from the bank.',
  },
  zengin_kind: {
    ja: '「{kind}」です。取り込めるのは 03（入出金取引明細）だけです。',
    en: 'it is "{kind}"; only 03 (入出金取引明細) can be imported.',
  },
  zengin_records_shorter: {
    ja: 'どのレコードも {length} 桁で、200桁に {missing} 桁足りません（120桁は振込や口座振替の依頼ファイルです）。行末の空白が削られたなら補い、別のファイルなら入出金取引明細を受け取り直してください。',
    en: 'every record has {length} characters, {missing} short of 200 (records of 120 are orders for transfers or direct debits). Put back blanks that were cut off, or fetch the 入出金取引明細.',
  },
  zengin_records_longer: {
    ja: 'どのレコードも {length} 桁あり、200桁より {surplus} 桁長くなっています。各レコードの201桁目から後ろ（1件目は「{ending}」）を取り除いてください。',
    en: 'every record has {length} characters, {surplus} more than 200. Take away what stands behind the 200th of each (in the first: "{ending}").',
  },
  zengin_record_length: {
    ja: '{found} 桁あります。レコードは 200 桁です（行末の空白が削られていないか確かめてください）。',
    en: 'it has {found} characters; a record has 200 (see whether the blanks at its end were cut off).',
  },
  zengin_character: {
    ja: '{position}文字目「{character}」は使えません。半角のカナ・英数字・記号（JIS X 0201）だけで書いてください。',
    en: 'character {position}, "{character}", is not of JIS X 0201; write half-width kana, letters, digits and signs only.',
  },
  zengin_code_class: {
    ja: '「{found}」です。0（JIS）で作ってください。',
    en: 'it is "{found}"; make the file in JIS (0).',
  },
  zengin_layout: {
    ja: '「{found}」（{name}）です。その預金のデータ・レコードは項目の並びが違うため読めません。読めるのは 1（普通）、2（当座）、3（納税準備）、4（貯蓄）、9（その他）です。',
    en: 'it is "{found}" ({name}), whose data records have another layout; those of 1 (普通), 2 (当座), 3 (納税準備), 4 (貯蓄) and 9 (その他) can be read.',
  },
  zengin_account: {
    ja: '「{found}」ですが、取り込み先の口座は「{expected}」です。口座を選び直すか、別の口座の明細として取り込むなら「別の口座のファイルでも取り込む」を選んでください（API では account=any）。',
    en: 'it is "{found}" where the account it is imported to has "{expected}"; choose that account or, to book the rows on another one, tick "Also take a file of another account" (account=any in the API).',
  },
  zengin_second_account: {
    ja: '二つ目の口座のヘッダー・レコードです。口座ごとにファイルを分けてください。',
    en: 'a second account begins here; put each account into a file of its own.',
  },
  zengin_behind_end: {
    ja: 'エンド・レコード（9）の後ろにレコードがあります。取り除いてください。',
    en: 'it stands behind the end record (9); take it away.',
  },
  zengin_order: {
    ja: '「{found}」ですが、ここには {expected} が来ます。レコードの順を直してください。',
    en: 'it is "{found}" where {expected} has to stand; put the records in order.',
  },
  zengin_unfinished: {
    ja: 'データ区分 {expected} のレコードがありません。ヘッダー（1）、データ（2）、トレーラ（8）、エンド（9）の順にそろえてください。',
    en: 'there is no record {expected}; a file has header (1), data (2), trailer (8) and end (9).',
  },
  zengin_date: {
    ja: '「{found}」は実在する日付ではありません。和暦の YYMMDD（令和9年2月20日なら 090220）で書いてください。',
    en: '"{found}" is no day that exists; write YYMMDD of the era (090220 for 20 February of Reiwa 9).',
  },
  zengin_date_outside: {
    ja: '{date} は、ヘッダーの勘定日 {from} ～ {to} の外です。日付か、ヘッダーの期間を直してください。',
    en: '{date} is outside the period of the header, {from} to {to}; mend the day, or the period.',
  },
  zengin_direction: {
    ja: '「{found}」です。1（入金）か 2（出金）にしてください。',
    en: 'it is "{found}"; it has to be 1 (deposit) or 2 (withdrawal).',
  },
  zengin_amount: {
    ja: '「{found}」です。1 以上の金額を右詰め、前ゼロの12桁で書いてください。',
    en: 'it is "{found}"; write an amount of 1 or more with zeros before it, 12 digits.',
  },
  zengin_number: {
    ja: '「{found}」です。数字だけで、右詰め、前ゼロで書いてください。',
    en: 'it is "{found}"; write digits only, with zeros before them.',
  },
  zengin_sign: {
    ja: '「{found}」です。1（正残）か 2（負残）にしてください。',
    en: 'it is "{found}"; it has to be 1 (not negative) or 2 (negative).',
  },
  zengin_total: {
    ja: '「{stated}」ですが、データ・レコードからは {computed} になります。欠けや重複がないか確かめ、そろえてください。',
    en: 'it says "{stated}" where the data records make {computed}; look for records missing or doubled.',
  },
  zengin_balance: {
    ja: '取引後残高は {stated} ですが、ヘッダー（{before}行目）の取引前残高 {balanceBefore} に明細を足し引きすると {computed} です。欠けた明細がないか確かめ、そろえてください。',
    en: 'it says {stated}, but the header (line {before}) begins with {balanceBefore} and the rows make {computed} of it; look for rows missing or changed.',
  },
  zengin_end_count: {
    ja: '「{stated}」ですが、ファイルには {computed} あります。欠けや重複がないか確かめ、そろえてください。',
    en: 'it says "{stated}" where the file has {computed}; look for records missing or doubled.',
  },
} as const satisfies Record<string, Bilingual>;
