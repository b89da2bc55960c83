/** What the trainer's sample screens and the handout say. */
export const previewTexts = {
  ja: {
    mark: '見本（操作できません）',
    callouts: {
      credentials:
        '{idName}とパスワードを入力して認証します。電子証明書でも認証できます。IDとパスワードは外部サービスには渡りません。',
      permissions: '外部サービスに見せてよい業務を選びます。片方だけでも構いません。',
      terms: '「APIサービス利用規定」を開いて内容をご確認のうえ、同意する場合にチェックします。',
      allow: '選んだ業務と規定に間違いがなければ「許可」を押します。外部サービスの画面へ戻ります。',
    },
  },
  en: {
    mark: 'Sample (does nothing)',
    callouts: {
      credentials:
        'Enter {idName} and password, or log in with a certificate. Neither ID nor password reaches the external service.',
      permissions: 'Choose what the external service may see. One of the two is enough.',
      terms: 'Open and read the terms of use, and tick the box if you agree.',
      allow: 'If all is right, press 許可 (Allow). You return to the external service.',
    },
  },
} as const;

/** The handout. `{institution}`, `{service}` and `{days}` are those of the moment it is made. */
export const handoutTexts = {
  ja: {
    sandbox: '研修・開発用の模擬環境で作成した資料です。実在の金融機関の案内ではありません。',
    title: 'API連携の許可登録のしかた（{service}）',
    lead: '{service}から{institution}の口座の残高や入出金明細を見られるようにするための操作です。ログインIDやパスワードを外部サービスに預けることはありません。',
    steps: [
      '{service}の画面で、利用する金融機関として{institution}を選びます。',
      '{institution}の画面に移ります。ID・パスワード、または電子証明書で本人認証を行います。',
      'API連携を許可する業務を選び、APIサービス利用規定を確認したうえで「許可」を押します。{service}の画面へ戻ると完了です。',
    ],
    stepsTitle: '許可登録の流れ',
    notesTitle: 'ご利用にあたって',
    notes: [
      'ご利用には、{service}の利用契約と、{institution}のインターネットバンキングの契約が必要です。',
      '連携の有効期限は、許可登録から{days}日間です。期限が過ぎた場合は、再度の許可登録が必要です。',
      '期限の前に情報の提供を止めるときは、{service}で利用停止の手続きをしてください。',
      '「許可」または「キャンセル」を押すと、{service}の画面へ戻ります。',
    ],
    variants: {
      'personal-pc': '個人インターネットバンキング（パソコン）',
      'personal-smartphone': '個人インターネットバンキング（スマートフォン）',
      corporate: '法人WEB-FBサービス',
    },
    captions: { login: '2．本人認証', consent: '3．業務の選択と許可' },
    contact: 'お問い合わせ先',
    partnerContact: '※ {service}の操作については、{service}の提供会社へお問い合わせください。',
  },
  en: {
    sandbox: 'Made in a mock environment for training and development. Not a notice of any real bank.',
    title: 'How to allow the API linkage with {service}',
    lead: 'These are the steps that let {service} show balances and statements of your accounts at {institution}. Neither login ID nor password is handed over to the external service.',
    steps: [
      'On the pages of {service}, choose {institution} as your bank.',
      'You are taken to {institution}. Log in with ID and password, or with a certificate.',
      'Choose what you allow, read the terms of use, and press 許可 (Allow). Back at {service}, you are done.',
    ],
    stepsTitle: 'How permission is given',
    notesTitle: 'What to know',
    notes: [
      'You need a contract with {service}, and internet banking at {institution}.',
      'The linkage is valid for {days} days from the permission. After that, permission has to be given again.',
      'To stop it earlier, use {service}.',
      'Both 許可 (Allow) and キャンセル (Cancel) lead back to {service}.',
    ],
    variants: {
      'personal-pc': 'Personal internet banking (PC)',
      'personal-smartphone': 'Personal internet banking (smartphone)',
      corporate: 'Corporate WEB-FB',
    },
    captions: { login: '2. Log in', consent: '3. Choose and allow' },
    contact: 'Contact',
    partnerContact: 'About the use of {service}, please ask the company that offers it.',
  },
} as const;
