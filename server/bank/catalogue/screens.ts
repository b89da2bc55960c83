import { outcomes } from './entry.ts';

/** What the log says of the customer's way through the bank's screens. */
export const screenOutcomes = outcomes({
  kind_choice_shown: {
    spec: 'contract §3',
    message: { ja: '個人・法人の選択画面を表示', en: 'Choice of personal or corporate shown' },
    hint: {
      ja: 'クライアントの sandbox_customer_kind が any なので、お客さまが選びます。',
      en: 'sandbox_customer_kind of the client is any, so the customer chooses.',
    },
  },
  login_page_shown: {
    spec: 'seed: ログイン',
    message: { ja: 'ログイン画面を表示', en: 'Login page shown' },
  },
  logout_asked: {
    spec: 'OpenID Connect RP-Initiated Logout §2',
    message: { ja: 'ログアウトするかどうかを尋ねました', en: 'The customer is asked whether to log out' },
    hint: {
      ja: 'ログイン中のお客さまを名指しする id_token_hint があれば、尋ねずにログアウトします。',
      en: 'With an id_token_hint that names the customer who is logged in, nobody is asked.',
    },
  },
  logged_out: {
    spec: 'OpenID Connect RP-Initiated Logout §3',
    message: { ja: 'ログアウトしました', en: 'Logged out' },
  },
  signed_in: {
    spec: 'seed: 本人認証',
    message: { ja: '本人認証に成功。アクセス許可の画面へ', en: 'Customer signed in; on to the consent page' },
  },
  certificate_page_shown: {
    spec: 'seed: 電子証明書方式のお客さま',
    message: { ja: '電子証明書認証の画面を表示', en: 'Certificate page shown' },
  },
  certificate_requested: {
    spec: 'RFC 8705 §6.4 (TLS)',
    message: {
      ja: '電子証明書を求めるため、TLS のアドレスへ案内しました',
      en: 'Led to the TLS address, which asks the browser for a certificate',
    },
  },
  certificate_accepted: {
    spec: 'seed: 電子証明書方式のお客さま',
    message: {
      ja: '電子証明書を確認。続けて ID とパスワードの入力へ',
      en: 'Certificate accepted; on to ID and password',
    },
    hint: {
      ja: '契約者の login が both なので、両方で認証します。',
      en: 'The login of the customer is both, so both are asked for.',
    },
  },
  consent_page_shown: {
    spec: 'seed: アクセス許可',
    message: { ja: 'アクセス許可の画面を表示', en: 'Consent page shown' },
  },
  consent_given: {
    spec: 'RFC 6749 §4.1.2, seed: 許可',
    message: {
      ja: '許可：{permissions}。認可コードを付けて外部サービスへ戻しました',
      en: 'Allowed: {permissions}. Sent back to the partner with an authorization code',
    },
  },
  linkage_cancelled: {
    spec: 'RFC 6749 §4.1.2.1, seed: キャンセル',
    message: {
      ja: 'キャンセル。error=access_denied を付けて外部サービスへ戻しました',
      en: 'Cancelled. Sent back to the partner with error=access_denied',
    },
  },
  led_to_present_step: {
    spec: 'RFC 6749 §10.12',
    message: {
      ja: '手続きの段階に合う画面へ案内しました',
      en: 'Led to the page where the procedure stands',
    },
    hint: {
      ja: '戻るボタン、再読み込み、二度押しで前の段階の画面が求められました。',
      en: 'The back button, a reload or a double click asked for another step.',
    },
  },
  terms_shown: {
    spec: 'seed: APIサービス利用規定',
    message: { ja: '利用規定を表示', en: 'Terms of use shown' },
  },
  forgot_password_shown: {
    spec: 'seed: 注意事項',
    message: { ja: 'パスワードが分からない場合の案内を表示', en: 'Forgotten-password page shown' },
  },
  about_shown: {
    message: { ja: 'サンドボックスの案内を表示', en: 'Page about this sandbox shown' },
  },
  stylesheet_sent: { message: { ja: '画面のスタイルシート', en: 'Stylesheet of the screens' } },
});
