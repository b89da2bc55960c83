import type { Bilingual } from '../bank/catalogue/entry.ts';

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
  /** The newest earlier version of that file that is whole, if there is one. */
  readonly backup: string | undefined;
  readonly text: Bilingual;

  constructor(file: string, reason: Bilingual, backup?: string) {
    const text = {
      ja:
        `データファイル「${file}」を読み込めません（${reason.ja}）。ファイルは上書きせず、そのまま残してあります。` +
        (backup === undefined
          ? '正常なバックアップはありません。別のディレクトリを --data で指定すると、新しく始められます。'
          : `最新の正常なバックアップは「${backup}」です。戻す場合は、このバックアップを元のファイル名でコピーしてください。`),
      en:
        `The data file ${file} cannot be read (${reason.en}). It is left as it is; nothing has been overwritten. ` +
        (backup === undefined
          ? 'There is no good backup. Choose another directory with --data to start afresh.'
          : `The newest good backup is ${backup}. To go back to it, copy it to the name of the damaged file.`),
    };
    super(`${text.ja}\n${text.en}`);
    this.name = 'DataUnreadable';
    this.file = file;
    this.backup = backup;
    this.text = text;
  }
}

/** The `code` of a system error, e.g. `ENOENT`. */
export function systemErrorCode(error: unknown): string | undefined {
  return error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : undefined;
}
