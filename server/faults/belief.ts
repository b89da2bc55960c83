import { catalogue, type Bilingual, type OutcomeCode } from '../bank/catalogue/index.ts';
import type { BankState } from '../bank/state.ts';
import type { Exchange } from '../log/exchange.ts';

/**
 * What the bank takes for granted although the client never saw the answer. It is what the client's
 * next request will be judged by.
 */
export function beliefOf(state: BankState, { outcome, grantId, committed }: Exchange): Bilingual {
  const generation = state.grants.get(grantId ?? '')?.refreshGeneration;
  switch (outcome?.code) {
    case 'tokens_issued':
    case 'tokens_refreshed':
    case 'tokens_repeated':
      return {
        ja: `金融機関は、クライアントがリフレッシュトークン #${generation ?? 1} を持っているとみなしています。`,
        en: `The bank believes you hold refresh token #${generation ?? 1}.`,
      };
    case 'consent_given':
    case 'authorization_automatic':
      return {
        ja: '金融機関は、利用者が認可コードを持って外部サービスへ戻ったとみなしています。',
        en: 'The bank believes the customer went back to you with a code.',
      };
    case 'token_revoked':
    case 'grant_revoked_by_token':
    case 'grant_revoked_by_client':
      return {
        ja: '金融機関は、失効をクライアントが知っているとみなしています。',
        en: 'The bank believes you know of the revocation.',
      };
    default:
      if (outcome && isRefusal(outcome.code)) {
        return {
          ja: `金融機関はこの要求を断っています（${outcome.code}）。`,
          en: `The bank had refused the request (${outcome.code}).`,
        };
      }
      return committed
        ? { ja: '金融機関側の変更は有効です。', en: 'What was changed at the bank stands.' }
        : { ja: '金融機関側では何も変わっていません。', en: 'Nothing was changed at the bank.' };
  }
}

function isRefusal(code: OutcomeCode): boolean {
  return code in catalogue;
}
