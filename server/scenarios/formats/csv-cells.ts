import { Steps, type Sliced } from '../../slices.ts';

/** What breaks RFC 4180 §2 in a record. */
type CsvFault = 'quote_open' | 'quote_inside';

/** One record of a CSV file with the line it begins on, counted from 1. */
export interface CsvRecord {
  readonly line: number;
  readonly cells: readonly string[];
  readonly fault?: CsvFault;
}

/** One record: every cell in quotes, CR LF behind it (RFC 4180 §2). */
export function writeRecord(cells: readonly string[]): string {
  return `${cells.map((cell) => `"${cell.replaceAll('"', '""')}"`).join(',')}\r\n`;
}

/** How a text begins that a spreadsheet program takes for a formula, apostrophes before it or not. */
const FORMULA = /^'*[=+\-@\t\r＝＋－＠]/;

/**
 * A text as a cell that no spreadsheet program runs: with an apostrophe before what would be a
 * formula there, and before every text that looks as if it had got one, so that
 * {@link textOfCell} restores each.
 */
export function inertCell(text: string): string {
  return FORMULA.test(text) ? `'${text}` : text;
}

/** The text {@link inertCell} made the cell of. */
export function textOfCell(cell: string): string {
  return cell.startsWith("'") && FORMULA.test(cell) ? cell.slice(1) : cell;
}

/** Reads records with or without quotes, ended by CR LF, LF or CR; empty lines are passed over. */
export function* readRecords(text: string): Sliced<CsvRecord[]> {
  const reader = new CsvReader(text);
  const records: CsvRecord[] = [];
  while (!reader.isAtEnd) {
    const record = yield* reader.record();
    if (record) records.push(record);
  }
  return records;
}

interface Cell {
  readonly text: string;
  readonly fault?: CsvFault;
}

/** One pass over the text. However the file is made, a slice takes in no more than so many of its parts. */
class CsvReader {
  readonly #text: string;
  readonly #steps = new Steps();
  readonly #separator = /[,\r\n]/g;
  #at = 0;
  #line = 1;

  constructor(text: string) {
    this.#text = text;
  }

  get isAtEnd(): boolean {
    return this.#at >= this.#text.length;
  }

  /** Undefined for an empty line. */
  *record(): Sliced<CsvRecord | undefined> {
    const startedOn = this.#line;
    const cells: string[] = [];
    let fault: CsvFault | undefined;
    for (;;) {
      const cell = this.#text[this.#at] === '"' ? yield* this.#quoted() : this.#plain();
      cells.push(cell.text);
      fault ??= cell.fault;
      if (this.#steps.fillSlice()) yield;
      if (this.#text[this.#at] !== ',') break;
      this.#at += 1;
    }
    this.#at += this.#text.startsWith('\r\n', this.#at) ? 2 : 1;
    this.#line += 1;
    if (cells.length === 1 && cells[0] === '') return undefined;
    return { line: startedOn, cells, ...(fault !== undefined && { fault }) };
  }

  *#quoted(): Sliced<Cell> {
    let content = '';
    for (let from = this.#at + 1; ;) {
      const quote = this.#text.indexOf('"', from);
      const part = this.#text.slice(from, quote < 0 ? undefined : quote);
      content += part;
      yield* this.#countLineBreaks(part);
      if (this.#steps.fillSlice()) yield;
      if (quote < 0) {
        this.#at = this.#text.length;
        return { text: content, fault: 'quote_open' };
      }
      this.#at = quote + 1;
      if (this.#text[this.#at] !== '"') break;
      content += '"';
      from = quote + 2;
    }
    const behind = this.#plain();
    return { text: content, ...(behind.text.trim() !== '' && { fault: 'quote_inside' }) };
  }

  /** Up to the next separator, or the end. */
  #plain(): Cell {
    const start = this.#at;
    this.#separator.lastIndex = start;
    this.#at = this.#separator.exec(this.#text)?.index ?? this.#text.length;
    return { text: this.#text.slice(start, this.#at) };
  }

  *#countLineBreaks(part: string): Sliced<void> {
    const lineBreak = /\r\n|\r|\n/g;
    while (lineBreak.exec(part)) {
      this.#line += 1;
      if (this.#steps.fillSlice()) yield;
    }
  }
}
