/** What the sandbox adds to the bank's login page for whoever practises. */
export const practiceLoginTexts = {
  ja: {
    title: '練習用の契約者（サンドボックスの案内）',
    lead: '実在しない契約者です。IDとパスワードを写して入力してください。',
    id: 'ID',
    password: 'パスワード',
    hide: 'この案内は、コンソールの「設定」で消せます。',
  },
  en: {
    title: 'Customers to practise with (told by the sandbox)',
    lead: 'They are made up. Copy an ID and its password into the fields above.',
    id: 'ID',
    password: 'Password',
    hide: 'This help can be switched off in the settings of the console.',
  },
} as const;
