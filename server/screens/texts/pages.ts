/** The pages beside the two main ones. */
export const kindChoiceTexts = {
  ja: {
    title: 'ご契約の種類',
    lead: '{service}のご契約の種類をお選びください。',
    personal: '個人のお客さま',
    personalNote: '個人インターネットバンキング',
    corporate: '法人のお客さま',
    corporateNote: '法人WEB-FBサービス',
  },
  en: {
    title: 'Your kind of contract',
    lead: 'Which kind of contract for {service} do you have?',
    personal: '個人のお客さま',
    personalNote: 'Personal internet banking',
    corporate: '法人のお客さま',
    corporateNote: 'Corporate WEB-FB',
  },
} as const;

export const forgotPasswordTexts = {
  ja: {
    title: 'パスワードが分からない場合',
    lead: '{service}のログインパスワードの再設定は、下記の窓口で承ります。',
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
    lead: 'To have your login password for {service} reset, please contact the desk below.',
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
    simulation: 'シミュレーション',
    lead: '証明書の選択：ご利用になる電子証明書を選んでください。',
    why: 'TLS を使わずに動いているため、ブラウザーの証明書選択画面の代わりに表示しています。--https-port を付けて起動すると、本物の証明書をブラウザーが選びます。',
    none: '証明書を提示しない',
    noneNote: 'この端末に証明書がない場合、または選択をキャンセルした場合。',
    empty: '発行された電子証明書がありません。コンソールの「お客さま」で発行できます。',
    validity: '有効期間 {from}～{until}',
    states: {
      valid: '有効',
      expiring: 'まもなく期限切れ',
      expired: '期限切れ',
      revoked: '失効',
      not_yet_valid: '有効期間前',
    },
    choose: 'この証明書で認証',
    retry: 'もう一度証明書を選ぶ',
    remembered:
      'ブラウザーは、選択した証明書を閉じるまで覚えていることがあります。別の証明書を使うときは、ブラウザーをすべて閉じてからやり直してください（デスクトップアプリでは、メニュー「ファイル」の「電子証明書の選択を忘れる」でも構いません）。',
    certified: '電子証明書（{subject}）を確認しました。続けて、IDとパスワードを入力してください。',
  },
  en: {
    simulation: 'Simulation (シミュレーション)',
    lead: 'Choose the electronic certificate you want to use.',
    why: 'Shown in place of the browser’s own chooser, because the sandbox runs without TLS. Started with --https-port, the browser chooses among real certificates.',
    none: 'Present no certificate',
    noneNote: 'As where there is none on the device, or the choice was cancelled.',
    empty: 'No certificate has been issued. Issue one in the console under Customers.',
    validity: 'Valid from {from} until {until}',
    states: {
      valid: 'valid',
      expiring: 'expires soon',
      expired: 'expired',
      revoked: 'revoked',
      not_yet_valid: 'not valid yet',
    },
    choose: 'Use this certificate',
    retry: 'Choose a certificate again',
    remembered:
      'A browser may remember the choice until it is closed. To use another certificate, close all its windows and begin again. In the desktop app, “Forget the Certificate Choice” in the File menu does as well.',
    certified: 'Your certificate ({subject}) has been accepted. Please enter ID and password as well.',
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
    about: 'このサイトについて',
    stopped: 'お手続きはここで終わりです。この画面を閉じて、外部サービスへお戻りください。',
    desk: 'ご不明な点は、{desk}（{hours}、電話 {phone}）へお問い合わせください。',
  },
  en: {
    code: 'Cause',
    spec: 'Rule',
    what: 'What happened',
    hint: 'Way out',
    at: 'Time',
    reference: 'Log entry',
    back: 'Back to the external service',
    about: 'About this site',
    stopped: 'This is the end of the procedure. Please close this page and return to the external service.',
    desk: 'If you have any questions, please contact {desk} ({hours}, telephone {phone}).',
  },
} as const;

/** The root page of the bank's origin. */
export const aboutTexts = {
  ja: {
    title: 'サンドボックスのご案内',
    lead: 'ここは、インターネットバンキングのAPI連携を試すための、架空の金融機関「{institution}」です。',
    what: '実在の金融機関とは関係がありません。口座・お客さま・取引はすべて架空で、この端末の中だけで動いています。',
    customers:
      'お客さまの画面（ログイン、アクセス許可）は、外部サービスの「連携する」から始まります。このアドレスから直接ログインすることはできません。',
    developers: '開発者の方へ',
    issuer: '発行者（issuer）',
    metadata: '認可サーバーのメタデータ（RFC 8414）',
    openapi: 'データAPIの仕様（OpenAPI）',
    terms: 'しんきんAPIサービス利用規定',
    console:
      'コンソール（ログ、時計、お客さまの管理）とデモ用の外部サービスのアドレスは、起動したときに端末に表示されます。デスクトップアプリでは、アプリの画面がコンソールです。',
  },
  en: {
    title: 'About this sandbox',
    lead: 'This is {institution}, a bank that does not exist, for trying out API linkage with internet banking.',
    what: 'It has nothing to do with any real bank. All accounts, customers and transactions are invented, and everything runs on this computer.',
    customers:
      'The customer’s pages (login, permission) begin at an external service that links. You cannot log in from this address.',
    developers: 'For developers',
    issuer: 'Issuer',
    metadata: 'Authorization server metadata (RFC 8414)',
    openapi: 'Data API description (OpenAPI)',
    terms: 'Shinkin API Service Terms of Use',
    console:
      'The addresses of the console (log, clock, customers) and of the demo partner are printed when the sandbox starts. In the desktop app, the app itself is the console.',
  },
} as const;
