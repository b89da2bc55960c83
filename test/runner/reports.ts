import { readFileSync } from 'node:fs';
import { z } from 'zod';

export interface Count {
  readonly passed: number;
  readonly failed: number;
}

const vitestReport = z
  .object({
    numPassedTests: z.int(),
    numFailedTests: z.int(),
    testResults: z.array(z.object({ status: z.string(), assertionResults: z.array(z.unknown()) })),
  })
  .transform((report) => ({
    passed: report.numPassedTests,
    // A file that cannot even be loaded holds no failed test, and is a failure all the same.
    failed:
      report.numFailedTests +
      report.testResults.filter((file) => file.status === 'failed' && file.assertionResults.length === 0)
        .length,
  }));

const playwrightReport = z
  .object({ stats: z.object({ expected: z.int(), unexpected: z.int(), flaky: z.int() }) })
  .transform(({ stats }) => ({ passed: stats.expected + stats.flaky, failed: stats.unexpected }));

/**
 * What a runner counted. A run that failed without a failed test, or left no report, counts as one
 * failure: it must not look like success.
 */
export function countOf(kind: 'vitest' | 'playwright', file: string, exitCode: number): Count {
  const count = read(kind === 'vitest' ? vitestReport : playwrightReport, file) ?? { passed: 0, failed: 0 };
  return { ...count, failed: exitCode === 0 ? count.failed : Math.max(count.failed, 1) };
}

function read(schema: z.ZodType<Count>, file: string): Count | undefined {
  try {
    return schema.parse(JSON.parse(readFileSync(file, 'utf8')));
  } catch {
    return undefined;
  }
}
