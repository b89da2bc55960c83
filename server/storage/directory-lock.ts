import { readFileSync } from 'node:fs';
import { link, open, readFile, rename } from 'node:fs/promises';
import path from 'node:path';
import { removeIfThere, temporaryName } from './durable-files.ts';
import { DataDirectoryInUse, systemErrorCode } from './errors.ts';

interface Owner {
  pid: number;
  /**
   * When that process started, in the kernel's own terms: a number that was given again to another
   * process must not look like the owner. Null where the system doesn't tell.
   */
  started: string | null;
}

/**
 * One process owns a data directory.
 *
 * Threat: two sandboxes writing one journal would each destroy what the other acknowledged. A lock
 * left behind by a killed process must not keep its owner out, though, so it names the process, and
 * is taken over when that one is gone.
 */
export class DirectoryLock {
  readonly #file: string;
  readonly #contents: string;

  private constructor(file: string, contents: string) {
    this.#file = file;
    this.#contents = contents;
  }

  /** @throws DataDirectoryInUse */
  static async take(dataDir: string): Promise<DirectoryLock> {
    const file = path.join(dataDir, 'lock');
    const me: Owner = { pid: process.pid, started: startOf(process.pid) };
    const contents = `${JSON.stringify(me)}\n`;
    for (let attempt = 0; attempt < 5; attempt++) {
      if (await createWhole(file, contents)) return new DirectoryLock(file, contents);
      const found = await readFile(file, 'utf8').catch(() => undefined);
      if (found === undefined) continue;
      const owner = parseOwner(found);
      if (owner && isAlive(owner)) throw new DataDirectoryInUse(dataDir, owner.pid);
      await removeStale(file, found);
    }
    throw new DataDirectoryInUse(dataDir, parseOwner(await readFile(file, 'utf8'))?.pid ?? 0);
  }

  async release(): Promise<void> {
    const found = await readFile(this.#file, 'utf8').catch(() => undefined);
    if (found === this.#contents) await removeIfThere(this.#file);
  }
}

/** Creates the file with its contents in one step. @returns false when it is there already. */
async function createWhole(file: string, contents: string): Promise<boolean> {
  const temporary = temporaryName(file);
  const handle = await open(temporary, 'wx', 0o600);
  try {
    await handle.writeFile(contents);
  } finally {
    await handle.close();
  }
  try {
    await link(temporary, file);
    return true;
  } catch (error) {
    if (systemErrorCode(error) === 'EEXIST') return false;
    // No hard links on this file system: next best, contents a moment after the name.
    return await createExclusively(file, contents);
  } finally {
    await removeIfThere(temporary);
  }
}

async function createExclusively(file: string, contents: string): Promise<boolean> {
  try {
    const handle = await open(file, 'wx', 0o600);
    await handle.writeFile(contents);
    await handle.close();
    return true;
  } catch (error) {
    if (systemErrorCode(error) === 'EEXIST') return false;
    throw error;
  }
}

/** Moves the stale lock away, unless another process has taken it over in between: then puts it back. */
async function removeStale(file: string, judged: string): Promise<void> {
  const aside = temporaryName(file);
  try {
    await rename(file, aside);
  } catch (error) {
    if (systemErrorCode(error) === 'ENOENT') return;
    throw error;
  }
  if ((await readFile(aside, 'utf8')) !== judged) await link(aside, file).catch(() => undefined);
  await removeIfThere(aside);
}

function parseOwner(text: string): Owner | undefined {
  try {
    const owner = JSON.parse(text) as Partial<Owner>;
    return typeof owner.pid === 'number' ? { pid: owner.pid, started: owner.started ?? null } : undefined;
  } catch {
    return undefined;
  }
}

function isAlive(owner: Owner): boolean {
  try {
    process.kill(owner.pid, 0);
  } catch (error) {
    // EPERM: somebody else's, but alive.
    if (systemErrorCode(error) !== 'EPERM') return false;
  }
  const started = startOf(owner.pid);
  return owner.started === null || started === null || started === owner.started;
}

/** Boot and clock ticks since then (proc(5), field 22 of `stat`); null where there is no /proc. */
function startOf(pid: number): string | null {
  try {
    const boot = readFileSync('/proc/sys/kernel/random/boot_id', 'latin1').trim();
    const stat = readFileSync(`/proc/${String(pid)}/stat`, 'latin1');
    // The command's name, in parentheses, may hold spaces and parentheses itself.
    const ticks = stat.slice(stat.lastIndexOf(')') + 2).split(' ')[19];
    return ticks === undefined ? null : `${boot}/${ticks}`;
  } catch {
    return null;
  }
}
