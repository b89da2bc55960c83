/**
 * Where a secret stood, the log shows a short name of it that stays the same within a run:
 * `at_…3f2c`. The letters before say what kind of secret it was.
 */
const fingerprintPattern = /\b([a-z]{1,10})_…([0-9A-Za-z]{3,12})\b/g;

export interface TextPiece {
  text: string;
  fingerprint: boolean;
}

/** Cuts a text at its fingerprints, for highlighting. */
export function splitAtFingerprints(text: string): TextPiece[] {
  const pieces: TextPiece[] = [];
  let end = 0;
  for (const match of text.matchAll(fingerprintPattern)) {
    if (match.index > end) pieces.push({ text: text.slice(end, match.index), fingerprint: false });
    pieces.push({ text: match[0], fingerprint: true });
    end = match.index + match[0].length;
  }
  if (end < text.length) pieces.push({ text: text.slice(end), fingerprint: false });
  return pieces;
}

/** Every fingerprint of a text, each once, in order. */
export function fingerprintsOf(text: string): string[] {
  return [...new Set(Array.from(text.matchAll(fingerprintPattern), ([whole]) => whole))];
}
