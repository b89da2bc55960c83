import type { Bilingual } from '../../bank/catalogue/entry.ts';
import { csvMessages } from './csv-messages.ts';
import { zenginMessages } from './zengin-messages.ts';

/** What can be wrong with a file whatever its format. */
const anyFileMessages = {
  file_utf16: {
    ja: '文字コードが UTF-16（Excel の「Unicode テキスト」）です。Shift_JIS か UTF-8 の CSV として保存し直してください。',
    en: 'The bytes are UTF-16 (what Excel calls Unicode text); save the file as CSV in Shift_JIS or UTF-8.',
  },
  file_encoding_unknown: {
    ja: '文字コードが Shift_JIS でも UTF-8 でもありません。保存し直してください。',
    en: 'The bytes are neither Shift_JIS nor UTF-8; save the file in one of them.',
  },
  file_encoding_other: {
    ja: '文字コードが指定された {encoding} ではありません。保存し直すか、encoding を合わせてください。',
    en: 'The bytes are not {encoding}; save the file anew, or name the encoding it has.',
  },
  file_of_other_kind: {
    ja: '{kind} のファイルです。明細の CSV か、全銀の入出金取引明細を選んでください。',
    en: 'This is a file of {kind}; choose a statement as CSV or as 全銀 入出金取引明細.',
  },
  file_end_mark_inside: {
    ja: 'ファイルの終わりの印（1A）が途中にあり、その後ろにも行があります。つなげたファイルなら分けてください。',
    en: 'the mark of the end of a file (1A) stands before further lines; if files were joined, divide them.',
  },
  file_is_csv: {
    ja: 'CSV のファイルです。形式に「CSV」（format=csv）を選んでください。',
    en: 'this is a CSV file; choose the format CSV (format=csv).',
  },
  file_is_zengin: {
    ja: '全銀の固定長のファイルです。形式に「全銀 入出金取引明細」（format=zengin）を選んでください。',
    en: 'this is a 全銀 file of fixed records; choose the format 全銀 (format=zengin).',
  },
  file_is_zengin_csv: {
    ja: '全銀の項目をカンマで区切った CSV です。このままでは読めません。200桁固定長の全銀ファイルか、見出しが「照会口座」で始まる13列の CSV を受け取り直してください。',
    en: 'this is CSV with the fields of 全銀 records, which is not read; fetch the 全銀 file of 200 characters a record, or the CSV of 13 columns that begins with 照会口座.',
  },
  file_too_many_rows: {
    ja: '明細が {found} 件あります。一度に取り込めるのは {limit} 件までです。ファイルを分けてください。',
    en: 'It has {found} rows; {limit} is the most at once. Divide the file.',
  },
} as const satisfies Record<string, Bilingual>;

/**
 * Everything the readers can say of a file. `docs/statement-files.md` has all of it; the codes stand
 * in `errors[].code` of the answer and do not change with the words.
 */
export const fileMessages = { ...anyFileMessages, ...csvMessages, ...zenginMessages } as const;

export type FileMessageCode = keyof typeof fileMessages;
