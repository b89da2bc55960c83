import { Refusal } from '../bank/refusal.ts';
import type { Blow } from './blow.ts';
import { wordsOfBlow } from './lost-answer.ts';

/**
 * Stops a request before anything is done for it. A Refusal, so that every room lets it pass and takes
 * back what it had begun; what goes over the wire in the end is the fault's own answer.
 */
export class InjectedFault extends Refusal {
  constructor(blow: Blow) {
    super('fault_injected', wordsOfBlow(blow));
    this.name = 'InjectedFault';
  }
}
