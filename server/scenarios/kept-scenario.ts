import { Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import { pipeline } from 'node:stream/promises';
import { createGzip, gunzip, constants } from 'node:zlib';
import { promisify } from 'node:util';
import type { Bilingual } from '../bank/catalogue/index.ts';
import type { BankState } from '../bank/state.ts';
import { parseInSlices } from '../json-in-slices.ts';
import { inSlices, turnByTurn } from '../slices.ts';
import { gathered, objectText } from './json-text.ts';
import type { ScenarioAccount, ScenarioCustomer, ScenarioDocument } from './scenario-schema.ts';

/** What the bank remembers of the scenario last loaded, so that a reset can load it again. */
export type KeptScenario =
  | ScenarioDocument
  | PackedScenario
  /** One that comes with the product. */
  | { readonly builtIn: string; readonly description?: Bilingual };

/** A long document: as objects it would take ten times the memory of the bank it makes. */
interface PackedScenario {
  readonly name: string;
  readonly description?: Bilingual;
  /** The document as JSON, in gzip, in base64. */
  readonly packed: string;
}

/** A document with more customers, rows and linkages together is packed. */
const MOST_UNPACKED = 5_000;

/** Under which name a fact of the bank keeps it. */
export const SCENARIO_FACT = 'scenario';

/** What is kept; undefined where nothing was ever loaded. */
export function keptScenario(state: BankState): KeptScenario | undefined {
  return state.facts.get(SCENARIO_FACT)?.value as KeptScenario | undefined;
}

/** The document as it is to be kept. */
export async function keep(document: ScenarioDocument): Promise<KeptScenario> {
  if (sizeOf(document) <= MOST_UNPACKED) return document;
  const { name, description } = document;
  const text = Readable.from(turnByTurn(gathered(documentText(document))));
  const gzip = createGzip({ level: constants.Z_BEST_SPEED });
  const [packed] = await Promise.all([buffer(gzip), pipeline(text, gzip)]);
  return { name, ...(description && { description }), packed: packed.toString('base64') };
}

/** What was kept, as {@link loadScenario} takes it: a built-in name or the document. */
export async function unpack(kept: KeptScenario): Promise<unknown> {
  if ('builtIn' in kept) return kept.builtIn;
  if (!('packed' in kept)) return kept;
  return inSlices(parseInSlices(await promisify(gunzip)(Buffer.from(kept.packed, 'base64'))));
}

function sizeOf({ customers = [], grants = [] }: ScenarioDocument): number {
  let size = customers.length + grants.length;
  for (const { accounts = [] } of customers) for (const { rows = [] } of accounts) size += rows.length;
  return size;
}

function* documentText(document: ScenarioDocument): Generator<string> {
  yield* objectText(document, {
    *customers() {
      for (const customer of document.customers ?? []) yield customerText(customer);
    },
    *grants() {
      for (const grant of document.grants ?? []) yield [JSON.stringify(grant)];
    },
  });
}

function customerText(customer: ScenarioCustomer): Iterable<string> {
  return objectText(customer, {
    *accounts() {
      for (const account of customer.accounts ?? []) yield accountText(account);
    },
  });
}

function accountText(account: ScenarioAccount): Iterable<string> {
  return objectText(account, {
    *rows() {
      for (const row of account.rows ?? []) yield [JSON.stringify(row)];
    },
  });
}
