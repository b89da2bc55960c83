import { z } from 'zod';
import type { Bilingual } from '../bank/catalogue/index.ts';
import { BETWEEN_LANGUAGES, says } from './operations/schemas/common.ts';

type RawIssue = z.core.$ZodRawIssue;

/**
 * What a validation fault is told in: what is wrong and how to mend it, in both languages. A schema
 * that has words of its own comes first; this is for everything else. The value itself is never
 * repeated, since it may be a password.
 */
export function issueMessage(issue: RawIssue): string | undefined {
  switch (issue.code) {
    case 'invalid_type':
      return typeMessage(issue);
    case 'too_small':
      return sizeMessage(issue, 'min', Number(issue.minimum), issue.origin);
    case 'too_big':
      return sizeMessage(issue, 'max', Number(issue.maximum), issue.origin);
    case 'invalid_format':
      return formatMessage(issue);
    case 'invalid_value': {
      const values = issue.values.map(String);
      return says(`${values.join('・')} のいずれかにしてください。`, `Must be one of ${values.join(', ')}.`);
    }
    case 'unrecognized_keys': {
      const known = knownMembers(issue);
      return says(
        `この名前の項目はありません。${known === '' ? '取り除いてください。' : `使えるのは ${known} です。`}`,
        `There is no member of this name.${known === '' ? ' Remove it.' : ` There are ${known}.`}`,
      );
    }
    default:
      return says('この値は使えません。', 'This value can not be used.');
  }
}

/** The two languages of a message; one that came in one language is shown in both. */
export function messageInBoth(text: string): Bilingual {
  const [ja = text, en = ja] = text.split(BETWEEN_LANGUAGES);
  return { ja, en };
}

const typeNames: Readonly<Record<string, Bilingual>> = {
  string: { ja: '文字列', en: 'a string' },
  number: { ja: '数値', en: 'a number' },
  int: { ja: '整数', en: 'a whole number' },
  boolean: { ja: 'true か false', en: 'true or false' },
  array: { ja: '配列 […]', en: 'an array' },
  object: { ja: 'オブジェクト {…}', en: 'an object' },
  record: { ja: 'オブジェクト {…}', en: 'an object' },
};

function typeMessage(issue: RawIssue & { code: 'invalid_type' }): string {
  const expected = typeNames[issue.expected] ?? { ja: issue.expected, en: issue.expected };
  if (issue.input === undefined) {
    return says(`必須です。${expected.ja}で指定してください。`, `Required: give ${expected.en}.`);
  }
  return says(`${expected.ja}にしてください。`, `Must be ${expected.en}.`);
}

function sizeMessage(issue: RawIssue, side: 'min' | 'max', size: number, origin: string): string {
  const units: Readonly<Record<string, Bilingual>> = {
    string: { ja: '文字', en: ' characters' },
    array: { ja: '件', en: ' entries' },
  };
  const unit = units[origin] ?? { ja: '', en: '' };
  if (side === 'min' && origin === 'string' && size === 1) {
    return says('空にはできません。', 'Must not be empty.');
  }
  const note = descriptionOf(issue);
  return side === 'min'
    ? says(`${size}${unit.ja}以上にしてください。`, `At least ${size}${unit.en}.${note}`)
    : says(`${size}${unit.ja}以下にしてください。`, `At most ${size}${unit.en}.${note}`);
}

function formatMessage(issue: RawIssue & { code: 'invalid_format' }): string {
  switch (issue.format) {
    case 'datetime':
      return says(
        'RFC 3339 の日時（2027-02-20T22:04:00+09:00 など）にしてください。',
        'Must be an RFC 3339 time, such as 2027-02-20T22:04:00+09:00.',
      );
    case 'date':
      return says('実在する日付を YYYY-MM-DD で書いてください。', 'Must be an existing day, YYYY-MM-DD.');
    case 'url':
      return says('http(s) の URL にしてください。', 'Must be an http(s) URL.');
    default:
      return says('形式が正しくありません。', `The form is not right.${descriptionOf(issue)}`);
  }
}

function descriptionOf(issue: RawIssue): string {
  const description = issue.schema && z.globalRegistry.get(issue.schema as z.ZodType)?.description;
  return description === undefined ? '' : ` ${description}`;
}

/** The names an object may have, where it is one. */
function knownMembers(issue: RawIssue): string {
  const { inst, schema } = issue;
  const object = [schema, inst].find((candidate) => candidate instanceof z.ZodObject);
  return object ? Object.keys(object.shape).join(', ') : '';
}
