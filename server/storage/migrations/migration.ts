import type { Bilingual } from '../../bank/catalogue/entry.ts';

/**
 * A step from one format of the data directory to the present one.
 *
 * Each step is one function that reads its format and one recorded directory in the tests. A reader
 * is frozen: it has its own copy of everything the format needs and its own types, so that the live
 * code may change without making old data unreadable. It changes nothing on disk.
 */
export interface Migration {
  /** Whether names found in a data directory are of this format. */
  isFormatOf(names: readonly string[]): boolean;
  /** Whether that name in the data directory belongs to this format, to be put aside afterwards. */
  owns(name: string): boolean;
  /** Reads and verifies all of it. @throws DataUnreadable when something that counts is damaged. */
  read(dataDir: string): Promise<OlderDirectory>;
}

/** What a directory of an earlier version holds. */
export interface OlderDirectory {
  /** What the bank knew last; undefined when nothing had ever been stored. */
  readonly current: OlderContents | undefined;
  /** Oldest first; only those that are whole. */
  readonly snapshots: readonly OlderSnapshot[];
  /** What was dropped or left out, to be said to the user. */
  readonly words: readonly Bilingual[];
  /** Names in the directory that the new format does not use, to be put aside afterwards. */
  readonly leftOver: readonly string[];
}

/** A whole state of the bank: rows by table and key, and the statements. */
export interface OlderContents {
  readonly tables: ReadonlyMap<string, ReadonlyMap<string, unknown>>;
  readonly ledgers: readonly OlderLedger[];
}

/** One account's statement. */
export interface OlderLedger {
  readonly accountId: string;
  /** Its rows in ascending order of `itemKey`, some hundreds at a time: there may be a million. */
  rows(): AsyncIterable<readonly StatementRow[]>;
}

/** A state kept under a name. */
export interface OlderSnapshot {
  readonly name: string;
  /** Wall-clock time of saving, epoch ms. */
  readonly savedAt: number;
  /** Read anew at each call, so that many snapshots are not in memory at once. */
  contents(): Promise<OlderContents>;
}

/** A row of a statement as every format so far has written it. */
export interface StatementRow {
  itemKey: string;
  /** `YYYY-MM-DD` */
  transactionDate: `${number}-${number}-${number}`;
  valueDate?: `${number}-${number}-${number}`;
  /** `1` 入金, `2` 出金. */
  transactionType: '1' | '2';
  /** In the currency's minor unit, decimal. */
  amount: string;
  remarks?: string;
  transfer?: {
    applicantName: string;
    paymentBankName: string;
    paymentBranchName: string;
    ediInfo?: string;
  };
}
