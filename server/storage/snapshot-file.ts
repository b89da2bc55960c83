import { createHash } from 'node:crypto';
import { constants, copyFile, open, readFile } from 'node:fs/promises';
import path from 'node:path';
import { Low, type Adapter } from 'lowdb';
import type { Bilingual } from '../bank/catalogue/entry.ts';
import { linkOrCopy, removeIfThere, renameWithRetry, syncDirectory, temporaryName } from './durable-files.ts';
import { DataUnreadable, systemErrorCode } from './errors.ts';

const format = 1;
const head = `{"format":${String(format)},"data":`;
const tail = /,"sha256":"([0-9a-f]{64})"\}\n$/;
const tailLength = ',"sha256":""}\n'.length + 64;

/** How much is gathered before it is written, in characters. */
const writeSize = 256 * 1024;

/**
 * A lowdb adapter for one JSON file that is either the old contents or the new, never a part of
 * either, and that knows when it has been damaged.
 *
 * Threat: a crash, a full disk or a power cut while writing; a disk or a person that alters the file.
 * So: a unique temporary file, fsync, the old file kept as backup `.1` (and that as `.2`), rename,
 * fsync of the directory; a SHA-256 over the contents, checked on reading. A damaged file is
 * reported and copied aside, and since lowdb never gets to see "no data" for it, never replaced by defaults.
 */
export class SnapshotFile<Data> implements Adapter<Data> {
  readonly file: string;
  readonly #encode: (data: Data) => Iterable<string>;

  /** @param encode gives the JSON of the data piecemeal, so that writing much never blocks for long. */
  constructor(file: string, encode: (data: Data) => Iterable<string> = (data) => [JSON.stringify(data)]) {
    this.file = file;
    this.#encode = encode;
  }

  /** What the file holds. @throws DataUnreadable when it is damaged or missing. */
  async readOrFail(): Promise<Data> {
    const low = new Low<Data | null>(this as Adapter<Data | null>, null);
    await low.read();
    if (low.data !== null) return low.data;
    const reason = { ja: 'ファイルがありません', en: 'the file is missing' };
    throw new DataUnreadable(this.file, reason, await this.#newestGoodBackup());
  }

  /** @throws DataUnreadable when it is damaged. @returns null when it isn't there. */
  async read(): Promise<Data | null> {
    const contents = await readIfThere(this.file);
    if (contents === undefined) return null;
    const result = decode(contents);
    // The checksum vouches that this is what was written, and what was written was a Data.
    if ('data' in result) return result.data as Data;
    await this.#keepAside(contents);
    throw new DataUnreadable(this.file, result.reason, await this.#newestGoodBackup());
  }

  async write(data: Data): Promise<void> {
    const temporary = temporaryName(this.file);
    try {
      await this.#writeTo(temporary, data);
      await this.#keepBackups();
      await renameWithRetry(temporary, this.file);
    } catch (error) {
      await removeIfThere(temporary).catch(() => false);
      throw error;
    }
    await syncDirectory(path.dirname(this.file));
  }

  async remove(): Promise<void> {
    // The backups first: one without its file would look like a file that got lost.
    for (const file of [...this.#backups(), this.file]) await removeIfThere(file);
    await syncDirectory(path.dirname(this.file));
  }

  async #writeTo(file: string, data: Data): Promise<void> {
    const hash = createHash('sha256');
    // Readable by the owner only: keys, mock passwords and client secrets are in here.
    const handle = await open(file, 'wx', 0o600);
    try {
      let pending = head;
      const flush = async (): Promise<void> => {
        hash.update(pending);
        await handle.writeFile(pending);
        pending = '';
      };
      for (const piece of this.#encode(data)) {
        pending += piece;
        if (pending.length >= writeSize) await flush();
      }
      await flush();
      await handle.writeFile(`,"sha256":"${hash.digest('hex')}"}\n`);
      await handle.sync();
    } finally {
      await handle.close();
    }
  }

  async #keepBackups(): Promise<void> {
    const [first, second] = this.#backups();
    try {
      await renameWithRetry(first, second);
    } catch (error) {
      if (systemErrorCode(error) !== 'ENOENT') throw error;
    }
    try {
      await linkOrCopy(this.file, first);
    } catch (error) {
      if (systemErrorCode(error) !== 'ENOENT') throw error;
    }
  }

  #backups(): [string, string] {
    return [`${this.file}.1`, `${this.file}.2`];
  }

  async #newestGoodBackup(): Promise<string | undefined> {
    for (const backup of this.#backups()) {
      const contents = await readIfThere(backup);
      if (contents !== undefined && 'data' in decode(contents)) return backup;
    }
    return undefined;
  }

  /** So that copying a backup over the damaged file destroys no evidence. Once per damage. */
  async #keepAside(contents: Buffer): Promise<void> {
    const mark = createHash('sha256').update(contents).digest('hex').slice(0, 8);
    await copyFile(this.file, `${this.file}.damaged-${mark}`, constants.COPYFILE_EXCL).catch(() => undefined);
  }
}

async function readIfThere(file: string): Promise<Buffer | undefined> {
  try {
    return await readFile(file);
  } catch (error) {
    if (systemErrorCode(error) === 'ENOENT') return undefined;
    throw new DataUnreadable(file, {
      ja: `読み取りエラー ${systemErrorCode(error) ?? ''}`,
      en: error instanceof Error ? error.message : 'it cannot be opened',
    });
  }
}

function decode(contents: Buffer): { data: unknown } | { reason: Bilingual } {
  const end = contents.length - tailLength;
  const expected = tail.exec(contents.subarray(Math.max(0, end)).toString('latin1'))?.[1];
  if (expected === undefined) return { reason: { ja: '途中で切れています', en: 'it is cut short' } };
  const body = contents.subarray(0, end);
  if (createHash('sha256').update(body).digest('hex') !== expected) {
    return { reason: { ja: '内容が書き換わっています', en: 'its contents do not match their checksum' } };
  }
  const text = body.toString('utf8');
  if (!text.startsWith(head)) {
    return {
      reason: {
        ja: 'このバージョンでは読めない形式です',
        en: 'it has a format that this version does not know',
      },
    };
  }
  return { data: JSON.parse(text.slice(head.length)) as unknown };
}
