import type { Customer } from '../bank/model.ts';
import type { BankState } from '../bank/state.ts';
import { lastScenario } from './scenario.ts';
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
  const passwords = await passwordsOf(lastScenario(state));
  return ({ loginId, password }) => (passwords.get(loginId) === password ? password : undefined);
}

async function passwordsOf(scenario: unknown): Promise<Passwords> {
  const document =
    scenario === 'demo'
      ? (await import('./demo/demo-scenario.ts')).demoScenario
      : (scenario as ScenarioDocument);
  if (typeof document !== 'object') return new Map();
  const read = known.get(document) ?? readPasswords(document);
  known.set(document, read);
  return read;
}

function readPasswords({ customers = [] }: ScenarioDocument): Passwords {
  return new Map(
    customers.flatMap(({ loginId, password }) => (password === undefined ? [] : [[loginId, password]])),
  );
}
