import { CLIENT, REDIRECT_URI, type Answer, type Bank } from './bank.ts';
import type { Seeded } from './seeded.ts';
import { ABSENT, type World } from './world.ts';

// Who changes the bank, each one thing after the other, all at the same time. `step` makes one change.

export interface CallerAtWork {
  step(bank: Bank): Promise<void>;
}

const members = (value: string) => (value === '' ? [] : value.split(','));
const withMember = (value: string, member: string) =>
  [...new Set([...members(value), member])].sort((a, b) => Number(a) - Number(b)).join();
const withoutMember = (value: string, member: string) =>
  members(value)
    .filter((each) => each !== member)
    .join();

/** Gives a thing that is always there new names. */
export class Renamer implements CallerAtWork {
  #count = 0;

  constructor(
    readonly world: World,
    readonly piece: string,
    readonly path: string,
    readonly bodyOf: (count: number) => { value: string; body: object },
  ) {}

  async step(bank: Bank): Promise<void> {
    const { value, body } = this.bodyOf((this.#count += 1));
    await this.world.change(
      this.piece,
      `set ${value}`,
      () => bank.control('PATCH', this.path, body),
      () => () => value,
    );
  }
}

/** Adds to a collection and takes from it again. Its piece is the list of the members' numbers. */
export class Collector implements CallerAtWork {
  readonly #ids = new Map<string, string>();
  #count = 0;

  constructor(
    readonly world: World,
    readonly random: Seeded,
    readonly piece: string,
    readonly path: string,
    readonly bodyOf: (number: string) => object,
    readonly idOf: (body: Record<string, unknown>) => unknown,
  ) {}

  async step(bank: Bank): Promise<void> {
    if (this.#ids.size > 3 || (this.#ids.size > 0 && this.random.next() < 0.4)) await this.#take(bank);
    else await this.#put(bank);
  }

  async #put(bank: Bank): Promise<void> {
    const number = String((this.#count += 1));
    const answer = await this.world.change(
      this.piece,
      `add ${number}`,
      () => bank.control('POST', this.path, this.bodyOf(number)),
      () => (value) => withMember(value, number),
    );
    this.#ids.set(number, String(this.idOf(answer.body)));
  }

  async #take(bank: Bank): Promise<void> {
    const [number, id] = this.random.oneOf([...this.#ids]);
    this.#ids.delete(number);
    await this.world.change(
      this.piece,
      `remove ${number}`,
      () => bank.control('DELETE', `${this.path}/${id}`, undefined, [404]),
      (answer) => (value) => {
        const isThere = members(value).includes(number);
        if (answer && (answer.status === 404) === isThere) return undefined;
        return withoutMember(value, number);
      },
    );
  }
}

/** Opens accounts, books rows three at a time, closes them. A piece is an account with its bookings. */
export class Bookkeeper implements CallerAtWork {
  #count = 0;
  #current: { piece: string; accountId: string; bookings: number } | undefined;

  constructor(
    readonly world: World,
    readonly customerId: string,
    /** The first digit of the numbers of its accounts. */
    readonly series: string,
  ) {}

  async step(bank: Bank): Promise<void> {
    const current = this.#current;
    if (!current || !this.world.has(current.piece)) await this.#open(bank);
    else if (current.bookings > 12) await this.#close(bank, current);
    else await this.#book(bank, current);
  }

  async #open(bank: Bank): Promise<void> {
    const accountNumber = this.series + String((this.#count += 1)).padStart(6, '0');
    const accountId = `00101${accountNumber}`;
    const piece = `account ${accountId}`;
    this.world.add(piece);
    await this.world.change(
      piece,
      'open',
      () =>
        bank.control('POST', '/accounts', {
          customerId: this.customerId,
          branchCode: '001',
          accountTypeCode: '01',
          accountNumber,
          accountName: 'クラッシュ',
          accountNameKana: 'ｸﾗﾂｼﾕ',
          currencyCode: 'JPY',
          balance: '1000',
        }),
      () => () => '',
    );
    this.#current = { piece, accountId, bookings: 0 };
  }

  async #book(bank: Bank, current: { piece: string; accountId: string; bookings: number }): Promise<void> {
    const booking = String((current.bookings += 1));
    const rows = ['a', 'b', 'c'].map((part) => ({
      transactionDate: '2027-02-01',
      transactionType: '1',
      amount: '1',
      remarks: `${booking}${part}`,
    }));
    const answer = await this.world.change(
      current.piece,
      `book ${booking}`,
      () => bank.control('POST', `/accounts/${current.accountId}/transactions`, rows, [404]),
      (given) => (value) => {
        if (given && (given.status === 404) !== (value === ABSENT)) return undefined;
        return value === ABSENT ? value : withMember(value, booking);
      },
    );
    if (answer.status === 404) this.#current = undefined;
  }

  async #close(bank: Bank, { piece, accountId }: { piece: string; accountId: string }): Promise<void> {
    this.#current = undefined;
    await this.world.change(
      piece,
      'close',
      () => bank.control('DELETE', `/accounts/${accountId}`, undefined, [404]),
      (given) => (value) => (given && (given.status === 404) !== (value === ABSENT) ? undefined : ABSENT),
    );
  }
}

/** Moves the bank's clock, a second at a time. */
export class Timekeeper implements CallerAtWork {
  constructor(readonly world: World) {}

  async step(bank: Bank): Promise<void> {
    await this.world.change(
      'clock',
      'advance',
      () => bank.control('POST', '/clock/advance', { by: 'PT1S' }),
      (answer) => (value) => {
        const after = new Date(Date.parse(value) + 1_000).toISOString();
        return answer && answer.body['now'] !== after ? undefined : after;
      },
    );
  }
}

interface Link {
  piece: string;
  refreshToken: string;
  generation: number;
}

/** Links a customer, through a consent or without, and refreshes. A piece is a grant's generation. */
export class Linker implements CallerAtWork {
  #count = 0;
  #link: Link | undefined;

  constructor(
    readonly world: World,
    readonly random: Seeded,
    readonly name: string,
    readonly login: { loginId: string; password: string },
  ) {}

  async step(bank: Bank): Promise<void> {
    if (!this.#link || this.#link.generation > 8) await this.#begin(bank);
    else await this.refresh(bank);
  }

  /** Uses the token last received. @returns the piece it belongs to, if there is one. */
  async refresh(bank: Bank): Promise<string | undefined> {
    const link = this.#link;
    if (!link || !this.world.has(link.piece)) {
      this.#link = undefined;
      return undefined;
    }
    const { generation } = link;
    const answer = await this.world.change(
      link.piece,
      `refresh with ${String(generation)}`,
      () => bank.token({ grant_type: 'refresh_token', refresh_token: link.refreshToken }),
      (given) => (value) => {
        // The token before the present one gets the same answer again: an answer can be lost.
        const isGood = value === String(generation) || value === String(generation + 1);
        if (given && (given.status === 200) !== isGood) return undefined;
        return isGood ? String(generation + 1) : value;
      },
    );
    if (answer.status === 200) {
      this.#link = {
        ...link,
        generation: generation + 1,
        refreshToken: String(answer.body['refresh_token']),
      };
    } else {
      this.#link = undefined;
    }
    return link.piece;
  }

  async #begin(bank: Bank): Promise<void> {
    this.#link = undefined;
    const piece = `link ${this.name} ${String((this.#count += 1))}`;
    this.world.add(piece);
    const answer =
      this.random.next() < 0.5 ? await this.#consent(bank, piece) : await this.#grant(bank, piece);
    if (!answer || answer.status >= 400) return;
    this.#link = { piece, generation: 0, refreshToken: String(answer.body['refresh_token']) };
  }

  #grant(bank: Bank, piece: string): Promise<Answer> {
    const body = {
      clientId: CLIENT.clientId,
      loginId: this.login.loginId,
      scopes: ['account:balance', 'offline_access'],
    };
    return this.world.change(
      piece,
      'grant',
      () => bank.control('POST', '/grants', body),
      () => () => '0',
    );
  }

  async #consent(bank: Bank, piece: string): Promise<Answer | undefined> {
    const query = new URLSearchParams({
      response_type: 'code',
      client_id: CLIENT.clientId,
      redirect_uri: REDIRECT_URI,
      scope: 'account:balance offline_access',
      state: 'a-state',
    });
    const body = {
      authorizationUrl: `${bank.issuer}/oauth2/authorize?${query.toString()}`,
      ...this.login,
      decision: 'allow',
    };
    // Refused where a restore in the middle of it has taken the authorization that was begun.
    const consented = await this.world.change(
      piece,
      'consent',
      () => bank.control('POST', '/consents', body, [404, 409, 422]),
      (given) => (value) => (given && given.status >= 400 ? value : 'code'),
    );
    if (consented.status >= 400) return undefined;
    const code = new URL(String(consented.body['redirectTo'])).searchParams.get('code') ?? '';
    return await this.world.change(
      piece,
      'redeem',
      () => bank.token({ grant_type: 'authorization_code', code, redirect_uri: REDIRECT_URI }),
      (given) => (value) => {
        if (given && (given.status === 200) !== (value === 'code')) return undefined;
        return value === 'code' ? '0' : value;
      },
    );
  }
}
