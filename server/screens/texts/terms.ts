/** The sandbox's own short 利用規定: invented, and says so. Articles follow the notice's 注意事項. */
export const termsTexts = {
  ja: {
    title: 'しんきんAPIサービス利用規定',
    version: '{version}版',
    notice: 'この規定は研修・開発用に作成した架空の文書であり、法的な効力はありません。',
    articles: [
      {
        heading: '第1条（目的）',
        body: 'この規定は、{institution}（以下「当金庫」）のインターネットバンキングをご契約のお客さまが、外部企業のサービスと口座情報を連携するAPI連携サービス（以下「本サービス」）の取扱いを定めます。',
      },
      {
        heading: '第2条（ご利用の条件）',
        body: '本サービスのご利用には、事前に外部企業とのサービス利用契約、およびインターネットバンキングの利用契約が必要です。',
      },
      {
        heading: '第3条（お渡しする情報）',
        body: '当金庫は、お客さまがアクセス許可の画面で選ばれた業務（残高照会、入出金明細照会）に限り、口座情報を外部企業に提供します。ログインIDとログインパスワードなどの認証情報は提供しません。本サービスで振込などのお取引はできません。',
      },
      {
        heading: '第4条（有効期間）',
        body: '口座連携の有効期間は、許可登録の時から{days}日間です。有効期間が過ぎた場合は、再度の許可登録が必要です。',
      },
      {
        heading: '第5条（連携の停止）',
        body: '外部企業への情報提供を停止するには、ご利用の外部サービスで停止の手続きをしてください。当金庫は、パスワードの変更やご契約の停止があったときなどに、連携を終了することがあります。',
      },
      {
        heading: '第6条（お問い合わせ）',
        body: '本サービスについては{desk}（{hours}、電話 {phone}）へ、外部サービスについては外部企業へお問い合わせください。',
      },
    ],
  },
  en: {
    title: 'しんきんAPIサービス利用規定',
    version: 'Version {version} — Shinkin API Service Terms of Use',
    notice: 'An invented document for training and development, without any legal effect.',
    articles: [
      {
        heading: 'Article 1 (Purpose)',
        body: 'These terms govern the API linkage service (“the service”), by which customers of the internet banking of {institution} (“the bank”) link their account information with the service of an external company.',
      },
      {
        heading: 'Article 2 (Conditions)',
        body: 'The service requires a contract with the external company and an internet banking contract with the bank.',
      },
      {
        heading: 'Article 3 (Information handed over)',
        body: 'The bank hands account information to the external company only for what the customer chose on the consent screen (balances, statements). Login IDs, passwords and other credentials are never handed over. The service cannot make transfers or other transactions.',
      },
      {
        heading: 'Article 4 (Validity)',
        body: 'The linkage is valid for {days} days from the permission. After that, permission has to be given again.',
      },
      {
        heading: 'Article 5 (Stopping)',
        body: 'To stop information being handed over, use the external service. The bank may end a linkage, for example when the password is changed or the contract is stopped.',
      },
      {
        heading: 'Article 6 (Contact)',
        body: 'About the service, contact {desk} ({hours}, telephone {phone}); about the external service, contact the external company.',
      },
    ],
  },
} as const;
