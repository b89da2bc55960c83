import { dataApiSuccesses } from './data-api.ts';
import { outcomes } from './entry.ts';
import { screenOutcomes } from './screens.ts';

/** What the log says when a request is fulfilled. */
export const successes = outcomes({
  ...dataApiSuccesses,
  ok: { message: { ja: '正常に応答しました', en: 'Answered' } },
  preflight_allowed: {
    spec: 'Fetch §4.8 (CORS-preflight fetch)',
    message: {
      ja: 'ブラウザーの事前確認（プリフライト）：{origin} からの呼び出しを認めました',
      en: 'Preflight of a browser: {origin} may call this',
    },
  },
  preflight_refused: {
    spec: 'Fetch §4.8 (CORS-preflight fetch)',
    message: {
      ja: 'ブラウザーの事前確認（プリフライト）：{origin} はどのクライアントにも登録されていないため、ブラウザーは本来の要求を送りません',
      en: 'Preflight of a browser: no client has registered {origin}, so the browser will not send the request itself',
    },
    hint: {
      ja: 'クライアントの sandbox_allowed_origins に {origin} を登録してください（スキームとポートまで一致させます）。',
      en: 'Register {origin} in sandbox_allowed_origins of the client; scheme and port count too.',
    },
  },
  metadata_shown: {
    spec: 'RFC 8414 §3',
    message: { ja: '認可サーバーの案内（メタデータ）', en: 'Authorization server metadata' },
  },
  jwks_shown: { spec: 'RFC 7517 §5', message: { ja: '公開鍵の一覧', en: 'Public keys' } },
  authorization_started: {
    spec: 'RFC 6749 §4.1.1',
    message: { ja: 'ログイン画面へ：{scopes}', en: 'To the login page: {scopes}' },
  },
  request_pushed: {
    spec: 'RFC 9126 §2.2',
    message: {
      ja: '認可要求を預かりました：{scopes}（{seconds}秒）',
      en: 'Authorization request pushed: {scopes} ({seconds} s)',
    },
  },
  authorization_automatic: {
    spec: 'RFC 6749 §4.1.2',
    message: { ja: '画面なしで自動許可：{loginId}', en: 'Allowed without screens for {loginId}' },
  },
  authorization_by_kept_login: {
    spec: 'OpenID Connect Core §3.1.2.3',
    message: {
      ja: 'ログイン中の {loginId} が同じ内容を許可済みなので、画面なしで応答しました',
      en: 'Answered without a page: {loginId} is logged in and has allowed the same already',
    },
  },
  tokens_issued: {
    spec: 'RFC 6749 §5.1',
    message: {
      ja: 'トークン発行：{scopes}（{expiresAt} まで）',
      en: 'Tokens issued: {scopes} (until {expiresAt})',
    },
  },
  tokens_refreshed: {
    spec: 'RFC 6749 §6',
    message: { ja: 'トークン更新（第{generation}世代）', en: 'Tokens refreshed (generation {generation})' },
  },
  tokens_repeated: {
    spec: 'RFC 9700 §4.14.2',
    message: {
      ja: '同じリフレッシュトークンの再送に、同じ後継を答えました（猶予 {grace} 秒以内）',
      en: 'The same successor was answered to a repeated refresh token (within the grace of {grace} s)',
    },
    hint: {
      ja: '二重の更新か、応答を失った再送です。猶予を過ぎると許可そのものが終わります。',
      en: 'Either a double refresh or a retry after a lost answer. After the grace it would end the grant.',
    },
  },
  token_revoked: {
    spec: 'RFC 7009 §2.2',
    message: { ja: 'トークンを失効しました', en: 'Token revoked' },
  },
  grant_revoked_by_token: {
    spec: 'RFC 7009 §2.1',
    message: { ja: '連携を解除しました（外部サービスから）', en: 'Linkage ended by the partner' },
  },
  revocation_of_nothing: {
    spec: 'RFC 7009 §2.2',
    message: {
      ja: '該当するトークンがないため、何も変えずに応答しました',
      en: 'No such token; answered 200 and changed nothing',
    },
  },
  token_introspected_active: {
    spec: 'RFC 7662 §2.2',
    message: { ja: '有効なトークンです', en: 'The token is active' },
  },
  token_introspected_inactive: {
    spec: 'RFC 7662 §2.2',
    message: {
      ja: '有効でない（または他のクライアントの）トークンです',
      en: 'The token is not active, or of another client',
    },
  },
  userinfo_returned: {
    spec: 'OpenID Connect Core §5.3',
    message: { ja: '利用者情報を返しました', en: 'Userinfo returned' },
  },
  client_token_issued: {
    spec: 'RFC 6749 §4.4',
    message: { ja: 'クライアント自身のトークン：{scopes}', en: 'Token of the client itself: {scopes}' },
  },
  grant_shown: {
    spec: 'Grant Management for OAuth 2.0 §6.3',
    message: { ja: '許可の内容を返しました', en: 'Grant shown' },
  },
  grant_revoked_by_client: {
    spec: 'Grant Management for OAuth 2.0 §6.4',
    message: { ja: '連携を解除しました（外部サービスから）', en: 'Grant revoked by the partner' },
  },
  client_registered: {
    spec: 'RFC 7591 §3.2.1',
    message: { ja: 'クライアントを登録しました：{clientId}', en: 'Client registered: {clientId}' },
  },
  client_shown: {
    spec: 'RFC 7592 §2.1',
    message: { ja: '登録内容を返しました：{clientId}', en: 'Registration shown: {clientId}' },
  },
  client_changed: {
    spec: 'RFC 7592 §2.2',
    message: { ja: '登録内容を変更しました：{clientId}', en: 'Registration changed: {clientId}' },
  },
  client_removed: {
    spec: 'RFC 7592 §2.3',
    message: { ja: 'クライアントを削除しました：{clientId}', en: 'Client removed: {clientId}' },
  },
  cors_preflight: { spec: 'Fetch §4.8', message: { ja: 'CORS の事前確認', en: 'CORS preflight' } },
  ...screenOutcomes,
});
