import { outcomes, refusals } from './entry.ts';

/** Why something the bank itself went to read for a client could not be used. `{member}` names the address. */
export const outgoingRefusals = refusals({
  outgoing_place: {
    status: 400,
    spec: 'RFC 7591 §5',
    message: {
      ja: '{member} の場所は読みに行きません。{reasonJa}',
      en: 'The bank does not read {member} where it is. {reasonEn}',
    },
    hint: {
      ja: 'このパソコンか、redirect_uris と同じホストに置き直してください。',
      en: 'Put it on this computer or on the host of one of the redirect URIs.',
    },
  },
  outgoing_pace: {
    status: 503,
    spec: 'RFC 7591 §5',
    message: {
      ja: '{member} は読みに行きませんでした。同じ場所へは毎分 {perAddress} 回、全部で毎分 {inAll} 回、同時に {atOnce} 件までです。',
      en: 'The bank did not read {member}: it asks one address {perAddress} times a minute at most, all together {inAll} times, and {atOnce} at once.',
    },
    hint: {
      ja: '少し待ってから送り直してください。Cache-Control の max-age を長くすると、読みに行く回数が減ります。',
      en: 'Wait a little and send it again. A longer max-age in Cache-Control makes the bank ask less often.',
    },
  },
  outgoing_timeout: {
    status: 504,
    spec: 'RFC 9110 §15.6.5',
    message: {
      ja: '{member} が {seconds} 秒以内に読み終わりませんでした。',
      en: 'Reading {member} was not finished within {seconds} seconds.',
    },
    hint: {
      ja: 'そのサーバーが動いていて、すぐに答えるか確かめてください。',
      en: 'Check that the server there runs and answers at once.',
    },
  },
  outgoing_unreachable: {
    status: 502,
    spec: 'RFC 9110 §15.6.3',
    message: {
      ja: '{member} に接続できないか、途中で切れました（{cause}）。',
      en: 'The connection to {member} failed or broke off ({cause}).',
    },
    hint: {
      ja: 'アドレスとポートが正しく、サーバーが動いているか確かめてください。',
      en: 'Check the address and the port, and that the server runs.',
    },
  },
  outgoing_certificate: {
    status: 502,
    spec: 'RFC 9110 §4.3.4',
    message: {
      ja: '{member} のサーバー証明書を信頼できません（{cause}）。',
      en: 'The server certificate of {member} is not trusted ({cause}).',
    },
    hint: {
      ja: 'サンドボックスの認証局で発行した証明書を使うか、このクライアントの sandbox_trusts_any_certificate を true にしてください。',
      en: 'Use a certificate of the sandbox’s own authority, or set sandbox_trusts_any_certificate of this client to true.',
    },
  },
  outgoing_redirect: {
    status: 502,
    spec: 'RFC 7591 §5',
    message: {
      ja: '{member} は別の場所への転送（HTTP {status}）を返しました。銀行は転送をたどりません。',
      en: 'The answer of {member} is a redirect (HTTP {status}), which the bank does not follow.',
    },
    hint: {
      ja: '転送のない、最後のアドレスを登録してください。',
      en: 'Register the address it leads to.',
    },
  },
  outgoing_status: {
    status: 502,
    spec: 'RFC 9110 §15',
    message: {
      ja: '{member} は HTTP {status} で答えました。200 が必要です。',
      en: 'The answer of {member} is HTTP {status}; it has to be 200.',
    },
    hint: {
      ja: 'ブラウザーか curl で開いて、200 で答えるか確かめてください。',
      en: 'Open it with a browser or curl and see that it answers 200.',
    },
  },
  outgoing_too_long: {
    status: 502,
    spec: 'RFC 7591 §5',
    message: {
      ja: '{member} の内容が {bytes} バイトを超えています。',
      en: 'What {member} answers is longer than {bytes} bytes.',
    },
    hint: {
      ja: '使わない鍵や項目を取り除いて、短くしてください。',
      en: 'Make it shorter; leave out what is not used.',
    },
  },
  outgoing_not_json: {
    status: 502,
    spec: 'RFC 8259 §2',
    message: {
      ja: '{member} の内容が JSON ではありません。',
      en: 'What {member} answers is not JSON.',
    },
    hint: {
      ja: 'HTML のページやログイン画面ではなく、圧縮しない JSON を返してください。',
      en: 'Answer with JSON, not compressed, in the place of a page or a login form.',
    },
  },
  outgoing_not_keys: {
    status: 502,
    spec: 'RFC 7517 §5',
    message: {
      ja: '{member} の JSON が JWK Set ではありません。',
      en: 'The JSON of {member} is not a JWK Set.',
    },
    hint: {
      ja: '公開鍵を "keys" という配列に入れてください。秘密鍵は入れないでください。',
      en: 'Put the public keys into an array named keys; leave private members out.',
    },
  },
  outgoing_not_addresses: {
    status: 502,
    spec: 'OpenID Connect Registration §5',
    message: {
      ja: '{member} の JSON が redirect_uri の配列ではありません。',
      en: 'The JSON of {member} is not an array of redirect URIs.',
    },
    hint: {
      ja: '["https://…/callback"] のように、文字列だけの配列にしてください。',
      en: 'Make it an array of nothing but texts, such as the redirect URIs of the client.',
    },
  },
});

/** What the log says of a request that the bank itself made. */
export const outgoingOutcomes = outcomes({
  client_keys_read: {
    spec: 'RFC 7591 §2 (jwks_uri)',
    message: {
      ja: 'クライアントの公開鍵を {count} 件読みました。{seconds} 秒の間はこれを使います',
      en: 'Read {count} public key(s) of the client; they are good for {seconds} seconds',
    },
  },
  sector_identifier_read: {
    spec: 'OpenID Connect Registration §5',
    message: {
      ja: 'セクター識別子の文書に redirect_uri が {count} 件あります',
      en: 'The document of the sector identifier lists {count} redirect URI(s)',
    },
  },
});
