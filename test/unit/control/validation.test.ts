import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { amountInput, says } from '../../../server/control/operations/schemas/common.ts';
import { pathText, validate, ValidationFailure } from '../../../server/control/validation.ts';

function faultsOf(schema: z.ZodType, input: unknown): [path: string, message: string][] {
  try {
    validate(schema, input, 'body');
  } catch (error) {
    if (!(error instanceof ValidationFailure)) throw error;
    return error.faults.map(({ path, message }) => [path, message.en]);
  }
  return [];
}

describe('faults of an input', () => {
  it.each<[string, z.ZodType, unknown, [string, string][]]>([
    ['a missing member', z.strictObject({ a: z.string() }), {}, [['a', 'Required: give a string.']]],
    ['a wrong type', z.strictObject({ a: z.boolean() }), { a: 'yes' }, [['a', 'Must be true or false.']]],
    ['no object', z.strictObject({}), [], [['', 'Must be an object.']]],
    [
      'a surplus member',
      z.strictObject({ a: z.strictObject({ b: z.string(), c: z.string() }) }),
      { a: { b: '', c: '', x: 1, y: 2 } },
      [
        ['a.x', 'There is no member of this name. There are b, c.'],
        ['a.y', 'There is no member of this name. There are b, c.'],
      ],
    ],
    ['a place in a list', z.array(z.array(z.int())), [[1], [1, 'x']], [['[1][1]', 'Must be a number.']]],
    ['a fraction', z.int(), 0.5, [['', 'Must be a whole number.']]],
    ['too small', z.int().min(1), 0, [['', 'At least 1.']]],
    ['too long', z.string().max(3), 'long', [['', 'At most 3 characters.']]],
    ['empty', z.string().min(1), '', [['', 'Must not be empty.']]],
    ['too many', z.array(z.int()).max(1), [1, 2], [['', 'At most 1 entries.']]],
    ['a choice', z.enum(['a', 'b']), 'c', [['', 'Must be one of a, b.']]],
    ['words of its own', z.string().regex(/^x$/, says('エックス', 'Write x.')), 'y', [['', 'Write x.']]],
    ['the nearest form', amountInput, 'x', [['', 'Write an amount as decimal text, such as "12345".']]],
  ])('%s', (_name, schema, input, faults) => {
    expect(faultsOf(schema, input)).toEqual(faults);
  });

  it('never repeat the value, which may be a password', () => {
    const schema = z.strictObject({ password: z.string().regex(/^\d+$/) });
    expect(JSON.stringify(faultsOf(schema, { password: 'S3cret' }))).not.toContain('S3cret');
  });

  it('are told in Japanese as well', () => {
    try {
      validate(z.strictObject({ a: z.string() }), {}, 'query');
      expect.unreachable();
    } catch (error) {
      expect((error as ValidationFailure).faults[0]?.message.ja).toBe('必須です。文字列で指定してください。');
      expect((error as ValidationFailure).place).toBe('query');
    }
  });
});

it('a path is written as in JavaScript', () => {
  expect(pathText(['redirect_uris', 0])).toBe('redirect_uris[0]');
  expect(pathText([2, 'a', 'b'])).toBe('[2].a.b');
  expect(pathText([])).toBe('');
});

it('a member called __proto__ is a surplus one like any other', () => {
  const input: unknown = JSON.parse('{"__proto__":{"admin":true},"a":"x"}');
  expect(faultsOf(z.strictObject({ a: z.string() }), input).map(([path]) => path)).toEqual(['__proto__']);
});
