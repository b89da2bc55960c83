import { open, rename, unlink, type FileHandle } from 'node:fs/promises';
import path from 'node:path';
import { systemErrorCode } from './errors.ts';

/** Makes the names in a directory (new, renamed, removed) survive a power cut. */
export async function syncDirectory(directory: string): Promise<void> {
  let handle: FileHandle;
  try {
    handle = await open(directory, 'r');
  } catch (error) {
    if (isUnsupported(error)) return;
    throw error;
  }
  try {
    await handle.sync();
  } catch (error) {
    // Windows can't sync a directory, and its file systems journal names themselves.
    if (!isUnsupported(error)) throw error;
  } finally {
    await handle.close();
  }
}

function isUnsupported(error: unknown): boolean {
  const code = systemErrorCode(error) ?? '';
  return process.platform === 'win32' && ['EPERM', 'EISDIR', 'EACCES', 'EINVAL'].includes(code);
}

const renameAttempts = 8;

/** Renames over what is there. On Windows a virus scanner may hold the target for a moment: tried again. */
export async function renameWithRetry(from: string, to: string): Promise<void> {
  for (let attempt = 1; ; attempt++) {
    try {
      await rename(from, to);
      return;
    } catch (error) {
      const held = ['EPERM', 'EACCES', 'EBUSY'].includes(systemErrorCode(error) ?? '');
      if (!held || process.platform !== 'win32' || attempt === renameAttempts) throw error;
      await new Promise((resolve) => setTimeout(resolve, 2 ** attempt * 5));
    }
  }
}

/** @returns whether it was there. */
export async function removeIfThere(file: string): Promise<boolean> {
  try {
    await unlink(file);
    return true;
  } catch (error) {
    if (systemErrorCode(error) === 'ENOENT') return false;
    throw error;
  }
}

let lastTemporary = 0;

/** A name in the same directory that no other writer uses. */
export function temporaryName(file: string): string {
  return path.join(
    path.dirname(file),
    `.${path.basename(file)}.${String(process.pid)}.${String(++lastTemporary)}.tmp`,
  );
}
