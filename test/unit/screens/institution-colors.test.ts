import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { contrast, institutionStylesheet } from '../../../server/screens/institution-colors.ts';

function colorIn(css: string, name: string): string {
  return new RegExp(`${name}:(#[0-9a-f]{6})`).exec(css)?.[1] ?? '';
}

describe("the institution's colours", () => {
  it('keep text readable whatever is chosen (WCAG 2.2 §1.4.3)', () => {
    const channel = fc.integer({ min: 0, max: 255 });
    fc.assert(
      fc.property(channel, channel, channel, (...channels) => {
        const digits = channels.map((value) => value.toString(16).padStart(2, '0'));
        const personal = `#${digits.join('')}`;
        const css = institutionStylesheet({ personal, corporate: '#1f4e8c' });
        expect(colorIn(css, '--accent')).toBe(personal);
        expect(contrast(colorIn(css, '--accent-text'), '#f5f7f9')).toBeGreaterThanOrEqual(4.5);
        expect(contrast(colorIn(css, '--accent-ink'), personal)).toBeGreaterThanOrEqual(4);
      }),
    );
  });

  it('take #rgb, and never anything that could leave the declaration', () => {
    expect(institutionStylesheet({ personal: '#ABC', corporate: '#000' })).toContain('--accent:#aabbcc');
    const css = institutionStylesheet({ personal: 'red}body{display:none', corporate: 'url(//x)' });
    expect(css).not.toMatch(/display|url|red/);
  });
});
