import { readFile } from 'node:fs/promises';
import type { Clock, ClockSetting } from '../bank/clock.ts';
import { itemKeySequenceFact } from '../bank/item-key-sequence.ts';
import { Ledger } from '../bank/ledger.ts';
import { BankState, type Change } from '../bank/state.ts';
import type { Instant } from '../bank/time.ts';
import { parseInSlices } from '../json-in-slices.ts';
import { atOnce, inSlices, Steps, type Sliced } from '../slices.ts';
import { buildContents, type ScenarioContents } from './build-contents.ts';
import { clientKeysFor, clientKeysSecret, isClientKeysSecret, publicKeysOf } from './client-keys.ts';
import { keep, keptScenario, SCENARIO_FACT, unpack, type KeptScenario } from './kept-scenario.ts';
import { ScenarioInvalid } from './scenario-invalid.ts';
import type { ScenarioDocument } from './scenario-schema.ts';

export { ScenarioInvalid } from './scenario-invalid.ts';
export { exportScenario } from './export-scenario.ts';
export type { ScenarioContents } from './build-contents.ts';
export type { ScenarioDocument } from './scenario-schema.ts';

/** What a scenario puts into the bank, and what is kept of the scenario itself. */
export interface LoadedScenario extends ScenarioContents {
  readonly kept: KeptScenario;
}

function builtIn(name: BuiltInScenario, { description }: ScenarioDocument): KeptScenario {
  return { builtIn: name, ...(description && { description }) };
}

/** The scenarios that come with the product. */
export const builtInScenarios = ['demo', 'blank'] as const;
export type BuiltInScenario = (typeof builtInScenarios)[number];

export function isBuiltInScenario(name: string): name is BuiltInScenario {
  return (builtInScenarios as readonly string[]).includes(name);
}

/**
 * Reads a scenario and makes its contents; changes nothing.
 *
 * Built-in ones are trusted and need no schema, which keeps the start of the sandbox short; anything
 * from outside is validated first.
 *
 * @param source `demo`, `blank`, the path of a JSON file, or a document that came in from outside.
 * @param now the bank's time, to which generated rows and relative days refer.
 * @throws ScenarioInvalid with every problem found, by path.
 */
export async function loadScenario(source: unknown, now: Instant): Promise<LoadedScenario> {
  if (source === 'demo') {
    const { demoScenario } = await import('./demo/demo-scenario.ts');
    return { ...(await inSlices(buildContents(demoScenario, now))), kept: builtIn(source, demoScenario) };
  }
  if (source === 'blank') {
    const { blankScenario } = await import('./blank-scenario.ts');
    return { ...(await inSlices(buildContents(blankScenario, now))), kept: builtIn(source, blankScenario) };
  }
  const document = await validate(typeof source === 'string' ? await readDocument(source) : source);
  return { ...(await inSlices(buildContents(document, now))), kept: await keep(document) };
}

async function readDocument(path: string): Promise<unknown> {
  let bytes: Buffer;
  try {
    bytes = await readFile(path);
  } catch (error) {
    throw new ScenarioInvalid('', `${path} can't be read: ${reasonOf(error)}`);
  }
  try {
    return await inSlices(parseInSlices(bytes));
  } catch (error) {
    throw new ScenarioInvalid('', `${path} is not JSON: ${reasonOf(error)}`);
  }
}

function reasonOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

async function validate(document: unknown): Promise<ScenarioDocument> {
  const [{ checkScenario }, { messageInBoth }] = await Promise.all([
    import('./check-scenario.ts'),
    import('../control/issue-message.ts'),
  ]);
  const checked = await inSlices(checkScenario(document));
  if ('document' in checked) return checked.document;
  const [first, ...more] = checked.issues.map(({ path, message }) => ({
    path: path.map(String).join('.'),
    message: messageInBoth(message),
  }));
  throw new ScenarioInvalid(first?.path ?? '', first?.message ?? 'not a scenario', more);
}

/**
 * What a bank holds after loading a scenario: customers, accounts, statements, clients, settings.
 * Every linkage, token and running interaction ends with the state it belonged to. What stays as it
 * is, {@link keptFrom} tells.
 *
 * @param present the bank before it: clients without keys of their own go on with those they had.
 */
export function* stateOf(contents: LoadedScenario, present: BankState): Sliced<BankState> {
  const state = new BankState();
  const steps = new Steps();
  for (const customer of contents.customers) {
    state.customers.put(customer.id, customer);
    if (steps.fillSlice()) yield;
  }
  for (const account of contents.accounts) {
    state.accounts.put(account.accountId, account);
    if (steps.fillSlice()) yield;
  }
  for (const grant of contents.grants) {
    state.grants.put(grant.grantId, grant);
    if (steps.fillSlice()) yield;
  }
  for (const [accountId, ledger] of contents.ledgers) {
    state.ledgers.set(accountId, Ledger.of(ledger.openingBalance, ledger.image()));
    if (steps.fillSlice()) yield;
  }
  state.settings.put('current', contents.settings);
  for (const client of contents.clients) {
    const keys = clientKeysFor(client, contents.clientKeys.get(client.client_id), present.secrets);
    state.clients.put(client.client_id, keys ? { ...client, jwks: publicKeysOf(keys) } : client);
    if (keys) state.secrets.put(clientKeysSecret(client.client_id), { value: JSON.stringify(keys) });
  }
  for (const certificate of contents.clientCertificates) {
    state.clientCertificates.put(certificate.serialNumber, certificate);
  }
  for (const [accountId, sequence] of contents.lastSequences) {
    state.facts.put(itemKeySequenceFact(accountId), { value: sequence });
  }
  state.facts.put(SCENARIO_FACT, { value: contents.kept });
  return state;
}

/**
 * What stays of the bank as it is when a scenario takes its place: its own keys and secrets, and its
 * clock unless the scenario brings one. To be asked in the turn of the exchange.
 *
 * @param otherwise the clock where the scenario brings none.
 */
export function keptFrom(
  present: BankState,
  contents: ScenarioContents,
  clock: Clock,
  otherwise: ClockSetting = clock.setting,
): { clock: ClockSetting; changes: Change[] } {
  const { clock: wanted } = contents;
  const setting =
    wanted === undefined
      ? otherwise
      : wanted.mode === 'real'
        ? wanted
        : clock.settingFor(wanted.at, wanted.mode);
  const changes: Change[] = [];
  if (wanted !== undefined || present.clock.has('current')) changes.push(['clock', 'current', setting]);
  for (const [kid, key] of present.signingKeys.entries()) changes.push(['signingKeys', kid, key]);
  for (const [purpose, secret] of present.secrets.entries()) {
    if (!isClientKeysSecret(purpose)) changes.push(['secrets', purpose, secret]);
  }
  return { clock: setting, changes };
}

/** Both together, where nobody uses the bank yet: a new one with the scenario, and its clock set. */
export function applyScenario(
  contents: LoadedScenario,
  clock: Clock,
  present: BankState = new BankState(),
): BankState {
  const state = atOnce(stateOf(contents, present));
  const kept = keptFrom(present, contents, clock);
  for (const change of kept.changes) state.apply(change);
  clock.set(kept.clock);
  return state;
}

/** What `POST /scenario/reset` loads again: a built-in name or the document last loaded. */
export async function lastScenario(state: BankState): Promise<unknown> {
  const kept = keptScenario(state);
  return kept === undefined ? 'blank' : unpack(kept);
}
