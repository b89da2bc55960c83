import { randomBytes } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { TokenMint } from '../../../server/authorization/token-mint.ts';

const mint = new TokenMint(Buffer.alloc(32, 7));
const id = fc.stringMatching(/^[\w.-]{1,60}$/);

describe('TokenMint', () => {
  it('reads the identifier back from its own tokens, of the same kind only', () => {
    fc.assert(
      fc.property(id, (value) => {
        const token = mint.tokenFor('access', value);
        expect(mint.idOf('access', token)).toBe(value);
        for (const kind of ['code', 'refresh', 'registration'] as const) {
          expect(mint.idOf(kind, token)).toBeUndefined();
        }
        expect(mint.idOf('refresh', token.replace(/^at_/, 'rt_'))).toBeUndefined();
      }),
    );
  });

  it('makes the same token of the same identifier, and another with another key', () => {
    expect(mint.tokenFor('refresh', 'g.1')).toBe(mint.tokenFor('refresh', 'g.1'));
    const other = new TokenMint(randomBytes(32));
    expect(other.idOf('refresh', mint.tokenFor('refresh', 'g.1'))).toBeUndefined();
  });

  it('does not take a token with one character changed, added or left out', () => {
    fc.assert(
      fc.property(id, fc.nat(), fc.constantFrom('A', 'z', '0', '_', '.'), (value, position, character) => {
        const token = mint.tokenFor('refresh', value);
        const at = position % token.length;
        const changed = token.slice(0, at) + character + token.slice(at + 1);
        if (changed !== token) expect(mint.idOf('refresh', changed)).toBeUndefined();
        expect(mint.idOf('refresh', token + character)).toBeUndefined();
        expect(mint.idOf('refresh', token.slice(0, -1))).toBeUndefined();
      }),
    );
  });

  it('does not break on anything', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        expect(mint.idOf('access', text)).toBeUndefined();
        expect(mint.idOf('access', `at_${text}`)).toBeUndefined();
      }),
    );
  });

  it('keeps purposes apart', () => {
    expect(mint.macOf('browser', 'i_1')).not.toBe(mint.macOf('csrf', 'i_1'));
    expect(mint.tokenFor('code', 'i_1')).not.toContain(mint.macOf('code', 'i_1'));
  });
});
