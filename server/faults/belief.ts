import { beliefs } from '../bank/catalogue/beliefs.ts';
import { catalogue, type Bilingual } from '../bank/catalogue/index.ts';
import { fillIn, type RefusalDetails } from '../bank/refusal.ts';
import type { BankState } from '../bank/state.ts';
import type { Exchange } from '../log/exchange.ts';

/**
 * What the bank takes for granted although the client never saw the answer. It is what the client's
 * next request will be judged by.
 */
export function beliefOf(state: BankState, exchange: Exchange): Bilingual {
  const { outcome, grantId, clientId } = exchange;
  const { ja, en } = beliefs[beliefNamed(state, exchange)];
  const generation = state.grants.get(grantId ?? '')?.refreshGeneration ?? 1;
  const details: RefusalDetails = { generation, clientId: clientId ?? '', code: outcome?.code ?? '' };
  return { ja: fillIn(ja, details), en: fillIn(en, details) };
}

function beliefNamed(state: BankState, { outcome, grantId, committed }: Exchange): keyof typeof beliefs {
  const changed = committed ? 'changed' : 'unchanged';
  if (!outcome) return changed;
  switch (outcome.code) {
    case 'tokens_issued':
      return state.grants.get(grantId ?? '')?.refreshIssued === false
        ? 'tokens_issued_without_refresh'
        : 'tokens_issued';
    case 'tokens_repeated':
      return 'tokens_refreshed';
    case 'authorization_automatic':
      return 'consent_given';
    case 'grant_revoked_by_token':
    case 'grant_revoked_by_client':
      return 'grant_ended';
    case 'tokens_refreshed':
    case 'client_token_issued':
    case 'request_pushed':
    case 'signed_in':
    case 'consent_given':
    case 'linkage_cancelled':
    case 'token_revoked':
    case 'client_registered':
    case 'client_changed':
    case 'client_removed':
      return outcome.code;
    default:
      if (!(outcome.code in catalogue)) return changed;
      return committed ? 'refused_with_consequences' : 'refused';
  }
}
