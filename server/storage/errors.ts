import type { Bilingual } from '../bank/catalogue/entry.ts';
import { fillIn, Refusal } from '../bank/refusal.ts';

/** The data directory belongs to a process that is still running. */
export class DataDirectoryInUse extends Error {
  readonly exitCode = 4;
  readonly text: Bilingual;

  constructor(dataDir: string, pid: number) {
    const text = {
      ja: `データディレクトリ「${dataDir}」は、動作中の別のプロセス（pid ${String(pid)}）が使用しています。そのプロセスを終了するか、--data で別のディレクトリを指定してください。`,
      en: `The data directory ${dataDir} is in use by a running process (pid ${String(pid)}). Stop that process, or choose another directory with --data.`,
    };
    super(`${text.ja}\n${text.en}`);
    this.name = 'DataDirectoryInUse';
    this.text = text;
  }
}

/** A file of the data directory is damaged. It stays as it is: nothing is written over it. */
export class DataUnreadable extends Error {
  readonly exitCode = 5;
  /** The damaged file. */
  readonly file: string;
  readonly text: Bilingual;

  constructor(file: string, reason: Bilingual) {
    const text = {
      ja: `データファイル「${file}」を読み込めません（${reason.ja}）。ファイルは上書きせず、そのまま残してあります。`,
      en: `The data file ${file} cannot be read (${reason.en}). It is left as it is; nothing has been overwritten.`,
    };
    super(`${text.ja}\n${text.en}`);
    this.name = 'DataUnreadable';
    this.file = file;
    this.text = text;
  }
}

/** A change was not kept: it is undone in memory and can't come back from disk. */
export class NotKept extends Refusal {
  /** @param where the directory that could not be written. */
  constructor(error: unknown, where: string) {
    const full = ['ENOSPC', 'EDQUOT'].includes(systemErrorCode(error) ?? '');
    super(full ? 'storage_full' : 'storage_failed', { where, cause: causeOf(error) });
    this.name = 'NotKept';
    this.cause = error;
  }

  /** What happened and what to do, in both languages. */
  get words(): string {
    const { message, hint } = this.entry;
    return [message.ja, hint.ja, '\n', message.en, ' ', hint.en]
      .map((text) => fillIn(text, this.details))
      .join('');
  }
}

/** A change is undone in memory, but whether it is on disk only a restart will tell. */
export class OutcomeUnknown extends Refusal {
  constructor(error: unknown, where: string) {
    super('storage_outcome_unknown', { where, cause: causeOf(error) });
    this.name = 'OutcomeUnknown';
    this.cause = error;
  }
}

/** More waits to be written than may. */
export class StorageBusy extends Refusal {
  constructor(where: string) {
    super('storage_busy', { where });
    this.name = 'StorageBusy';
  }
}

/** The sandbox is stopping. */
export class StorageClosed extends Refusal {
  constructor() {
    super('storage_closed');
    this.name = 'StorageClosed';
  }
}

/** What was read was undone before it was durable. */
export class Undone extends Refusal {
  constructor() {
    super('storage_undone');
    this.name = 'Undone';
  }
}

function causeOf(error: unknown): string {
  return systemErrorCode(error) ?? (error instanceof Error ? error.message : String(error));
}

/** The `code` of a system error, e.g. `ENOENT`. */
export function systemErrorCode(error: unknown): string | undefined {
  return error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : undefined;
}
