/** The login pages of all three variants. `{client}` is who asks, `{institution}` the bank. */
export const loginTexts = {
  ja: {
    lead: '外部サービスと口座連携するため、本人認証を行います。',
    asking: '{client}と口座連携するための認証です。',
    notHandedOver: 'ログインIDとパスワードが外部サービスに渡ることはありません。',
    caseSensitive: '契約者ID、パスワードは英字の大文字と小文字を区別します。',
    forgot: 'パスワードが分からない場合は、',
    forgotAfter: 'をご覧ください。',
    certificateLead: '電子証明書方式でご契約のお客さまは、こちらから認証してください。',
    kindAgain: 'ご契約の種類（個人・法人）を選び直す',
    corporateLead: '当画面は、{institution}のWebサイトです。',
    corporatePassword:
      '外部サービスと口座連携するため、法人インターネットバンキングシステムのお客様IDおよびログインパスワードを入力して「認証」ボタンを押下してください。',
    corporateCertificate: '外部サービスと口座連携するため、「電子証明書認証」ボタンを押下してください。',
    corporateForgot: 'ログインパスワードが分からない場合は、',
    corporateCase: 'お客様ID、パスワードは英字の大文字と小文字を区別しますので、ご注意ください。',
  },
  en: {
    lead: 'Please identify yourself to link your accounts with the external service.',
    asking: 'You are about to link your accounts with {client}.',
    notHandedOver: 'Your login ID and password are never handed over to the external service.',
    caseSensitive: 'Contract ID and password are case-sensitive.',
    forgot: 'If you do not know your password, see ',
    forgotAfter: ' (here).',
    certificateLead: 'If your contract uses an electronic certificate, log in here.',
    kindAgain: 'Choose personal or corporate again',
    corporateLead: 'This page is a website of {institution}.',
    corporatePassword:
      'To link your accounts with the external service, enter the customer ID and login password of your corporate internet banking and press 認証 (Log in).',
    corporateCertificate:
      'To link your accounts with the external service, press 電子証明書認証 (Log in with a certificate).',
    corporateForgot: 'If you do not know your login password, see ',
    corporateCase: 'Customer ID and password are case-sensitive.',
  },
} as const;
