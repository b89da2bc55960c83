import type { LogEntry } from './log-entry.ts';

const FLOW = 'self-test-';

/** The rows of a self-test, by the name of its run. */
export const selfTestRows = `flow:${FLOW}*`;

export function isOfSelfTest({ flowId }: Pick<LogEntry, 'flowId'>): boolean {
  return flowId?.startsWith(FLOW) ?? false;
}

/** A filter with the hundreds of rows of a self-test left out, unless it is those that are asked for. */
export function withoutSelfTests(filter: string): string {
  return filter.includes(FLOW) ? filter : `${filter} -${selfTestRows}`.trim();
}
