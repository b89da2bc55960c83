import { refusals } from './entry.ts';

/** What can be wrong with `authorization_details`, wherever it is sent (RFC 9396 §5). */
export const authorizationDetailsRefusals = refusals({
  authorization_details_malformed: {
    status: 400,
    wire: 'invalid_authorization_details',
    spec: 'RFC 9396 §2, §5',
    message: {
      ja: 'authorization_details が、オブジェクトを一つ以上含む JSON の配列ではありません。',
      en: 'The authorization_details are not a JSON array of at least one object.',
    },
    hint: {
      ja: '配列を JSON の文字列にして送ります。リクエストオブジェクトの中では、文字列にせず配列のまま入れてください。',
      en: 'Send the array as JSON text; inside a request object put the array itself, not a string.',
    },
  },
  authorization_details_type: {
    status: 400,
    wire: 'invalid_authorization_details',
    spec: 'RFC 9396 §2, §5',
    message: {
      ja: 'この金融機関は authorization_details の type「{type}」を扱いません。',
      en: "The bank has no authorization details type '{type}'.",
    },
    hint: {
      ja: 'メタデータの authorization_details_types_supported にある account_information を使ってください。',
      en: 'Use account_information, as authorization_details_types_supported of the metadata says.',
    },
  },
  authorization_details_invalid: {
    status: 400,
    wire: 'invalid_authorization_details',
    spec: 'RFC 9396 §5',
    message: {
      ja: 'authorization_details を読み取れません（{reason}）。',
      en: 'The authorization_details can not be taken: {reason}',
    },
    hint: {
      ja: 'account_information のメンバーは type、actions（read_balances、read_transactions の配列・必須）、accounts（12桁の accountId の配列・省略可）、locations（省略可）だけです。空の配列は送れません。',
      en: 'account_information has type, actions (an array of read_balances and read_transactions, required), accounts (an array of accountIds of 12 digits, optional) and locations (optional), nothing else, and no empty array.',
    },
  },
  authorization_details_location: {
    status: 400,
    wire: 'invalid_authorization_details',
    spec: 'RFC 9396 §2.2, §5',
    message: {
      ja: 'locations の「{location}」は、この金融機関のリソースではありません。',
      en: "The location '{location}' is no resource of this bank.",
    },
    hint: {
      ja: 'この金融機関の issuer、またはその下のデータAPI（…/ib/v1 など）の絶対 URI を書くか、locations を省いてください。',
      en: 'Write the absolute URI of the issuer or of a data API mount below it, such as .../ib/v1, or leave locations out.',
    },
  },
  authorization_details_type_unregistered: {
    status: 400,
    wire: 'invalid_authorization_details',
    spec: 'RFC 9396 §5, §10',
    message: {
      ja: 'このクライアントは authorization_details の type「{type}」を使うと登録していません。',
      en: "The client did not register the authorization details type '{type}'.",
    },
    hint: {
      ja: 'クライアントの authorization_details_types に加えてください。このメンバーを省けば、どの type も使えます。',
      en: 'Add it to authorization_details_types of the client; without that member every type may be used.',
    },
  },
  authorization_details_action_unregistered: {
    status: 400,
    wire: 'invalid_authorization_details',
    spec: 'RFC 9396 §5',
    message: {
      ja: 'このクライアントは {scope} に登録されていないため、actions の {action} を求められません。',
      en: 'The client is not registered for {scope}, so it can not ask for the action {action}.',
    },
    hint: {
      ja: 'クライアントの scope に {scope} を加えるか、actions から {action} を外してください。',
      en: 'Add {scope} to the scope of the client, or leave {action} out of the actions.',
    },
  },
  authorization_details_account: {
    status: 400,
    wire: 'invalid_authorization_details',
    spec: 'RFC 9396 §5',
    message: {
      ja: 'authorization_details の accounts に、このお客さまの口座ではないものがあります。',
      en: 'The accounts in authorization_details are not all accounts of this customer.',
    },
    hint: {
      ja: '存在しない口座と他人の口座は区別しません。accounts を省くと、お客さまが画面で口座を選びます。',
      en: 'An unknown account and one of somebody else are answered alike. Leave accounts out to let the customer choose.',
    },
  },
  authorization_details_exceed_grant: {
    status: 400,
    wire: 'invalid_authorization_details',
    spec: 'RFC 9396 §6, §7',
    message: {
      ja: '許可されていない内容です：{asked}（許可されたのは {granted}）。',
      en: 'The grant does not cover {asked}; it covers {granted}.',
    },
    hint: {
      ja: 'トークンエンドポイントでは、許可された範囲を狭めることだけができます。広げるには、お客さまの同意をもう一度もらってください。',
      en: 'At the token endpoint a grant can be narrowed, never widened. For more, ask the customer again.',
    },
  },
});
