import { refusals } from './entry.ts';

/** Refusals of introspection, grant management and registration, and what only a stricter profile would refuse. */
export const clientManagementRefusals = refusals({
  // -- introspection and grant management --
  introspection_needs_authentication: {
    status: 401,
    wire: 'invalid_client',
    spec: 'RFC 7662 §2.1',
    message: {
      ja: 'イントロスペクションには、認証するクライアントが必要です。',
      en: 'Introspection is for clients that authenticate.',
    },
    hint: {
      ja: '公開クライアント（none）では使えません。',
      en: 'A public client (none) can not use it.',
    },
  },
  client_credentials_scope: {
    status: 400,
    wire: 'invalid_scope',
    spec: 'RFC 6749 §4.4.2',
    message: {
      ja: 'client_credentials で求められるのは grant_management_query と grant_management_revoke だけです。',
      en: 'With client_credentials only grant_management_query and grant_management_revoke can be asked for.',
    },
    hint: {
      ja: 'クライアントの scope に登録し、scope で送ってください。',
      en: 'Register them in the scope of the client and send them as scope.',
    },
  },
  managed_grant_unknown: {
    status: 404,
    wire: 'not_found',
    spec: 'Grant Management for OAuth 2.0 §6',
    message: {
      ja: 'その grant_id の許可はありません。',
      en: 'There is no grant with that grant_id.',
    },
    hint: {
      ja: 'トークン応答の grant_id を使ってください。',
      en: 'Use the grant_id of a token response.',
    },
  },
  managed_grant_foreign: {
    status: 403,
    wire: 'access_denied',
    spec: 'Grant Management for OAuth 2.0 §6',
    message: {
      ja: 'その許可は別のクライアントのものです。',
      en: 'The grant belongs to another client.',
    },
    hint: {
      ja: '自分の grant_id だけを扱えます。',
      en: 'A client manages its own grants only.',
    },
  },
  management_token_invalid: {
    status: 401,
    wire: 'invalid_token',
    spec: 'RFC 6750 §3.1',
    message: {
      ja: 'このトークンでは許可の管理ができません。',
      en: 'The token is not good for grant management.',
    },
    hint: {
      ja: 'client_credentials で、grant_management_query か grant_management_revoke のトークンを取り直してください。',
      en: 'Get one with client_credentials and the scope grant_management_query or grant_management_revoke.',
    },
  },
  management_scope_missing: {
    status: 403,
    wire: 'insufficient_scope',
    spec: 'RFC 6750 §3.1',
    message: {
      ja: 'この操作には {scope} が必要です。',
      en: 'The operation needs {scope}.',
    },
    hint: {
      ja: 'トークンを取り直してください。',
      en: 'Get a token with that scope.',
    },
  },
  management_method_not_allowed: {
    status: 405,
    wire: 'invalid_request',
    spec: 'Grant Management for OAuth 2.0 §6',
    message: {
      ja: 'このエンドポイントは {allow} だけを受け付けます。',
      en: 'This endpoint takes {allow} only.',
    },
    hint: {
      ja: 'メソッドを変えてください。',
      en: 'Change the method.',
    },
  },

  // -- only seen through the lens of a stricter profile --
  authentication_method_outside_profile: {
    status: 401,
    wire: 'invalid_client',
    spec: 'FAPI 1.0 Part 2 §5.2.2, FAPI 2.0 §5.3.2',
    message: {
      ja: 'このプロファイルでは使えないクライアント認証方式です。',
      en: 'The client authenticates in a way the profile does not take.',
    },
    hint: {
      ja: 'private_key_jwt か tls_client_auth に切り替えてください。',
      en: 'Change to private_key_jwt or tls_client_auth.',
    },
  },
  sender_constraint_missing: {
    status: 401,
    wire: 'invalid_token',
    spec: 'FAPI 1.0 Part 2 §5.2.2, FAPI 2.0 §5.3.2',
    message: {
      ja: 'トークンが鍵や証明書に結び付いていません。',
      en: 'The token is bound to no key and no certificate.',
    },
    hint: {
      ja: 'DPoP（FAPI 2.0）か相互TLSで結び付けてください。',
      en: 'Bind it by DPoP (FAPI 2.0) or by mutual TLS.',
    },
  },
  id_token_algorithm_outside_profile: {
    status: 400,
    wire: 'invalid_client',
    spec: 'OpenID Connect Core §15.1, FAPI 2.0 §5.4',
    message: {
      ja: 'IDトークンの署名方式がこのプロファイルでは使えません。',
      en: 'ID tokens are signed with an algorithm the profile does not take.',
    },
    hint: {
      ja: 'id_token_signed_response_alg を ES256 か PS256 にしてください。',
      en: 'Set id_token_signed_response_alg to ES256 or PS256.',
    },
  },

  refresh_rotation_outside_profile: {
    status: 400,
    wire: 'invalid_client',
    spec: 'FAPI 2.0 §5.3.2.1, RFC 9700 §4.14.2',
    message: {
      ja: 'リフレッシュトークンの入れ替え方が、このプロファイルの定めと異なります。',
      en: 'Refresh tokens rotate otherwise than the profile asks.',
    },
    hint: {
      ja: '入れ替えの実験のための設定です。sandbox_refresh_rotation を外すと、プロファイルの定めに戻ります。',
      en: 'Set for an experiment. Without sandbox_refresh_rotation the client is back at what the profile asks.',
    },
  },

  // -- registration (RFC 7591, RFC 7592) --
  registration_not_json: {
    status: 400,
    wire: 'invalid_client_metadata',
    spec: 'RFC 7591 §3.1',
    message: {
      ja: '登録の本文が JSON オブジェクトではありません。',
      en: 'The registration is not a JSON object.',
    },
    hint: {
      ja: 'Content-Type: application/json でクライアントの情報を送ってください。',
      en: 'Send the client metadata as application/json.',
    },
  },
  registration_media_type: {
    status: 400,
    wire: 'invalid_client_metadata',
    spec: 'RFC 7591 §3.1',
    message: {
      ja: '登録の本文は application/json で送る必要がありますが、{mediaType} で届きました。',
      en: 'A registration is sent as application/json; this one came as {mediaType}.',
    },
    hint: {
      ja: 'Content-Type: application/json を付けて送ってください。ほかの種類は、どのウェブページからでも送れてしまうため受け付けません。',
      en: 'Send Content-Type: application/json. Other types are refused because any web page can send them.',
    },
  },
  registration_origin_refused: {
    status: 403,
    wire: 'access_denied',
    spec: 'RFC 6454 §7.3',
    message: {
      ja: 'ウェブページ（{origin}）からの登録は受け付けません。',
      en: 'Registrations by web pages (this one: {origin}) are not accepted.',
    },
    hint: {
      ja: '登録はブラウザの外から、Origin ヘッダーを付けずに送ってください。コンソールからも登録できます。',
      en: 'Send the registration from outside a browser, without an Origin header, or use the console.',
    },
  },
  registration_too_fast: {
    status: 429,
    wire: 'temporarily_unavailable',
    spec: 'RFC 7591 §5, RFC 6585 §4',
    message: {
      ja: 'クライアントの登録が速すぎます。{seconds}秒後に送り直してください。',
      en: 'Clients are registered too fast; try again in {seconds} seconds.',
    },
    hint: {
      ja: '認証のない登録には、速さの上限があります。登録したクライアントを使い続けるか、コンソール（POST /clients）で登録してください。',
      en: 'Registration without authentication has a limit of speed. Go on using a client you have, or register by the console (POST /clients), which has none.',
    },
  },
  registrations_full: {
    status: 503,
    wire: 'temporarily_unavailable',
    spec: 'RFC 7591 §5',
    message: {
      ja: '自分で登録したクライアントが {kept} 件あり、すべて使われているため、これ以上は登録できません。',
      en: 'As many clients as are kept ({kept}) have registered themselves, and all of them are in use.',
    },
    hint: {
      ja: '使わなくなったものを DELETE（RFC 7592）かコンソールの「クライアント」で消すか、コンソールで登録してください。',
      en: 'Delete those no longer needed (DELETE of RFC 7592, or Clients in the console), or register by the console.',
    },
  },
  registration_client_id_mismatch: {
    status: 400,
    wire: 'invalid_client_metadata',
    spec: 'RFC 7592 §2.2',
    message: {
      ja: '本文の client_id が、変更しようとしているクライアントと違います。',
      en: 'The client_id of the body is not the client that is being changed.',
    },
    hint: {
      ja: 'client_id に {clientId} を入れてください。',
      en: 'Send client_id {clientId} in the body.',
    },
  },
  registration_secret_mismatch: {
    status: 400,
    wire: 'invalid_client_metadata',
    spec: 'RFC 7592 §2.2',
    message: {
      ja: '本文の client_secret が、いまのものと違います。',
      en: 'The client_secret of the body is not the present one.',
    },
    hint: {
      ja: 'client_secret は今の値をそのまま送るか、省いてください。新しい値はコンソールで発行できます。',
      en: 'Repeat the present client_secret or leave it out; a new one is made in the console.',
    },
  },
  registration_token_invalid: {
    status: 401,
    wire: 'invalid_token',
    spec: 'RFC 7592 §2',
    message: {
      ja: '登録用トークンが正しくないか、クライアントがすでにありません。',
      en: 'The registration token is not valid, or the client is gone.',
    },
    hint: {
      ja: '登録の応答にあった registration_access_token を Bearer で送ってください。',
      en: 'Send the registration_access_token of the registration as Bearer.',
    },
  },
});
