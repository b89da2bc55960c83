import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { ROOT } from '../runner/step.ts';

const text = readFileSync(join(ROOT, 'CONTRIBUTING.md'), 'utf8');
const manifest = z
  .object({ scripts: z.record(z.string(), z.string()) })
  .parse(JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8')));

describe('CONTRIBUTING.md', () => {
  it('names files and folders that there are', () => {
    const paths = [...text.matchAll(/`((?:server|renderer|electron|test)\/[^`\s]*)`/g)]
      .map(([, path = '']) => path)
      .filter((path) => !path.includes('NAME'));
    expect(paths.length).toBeGreaterThan(50);
    expect(paths.filter((path) => !existsSync(join(ROOT, path)))).toEqual([]);
  });

  it('names scripts that there are', () => {
    const scripts = [...text.matchAll(/npm run ([\w:]+)/g)].map(([, name = '']) => name);
    expect(scripts.filter((name) => !(name in manifest.scripts))).toEqual([]);
  });
});
