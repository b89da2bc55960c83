import { Refusal } from '../bank/refusal.ts';
import type { SandboxContext } from '../context.ts';
import type { Exchange } from '../log/exchange.ts';
import { blowFor, mayBeStruck, type Blow, type PoisoningFault } from './blow.ts';
import { InjectedFault } from './injected-fault.ts';
import type { Dice } from './matching.ts';
import { poisonRedirect } from './poisons/poisoning.ts';
import { wordsOfLoss } from './lost-answer.ts';

/** The requests a browser would have made on the way. */
const authorize = { method: 'GET', path: '/oauth2/authorize' };
const screens = ['/ib/login', '/ib/consent'].map((path) => ({ method: 'POST', path }));

/**
 * Faults for a consent without a browser: what would strike a page on the way strikes the whole walk,
 * so that it is no easier than the screens.
 */
export class WalkFaults {
  readonly #context: SandboxContext;
  readonly #exchange: Exchange;
  readonly #dice: Dice = { decided: new Set(), random: Math.random };
  #steps = [authorize];
  #lost: Blow | undefined;
  #poisoning: PoisoningFault | undefined;

  constructor(context: SandboxContext, exchange: Exchange) {
    this.#context = context;
    this.#exchange = exchange;
    exchange.checkpoint = () => {
      this.#check();
    };
  }

  /** From here on the walk is at the screens. @throws InjectedFault. */
  reachScreens(): void {
    this.#steps = screens;
    this.#check();
  }

  /** The address the customer is sent to, poisoned where that was asked for. */
  async lead(location: string): Promise<string> {
    return this.#poisoning
      ? poisonRedirect(this.#context, this.#exchange, this.#poisoning, location)
      : location;
  }

  /** @throws Refusal `fault_answer_lost` where all is done and only the answer is to be lost. */
  arrive(): void {
    if (!this.#lost) return;
    this.#exchange.explain('consent_given', { permissions: '' });
    throw new Refusal('fault_answer_lost', wordsOfLoss(this.#context.state, this.#exchange, this.#lost));
  }

  #check(): void {
    if (this.#lost || !mayBeStruck(this.#context, this.#exchange)) return;
    for (const step of this.#steps) {
      const blow = blowFor(this.#context, this.#exchange, step, this.#dice);
      if (!blow) continue;
      if (blow.poisoning) {
        this.#poisoning ??= blow.poisoning;
        return;
      }
      if (!blow.action.loseResponse && !this.#exchange.committed) throw new InjectedFault(blow);
      this.#lost = blow;
      return;
    }
  }
}
