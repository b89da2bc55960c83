import { crc32, deflateSync, inflateSync } from 'node:zlib';

// Pictures of screens in few colours. A browser writes its screenshots in haste and in full colour;
// letters with their soft edges make up most of that. With 256 colours a picture takes a third.

const SIGNATURE = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);
const COLORS = 256;
/** Bytes of a pixel by colour type (PNG §11.2.1): truecolour, and truecolour with alpha. */
const pixelBytes = new Map([
  [2, 3],
  [6, 4],
]);
const PALETTE = 3;
/** Where a PNG has its colour type: the header is always the first chunk. */
const COLOR_TYPE_AT = 25;

interface Pixels {
  readonly width: number;
  readonly height: number;
  /** A pixel each, `0xRRGGBB`, row by row. */
  readonly colors: Uint32Array;
}

/**
 * The same picture with a palette: the commonest colours stay as they are, so that every surface keeps
 * its own; only colours of a few pixels, at the edges of letters, become their next neighbour.
 *
 * @throws where it isn't a PNG of 8 bits a channel, as screenshots are
 */
export function flatten(png: Buffer): Buffer {
  if (png[COLOR_TYPE_AT] === PALETTE) return png;
  const pixels = read(png);
  const { palette, places } = choosePalette(pixels.colors);
  return write(pixels, palette, places);
}

function choosePalette(colors: Uint32Array): { palette: number[]; places: Map<number, number> } {
  const counts = new Map<number, number>();
  for (const color of colors) counts.set(color, (counts.get(color) ?? 0) + 1);
  // By count, then by colour: the same picture always becomes the same file.
  const commonest = [...counts].sort(([a, many], [b, more]) => more - many || a - b).map(([color]) => color);
  for (let reach = 0; ; reach += 1) {
    const chosen = palettedWithin(commonest, reach);
    if (chosen) return chosen;
  }
}

/** Each colour within `reach` levels a channel of one of the palette; undefined where 256 don't suffice. */
function palettedWithin(commonest: readonly number[], reach: number) {
  const palette: number[] = [];
  const places = new Map<number, number>();
  for (const color of commonest) {
    let nearest = -1;
    let least = reach + 1;
    for (const [place, candidate] of palette.entries()) {
      const distance = distanceOf(color, candidate);
      if (distance < least) [nearest, least] = [place, distance];
    }
    if (nearest < 0) nearest = palette.push(color) - 1;
    if (palette.length > COLORS) return undefined;
    places.set(color, nearest);
  }
  return { palette, places };
}

/** The greatest difference of any channel. */
function distanceOf(one: number, other: number): number {
  return Math.max(
    Math.abs((one >> 16) - (other >> 16)),
    Math.abs(((one >> 8) & 0xff) - ((other >> 8) & 0xff)),
    Math.abs((one & 0xff) - (other & 0xff)),
  );
}

function read(png: Buffer): Pixels {
  if (!png.subarray(0, SIGNATURE.length).equals(SIGNATURE)) throw new Error('This is no PNG.');
  const data: Buffer[] = [];
  let header = Buffer.alloc(0);
  for (let at = SIGNATURE.length; at < png.length;) {
    const length = png.readUInt32BE(at);
    const type = png.toString('latin1', at + 4, at + 8);
    const body = png.subarray(at + 8, at + 8 + length);
    if (type === 'IHDR') header = Buffer.from(body);
    if (type === 'IDAT') data.push(body);
    at += length + 12;
  }
  const bytes = pixelBytes.get(header[9] ?? 0);
  const isScreenshot = header[8] === 8 && header[12] === 0;
  if (bytes === undefined || !isScreenshot) throw new Error('This PNG is no screenshot.');
  const width = header.readUInt32BE(0);
  const height = header.readUInt32BE(4);
  const rows = unfilter(inflateSync(Buffer.concat(data)), width * bytes, height, bytes);
  const colors = new Uint32Array(width * height);
  for (let pixel = 0; pixel < colors.length; pixel += 1) colors[pixel] = rows.readUIntBE(pixel * bytes, 3);
  return { width, height, colors };
}

/** PNG §9.2: each row says how it was predicted from the pixel to its left and from the row above. */
function unfilter(filtered: Buffer, rowBytes: number, height: number, bytes: number): Buffer {
  const rows = Buffer.alloc(rowBytes * height);
  for (let y = 0; y < height; y += 1) {
    const filter = filtered[y * (rowBytes + 1)] ?? 0;
    const start = y * rowBytes;
    for (let x = 0; x < rowBytes; x += 1) {
      const left = x >= bytes ? (rows[start + x - bytes] ?? 0) : 0;
      const above = y > 0 ? (rows[start + x - rowBytes] ?? 0) : 0;
      const corner = x >= bytes && y > 0 ? (rows[start + x - rowBytes - bytes] ?? 0) : 0;
      const difference = filtered[y * (rowBytes + 1) + 1 + x] ?? 0;
      rows[start + x] = difference + predicted(filter, left, above, corner);
    }
  }
  return rows;
}

function predicted(filter: number, left: number, above: number, corner: number): number {
  switch (filter) {
    case 1:
      return left;
    case 2:
      return above;
    case 3:
      return (left + above) >> 1;
    case 4:
      return paeth(left, above, corner);
    default:
      return 0;
  }
}

/** PNG §9.4: whichever of the three is nearest to left + above − corner. */
function paeth(left: number, above: number, corner: number): number {
  const toLeft = Math.abs(above - corner);
  const toAbove = Math.abs(left - corner);
  const toCorner = Math.abs(left + above - 2 * corner);
  if (toLeft <= toAbove && toLeft <= toCorner) return left;
  return toAbove <= toCorner ? above : corner;
}

function write({ width, height, colors }: Pixels, palette: readonly number[], places: Map<number, number>) {
  const header = Buffer.alloc(13);
  header.writeUInt32BE(width, 0);
  header.writeUInt32BE(height, 4);
  header.set([8, PALETTE, 0, 0, 0], 8);
  // Unfiltered, as is best for palettes (PNG §12.7); the first byte of a row says so.
  const rows = Buffer.alloc((width + 1) * height);
  for (const [pixel, color] of colors.entries()) {
    rows[pixel + Math.floor(pixel / width) + 1] = places.get(color) ?? 0;
  }
  return Buffer.concat([
    SIGNATURE,
    chunk('IHDR', header),
    chunk('PLTE', Buffer.from(palette.flatMap((color) => [color >> 16, (color >> 8) & 0xff, color & 0xff]))),
    chunk('IDAT', deflateSync(rows, { level: 9 })),
    chunk('IEND', Buffer.alloc(0)),
  ]);
}

/** PNG §5.3: length, type, data, and the CRC of the latter two. */
function chunk(type: string, data: Buffer): Buffer {
  const length = Buffer.alloc(4);
  length.writeUInt32BE(data.length);
  const named = Buffer.concat([Buffer.from(type, 'latin1'), data]);
  const check = Buffer.alloc(4);
  check.writeUInt32BE(crc32(named));
  return Buffer.concat([length, named, check]);
}
