import { constants } from 'node:fs';
import { access, chmod, lstat, mkdir, readdir, stat } from 'node:fs/promises';
import path from 'node:path';
import type { Bilingual } from './bank/catalogue/entry.ts';
import { SandboxStartError } from './sandbox-options.ts';

/** What the product itself keeps in a data directory. */
const OWN_NAMES =
  /^(?:lock|store|log|snapshots|set-aside|before-store|partner\.json(?:\.\w+)*|(?:state|journal)-\d{12}[\w.]*|\.lock\.[\w.]+)$/;

/**
 * Makes a data directory where there is none, and sees to it that it can be used and is closed to others.
 *
 * Threat: keys, mock passwords and client secrets are in there. Another user of the computer who can
 * read them can sign as the bank; one who can write can put others in their place. A directory that
 * was copied or unpacked often comes with open modes.
 *
 * @returns what was mended, to be said.
 * @throws SandboxStartError 5 with the cause and the way out.
 */
export async function prepareDataDirectory(dataDir: string): Promise<Bilingual[]> {
  try {
    await makeDirectory(dataDir);
    await access(dataDir, constants.R_OK | constants.W_OK | constants.X_OK);
    return await closeToOthers(dataDir);
  } catch (error) {
    throw explainFileError(error, dataDir) ?? error;
  }
}

/** One level at a time: `mkdir` with `recursive` never ends below /proc. */
async function makeDirectory(dataDir: string): Promise<void> {
  const missing: string[] = [];
  for (let folder = dataDir; !(await isDirectory(folder)); folder = path.dirname(folder))
    missing.push(folder);
  for (const folder of missing.reverse()) await mkdir(folder, { mode: 0o700 });
}

/** @returns false where nothing is there. @throws where something else is. */
async function isDirectory(folder: string): Promise<boolean> {
  try {
    if ((await stat(folder)).isDirectory()) return true;
  } catch (error) {
    if (codeOf(error) !== 'ENOENT') throw error;
    if (!(await isLink(folder))) return false;
    throw startError({
      ja: `「${folder}」は、存在しない場所を指すリンクです。リンク先を用意するか、--data で別のディレクトリを指定してください。`,
      en: `${folder} is a link to a place that does not exist. Make that place, or choose another directory with --data.`,
    });
  }
  throw startError({
    ja: `「${folder}」はディレクトリではなくファイルです。--data でディレクトリを指定してください。`,
    en: `${folder} is a file and no directory. Choose a directory with --data.`,
  });
}

async function isLink(file: string): Promise<boolean> {
  try {
    return (await lstat(file)).isSymbolicLink();
  } catch {
    return false;
  }
}

async function closeToOthers(dataDir: string): Promise<Bilingual[]> {
  const me = process.getuid?.();
  // Without users of the POSIX kind there are no modes to look at.
  if (me === undefined) return [];
  const { uid, mode } = await stat(dataDir);
  // Root may look after the directory of somebody else, as in a container.
  if (uid !== me && me !== 0) {
    throw startError({
      ja: `データディレクトリ「${dataDir}」は別のユーザー（uid ${String(uid)}）のものです。自分のディレクトリを --data で指定してください。`,
      en: `The data directory ${dataDir} belongs to another user (uid ${String(uid)}). Choose one of your own with --data.`,
    });
  }
  const names = await readdir(dataDir);
  const own = names.filter((name) => OWN_NAMES.test(name));
  const open: string[] = [];
  // Of a directory that holds other things too, only what is the product's own is its business.
  if (own.length === names.length && isOpen(mode)) {
    await chmod(dataDir, 0o700);
    open.push(dataDir);
  } else if ((mode & 0o022) !== 0) {
    throw startError({
      ja: `ほかのユーザーも「${dataDir}」に書き込めます。サンドボックス専用のディレクトリを --data で指定してください。`,
      en: `Other users can write to ${dataDir}. Choose a directory for the sandbox alone with --data.`,
    });
  }
  for (const name of own) open.push(...(await closeTree(path.join(dataDir, name))));
  return open.length === 0 ? [] : [mended(open)];
}

/** Closes a file, or a directory with all in it. @returns what was open. */
async function closeTree(top: string): Promise<string[]> {
  const waiting = [top];
  const open: string[] = [];
  for (let file = waiting.pop(); file !== undefined; file = waiting.pop()) {
    const found = await lstat(file);
    const isFolder = found.isDirectory();
    if (!isFolder && !found.isFile()) continue;
    if (isOpen(found.mode)) {
      await chmod(file, isFolder ? 0o700 : 0o600);
      open.push(file);
    }
    if (isFolder) for (const name of await readdir(file)) waiting.push(path.join(file, name));
  }
  return open;
}

function isOpen(mode: number): boolean {
  return (mode & 0o077) !== 0;
}

function mended(open: readonly string[]): Bilingual {
  const [first = ''] = open;
  const others = open.length - 1;
  return {
    ja: `ほかのユーザーが読める状態だったため、権限を本人のみに直しました：${first}${others > 0 ? `（ほか ${String(others)} 件）` : ''}。コピーされた可能性があれば、鍵を作り直してください。`,
    en: `Others could read ${first}${others > 0 ? ` and ${String(others)} more` : ''}: closed to all but the owner. Make new keys if somebody may have copied them.`,
  };
}

/**
 * What a failed file operation means for a start.
 *
 * @returns undefined where it is none that a person can do something about.
 */
export function explainFileError(error: unknown, dataDir: string): SandboxStartError | undefined {
  if (error instanceof SandboxStartError) return undefined;
  // What failed may stand behind what it made fail.
  let failed = error;
  while (failed instanceof Error && codeOf(failed) === undefined) failed = failed.cause;
  const cause = causes[codeOf(failed) ?? ''];
  if (!cause) return undefined;
  const file =
    failed instanceof Error && 'path' in failed && typeof failed.path === 'string' ? failed.path : dataDir;
  const text = {
    ja: `データディレクトリ「${dataDir}」を使えません。${cause.ja.replace('{file}', file)}`,
    en: `The data directory ${dataDir} cannot be used: ${cause.en.replace('{file}', file)}`,
  };
  return startError(text, { cause: error });
}

const elsewhere = {
  ja: '--data で別のディレクトリを指定してください。',
  en: 'choose another directory with --data.',
};
const denied = {
  ja: `「{file}」を読み書きする権限がありません。権限を直すか、${elsewhere.ja}`,
  en: `{file} may not be read or written by this user. Give the permission, or ${elsewhere.en}`,
};
const full = {
  ja: `ディスクがいっぱいです（{file}）。空きを作るか、${elsewhere.ja}`,
  en: `the disk is full ({file}). Make room, or ${elsewhere.en}`,
};

const causes: Readonly<Record<string, Bilingual>> = {
  EACCES: denied,
  EPERM: denied,
  EROFS: {
    ja: `「{file}」は読み取り専用のディスクにあります。${elsewhere.ja}`,
    en: `{file} is on a read-only disk; ${elsewhere.en}`,
  },
  ENOSPC: full,
  EDQUOT: full,
  ENOENT: {
    ja: `「{file}」を作成できません。${elsewhere.ja}`,
    en: `{file} cannot be made; ${elsewhere.en}`,
  },
  ENOTDIR: {
    ja: `「{file}」の途中にファイルがあります。${elsewhere.ja}`,
    en: `a file stands in the way of {file}; ${elsewhere.en}`,
  },
  EEXIST: {
    ja: `「{file}」はファイルになっています。移動してから、もう一度起動してください。`,
    en: `{file} is a file where a directory is expected. Move it away and start again.`,
  },
  EISDIR: {
    ja: `「{file}」はディレクトリになっています。移動してから、もう一度起動してください。`,
    en: `{file} is a directory where a file is expected. Move it away and start again.`,
  },
  ELOOP: {
    ja: `「{file}」のリンクが循環しています。${elsewhere.ja}`,
    en: `{file} is a link that leads back to itself; ${elsewhere.en}`,
  },
  ENAMETOOLONG: {
    ja: `「{file}」は名前が長すぎます。${elsewhere.ja}`,
    en: `{file} is too long a name; ${elsewhere.en}`,
  },
  EIO: {
    ja: `「{file}」を読み書きできません（入出力エラー）。ディスクを確かめてください。`,
    en: `{file} cannot be read or written (input/output error). Check the disk.`,
  },
  EMFILE: {
    ja: `開けるファイルの数の上限に達しています。ulimit -n を増やしてください。`,
    en: `too many files are open. Raise the limit (ulimit -n).`,
  },
};

function startError({ ja, en }: Bilingual, options?: ErrorOptions): SandboxStartError {
  return new SandboxStartError(5, `${ja}\n${en}`, options);
}

function codeOf(error: unknown): string | undefined {
  return error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : undefined;
}
