import { refusals } from './entry.ts';

/** Refusals of refresh tokens, and of grants that are over (RFC 6749 §6, RFC 9700 §4.14, seed: 有効期限). */
export const grantRefusals = refusals({
  // -- refresh tokens (RFC 6749 §6, RFC 9700 §4.14) --
  refresh_token_padded: {
    status: 400,
    wire: 'invalid_grant',
    spec: 'RFC 6749 §5.2, Appendix A.17',
    message: {
      ja: 'リフレッシュトークンの前後に空白や引用符が付いています。',
      en: 'White space or quotation marks stand around the refresh token.',
    },
    hint: {
      ja: 'それを除いた値は、この金融機関が発行したトークンです。ファイルから読むときは行末の改行を除いてください。',
      en: 'Without them this bank issued it. Where it is read from a file, drop the line break at the end.',
    },
  },
  refresh_token_unknown: {
    status: 400,
    wire: 'invalid_grant',
    spec: 'RFC 6749 §5.2',
    message: {
      ja: 'このリフレッシュトークンは発行していません。',
      en: 'The refresh token is not known.',
    },
    hint: {
      ja: '値が途中で切れていないか、別のサンドボックスのものでないか確かめてください。',
      en: 'Check that it was not cut off and comes from this sandbox.',
    },
  },
  refresh_token_of_another_client: {
    status: 400,
    wire: 'invalid_grant',
    spec: 'RFC 6749 §6, §10.4',
    message: {
      ja: 'このリフレッシュトークンは別のクライアントのものです。',
      en: 'The refresh token was issued to another client.',
    },
    hint: {
      ja: '発行を受けたクライアントで更新してください。',
      en: 'Refresh with the client it was issued to.',
    },
  },
  refresh_token_reused: {
    status: 400,
    wire: 'invalid_grant',
    spec: 'RFC 9700 §4.14.2',
    message: {
      ja: '使用済みのリフレッシュトークンが再び使われたため、この許可を終了しました。',
      en: 'A refresh token that had been rotated was used again; the grant has been ended.',
    },
    hint: {
      ja: '第{used}世代が使われましたが、今は第{current}世代です。更新を一列に並べ、新しいトークンを保存してから古いものを捨ててください。',
      en: 'Generation {used} was used while {current} is the present one. Queue refreshes and store the new token before dropping the old.',
    },
  },
  refresh_token_superseded: {
    status: 400,
    wire: 'invalid_grant',
    spec: 'RFC 6749 §6',
    message: {
      ja: 'このリフレッシュトークンは、すでに次の世代に入れ替わっています。許可は有効なままです。',
      en: 'The refresh token has been rotated; its successor is the valid one. The grant itself lives on.',
    },
    hint: {
      ja: '第{used}世代が使われましたが、今は第{current}世代です。新しいトークンを受け取れていなければ、利用者に再連携を案内してください。',
      en: 'Generation {used} was used while {current} is the present one. If you never received that one, ask the customer to link again.',
    },
  },
  scope_exceeds_grant: {
    status: 400,
    wire: 'invalid_scope',
    spec: 'RFC 6749 §6',
    message: {
      ja: 'scope「{scope}」は、お客さまが許可した範囲を超えています。',
      en: "The scope '{scope}' goes beyond what the customer allowed.",
    },
    hint: {
      ja: '許可されているのは {granted} です。広げるには、もう一度許可を得てください。',
      en: 'Allowed: {granted}. A new consent is needed for more.',
    },
  },

  // -- grants that are over (seed: 有効期限) --
  grant_expired: {
    status: 400,
    wire: 'invalid_grant',
    spec: 'RFC 6749 §5.2, seed: 有効期限',
    message: {
      ja: '連携許可の期間が {expiredAt} に終わっています（更新しても延びません）。',
      en: 'The grant expired at {expiredAt}; refreshing does not extend it.',
    },
    hint: {
      ja: '利用者に再連携を案内し、認可エンドポイントからやり直してください。',
      en: 'Ask the customer to link again, starting at the authorization endpoint.',
    },
  },
  grant_revoked: {
    status: 400,
    wire: 'invalid_grant',
    spec: 'RFC 7009 §2.1',
    message: {
      ja: 'この連携許可は {endedAt} に解除されています（{reason}）。',
      en: 'The grant was revoked at {endedAt} ({reason}).',
    },
    hint: {
      ja: '利用者に再連携を案内してください。',
      en: 'Ask the customer to link again.',
    },
  },
  grant_superseded: {
    status: 400,
    wire: 'invalid_grant',
    spec: 'seed: 有効期限',
    message: {
      ja: 'この連携許可は、{endedAt} の新しい許可に置き換えられています。',
      en: 'The grant was superseded by a newer consent at {endedAt}.',
    },
    hint: {
      ja: '新しい許可で受け取ったトークンを使ってください（許可の数え方は設定 policies.grantPolicy）。',
      en: 'Use the tokens of the newer consent (how many grants may live is policies.grantPolicy).',
    },
  },
  grant_customer_unavailable: {
    status: 400,
    wire: 'invalid_grant',
    spec: 'seed: ご利用にあたっての注意事項',
    message: {
      ja: '契約者のご契約が停止されています。',
      en: 'The contract of the customer is stopped.',
    },
    hint: {
      ja: '契約者（利用者なら管理者も）の status をコンソールで確かめてください。',
      en: 'Check in the console the status of the customer and, for a user, of the contract.',
    },
  },
});
