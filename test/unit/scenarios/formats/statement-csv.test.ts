import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { InvalidInput } from '../../../../server/bank/invalid-input.ts';
import { addDays } from '../../../../server/bank/time.ts';
import { FileFaults } from '../../../../server/scenarios/formats/file-faults.ts';
import { decodeText, encodeText } from '../../../../server/scenarios/formats/file-text.ts';
import { readStatementCsv } from '../../../../server/scenarios/formats/read-csv.ts';
import { csvHeading, writeStatementCsv } from '../../../../server/scenarios/formats/statement-csv.ts';
import { atOnce } from '../../../../server/slices.ts';
import { asInput, cashRow, statementWith, transferRow } from './statement-fixture.ts';

function read(text: string, currencyCode = 'JPY') {
  const faults = new FileFaults();
  const { rows } = atOnce(readStatementCsv(text, currencyCode, faults));
  faults.refuse();
  return rows.map(({ input }) => input);
}

function faultsOf(text: string) {
  try {
    read(text);
  } catch (error) {
    if (error instanceof InvalidInput) return [...error.faults];
    throw error;
  }
  return [];
}

const heading = csvHeading('JPY').join(',');
const line = (date: string, out: string, into: string, remarks = '', value = '') =>
  `x,1,${date},${value},${out},${into},,,,,,,${remarks}`;

describe('CSV in the style of ANSER', () => {
  it('has a heading and 13 quoted columns, CR LF behind each record', () => {
    const text = writeStatementCsv(statementWith([transferRow, cashRow], { balanceBefore: 50_000n }));
    expect(text).toBe(
      [
        '"照会口座","番号","勘定日","(起算日)","出金金額(円)","入金金額(円)","小切手区分","残高(円)","取引区分","明細区分","金融機関名","支店名","摘要"',
        '"本店営業部　普通預金　1000001　サンプル　タロウ","00001","2027年01月25日","2027年01月22日","","250000","","300000","振込","","ｻﾝﾌﾟﾙｼﾝｷﾝ","ﾐﾅﾄ","ﾌﾘｺﾐ ｶ)ﾐﾅﾄｼﾖｳｶｲ"',
        '"本店営業部　普通預金　1000001　サンプル　タロウ","00002","2027年02月01日","","300001","","","-1","現金","","","","ATM"',
        '',
      ].join('\r\n'),
    );
  });

  it('has the currency in its heading and decimals in its amounts', () => {
    const text = writeStatementCsv(statementWith([cashRow], { currencyCode: 'USD' }));
    expect(text).toContain('"出金金額(USD)"');
    expect(read(text, 'USD')).toEqual([{ ...asInput(cashRow), amount: '3000.01' }]);
  });
});

describe('a text that a spreadsheet program would run', () => {
  const texts = ['=HYPERLINK("http://example.com","x")', '+81', '-1', '@SUM(1)', '＝1', "'=1", "''+1", "'a"];

  it('is written with an apostrophe before it, and read back as it was', () => {
    const rows = texts.map((remarks) => ({ ...cashRow, remarks }));
    const text = writeStatementCsv(statementWith(rows, { balanceBefore: 0n }));
    expect(text).toContain(`"'=HYPERLINK(""http://example.com"",""x"")"`);
    expect(text).not.toMatch(/"[=+@＝]/);
    expect(read(text).map(({ remarks }) => remarks)).toEqual(texts);
  });

  it('is kept from running in the names of a transfer as well', () => {
    const transfer = { applicantName: 'ｶ)ﾐﾅﾄ', paymentBankName: '=1+1', paymentBranchName: '@A1' };
    const row = { ...transferRow, remarks: '振込　ｶ)ﾐﾅﾄ', transfer };
    const text = writeStatementCsv(statementWith([row], { balanceBefore: 0n }));
    expect(text).toContain(`"'=1+1","'@A1"`);
    expect(read(text)[0]?.transfer).toEqual(transfer);
  });
});

const rowOf = fc
  .record({
    daysBack: fc.integer({ min: -400, max: 40_000 }),
    valueDaysBack: fc.option(fc.integer({ min: 1, max: 40 }), { nil: undefined }),
    transactionType: fc.constantFrom('1' as const, '2' as const),
    amount: fc.bigInt({ min: 1n, max: 10n ** 15n - 1n }),
    remarks: fc.option(
      fc.string({
        unit: fc.constantFrom(...Array.from('",\r\n 給与ｶﾞ～－ヴA　=+@-\'＝')),
        minLength: 1,
        maxLength: 255,
      }),
      { nil: undefined },
    ),
  })
  .map(({ daysBack, valueDaysBack, transactionType, amount, remarks }) => {
    const transactionDate = addDays('2027-02-20', -daysBack);
    return {
      transactionDate,
      ...(valueDaysBack !== undefined && { valueDate: addDays(transactionDate, -valueDaysBack) }),
      transactionType,
      amount,
      ...(remarks !== undefined && { remarks }),
    };
  });

describe('a CSV file read back', () => {
  it('gives the rows it was written from', () => {
    fc.assert(
      fc.property(
        fc.array(rowOf, { maxLength: 8 }),
        fc.constantFrom('shift_jis' as const, 'utf-8' as const),
        (rows, encoding) => {
          // As a ledger has them: the balances prove the order, and days only go forward.
          const booked = rows.toSorted((a, b) => a.transactionDate.localeCompare(b.transactionDate));
          const bytes = encodeText(writeStatementCsv(statementWith(booked)), encoding);
          expect(read(atOnce(decodeText(bytes)) ?? '')).toEqual(booked.map(asInput));
        },
      ),
      { numRuns: 60 },
    );
  });

  it('knows who sent a transfer from the 摘要', () => {
    const { ediInfo: _lost, ...transfer } = transferRow.transfer ?? { ediInfo: '' };
    expect(read(writeStatementCsv(statementWith([transferRow])))).toEqual([
      { ...asInput(transferRow), transfer },
    ]);
  });

  it.each(['2027/2/1', '2027-02-01', '20270201', '2027年2月1日', '２０２７／０２／０１', '2027.2.1'])(
    'takes %s for a day, without quotes and heading',
    (date) => {
      expect(read(line(date, '', '1'))).toEqual([
        { transactionDate: '2027-02-01', transactionType: '1', amount: '1' },
      ]);
    },
  );

  it.each(['12345', '"12,345"', '"￥12,345"', '１２３４５', '12345円'])(
    'takes %s for an amount',
    (amount) => {
      expect(read(line('2027-02-01', amount, '0'))).toEqual([
        { transactionDate: '2027-02-01', transactionType: '2', amount: '12345' },
      ]);
    },
  );

  it('writes 〓 for what Shift_JIS lacks, and one form for what its tables disagree on', () => {
    expect(atOnce(decodeText(encodeText('家賃🏠〜', 'shift_jis')))).toBe('家賃〓～');
    expect(atOnce(decodeText(encodeText('家賃🏠〜', 'utf-8')))).toBe('家賃🏠〜');
  });

  it('tells kana in Shift_JIS from letters in UTF-8', () => {
    expect(atOnce(decodeText(Buffer.from([0xc3, 0xb1])))).toBe('ﾃｱ');
    expect(atOnce(decodeText(Buffer.from([0xff, 0xfe, 0x00])))).toBeUndefined();
    expect(atOnce(decodeText(Buffer.from([0x93]), 'utf-8'))).toBeUndefined();
  });
});

describe('a CSV file at fault', () => {
  it.each([
    ['no such day', `${heading}\n${line('2027/02/30', '1', '')}`, 'lines[2].transactionDate', '勘定日'],
    ['no such value date', line('2027/02/20', '1', '', '', '昨日'), 'lines[1].valueDate', '起算日'],
    ['a later value date', line('2027/02/20', '1', '', '', '2027/02/21'), 'lines[1].valueDate', '起算日'],
    ['no amount', `${heading}\n\n${line('2027/02/20', '', '')}`, 'lines[3].amount', '出金金額・入金金額'],
    ['both amounts', line('2027/02/20', '1', '2'), 'lines[1].amount', '出金金額・入金金額'],
    ['words for an amount', line('2027/02/20', '', '千円'), 'lines[1].amount', '入金金額'],
    ['a negative amount', line('2027/02/20', '', '-5'), 'lines[1].amount', '出金金額'],
    ['decimals of yen', line('2027/02/20', '1.5', ''), 'lines[1].amount', '出金金額'],
    ['too large an amount', line('2027/02/20', '1000000000000000', ''), 'lines[1].amount', '出金金額'],
    ['too long a text', line('2027/02/20', '1', '', 'あ'.repeat(256)), 'lines[1].remarks', '摘要'],
    ['a column missing', `${heading}\r\nx,1,2027/02/20,,1,,,,,,,`, 'lines[2]', '12'],
    ['other columns', '2027/02/20,5', 'lines[1]', '13'],
    ['columns in another order', heading.replace('出金', '入金'), 'lines[1]', '出金金額'],
    ['an open quote', line('2027/02/20', '1', '', '"あ'), 'lines[1]', '引用符'],
    ['text behind a quote', line('2027/02/20', '1', '', '"あ"い'), 'lines[1]', '引用符'],
  ])('%s', (_case, text, path, word) => {
    const faults = faultsOf(text);
    expect(faults.map((fault) => fault.path)).toEqual([path]);
    expect(faults[0]?.message.ja).toContain(word);
    expect(faults[0]?.message.en).toMatch(/^Line \d+/);
  });

  it('counts lines as an editor does, within quotes too', () => {
    const text = `${line('2027/02/20', '1', '', '"二\r\n行"')}\r\n${line('?', '1', '')}`;
    expect(faultsOf(text).map(({ path }) => path)).toEqual(['lines[3].transactionDate']);
  });

  it('tells of a hundred faults and counts the rest', () => {
    const text = Array.from({ length: 150 }, () => line('?', '1', '')).join('\n');
    expect(faultsOf(text)).toHaveLength(100);
    expect(() => read(text)).toThrow(expect.objectContaining({ details: { count: 150 } }));
  });
});
