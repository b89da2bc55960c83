import type { VerdictReason } from '../conformance.ts';
import type { Bilingual } from './entry.ts';

/** Why a client passed or failed after a poisoned answer. */
export const verdictReasons: Readonly<Record<VerdictReason, Bilingual>> = {
  tokens_used: {
    ja: '誤った応答で受け取ったものを、そのまま使いました。',
    en: 'It used what came with the poisoned answer.',
  },
  code_redeemed: {
    ja: '誤った応答の認可コードを引き換えました。',
    en: 'It redeemed the code of the poisoned answer.',
  },
  server_used: {
    ja: 'issuer の異なるメタデータのまま、このサーバーを使いました。',
    en: 'The server was used although its metadata named another issuer.',
  },
  tokens_revoked: {
    ja: '受け取ったトークンを使わずに失効させました。',
    en: 'It revoked the tokens instead of using them.',
  },
  went_on: {
    ja: '無害な違いとして読み、そのまま続けました。',
    en: 'It took the harmless difference as such and went on.',
  },
  kept_away: {
    ja: '見守りの間、受け取ったものを使いませんでした。',
    en: 'It used nothing of it for as long as it was watched.',
  },
  gave_up: {
    ja: '無害な違いなのに、続けませんでした。',
    en: 'It did not go on although the difference is harmless.',
  },
};
