import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { fileMessages, type FileMessageCode } from '../../../../server/scenarios/formats/file-messages.ts';
import type { StatementFormat } from '../../../../server/scenarios/formats/format-names.ts';
import { statementWith } from './statement-fixture.ts';
import { writeStatementZengin } from '../../../../server/scenarios/formats/write-zengin.ts';
import { csvFile, csvLine, faultsIn, HEADING, zenginFile, zenginRecords } from './file-import.ts';

interface Example {
  of: string;
  file: string | Uint8Array;
  format?: StatementFormat;
  encoding?: 'utf-8' | 'shift_jis';
  /** Where it has to be told; left out: of the file as a whole. */
  at?: string;
  /** What the message has to show, in both languages. */
  shows?: readonly string[];
}

const ROW = csvLine({ in: '500' });
const zengin = (file: string | Uint8Array, at: string, of: string, ...shows: string[]): Example => ({
  of,
  file,
  format: 'zengin',
  at,
  shows,
});
const changed = (line: number, column: number, text: string) => zenginFile({ line, column, text });
const amount = (text: string, shows: string, of = text): Example => ({
  of,
  file: csvFile({ in: `"${text}"` }),
  at: 'lines[2].amount',
  shows: [text, shows],
});
const day = (date: string): Example => ({
  of: date,
  file: csvFile({ in: '1', date }),
  at: 'lines[2].transactionDate',
  shows: [date],
});
/** Orders for transfers: as they are written, in records of 120. */
const orders = (kind: string) =>
  [`1${kind}0${'1'.repeat(10)}`, '21999ｻﾝﾌﾟﾙｼﾝｷﾝ', `8000001${'0'.repeat(12)}`, '9'].map((record) =>
    record.padEnd(120),
  );
const withLength = (length: number, fill = ' ') =>
  zenginRecords.map((record) => record.slice(0, length).padEnd(length, fill));
/** 全銀 records with their fields set apart, as some web services hand them out. */
const zenginCsv = (separator: string, quote = '') =>
  [
    ['1', '03', '0', '090220', '090101'],
    ['2', '00000001', '090125'],
  ]
    .map((cells) => cells.map((cell) => quote + cell + quote).join(separator))
    .join('\r\n');

/**
 * At least one file for every message there is: a code without one does not compile. What users were
 * seen to upload stands with two more of its kind.
 */
const examples: Readonly<Record<FileMessageCode, readonly Example[]>> = {
  file_utf16: [
    { of: 'Unicode text of a spreadsheet', file: Buffer.from(`\ufeff${csvFile({ in: '1' })}`, 'utf16le') },
    { of: 'the same without its mark', file: Buffer.from(ROW, 'utf16le') },
  ],
  file_encoding_unknown: [{ of: 'bytes of no encoding', file: Buffer.from([0x41, 0xff, 0xff]) }],
  file_encoding_other: [
    { of: 'Shift_JIS called UTF-8', file: Buffer.from([0x8c, 0x9a]), encoding: 'utf-8', shows: ['utf-8'] },
  ],
  file_of_other_kind: [
    { of: 'a workbook', file: Buffer.from('PK\x03\x04....'), shows: ['xlsx'] },
    { of: 'a PDF', file: Buffer.from('%PDF-1.7'), shows: ['PDF'] },
    { of: 'the page of a login', file: '\n<!DOCTYPE html><title>Login</title>', shows: ['HTML'] },
  ],
  file_end_mark_inside: [
    { of: 'two CSV files joined', file: `${csvFile({ in: '1' })}\r\n\x1a${ROW}`, at: 'lines[3]' },
    zengin(`${zenginFile()}\r\n\x1a\r\n${zenginFile()}`, 'lines[6]', 'two 全銀 files joined'),
  ],
  file_is_csv: [
    zengin(csvFile({ in: '1' }), 'lines[1]', 'a CSV with its heading'),
    zengin(ROW, 'lines[1]', 'a CSV without'),
    zengin('date,amount', 'lines[1]', 'any other CSV'),
  ],
  file_is_zengin: [
    { of: 'a 全銀 file', file: zenginFile(), at: 'lines[1]' },
    { of: 'one without line breaks', file: zenginRecords.join(''), at: 'lines[1]' },
    { of: 'orders for transfers', file: orders('21').join(''), at: 'lines[1]' },
  ],
  file_is_zengin_csv: [
    zengin(zenginCsv(','), 'lines[1]', 'plain'),
    zengin(zenginCsv(',', '"'), 'lines[1]', 'in quotes'),
    { of: 'called CSV', file: zenginCsv(',', '"'), at: 'lines[1]' },
    { of: 'with TAB', file: zenginCsv('\t'), at: 'lines[1]' },
  ],
  file_too_many_rows: [{ of: '10,001 rows', file: `${ROW}\n`.repeat(10_001), shows: ['10001', '10000'] }],
  csv_separator: [
    { of: ';', file: csvFile({ in: '1' }).replaceAll(',', ';'), at: 'lines[1]', shows: [';'] },
    { of: 'TAB', file: csvFile({ in: '1' }).replaceAll(',', '\t'), at: 'lines[1]', shows: ['TAB'] },
    {
      of: '; in quotes',
      file: ROW.replaceAll(',', '";"').replace(/^|$/g, '"'),
      at: 'lines[1]',
      shows: [';'],
    },
    { of: '，', file: csvFile({ in: '1' }).replaceAll(',', '，'), at: 'lines[1]', shows: ['，'] },
  ],
  csv_title_lines: [
    { of: 'a title', file: `入出金明細\r\n${csvFile({ in: '1' })}`, at: 'lines[1]', shows: ['2'] },
    {
      of: 'a block of several lines',
      file: `照会結果\r\n口座,普通 1000001\r\n\r\n${csvFile({ in: '1' })}`,
      at: 'lines[1]',
      shows: ['4'],
    },
    {
      of: 'a line in quotes',
      file: `"期間","2026/5/1～"\n${csvFile({ in: '1' })}`,
      at: 'lines[1]',
      shows: ['2'],
    },
  ],
  csv_second_heading: [
    { of: 'two files joined', file: csvFile({ in: '1' }, HEADING, { in: '2' }), at: 'lines[3]' },
    { of: 'the first without heading', file: `${ROW}\r\n${csvFile({ in: '2' })}`, at: 'lines[2]' },
  ],
  csv_second_account: [
    {
      of: 'two accounts in one file',
      file: csvFile({ account: '本店　1000001', in: '1' }, { account: '本店　1000002', in: '1' }),
      at: 'lines[3]',
      shows: ['1000001', '1000002', '2'],
    },
  ],
  csv_columns: [
    { of: '12 columns', file: csvFile('x,1,2026-05-07,,1,,,,,,,'), at: 'lines[2]', shows: ['12', '13'] },
  ],
  csv_heading: [
    {
      of: 'dollars for yen',
      file: csvFile().replace('残高(円)', '残高(USD)'),
      at: 'lines[1]',
      shows: ['残高(円)', '残高(USD)'],
    },
  ],
  csv_quote_open: [{ of: 'an open quote', file: csvFile({ in: '1', remarks: '"a' }), at: 'lines[2]' }],
  csv_quote_inside: [{ of: 'text behind one', file: csvFile({ in: '1', remarks: '"a"b' }), at: 'lines[2]' }],
  date_not_a_day: [day('2026-02-29'), day('2026/13/01')],
  date_in_era: [day('R8.5.7'), day('令和8年5月7日'), day('H31/4/30')],
  date_short_year: [day('26/05/07'), day('8.5.7')],
  date_unreadable: [day('昨日'), day('2026-05-07T00:00'), day('05/07/2026')],
  amount_missing: [{ of: 'neither', file: csvFile({ out: '-', in: '0' }), at: 'lines[2].amount' }],
  amount_twice: [
    {
      of: 'both',
      file: csvFile({ out: '7', in: '8' }),
      at: 'lines[2].amount',
      shows: ['7', '8'],
    },
  ],
  amount_negative: [
    amount('▲1,000', '出金金額'),
    amount('(1,000)', '出金金額'),
    amount('△1,000', '出金金額'),
    amount('-1000', '出金金額'),
    amount('－１０００', '出金金額'),
  ],
  amount_character: [
    amount('①', '①'),
    amount('千円', '千'),
    amount('1.0E+05', 'E'),
    amount('一〇〇', '一'),
    amount('1000-', '-'),
    amount('㌀', '㌀'),
  ],
  amount_commas: [amount('1,50', '1,50'), amount('1,2345', '1,2345'), amount('1.234.567', '1.234.567')],
  amount_decimals: [amount('1.5', '0')],
  amount_too_large: [amount('1000000000000000', '15'), amount('9'.repeat(25), '15')],
  value_date_later: [
    {
      of: 'a day later',
      file: csvFile({ in: '1', value: '2026-05-08' }),
      at: 'lines[2].valueDate',
      shows: ['2026-05-08', '2026-05-07'],
    },
    zengin(changed(2, 16, '090126'), 'lines[2].valueDate', 'the same in 全銀', '2027-01-26', '2027-01-25'),
  ],
  row_marked: [
    { of: '訂正', file: csvFile({ in: '1', mark: '訂正' }), at: 'lines[2]', shows: ['訂正', '明細区分'] },
  ],
  remarks_too_long: [
    {
      of: '256',
      file: csvFile({ in: '1', remarks: 'あ'.repeat(256) }),
      at: 'lines[2].remarks',
      shows: ['256'],
    },
  ],
  balance_contradicts: [
    {
      of: 'a missing row',
      file: csvFile({ in: '1', balance: '1' }, { in: '1', balance: '30' }),
      at: 'lines[3].balance',
      shows: ['30', '2'],
    },
  ],
  balance_order_contradicts_dates: [
    {
      of: 'a day that goes back',
      file: csvFile(
        { in: '1', date: '2026-05-08', balance: '1' },
        { in: '1', date: '2026-05-07', balance: '2' },
        { in: '1', date: '2026-05-09', balance: '3' },
      ),
      at: 'lines[3].transactionDate',
      shows: ['2026-05-07', '2026-05-08'],
    },
  ],
  mark_contradicts_balance: [
    {
      of: 'a mark on the row undone',
      file: csvFile({ in: '9', balance: '9' }, { in: '5', mark: '取消', balance: '14' }),
      at: 'lines[3]',
      shows: ['14', '4'],
    },
  ],
  zengin_ebcdic: [{ of: 'EBCDIC', file: Buffer.from([0xf1, 0xf0, 0xf3, 0xf1]), format: 'zengin' }],
  zengin_other_kind: [
    zengin(orders('21').join(''), 'lines[1].kind', '総合振込', '総合振込', '120'),
    zengin(orders('11').join('\r\n'), 'lines[1].kind', '給与振込', '給与振込', '120'),
    zengin(orders('91').join('\n'), 'lines[1].kind', '預金口座振替', '預金口座振替'),
    zengin(changed(1, 2, '01'), 'lines[1].kind', '振込入金', '振込入金'),
  ],
  zengin_kind: [zengin(changed(1, 2, '88'), 'lines[1].kind', 'an unknown kind', '88')],
  zengin_records_shorter: [
    zengin(withLength(120).join('\r\n'), 'lines[1]', '120 on lines', '120', '80'),
    zengin(withLength(120).join(''), 'lines[1]', '120 in a row', '120', '80'),
    zengin(withLength(199).join('\n'), 'lines[1]', '199', '199', '1'),
  ],
  zengin_records_longer: [
    zengin(withLength(201).join('\r\n'), 'lines[1]', '201 on lines', '201', '1'),
    zengin(withLength(201, ',').join(''), 'lines[1]', '201 in a row', '201', ','),
    zengin(withLength(256).join(''), 'lines[1]', '256 in a row', '256', '56'),
    zengin(withLength(256).join('\r\n'), 'lines[1]', '256 on lines', '256', '56'),
  ],
  zengin_record_length: [
    zengin(zenginRecords.map((record) => record.trimEnd()).join('\r\n'), 'lines[1]', 'blanks cut off', '129'),
  ],
  zengin_character: [zengin(changed(3, 160, 'あ'), 'lines[3]', 'a full-width character', 'あ', '160')],
  zengin_code_class: [zengin(changed(1, 4, '1'), 'lines[1].codeClass', 'EBCDIC by its own word')],
  zengin_layout: [
    zengin(changed(1, 63, '6'), 'lines[1].accountType', 'time deposits', '6', '定期預金'),
    zengin(changed(1, 63, '5'), 'lines[1].accountType', 'deposits at notice', '5', '通知預金'),
    zengin(changed(1, 63, '0'), 'lines[1].accountType', 'none', '0'),
  ],
  zengin_account: [
    zengin(changed(1, 64, '0001000002'), 'lines[1].accountNumber', 'number', '0001000002', '0001000001'),
    zengin(changed(1, 23, '0001'), 'lines[1].bankCode', 'bank', '0001', '1999'),
    zengin(changed(1, 42, '003'), 'lines[1].branchCode', 'branch', '003', '001'),
    zengin(changed(1, 63, '2'), 'lines[1].accountType', 'kind of account', '2', '1'),
  ],
  zengin_second_account: [
    zengin(
      [...zenginRecords.slice(0, 4), ...zenginRecords].join('\r\n'),
      'lines[5].dataClass',
      'a second header',
    ),
  ],
  zengin_behind_end: [
    zengin([...zenginRecords, zenginRecords[2]].join('\r\n'), 'lines[6].dataClass', 'a row behind the end'),
  ],
  zengin_order: [
    zengin(zenginRecords.slice(1).join('\r\n'), 'lines[1].dataClass', 'no header'),
    zengin([...zenginRecords.slice(0, 3), zenginRecords[4]].join('\r\n'), 'lines[4].dataClass', 'no trailer'),
  ],
  zengin_unfinished: [
    zengin(zenginRecords.slice(0, 4).join('\r\n'), 'lines[5]', 'no end', '9'),
    zengin('\r\n', 'lines[1]', 'nothing at all', '1'),
  ],
  zengin_date: [
    zengin(changed(2, 10, '090230'), 'lines[2].transactionDate', 'no such day', '090230'),
    zengin(changed(1, 11, '091399'), 'lines[1].from', 'no such period', '091399'),
  ],
  zengin_date_outside: [
    zengin(
      changed(2, 10, '081231'),
      'lines[2].transactionDate',
      'before the period',
      '2026-12-31',
      '2027-01-01',
    ),
  ],
  zengin_direction: [zengin(changed(2, 22, '3'), 'lines[2].transactionType', 'neither in nor out', '3')],
  zengin_amount: [
    zengin(changed(3, 25, '000000300,01'), 'lines[3].amount', 'a comma', '000000300,01'),
    zengin(changed(3, 25, '000000000000'), 'lines[3].amount', 'nothing', '000000000000'),
  ],
  zengin_number: [
    zengin(changed(1, 116, ' '.repeat(14)), 'lines[1].balanceBefore', 'blanks for a balance'),
    zengin(
      changed(4, 41, '-0000000000001'),
      'lines[4].balanceAfter',
      'a sign in the digits',
      '-0000000000001',
    ),
  ],
  zengin_sign: [
    zengin(changed(1, 114, '0'), 'lines[1].balanceSign', 'a sign that is none', '0'),
    zengin(changed(4, 40, '3'), 'lines[4].balanceSign', 'the same behind the rows', '3'),
  ],
  zengin_total: [
    zengin(changed(4, 2, '000002'), 'lines[4].deposits', 'a wrong count', '000002', '1'),
    zengin(changed(4, 27, '0000000300002'), 'lines[4].withdrawn', 'a wrong sum', '300002', '300001'),
    zengin(changed(4, 55, '0000003'), 'lines[4].dataRecords', 'a wrong number of records', '0000003', '2'),
  ],
  zengin_balance: [
    zengin(changed(4, 41, '00000000050000'), 'lines[4].balanceAfter', 'behind the rows', '50000', '49999'),
    zengin(changed(1, 116, '00000000200000'), 'lines[4].balanceAfter', 'before them', '49999', '149999'),
    zengin(changed(4, 40, '2'), 'lines[4].balanceAfter', 'the sign', '-49999', '49999'),
  ],
  zengin_end_count: [
    zengin(changed(5, 2, '0000000004'), 'lines[5].records', 'records', '0000000004', '5'),
    zengin(changed(5, 12, '00002'), 'lines[5].accounts', 'accounts', '00002', '1'),
  ],
};

describe.each(Object.entries(examples))('the message %s', (code, files) => {
  it.each(files.map((file) => [file.of, file] as const))('is given of %s', (_of, example) => {
    const { file, format = 'csv', encoding, at = '', shows = [] } = example;
    const faults = faultsIn(file, { format, ...(encoding && { encoding }) });
    const fault = faults.find((one) => one.code === code && one.path === at);
    expect(faults.map(({ path, code: found }) => [path, found])).toContainEqual([at, code]);
    for (const text of [fault?.message.ja, fault?.message.en]) {
      for (const shown of shows) expect(text).toContain(shown);
      expect(text).not.toMatch(/\{\w+\}/);
    }
    const [line] = /\d+/.exec(at) ?? [];
    if (line === undefined) return;
    expect(fault?.message.ja).toMatch(new RegExp(`^${line}行目`));
    expect(fault?.message.en).toMatch(new RegExp(`^Line ${line}\\b`));
  });
});

describe('one cause is one fault', () => {
  const single: FileMessageCode[] = [
    'file_end_mark_inside',
    'file_is_csv',
    'file_is_zengin',
    'file_is_zengin_csv',
    'csv_separator',
    'csv_title_lines',
    'zengin_other_kind',
    'zengin_records_shorter',
    'zengin_records_longer',
  ];
  it.each(single.flatMap((code) => examples[code].map((example) => [code, example.of, example] as const)))(
    '%s: %s',
    (_code, _of, { file, format = 'csv' }) => {
      expect(faultsIn(file, { format })).toHaveLength(1);
    },
  );
});

describe('a sound file', () => {
  it('is the 全銀 file of the examples, on lines, in a row, and with the mark of MS-DOS behind it', () => {
    for (const file of [
      zenginFile(),
      zenginRecords.join(''),
      `${zenginRecords.join('')}\x1a`,
      `${zenginFile()}\r\n\x1a`,
    ]) {
      expect(faultsIn(file, { format: 'zengin' })).toEqual([]);
    }
  });

  it('may be a CSV with the mark of MS-DOS behind it', () => {
    for (const end of ['\x1a', '\r\n\x1a', '\r\n\x1a\r\n', '\n\x1a\x1a\x1a']) {
      expect(faultsIn(csvFile({ in: '1' }) + end)).toEqual([]);
    }
  });

  it('may name another account where that is asked for, and 3 for 納税準備', () => {
    const file = changed(1, 23, '0001');
    expect(faultsIn(file, { format: 'zengin', account: 'any' })).toEqual([]);
    const written = writeStatementZengin(statementWith([]), 'none');
    expect(faultsIn(written, { format: 'zengin' })).toEqual([]);
  });
});

describe.each([
  ['docs/statement-files.md', 'en'],
  ['docs/statement-files.ja.md', 'ja'],
] as const)('%s', (path, language) => {
  const document = readFileSync(new URL(`../../../../${path}`, import.meta.url), 'utf8');
  const [, messages = ''] = document.split(/^## (?:Messages|メッセージ)$/m);
  const rows = [...messages.matchAll(/^\| `(\w+)` +\| (.+) \|$/gm)].map(([, code = '', words = '']) => [
    code,
    words.trim(),
  ]);

  it('has every message the readers can give, in its words, and none they can not', () => {
    const expected = Object.entries(fileMessages).map(([code, words]) => [
      code,
      words[language].replaceAll('|', '\\|'),
    ]);
    expect(Object.fromEntries(rows)).toEqual(Object.fromEntries(expected));
    expect(rows).toHaveLength(expected.length);
  });
});
