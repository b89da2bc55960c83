import { createHash } from 'node:crypto';
import { Low, type Adapter } from 'lowdb';
import type { Bilingual } from '../../bank/catalogue/entry.ts';
import { parseInSlices } from '../../json-in-slices.ts';
import { inSlices } from '../../slices.ts';
import type { Disk, DiskFile } from '../disk/disk.ts';
import { DataUnreadable, systemErrorCode } from '../errors.ts';

/** How much is gathered before it is written, in characters. */
const WRITE_SIZE = 256 * 1024;

/** A longer document is parsed in slices, because a snapshot is restored while the bank goes on. */
const PARSED_AT_ONCE = 64 * 1024;

/** A whole file, and how to tell that it is. */
export interface FileReference {
  readonly file: string;
  readonly bytes: number;
  readonly sha256: string;
}

interface WriteOptions<Data> {
  /** The JSON of the data piecemeal, so that writing much never blocks for long. */
  encode?: (data: Data) => Iterable<string>;
  /** False where losing it in a power cut does no harm. */
  isDurable?: boolean;
}

/**
 * A lowdb adapter for a JSON document that is written once, under a name of its own, and never again.
 *
 * Threat: a disk or a person that alters the file. The last line is a SHA-256 over all before it; whoever
 * refers to the file holds the hash of the whole. Damage is reported, and since lowdb never gets to
 * see "no data" for it, never replaced by defaults.
 */
class SealedDocument<Data> implements Adapter<Data> {
  readonly #disk: Disk;
  readonly #file: string;
  readonly #encode: (data: Data) => Iterable<string>;
  readonly #isDurable: boolean;
  #known: FileReference | undefined;

  constructor(disk: Disk, file: string, options: WriteOptions<Data> & { known?: FileReference } = {}) {
    this.#disk = disk;
    this.#file = file;
    this.#encode = options.encode ?? ((data) => [JSON.stringify(data)]);
    this.#isDurable = options.isDurable ?? true;
    this.#known = options.known;
  }

  /** What was written. Undefined until then. */
  get reference(): FileReference | undefined {
    return this.#known;
  }

  /** @throws DataUnreadable when it is missing or not what was written. */
  async read(): Promise<Data> {
    const contents = await readNamed(this.#disk, this.#file);
    const known = this.#known;
    const newline = contents.lastIndexOf(0x0a, contents.length - 2);
    const body = contents.subarray(0, newline + 1);
    const seal = contents.toString('latin1', newline + 1);
    if (newline < 0 || !/^[0-9a-f]{64}\n$/.test(seal) || (known && contents.length !== known.bytes)) {
      throw this.#damage({ ja: '途中で切れています', en: 'it is cut short' });
    }
    const hashes = known ? hash(contents) === known.sha256 : `${hash(body)}\n` === seal;
    if (!hashes) {
      throw this.#damage({ ja: '内容が書き換わっています', en: 'its contents do not match their checksum' });
    }
    // The checksum vouches that this is what was written, and what was written was a Data.
    return (
      body.length > PARSED_AT_ONCE ? await inSlices(parseInSlices(body)) : JSON.parse(body.toString('utf8'))
    ) as Data;
  }

  async write(data: Data): Promise<void> {
    const handle = await this.#disk.create(this.#file);
    try {
      this.#known = await this.#writeTo(handle, data);
      if (this.#isDurable) await handle.sync();
    } finally {
      await handle.close();
    }
  }

  async #writeTo(handle: DiskFile, data: Data): Promise<FileReference> {
    const ofBody = createHash('sha256');
    const ofWhole = createHash('sha256');
    let bytes = 0;
    let pending = '';
    const flush = async (more: string): Promise<void> => {
      const chunk = Buffer.from(pending + more);
      ofWhole.update(chunk);
      bytes += chunk.length;
      pending = '';
      await handle.write(chunk);
    };
    for (const piece of this.#encode(data)) {
      pending += piece;
      if (pending.length < WRITE_SIZE) continue;
      ofBody.update(pending);
      await flush('');
    }
    pending += '\n';
    ofBody.update(pending);
    await flush(`${ofBody.digest('hex')}\n`);
    return { file: this.#file, bytes, sha256: ofWhole.digest('hex') };
  }

  #damage(reason: Bilingual): DataUnreadable {
    return new DataUnreadable(`${this.#disk.directory}/${this.#file}`, reason);
  }
}

/** Writes a document under a name that is not there yet. */
export async function writeSealed<Data>(
  disk: Disk,
  file: string,
  data: Data,
  options?: WriteOptions<Data>,
): Promise<FileReference> {
  const document = new SealedDocument<Data>(disk, file, options);
  await new Low<Data>(document, data).write();
  if (!document.reference) throw new Error(`${file} was not written`);
  return document.reference;
}

/**
 * @param known what it must be; without, its own last line vouches for it.
 * @throws DataUnreadable
 */
export async function readSealed<Data>(
  disk: Disk,
  known: FileReference | { readonly file: string },
): Promise<Data> {
  const options = 'sha256' in known ? { known } : {};
  const low = new Low<Data | null>(new SealedDocument<Data | null>(disk, known.file, options), null);
  await low.read();
  if (low.data === null) throw new Error(`${known.file} holds nothing`);
  return low.data;
}

/** A file that must be there. @throws DataUnreadable */
export async function readNamed(disk: Disk, file: string): Promise<Buffer> {
  try {
    return await disk.read(file);
  } catch (error) {
    throw new DataUnreadable(`${disk.directory}/${file}`, readingFailed(error));
  }
}

function readingFailed(error: unknown): Bilingual {
  if (systemErrorCode(error) === 'ENOENT') return { ja: 'ファイルがありません', en: 'the file is missing' };
  return {
    ja: `読み取りエラー ${systemErrorCode(error) ?? ''}`,
    en: error instanceof Error ? error.message : 'it cannot be opened',
  };
}

function hash(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex');
}
