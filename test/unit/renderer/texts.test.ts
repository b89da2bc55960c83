import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
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

  it.each(effectTypes())('tells the effect %s in words', (type) => {
    expect(english.get(`app.effect.${type}`)).toBeDefined();
  });
});

/** Every kind of effect the bank reports, as its sources name it. */
function effectTypes(): string[] {
  const folder = join(import.meta.dirname, '../../../server');
  const found = new Set<string>();
  for (const file of readdirSync(folder, { recursive: true, encoding: 'utf8' })) {
    if (!/\.tsx?$/.test(file)) continue;
    const source = readFileSync(join(folder, file), 'utf8');
    for (const [, type] of source.matchAll(/(?:report\(\s*|type: |\bid, |Id, )'([a-z_]+\.[a-z_]+)'/gi)) {
      if (type !== undefined) found.add(type);
    }
  }
  return [...found].toSorted();
}
