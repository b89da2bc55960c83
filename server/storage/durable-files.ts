import { createHash } from 'node:crypto';
import { copyFile, link, open, rename, unlink, type FileHandle } from 'node:fs/promises';
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

/** A second name for a file that is never written in place; a copy where the file system has no links. */
export async function linkOrCopy(from: string, to: string): Promise<void> {
  try {
    await link(from, to);
  } catch (error) {
    if (['ENOENT', 'EEXIST'].includes(systemErrorCode(error) ?? '')) throw error;
    await copyFile(from, to);
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

/** A file name for any text: readable where that is safe, and different for different texts everywhere. */
export function fileNameFor(text: string): string {
  // Lower case only, because `a` and `A` are one file on some systems; some words are devices.
  if (/^[0-9a-z][0-9a-z_-]{0,63}$/.test(text) && !/^(?:con|prn|aux|nul|com\d|lpt\d)$/.test(text)) return text;
  return `x-${createHash('sha256').update(text).digest('hex').slice(0, 32)}`;
}

let lastTemporary = 0;

/** A name in the same directory that no other writer uses. */
export function temporaryName(file: string): string {
  return path.join(
    path.dirname(file),
    `.${path.basename(file)}.${String(process.pid)}.${String(++lastTemporary)}.tmp`,
  );
}
