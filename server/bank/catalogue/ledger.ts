import { refusals } from './entry.ts';

/** Refusals of working on statements from outside the bank's own API. */
export const ledgerRefusals = refusals({
  transaction_not_found: {
    status: 404,
    spec: 'Control API: /accounts/{accountId}/transactions',
    message: {
      ja: '口座 {accountId} に明細「{itemKey}」はありません。',
      en: 'The account {accountId} has no row {itemKey}.',
    },
    hint: {
      ja: 'GET /accounts/{accountId}/transactions で itemKey を確かめてください。',
      en: 'Look the itemKey up with GET /accounts/{accountId}/transactions.',
    },
  },
  account_busy: {
    status: 409,
    spec: 'Control API: /accounts/{accountId}/transactions',
    message: {
      ja: '口座「{accountId}」では、明細の取り込みまたは作成がまだ続いています。明細は1件も登録していません。',
      en: 'Rows of the account {accountId} are still being imported or made up. None of these was booked.',
    },
    hint: {
      ja: '先の処理が終わってから、もう一度送ってください。',
      en: 'Send the request again when that is over.',
    },
  },
  booking_overtaken: {
    status: 409,
    spec: 'Control API: /accounts/{accountId}/transactions',
    message: {
      ja: '明細を用意している間に、口座「{accountId}」を含む状態が置き換えられたか、口座の明細が変わり続けました。明細は1件も登録していません。',
      en: 'While the rows were being prepared, the state with the account {accountId} was replaced, or its statement kept changing. None of them was booked.',
    },
    hint: {
      ja: '口座があることを確かめ、ほかの登録や読み込みが終わってから、もう一度送ってください。',
      en: 'See that the account is there, and send the request again when other bookings or loads are over.',
    },
  },
  statement_file_faulty: {
    status: 422,
    spec: 'Control API: POST /accounts/{accountId}/transactions/import',
    message: {
      ja: 'ファイルに誤りが {count} 件あります。明細は1件も登録していません。',
      en: 'The file has {count} fault(s). Not one of its rows was booked.',
    },
    hint: {
      ja: '示された行と項目を直し、もう一度取り込んでください。',
      en: 'Mend the lines and columns that are named and import the file again.',
    },
  },
  statement_too_long: {
    status: 422,
    spec: 'Control API: GET /accounts/{accountId}/transactions/export',
    message: {
      ja: '口座 {accountId} のこの期間の明細は {limit} 件を超えています。',
      en: 'The account {accountId} has more than {limit} rows in that period.',
    },
    hint: {
      ja: 'from と to で期間を分けて書き出してください。',
      en: 'Write shorter periods with from and to.',
    },
  },
  format_yen_only: {
    status: 422,
    spec: '全銀協 入出金取引明細',
    message: {
      ja: '全銀形式は円の口座だけを表せます。この口座の通貨は {currencyCode} です。',
      en: 'The zengin format is for accounts in yen; this one is in {currencyCode}.',
    },
    hint: {
      ja: 'format=csv を使ってください。',
      en: 'Use format=csv.',
    },
  },
  format_value_too_large: {
    status: 422,
    spec: '全銀協 入出金取引明細',
    message: {
      ja: '{itemKey} の値 {value} は、全銀形式の項目「{field}」（{digits}桁）に収まりません。',
      en: 'The value {value} of {itemKey} does not fit into {digits} digits, all that a zengin file has for it.',
    },
    hint: {
      ja: 'from と to でその明細を除くか、format=csv を使ってください。',
      en: 'Leave that row out with from and to, or use format=csv.',
    },
  },
});
