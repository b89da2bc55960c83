import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { scopeNames } from '../../../server/bank/model.ts';
import { parseScopes, permissionsAmong, printScopes } from '../../../server/bank/scopes.ts';

describe('scopes', () => {
  it.each([
    ['account:transaction account:balance', 'account:balance account:transaction'],
    ['private:account private:offline_access', 'account:balance account:transaction offline_access'],
    ['private:account account:balance', 'account:balance account:transaction'],
    ['openid openid profile', 'openid'],
    ['constructor __proto__', ''],
    ['', ''],
    ['ACCOUNT:BALANCE', ''],
  ])('%j means %j', (text, meant) => {
    expect(printScopes(parseScopes(text))).toBe(meant);
  });

  it('are read back as they are printed, in whatever order they came', () => {
    fc.assert(
      fc.property(fc.shuffledSubarray([...scopeNames]), (scopes) => {
        const parsed = parseScopes(scopes.join(' '));
        expect(new Set(parsed)).toEqual(new Set(scopes));
        expect(parseScopes(printScopes(parsed))).toEqual(parsed);
      }),
    );
  });

  it('two of them are the customer’s to tick', () => {
    expect(permissionsAmong([...scopeNames])).toEqual(['account:balance', 'account:transaction']);
  });
});
