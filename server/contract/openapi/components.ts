import { z } from 'zod';

export type Json = Record<string, unknown>;

/** The schemas of one OpenAPI document: those with an id are written once, under `#/components/schemas`. */
export class Components {
  readonly schemas: Record<string, Json> = {};

  /** The JSON Schema of what is sent (`input`) or answered (`output`), or a reference to it. */
  schema(schema: z.ZodType, io: 'input' | 'output'): Json {
    const {
      $schema: _dialect,
      $defs,
      ...own
    } = z.toJSONSchema(schema, { io, unrepresentable: 'any' }) as Json;
    for (const [id, definition] of Object.entries(($defs ?? {}) as Record<string, Json>)) {
      const { id: _id, ...rest } = definition;
      this.schemas[id] = portable(rest) as Json;
    }
    const { id, ...rest } = own;
    // A schema that is itself a named one comes back without being among the definitions.
    if (typeof id !== 'string') return portable(own) as Json;
    this.schemas[id] = portable(rest) as Json;
    return { $ref: `#/components/schemas/${id}` };
  }

  /** The members of an object, for parameters: each schema where it is used. */
  inline(schema: z.ZodType): { properties?: Record<string, Json>; required?: string[] } {
    return portable(
      z.toJSONSchema(schema, { io: 'input', unrepresentable: 'any', reused: 'inline' }),
    ) as never;
  }

  /**
   * A value that fits, made of the examples of its members; members without one are not in it.
   * Undefined where that is not enough.
   */
  exampleOf(schema: Json): unknown {
    const {
      $ref,
      examples,
      enum: choices,
      type,
      properties,
      required,
      items,
      anyOf,
    } = schema as ExampleSchema;
    if (examples) return examples[0];
    if ($ref !== undefined) return this.exampleOf(this.schemas[$ref.split('/').at(-1) ?? ''] ?? {});
    if (choices) return choices[0];
    if (anyOf?.[0]) return this.exampleOf(anyOf[0]);
    if (type === 'array') {
      const item = this.exampleOf(items ?? {});
      return item === undefined ? undefined : [item];
    }
    if (!properties) return undefined;
    const members = Object.entries(properties).map(([name, member]) => [name, this.exampleOf(member)]);
    const example = Object.fromEntries(members.filter(([, value]) => value !== undefined)) as Json;
    return (required ?? []).every((name) => name in example) ? example : undefined;
  }
}

interface ExampleSchema {
  readonly $ref?: string;
  readonly examples?: readonly unknown[];
  readonly enum?: readonly unknown[];
  readonly type?: string;
  readonly properties?: Record<string, Json>;
  readonly required?: readonly string[];
  readonly items?: Json;
  readonly anyOf?: readonly Json[];
}

/** How zod writes references to its own definitions. */
const DEFINITION = '#/$defs/';

/**
 * The same schema in the words every generator knows: what a tool of another language would stumble over
 * is said in another way, or left out where a format says it already. Nothing that is refused becomes valid
 * but by a looser description.
 */
function portable(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(portable);
  if (typeof value !== 'object' || value === null) return value;
  const schema = { ...(value as Json) };
  if (isAnyName(schema['propertyNames'])) delete schema['propertyNames'];
  // Neither Go nor Rust looks around in patterns, and dates have a format.
  const { pattern, format } = schema;
  if (typeof pattern === 'string' && (format !== undefined || pattern.includes('(?'))) {
    delete schema['pattern'];
  }
  if ('const' in schema) {
    schema['enum'] = [schema['const']];
    delete schema['const'];
  }
  // An object as a default is more than models of other languages can say.
  if (isEmpty(schema['default'])) delete schema['default'];
  if (isEmpty(schema['properties']) && 'type' in schema) delete schema['properties'];
  const names = namesOfRecord(schema);
  if (names) {
    schema['properties'] = Object.fromEntries(names.map((name) => [name, schema['additionalProperties']]));
    schema['additionalProperties'] = false;
    delete schema['propertyNames'];
  }
  if (isPlainText(schema['anyOf'])) {
    delete schema['anyOf'];
    schema['type'] = 'string';
  }
  const { $ref, ...beside } = schema;
  if (typeof $ref === 'string') {
    const reference = { $ref: $ref.replace(DEFINITION, '#/components/schemas/') };
    return Object.keys(beside).length === 0 ? reference : { allOf: [reference], ...beside };
  }
  return Object.fromEntries(
    Object.entries(schema).map(([name, member]) => [
      name,
      name === 'properties' ? portableMembers(member as Json) : DATA.has(name) ? member : portable(member),
    ]),
  );
}

/** Where the value is data and no schema. */
const DATA = new Set(['examples', 'default', 'enum', 'required']);

function portableMembers(members: Json): Json {
  return Object.fromEntries(Object.entries(members).map(([name, member]) => [name, portable(member)]));
}

/**
 * Texts of several kinds, or a text that may also be written as a number: the text is always taken, and
 * a union without a name is what generators fail on first.
 */
function isPlainText(choices: unknown): boolean {
  if (!Array.isArray(choices)) return false;
  const all = choices as Json[];
  return (
    all.some(({ type }) => type === 'string') &&
    all.every(({ type, enum: names, const: name }) => {
      return (type === 'string' || type === 'integer') && names === undefined && name === undefined;
    })
  );
}

function isEmpty(value: unknown): boolean {
  return typeof value === 'object' && value !== null && Object.keys(value).length === 0;
}

function isAnyName(names: unknown): boolean {
  return typeof names === 'object' && names !== null && !('enum' in names);
}

/** The names of a record whose members are known and all there. */
function namesOfRecord({ propertyNames, required }: Json): string[] | undefined {
  const { enum: names } = (propertyNames ?? {}) as { enum?: string[] };
  return Array.isArray(required) ? names : undefined;
}
