/**
 * Guards against a page that hands the operating system an address of its choosing: `file:`, `smb:`
 * and the schemes of installed programs can run code. Only parsed `https:` goes out, and `http:` to
 * the sandbox's own origins on this computer.
 */
import { shell } from 'electron';
import { mayOpenOutside } from './origins.ts';

/** Opens the address in the system's browser, or does nothing where it may not. */
export async function openOutside(address: string, ownOrigins: ReadonlySet<string>): Promise<void> {
  if (mayOpenOutside(address, ownOrigins)) await shell.openExternal(new URL(address).href);
}
