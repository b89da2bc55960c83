import { InvalidInput, type InputFault } from '../../bank/invalid-input.ts';

/** Enough to see what is wrong with a file; the rest is counted. */
const FAULTS_TOLD = 100;

/** Where in a file something stands. */
export interface FilePlace {
  /** From 1, as an editor counts. */
  readonly line: number;
  /** The member of the row it would become. Left out: the whole line. */
  readonly member?: string;
  /** The column as the layout names it. */
  readonly column?: string;
}

/** Gathers what is at fault in a file, so that one look at the answer mends all of it. */
export class FileFaults {
  readonly #faults: InputFault[] = [];
  #count = 0;

  /** Notes what is wrong there and what to write instead. */
  add({ line, member, column }: FilePlace, ja: string, en: string): void {
    this.#count += 1;
    if (this.#count > FAULTS_TOLD) return;
    this.#faults.push({
      path: `lines[${line}]${member === undefined ? '' : `.${member}`}`,
      message: {
        ja: `${line}行目${column === undefined ? '' : `「${column}」`}: ${ja}`,
        en: `Line ${line}${column === undefined ? '' : `, ${column}`}: ${en}`,
      },
    });
  }

  /** The same of the file as a whole. */
  addOfFile(ja: string, en: string): void {
    this.#count += 1;
    this.#faults.push({ path: '', message: { ja, en } });
  }

  /** @throws InvalidInput `statement_file_faulty` when there is any. */
  refuse(): void {
    if (this.#count > 0)
      throw new InvalidInput(this.#faults, 'statement_file_faulty', { count: this.#count });
  }
}

/** What was found, short enough to be repeated in a message. */
export function quoted(text: string): string {
  return text.length > 30 ? `${text.slice(0, 30)}…` : text;
}
