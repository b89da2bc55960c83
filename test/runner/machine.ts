import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';

/** Of Debian; where it is not known, its sister with windows does too. */
const BROWSER = 'chromium-headless-shell';
const BROWSER_ELSEWHERE = 'chromium';

/** What the browser and desktop tests need beyond Node: a browser, a display, Electron's libraries, Japanese fonts. */
const DEBIAN_PACKAGES = [
  BROWSER,
  'xvfb',
  'xauth',
  'libgtk-3-0',
  'libnss3',
  'libasound2',
  'libgbm1',
  'libxss1',
  'libatk-bridge2.0-0',
  'libdrm2',
  'libxtst6',
  'fonts-noto-cjk',
] as const;

/** What is wanted can't be done on this machine as it is; the message says what it lacks. */
export class MachineLacks extends Error {
  override readonly name = 'MachineLacks';
}

const INSTALL_WITHIN_MS = 15 * 60 * 1000;

/**
 * Installs what this machine lacks for the tests, where it may: on Debian and its kin, as root.
 * @throws MachineLacks with the exact command, where somebody else has to run it
 */
export function prepareMachine(say: (line: string) => void): void {
  if (!existsSync('/usr/bin/apt-get')) {
    if (process.platform === 'linux') {
      say(
        `Not a Debian: Chromium, Xvfb and Electron's libraries (${DEBIAN_PACKAGES.join(', ')}) are expected here.`,
      );
    }
    return;
  }
  const missing = DEBIAN_PACKAGES.filter(isMissing);
  if (missing.length === 0) return;
  if (process.getuid?.() !== 0) {
    throw new MachineLacks(
      `Packages are needed that this machine lacks. Install them, then try again:\n` +
        `  sudo apt-get update && sudo apt-get install -y --no-install-recommends ${missing.map(installableName).join(' ')}`,
    );
  }
  const environment = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
  const options = { stdio: 'inherit', env: environment, timeout: INSTALL_WITHIN_MS } as const;
  say(`Missing here: ${missing.join(', ')}`);
  execFileSync('apt-get', ['update', '-qq'], options);
  // Only now is it known what there is.
  const packages = missing.map(installableName);
  say(`Installing ${packages.join(', ')} …`);
  execFileSync('apt-get', ['install', '-y', '-qq', '--no-install-recommends', ...packages], options);
}

function isMissing(name: string): boolean {
  if (name === BROWSER && !isOffered(BROWSER) && isInstalled(BROWSER_ELSEWHERE)) return false;
  return !isInstalled(name);
}

function isInstalled(name: string): boolean {
  return [name, `${name}t64`].some((candidate) => {
    const query = spawnSync('dpkg-query', ['-W', '-f', '${Status}', candidate], { encoding: 'utf8' });
    return query.stdout.includes('install ok installed');
  });
}

/** Newer Debians and Ubuntus renamed libraries whose time type grew to 64 bits. */
function installableName(name: string): string {
  if (name === BROWSER && !isOffered(BROWSER)) return BROWSER_ELSEWHERE;
  return isOffered(`${name}t64`) ? `${name}t64` : name;
}

function isOffered(name: string): boolean {
  return /Candidate: \S*\d/.test(spawnSync('apt-cache', ['policy', name], { encoding: 'utf8' }).stdout);
}
