import { describe, expect, it } from 'vitest';
import { freshFor, LONGEST, SHORTEST, USUAL } from '../../../server/outgoing/freshness.ts';

describe('freshFor', () => {
  it.each([
    ['nothing', {}, USUAL],
    ['max-age', { 'cache-control': 'public, max-age=300' }, 300_000],
    ['max-age less the age', { 'cache-control': 'max-age=300', age: '100' }, 200_000],
    ['a max-age that is too short', { 'cache-control': 'max-age=1' }, SHORTEST],
    ['a max-age that is too long', { 'cache-control': 'max-age=99999999' }, LONGEST],
    ['a max-age that is none', { 'cache-control': 'max-age=soon' }, SHORTEST],
    ['no-store', { 'cache-control': 'no-store, max-age=300' }, SHORTEST],
    ['no-cache', { 'cache-control': 'No-Cache' }, SHORTEST],
    ['Expires', { date: 'Sat, 20 Feb 2027 04:00:00 GMT', expires: 'Sat, 20 Feb 2027 04:02:00 GMT' }, 120_000],
    ['an Expires that is none', { date: 'Sat, 20 Feb 2027 04:00:00 GMT', expires: '0' }, SHORTEST],
  ])('by %s', (_name, headers, expected) => {
    expect(freshFor(headers)).toBe(expected);
  });
});
