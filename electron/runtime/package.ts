import { Platform, build } from 'electron-builder';

import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { buildStale, leftOverChunks } from '../../server/cli/build.ts';
import { findElectron } from './find.ts';
import { say } from './say.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));

/** Where the packed app for the desktop tests lies; the one for people is `dist/linux-unpacked`. */
const testOutput = join(root, 'dist/test');

/**
 * Packs the app as a folder for this platform.
 * @param variant `release`, or `test`: the same app, but a debugger may attach to its main process, which
 *   Playwright needs and nobody else should have
 * @returns the packed executable's path
 * @throws when no Electron can be had, or electron-builder fails
 */
export async function packageApp(variant: 'release' | 'test'): Promise<string> {
  await buildStale(['server', 'electron', 'renderer']);
  const electron = await findElectron(say);
  if (!electron) throw new Error('There is no Electron to pack the app with; see above what was tried.');

  const output = variant === 'test' ? testOutput : join(root, 'dist');
  await build({
    projectDir: root,
    targets: Platform.current().createTarget('dir'),
    publish: 'never',
    config: {
      extends: 'electron-builder.yml',
      electronDist: electron.dist,
      electronVersion: electron.version,
      directories: { output },
      files: (await leftOverChunks()).map((name) => `!build/server/chunks/${name}`),
      // Electron's own start page, and what starts an app from a folder: neither belongs in the product.
      afterPack: ({ appOutDir }) => rm(join(appOutDir, 'resources/default_app.asar'), { force: true }),
      ...(variant === 'test' ? { electronFuses: { enableNodeCliInspectArguments: true } } : {}),
    },
  });
  const executable = join(output, 'linux-unpacked', 'ib-link-sandbox');
  say(`packed: ${executable}`);
  return executable;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  await packageApp(process.argv.includes('--test') ? 'test' : 'release');
}
