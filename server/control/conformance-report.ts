import type { ConformanceReportView, ConformanceRunView } from './operations/schemas/conformance.ts';

const words = {
  ja: {
    title: 'クライアント適合性の報告',
    intro: 'サンドボックスがわざと誤らせた応答と、その後のクライアントの動きです。',
    at: '作成',
    verdicts: { passed: '合格', failed: '不合格', pending: '見守り中' },
    client: 'クライアント',
    anybody: '（特定できない）',
    answer: '誤った応答',
    call: '決め手の呼び出し',
    mend: '直し方',
    none: 'まだ誤った応答を受け取ったクライアントはありません。障害の poison か、poison-… の訓練で始めてください。',
  },
  en: {
    title: 'Client conformance report',
    intro: 'Answers the sandbox poisoned on purpose, and what the client did next.',
    at: 'Made at',
    verdicts: { passed: 'passed', failed: 'failed', pending: 'watched' },
    client: 'Client',
    anybody: '(nobody in particular)',
    answer: 'Poisoned answer',
    call: 'Deciding call',
    mend: 'How to mend it',
    none: 'No client has been given a poisoned answer yet. Begin with a fault of the kind poison, or a drill poison-….',
  },
} as const;

/** The report for people: what was wrong, what the client did, and how to mend it. */
export function readableReport(report: ConformanceReportView, language: 'ja' | 'en'): string {
  const w = words[language];
  const { passed, failed, pending } = report.counts;
  const head = [
    `# ${w.title}`,
    '',
    w.intro,
    '',
    `${report.issuer} · ${w.at} ${report.at}`,
    '',
    `${w.verdicts.passed} ${passed} · ${w.verdicts.failed} ${failed} · ${w.verdicts.pending} ${pending}`,
    '',
  ];
  const body = report.runs.length === 0 ? [w.none, ''] : report.runs.flatMap((run) => section(run, language));
  return [...head, ...body].join('\n');
}

function section(run: ConformanceRunView, language: 'ja' | 'en'): string[] {
  const w = words[language];
  const { poison, verdict, reason } = run;
  return [
    `## ${w.verdicts[verdict]} — ${poison.title[language]}`,
    '',
    `- ${w.client}: \`${run.clientId ?? w.anybody}\``,
    `- ${poison.spec} (\`${poison.name}\`)`,
    `- ${w.answer}: ${run.beganAt}, \`${run.logId}\``,
    ...(reason ? [`- ${reason[language]}`] : []),
    ...(run.decidingLogId === undefined ? [] : [`- ${w.call}: \`${run.decidingLogId}\``]),
    ...(verdict === 'failed' ? [`- **${w.mend}**: ${poison.hint[language]}`] : []),
    '',
  ];
}
