import { InvalidInput, type InputFault } from '../../bank/invalid-input.ts';
import { fillIn, type RefusalDetails } from '../../bank/refusal.ts';
import { fileMessages, type FileMessageCode } from './file-messages.ts';

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

  /** How many there are so far. */
  get count(): number {
    return this.#count;
  }

  /** Notes what is wrong there and what to write instead. */
  add(place: FilePlace, code: FileMessageCode, details: RefusalDetails = {}): void {
    this.#count += 1;
    if (this.#count <= FAULTS_TOLD) this.#faults.push(lineFault(place, code, details));
  }

  /** The same of the file as a whole. */
  addOfFile(code: FileMessageCode, details: RefusalDetails = {}): void {
    this.#count += 1;
    this.#faults.push({ path: '', code, message: wordsOf(code, details) });
  }

  /** @throws InvalidInput `statement_file_faulty` when there is any. */
  refuse(): void {
    if (this.#count > 0)
      throw new InvalidInput(this.#faults, 'statement_file_faulty', { count: this.#count });
  }
}

function lineFault(
  { line, member, column }: FilePlace,
  code: FileMessageCode,
  details: RefusalDetails,
): InputFault {
  const { ja, en } = wordsOf(code, details);
  return {
    path: `lines[${line}]${member === undefined ? '' : `.${member}`}`,
    code,
    message: {
      ja: `${line}行目${column === undefined ? '' : `「${column}」`}: ${ja}`,
      en: `Line ${line}${column === undefined ? '' : `, ${column}`}: ${en}`,
    },
  };
}

function wordsOf(code: FileMessageCode, details: RefusalDetails): InputFault['message'] {
  const { ja, en } = fileMessages[code];
  return { ja: fillIn(ja, details), en: fillIn(en, details) };
}

/** What was found, short enough to be repeated in a message. */
export function quoted(text: string): string {
  return text.length > 30 ? `${text.slice(0, 30)}…` : text;
}
