import { resolve } from 'node:path';
import type { Command } from 'commander';
import { toTimestamp } from '../bank/time.ts';
import { SandboxStartError } from '../sandbox-options.ts';
import { explainFileError } from '../data-directory.ts';
import { DirectoryLock } from '../storage/directory-lock.ts';
import { examine, type Examination, type Generation } from '../storage/doctor/examine.ts';
import { restoreGeneration } from '../storage/doctor/restore.ts';
import { DataDirectoryInUse } from '../storage/errors.ts';
import { defaultDataDir } from './default-data-dir.ts';

interface DoctorOptions {
  data?: string;
  restore?: string;
}

/** `doctor`: what a data directory holds, and the way back to a whole state (contract §1). */
export function addDoctorCommand(program: Command): void {
  program
    .command('doctor')
    .description('examine a data directory, and restore a whole state where it is damaged')
    .option('--data <dir>', 'the data directory')
    .option(
      '--restore <current|previous|snapshot>',
      'make this the present state; what is there now is copied aside first',
    )
    .action(doctor);
}

async function doctor(options: DoctorOptions): Promise<void> {
  const dataDir = resolve(options.data ?? defaultDataDir());
  try {
    const lock = await DirectoryLock.take(dataDir);
    try {
      await treat(dataDir, options.restore);
    } finally {
      await lock.release();
    }
  } catch (error) {
    if (error instanceof DataDirectoryInUse) throw new SandboxStartError(4, error.message, { cause: error });
    throw explainFileError(error, dataDir) ?? error;
  }
}

async function treat(dataDir: string, wanted: string | undefined): Promise<void> {
  const found = await examine(dataDir);
  if (wanted === undefined) {
    process.stdout.write(describe(dataDir, found));
    if (found.damages.length > 0) process.exitCode = 5;
    return;
  }
  const chosen = choose(found, wanted);
  if (!found.root || !chosen || chosen.damage) {
    const why = chosen?.damage
      ? `「${wanted}」は壊れています。\n${wanted} is damaged.`
      : `「${wanted}」はありません。\nThere is no ${wanted}.`;
    throw new SandboxStartError(5, `${why}\n${describe(dataDir, found)}`);
  }
  const aside = await restoreGeneration(dataDir, found.root, chosen, found);
  process.stdout.write(
    `「${wanted}」を現在の状態にしました。それまでのファイルは ${aside} にあります。\n` +
      `${wanted} is the present state now. The files from before are in ${aside}.\n`,
  );
}

function choose({ generations }: Examination, wanted: string): Generation | undefined {
  return (
    generations.find(({ kind }) => kind !== 'snapshot' && kind === wanted) ??
    generations.find(({ kind, name }) => kind === 'snapshot' && name === wanted)
  );
}

function describe(dataDir: string, { format, damages, generations }: Examination): string {
  const lines = [`${dataDir}: ${formats[format]}`];
  for (const { name, kind, savedAt, damage } of generations) {
    const date = savedAt === undefined ? '' : `, ${toTimestamp(savedAt)}`;
    lines.push(
      `  ${kind === 'snapshot' ? `snapshot ${name}` : name}${date}: ${damage ? '破損 / damaged' : '正常 / whole'}`,
    );
  }
  for (const { ja, en } of damages) lines.push('', ja, en);
  const whole = generations.filter(({ damage }) => !damage);
  if (damages.length > 0 && whole.length > 0) {
    lines.push(
      '',
      '正常な状態に戻すには / to go back to a whole state:',
      ...whole.map(({ name }) => `  ib-link-sandbox doctor --data '${dataDir}' --restore '${name}'`),
    );
  }
  return `${lines.join('\n')}\n`;
}

const formats = {
  empty: 'まだ何も保存されていません / nothing has been stored yet',
  older:
    '以前のバージョンの形式（次の起動で移します） / the format of an earlier version, taken over at the next start',
  store: 'このバージョンの形式 / the format of this version',
} as const;
