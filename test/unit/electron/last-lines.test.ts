import { expect, test } from 'vitest';
import { LastLines } from '../../../electron/last-lines.ts';

test('keeps the last twenty lines, however they arrive', () => {
  const lines = new LastLines();
  for (let index = 1; index <= 50; index += 1) {
    lines.add(`line ${String(index)}`);
    lines.add('\n');
  }
  const kept = lines.text().split('\n');
  expect(kept).toHaveLength(20);
  expect(kept[0]).toBe('line 31');
  expect(kept.at(-1)).toBe('line 50');
});

test('does not grow with what is said', () => {
  const lines = new LastLines();
  for (let index = 0; index < 100; index += 1) lines.add('x'.repeat(1_000));
  expect(lines.text().length).toBeLessThanOrEqual(4_000);
});
