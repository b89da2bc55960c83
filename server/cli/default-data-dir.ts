import { homedir } from 'node:os';
import { join } from 'node:path';

/** Where applications keep their data on this system. */
export function defaultDataDir(): string {
  const { env, platform } = process;
  if (platform === 'darwin') return join(homedir(), 'Library', 'Application Support', 'ib-link-sandbox');
  if (platform === 'win32') {
    return join(env['APPDATA'] ?? join(homedir(), 'AppData', 'Roaming'), 'ib-link-sandbox');
  }
  return join(env['XDG_DATA_HOME'] ?? join(homedir(), '.local', 'share'), 'ib-link-sandbox');
}
