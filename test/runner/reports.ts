import { readFileSync } from 'node:fs';
import { z } from 'zod';

/** What a runner counted. */
export interface Count {
  readonly passed: number;
  readonly failed: number;
  /** The tests that did not run, and the pictures that were not compared, by name: none goes unsaid. */
  readonly skipped: readonly string[];
}

export const PASSED: Count = { passed: 1, failed: 0, skipped: [] };
export const FAILED: Count = { passed: 0, failed: 1, skipped: [] };

const vitestReport = z
  .object({
    testResults: z.array(
      z.object({
        status: z.string(),
        assertionResults: z.array(z.object({ status: z.string(), fullName: z.string() })),
      }),
    ),
  })
  .transform(({ testResults }): Count => {
    const tests = testResults.flatMap(({ assertionResults }) => assertionResults);
    // A file that cannot even be loaded holds no failed test, and is a failure all the same.
    const brokenFiles = testResults.filter(
      (file) => file.status === 'failed' && !file.assertionResults.some(({ status }) => status === 'failed'),
    );
    return {
      passed: tests.filter(({ status }) => status === 'passed').length,
      failed: tests.filter(({ status }) => status === 'failed').length + brokenFiles.length,
      skipped: tests
        .filter(({ status }) => status !== 'passed' && status !== 'failed')
        .map(({ fullName }) => fullName),
    };
  });

/** The type of a test's annotation that names a picture its screen could not be compared with. */
export const NOT_COMPARED = 'not compared';

const specs = z.array(
  z.object({
    title: z.string(),
    tests: z.array(
      z.object({
        status: z.string(),
        annotations: z.array(z.object({ type: z.string(), description: z.string().optional() })).default([]),
      }),
    ),
  }),
);

/** A file, or a group of tests in one. */
interface Suite {
  readonly specs?: z.output<typeof specs> | undefined;
  readonly suites?: readonly Suite[] | undefined;
}
const suite: z.ZodType<Suite> = z.lazy(() =>
  z.object({ specs: specs.optional(), suites: z.array(suite).optional() }),
);

const playwrightReport = z
  .object({
    suites: z.array(suite),
    stats: z.object({ expected: z.int(), unexpected: z.int(), flaky: z.int() }),
  })
  .transform(({ suites, stats }): Count => {
    const skipped: string[] = [];
    const waiting = [...suites];
    for (let next = waiting.shift(); next; next = waiting.shift()) {
      waiting.push(...(next.suites ?? []));
      for (const { title, tests } of next.specs ?? []) {
        if (tests.some(({ status }) => status === 'skipped')) skipped.push(title);
        for (const { type, description = title } of tests.flatMap(({ annotations }) => annotations)) {
          if (type === NOT_COMPARED) skipped.push(`the comparison with ${description}`);
        }
      }
    }
    // One that passed the second time only has failed once.
    return { passed: stats.expected, failed: stats.unexpected + stats.flaky, skipped };
  });

/**
 * What a runner counted. A run that failed without a failed test, or left no report, counts as one
 * failure: it must not look like success. Nor must one in which no test ran.
 */
export function countOf(kind: 'vitest' | 'playwright', file: string, exitCode: number): Count {
  const count = read(kind === 'vitest' ? vitestReport : playwrightReport, file) ?? FAILED;
  const looksFine = count.failed === 0 && count.passed + count.skipped.length > 0;
  return exitCode === 0 && looksFine ? count : { ...count, failed: Math.max(count.failed, 1) };
}

function read(schema: z.ZodType<Count>, file: string): Count | undefined {
  try {
    return schema.parse(JSON.parse(readFileSync(file, 'utf8')));
  } catch {
    return undefined;
  }
}
