/** One check of the storage taken out. */
export interface Mutant {
  readonly what: string;
  /** Below `server/storage`. */
  readonly file: string;
  readonly from: string;
  readonly to: string;
  /** Where to begin, for those that few histories find out. */
  readonly firstSeed?: number;
}

const keeper = 'store/root-keeper.ts';
const sequencer = 'store/sequencer.ts';
const start = 'store/start.ts';
const storage = 'store/disk-storage.ts';

/** Every sync, pin and check that the promises rest on. */
export const mutants: readonly Mutant[] = [
  {
    what: 'lines are not synced',
    file: 'store/open-journal.ts',
    from: 'await this.#handle.syncData();',
    to: '',
  },
  {
    what: 'a journal whose sync failed is written on',
    file: sequencer,
    from: "if (doubt === 'write' && !this.#tail) {",
    to: "if (doubt === 'sync') return;\n    if (doubt === 'write' && !this.#tail) {",
  },
  {
    what: 'parts and the root are not synced',
    file: 'store/sealed-document.ts',
    from: 'if (this.#isDurable) await handle.sync();',
    to: '',
  },
  { what: 'a new journal is not synced', file: keeper, from: 'await handle.sync();', to: '' },
  {
    what: 'names are not synced before the rename',
    file: keeper,
    from: 'await this.#disk.syncNames();\n      isRenaming = true;',
    to: 'isRenaming = true;',
  },
  {
    what: 'names are not synced after the rename',
    file: keeper,
    from: 'await this.#disk.rename(temporary, ROOT_FILE);\n      await this.#disk.syncNames();',
    to: 'await this.#disk.rename(temporary, ROOT_FILE);',
  },
  {
    what: 'a rename that failed is certain',
    file: keeper,
    from: 'throw new RootChangeFailed(error, isRenaming);',
    to: 'throw new RootChangeFailed(error, false);',
  },
  {
    what: 'files are removed while it is not certain which root counts',
    file: keeper,
    from: 'this.#isCertain ? filesOfRoot(this.#root) : undefined',
    to: 'filesOfRoot(this.#root)',
  },
  {
    what: 'pins do not hold',
    file: 'store/file-collection.ts',
    from: '!kept.has(name) && !this.#pins.has(name)',
    to: '!kept.has(name)',
  },
  { what: 'nothing is undone', file: sequencer, from: 'entry.undo?.();', to: '' },
  {
    what: 'nothing is fenced',
    file: sequencer,
    from: 'if (doubt !== undefined) {',
    to: 'if (Number.NaN > 0) {',
  },
  {
    what: 'the journal is not cut back after all',
    file: 'store/open-journal.ts',
    from: 'await this.#handle.truncate(this.bytes);',
    to: '',
  },
  {
    what: 'readers do not wait',
    file: sequencer,
    from: 'if (this.#durable >= place) return undefined;',
    to: 'if (place >= 0) return undefined;',
  },
  {
    what: 'readers of what was undone are not told',
    file: sequencer,
    from: 'reader.reject(new Undone())',
    to: 'reader.resolve()',
  },
  {
    what: 'a compaction of a state that is no more counts',
    file: storage,
    from: 'if (!stands()) return;',
    to: '',
  },
  {
    what: 'a compaction ignores that memory went back',
    file: storage,
    from: 'sameState() && rollbacks === this.#sequencer.rollbacks',
    to: 'sameState()',
    firstSeed: 600,
  },
  {
    what: 'segments behind a cut are dropped',
    file: storage,
    from: 'image.segments.filter(({ last }) => last > cut)',
    to: 'image.segments.filter(({ last }) => last > cut + 1)',
  },
  { what: 'names are not synced at the start', file: start, from: 'await disk.syncNames();', to: '' },
  {
    what: 'lines that nothing vouches for are trusted at the start',
    file: start,
    from: 'const { sure } = read;',
    to: 'const sure = { last: read.last, bytes: read.bytes };',
  },
  {
    what: 'a full disk at the start refuses it',
    file: start,
    from: 'if (!isFull(error)) throw error;',
    to: 'throw error;',
  },
  {
    what: 'a damaged line in the middle is dropped',
    file: start,
    from: 'if (read.vouched > read.last)',
    to: 'if (read.vouched > Infinity)',
  },
  {
    what: 'the hash of a part is not looked at',
    file: 'store/sealed-document.ts',
    from: 'if (!hashes) {',
    to: 'if (Number.NaN > 0) {',
  },
];
