import { z } from 'zod';

/** Stands between the Japanese and the English words of a fault a schema finds. */
export const BETWEEN_LANGUAGES = '\u241E';

/** What a schema says of a value it does not take: what to write instead, in both languages. */
export function says(ja: string, en: string): string {
  return `${ja}${BETWEEN_LANGUAGES}${en}`;
}

/** A point in time as every control API answer writes it: RFC 3339, UTC, milliseconds. */
export const timestamp = z.string().meta({ format: 'date-time', examples: ['2027-02-20T13:04:00.000Z'] });

/** A point in time as a caller may write it: RFC 3339 with `Z` or any offset. */
export const timestampInput = z.iso.datetime({ offset: true });

export const bankDate = z.iso.date();

/** The way back from a change that can't be undone otherwise. */
export const undo = z.string().exactOptional().meta({
  description: 'The snapshot that was kept before this change; restoring it takes the change back.',
});

export const bilingual = z.strictObject({ ja: z.string().max(1000), en: z.string().max(1000) });

/** An amount in the account's currency as decimal text; never a float. */
export const amount = z
  .string()
  .regex(
    /^-?\d{1,18}(?:\.\d{1,4})?$/,
    says(
      '金額を 10進数の文字列（"12345" など）で書いてください。',
      'Write an amount as decimal text, such as "12345".',
    ),
  );

/** The same as a caller may write it: a JSON integer does too. */
export const amountInput = z
  .union([amount, z.int()])
  .transform(String)
  .meta({ description: 'Decimal text, or a whole number; may be negative.' });

export const pageQuery = {
  limit: z.coerce
    .number()
    .int()
    .min(1)
    .max(1000)
    .default(100)
    .meta({ description: 'How many items at most.' }),
  cursor: z
    .string()
    .min(1)
    .max(200)
    .exactOptional()
    .meta({ description: 'The `next` of the page before; the other parameters stay the same.' }),
};

/** What is searched for in a list: words apart by spaces, whatever the width, the case or the kana. */
export const search = z.string().max(200).exactOptional().meta({
  description: 'Words that must all occur; width, case, hiragana and katakana do not matter.',
});

/** Sorting by one of the members, with `-` before it the other way round. */
export function sortBy<const Member extends string>(...members: Member[]) {
  const choices = members.flatMap((member) => [member, `-${member}` as const]);
  return z
    .enum(choices as [Member, ...(Member | `-${Member}`)[]])
    .exactOptional()
    .meta({
      description: 'Left out: in the order the list always has.',
    });
}

/** Whether a list is to say how many there are. */
export const counted = z.enum(['0', '1']).default('0').meta({
  description: '`1`: the answer says as `total` how many match, on all pages together.',
});

/** A page of a list that tells how many there are where it is asked to. */
export function countedListOf<Item extends z.ZodType>(item: Item) {
  return listOf(item).extend({
    total: z.int().exactOptional().meta({
      description:
        'How many match, on all pages together: where it is asked for, and known without a look at each.',
    }),
  });
}

/** A page of a list. `next` is there only when more follows; it goes back as `cursor`. */
export function listOf<Item extends z.ZodType>(item: Item) {
  return z.strictObject({ items: z.array(item), next: z.string().exactOptional() });
}

/** The same members, each of which may be left out. */
export function optionalMembers<Shape extends Record<string, z.ZodType>>(shape: Shape) {
  const members = Object.entries(shape).map(([name, schema]) => [name, z.exactOptional(schema)]);
  return Object.fromEntries(members) as { [Name in keyof Shape]: z.ZodExactOptional<Shape[Name]> };
}

/** The same members, each of which may be taken away by `null` (RFC 7396 §1). */
export function removableMembers<Shape extends Record<string, z.ZodType>>(shape: Shape) {
  const members = Object.entries(shape).map(([name, schema]) => [name, z.nullable(schema)]);
  return Object.fromEntries(members) as { [Name in keyof Shape]: z.ZodNullable<Shape[Name]> };
}

/** An object of which any member may be left out, for PATCH: what is left out stays as it is. */
export function partialOf<Shape extends Record<string, z.ZodType>>(shape: Shape) {
  return z.strictObject(optionalMembers(shape));
}

/** What came of an operation, in the order it happened. Members beside these depend on `type`. */
export const effect = z.looseObject({ at: timestamp, type: z.string() }).meta({ id: 'Effect' });

/** RFC 9457: every refusal of this API. */
export const problem = z
  .looseObject({
    type: z.string(),
    title: z.string(),
    status: z.int(),
    detail: z.string(),
    code: z.string(),
    hint: z.string().exactOptional(),
    spec: z.string().exactOptional(),
    errors: z
      .array(
        z.strictObject({
          in: z.enum(['body', 'query', 'path']),
          path: z.string(),
          code: z.string().exactOptional(),
          message: z.string(),
        }),
      )
      .exactOptional(),
  })
  .meta({ id: 'Problem' });
