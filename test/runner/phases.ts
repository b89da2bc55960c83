import { join } from 'node:path';
import { countOf, FAILED, PASSED, type Count } from './reports.ts';
import { ROOT, runStep } from './step.ts';

const MINUTE_MS = 60_000;
export const reports = join(ROOT, 'build/test-reports');
const bin = (name: string) => join(ROOT, 'node_modules/.bin', name);

/** A part of the tests that can be run by itself. */
export interface Phase {
  /** What is in it, for people. */
  readonly title: string;
  /** Whether it wants a browser or a display of the machine, and the program built. */
  readonly onScreen: boolean;
  /** @param wanted what the runner is asked for besides: files, patterns, options */
  run(wanted: readonly string[]): Promise<Count>;
}

const check: Phase = {
  title: 'types, lint, import rules, unused code, formatting',
  onScreen: false,
  run: async () => {
    const args = ['test/check.ts'];
    const code = await runStep({ command: bin('tsx'), args, limitMs: 10 * MINUTE_MS });
    return code === 0 ? PASSED : FAILED;
  },
};

/** Some of the projects of vitest.config.ts. */
const vitest = (name: string, title: string, projects: readonly string[]): Phase => ({
  title,
  onScreen: false,
  run: async (wanted) => {
    const report = join(reports, `${name}.json`);
    const code = await runStep({
      command: bin('vitest'),
      args: [
        'run',
        ...projects.map((project) => `--project=${project}`),
        ...['--reporter=dot', '--reporter=json', `--outputFile.json=${report}`],
        ...wanted,
      ],
      limitMs: 25 * MINUTE_MS,
    });
    return countOf('vitest', report, code);
  },
});

/** A project of playwright.config.ts. */
async function playwright(project: 'browser' | 'desktop', wanted: readonly string[]): Promise<Count> {
  const report = join(reports, `${project}.json`);
  const run = [bin('playwright'), 'test', `--project=${project}`, '--reporter=list,json', ...wanted];
  const needsDisplay = project === 'desktop' && process.platform === 'linux' && !process.env.DISPLAY;
  const [command = '', ...args] = needsDisplay
    ? ['xvfb-run', '-a', '--server-args=-screen 0 1600x1000x24', ...run]
    : run;
  const code = await runStep({
    command,
    args,
    env: { PLAYWRIGHT_JSON_OUTPUT_NAME: report },
    limitMs: 40 * MINUTE_MS,
  });
  return countOf('playwright', report, code);
}

/** Kills enough to meet what is frequent; `npm run test:crash -- --kills 500` meets the rest. */
const crash: Phase = {
  title: 'crash',
  onScreen: false,
  run: async (wanted) => {
    const args = ['test/crash/run.ts', ...wanted];
    const code = await runStep({ command: bin('tsx'), args, limitMs: 10 * MINUTE_MS });
    return code === 0 ? PASSED : FAILED;
  },
};

const browser: Phase = {
  title: 'browser',
  onScreen: true,
  run: (wanted) => playwright('browser', wanted),
};

const desktop: Phase = {
  title: 'desktop',
  onScreen: true,
  run: async (wanted) => {
    const code = await runStep({
      command: bin('tsx'),
      args: ['electron/runtime/package.ts', '--test'],
      // The first time, Electron has to be fetched.
      limitMs: 20 * MINUTE_MS,
    });
    return code === 0 ? playwright('desktop', wanted) : FAILED;
  },
};

/** In the order of who is worth waiting for: what is quick to fail comes first. */
export const phases = {
  check,
  unit: vitest('unit', 'unit', ['unit']),
  integration: vitest('integration', 'integration', ['http', 'process']),
  crash,
  browser,
  desktop,
} as const satisfies Record<string, Phase>;

export type PhaseName = keyof typeof phases;

export const isPhase = (word: string): word is PhaseName => Object.hasOwn(phases, word);
