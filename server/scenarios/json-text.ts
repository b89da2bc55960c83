/**
 * An object as JSON.
 *
 * @param lists the members that are made item by item, each item in pieces, instead of what stands there.
 */
export function* objectText(
  members: Readonly<Record<string, unknown>>,
  lists: Readonly<Record<string, () => Iterable<Iterable<string>>>>,
): Generator<string> {
  let before = '{';
  for (const [name, value] of Object.entries(members)) {
    yield `${before}${JSON.stringify(name)}:`;
    before = ',';
    const items = lists[name];
    if (!items) {
      yield JSON.stringify(value);
      continue;
    }
    let separator = '[';
    for (const item of items()) {
      yield separator;
      separator = ',';
      yield* item;
    }
    yield separator === '[' ? '[]' : ']';
  }
  yield '}';
}

/** As large as pieces are made, in UTF-16 code units: some milliseconds' worth. */
const PIECE_LENGTH = 65_536;

/** Texts as fewer, larger ones. */
export function* gathered(texts: Iterable<string>): Generator<string> {
  let piece = '';
  for (const text of texts) {
    piece += text;
    if (piece.length < PIECE_LENGTH) continue;
    yield piece;
    piece = '';
  }
  if (piece !== '') yield piece;
}
