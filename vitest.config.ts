import { defineConfig } from 'vitest/config';

/**
 * Tests that need a process of their own: they start and kill processes, replace a built-in module or
 * change what a whole process shares. Everything else leaves its worker as it found it.
 */
const ownProcess = [
  'test/integration/cli.test.ts',
  'test/integration/restart.test.ts',
  'test/integration/crash/**/*.test.ts',
  'test/integration/hostile/**/*.test.ts',
  // Counts calls of node:crypto.
  'test/unit/bank/sign-in-effort.test.ts',
  // Lives in other time zones.
  'test/unit/scenarios/demo-scenario.test.ts',
];

/** Files share a worker and the modules it has loaded: loading the server anew for each costs more than most tests. */
const shared = { pool: 'threads', isolate: false } as const;

export default defineConfig({
  test: {
    // A small machine has two cores; sandboxes of more tests at a time only wait for each other.
    maxWorkers: 2,
    projects: [
      {
        extends: true,
        test: { name: 'unit', include: ['test/unit/**/*.test.{ts,tsx}'], exclude: ownProcess, ...shared },
      },
      {
        extends: true,
        test: { name: 'http', include: ['test/integration/**/*.test.ts'], exclude: ownProcess, ...shared },
      },
      { extends: true, test: { name: 'process', include: ownProcess, pool: 'forks' } },
    ],
    setupFiles: ['test/harness/property-seed.ts'],
    // For a machine that does other things too; what works takes a fraction of it.
    testTimeout: 180_000,
    hookTimeout: 180_000,
    restoreMocks: true,
    unstubEnvs: true,
    unstubGlobals: true,
  },
});
