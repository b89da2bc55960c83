import { outcomes, refusals } from './entry.ts';

const PARAMETER = 'WG_ERR_110';
const FORBIDDEN = 'WG_ERR_113';

/**
 * Refusals of the data API. `wire` is the `errorCode` of the answer; the message becomes its
 * `errorMessage`, at most 255 characters.
 */
export const dataApiRefusals = refusals({
  data_path_unknown: {
    status: 404,
    wire: 'WG_ERR_019',
    spec: 'wire format: unknown path',
    message: { ja: '指定されたパスのAPIはありません。', en: 'There is no API at this path.' },
    hint: {
      ja: '/accounts、/accounts/balances、/accounts/transactions、/accounts/deposit-transactions のいずれかです。',
      en: 'It is one of /accounts, /accounts/balances, /accounts/transactions, /accounts/deposit-transactions.',
    },
  },
  resource_method_not_allowed: {
    status: 405,
    wire: 'WG_ERR_019',
    spec: 'RFC 9110 §15.5.6',
    message: { ja: 'このAPIで使えるメソッドは {allow} です。', en: 'This API takes {allow} only.' },
    hint: { ja: '照会はすべて GET です。', en: 'Every inquiry is a GET.' },
  },
  deposit_transactions_corporate_only: {
    status: 405,
    wire: 'WG_ERR_019',
    spec: 'wire format: deposit-transactions',
    message: {
      ja: '振込入金明細照会は法人の契約者だけが使えます。',
      en: 'Deposit transactions are for corporate customers only.',
    },
    hint: {
      ja: '個人の契約者には /accounts/transactions を使ってください。',
      en: 'Use /accounts/transactions for personal customers.',
    },
  },
  mount_of_other_customer_kind: {
    status: 403,
    wire: FORBIDDEN,
    spec: 'wire format: mounts',
    message: {
      ja: 'この許可では利用できないパスです（{mount}、契約者は {kind}）。',
      en: 'The grant is of a {kind} customer and can not be used at {mount}.',
    },
    hint: {
      ja: '個人は /personal、法人は /corporation、どちらも /ib が使えます。設定 policies.acceptAnyMount で緩められます。',
      en: 'Personal customers use /personal, corporate ones /corporation, both /ib; policies.acceptAnyMount lifts the rule.',
    },
  },
  inquiry_right_withdrawn: {
    status: 403,
    wire: FORBIDDEN,
    spec: 'wire format: 照会権限',
    message: { ja: '利用者に照会権限がありません。', en: 'The user has no right of inquiry.' },
    hint: {
      ja: '連携後に照会権限が外されました。契約者の mayInquire をコンソールで確かめてください。',
      en: 'The right was withdrawn after the consent; see mayInquire of the customer in the console.',
    },
  },
  query_malformed: {
    status: 400,
    wire: PARAMETER,
    spec: 'RFC 3986 §2.1',
    message: { ja: 'クエリー文字列を読み取れません。', en: 'The query string can not be read.' },
    hint: { ja: '% の後は16進数2桁です。', en: 'Two hexadecimal digits follow each %.' },
  },
  parameter_missing: {
    status: 400,
    wire: PARAMETER,
    spec: 'wire format: parameters',
    message: { ja: 'パラメータ {parameter} は必須です。', en: 'The parameter {parameter} is required.' },
    hint: {
      ja: '口座IDは GET /accounts の accountId です。',
      en: 'Account IDs are the accountId values of GET /accounts.',
    },
  },
  query_parameter_repeated: {
    status: 400,
    wire: PARAMETER,
    spec: 'wire format: parameters',
    message: {
      ja: 'パラメータ {parameter} が複数回指定されています。',
      en: 'The parameter {parameter} is given more than once.',
    },
    hint: { ja: '一つだけにしてください。', en: 'Give it once.' },
  },
  date_malformed: {
    status: 400,
    wire: PARAMETER,
    spec: 'wire format: dates',
    message: {
      ja: '{parameter} は実在する日付を YYYY-MM-DD で指定してください。',
      en: 'The parameter {parameter} has to be an existing day, YYYY-MM-DD.',
    },
    hint: {
      ja: '20260131 や 2026-1-31 は使えません。日付は日本時間です。',
      en: 'Neither 20260131 nor 2026-1-31 will do. Days are those of Japan.',
    },
  },
  dates_reversed: {
    status: 400,
    wire: PARAMETER,
    spec: 'wire format: dates',
    message: {
      ja: '対象期間が逆転しています（{dateFrom} ～ {dateTo}）。',
      en: 'The period is reversed: {dateFrom} to {dateTo}.',
    },
    hint: {
      ja: 'dateTo を省くと今日（日本時間）までになります。未来の dateFrom だけの指定も逆転です。',
      en: 'Without dateTo the period ends today in Japan, so a dateFrom in the future alone is reversed too.',
    },
  },
  account_unknown: {
    status: 400,
    wire: PARAMETER,
    spec: 'wire format: accountId',
    message: { ja: '指定された口座は照会できません。', en: 'The account can not be inquired.' },
    hint: {
      ja: '口座がないか、別の契約者の口座です（応答では区別しません）。GET /accounts の accountId を使ってください。',
      en: "No such account, or another customer's (the answer is the same). Use an accountId of GET /accounts.",
    },
  },
  account_without_statement: {
    status: 400,
    wire: PARAMETER,
    spec: 'wire format: account types',
    message: {
      ja: '科目「{accountType}」には入出金明細がありません。',
      en: 'Accounts of type {accountTypeCode} have no statement.',
    },
    hint: {
      ja: '定期預金・定期積金は残高だけを照会できます。',
      en: 'Time deposits and instalment savings have balances only.',
    },
  },
  cursor_invalid: {
    status: 400,
    wire: PARAMETER,
    spec: 'wire format: nextItemKey',
    message: {
      ja: 'nextItemKey が正しくありません。',
      en: 'The nextItemKey is not one of this request.',
    },
    hint: {
      ja: '前のページの nextItemKey をそのまま、同じ accountId・dateFrom・dateTo と一緒に送ってください。',
      en: 'Send the nextItemKey of the page before unchanged, with the same accountId, dateFrom and dateTo.',
    },
  },
  rate_limited: {
    status: 429,
    wire: 'WG_ERR_154',
    spec: 'RFC 6585 §4',
    message: {
      ja: '流量制限（1分間に {limit} 回）を超えました。',
      en: 'More than {limit} requests in a minute.',
    },
    hint: {
      ja: 'Retry-After の秒数（サンドボックスの時計）を待ってください。時計を固定している場合は進めてください。',
      en: "Wait for the seconds of Retry-After, by the sandbox's clock; a frozen clock has to be advanced.",
    },
  },
});

/** What the log says of an inquiry that was answered. */
export const dataApiSuccesses = outcomes({
  accounts_returned: {
    spec: 'wire format: GET /accounts',
    message: { ja: '口座一覧を返しました（{count} 口座）', en: 'Answered {count} accounts' },
  },
  balances_returned: {
    spec: 'wire format: GET /accounts/balances',
    message: { ja: '残高を返しました（{count} 口座）', en: 'Answered the balances of {count} accounts' },
  },
  transactions_returned: {
    spec: 'wire format: GET /accounts/transactions',
    message: {
      ja: '入出金明細を返しました（{accountId}、{dateFrom} ～ {dateTo}、{count} 件）',
      en: 'Answered {count} rows of {accountId}, {dateFrom} to {dateTo}',
    },
  },
  transactions_page_returned: {
    spec: 'wire format: nextItemKey',
    message: {
      ja: '入出金明細を返しました（{accountId}、{count} 件、続きあり）',
      en: 'Answered {count} rows of {accountId}; more follow',
    },
    hint: {
      ja: '同じ要求に nextItemKey を加えると続きが届きます。',
      en: 'The same request with nextItemKey gives the next page.',
    },
  },
});
