import type { Instant } from '../../bank/time.ts';
import type { FileReference } from './sealed-document.ts';

export const ROOT_FILE = 'root.json';
/** The same again, for who repairs by hand; nothing rests on it. */
export const ROOT_COPY = 'root.copy.json';
export const ROOT_FORMAT = 2;

/** A closed piece of the journal. */
export interface Segment {
  readonly file: string;
  /** The place of the line before its first. */
  readonly after: number;
  /** The place of its last line. */
  readonly last: number;
  /** What counts of it; behind that may stand what was refused. */
  readonly bytes: number;
}

/** A whole state: parts as they stood at a place, and what came after in the journal. */
export interface Image {
  /** Every change up to this place is in the parts. */
  readonly at: number;
  readonly parts: readonly FileReference[];
  readonly segments: readonly Segment[];
}

export interface NamedImage {
  readonly name: string;
  readonly id: string;
  /** Wall-clock time of saving. */
  readonly savedAt: Instant;
  readonly image: Image;
}

/**
 * Which files count. Everything it names is whole and durable before it is written, and is never
 * changed, renamed or linked afterwards: to change what the bank remembers is to write another root.
 */
export interface Root {
  readonly format: typeof ROOT_FORMAT;
  /** Counted up with each root. */
  readonly number: number;
  /** Every entry up to this place is in what the root names. */
  readonly place: number;
  readonly current: Image;
  /** The image before the last compaction or replacement: the way back. */
  readonly previous: Image | null;
  readonly snapshots: readonly NamedImage[];
  /** The piece of the journal that is being written, which belongs to `current`. */
  readonly open: { readonly file: string; readonly after: number };
}

export const emptyImage: Image = { at: 0, parts: [], segments: [] };

export function filesOfImage(image: Image): string[] {
  return [...image.parts, ...image.segments].map(({ file }) => file);
}

/** Every file that must be there. */
export function filesOfRoot({ current, previous, snapshots, open }: Root): Set<string> {
  const images = [current, ...(previous ? [previous] : []), ...snapshots.map(({ image }) => image)];
  return new Set([ROOT_FILE, open.file, ...images.flatMap(filesOfImage)]);
}

export function bytesOfImage({ parts, segments }: Image): number {
  return [...parts, ...segments].reduce((sum, { bytes }) => sum + bytes, 0);
}
