import type { Bilingual } from './entry.ts';

/**
 * What the bank takes for granted once it has done what was asked, by the outcome of the request. Told
 * when the answer was lost on purpose: the client's next request will be judged by it.
 */
export const beliefs = {
  tokens_issued: {
    ja: '金融機関は、クライアントがリフレッシュトークン #{generation} を持っているとみなしています。認可コードは使用済みです。',
    en: 'The bank believes you hold refresh token #{generation}. The code is used up.',
  },
  tokens_issued_without_refresh: {
    ja: '金融機関は、クライアントがアクセストークンを持っているとみなしています。認可コードは使用済みです。',
    en: 'The bank believes you hold an access token. The code is used up.',
  },
  tokens_refreshed: {
    ja: '金融機関は、クライアントがリフレッシュトークン #{generation} を持っているとみなしています。',
    en: 'The bank believes you hold refresh token #{generation}.',
  },
  client_token_issued: {
    ja: '金融機関は、クライアント自身のアクセストークンを渡したとみなしています。持つ者はなく、期限が来れば消えます。取り直せます。',
    en: 'The bank believes you hold an access token of your own. Nobody does; it lapses by itself, and you may ask for another.',
  },
  request_pushed: {
    ja: '認可要求は預けられましたが、その request_uri を持つ者はいません。期限が来れば消えるので、もう一度預けてください。',
    en: 'The request was pushed and nobody holds its handle. It lapses by itself; push it again.',
  },
  signed_in: {
    ja: '金融機関は、お客さまがログインを済ませ、アクセス許可の画面を見ているとみなしています。再読み込みで続けられます。',
    en: 'The bank believes the customer is signed in and looks at the consent page. Loading the page again goes on from there.',
  },
  consent_given: {
    ja: '金融機関は、お客さまが認可コードを持って外部サービスへ戻ったとみなしています。許可そのものは、コードが引き換えられるまでありません。',
    en: 'The bank believes the customer went back to you with a code. There is no grant until the code is redeemed.',
  },
  linkage_cancelled: {
    ja: '金融機関は、お客さまが取りやめて外部サービスへ戻ったとみなしています。',
    en: 'The bank believes the customer cancelled and went back to you.',
  },
  token_revoked: {
    ja: 'アクセストークンは失効しましたが、クライアントはそれを知りません。',
    en: 'The access token is revoked although the client never heard so.',
  },
  grant_ended: {
    ja: '許可は終わりましたが、クライアントはそれを知りません。同じ要求を再送しても害はありません。',
    en: 'The grant is over although the client never heard so. Sending the request again does no harm.',
  },
  client_registered: {
    ja: 'クライアント {clientId} は登録されましたが、その client_id、秘密、登録用トークンを持つ者はいません。',
    en: 'The client {clientId} is registered, and nobody holds its id, secret or registration token.',
  },
  client_changed: {
    ja: '登録内容は変わりましたが、クライアントはそれを知りません。GET で確かめられます。',
    en: 'The registration has changed although the client never heard so. A GET shows it.',
  },
  client_removed: {
    ja: 'クライアントの登録は消え、許可も終わりましたが、クライアントはそれを知りません。登録用トークンは、もう 401 になります。',
    en: 'The registration and its grants are gone although the client never heard so. The registration token meets 401 from now on.',
  },
  refused: {
    ja: '金融機関はこの要求を断っています（{code}）。',
    en: 'The bank had refused the request ({code}).',
  },
  refused_with_consequences: {
    ja: '金融機関はこの要求を断り（{code}）、その結果の変更は有効です。',
    en: 'The bank had refused the request ({code}), and what it changed on that account stands.',
  },
  changed: { ja: '金融機関側の変更は有効です。', en: 'What was changed at the bank stands.' },
  unchanged: { ja: '金融機関側では何も変わっていません。', en: 'Nothing was changed at the bank.' },
} as const satisfies Record<string, Bilingual>;
