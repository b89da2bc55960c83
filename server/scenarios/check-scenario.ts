import { z } from 'zod';
import { Steps, type Sliced } from '../slices.ts';
import { scenarioSchema, type ScenarioDocument } from './scenario-schema.ts';

/** A document of a million faults is not read to its end. */
const MOST_ISSUES = 1_000;

type Issue = z.core.$ZodIssue;
/** Words for a fault; left out: the schema's own. */
type IssueWords = z.core.$ZodErrorMap;

const { customers, grants } = scenarioSchema.shape;
const customerSchema = customers.unwrap().element;
const accountSchema = customerSchema.shape.accounts.unwrap().element;
const rowSchema = accountSchema.shape.rows.unwrap().element;
const grantSchema = grants.unwrap().element;

/**
 * What the schema says of a document, with all its customers, accounts, rows and linkages, looked at one
 * by one in slices.
 *
 * @returns the document, or what is wrong with it.
 */
export function* checkScenario(
  document: unknown,
  words?: IssueWords,
): Sliced<{ document: ScenarioDocument } | { issues: readonly Issue[] }> {
  const check = new ScenarioCheck(words);
  const checked = yield* check.whole(document);
  return check.issues.length > 0 ? { issues: check.issues } : { document: checked as ScenarioDocument };
}

/** How an item of a long list is looked at: as a whole, or with long lists of its own. */
type ItemCheck =
  z.ZodType | { readonly schema: z.ZodType; readonly lists: Readonly<Record<string, ItemCheck>> };

const accountCheck: ItemCheck = { schema: accountSchema, lists: { rows: rowSchema } };
const customerCheck: ItemCheck = { schema: customerSchema, lists: { accounts: accountCheck } };
const wholeCheck = { schema: scenarioSchema, lists: { customers: customerCheck, grants: grantSchema } };

class ScenarioCheck {
  readonly issues: Issue[] = [];
  readonly #words: IssueWords | undefined;
  readonly #steps = new Steps();

  constructor(words: IssueWords | undefined) {
    this.#words = words;
  }

  whole(document: unknown): Sliced<unknown> {
    return this.#withLists(wholeCheck, document, []);
  }

  /** Checks an object as if its long lists were empty, and then their items. */
  *#withLists(
    { schema, lists }: Exclude<ItemCheck, z.ZodType>,
    given: unknown,
    path: readonly PropertyKey[],
  ): Sliced<unknown> {
    if (!isRecord(given)) return this.#parse(schema, given, () => path);
    const long = Object.entries(lists).filter(([name]) => Array.isArray(given[name]));
    const emptied = { ...given, ...Object.fromEntries(long.map(([name]) => [name, []])) };
    const checked = this.#parse(schema, emptied, () => path);
    const result: Record<string, unknown> = isRecord(checked) ? checked : {};
    for (const [name, check] of long) {
      const items: unknown[] = [];
      for (const [index, item] of (given[name] as unknown[]).entries()) {
        const pathOf = () => [...path, name, index];
        items.push(
          check instanceof z.ZodType
            ? this.#parse(check, item, pathOf)
            : yield* this.#withLists(check, item, pathOf()),
        );
        if (this.#steps.fillSlice()) yield;
        if (this.issues.length >= MOST_ISSUES) break;
      }
      result[name] = items;
    }
    return result;
  }

  #parse(schema: z.ZodType, given: unknown, pathOf: () => readonly PropertyKey[]): unknown {
    const parsed = schema.safeParse(given, this.#words && { error: this.#words });
    if (parsed.success) return parsed.data;
    const path = pathOf();
    for (const issue of parsed.error.issues) this.issues.push({ ...issue, path: [...path, ...issue.path] });
    return undefined;
  }
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
