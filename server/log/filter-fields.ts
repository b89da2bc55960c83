import type { Bilingual } from '../bank/catalogue/entry.ts';
import { bankDateOf, DAY, HOUR, MINUTE, SECOND, startOfBankDate, type Instant } from '../bank/time.ts';
import { logOrigins, type LogEntry } from './entry.ts';

/** What a condition is judged by, beside the entry. */
export type SequenceOf = (entryId: string) => number | undefined;

/** When and where a filter is asked, for what it says in relation to that: `since:5m`, a login ID. */
export interface FilterSetting {
  /** The bank's time. */
  readonly now: Instant;
  /** The computer's time. */
  readonly realNow: Instant;
  /** The identifiers of the customers with a login ID. */
  readonly customersOf: (loginId: string) => readonly string[];
}

/** One condition, judged and in words. */
export interface Condition {
  readonly test: (entry: LogEntry, sequenceOf: SequenceOf) => boolean;
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

type Reader = (value: string, term: string, setting: FilterSetting) => Condition;

/** The words before the colon, in the order in which they are offered. */
export const logFilterFields = [
  'status',
  'path',
  'client',
  'customer',
  'method',
  'outcome',
  'ms',
  'since',
  'grant',
  'flow',
  'origin',
] as const;
export type LogFilterField = (typeof logFilterFields)[number];

export function isLogFilterField(word: string): word is LogFilterField {
  return (logFilterFields as readonly string[]).includes(word);
}

const readers: Readonly<Record<LogFilterField, Reader>> = {
  status: readStatus,
  path: readPath,
  client: named(({ clientId }) => clientId, 'クライアント', 'client'),
  customer: readCustomer,
  method: (value) => ({
    test: (entry) => entry.method === value.toUpperCase(),
    says: { ja: `メソッドが ${value.toUpperCase()}`, en: `method is ${value.toUpperCase()}` },
  }),
  outcome: named(({ outcome }) => outcome.code, '結果', 'outcome'),
  ms: readDuration,
  since: readSince,
  grant: named(({ grantId }) => grantId, '許可', 'grant'),
  flow: named(({ flowId }) => flowId, 'フロー', 'flow'),
  origin: readOrigin,
};

/** @throws LogFilterError where the field takes no such value. */
export function readField(
  field: LogFilterField,
  value: string,
  term: string,
  setting: FilterSetting,
): Condition {
  return readers[field](value, term, setting);
}

/** From its beginning where it begins with a slash, any part of it otherwise. */
function readPath(value: string): Condition {
  return value.startsWith('/')
    ? {
        test: (entry) => entry.path.startsWith(value),
        says: { ja: `パスが ${value} で始まる`, en: `path begins with ${value}` },
      }
    : {
        test: (entry) => entry.path.includes(value),
        says: { ja: `パスに ${value} を含む`, en: `path contains ${value}` },
      };
}

/** The identifier that never changes, or the login ID people know. */
function readCustomer(value: string, _term: string, { customersOf }: FilterSetting): Condition {
  const ids = new Set([value, ...customersOf(value)]);
  return {
    test: ({ customerId }) => customerId !== undefined && ids.has(customerId),
    says: { ja: `契約者が ${value}`, en: `customer is ${value}` },
  };
}

/** A whole value, or with an asterisk at its end the beginning of one. */
function named(valueOf: (entry: LogEntry) => string | undefined, ja: string, en: string): Reader {
  return (value) => {
    if (!value.endsWith('*')) {
      return {
        test: (entry) => valueOf(entry) === value,
        says: { ja: `${ja}が ${value}`, en: `${en} is ${value}` },
      };
    }
    const beginning = value.slice(0, -1);
    return {
      test: (entry) => valueOf(entry)?.startsWith(beginning) ?? false,
      says: { ja: `${ja}が ${beginning} で始まる`, en: `${en} begins with ${beginning}` },
    };
  };
}

function readOrigin(value: string, term: string): Condition {
  if (!logOrigins.some((origin) => origin === value)) {
    throw new LogFilterError(term, {
      ja: 'origin には bank、control、outgoing のどれかを指定してください。',
      en: 'origin is bank, control or outgoing.',
    });
  }
  return {
    test: (entry) => entry.origin === value,
    says: { ja: `オリジンが ${value}`, en: `origin is ${value}` },
  };
}

interface Comparison {
  readonly holds: (figure: number) => boolean;
  readonly ja: string;
  readonly en: string;
}

const comparisons: Record<string, { holds: (figure: number, bound: number) => boolean; ja: string }> = {
  '>=': { holds: (figure, bound) => figure >= bound, ja: ' 以上' },
  '<=': { holds: (figure, bound) => figure <= bound, ja: ' 以下' },
  '>': { holds: (figure, bound) => figure > bound, ja: ' より大きい' },
  '<': { holds: (figure, bound) => figure < bound, ja: ' より小さい' },
  '': { holds: (figure, bound) => figure === bound, ja: '' },
};

/** `404`, `>=400`, `400-499`, `400..499`, or undefined. */
function comparisonOf(value: string, figure: RegExp): Comparison | undefined {
  const [from, to] = value.split(/-|\.\./, 2);
  if (from !== undefined && to !== undefined) {
    if (!figure.test(from) || !figure.test(to)) return undefined;
    return {
      holds: (each) => each >= Number(from) && each <= Number(to),
      ja: `${from}〜${to}`,
      en: `is ${from} to ${to}`,
    };
  }
  const [, sign = '', bound = ''] = /^(>=|<=|>|<)?(.*)$/.exec(value) ?? [];
  const comparison = comparisons[sign];
  if (!comparison || !figure.test(bound)) return undefined;
  return {
    holds: (each) => comparison.holds(each, Number(bound)),
    ja: `${bound}${comparison.ja}`,
    en: `${sign || 'is'} ${bound}`,
  };
}

function readStatus(value: string, term: string): Condition {
  const hundreds = /^([1-5])xx$/i.exec(value)?.[1];
  if (hundreds !== undefined) {
    return {
      test: ({ status }) => Math.floor(status / 100) === Number(hundreds),
      says: { ja: `ステータスが ${hundreds}xx`, en: `status is ${hundreds}xx` },
    };
  }
  const compared = comparisonOf(value, /^\d{1,3}$/);
  if (!compared) {
    throw new LogFilterError(term, {
      ja: 'status には 404、4xx、>=400、400-499 のように指定してください。',
      en: 'status is written 404, 4xx, >=400 or 400-499.',
    });
  }
  return {
    test: ({ status }) => compared.holds(status),
    says: { ja: `ステータスが ${compared.ja}`, en: `status ${compared.en}` },
  };
}

function readDuration(value: string, term: string): Condition {
  const compared = comparisonOf(value, /^\d{1,7}(?:\.\d{1,3})?$/);
  if (!compared) {
    throw new LogFilterError(term, {
      ja: 'ms にはミリ秒を >10、<=2.5、100-500 のように指定してください。',
      en: 'ms takes milliseconds, written >10, <=2.5 or 100-500.',
    });
  }
  return {
    test: ({ durationMs }) => compared.holds(durationMs),
    says: { ja: `所要時間（ms）が ${compared.ja}`, en: `milliseconds ${compared.en}` },
  };
}

const isoTime = /^\d{4}-\d{2}-\d{2}(?:T\d{2}:\d{2}(?::\d{2}(?:\.\d+)?)?(?:Z|[+-]\d{2}:\d{2})?)?$/;
const timeOfDay = /^([01]\d|2[0-3]):([0-5]\d)(?::([0-5]\d))?$/;
const agoUnits: Record<string, number> = { s: SECOND, m: MINUTE, h: HOUR, d: DAY };

/** What came after: a time, how long ago, the `seq` of an entry, or its id. */
function readSince(value: string, term: string, setting: FilterSetting): Condition {
  if (/^\d{1,15}$/.test(value)) {
    const seq = Number(value);
    return {
      test: (entry) => entry.seq > seq,
      says: { ja: `${value} 番より後`, en: `after number ${value}` },
    };
  }
  const [, number, unit] = /^(\d{1,6})([smhd])$/i.exec(value) ?? [];
  if (number !== undefined && unit !== undefined) {
    // The computer's time: the bank's may have jumped by months in the meantime.
    const from = setting.realNow - Number(number) * (agoUnits[unit.toLowerCase()] ?? 0);
    return {
      test: (entry) => Date.parse(entry.realAt) >= from,
      says: { ja: `この ${value} の間`, en: `in the last ${value}` },
    };
  }
  const from = bankTimeOf(value, setting.now);
  if (from !== undefined) {
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

/** The bank's: a date, a date and time (without a zone Tokyo's), or the last time it was `17:08`. */
function bankTimeOf(value: string, now: Instant): Instant | undefined {
  const [, hours, minutes, seconds = '0'] = timeOfDay.exec(value) ?? [];
  if (hours !== undefined && minutes !== undefined) {
    const sinceMidnight = Number(hours) * HOUR + Number(minutes) * MINUTE + Number(seconds) * SECOND;
    const today = startOfBankDate(bankDateOf(now)) + sinceMidnight;
    return today <= now ? today : today - DAY;
  }
  if (!isoTime.test(value)) return undefined;
  const zoned = /(?:Z|[+-]\d{2}:\d{2})$/.test(value);
  const at = Date.parse(zoned ? value : `${value}${value.includes('T') ? '' : 'T00:00'}+09:00`);
  return Number.isNaN(at) ? undefined : at;
}

function sinceError(term: string): LogFilterError {
  return new LogFilterError(term, {
    ja: 'since には 5m（5分前から）、17:08、2027-02-20T22:04、またはエントリーの番号か ID を指定してください。',
    en: 'since is written 5m (five minutes ago), 17:08, 2027-02-20T22:04, or the number or id of an entry.',
  });
}

/** A word or a text anywhere in what a reader sees of an entry, without regard to letter case. */
export function readText(value: string): Condition {
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
