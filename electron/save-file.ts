import { app, dialog, type BrowserWindow } from 'electron';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { SavedFile } from './ipc-channels.ts';

/**
 * Asks where, and writes the file there.
 * @param name suggested; what no file system takes in a name is replaced
 * @throws where it cannot be written
 */
export async function saveWhereAsked(
  parent: BrowserWindow | undefined,
  name: string,
  content: Uint8Array,
): Promise<SavedFile> {
  const extension = /[^.]+$/.exec(name)?.[0] ?? '';
  const options = {
    defaultPath: join(app.getPath('documents'), name.replace(/[<>:"/\\|?*\p{Cc}]/gu, '_')),
    filters: [{ name: extension.toUpperCase(), extensions: [extension] }],
  };
  const { canceled, filePath } = await (parent
    ? dialog.showSaveDialog(parent, options)
    : dialog.showSaveDialog(options));
  if (canceled || filePath === '') return { outcome: 'cancelled' };
  await writeFile(filePath, content);
  return { outcome: 'saved', path: filePath };
}
