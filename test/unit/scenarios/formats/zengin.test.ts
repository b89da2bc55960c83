import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { InvalidInput } from '../../../../server/bank/invalid-input.ts';
import type { BankDate } from '../../../../server/bank/time.ts';
import { addDays } from '../../../../server/bank/time.ts';
import { FileFaults } from '../../../../server/scenarios/formats/file-faults.ts';
import { decodeText, encodeText } from '../../../../server/scenarios/formats/file-text.ts';
import { recognizeText } from '../../../../server/scenarios/formats/recognition.ts';
import { readStatementZengin } from '../../../../server/scenarios/formats/read-zengin.ts';
import { writeStatementZengin } from '../../../../server/scenarios/formats/write-zengin.ts';
import {
  dataFields,
  endFields,
  headerFields,
  trailerFields,
} from '../../../../server/scenarios/formats/zengin-layout.ts';
import { atOnce } from '../../../../server/slices.ts';
import { asInput, cashRow, statementWith, transferRow } from './statement-fixture.ts';

const TODAY: BankDate = '2027-02-20';

function read(text: string) {
  const faults = new FileFaults();
  const content = recognizeText(text, 'zengin', faults) ?? '';
  const { rows } = atOnce(readStatementZengin(content, { today: TODAY }, faults));
  faults.refuse();
  return rows.map(({ input }) => input);
}

function faultsOf(text: string): { path: string; message: { ja: string; en: string } }[] {
  try {
    read(text);
  } catch (error) {
    if (error instanceof InvalidInput) return [...error.faults];
    throw error;
  }
  return [];
}

describe('全銀 入出金取引明細', () => {
  it.each([
    ['header', headerFields],
    ['data', dataFields],
    ['trailer', trailerFields],
    ['end', endFields],
  ])('has 200 bytes in its %s record', (_name, fields) => {
    expect(fields.reduce((sum, [, , , length]) => sum + length, 0)).toBe(200);
  });

  it('is written to the byte', () => {
    const text = writeStatementZengin(
      statementWith([transferRow, cashRow], { balanceBefore: 50_000n }),
      'none',
    );
    const records = Array.from({ length: 5 }, (_, index) => text.slice(index * 200, (index + 1) * 200));
    expect(text).toHaveLength(1_000);
    expect(records[0]).toBe(
      '1030' + // データ区分, 種別コード, コード区分
        '090220090101090220' + // 作成日, 勘定日 (令和9年)
        '1999' +
        'ｻﾝﾌﾟﾙｼﾝｷﾝ'.padEnd(15) +
        '001' +
        'ﾎﾝﾃﾝｴｲｷﾞﾖｳﾌﾞ'.padEnd(15) +
        '000' +
        '1' + // 普通
        '0001000001' +
        'ｻﾝﾌﾟﾙ ﾀﾛｳ'.padEnd(40) +
        '11' + // 正残, 通帳
        '00000000050000' +
        ' '.repeat(71),
    );
    expect(records[1]).toBe(
      '2' +
        '00000001' +
        '090125' +
        '090122' +
        '111' + // 入金, 振込
        '000000250000' +
        '0'.repeat(12 + 6 + 6 + 1 + 7 + 3 + 10) +
        'ｶ)ﾐﾅﾄｼﾖｳｶｲ'.padEnd(48) +
        'ｻﾝﾌﾟﾙｼﾝｷﾝ'.padEnd(15) +
        'ﾐﾅﾄ'.padEnd(15) +
        'ﾌﾘｺﾐ ｶ)ﾐﾅﾄｼﾖｳｶｲ'.padEnd(20) +
        'INV00101'.padEnd(20) +
        ' ',
    );
    expect(records[2]).toBe(
      `200000002090201090201210000000300001${'0'.repeat(45)}${' '.repeat(78)}${'ATM'.padEnd(41)}`,
    );
    // One yen below nothing: 貸越区分 2, and the balance without its sign.
    expect(records[3]).toBe(
      `8000001000000025000000000100000003000012000000000000010000002${' '.repeat(139)}`,
    );
    expect(records[4]).toBe(`9000000000500001${' '.repeat(184)}`);
  });

  it('has one byte for a character in Shift_JIS, and CR LF behind each record where asked', () => {
    const text = writeStatementZengin(statementWith([transferRow]), 'crlf');
    const bytes = encodeText(text, 'shift_jis');
    expect(bytes).toHaveLength(4 * 202);
    expect([...bytes.subarray(200, 202)]).toEqual([0x0d, 0x0a]);
    expect(bytes.subarray(26, 29)).toEqual(Buffer.from([0xbb, 0xdd, 0xcc])); // ｻﾝﾌ
  });

  it.each([
    ['01', '1'],
    ['02', '1'],
    ['21', '2'],
    ['22', '4'],
    ['23', '9'],
    ['71', '9'],
  ] as const)('calls account type %s %s', (accountTypeCode, code) => {
    const text = writeStatementZengin(statementWith([], { accountTypeCode }), 'none');
    expect(text[62]).toBe(code);
  });

  it('writes words as kana and leaves blank what has none', () => {
    const remarks = [
      '給与　株式会社',
      '口座振替　ﾃﾞﾝｷ',
      '手数料',
      '鬱',
      'INV/7,A',
      '株式会社サンプル',
      'カードローン',
    ];
    const rows = remarks.map((text) => ({ ...cashRow, remarks: text }));
    expect(read(writeStatementZengin(statementWith(rows), 'none')).map((row) => row.remarks)).toEqual([
      'ｷﾕｳﾖ',
      'ｺｳｻﾞﾌﾘｶｴ ﾃﾞﾝｷ',
      'ﾃｽｳﾘﾖｳ',
      undefined,
      'INV/7,A',
      'ｶ)ｻﾝﾌﾟﾙ',
      'ｶ-ﾄﾞﾛ-ﾝ',
    ]);
  });

  it.each([
    [{ ...cashRow, amount: 10n ** 12n }, 'format_value_too_large'],
    [{ ...cashRow, transactionDate: '1900-01-01' as const }, 'format_value_too_large'],
  ])('says when a row has no room', (row, code) => {
    expect(() => writeStatementZengin(statementWith([row]), 'none')).toThrow(
      expect.objectContaining({ code }),
    );
  });

  it('is for yen', () => {
    expect(() => writeStatementZengin(statementWith([], { currencyCode: 'USD' }), 'none')).toThrow(
      expect.objectContaining({ code: 'format_yen_only' }),
    );
  });
});

const kana = fc
  .string({ unit: fc.constantFrom(...Array.from('ABZ019ｱｲｳﾊﾟﾞ().- ')), minLength: 1, maxLength: 14 })
  .map((text) => text.trim())
  .filter((text) => text !== '');

const rowOf = fc
  .record({
    daysBack: fc.integer({ min: 0, max: 7_000 }),
    valueDaysBack: fc.option(fc.integer({ min: 1, max: 40 }), { nil: undefined }),
    deposit: fc.boolean(),
    amount: fc.bigInt({ min: 1n, max: 10n ** 9n }),
    remarks: fc.option(kana, { nil: undefined }),
    transfer: fc.option(
      fc.record({ applicantName: kana, paymentBankName: kana, paymentBranchName: kana, ediInfo: kana }),
      { nil: undefined },
    ),
  })
  .map(({ daysBack, valueDaysBack, deposit, amount, remarks, transfer }) => {
    const transactionDate: BankDate = addDays(TODAY, -daysBack);
    return {
      transactionDate,
      ...(valueDaysBack !== undefined && { valueDate: addDays(transactionDate, -valueDaysBack) }),
      transactionType: deposit ? ('1' as const) : ('2' as const),
      amount,
      ...(remarks !== undefined && { remarks }),
      ...(deposit && transfer && { transfer }),
    };
  });

/** A statement whose period reaches over its rows, as that of the bank's own files does. */
function statementOver(rows: Parameters<typeof statementWith>[0]) {
  const days = rows.map(({ transactionDate }) => transactionDate).sort();
  return { ...statementWith(rows), from: days[0] ?? TODAY, to: TODAY };
}

describe('a 全銀 file read back', () => {
  it('gives the rows it was written from', () => {
    fc.assert(
      fc.property(
        fc.array(rowOf, { maxLength: 12 }),
        fc.constantFrom('none' as const, 'crlf' as const),
        fc.constantFrom('shift_jis' as const, 'utf-8' as const),
        (rows, separator, encoding) => {
          const booked = rows.toSorted((a, b) => a.transactionDate.localeCompare(b.transactionDate));
          const bytes = encodeText(writeStatementZengin(statementOver(booked), separator), encoding);
          expect(read(atOnce(decodeText(bytes)) ?? '')).toEqual(booked.map(asInput));
        },
      ),
      { numRuns: 60 },
    );
  });

  it('may have LF alone', () => {
    const text = writeStatementZengin(statementWith([cashRow]), 'crlf').replaceAll('\r\n', '\n');
    expect(read(text)).toEqual([asInput(cashRow)]);
  });
});

const sound = writeStatementZengin(statementWith([transferRow, cashRow]), 'crlf')
  .trimEnd()
  .split('\r\n');
// The end record is digits and blanks; trimEnd above took the blanks.
sound[4] = (sound[4] ?? '').padEnd(200);

/** The sound file with one line changed from a column (counted from 1) on. */
function withChange(line: number, column: number, text: string): string {
  return sound
    .map((record, index) =>
      index === line - 1
        ? record.slice(0, column - 1) + text + record.slice(column - 1 + text.length)
        : record,
    )
    .join('\r\n');
}

describe('a 全銀 file at fault', () => {
  it('is none as it stands', () => {
    expect(faultsOf(sound.join('\r\n'))).toEqual([]);
  });

  it.each([
    ['another kind', withChange(1, 2, '01'), 'lines[1].kind'],
    ['EBCDIC', withChange(1, 4, '1'), 'lines[1].codeClass'],
    ['a day that is none', withChange(2, 10, '090230'), 'lines[2].transactionDate'],
    ['a day in letters', withChange(3, 10, 'R90201'), 'lines[3].transactionDate'],
    ['a later value date', withChange(2, 16, '090126'), 'lines[2].valueDate'],
    ['neither in nor out', withChange(2, 22, '3'), 'lines[2].transactionType'],
    ['an amount with a comma', withChange(3, 25, '000000300,01'), 'lines[3].amount'],
    ['no amount', withChange(3, 25, '000000000000'), 'lines[3].amount'],
    ['a full-width character', withChange(3, 160, 'あ'), 'lines[3]'],
    ['a wrong count', withChange(4, 2, '000002'), 'lines[4].deposits'],
    ['a wrong sum', withChange(4, 27, '0000000300002'), 'lines[4].withdrawn'],
    ['blanks cut off', sound.map((record) => record.trimEnd()).join('\r\n'), 'lines[1]'],
    ['a wrong balance behind the rows', withChange(4, 41, '00000000000002'), 'lines[4].balanceAfter'],
    ['no header', sound.slice(1).join('\r\n'), 'lines[1].dataClass'],
    ['no trailer', [...sound.slice(0, 3), sound[4]].join('\r\n'), 'lines[4].dataClass'],
    ['no end', sound.slice(0, 4).join('\r\n'), 'lines[5]'],
    ['a second account', [...sound.slice(0, 4), ...sound].join('\r\n'), 'lines[5].dataClass'],
    ['something behind the end', [...sound, sound[2]].join('\r\n'), 'lines[6].dataClass'],
    ['nothing in it', '', 'lines[1]'],
    ['a file of another kind', 'date,amount', 'lines[1]'],
  ])('%s', (_case, text, path) => {
    const [fault] = faultsOf(text);
    expect(fault?.path).toBe(path);
    const line = /\d+/.exec(path)?.[0] ?? '';
    expect(fault?.message.ja).toContain(`${line}行目`);
    expect(fault?.message.en).toContain(`Line ${line}`);
  });

  it('tells of every line at once', () => {
    const text = withChange(2, 10, '099999').replace('090201090201', '091301090201');
    expect(faultsOf(text).map(({ path }) => path)).toEqual([
      'lines[2].transactionDate',
      'lines[3].transactionDate',
    ]);
  });
});
