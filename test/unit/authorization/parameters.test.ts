import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { queryOf, RequestParameters } from '../../../server/authorization/parameters.ts';

describe('RequestParameters', () => {
  it('decodes, and counts an empty one as absent', () => {
    const parameters = new RequestParameters('a=1+2&b=%E9%8A%80&empty=&flag');
    expect(parameters.get('a')).toBe('1 2');
    expect(parameters.get('b')).toBe('銀');
    expect(parameters.has('empty')).toBe(false);
    expect(parameters.has('flag')).toBe(false);
  });

  it.each(['a=1&a=2', 'a=1&a=1', 'a=1&a=', 'a=&a=1', 'a=1&b=2&%61=3'])('%s repeats one', (encoded) => {
    const parameters = new RequestParameters(encoded);
    expect(parameters.isRepeated('a')).toBe(true);
    expect(() => {
      parameters.refuseRepeated();
    }).toThrow("The parameter 'a' was sent more than once");
  });

  it('lets resource be repeated (RFC 8707 §2)', () => {
    new RequestParameters('resource=https://a.example&resource=https://b.example').refuseRepeated();
  });

  it('knows no names of its own', () => {
    const parameters = new RequestParameters('a=1');
    for (const name of ['constructor', '__proto__', 'toString']) expect(parameters.has(name)).toBe(false);
  });

  it('reads back whatever was encoded', () => {
    const fields = fc.uniqueArray(
      fc.tuple(
        fc.string().filter((name) => name !== 'resource'),
        fc.string({ minLength: 1 }),
      ),
      {
        selector: ([name]) => name,
      },
    );
    fc.assert(
      fc.property(fields, (pairs) => {
        const parameters = new RequestParameters(new URLSearchParams(pairs).toString());
        for (const [name, value] of pairs) expect(parameters.get(name)).toBe(value);
      }),
    );
  });

  it('takes anything', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        expect(new RequestParameters(text).isRepeated('never sent')).toBe(false);
      }),
    );
  });
});

it('queryOf cuts at the first question mark', () => {
  expect(queryOf('/a?b=1?c')).toBe('b=1?c');
  expect(queryOf('/a')).toBe('');
});
