import { bilingual } from '../app/bilingual.ts';

export const scenariosTexts = bilingual(
  {
    title: 'シナリオ',
    lead: '契約者・口座・明細・クライアント・設定のひとそろいです。読み込むと、今の状態は置き換わります。',
    current: '読み込み中のシナリオ',
    own: '自分のシナリオ',
    customers: '契約者',
    accounts: '口座',
    transactions: '明細',
    clients: 'クライアント',
    reset: '最初の状態に戻す',
    resetTitle: 'シナリオを最初の状態に戻しますか',
    resetText: '最後に読み込んだシナリオをもう一度読み込みます。その後の変更と連携許可はすべて失われます。',
    export: '今の状態を書き出す',
    exportHint:
      '今の契約者・口座・明細・クライアント・設定を、読み込み直せるJSONファイルとして保存します。練習用パスワードも含まれます。',
    load: '読み込む',
    loadTitle: '{{name}} を読み込みますか',
    loadText:
      '今の契約者・口座・明細・クライアント・連携許可は、すべて置き換わります。必要なら先に書き出してください。',
    loaded: '読み込みました：契約者{{customers}}、口座{{accounts}}、クライアント{{clients}}',
    demo: 'デモ',
    demoText:
      'サンプル信用金庫。生活感のある明細を持つ契約者、法人、失敗を試せる契約者、9つのクライアントがそろっています。',
    blank: '空',
    blankText:
      '金融機関の設定だけがあり、契約者もクライアントもいません。自分のデータを一から入れるときに使います。',
    file: 'ファイルから',
    fileText: '書き出したシナリオや、手で書いたシナリオ（JSON）を読み込みます。',
    choose: 'ファイルを選ぶ',
    notJson: 'このファイルはJSONとして読み取れません。',
    problems: '読み込めませんでした。状態は変わっていません。',
  },
  {
    title: 'Scenarios',
    lead: 'A whole set of customers, accounts, statements, clients and settings. Loading one replaces what is there.',
    current: 'Loaded scenario',
    own: 'your own',
    customers: 'Customers',
    accounts: 'Accounts',
    transactions: 'Rows',
    clients: 'Clients',
    reset: 'Return to its start',
    resetTitle: 'Return the scenario to its start?',
    resetText: 'The scenario last loaded is loaded again. All later changes and all grants are lost.',
    export: 'Export the present state',
    exportHint:
      'Saves customers, accounts, statements, clients and settings as a JSON file that can be loaded again. It contains the practice passwords.',
    load: 'Load',
    loadTitle: 'Load {{name}}?',
    loadText:
      'Customers, accounts, statements, clients and grants are all replaced. Export them first if you need them.',
    loaded: 'Loaded: {{customers}} customers, {{accounts}} accounts, {{clients}} clients',
    demo: 'Demo',
    demoText:
      'サンプル信用金庫, with customers who lead a daily life, companies, customers to rehearse failures, and nine clients.',
    blank: 'Blank',
    blankText: 'An institution without customers or clients, to bring your own data.',
    file: 'From a file',
    fileText: 'Loads an exported or hand-written scenario (JSON).',
    choose: 'Choose a file',
    notJson: 'This file is not JSON.',
    problems: 'Not loaded. Nothing was changed.',
  },
);
