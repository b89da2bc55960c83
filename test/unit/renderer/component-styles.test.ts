import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';

const root = fileURLToPath(new URL('../../..', import.meta.url));
const styles = readFileSync(`${root}/renderer/app/component-styles.ts`, 'utf8');

/** The components of Mantine that some file of the console imports by name. */
function componentsUsed(): string[] {
  const names = readdirSync(`${root}/renderer`, { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.tsx'))
    .flatMap((file) =>
      [
        ...readFileSync(`${root}/renderer/${file}`, 'utf8').matchAll(
          /import \{([^}]+)\} from '@mantine\/core'/g,
        ),
      ].flatMap(([, list = '']) => list.split(',').map((name) => name.trim().split(' as ')[0] ?? '')),
    );
  return [...new Set(names)];
}

describe('the styles of the components', () => {
  it.each(
    componentsUsed().filter((name) => existsSync(`${root}/node_modules/@mantine/core/styles/${name}.css`)),
  )('has those of %s', (name) => {
    expect(styles).toContain(`'@mantine/core/styles/${name}.css'`);
  });
});
