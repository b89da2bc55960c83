import { bilingual } from '../app/bilingual.ts';

export const conformanceTexts = bilingual(
  {
    open: '適合性テスト',
    title: '適合性テストの設定を書き出す',
    lead: 'OpenID Foundation の適合性テストスイートに読み込ませる設定ファイルです。テスト用のクライアントを二つ以上登録し、その鍵と、この銀行の画面を操作する手順を収めます。',
    plan: 'テストプラン',
    alias: '設定の名前（alias）',
    aliasHint: 'スイートのコールバックURLの一部になります。同じ名前で書き出すと、前の鍵は使えなくなります。',
    suiteBase: 'スイートのアドレス',
    suiteBaseHint: '初期値は、手元のコンピューターで動かしたときのアドレスです。',
    parameter: {
      client_auth_type: 'クライアント認証（client_auth_type）',
      fapi_auth_request_method: '認可リクエストの渡し方（fapi_auth_request_method）',
      sender_constrain: 'トークンの送信者制約（sender_constrain）',
      openid: 'OpenID Connect を使うか（openid）',
    },
    tlsOff: 'HTTPSが無効なので、まだ書き出せません',
    tlsOffHint:
      'スイートは TLS のアドレスだけを試します。--https-port 4443 を付けて起動し直してから書き出してください。',
    save: '設定ファイルを保存',
    saved: '設定ファイルを保存しました',
    savedHint:
      '鍵と秘密はこのファイルの中にしかありません。スイートの設定画面に貼り付けるか、実行用スクリプトに渡してください。',
    file: 'ファイル',
    argument: 'スクリプトに渡すテストプラン',
    before: '始める前に',
  },
  {
    open: 'Conformance tests',
    title: 'Export a conformance test configuration',
    lead: 'A configuration file for the conformance suite of the OpenID Foundation. Two or more test clients are registered for it; the file holds their keys and the steps through this bank’s screens.',
    plan: 'Test plan',
    alias: 'Name of the configuration (alias)',
    aliasHint:
      'A part of the suite’s callback addresses. Exporting again under the same name voids the earlier keys.',
    suiteBase: 'Address of the suite',
    suiteBaseHint: 'To begin with, the address of a suite run on your own computer.',
    parameter: {
      client_auth_type: 'Client authentication (client_auth_type)',
      fapi_auth_request_method: 'How requests are sent (fapi_auth_request_method)',
      sender_constrain: 'What tokens are bound to (sender_constrain)',
      openid: 'With OpenID Connect or without (openid)',
    },
    tlsOff: 'HTTPS is off, so there is nothing to export yet',
    tlsOffHint:
      'The suite tests TLS addresses only. Start the sandbox again with --https-port 4443, then export.',
    save: 'Save the configuration file',
    saved: 'The configuration file is saved',
    savedHint:
      'Its keys and secrets are in this file and nowhere else. Paste it into the suite’s form, or hand it to the suite’s runner.',
    file: 'File',
    argument: 'Test plan for the runner',
    before: 'Before a run',
  },
);
