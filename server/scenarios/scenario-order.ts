import { z } from 'zod';
import { scenarioSchema } from './scenario-schema.ts';

type Orderer = (value: unknown) => unknown;

/** As it is: a text, a number, or what the schema leaves open (a JWK). */
const asItIs: Orderer = (value) => value;

const customer = scenarioSchema.shape.customers.unwrap().element;
const account = customer.shape.accounts.unwrap().element;

/**
 * Each part of a document with its members in the order of the schema, whatever order they were set
 * in: two exports of one state are the same bytes, and those of two states differ where the states
 * do. Worked out once, because a document may have a million rows.
 */
export const inSchemaOrder = {
  document: memberOrderer(scenarioSchema),
  customer: memberOrderer(customer),
  account: memberOrderer(account),
  row: memberOrderer(account.shape.rows.unwrap().element),
  grant: memberOrderer(scenarioSchema.shape.grants.unwrap().element),
};
export type SchemaOrder = typeof inSchemaOrder;

function ordererOf(schema: unknown): Orderer {
  if (schema instanceof z.ZodExactOptional) return ordererOf(schema.unwrap());
  if (schema instanceof z.ZodUnion) return formOrderer(schema.options.filter(isObject));
  if (schema instanceof z.ZodArray) {
    const orderItem = ordererOf(schema.element);
    return orderItem === asItIs ? asItIs : (value) => (Array.isArray(value) ? value.map(orderItem) : value);
  }
  if (!isObject(schema)) return asItIs;
  const order = memberOrderer(schema);
  return (value) => order(value as object);
}

function memberOrderer({ shape }: z.ZodObject): (value: object) => Record<string, unknown> {
  const members = Object.entries(shape).map(([name, member]) => [name, ordererOf(member)] as const);
  return (value) => {
    const given = value as Readonly<Record<string, unknown>>;
    const ordered: Record<string, unknown> = {};
    for (const [name, order] of members) {
      const member = given[name];
      if (member !== undefined) ordered[name] = order(member);
    }
    return ordered;
  };
}

/** Of several forms an object may have, that of the one that knows all its members. */
function formOrderer(forms: readonly z.ZodObject[]): Orderer {
  if (forms.length === 0) return asItIs;
  const orderers = forms.map((form) => [form.shape, memberOrderer(form)] as const);
  return (value) => {
    if (typeof value !== 'object' || value === null) return value;
    const names = Object.keys(value);
    const form = orderers.find(([shape]) => names.every((name) => Object.hasOwn(shape, name)));
    return form ? form[1](value) : value;
  };
}

function isObject(schema: unknown): schema is z.ZodObject {
  return schema instanceof z.ZodObject;
}
