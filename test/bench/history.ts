import {
  compete,
  openConnections,
  repeating,
  type Conditions,
  type Contestant,
  type Result,
} from './competition.ts';
import { Connection, getRequest } from './connection.ts';
import { consentPageRequest, CUSTOMER_FORMS, refreshChain, walkLinkFlow, type Bank } from './link-flow.ts';
import type { Work } from './measure.ts';
import { startBenchSandbox, type BenchSandbox } from './sandbox-server.ts';

const PAST_GRANTS = 100_000;
const CUSTOMERS = 10_000;

type NamedSetUp = readonly [name: string, { pastGrants?: number; others?: number }];

interface Rival {
  name: string;
  sandbox: BenchSandbox;
  bank: Bank;
}

type MakeWorkers = (rival: Rival, conditions: Conditions) => Promise<Work[]>;

/** What a customer and a partner do all day, and what the console shows of it. */
const benches: Readonly<Record<string, MakeWorkers>> = {
  'link flow': async ({ sandbox, bank }, conditions) =>
    (await openConnections(sandbox.origin, conditions)).map(
      (connection) => () => walkLinkFlow(connection, bank),
    ),
  'consent page': async ({ sandbox, bank }, conditions) => {
    const connections = await openConnections(sandbox.origin, conditions);
    return Promise.all(
      connections.map(async (connection) =>
        repeating(connection, await consentPageRequest(connection, bank)),
      ),
    );
  },
  refresh: async ({ sandbox }, conditions) => {
    const connections = await openConnections(sandbox.origin, conditions);
    return Promise.all(
      connections.map(async (connection) => {
        const { refresh_token } = await sandbox.link(['account:balance', 'offline_access']);
        return refreshChain(connection, '/oauth2/token', refresh_token);
      }),
    );
  },
  'list of grants': async ({ sandbox }, { connections }) => {
    const { pathname, origin, host } = new URL(sandbox.control.url);
    const headers = { Host: host, Authorization: `Bearer ${sandbox.control.token}` };
    const request = getRequest(`${pathname}/grants?limit=50`, headers);
    return Promise.all(
      Array.from({ length: connections }, async () => repeating(await Connection.open(origin), request)),
    );
  },
};

/** A customer with a long past beside one with none: both are to be served alike. */
export function withHistory(conditions: Conditions): AsyncGenerator<Result> {
  return sideBySide("customer's history", conditions, [
    [`${PAST_GRANTS.toLocaleString('en')} past grants`, { pastGrants: PAST_GRANTS }],
    ['no past', {}],
  ]);
}

/** A bank with many customers beside one with a single one. */
export function withManyCustomers(conditions: Conditions): AsyncGenerator<Result> {
  return sideBySide('number of customers', conditions, [
    [`${CUSTOMERS.toLocaleString('en')} customers`, { others: CUSTOMERS - 1 }],
    ['one customer', {}],
  ]);
}

async function* sideBySide(
  difference: string,
  conditions: Conditions,
  [more, less]: readonly [NamedSetUp, NamedSetUp],
): AsyncGenerator<Result> {
  const rivals = [await rivalOf(more, conditions), await rivalOf(less, conditions)];
  for (const [bench, makeWorkers] of Object.entries(benches)) {
    const contestants: Contestant[] = [];
    for (const rival of rivals) {
      const workers = await makeWorkers(rival, conditions);
      contestants.push({ name: rival.name, pid: rival.sandbox.pid, workers });
    }
    yield await compete(`${bench}, by the ${difference}`, conditions, contestants);
  }
  for (const { sandbox } of rivals) await sandbox.stop();
}

async function rivalOf([name, setUp]: NamedSetUp, { profileDir }: Conditions): Promise<Rival> {
  const sandbox = await startBenchSandbox({ rows: 100, profileDir, ...setUp });
  const bank: Bank = {
    origin: sandbox.origin,
    authorizePath: '/oauth2/authorize',
    tokenPath: '/oauth2/token',
    scope: 'account:balance offline_access',
    forms: CUSTOMER_FORMS.sandbox,
  };
  return { name, sandbox, bank };
}
