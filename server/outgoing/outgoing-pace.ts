import type { Clock } from '../bank/clock.ts';
import { isLoopbackHost } from '../bank/registered-redirect-uri.ts';
import { MINUTE, type Instant } from '../bank/time.ts';

/** How often the bank asks one address in a minute. */
export const PER_ADDRESS = 10;

/** How often it asks anything in a minute: who tries many addresses, such as every port, is slow at it. */
export const IN_ALL = 60;

/** How many it asks at once. */
export const AT_ONCE = 8;

/**
 * Holds back what the bank asks for others. Goes by the computer's clock, since what is asked is real.
 *
 * Threat: a stranger registers clients and sends their requests in order to have the bank send requests
 * (RFC 7591 §5): at some service of this computer or, by a redirect URI, of another.
 */
export class OutgoingPace {
  readonly #clock: Pick<Clock, 'realNow'>;
  #asked: { readonly address: string; readonly at: Instant }[] = [];
  #underWay = 0;

  constructor(clock: Pick<Clock, 'realNow'>) {
    this.#clock = clock;
  }

  /** @returns ends what begins now; undefined where it must not begin. */
  begin(url: URL): (() => void) | undefined {
    const now = this.#clock.realNow();
    const address = addressOf(url);
    this.#asked = this.#asked.filter(({ at }) => now - at < MINUTE && at <= now);
    const here = this.#asked.filter((one) => one.address === address).length;
    if (here >= PER_ADDRESS || this.#asked.length >= IN_ALL || this.#underWay >= AT_ONCE) return undefined;
    this.#asked.push({ address, at: now });
    this.#underWay += 1;
    return () => {
      this.#underWay -= 1;
    };
  }
}

/** Host and port; the names of this computer are one. */
function addressOf({ protocol, hostname, port }: URL): string {
  const host = isLoopbackHost(hostname) ? 'loopback' : hostname;
  return `${host}:${port === '' ? protocol : port}`;
}
