import { DataUnreadable } from '../errors.ts';
import type { FileReference } from './sealed-document.ts';
import { ROOT_FORMAT, type Image, type NamedImage, type Root, type Segment } from './root.ts';

/**
 * Checks that a root is one of this version. Its checksum has vouched that it is what was written.
 *
 * @throws DataUnreadable for another format, and for what no version has written.
 */
export function parseRoot(document: unknown, file: string): Root {
  const format = isRecord(document) ? document['format'] : undefined;
  if (typeof format === 'number' && format > ROOT_FORMAT) {
    throw new DataUnreadable(file, {
      ja: `形式 ${String(format)} は新しいバージョンのものです。新しいバージョンで開いてください`,
      en: `it has format ${String(format)}, of a newer version; open it with that one`,
    });
  }
  if (format !== ROOT_FORMAT || !isRoot(document)) {
    throw new DataUnreadable(file, {
      ja: 'このバージョンでは読めない形式です',
      en: 'it has a form that no version of this program writes',
    });
  }
  return document;
}

function isRoot(value: unknown): value is Root {
  return (
    isRecord(value) &&
    isCount(value['number']) &&
    isCount(value['place']) &&
    isImage(value['current']) &&
    (value['previous'] === null || isImage(value['previous'])) &&
    isListOf(value['snapshots'], isNamedImage) &&
    isRecord(value['open']) &&
    isFileName(value['open']['file']) &&
    isCount(value['open']['after'])
  );
}

function isNamedImage(value: unknown): value is NamedImage {
  return (
    isRecord(value) &&
    typeof value['name'] === 'string' &&
    typeof value['id'] === 'string' &&
    typeof value['savedAt'] === 'number' &&
    isImage(value['image'])
  );
}

function isImage(value: unknown): value is Image {
  return (
    isRecord(value) &&
    isCount(value['at']) &&
    isListOf(value['parts'], isReference) &&
    isListOf(value['segments'], isSegment)
  );
}

function isReference(value: unknown): value is FileReference {
  return (
    isRecord(value) &&
    isFileName(value['file']) &&
    isCount(value['bytes']) &&
    typeof value['sha256'] === 'string'
  );
}

function isSegment(value: unknown): value is Segment {
  return (
    isRecord(value) &&
    isFileName(value['file']) &&
    isCount(value['after']) &&
    isCount(value['last']) &&
    isCount(value['bytes'])
  );
}

/** A name in the same directory, whatever somebody wrote there. */
function isFileName(value: unknown): value is string {
  return typeof value === 'string' && /^[a-z0-9.-]{1,80}$/.test(value) && !value.startsWith('.');
}

function isCount(value: unknown): value is number {
  return Number.isSafeInteger(value) && Number(value) >= 0;
}

function isListOf<Item>(value: unknown, isItem: (item: unknown) => item is Item): value is Item[] {
  return Array.isArray(value) && value.every(isItem);
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
