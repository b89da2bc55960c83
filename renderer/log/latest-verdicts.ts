import type { LogEntry } from './log-entry.ts';

interface JudgedRequest<Entry> {
  /** `POST /oauth2/token`. */
  request: string;
  entry: Entry;
  verdicts: NonNullable<LogEntry['verdicts']>;
}

type Judged = Pick<LogEntry, 'seq' | 'method' | 'path' | 'verdicts'>;

/** The newest verdicts for each kind of request, the newest request first. */
export function latestVerdicts<Entry extends Judged>(entries: readonly Entry[]): JudgedRequest<Entry>[] {
  const latest = new Map<string, JudgedRequest<Entry>>();
  for (const entry of entries.toSorted((a, b) => b.seq - a.seq)) {
    const request = `${entry.method} ${entry.path}`;
    const { verdicts } = entry;
    if (verdicts && verdicts.length > 0 && !latest.has(request))
      latest.set(request, { request, entry, verdicts });
  }
  return [...latest.values()];
}
