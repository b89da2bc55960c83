import type { Seeded } from '../../../crash/seeded.ts';
import type { ApiDocument, Schema } from './routes.ts';

/** Values that exist in the sandbox, by the name of the parameter or member they fit. */
export type Known = Readonly<Record<string, readonly string[]>>;

/** Deeper values than this are `null`; no schema of the product is as deep. */
const DEEPEST = 8;

const NASTY: readonly string[] = [
  '',
  ' ',
  '\u0000',
  '%',
  '%zz',
  '%E0%A4%A',
  '\ud800',
  '𠮷',
  '../..',
  '__proto__',
  'constructor',
  '"',
  '<script>',
  '{"a":',
  '[]',
  '-1',
  '1e309',
  '9'.repeat(400),
  'a=b&'.repeat(300),
  'x'.repeat(20_000),
  '(('.repeat(200),
  '2027-02-30',
  '9999-12-31',
  'P9999Y',
  'http://127.0.0.1:1/',
  'javascript:alert(1)',
  'eyJhbGciOiJub25lIn0.e30.',
  'Bearer x',
  '振込　ﾌﾘｺﾐ',
  '‮',
];

export function nastyText(seeded: Seeded): string {
  if (seeded.next() < 0.7) return seeded.oneOf(NASTY);
  return Array.from({ length: seeded.between(1, 60) }, () =>
    String.fromCharCode(seeded.between(0, seeded.oneOf([127, 255, 0xffff]))),
  ).join('');
}

/** Something of any kind that JSON knows, or a text in its place. */
function nastyValue(seeded: Seeded): unknown {
  const nested = (depth: number) => JSON.parse('['.repeat(depth) + ']'.repeat(depth)) as unknown;
  return seeded.oneOf<() => unknown>([
    () => nastyText(seeded),
    () => nastyText(seeded),
    () => seeded.oneOf([0, -1, 0.5, 1e21, Number.MAX_SAFE_INTEGER, 2 ** 31]),
    () => seeded.oneOf([null, true, false]),
    () => nested(seeded.oneOf([1, 3, 500])),
    () => ({ [nastyText(seeded)]: nastyText(seeded) }),
  ])();
}

/** Makes values after the schemas of one document; some are spoiled on the way. */
export class Values {
  readonly #schemas: ApiDocument['components']['schemas'];
  readonly #seeded: Seeded;
  readonly #known: Known;

  constructor(schemas: ApiDocument['components']['schemas'], seeded: Seeded, known: Known) {
    this.#schemas = schemas;
    this.#seeded = seeded;
    this.#known = known;
  }

  /** @param spoiling The share of the members that are replaced by something else. */
  of(schema: Schema, name: string, spoiling: number, depth = 0): unknown {
    const seeded = this.#seeded;
    if (depth > DEEPEST) return null;
    if (seeded.next() < spoiling) return nastyValue(seeded);
    if (schema.$ref !== undefined) {
      const named = this.#schemas[schema.$ref.slice(schema.$ref.lastIndexOf('/') + 1)];
      return named && this.of(named, name, spoiling, depth + 1);
    }
    if (schema.anyOf) return this.of(seeded.oneOf(schema.anyOf), name, spoiling, depth + 1);
    if (schema.const !== undefined) return schema.const;
    if (schema.enum) return seeded.oneOf(schema.enum);
    const known = this.#known[name];
    if (known && known.length > 0) return seeded.oneOf(known);
    if (schema.examples) return seeded.oneOf(schema.examples);
    return this.#ofType(schema, name, spoiling, depth);
  }

  #ofType(schema: Schema, name: string, spoiling: number, depth: number): unknown {
    const seeded = this.#seeded;
    const { type } = schema;
    switch (typeof type === 'object' ? seeded.oneOf(type) : type) {
      case 'object':
        return Object.fromEntries(
          Object.entries(schema.properties ?? {})
            .filter(([member]) => schema.required?.includes(member) === true || seeded.next() < 0.4)
            .map(([member, its]) => [member, this.of(its, member, spoiling, depth + 1)]),
        );
      case 'array': {
        const { items } = schema;
        const length = items ? seeded.between(0, 3) : 0;
        return Array.from({ length }, () => items && this.of(items, name, spoiling, depth + 1));
      }
      case 'integer':
      case 'number': {
        const least = Math.max(schema.minimum ?? 0, -1_000);
        return seeded.between(least, Math.min(schema.maximum ?? 1_000, least + 1_000));
      }
      case 'boolean':
        return seeded.next() < 0.5;
      case 'null':
        return null;
      default:
        return seeded.oneOf(['demo', '2027-02-20', '123', '090', 'account:balance', '山田 太郎']);
    }
  }
}
