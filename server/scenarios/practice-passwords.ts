import type { Customer } from '../bank/model.ts';
import type { BankState } from '../bank/state.ts';
import { keptScenario, unpack, type KeptScenario } from './kept-scenario.ts';
import type { ScenarioDocument } from './scenario-schema.ts';

type Passwords = ReadonlyMap<string, string>;

/** What a scenario's document says of passwords, read once for each document. */
const known = new WeakMap<object, Passwords>();

/**
 * Tells the password of a customer whom the loaded scenario brought, for as long as it is the one the
 * scenario gave: that one is written down in the scenario for whoever practises. A password that
 * somebody chose here is never told.
 */
export async function practicePasswords(
  state: BankState,
): Promise<(customer: Customer) => string | undefined> {
  const passwords = await passwordsOf(keptScenario(state));
  return ({ loginId, password }) => (passwords.get(loginId) === password ? password : undefined);
}

async function passwordsOf(kept: KeptScenario | undefined): Promise<Passwords> {
  if (kept === undefined) return new Map();
  const read = known.get(kept) ?? (await readPasswords(kept));
  known.set(kept, read);
  return read;
}

async function readPasswords(kept: KeptScenario): Promise<Passwords> {
  const source = await unpack(kept);
  const document =
    source === 'demo'
      ? (await import('./demo/demo-scenario.ts')).demoScenario
      : (source as ScenarioDocument | string);
  if (typeof document === 'string') return new Map();
  const { customers = [] } = document;
  return new Map(
    customers.flatMap(({ loginId, password }) => (password === undefined ? [] : [[loginId, password]])),
  );
}
