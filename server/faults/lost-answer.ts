import type { RefusalDetails } from '../bank/refusal.ts';
import type { BankState } from '../bank/state.ts';
import type { Exchange } from '../log/exchange.ts';
import { beliefOf } from './belief.ts';
import type { Blow } from './blow.ts';
import { answerWords } from './faulty-answer.ts';

/** What `fault_injected` and `fault_answer_lost` say: what went out instead, and why. */
export function wordsOfBlow({ action, reason }: Blow): RefusalDetails {
  const answer = answerWords(action);
  return { answerJa: answer.ja, answerEn: answer.en, reasonJa: reason.ja, reasonEn: reason.en };
}

/** The same for an answer that was lost, with what the bank believes now. */
export function wordsOfLoss(state: BankState, exchange: Exchange, blow: Blow): RefusalDetails {
  const belief = beliefOf(state, exchange);
  return { ...wordsOfBlow(blow), beliefJa: belief.ja, beliefEn: belief.en };
}
