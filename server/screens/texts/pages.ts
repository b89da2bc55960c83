/** The pages beside the two main ones. */
export const kindChoiceTexts = {
  ja: {
    title: 'ご契約の種類',
    lead: 'ログインするインターネットバンキングをお選びください。',
    personal: '個人のお客さま',
    personalNote: '個人インターネットバンキング',
    corporate: '法人のお客さま',
    corporateNote: '法人WEB-FBサービス',
  },
  en: {
    title: 'Your kind of contract',
    lead: 'Choose the internet banking you use.',
    personal: '個人のお客さま',
    personalNote: 'Personal internet banking',
    corporate: '法人のお客さま',
    corporateNote: 'Corporate WEB-FB',
  },
} as const;

export const forgotPasswordTexts = {
  ja: {
    title: 'パスワードが分からない場合',
    lead: 'ログインパスワードの再設定は、下記の窓口で承ります。',
    desk: 'お問い合わせ窓口',
    phone: '電話番号',
    hours: '受付時間',
    notes: [
      '外部サービスの操作については、ご利用の外部サービスにお問い合わせください。',
      '誤ったパスワードを所定の回数入力すると、ご利用を停止します。',
    ],
    sandbox: 'サンドボックスでは、コンソールの「お客さま」でパスワードの変更と利用停止の解除ができます。',
  },
  en: {
    title: 'If you do not know your password',
    lead: 'Please contact the desk below to have your login password reset.',
    desk: 'Desk',
    phone: 'Telephone',
    hours: 'Hours',
    notes: [
      'For questions about the external service, please contact that service.',
      'After too many wrong passwords the contract is locked.',
    ],
    sandbox: 'In this sandbox, change passwords and unlock contracts in the console under Customers.',
  },
} as const;

export const certificateTexts = {
  ja: {
    title: '電子証明書認証',
    lead: '電子証明書による本人認証',
    missing: 'このサンドボックスには、まだ電子証明書が用意されていません。',
    missingNote:
      'この端末で選べる電子証明書がないため、認証を続けられません。ID・パスワード方式のご契約で試すか、外部サービスへ戻ってください。',
    sandbox:
      '電子証明書方式のお客さまの連携は、コントロールAPIの POST /control/v1/grants（画面を通らない許可登録）で用意できます。',
  },
  en: {
    title: '電子証明書認証',
    lead: 'Log in with an electronic certificate',
    missing: 'No electronic certificate is set up on this sandbox yet.',
    missingNote:
      'There is no certificate to choose on this device, so the login cannot go on. Try a contract with ID and password, or return to the external service.',
    sandbox:
      'For a customer with a certificate you can make a grant without screens: POST /control/v1/grants of the control API.',
  },
} as const;

export const errorTexts = {
  ja: {
    code: '理由',
    spec: '根拠',
    what: '内容',
    hint: '対処',
    at: '発生時刻',
    reference: '記録番号',
    back: '外部サービスへ戻る',
    stopped: 'お手続きはここで終わりです。この画面を閉じて、外部サービスへお戻りください。',
  },
  en: {
    code: 'Cause',
    spec: 'Rule',
    what: 'What happened',
    hint: 'Way out',
    at: 'Time',
    reference: 'Log entry',
    back: 'Back to the external service',
    stopped: 'This is the end of the procedure. Please close this page and return to the external service.',
  },
} as const;
