import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { constants, createGunzip, createGzip } from 'node:zlib';
import type { Bilingual } from '../bank/catalogue/index.ts';
import type { BankState } from '../bank/state.ts';
import { parseInSlices } from '../json-in-slices.ts';
import { gatherBytes, inSlices, turnByTurn } from '../slices.ts';
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
  /** Of the document as JSON. */
  readonly bytes: number;
  /** That in gzip, in pieces, each in base64. */
  readonly packed: readonly string[];
}

/** A document with more customers, rows and linkages together is packed. */
const MOST_UNPACKED = 5_000;

const PIECE_BYTES = 192 * 1024;

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
  let bytes = 0;
  const encode = async function* () {
    for await (const text of turnByTurn(gathered(documentText(document)))) {
      const piece = Buffer.from(text);
      bytes += piece.length;
      yield piece;
    }
  };
  const packed: string[] = [];
  await pipeline(
    encode,
    createGzip({ level: constants.Z_BEST_SPEED, chunkSize: PIECE_BYTES }),
    async (pieces: AsyncIterable<Buffer>) => {
      for await (const piece of pieces) packed.push(piece.toString('base64'));
    },
  );
  return { name, ...(description && { description }), bytes, packed };
}

/** What was kept, as {@link loadScenario} takes it: a built-in name or the document. */
export async function unpack(kept: KeptScenario): Promise<unknown> {
  if ('builtIn' in kept) return kept.builtIn;
  if (!('packed' in kept)) return kept;
  const pieces = kept.packed.map((piece) => Buffer.from(piece, 'base64'));
  const text = await pipeline(Readable.from(pieces), createGunzip(), (unpacked: AsyncIterable<Buffer>) =>
    gatherBytes(unpacked, kept.bytes),
  );
  return inSlices(parseInSlices(text));
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
