import { describe, expect, it } from 'vitest';
import { texts } from '../../../renderer/app/texts.ts';

/** Every text with its dotted name. */
function flat(tree: object, before = ''): [name: string, text: string][] {
  return Object.entries(tree).flatMap(([name, value]: [string, unknown]) =>
    typeof value === 'object' && value !== null
      ? flat(value, `${before}${name}.`)
      : [[`${before}${name}`, String(value)] as [string, string]],
  );
}

const placeholders = (text: string) => (text.match(/\{\{\w+\}\}/g) ?? []).toSorted();

describe('the texts of the console', () => {
  const english = new Map(flat(texts.en));

  it.each(flat(texts.ja))('%s says the same in both languages', (name, ja) => {
    const en = english.get(name) ?? '';
    expect(ja).not.toBe('');
    expect(en).not.toBe('');
    expect(placeholders(en)).toEqual(placeholders(ja));
  });
});
