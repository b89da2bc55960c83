import { describe, expect, it } from 'vitest';
import { formatFilter, parseFilter, suggestTerms, withTerm } from '../../../renderer/log/filter-terms.ts';

describe('parseFilter', () => {
  it('takes the examples of the filter language apart', () => {
    expect(parseFilter('status:>=400 path:/oauth2/token "free text" -word')).toEqual([
      { key: 'status', value: '>=400', negated: false },
      { key: 'path', value: '/oauth2/token', negated: false },
      { value: 'free text', negated: false },
      { value: 'word', negated: true },
    ]);
  });

  it('keeps a word with an unknown key as text', () => {
    expect(parseFilter('https://example.com')).toEqual([{ value: 'https://example.com', negated: false }]);
  });

  it('forgives an open quotation mark and ignores an empty value', () => {
    expect(parseFilter('"not closed')).toEqual([{ value: 'not closed', negated: false }]);
    expect(parseFilter('""  ')).toEqual([]);
  });

  it.each([
    'client:demo-kakeibo -status:200',
    '"two words" method:POST',
    '-"a b" grant:g_7F2',
    '"status:200"',
  ])('writes %s as it was', (filter) => {
    expect(formatFilter(parseFilter(filter))).toBe(filter);
  });
});

describe('withTerm', () => {
  it('adds a condition once', () => {
    const term = { key: 'flow', value: 'f_1', negated: false } as const;
    expect(withTerm(withTerm('status:200', term), term)).toBe('status:200 flow:f_1');
  });

  it('turns a condition round instead of contradicting it', () => {
    expect(withTerm('-client:a', { key: 'client', value: 'a', negated: false })).toBe('client:a');
  });
});

describe('suggestTerms', () => {
  it('offers keys for the beginning of a word', () => {
    expect(suggestTerms('cl', {})).toEqual(['client:']);
    expect(suggestTerms('-sta', {})).toEqual(['-status:']);
  });

  it('offers what has been seen under a key', () => {
    expect(suggestTerms('client:ka', { client: ['demo-kakeibo', 'demo-mobile', 'demo-kaikei'] })).toEqual([
      'client:demo-kakeibo',
      'client:demo-kaikei',
    ]);
  });

  it('offers nothing for what is already complete', () => {
    expect(suggestTerms('client:demo', { client: ['demo'] })).toEqual([]);
  });
});
