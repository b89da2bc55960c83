import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { open, readFile, stat, type FileHandle } from 'node:fs/promises';
import { createInterface } from 'node:readline';
import type { Bilingual } from '../../../bank/catalogue/entry.ts';
import { DataUnreadable, systemErrorCode } from '../../errors.ts';

// A file of this format: `{"format":1,"data":…,"sha256":"…"}` and a line feed. The hash is over all
// that stands before `,"sha256"`.

const head = '{"format":1,"data":';
const tail = /^,"sha256":"([0-9a-f]{64})"\}\n$/;
const tailLength = ',"sha256":""}\n'.length + 64;

/** The data of a file that is read as a whole. @throws DataUnreadable when it is damaged or missing. */
export async function readChecked(file: string): Promise<unknown> {
  let contents: Buffer;
  try {
    contents = await readFile(file);
  } catch (error) {
    throw unreadable(file, error);
  }
  const end = contents.length - tailLength;
  const expected = tail.exec(contents.subarray(Math.max(0, end)).toString('latin1'))?.[1];
  if (expected === undefined) throw new DataUnreadable(file, cutShort);
  const body = contents.subarray(0, end);
  if (createHash('sha256').update(body).digest('hex') !== expected) throw new DataUnreadable(file, altered);
  const text = body.toString('utf8');
  if (!text.startsWith(head)) throw new DataUnreadable(file, unknownFormat);
  return parse(file, text.slice(head.length));
}

/** Verifies a file that may be too large to hold. @throws DataUnreadable when it is damaged or missing. */
export async function verifyChecked(file: string): Promise<void> {
  try {
    const end = (await stat(file)).size - tailLength;
    const expected = end < 0 ? undefined : tail.exec(await textAt(file, end))?.[1];
    if (expected === undefined) throw new DataUnreadable(file, cutShort);
    const hash = createHash('sha256');
    for await (const chunk of createReadStream(file, { start: 0, end: end - 1 }))
      hash.update(chunk as Buffer);
    if (hash.digest('hex') !== expected) throw new DataUnreadable(file, altered);
  } catch (error) {
    throw error instanceof DataUnreadable ? error : unreadable(file, error);
  }
}

/**
 * The lines of a verified file between its first, which opens a list, and its end. This version wrote
 * one element of the list a line.
 *
 * @returns the data without the list, and the elements as JSON.
 */
export async function openList(
  file: string,
  member: string,
): Promise<{ data: unknown; elements: () => AsyncIterable<string> }> {
  const opening = `,"${member}":[`;
  const lines = () => createInterface({ input: createReadStream(file), crlfDelay: Infinity });
  const reader = lines();
  for await (const first of reader) {
    reader.close();
    if (!first.startsWith(head) || !first.endsWith(opening)) break;
    return {
      data: parse(file, `${first.slice(head.length, -opening.length)}}`),
      elements: () => elementsOf(lines()),
    };
  }
  throw new DataUnreadable(file, unknownFormat);
}

async function* elementsOf(lines: AsyncIterable<string>): AsyncIterable<string> {
  let isFirst = true;
  for await (const line of lines) {
    if (isFirst) {
      isFirst = false;
      continue;
    }
    const end = line.lastIndexOf(']},"sha256":"');
    if (end >= 0 && line.length - end === tailLength + 1) {
      if (end > 0) yield line.slice(0, end);
      return;
    }
    yield line.endsWith(',') ? line.slice(0, -1) : line;
  }
}

async function textAt(file: string, position: number): Promise<string> {
  const handle: FileHandle = await open(file, 'r');
  try {
    const { buffer, bytesRead } = await handle.read(Buffer.alloc(tailLength), 0, tailLength, position);
    return buffer.toString('latin1', 0, bytesRead);
  } finally {
    await handle.close();
  }
}

/** What the checksum vouches for was valid JSON when it was written; another hand may have made it anew. */
export function parse(file: string, text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw new DataUnreadable(file, unexpected);
  }
}

/** @throws DataUnreadable when it is no JSON object. */
export function asObject(file: string, value: unknown): Record<string, unknown> {
  if (!isObject(value)) throw new DataUnreadable(file, unexpected);
  return value;
}

export function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

export const unexpected: Bilingual = {
  ja: '内容がこの形式のものではありません',
  en: 'it does not hold what this format has there',
};
const cutShort: Bilingual = { ja: '途中で切れています', en: 'it is cut short' };
const altered: Bilingual = {
  ja: '内容が書き換わっています',
  en: 'its contents do not match their checksum',
};
const unknownFormat: Bilingual = {
  ja: 'このバージョンでは読めない形式です',
  en: 'it has a format that this version does not know',
};

function unreadable(file: string, error: unknown): DataUnreadable {
  const code = systemErrorCode(error) ?? '';
  return code === 'ENOENT'
    ? new DataUnreadable(file, { ja: 'ファイルがありません', en: 'the file is missing' })
    : new DataUnreadable(file, { ja: `読み取りエラー ${code}`, en: `it cannot be opened: ${code}` });
}
