import type { Bilingual } from '../bank/catalogue/entry.ts';
import type { LogEntry } from './entry.ts';
import {
  isLogFilterField,
  LogFilterError,
  logFilterFields,
  readField,
  readText,
  type Condition,
  type FilterSetting,
  type SequenceOf,
} from './filter-fields.ts';

/** Where only the grammar matters: nothing is told of now, and nobody is known. */
const nowhere: FilterSetting = { now: 0, realNow: 0, customersOf: () => [] };

interface Term extends Condition {
  readonly negated: boolean;
}

/**
 * The log's filter language: conditions apart by spaces, all of which must hold; of those joined by `OR`
 * one is enough, and a minus turns one round.
 * `status:>=400 path:/oauth2/token client:… method:POST OR method:PUT since:5m "free text" -word`.
 */
export class LogFilter {
  readonly text: string;
  readonly #groups: readonly (readonly Term[])[];

  private constructor(text: string, groups: readonly (readonly Term[])[]) {
    this.text = text;
    this.#groups = groups;
  }

  /**
   * @param setting needed where the filter is to be asked, and not only to be read.
   * @throws LogFilterError naming the term that can't be read.
   */
  static parse(text: string, setting: FilterSetting = nowhere): LogFilter {
    return new LogFilter(
      text,
      alternatives(termsOf(text)).map((group) => group.map((term) => readTerm(term, setting))),
    );
  }

  get isEmpty(): boolean {
    return this.#groups.length === 0;
  }

  /** @param sequenceOf finds the `seq` of an entry id, for `since:<entry id>`. */
  matches(entry: LogEntry, sequenceOf: SequenceOf = () => undefined): boolean {
    return this.#groups.every((group) =>
      group.some(({ negated, test }) => test(entry, sequenceOf) !== negated),
    );
  }

  /** The filter in words, for the console and for messages. */
  describe(): Bilingual {
    if (this.isEmpty) return { ja: 'すべて', en: 'everything' };
    const ja = ({ negated, says }: Term) => (negated ? `「${says.ja}」ではない` : says.ja);
    const en = ({ negated, says }: Term) => (negated ? `not (${says.en})` : says.en);
    const anyOf = (texts: string[], or: string, [open, close]: readonly [string, string]) =>
      texts.length > 1 ? `${open}${texts.join(or)}${close}` : texts.join('');
    return {
      ja: this.#groups.map((group) => anyOf(group.map(ja), ' または ', ['（', '）'])).join('、かつ '),
      en: this.#groups.map((group) => anyOf(group.map(en), ' or ', ['(', ')'])).join(' and '),
    };
  }
}

interface WrittenTerm {
  /** As written, for messages. */
  term: string;
  negated: boolean;
  field?: string;
  value: string;
}

const written = /(-?)(?:([A-Za-z]+):)?(?:"((?:[^"\\]|\\.)*)("?)|([^\s"]+))|(\S)/gy;

function termsOf(text: string): WrittenTerm[] {
  const terms: WrittenTerm[] = [];
  for (let at = skipSpace(text, 0); at < text.length; at = skipSpace(text, written.lastIndex)) {
    written.lastIndex = at;
    const match = written.exec(text);
    if (!match) break;
    const [term, minus, field, quoted, closing, bare, stray] = match;
    if (stray !== undefined || (quoted === undefined && bare === undefined))
      throw emptyTerm(wordAt(text, at));
    if (quoted !== undefined && closing === '') {
      throw new LogFilterError(term, {
        ja: '引用符「"」が閉じられていません。',
        en: 'the quotation mark is not closed.',
      });
    }
    if (field === undefined && bare?.endsWith(':') && isLogFilterField(bare.slice(0, -1).toLowerCase())) {
      throw emptyTerm(term);
    }
    const value = quoted === undefined ? (bare ?? '') : quoted.replace(/\\(.)/g, '$1');
    // `https://…` and `urn:…` are text, not fields.
    const isField =
      field !== undefined && (isLogFilterField(field.toLowerCase()) || !isAddress(field, value));
    terms.push({
      term,
      negated: minus === '-',
      value: isField || field === undefined ? value : `${field}:${value}`,
      ...(isField && { field: field.toLowerCase() }),
    });
  }
  return terms;
}

function skipSpace(text: string, from: number): number {
  let at = from;
  while (at < text.length && /\s/.test(text.charAt(at))) at++;
  return at;
}

function wordAt(text: string, at: number): string {
  return /^\S+/.exec(text.slice(at))?.[0] ?? '';
}

function isAddress(field: string, value: string): boolean {
  return value.startsWith('//') || field.toLowerCase() === 'urn';
}

function emptyTerm(term: string): LogFilterError {
  return new LogFilterError(term, { ja: '値がありません。', en: 'there is no value.' });
}

/** The word between two conditions; in quotation marks or in small letters it is a text to look for. */
const OR = 'OR';

/** Conditions that must hold, each with those that may hold in its place. */
function alternatives(terms: readonly WrittenTerm[]): WrittenTerm[][] {
  const groups: WrittenTerm[][] = [];
  let joins = false;
  for (const [index, term] of terms.entries()) {
    if (term.term === OR) {
      if (joins || index === 0 || index === terms.length - 1) {
        throw new LogFilterError(OR, {
          ja: 'OR の前後に条件を1つずつ書いてください（例 status:401 OR status:403）。',
          en: 'OR needs a condition on either side, as in status:401 OR status:403.',
        });
      }
      joins = true;
    } else {
      const group = joins ? groups.at(-1) : undefined;
      if (group) group.push(term);
      else groups.push([term]);
      joins = false;
    }
  }
  return groups;
}

function readTerm({ term, negated, field, value }: WrittenTerm, setting: FilterSetting): Term {
  if (value === '') throw emptyTerm(term);
  if (field === undefined) return { negated, ...readText(value) };
  if (!isLogFilterField(field)) {
    throw new LogFilterError(term, {
      ja: `「${field}」という項目はありません。使えるのは ${logFilterFields.join(', ')} です。文字列として探す場合は "${field}:${value}" のように引用符で囲んでください。`,
      en: `there is no field ${field}; use one of ${logFilterFields.join(', ')}, or put it in quotation marks to search for the text.`,
    });
  }
  return { negated, ...readField(field, value, term, setting) };
}
