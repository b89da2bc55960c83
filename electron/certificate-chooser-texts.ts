import type { OfferedCertificate } from '../server/engine-messages.ts';

export type Language = 'ja' | 'en';

const ja = {
  title: '証明書の選択',
  lead: 'このサイト {site} に証明書で認証します。使用する証明書を選んでください。',
  list: '証明書',
  subject: '名義',
  issuer: '発行者',
  validity: '有効期間',
  serialNumber: 'シリアル番号',
  details: '選択中の証明書の詳細',
  holder: '契約者',
  state: '状態',
  stateNote: '（銀行の時計による。ブラウザーの画面には出ません）',
  states: {
    valid: '有効',
    expiring: 'まもなく期限切れ',
    expired: '期限切れ',
    revoked: '失効',
    not_yet_valid: '開始前',
  } satisfies Record<OfferedCertificate['state'], string>,
  remember: '閉じるまで選択を記憶する',
  rememberNote: 'お客さまの画面をすべて閉じるまで、次の認証では尋ねずに同じ証明書を使います。',
  ok: 'OK',
  cancel: 'キャンセル',
  manage: 'このPCの証明書…',
  sandbox: 'サンドボックス',
  sandboxNote: 'ブラウザーの選択画面の代わりです。OSの証明書ストアは使いません。',
  emptyTitle: 'このPCには、電子証明書が入っていません。',
  emptyText:
    'ブラウザーなら、この画面を出さずに証明書なしで進みます。証明書を入れるには「このPCの証明書…」を開くか、コンソールの契約者のページで発行してください。',
  goOn: '証明書なしで進む',
  manageTitle: 'このPCの証明書',
  manageLead:
    'このPCに入っているものに印を付けます。印を外した証明書は選択画面に出ません（証明書がない、1枚だけ、古いものが残っている、などを試せます）。アプリを終了すると、すべて入っている状態に戻ります。',
  none: 'お客さまの電子証明書は、まだ発行されていません。コンソールの契約者のページで発行できます。',
  save: '保存',
};

const en: typeof ja = {
  title: 'Select a certificate',
  lead: 'Authenticate yourself to {site} with a certificate. Choose the one to use.',
  list: 'Certificates',
  subject: 'Subject',
  issuer: 'Issuer',
  validity: 'Valid',
  serialNumber: 'Serial number',
  details: 'The chosen certificate',
  holder: 'Customer',
  state: 'State',
  stateNote: ' (by the bank’s clock; a browser does not show it)',
  states: {
    valid: 'Valid',
    expiring: 'Expiring',
    expired: 'Expired',
    revoked: 'Revoked',
    not_yet_valid: 'Not yet valid',
  },
  remember: 'Remember the choice until closed',
  rememberNote:
    'The next login uses the same certificate without asking, until all customer windows are closed.',
  ok: 'OK',
  cancel: 'Cancel',
  manage: 'Certificates on this PC…',
  sandbox: 'Sandbox',
  sandboxNote: 'Stands in for the browser’s own dialog. The system’s certificate store is not used.',
  emptyTitle: 'There is no certificate on this PC.',
  emptyText:
    'A browser would go on without one and not show this at all. Put one here under “Certificates on this PC…”, or issue one on a customer’s page of the console.',
  goOn: 'Go on without a certificate',
  manageTitle: 'Certificates on this PC',
  manageLead:
    'Tick those that are on this PC. The others do not appear in the choice: to rehearse having none, just one, or an old one left over. All are back when the app is started again.',
  none: 'No certificate has been issued to a customer yet. Issue one on a customer’s page of the console.',
  save: 'Save',
};

export const chooserTexts: Readonly<Record<Language, typeof ja>> = { ja, en };

/** Of the app, from the locale it runs in. */
export function languageOf(locale: string): Language {
  return locale.startsWith('ja') ? 'ja' : 'en';
}
