import { beforeEach, expect, it } from 'vitest';
import { changeClient, registerClient, replaceClient } from '../../../server/bank/client-registration.ts';
import { issueClientToken } from '../../../server/bank/client-tokens.ts';
import { beginInteraction } from '../../../server/bank/interactions.ts';
import { pushRequest } from '../../../server/bank/pushed-requests.ts';
import { registerItself, SELF_REGISTERED_KEPT } from '../../../server/bank/self-registration.ts';
import { RegistrationPace } from '../../../server/authorization/registration-pace.ts';
import { Refusal } from '../../../server/bank/refusal.ts';
import { CLIENT, REQUEST, TestBank } from '../../harness/test-bank.ts';

let bank: TestBank;
beforeEach(() => {
  bank = new TestBank();
});

const { client_id: _id, client_id_issued_at: _at, ...METADATA } = CLIENT;
const register = () => bank.run((tx) => registerItself(tx, METADATA)).client_id;
const fill = () => {
  for (let count = 0; count < SELF_REGISTERED_KEPT; count++) register();
};
const isKept = (clientId: string) => bank.state.clients.has(clientId);

it('the oldest that was never used makes room, and is told of', () => {
  const [first, second] = [register(), register()];
  fill();
  expect([first, second].map(isKept)).toEqual([false, false]);
  expect(bank.state.clients.countWhere('selfRegistered', 'unused')).toBe(SELF_REGISTERED_KEPT);
  const [oldest = ''] = [...bank.state.clients].flatMap((row) =>
    row.sandbox_registered_itself ? [row.client_id] : [],
  );
  const effects = bank.run((tx) => {
    registerItself(tx, METADATA);
    return [...tx.effects];
  });
  expect(effects).toContainEqual(expect.objectContaining({ type: 'client.dropped', clientId: oldest }));
});

it('one that was used, changed at the console or registered there stays', () => {
  const used = {
    'by pushing a request': (clientId: string) => {
      bank.run((tx) => pushRequest(tx, { client: clientOf(clientId), parameters: '', signed: false }));
    },
    'by sending a customer': (clientId: string) => {
      bank.run((tx) => beginInteraction(tx, { ...REQUEST, clientId }));
    },
    'by a token of its own': (clientId: string) => {
      bank.run((tx) => issueClientToken(tx, { client: clientOf(clientId), scopes: [] }));
    },
    'at the console': (clientId: string) => {
      bank.run((tx) => changeClient(tx, clientId, { client_name: 'Known' }));
    },
    'and changed by itself afterwards': (clientId: string) => {
      bank.run((tx) => beginInteraction(tx, { ...REQUEST, clientId }));
      bank.run((tx) => replaceClient(tx, clientId, METADATA));
    },
  };
  const kept = Object.values(used).map((use) => {
    const clientId = register();
    use(clientId);
    return clientId;
  });
  kept.push(bank.run((tx) => registerClient(tx, METADATA)).client_id);
  const unused = register();
  bank.run((tx) => replaceClient(tx, unused, METADATA));
  fill();
  expect(kept.map(isKept)).toEqual(kept.map(() => true));
  expect(isKept(unused)).toBe(false);
});

it('where all are used, the next is refused with the way out, and the bank is as before', () => {
  for (let count = 0; count < SELF_REGISTERED_KEPT; count++) {
    const clientId = register();
    bank.run((tx) => beginInteraction(tx, { ...REQUEST, clientId }));
  }
  const before = bank.state.clients.size;
  bank.refuses('registrations_full', (tx) => registerItself(tx, METADATA));
  expect(bank.state.clients.size).toBe(before);
});

it('so many at once are taken, then one for each fifth of a second that has passed', () => {
  let now = 1_000;
  const pace = new RegistrationPace({ realNow: () => now });
  for (let count = 0; count < 300; count++) pace.step();
  expect(() => {
    pace.step();
  }).toThrow(Refusal);
  now += 200;
  pace.step();
  expect(() => {
    pace.step();
  }).toThrow(/in 1 seconds/);
  // A clock of the computer that is set back lets nobody wait for it.
  now -= 3_600_000;
  expect(() => {
    pace.step();
  }).toThrow(Refusal);
  now += 400;
  pace.step();
});

function clientOf(clientId: string) {
  const client = bank.state.clients.get(clientId);
  if (!client) throw new Error(`no client ${clientId}`);
  return client;
}
