/**
 * Half-width kana as bank systems hold them: names in 全銀 files and on passbooks know upper-case
 * letters, digits, kana without small ones, and a few signs. ﾞ and ﾟ are characters of their own and
 * count as one, ヴ is ｳﾞ, and a long vowel is a hyphen or written out, never the sign ー.
 */

const FULL =
  'ヲァィゥェォャュョッアイウエオカキクケコサシスセソタチツテトナニヌネノハヒフヘホマミムメモヤユヨラリルレロワン';
const HALF = 'ｦｱｲｳｴｵﾔﾕﾖﾂｱｲｳｴｵｶｷｸｹｺｻｼｽｾｿﾀﾁﾂﾃﾄﾅﾆﾇﾈﾉﾊﾋﾌﾍﾎﾏﾐﾑﾒﾓﾔﾕﾖﾗﾘﾙﾚﾛﾜﾝ';
const VOICED = 'ガギグゲゴザジズゼゾダヂヅデドバビブベボヴ';
const VOICED_BASE = 'ｶｷｸｹｺｻｼｽｾｿﾀﾁﾂﾃﾄﾊﾋﾌﾍﾎｳ';
const HALF_VOICED = 'パピプペポ';
const HALF_VOICED_BASE = 'ﾊﾋﾌﾍﾎ';

const table = new Map<string, string>();
Array.from(FULL).forEach((kana, index) => table.set(kana, HALF[index] ?? ''));
Array.from(VOICED).forEach((kana, index) => table.set(kana, `${VOICED_BASE[index] ?? ''}ﾞ`));
Array.from(HALF_VOICED).forEach((kana, index) => table.set(kana, `${HALF_VOICED_BASE[index] ?? ''}ﾟ`));
// Half-width small kana and the forms nobody writes any more.
Array.from('ｧｨｩｪｫｬｭｮｯ').forEach((kana, index) => table.set(kana, 'ｱｲｳｴｵﾔﾕﾖﾂ'[index] ?? ''));
for (const [from, to] of [
  ['ヮ', 'ﾜ'],
  ['ヵ', 'ｶ'],
  ['ヶ', 'ｹ'],
  ['ヰ', 'ｲ'],
  ['ヱ', 'ｴ'],
  ['゛', 'ﾞ'],
  ['゜', 'ﾟ'],
  ['\u3099', 'ﾞ'],
  ['\u309a', 'ﾟ'],
  ['\u3000', ' '],
  // The long vowel sign and everything that looks like it becomes the hyphen banks use for it.
  ['ー', '-'],
  ['ｰ', '-'],
  ['‐', '-'],
  ['−', '-'],
  ['―', '-'],
  ['・', '.'],
  ['･', '.'],
] as const) {
  table.set(from, to);
}

/** What a bank's half-width name may consist of. */
const PERMITTED = /^[A-Z0-9ｦｱ-ﾟ ().\-]*$/;

/** Whether `text` is already in the form bank systems hold. */
export function isBankKana(text: string): boolean {
  return PERMITTED.test(text);
}

/**
 * `text` in bank half-width kana: hiragana and katakana, full-width letters and signs are brought to
 * their half-width form, letters to upper case.
 *
 * @returns undefined when something has no such form: kanji, `@`, an emoji.
 */
export function toBankKana(text: string): string | undefined {
  let kana = '';
  // NFC joins a base kana with a combining mark, so that ウ + ゛ is seen as ヴ.
  for (const character of text.normalize('NFC')) {
    kana += toHalf(character);
  }
  return isBankKana(kana) ? kana : undefined;
}

function toHalf(character: string): string {
  const code = character.codePointAt(0) ?? 0;
  // Hiragana ぁ…ゖ stand 0x60 below their katakana.
  const katakana = code >= 0x3041 && code <= 0x3096 ? String.fromCodePoint(code + 0x60) : character;
  const half = table.get(katakana);
  if (half !== undefined) return half;
  // Full-width ！…～ stand 0xFEE0 above ASCII.
  const ascii = code >= 0xff01 && code <= 0xff5e ? String.fromCodePoint(code - 0xfee0) : character;
  return ascii.toUpperCase();
}

const legalForms = [
  { full: '株式会社', before: 'ｶ)', after: '(ｶ' },
  { full: '有限会社', before: 'ﾕ)', after: '(ﾕ' },
  { full: '合同会社', before: 'ﾄﾞ)', after: '(ﾄﾞ' },
] as const;

/**
 * A company's name as banks abbreviate it: `ｶ)` where the legal form stands before the name, `(ｶ`
 * where it stands after.
 */
export function toBankCompanyName(
  kana: string,
  legalForm: string,
  place: 'before' | 'after',
): string | undefined {
  const name = toBankKana(kana);
  const form = legalForms.find(({ full }) => full === legalForm);
  if (name === undefined || !form) return undefined;
  return place === 'before' ? form.before + name : name + form.after;
}
