import { refusals } from './entry.ts';

/**
 * What can go wrong between the customer and the bank's screens. `message` is what the customer
 * reads, in the words a bank uses; `hint` is for the integrator or trainer who looks at the log.
 */
export const customerRefusals = refusals({
  wrong_credentials: {
    status: 401,
    wire: 'access_denied',
    spec: 'seed: ログイン',
    message: {
      ja: '契約者IDまたはパスワードに誤りがあります。',
      en: 'The contract ID or the password is wrong.',
    },
    hint: {
      ja: 'どちらが誤りかは画面に出しません。大文字と小文字は区別します。誤入力 {failed}/{limit} 回。',
      en: 'The screen does not say which one. Letter case matters. Wrong attempts: {failed} of {limit}.',
    },
  },
  customer_locked: {
    status: 403,
    wire: 'access_denied',
    spec: 'seed: ログイン',
    message: {
      ja: '誤入力が所定の回数に達したため、ご利用を停止しています。',
      en: 'Access is suspended after too many wrong entries.',
    },
    hint: {
      ja: 'コンソールの契約者の画面で停止を解除するか、設定の解除時間だけ時計を進めてください。',
      en: 'Unlock the customer in the console, or move the clock past the unlock time of the settings.',
    },
  },
  no_account_chosen: {
    status: 400,
    wire: 'access_denied',
    spec: 'RFC 9396 §7.1',
    message: {
      ja: '外部サービスに渡す口座を一つ以上お選びください。',
      en: 'Please choose at least one account to hand over.',
    },
    hint: {
      ja: '口座が一つも選ばれていないため、画面に留まります。authorization_details に accounts がないとき、口座はお客さまが選びます。',
      en: 'No account was ticked, so the page stays. Without accounts in authorization_details the customer chooses them.',
    },
  },
  account_not_offered: {
    status: 400,
    wire: 'access_denied',
    spec: 'RFC 9396 §7.1',
    message: {
      ja: '選択できない口座が含まれています。もう一度お選びください。',
      en: 'An account that cannot be chosen was among them. Please choose again.',
    },
    hint: {
      ja: '口座 {accountId} は選択肢にありません。選べるのは、accounts のない authorization_details で求められたときの、お客さま本人の口座だけです。',
      en: 'The account {accountId} was not on offer: only accounts of the customer are, and only where authorization_details leave the accounts open.',
    },
  },
  customer_stopped: {
    status: 403,
    wire: 'access_denied',
    spec: 'seed: ご利用にあたっての注意事項',
    message: {
      ja: 'ご契約の状態により、このサービスはご利用いただけません。',
      en: 'This service is not available under your present contract.',
    },
    hint: {
      ja: '契約者、または利用者の属する契約（管理者）の status が stopped です。コンソールで active に戻せます。',
      en: 'The status of the customer, or of the contract this user belongs to, is stopped. Set it to active in the console.',
    },
  },
  certificate_required: {
    status: 403,
    wire: 'access_denied',
    spec: 'seed: 電子証明書方式のお客さま',
    message: {
      ja: '電子証明書方式でご契約です。「電子証明書認証」からお進みください。',
      en: 'Your contract uses an electronic certificate. Please continue with certificate authentication.',
    },
    hint: {
      ja: 'この契約者の login は {login} です。パスワードだけでは認証できません。',
      en: 'The login of this customer is {login}; a password alone is not enough.',
    },
  },
  certificate_unavailable: {
    status: 403,
    wire: 'access_denied',
    spec: 'seed: 電子証明書方式のお客さま',
    message: {
      ja: 'ご利用いただける電子証明書が見つかりません。',
      en: 'No usable electronic certificate was found.',
    },
    hint: {
      ja: 'この接続では証明書が提示されていません。',
      en: 'No certificate was presented on this connection.',
    },
  },
  certificate_expired: {
    status: 403,
    wire: 'access_denied',
    spec: 'seed: 電子証明書方式のお客さま',
    message: {
      ja: '電子証明書の有効期限が切れています（{until}まで）。',
      en: 'The electronic certificate expired on {until}.',
    },
    hint: {
      ja: '更新した証明書があっても、期限切れのものが端末に残っていると選ばれることがあります。金融機関の時計で判断します。',
      en: 'An expired one left on the device may be chosen although it was renewed. The clock of the bank counts.',
    },
  },
  certificate_revoked: {
    status: 403,
    wire: 'access_denied',
    spec: 'seed: 電子証明書方式のお客さま',
    message: {
      ja: 'この電子証明書は失効しています。',
      en: 'This electronic certificate has been revoked.',
    },
    hint: {
      ja: '{at} に失効しました。コンソールで新しい証明書を発行できます。',
      en: 'Revoked at {at}. A new one can be issued in the console.',
    },
  },
  certificate_not_yet_valid: {
    status: 403,
    wire: 'access_denied',
    spec: 'seed: 電子証明書方式のお客さま',
    message: {
      ja: 'この電子証明書はまだ有効ではありません（{from}から）。',
      en: 'This electronic certificate is not valid before {from}.',
    },
    hint: {
      ja: '金融機関の時計で判断します。時計を確かめてください。',
      en: 'The clock of the bank counts; look at it.',
    },
  },
  certificate_unknown: {
    status: 403,
    wire: 'access_denied',
    spec: 'seed: 電子証明書方式のお客さま',
    message: {
      ja: 'この電子証明書は、お客さまのご契約に登録されていません。',
      en: 'This electronic certificate does not belong to any contract.',
    },
    hint: {
      ja: 'シリアル番号 {serialNumber} の契約者がいません。外部サービス用の証明書か、シナリオを読み直す前のものではありませんか。',
      en: 'No customer has the serial number {serialNumber}: a certificate of a partner, or from before the scenario was loaded again?',
    },
  },
  certificate_untrusted: {
    status: 403,
    wire: 'access_denied',
    spec: 'RFC 5280 §6.1',
    message: {
      ja: 'この電子証明書は、当金庫が発行したものではありません。',
      en: 'This electronic certificate was not issued by this institution.',
    },
    hint: {
      ja: '「{subject}」はサンドボックスの認証局の証明書ではありません。コンソールで発行したものを使ってください。',
      en: '{subject} was not issued by the CA of this sandbox. Use a certificate issued in the console.',
    },
  },
  certificate_of_another_customer: {
    status: 403,
    wire: 'access_denied',
    spec: 'seed: 電子証明書方式のお客さま',
    message: {
      ja: '別のご契約の電子証明書が選択されています。',
      en: 'The electronic certificate of another contract was chosen.',
    },
    hint: {
      ja: '入力された ID（または login_hint）の契約者の証明書ではありません。ブラウザーは選択を閉じるまで覚えていることがあります。',
      en: 'It is not that of the ID that was entered (or of login_hint). Browsers may remember a choice until they are closed.',
    },
  },
  certificate_not_contracted: {
    status: 403,
    wire: 'access_denied',
    spec: 'seed: ID・パスワード方式のお客さま',
    message: {
      ja: 'ご契約はID・パスワード方式です。IDとパスワードで認証してください。',
      en: 'Your contract uses ID and password. Please log in with them.',
    },
    hint: {
      ja: '契約者の login が password です。コンソールで certificate か both に変えられます。',
      en: 'The login of the customer is password; set it to certificate or both in the console.',
    },
  },
  wrong_customer_kind: {
    status: 403,
    wire: 'access_denied',
    spec: 'seed: 個人IB / 法人WEB-FB',
    message: {
      ja: 'この外部サービスは、お客さまのご契約の種類ではご利用いただけません。',
      en: 'This external service is not available for your kind of contract.',
    },
    hint: {
      ja: 'クライアントの sandbox_customer_kind は {expected}、契約者は {actual} です。',
      en: 'The client serves {expected} customers (sandbox_customer_kind); this customer is {actual}.',
    },
  },
  other_kind_chosen: {
    status: 403,
    wire: 'access_denied',
    spec: 'seed: 個人IB / 法人WEB-FB',
    message: {
      ja: 'ご契約の種類が、選択された画面と異なります。ご契約の種類を選び直してください。',
      en: 'Your contract is of the other kind. Please choose the kind of your contract again.',
    },
    hint: {
      ja: '選択は {chosen}、契約者は {actual} です。このクライアントは両方を扱います（sandbox_customer_kind: any）。',
      en: 'Chosen was {chosen}; the customer is {actual}. The client serves both (sandbox_customer_kind: any).',
    },
  },
  inquiry_not_permitted: {
    status: 403,
    wire: 'access_denied',
    spec: 'seed: 外部サービスに許可する業務',
    message: {
      ja: '照会の権限がないため、口座連携を許可できません。管理者の方にお問い合わせください。',
      en: 'You have no right of inquiry, so you cannot allow the linkage. Please ask your administrator.',
    },
    hint: {
      ja: '利用者に照会権限がありません（mayInquire）。コンソールで変えられます。',
      en: 'The user lacks the right of inquiry (mayInquire). It can be changed in the console.',
    },
  },
  outside_service_hours: {
    status: 503,
    wire: 'temporarily_unavailable',
    spec: 'seed: お問い合わせ / wire format: service hours',
    message: {
      ja: 'ただいまの時間はご利用いただけません。（ご利用時間 {from}～{to}、次のご利用開始 {opensAt}）',
      en: 'The service is closed at this hour. (Service hours {from} to {to} JST, open again from {opensAt})',
    },
    hint: {
      ja: '設定の serviceHours か、時計を変えてください。',
      en: 'Change serviceHours in the settings, or the clock.',
    },
  },
  closed_today: {
    status: 503,
    wire: 'temporarily_unavailable',
    spec: 'seed: お問い合わせ / wire format: service hours',
    message: {
      ja: 'ただいまの時間はご利用いただけません。本日は休業日です。（次のご利用開始 {opensAt}）',
      en: 'The service rests today. (Open again from {opensAt})',
    },
    hint: {
      ja: '設定の serviceHours.closedOn が休みの日を決めます（weekends：土日、holidays：銀行の休業日）。',
      en: 'serviceHours.closedOn of the settings says which days (weekends, or all bank holidays).',
    },
  },
  maintenance: {
    status: 503,
    wire: 'temporarily_unavailable',
    spec: 'wire format: maintenance',
    message: {
      ja: 'ただいまの時間はご利用いただけません。メンテナンスを行っています。（次のご利用開始 {opensAt}）',
      en: 'The service is under maintenance. (Open again from {opensAt})',
    },
    hint: {
      ja: '設定の maintenance の期間です。終わりが営業時間の外なら、次に開くのは営業の始まる時刻です。',
      en: 'A maintenance window of the settings is in force. Where it ends outside the hours, the bank opens with them.',
    },
  },
  no_permission_chosen: {
    status: 400,
    wire: 'invalid_request',
    spec: 'seed: 外部サービスに許可する業務',
    message: {
      ja: '許可する業務を一つ以上選択してください。',
      en: 'Please choose at least one permission.',
    },
    hint: {
      ja: '残高照会・入出金明細照会のどちらかにチェックが必要です。',
      en: 'One of the two permissions has to be ticked.',
    },
  },
  terms_not_agreed: {
    status: 400,
    wire: 'invalid_request',
    spec: 'seed: APIサービス利用規定',
    message: {
      ja: 'しんきんAPIサービス利用規定をご確認のうえ、同意欄にチェックしてください。',
      en: 'Please read the terms of the API service and tick the agreement.',
    },
    hint: {
      ja: '同意のチェックなしに「許可」が押されました。',
      en: 'The allow button was pressed without the agreement.',
    },
  },
  interaction_unknown: {
    status: 400,
    wire: 'invalid_request',
    spec: 'RFC 6749 §10.12',
    message: {
      ja: 'この画面は直接開けません。外部サービスの画面からやり直してください。',
      en: 'This page cannot be opened directly. Please start again from the external service.',
    },
    hint: {
      ja: '認可要求が見つからないか、別のブラウザで始められたものです（Cookie がありません）。',
      en: 'There is no such authorization request, or another browser began it (its cookie is missing).',
    },
  },
  interaction_expired: {
    status: 400,
    wire: 'invalid_request',
    spec: 'seed: ログイン',
    message: {
      ja: '認証の有効期限が切れました。外部サービスの画面からやり直してください。',
      en: 'The time allowed for logging in has passed. Please start again from the external service.',
    },
    hint: {
      ja: '画面を開いてから {seconds} 秒を過ぎました（設定 lifetimes.interactionSeconds）。',
      en: 'More than {seconds} seconds passed since the page was opened (lifetimes.interactionSeconds).',
    },
  },
  interaction_finished: {
    status: 400,
    wire: 'invalid_request',
    spec: 'RFC 6749 §10.12',
    message: {
      ja: 'この手続きはすでに完了しています。外部サービスの画面からやり直してください。',
      en: 'This procedure is already finished. Please start again from the external service.',
    },
    hint: {
      ja: '許可・キャンセルは一度しか送れません（戻るボタンや再読み込み）。',
      en: 'Allow and cancel work once only (back button or reload).',
    },
  },
  interaction_wrong_stage: {
    status: 400,
    wire: 'invalid_request',
    spec: 'RFC 6749 §10.12',
    message: {
      ja: '画面の順序が正しくありません。ログインからやり直してください。',
      en: 'The pages were used out of order. Please log in again.',
    },
    hint: {
      ja: '今の段階は {stage} です。',
      en: 'The interaction stands at the stage {stage}.',
    },
  },
  form_forged: {
    status: 403,
    wire: 'invalid_request',
    spec: 'RFC 6749 §10.12',
    message: {
      ja: '画面の確認情報が一致しません。外部サービスの画面からやり直してください。',
      en: 'The page could not be verified. Please start again from the external service.',
    },
    hint: {
      ja: 'csrf の値か Cookie が一致しません。画面を経由せずに送信した可能性があります。',
      en: 'The csrf value or the cookie does not match; the form was probably not sent from the page.',
    },
  },
  cancelled_by_customer: {
    status: 400,
    wire: 'access_denied',
    spec: 'RFC 6749 §4.1.2.1, seed: キャンセル',
    message: {
      ja: 'お客さまがキャンセルしました。',
      en: 'The customer cancelled.',
    },
    hint: {
      ja: '外部サービスは error=access_denied を受け取り、連携していない画面へ戻します。',
      en: 'The partner receives error=access_denied and returns to its not-connected page.',
    },
  },
});
