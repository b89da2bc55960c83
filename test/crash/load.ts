import { CLIENT, NoAnswer, REDIRECT_URI, type Bank } from './bank.ts';
import { Bookkeeper, Collector, Linker, Renamer, Timekeeper, type CallerAtWork } from './callers.ts';
import { StateKeeper } from './keepers.ts';
import type { Seeded } from './seeded.ts';
import { ABSENT, type Sight, type World } from './world.ts';

const START = '2027-02-20T04:04:00.000Z';
const LOGINS = [
  { loginId: '40000000001', password: 'Crash-0001' },
  { loginId: '40000000002', password: 'Crash-0002' },
] as const;

type Item = Record<string, unknown>;

/** Callers of every kind of change, and a look at all they change. */
export class Load {
  readonly #world: World;
  readonly #callers: CallerAtWork[];
  readonly #linkers: Linker[];
  readonly #customerIds: readonly string[];

  private constructor(world: World, random: Seeded, customerIds: readonly string[]) {
    this.#world = world;
    this.#customerIds = customerIds;
    const [first = '', second = ''] = customerIds;
    this.#linkers = LOGINS.map((login, at) => new Linker(world, random, String(at), login));
    this.#callers = [
      ...customerIds.map(
        (id) =>
          new Renamer(world, `customer ${id}`, `/customers/${id}`, (count) => {
            const name = `名前${String(count)}`;
            return { value: name, body: { name } };
          }),
      ),
      new Renamer(world, 'client', `/clients/${CLIENT.clientId}`, (count) => {
        const value = `Client ${String(count)}`;
        return { value, body: { client_name: value } };
      }),
      new Renamer(world, 'settings', '/settings', (count) => {
        const pageSize = 1 + (count % 999);
        return { value: String(pageSize), body: { pageSize } };
      }),
      new Collector(world, random, 'customers', '/customers', newCustomer, ({ id }) => id),
      new Collector(world, random, 'clients', '/clients', newClient, (body) => body['client_id']),
      new Collector(world, random, 'faults', '/faults', newFault, ({ id }) => id),
      new Bookkeeper(world, first, '1'),
      new Bookkeeper(world, second, '2'),
      new Timekeeper(world),
      ...this.#linkers,
      new StateKeeper(world, random, 'keeper', ['first', 'second']),
      new StateKeeper(world, random, 'secondKeeper', ['third']),
    ];
  }

  /** Fills a blank bank, which a reset returns to from then on. */
  static async prepare(bank: Bank, world: World, random: Seeded): Promise<Load> {
    await bank.control('PUT', '/clock', { mode: 'frozen', now: START });
    const customerIds: string[] = [];
    for (const { loginId, password } of LOGINS) {
      const { body } = await bank.control('POST', '/customers', { ...person('名前0'), loginId, password });
      customerIds.push(String(body['id']));
    }
    await bank.control('POST', '/clients', {
      client_id: CLIENT.clientId,
      client_secret: CLIENT.secret,
      client_name: 'Client 0',
      redirect_uris: [REDIRECT_URI],
    });
    await bank.control('PATCH', '/settings', {
      pageSize: 1,
      lifetimes: { refreshGraceSeconds: 3_600 },
      policies: { grantPolicy: 'many', refreshRotation: 'rotate-grace' },
    });
    await bank.control('POST', '/scenario', (await bank.control('GET', '/scenario')).body);
    for (const id of customerIds) world.add(`customer ${id}`, '名前0');
    world.add('client', 'Client 0');
    world.add('settings', '1');
    world.add('clock', START);
    for (const collection of ['customers', 'clients', 'faults']) world.add(collection, '');
    return new Load(world, random, customerIds);
  }

  /**
   * All of it at once, until the process is gone.
   * @returns what went wrong without a kill being to blame.
   */
  async run(bank: Bank): Promise<string[]> {
    const problems: string[] = [];
    const untilGone = async (step: () => Promise<void>) => {
      try {
        for (;;) await step();
      } catch (error) {
        if (!(error instanceof NoAnswer)) problems.push(String(error));
      }
    };
    await Promise.all([
      ...this.#callers.map((caller) => untilGone(() => caller.step(bank))),
      untilGone(() => this.#lookAround(bank)),
    ]);
    return problems;
  }

  /** Looks at one kind of thing after the other, as somebody with the console open does. */
  async #lookAround(bank: Bank): Promise<void> {
    for (const look of this.#looks()) {
      const start = performance.now();
      this.#world.saw(start, await look(bank));
    }
  }

  async lookAtAll(bank: Bank): Promise<Sight> {
    const sights: (readonly [string, string])[] = [];
    for (const look of this.#looks()) sights.push(...(await look(bank)));
    return new Map(sights);
  }

  async snapshots(bank: Bank): Promise<string[]> {
    return (await items(bank, '/snapshots')).map(({ name }) => String(name));
  }

  /** Every client uses the token it received last. */
  async refreshAll(bank: Bank): Promise<string[]> {
    const used: string[] = [];
    for (const linker of this.#linkers) {
      const piece = await linker.refresh(bank);
      if (piece !== undefined) used.push(piece);
    }
    return used;
  }

  #looks(): ((bank: Bank) => Promise<Sight>)[] {
    const accounts = this.#world.names.filter((name) => name.startsWith('account '));
    return [
      async (bank) => {
        const all = await items(bank, '/customers?limit=1000');
        const named = all.filter(({ id }) => this.#customerIds.includes(String(id)));
        return new Map([
          ...named.map(({ id, name }) => [`customer ${String(id)}`, String(name)] as const),
          ['customers', numbersIn(all, 'loginId', /^Crash-(\d+)$/)],
        ]);
      },
      async (bank) => {
        const all = await items(bank, '/clients?limit=1000');
        const own = all.find((client) => client['client_id'] === CLIENT.clientId);
        return new Map([
          ['client', String(own?.['client_name'])],
          ['clients', numbersIn(all, 'client_id', /^crash-(\d+)$/)],
        ]);
      },
      async (bank) =>
        new Map([['faults', numbersIn(await items(bank, '/faults'), 'match', /\/crash\/(\d+)/)]]),
      async (bank) => {
        const { body } = await bank.control('GET', '/settings');
        return new Map([['settings', String(body['pageSize'])]]);
      },
      async (bank) => new Map([['clock', String((await bank.control('GET', '/clock')).body['now'])]]),
      ...accounts.map((name) => async (bank: Bank) => new Map([[name, await bookings(bank, name)]])),
    ];
  }
}

async function items(bank: Bank, path: string): Promise<Item[]> {
  return (await bank.control('GET', path)).body['items'] as Item[];
}

function numbersIn(all: readonly Item[], member: string, pattern: RegExp): string {
  const numbers = all.flatMap(
    (item) => pattern.exec(JSON.stringify(item[member]).replaceAll('"', ''))?.[1] ?? [],
  );
  return numbers.sort((a, b) => Number(a) - Number(b)).join();
}

/** Its bookings by number; one of which a part is missing shows as what there is of it. */
async function bookings(bank: Bank, name: string): Promise<string> {
  const path = `/accounts/${name.slice('account '.length)}/transactions?limit=1000`;
  const { status, body } = await bank.control('GET', path, undefined, [404]);
  if (status === 404) return ABSENT;
  const parts = new Map<string, string>();
  for (const { remarks } of body['items'] as Item[]) {
    const [, number = '?', part = ''] = /^(\d+)(.)$/.exec(String(remarks)) ?? [];
    parts.set(number, (parts.get(number) ?? '') + part);
  }
  const shown = [...parts].sort(([a], [b]) => Number(a) - Number(b));
  return shown.map(([number, found]) => (found.length === 3 ? number : `half ${number}${found}`)).join();
}

function person(name: string): object {
  return { kind: 'personal', name, nameKana: 'ﾅﾏｴ', login: 'password', status: 'active' };
}

function newCustomer(number: string): object {
  return { ...person('追加'), kind: 'corporate', loginId: `Crash-${number}`, password: 'Crash-0000' };
}

function newClient(number: string): object {
  return {
    client_id: `crash-${number}`,
    client_secret: CLIENT.secret,
    client_name: 'One more',
    redirect_uris: [REDIRECT_URI],
  };
}

/** For a path that nobody asks for: it is to be kept, not to strike. */
function newFault(number: string): object {
  return { match: { path: `/crash/${number}` }, action: { status: 503 } };
}
