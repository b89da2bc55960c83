import type { Bilingual } from '../bank/catalogue/entry.ts';
import type { LogEntry } from './entry.ts';

/** What a filter looks at; the console filters what it already holds with the same class. */
type Test = (entry: LogEntry, sequenceOf: SequenceOf) => boolean;
type SequenceOf = (entryId: string) => number | undefined;

interface Term {
  readonly negated: boolean;
  readonly test: Test;
  readonly says: Bilingual;
}

/** A filter that can't be read: which term, and why. */
export class LogFilterError extends Error {
  readonly term: string;
  readonly text: Bilingual;

  constructor(term: string, text: Bilingual) {
    super(`${term}: ${text.en}`);
    this.name = 'LogFilterError';
    this.term = term;
    this.text = text;
  }
}

type Reader = (value: string, term: string) => Omit<Term, 'negated'>;

const readers: Record<string, Reader> = {
  status: readStatus,
  path: (value) => ({
    test: (entry) => entry.path.startsWith(value),
    says: { ja: `パスが ${value} で始まる`, en: `path begins with ${value}` },
  }),
  client: equals('clientId', 'クライアント', 'client'),
  customer: equals('customerId', 'お客さま', 'customer'),
  grant: equals('grantId', '許可', 'grant'),
  flow: equals('flowId', 'フロー', 'flow'),
  origin: (value, term) => {
    if (value !== 'bank' && value !== 'control') {
      throw new LogFilterError(term, {
        ja: 'origin には bank または control を指定してください。',
        en: 'origin is bank or control.',
      });
    }
    return {
      test: (entry) => entry.origin === value,
      says: { ja: `オリジンが ${value}`, en: `origin is ${value}` },
    };
  },
  method: (value) => ({
    test: (entry) => entry.method === value.toUpperCase(),
    says: { ja: `メソッドが ${value.toUpperCase()}`, en: `method is ${value.toUpperCase()}` },
  }),
  outcome: (value) =>
    value.endsWith('*')
      ? {
          test: (entry) => entry.outcome.code.startsWith(value.slice(0, -1)),
          says: {
            ja: `結果が ${value.slice(0, -1)} で始まる`,
            en: `outcome begins with ${value.slice(0, -1)}`,
          },
        }
      : {
          test: (entry) => entry.outcome.code === value,
          says: { ja: `結果が ${value}`, en: `outcome is ${value}` },
        },
  since: readSince,
};

/** The words before the colon, for suggestions. */
const logFilterFields = Object.keys(readers);

/**
 * The log's filter language (contract §4): terms apart by spaces, all of which must hold.
 * `status:>=400 path:/oauth2/token client:… method:POST outcome:… since:… "free text" -word`.
 */
export class LogFilter {
  readonly text: string;
  readonly #terms: readonly Term[];

  private constructor(text: string, terms: readonly Term[]) {
    this.text = text;
    this.#terms = terms;
  }

  /** @throws LogFilterError naming the term that can't be read. */
  static parse(text: string): LogFilter {
    return new LogFilter(text, termsOf(text).map(readTerm));
  }

  get isEmpty(): boolean {
    return this.#terms.length === 0;
  }

  /** @param sequenceOf finds the `seq` of an entry id, for `since:<entry id>`. */
  matches(entry: LogEntry, sequenceOf: SequenceOf = () => undefined): boolean {
    return this.#terms.every(({ negated, test }) => test(entry, sequenceOf) !== negated);
  }

  /** The filter in words, for the console and for messages. */
  describe(): Bilingual {
    if (this.isEmpty) return { ja: 'すべて', en: 'everything' };
    return {
      ja: this.#terms
        .map(({ negated, says }) => (negated ? `「${says.ja}」ではない` : says.ja))
        .join('、かつ '),
      en: this.#terms.map(({ negated, says }) => (negated ? `not (${says.en})` : says.en)).join(' and '),
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
    if (
      field === undefined &&
      bare?.endsWith(':') &&
      Object.hasOwn(readers, bare.slice(0, -1).toLowerCase())
    ) {
      throw emptyTerm(term);
    }
    const value = quoted === undefined ? (bare ?? '') : quoted.replace(/\\(.)/g, '$1');
    // `https://…` and `urn:…` are text, not fields.
    const isField =
      field !== undefined && (Object.hasOwn(readers, field.toLowerCase()) || !isAddress(field, value));
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

function readTerm({ term, negated, field, value }: WrittenTerm): Term {
  if (value === '') throw emptyTerm(term);
  if (field === undefined) return { negated, ...readText(value) };
  const reader = Object.hasOwn(readers, field) ? readers[field] : undefined;
  if (!reader) {
    throw new LogFilterError(term, {
      ja: `「${field}」という項目はありません。使えるのは ${logFilterFields.join(', ')} です。文字列として探す場合は "${field}:${value}" のように引用符で囲んでください。`,
      en: `there is no field ${field}; use one of ${logFilterFields.join(', ')}, or put it in quotation marks to search for the text.`,
    });
  }
  return { negated, ...reader(value, term) };
}

function equals(member: 'clientId' | 'customerId' | 'grantId' | 'flowId', ja: string, en: string): Reader {
  return (value) => ({
    test: (entry) => entry[member] === value,
    says: { ja: `${ja}が ${value}`, en: `${en} is ${value}` },
  });
}

const comparisons: Record<string, { test: (status: number, bound: number) => boolean; ja: string }> = {
  '>=': { test: (status, bound) => status >= bound, ja: '以上' },
  '<=': { test: (status, bound) => status <= bound, ja: '以下' },
  '>': { test: (status, bound) => status > bound, ja: 'より大きい' },
  '<': { test: (status, bound) => status < bound, ja: 'より小さい' },
};

function readStatus(value: string, term: string): Omit<Term, 'negated'> {
  const family = /^([1-5])xx$/i.exec(value);
  if (family) {
    const hundreds = Number(family[1]);
    return {
      test: ({ status }) => Math.floor(status / 100) === hundreds,
      says: { ja: `ステータスが ${String(hundreds)}xx`, en: `status is ${String(hundreds)}xx` },
    };
  }
  const range = /^(\d{3})(?:-|\.\.)(\d{3})$/.exec(value);
  if (range) {
    const [from, to] = [Number(range[1]), Number(range[2])];
    return {
      test: ({ status }) => status >= from && status <= to,
      says: {
        ja: `ステータスが ${String(from)}〜${String(to)}`,
        en: `status is ${String(from)} to ${String(to)}`,
      },
    };
  }
  const compared = /^(>=|<=|>|<)?(\d{1,3})$/.exec(value);
  if (!compared) {
    throw new LogFilterError(term, {
      ja: 'status には 404、4xx、>=400、400-499 のように指定してください。',
      en: 'status is written 404, 4xx, >=400 or 400-499.',
    });
  }
  const bound = Number(compared[2]);
  const comparison = comparisons[compared[1] ?? ''];
  if (!comparison) {
    return {
      test: ({ status }) => status === bound,
      says: { ja: `ステータスが ${String(bound)}`, en: `status is ${String(bound)}` },
    };
  }
  return {
    test: ({ status }) => comparison.test(status, bound),
    says: {
      ja: `ステータスが ${String(bound)} ${comparison.ja}`,
      en: `status ${compared[1] ?? ''} ${String(bound)}`,
    },
  };
}

const isoTime = /^\d{4}-\d{2}-\d{2}(?:T\d{2}:\d{2}(?::\d{2}(?:\.\d+)?)?(?:Z|[+-]\d{2}:\d{2})?)?$/;

/** A time (the bank's; without a zone it is Tokyo's), the `seq` of an entry, or its id: what came after. */
function readSince(value: string, term: string): Omit<Term, 'negated'> {
  if (/^\d{1,15}$/.test(value)) {
    const seq = Number(value);
    return {
      test: (entry) => entry.seq > seq,
      says: { ja: `${value} 番より後`, en: `after number ${value}` },
    };
  }
  if (isoTime.test(value)) {
    const zoned = /T.*(?:Z|[+-]\d{2}:\d{2})$/.test(value);
    const from = Date.parse(zoned ? value : `${value}${value.includes('T') ? '' : 'T00:00'}+09:00`);
    if (Number.isNaN(from)) throw sinceError(term);
    return {
      test: (entry) => Date.parse(entry.at) >= from,
      says: { ja: `${value} 以降`, en: `since ${value}` },
    };
  }
  if (!/^[a-z0-9]+-[a-z0-9]+$/.test(value)) throw sinceError(term);
  return {
    test: (entry, sequenceOf) => {
      const seq = sequenceOf(value);
      return seq !== undefined && entry.seq > seq;
    },
    says: { ja: `エントリー ${value} より後`, en: `after entry ${value}` },
  };
}

function sinceError(term: string): LogFilterError {
  return new LogFilterError(term, {
    ja: 'since には日時（例 2027-02-20T22:04:00+09:00）、またはエントリーの番号か ID を指定してください。',
    en: 'since is a time such as 2027-02-20T22:04:00+09:00, or the number or id of an entry.',
  });
}

function readText(value: string): Omit<Term, 'negated'> {
  const wanted = value.toLowerCase();
  return {
    test: (entry) => textsOf(entry, (text) => text.toLowerCase().includes(wanted)),
    says: { ja: `「${value}」を含む`, en: `contains “${value}”` },
  };
}

/** Whether any of the texts a reader sees of an entry is found. */
function textsOf(entry: LogEntry, found: (text: string) => boolean): boolean {
  const { outcome, request, response } = entry;
  const short = [
    entry.id,
    entry.method,
    entry.url,
    String(entry.status),
    entry.clientId,
    entry.customerId,
    entry.grantId,
    entry.flowId,
    outcome.code,
    outcome.spec,
    outcome.message.ja,
    outcome.message.en,
    outcome.hint?.ja,
    outcome.hint?.en,
    request.body,
    response.body,
  ];
  if (short.some((text) => text !== undefined && text !== null && found(text))) return true;
  for (const { headers } of [request, response]) {
    for (const [name, value] of Object.entries(headers)) {
      if (found(`${name}: ${Array.isArray(value) ? value.join(', ') : value}`)) return true;
    }
  }
  return entry.effects.some((effect) => found(JSON.stringify(effect)));
}
