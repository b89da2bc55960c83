import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isBankKana, toBankCompanyName, toBankKana } from '../../../server/bank/kana.ts';

describe('bank half-width kana', () => {
  it.each([
    ['キュウヨ', 'ｷﾕｳﾖ'],
    ['ヴェルデ', 'ｳﾞｴﾙﾃﾞ'],
    ['う゛ぇるで', 'ｳﾞｴﾙﾃﾞ'],
    ['ゔぇるで', 'ｳﾞｴﾙﾃﾞ'],
    ['サンプル　タロウ', 'ｻﾝﾌﾟﾙ ﾀﾛｳ'],
    ['カード', 'ｶ-ﾄﾞ'],
    ['ｶｰﾄﾞ', 'ｶ-ﾄﾞ'],
    ['ａｂｃ１２３', 'ABC123'],
    ['（カ）', '(ｶ)'],
    ['ヵヶヮ', 'ｶｹﾜ'],
    ['パピプペポ', 'ﾊﾟﾋﾟﾌﾟﾍﾟﾎﾟ'],
    ['ﾎﾞｰﾙ', 'ﾎﾞ-ﾙ'],
    ['', ''],
  ])('%s → %s', (text, kana) => {
    expect(toBankKana(text)).toBe(kana);
  });

  it('counts ﾞ and ﾟ as characters of their own', () => {
    expect(toBankKana('ガパ')).toHaveLength(4);
  });

  it.each(['山田', '@', '😀', 'ｶﾅ_', '\u0000'])('has no form for %j', (text) => {
    expect(toBankKana(text)).toBeUndefined();
  });

  it('abbreviates companies before and after the name', () => {
    expect(toBankCompanyName('サンプルショウジ', '株式会社', 'before')).toBe('ｶ)ｻﾝﾌﾟﾙｼﾖｳｼﾞ');
    expect(toBankCompanyName('サンプルショウジ', '株式会社', 'after')).toBe('ｻﾝﾌﾟﾙｼﾖｳｼﾞ(ｶ');
    expect(toBankCompanyName('サンプル', '有限会社', 'before')).toBe('ﾕ)ｻﾝﾌﾟﾙ');
    expect(toBankCompanyName('サンプル', '学校法人', 'before')).toBeUndefined();
  });

  it('gives only what a bank takes, and leaves that as it is', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), (text) => {
        const kana = toBankKana(text);
        if (kana === undefined) return;
        expect(isBankKana(kana)).toBe(true);
        expect(toBankKana(kana)).toBe(kana);
      }),
    );
    expect(isBankKana('ｶｰﾄﾞ')).toBe(false);
    expect(isBankKana('ｷｭｳﾖ')).toBe(false);
  });
});
