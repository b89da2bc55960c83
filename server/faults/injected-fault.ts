import { Refusal } from '../bank/refusal.ts';
import { answerWords } from './faulty-answer.ts';
import type { Blow } from './drill-faults.ts';

/**
 * Stops a request before anything is done for it. A Refusal, so that every room lets it pass and takes
 * back what it had begun; what goes over the wire in the end is the fault's own answer.
 */
export class InjectedFault extends Refusal {
  constructor({ action, reason }: Blow) {
    const answer = answerWords(action);
    super('fault_injected', {
      answerJa: answer.ja,
      answerEn: answer.en,
      reasonJa: reason.ja,
      reasonEn: reason.en,
    });
    this.name = 'InjectedFault';
  }
}
