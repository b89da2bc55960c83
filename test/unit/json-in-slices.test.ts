import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { JsonMalformed, NotUtf8, parseInSlices } from '../../server/json-in-slices.ts';
import { atOnce } from '../../server/slices.ts';

const parse = (text: string | Buffer) => atOnce(parseInSlices(Buffer.from(text as string)));
const filler = 'あ"\\'.repeat(20_000);

/** Long enough that it is gone into, wherever in it something stands. */
const around = (value: unknown) => ({
  before: filler,
  value,
  list: [filler, value, { deep: [value] }],
  filler,
});

describe('JSON parsed in slices', () => {
  it('is what JSON.parse makes of it', () => {
    fc.assert(
      fc.property(fc.jsonValue(), fc.constantFrom(undefined, 1, '\t'), (value, space) => {
        for (const whole of [value, around(value), [around(value), value]]) {
          const text = JSON.stringify(whole, undefined, space);
          expect(parse(text)).toEqual(JSON.parse(text));
        }
      }),
      { numRuns: 40 },
    );
  });

  it.each([
    '{"__proto__":{"a":1},"a":2,"a":3}',
    `{"long":"${'x'.repeat(100_000)}","__proto__":{"a":1},"a":2,"a":3}`,
    `{"a":"${'x'.repeat(100_000)}","a":1}`,
    `\ufeff[1]`,
    ` [ ${' '.repeat(100_000)} ] `,
    `[${'[1],'.repeat(50_000)}[{}]]`,
    '3',
  ])('takes every member as JSON.parse does: %.30s', (text) => {
    const expected = JSON.parse(text.replace('\ufeff', '')) as unknown;
    expect(parse(text)).toEqual(expected);
    expect(JSON.stringify(parse(text))).toBe(JSON.stringify(expected));
  });

  it.each([
    '',
    '[',
    '[1,]',
    '[,1]',
    '{"a":1,}',
    '{"a" 1}',
    '[1}',
    '[1]]',
    '[1] 2',
    '"a',
    `["${'x'.repeat(100_000)}",]`,
    `["${'x'.repeat(100_000)}" 1]`,
    `["${'x'.repeat(100_000)}"}`,
    `["${'x'.repeat(100_000)}",,1]`,
    `{"a":["${'x'.repeat(100_000)}"],"b"}`,
    `{"a":["${'x'.repeat(100_000)}"],b:1}`,
    `{["${'x'.repeat(100_000)}"]}`,
    `[${'1,'.repeat(100_000)}`,
    `[${'1,'.repeat(100_000)}]`,
    `[${'['.repeat(100_000)}`,
    `["${'x'.repeat(100_000)}`,
  ])('refuses what JSON.parse refuses: %.30s', (text) => {
    expect(() => JSON.parse(text) as unknown).toThrow(SyntaxError);
    expect(() => parse(text)).toThrow(JsonMalformed);
  });

  it('says in which slice reading stopped, in characters', () => {
    const before = `["${'あ'.repeat(50_000)}",[1,`;
    let position = -1;
    try {
      parse(`${before}x]]`);
    } catch (error) {
      if (error instanceof JsonMalformed) ({ position } = error);
    }
    expect(position).toBeGreaterThanOrEqual(50_004);
    expect(position).toBeLessThanOrEqual(before.length);
  });

  it('refuses bytes that are not UTF-8', () => {
    expect(() => parse(Buffer.from([0x22, 0x83, 0x22]))).toThrow(NotUtf8);
  });

  it('lets others in after each 64 KiB, however the text is made', () => {
    const rows = JSON.stringify(Array.from({ length: 20_000 }, (_, index) => ({ index, remarks: '摘要' })));
    const megabyte = rows.length / 65_536;
    for (const text of [
      rows,
      `{"a":{"b":[${rows},${rows}]}}`,
      `${'['.repeat(900)}${rows}${']'.repeat(900)}`,
    ]) {
      const work = parseInSlices(Buffer.from(text));
      let pauses = 0;
      while (!work.next().done) pauses += 1;
      expect(pauses).toBeGreaterThan(megabyte);
    }
  });
});
