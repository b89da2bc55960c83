import { build as bundle, type BuildOptions } from 'esbuild';
import { mkdir, readdir, rm, stat, writeFile } from 'node:fs/promises';
import { dirname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build as buildPage } from 'vite';
import { withBuildLock } from './build-lock.ts';
import { compressFiles } from './compress-files.ts';
import { isFresh, stampFile, type BuildTarget } from './build-stamp.mjs';

const root = fileURLToPath(new URL('../..', import.meta.url));

/** Files that change every target without being imported by any. */
const sharedInputs = ['package.json', 'package-lock.json', 'tsconfig.json', 'server/cli/build.ts'];

const A_DAY_MS = 24 * 60 * 60 * 1000;

const forNode: BuildOptions = {
  absWorkingDir: root,
  bundle: true,
  platform: 'node',
  target: 'node20',
  format: 'esm',
  jsx: 'automatic',
  // Names are kept, for stack traces; white space and syntax shrink, for a fast start.
  minifySyntax: true,
  minifyWhitespace: true,
  sourcemap: 'linked',
  metafile: true,
  logLevel: 'warning',
  define: { 'process.env.NODE_ENV': '"production"' },
};

/** express and a few others are CommonJS inside and ask for `require`, which ES modules do not have. */
const requireForCommonJs = [
  "import { createRequire as __createRequire } from 'node:module';",
  'const require = __createRequire(import.meta.url);',
].join('');

/** Each function builds one target and answers the source files it was made from. */
const builders: Record<BuildTarget, () => Promise<string[]>> = {
  server: async () => {
    const sources = await bundled({
      ...forNode,
      entryPoints: { cli: 'server/cli/main.ts', 'engine-host': 'server/engine-host.ts' },
      outdir: 'build/server',
      splitting: true,
      chunkNames: 'chunks/[name]-[hash]',
      banner: { js: requireForCommonJs },
    });
    for (const name of await leftOverChunks(A_DAY_MS)) await rm(join(chunkFolder, name));
    return sources;
  },

  electron: async () => {
    // Chunks of earlier builds would be packed with the app.
    await rm(join(root, 'build/electron'), { recursive: true, force: true });
    const main = await bundled({
      ...forNode,
      entryPoints: { main: 'electron/main.ts' },
      outdir: 'build/electron',
      // What the first window does not need is loaded behind it.
      splitting: true,
      chunkNames: '[name]-[hash]',
      external: ['electron'],
      banner: { js: requireForCommonJs },
    });
    // A sandboxed preload can only be one CommonJS file.
    const preload = await bundled({
      ...forNode,
      entryPoints: { preload: 'electron/preload.ts' },
      outdir: 'build/electron',
      outExtension: { '.js': '.cjs' },
      external: ['electron'],
      format: 'cjs',
    });
    return [...main, ...preload];
  },

  renderer: async () => {
    const modules = new Set<string>();
    await buildPage({
      root: join(root, 'renderer'),
      configFile: join(root, 'vite.config.ts'),
      // stderr is for errors here: this may run in front of a command.
      logLevel: 'error',
      build: { outDir: join(root, 'build/renderer'), emptyOutDir: true },
      plugins: [
        {
          name: 'list-sources',
          moduleParsed: ({ id }) => {
            modules.add(id);
          },
        },
      ],
    });
    await compressFiles(join(root, 'build/renderer/assets'));
    const sources = [...modules]
      .map((id) => id.replace(/[?#].*$/, ''))
      .filter((id) => id.startsWith(root))
      .map((id) => relative(root, id));
    return [...sources, 'renderer/index.html', 'vite.config.ts'];
  },
};

async function bundled(options: BuildOptions): Promise<string[]> {
  const { metafile } = await bundle(options);
  return Object.keys(metafile?.inputs ?? {});
}

const chunkFolder = join(root, 'build/server/chunks');

/** A build writes all its files within this time. */
const ONE_BUILD_MS = 30_000;

/**
 * Chunks that only earlier builds used, by file name. They stay for a day: a sandbox that runs from the
 * last build still loads its rarely used parts from them.
 */
export async function leftOverChunks(atLeastOldMs = ONE_BUILD_MS): Promise<string[]> {
  const names = await readdir(chunkFolder).catch(() => []);
  const builtAt = (await stat(join(root, 'build/server/cli.js'))).mtimeMs;
  const ages = await Promise.all(
    names.map(async (name) => ({ name, ageMs: builtAt - (await stat(join(chunkFolder, name))).mtimeMs })),
  );
  return ages.filter(({ ageMs }) => ageMs > atLeastOldMs).map(({ name }) => name);
}

async function writeStamp(target: BuildTarget, sources: string[], startedAt: number): Promise<void> {
  const inputs: Record<string, number> = {};
  for (const path of new Set([...sources, ...sharedInputs])) {
    if (path.includes('node_modules/') || path.includes(':')) continue; // package-lock.json stands for these
    const changedAt = (await stat(join(root, path)).catch(() => null))?.mtimeMs ?? 0;
    // Changed while the bundler was reading: nobody knows which version it saw.
    inputs[path] = changedAt > startedAt ? 0 : changedAt;
  }
  const file = stampFile(root, target);
  await mkdir(dirname(file), { recursive: true });
  await writeFile(file, JSON.stringify({ inputs }, null, 1));
}

/**
 * Builds the targets whose sources have changed, one process at a time per checkout. Progress goes to
 * stderr: stdout belongs to the command that follows.
 * @throws when a bundler finds an error; the target then counts as not built.
 */
export async function buildStale(targets: readonly BuildTarget[]): Promise<void> {
  if (targets.every((target) => isFresh(root, target))) return;
  await withBuildLock(join(root, 'build'), async () => {
    // Asked again: another process may have built it while this one waited.
    for (const target of targets.filter((each) => !isFresh(root, each))) {
      const startedAt = performance.timeOrigin + performance.now();
      await rm(stampFile(root, target), { force: true });
      await writeStamp(target, await builders[target](), startedAt);
      const seconds = (performance.timeOrigin + performance.now() - startedAt) / 1000;
      process.stderr.write(`built ${target} in ${seconds.toFixed(1)} s\n`);
    }
  });
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const all: readonly BuildTarget[] = ['server', 'electron', 'renderer'];
  const asked = process.argv.slice(2);
  const unknown = asked.filter((name) => !all.some((target) => target === name));
  if (unknown.length > 0) {
    process.stderr.write(`Unknown build target: ${unknown.join(', ')} (there are: ${all.join(', ')})\n`);
    process.exit(2);
  }
  try {
    await buildStale(asked.length === 0 ? all : all.filter((target) => asked.includes(target)));
  } catch (error) {
    process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
    process.exit(1);
  }
}
