import type { Bilingual } from '../../bank/catalogue/entry.ts';
import { examine } from './examine.ts';

/** Where a start was refused for damage: the newest whole state there is, and how to go back to it. */
export async function wayBack(dataDir: string): Promise<Bilingual> {
  const name = await newestWhole(dataDir);
  const command = `ib-link-sandbox doctor --data '${dataDir}'`;
  if (name === undefined) {
    return {
      ja: `正常な控えはありません。詳しくは「${command}」で調べられます。--data で別のディレクトリを指定すると、新しく始められます。`,
      en: `There is no good backup; ${command} tells more. Choose another directory with --data to start afresh.`,
    };
  }
  return {
    ja: `最新の正常な控えは「${name}」です。戻すには「${command} --restore '${name}'」を実行してください。`,
    en: `The newest good backup is ${name}. To go back to it: ${command} --restore '${name}'`,
  };
}

/** The present state where only a snapshot is damaged, then the one before, then the newest snapshot. */
async function newestWhole(dataDir: string): Promise<string | undefined> {
  try {
    const { generations } = await examine(dataDir);
    const whole = generations.filter(({ damage }) => !damage);
    const snapshots = whole.filter(({ kind }) => kind === 'snapshot');
    snapshots.sort((a, b) => (b.savedAt ?? 0) - (a.savedAt ?? 0));
    return [...whole.filter(({ kind }) => kind !== 'snapshot'), ...snapshots][0]?.name;
  } catch {
    // What can't even be examined has no way back that could be named.
    return undefined;
  }
}
