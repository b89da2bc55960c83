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
export function readRecords(text: string): CsvRecord[] {
  const records: CsvRecord[] = [];
  let at = 0;
  let line = 1;
  while (at < text.length) {
    const startedOn = line;
    const cells: string[] = [];
    let fault: CsvFault | undefined;
    for (;;) {
      const cell = text[at] === '"' ? readQuoted(text, at) : upToSeparator(text, at);
      line += countLineBreaks(text.slice(at, cell.end));
      at = cell.end;
      cells.push(cell.text);
      fault ??= cell.fault;
      if (text[at] !== ',') break;
      at += 1;
    }
    at += text.startsWith('\r\n', at) ? 2 : 1;
    line += 1;
    if (cells.length > 1 || cells[0] !== '') {
      records.push({ line: startedOn, cells, ...(fault !== undefined && { fault }) });
    }
  }
  return records;
}

interface Cell {
  readonly text: string;
  /** Where the separator behind it stands. */
  readonly end: number;
  readonly fault?: CsvFault;
}

function readQuoted(text: string, start: number): Cell {
  let content = '';
  for (let at = start + 1; ;) {
    const quote = text.indexOf('"', at);
    if (quote < 0) return { text: content + text.slice(at), end: text.length, fault: 'quote_open' };
    content += text.slice(at, quote);
    if (text[quote + 1] !== '"') {
      const behind = upToSeparator(text, quote + 1);
      return {
        text: content,
        end: behind.end,
        ...(behind.text.trim() !== '' && { fault: 'quote_inside' }),
      };
    }
    content += '"';
    at = quote + 2;
  }
}

function upToSeparator(text: string, start: number): Cell {
  let end = start;
  while (end < text.length && !',\r\n'.includes(text[end] ?? '')) end += 1;
  return { text: text.slice(start, end), end };
}

function countLineBreaks(text: string): number {
  return text.match(/\r\n|\r|\n/g)?.length ?? 0;
}
