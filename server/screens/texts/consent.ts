/** The consent pages. `{client}` asks, `{customer}` decides, `{days}` and `{until}` say for how long. */
export const consentTexts = {
  ja: {
    lead: '内容をご確認のうえ、許可する業務をお選びください。',
    askingBefore: 'が、',
    askingAfter: ' 様の口座情報の参照を求めています。',
    notHandedOver:
      'ログインIDとパスワードが外部サービスに渡ることはありません。振込などのお取引はできません。',
    explain: {
      'account:balance': '口座の現在残高・前日残高・前月末残高',
      'account:transaction': '取引日・金額・摘要・取引後残高',
    },
    nothingAsked: '{client}は、残高・入出金明細の照会を求めていません。',
    accounts: {
      heading: '対象の口座',
      every: 'すべての口座',
      chosen: '下でお選びいただく口座',
      choose: '外部サービスに渡す口座',
      chooseNote: 'チェックした口座の情報だけをお渡しします。お渡ししない口座は、チェックを外してください。',
      none: 'お渡しできる口座がありません。',
      locations: '口座を指定した情報の受け渡しは、次の窓口に限ります：{locations}',
    },
    validity: '口座連携の有効期限は{days}日間です。',
    until: '（いま許可した場合、{until}まで）',
    renew: '有効期限が過ぎた場合は、再度の許可登録が必要となります。',
    stopping: '有効期限内に許可を解除する場合は、ご利用の外部サービスにてお手続きください。',
    termsLead: 'ご確認のうえ、同意されたお客様は以下にチェックした後、「許可」ボタンを押下してください。',
    termsNote: '（{version}版・新しいタブで開きます）',
    termsChanged:
      '利用規定が改定されました（前回同意いただいたのは{before}版です）。新しい版をご確認のうえ、あらためてご同意ください。',
  },
  en: {
    lead: 'Please check the details and choose what you allow.',
    askingBefore: ' asks to read the accounts of ',
    askingAfter: '.',
    notHandedOver:
      'Your login ID and password are never handed over. The service cannot make transfers or other transactions.',
    explain: {
      'account:balance': 'Present balance, balances of the previous day and the end of the previous month',
      'account:transaction': 'Date, amount, description and balance of each entry',
    },
    nothingAsked: '{client} asks for neither balances nor statements.',
    accounts: {
      heading: 'Accounts concerned',
      every: 'All your accounts',
      chosen: 'The accounts you choose below',
      choose: 'Accounts to hand over',
      chooseNote: 'Only the accounts you tick are handed over. Untick those you keep to yourself.',
      none: 'There is no account to hand over.',
      locations: 'What is asked account by account is handed over here only: {locations}',
    },
    validity: 'The linkage is valid for {days} days.',
    until: ' (If you allow it now: until {until})',
    renew: 'After that you need to give your permission again.',
    stopping: 'To withdraw the permission earlier, use the external service.',
    termsLead: 'Read the terms. If you agree, tick the box and press 許可 (Allow).',
    termsNote: '(version {version}, opens in a new tab)',
    termsChanged:
      'The terms have changed since you last agreed (version {before}). Please read the new version and agree again.',
  },
} as const;
