import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';

const names = z.record(z.string(), z.string()).default({});
const lockFile = z.object({
  packages: z.record(
    z.string(),
    z.object({
      dependencies: names,
      devDependencies: names,
      optionalDependencies: names,
      peerDependencies: names,
      peerDependenciesMeta: z.record(z.string(), z.object({ optional: z.boolean().optional() })).default({}),
    }),
  ),
});

const root = fileURLToPath(new URL('../..', import.meta.url));
const { packages } = lockFile.parse(JSON.parse(readFileSync(join(root, 'package-lock.json'), 'utf8')));

/** Where Node looks for a package from inside another: in its own folder, then in each one above. */
function isLocked(name: string, from: string): boolean {
  for (let folder = from; ; folder = dirname(folder)) {
    if (join(folder, 'node_modules', name) in packages) return true;
    if (folder === '.' || folder === '') return false;
  }
}

describe('the lock file', () => {
  it('names every package that any platform may need, so that `npm ci` installs on all of them', () => {
    const missing = Object.entries(packages).flatMap(([folder, entry]) => {
      const peers = Object.keys(entry.peerDependencies).filter(
        (name) => entry.peerDependenciesMeta[name]?.optional !== true,
      );
      const wanted = [entry.dependencies, entry.devDependencies, entry.optionalDependencies].flatMap(
        Object.keys,
      );
      return [...wanted, ...peers]
        .filter((name) => !isLocked(name, folder))
        .map((name) => `${name}, of ${folder}`);
    });
    expect(missing).toEqual([]);
  });
});
