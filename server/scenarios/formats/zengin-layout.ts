/**
 * 全銀協 入出金取引明細: 一般社団法人全国銀行協会「適用業務およびレコード・フォーマット」, the data record being
 * that of 普通・当座・貯蓄預金, as many banks publish it with their file transfer services.
 *
 * A file is one header (データ区分 1), data records (2), a trailer (8) and an end record (9), each of
 * 200 bytes. N: digits, right-justified, the rest 0. C: JIS X 0201 with kana, left-justified, the rest
 * blank. Days are YYMMDD of the Japanese era.
 */
export const RECORD_LENGTH = 200;

/** Name here, name in the layout, kind, bytes. */
export type ZenginField = readonly [name: string, label: string, kind: 'N' | 'C', length: number];

export const headerFields = [
  ['dataClass', 'データ区分', 'N', 1],
  /** 03: 入出金取引明細. */
  ['kind', '種別コード', 'N', 2],
  /** 0: JIS. */
  ['codeClass', 'コード区分', 'N', 1],
  ['createdOn', '作成日', 'N', 6],
  ['from', '勘定日（自）', 'N', 6],
  ['to', '勘定日（至）', 'N', 6],
  ['bankCode', '銀行コード', 'N', 4],
  ['bankName', '銀行名', 'C', 15],
  ['branchCode', '支店コード', 'N', 3],
  ['branchName', '支店名', 'C', 15],
  ['reserved', 'ダミー', 'N', 3],
  /** 1 普通, 2 当座, 4 貯蓄, 9 その他. */
  ['accountType', '預金種目', 'N', 1],
  ['accountNumber', '口座番号', 'N', 10],
  ['accountName', '口座名', 'C', 40],
  /** Of the 取引前残高: 1 not negative, 2 negative. */
  ['balanceSign', '貸越区分', 'N', 1],
  /** 1 通帳, 2 証書. */
  ['passbook', '通帳・証書区分', 'N', 1],
  ['balanceBefore', '取引前残高', 'N', 14],
  ['blank', 'ダミー', 'C', 71],
] as const satisfies readonly ZenginField[];

export const dataFields = [
  ['dataClass', 'データ区分', 'N', 1],
  ['number', '照会番号', 'N', 8],
  ['transactionDate', '勘定日', 'N', 6],
  /** 預入・払出日 is the day the money counts from: 起算日. */
  ['valueDate', '預入・払出日', 'N', 6],
  /** 1 入金, 2 出金. */
  ['transactionType', '入払区分', 'N', 1],
  ['transactionKind', '取引区分', 'N', 2],
  ['amount', '取引金額', 'N', 12],
  ['otherBanksCheques', 'うち他店券金額', 'N', 12],
  ['presentedOn', '交換呈示日', 'N', 6],
  ['dishonouredOn', '不渡返還日', 'N', 6],
  ['billKind', '手形・小切手区分', 'N', 1],
  ['billNumber', '手形・小切手番号', 'N', 7],
  ['branchNumber', '僚店番号', 'N', 3],
  ['applicantCode', '振込依頼人コード', 'N', 10],
  ['applicantName', '振込依頼人名または契約者番号', 'C', 48],
  ['paymentBankName', '仕向銀行名', 'C', 15],
  ['paymentBranchName', '仕向店名', 'C', 15],
  ['remarks', '摘要内容', 'C', 20],
  ['ediInfo', 'EDI情報', 'C', 20],
  ['blank', 'ダミー', 'C', 1],
] as const satisfies readonly ZenginField[];

export const trailerFields = [
  ['dataClass', 'データ区分', 'N', 1],
  ['deposits', '入金件数', 'N', 6],
  ['deposited', '入金額合計', 'N', 13],
  ['withdrawals', '出金件数', 'N', 6],
  ['withdrawn', '出金額合計', 'N', 13],
  /** Of the 取引後残高: 1 not negative, 2 negative. */
  ['balanceSign', '貸越区分', 'N', 1],
  ['balanceAfter', '取引後残高', 'N', 14],
  ['dataRecords', 'データ・レコード件数', 'N', 7],
  ['blank', 'ダミー', 'C', 139],
] as const satisfies readonly ZenginField[];

export const endFields = [
  ['dataClass', 'データ区分', 'N', 1],
  /** From the header to this one. */
  ['records', 'レコード総件数', 'N', 10],
  ['accounts', '口座数', 'N', 5],
  ['blank', 'ダミー', 'C', 184],
] as const satisfies readonly ZenginField[];

export type ValuesOf<Fields extends readonly ZenginField[]> = Record<Fields[number][0], string>;

/** The field of that name. @throws TypeError where the layout has none. */
export function zenginField(fields: readonly ZenginField[], name: string): ZenginField {
  const field = fields.find(([own]) => own === name);
  if (!field) throw new TypeError(`the layout has no field ${name}`);
  return field;
}

/**
 * One record. What is left out is 0 or blank by its kind.
 *
 * @throws RangeError for a value longer than its field.
 */
export function formatRecord<Fields extends readonly ZenginField[]>(
  fields: Fields,
  values: Partial<ValuesOf<Fields>>,
): string {
  const given: Partial<Record<string, string>> = values;
  return fields
    .map(([name, , kind, length]) => {
      const value = given[name] ?? '';
      if (value.length > length) throw new RangeError(`${name}: ${value} is longer than ${length}`);
      return kind === 'N' ? value.padStart(length, '0') : value.padEnd(length);
    })
    .join('');
}

/** The record's fields; of a C field without the blanks that fill it. */
export function parseRecord<Fields extends readonly ZenginField[]>(
  fields: Fields,
  record: string,
): ValuesOf<Fields> {
  let at = 0;
  const values = fields.map(([name, , kind, length]) => {
    const text = record.slice(at, at + length);
    at += length;
    return [name, kind === 'N' ? text : text.trimEnd()] as const;
  });
  return Object.fromEntries(values) as ValuesOf<Fields>;
}
