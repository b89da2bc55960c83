import type { Bilingual } from '../bank/catalogue/index.ts';
import type { SelfTestRun, ToldAnswer, TrialNotHeld, TrialResult } from './run.ts';
import { trialGroups, type TrialGroup } from './trial.ts';

type Language = keyof Bilingual;

const groupNames: Readonly<Record<TrialGroup, Bilingual>> = {
  authorization: { ja: '認可エンドポイント', en: 'Authorization endpoint' },
  pushed_request: { ja: 'PAR（RFC 9126）', en: 'Pushed requests (RFC 9126)' },
  request_object: { ja: '要求オブジェクト（RFC 9101）', en: 'Request objects (RFC 9101)' },
  client_authentication: { ja: 'クライアント認証', en: 'Client authentication' },
  code: { ja: '認可コードと PKCE', en: 'Codes and PKCE' },
  refresh: { ja: 'リフレッシュトークン', en: 'Refresh tokens' },
  dpop: { ja: 'DPoP（RFC 9449）', en: 'DPoP (RFC 9449)' },
  resource: { ja: 'アクセストークンの利用', en: 'Use of access tokens' },
  mutual_tls: { ja: '相互TLS（RFC 8705）', en: 'Mutual TLS (RFC 8705)' },
  other_endpoints: { ja: 'その他のエンドポイント', en: 'Other endpoints' },
};

const words = {
  title: { ja: '拒否の自己検証', en: 'Self-test of the refusals' },
  summary: {
    ja: (run: SelfTestRun) =>
      `${String(run.total)} 件中 ${String(run.passed)} 件が期待どおり` +
      (run.notHeld === 0 ? '' : `、${String(run.notHeld)} 件は未実施`),
    en: (run: SelfTestRun) =>
      `${String(run.passed)} of ${String(run.total)} as expected` +
      (run.notHeld === 0 ? '' : `, ${String(run.notHeld)} not held`),
  },
  header: {
    ja: '| 結果 | 条項 | 送ったもの | 期待 | 実際 |',
    en: '| result | clause | what was sent | expected | got |',
  },
  passed: { ja: '合格', en: 'passed' },
  notHeld: { ja: '未実施', en: 'not held' },
  failed: { ja: '**不合格**', en: '**FAILED**' },
} as const;

/** The table of a run as Markdown, to be read and kept by people. */
export function reportOf(run: SelfTestRun, language: Language): string {
  const lines = [
    `# ${words.title[language]}`,
    '',
    `${run.startedAt} · ${run.status} · ${words.summary[language](run)} · \`${run.filter}\``,
    ...(run.problem === undefined ? [] : ['', run.problem]),
  ];
  for (const group of trialGroups) {
    const rows = run.rows.filter((row) => row.group === group);
    const notHeld = run.rowsNotHeld.filter((row) => row.group === group);
    if (rows.length === 0 && notHeld.length === 0) continue;
    lines.push('', `## ${groupNames[group][language]}`, '', words.header[language], '|---|---|---|---|---|');
    for (const row of rows) lines.push(lineOf(row, language));
    for (const row of notHeld) lines.push(lineOfNotHeld(row, language));
  }
  return `${lines.join('\n')}\n`;
}

function lineOf(row: TrialResult, language: Language): string {
  const cells = [
    words[row.passed ? 'passed' : 'failed'][language],
    row.clause,
    row.sent[language],
    told(row.expected),
    row.problem === undefined ? told(row.got) : `${told(row.got)} ${row.problem}`,
  ];
  return tableLine(cells);
}

function lineOfNotHeld({ clause, sent, because }: TrialNotHeld, language: Language): string {
  return tableLine([words.notHeld[language], clause, sent[language], '', because[language]]);
}

function tableLine(cells: readonly string[]): string {
  return `| ${cells.map((cell) => cell.replaceAll('|', '\\|').replaceAll('\n', ' ')).join(' | ')} |`;
}

function told({ status, error, code }: ToldAnswer): string {
  return [String(status), error, code && `(${code})`].filter((part) => part !== '').join(' ');
}
