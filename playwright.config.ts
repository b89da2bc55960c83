import { defineConfig } from '@playwright/test';
import { chromiumLaunch } from './test/browser/chromium-launch.ts';

export default defineConfig({
  testDir: 'test',
  testMatch: '**/*.spec.ts',
  outputDir: 'test-results',
  forbidOnly: Boolean(process.env.CI),
  // Each test starts a sandbox of its own; two at a time keep a small machine responsive.
  workers: 2,
  fullyParallel: true,
  // For a machine that does other things too; what works takes a fraction of it.
  timeout: 150_000,
  expect: {
    timeout: 20_000,
    toHaveScreenshot: {
      pathTemplate: '{testDir}/pictures/{arg}{ext}',
      // About ten levels of grey: the pictures are kept in 256 colours, which moves none as far as that.
      threshold: 0.04,
      // Less than one letter of the smallest print.
      maxDiffPixels: 20,
    },
  },
  // Pictures are made on purpose only: `npm run shots -- --pictures`.
  updateSnapshots: 'none',
  // A test that passes the second time only is broken, or what it tests is.
  retries: 0,
  reporter: 'list',
  // Where a picture does not tell enough: `npm run test:browser -- --trace on`, with a pattern of the test.
  use: { trace: 'off', screenshot: 'only-on-failure' },
  projects: [
    {
      name: 'browser',
      testDir: 'test/browser',
      use: {
        browserName: 'chromium',
        locale: 'ja-JP',
        launchOptions: chromiumLaunch,
      },
    },
    // One at a time: windows compete for the one focus of a display.
    { name: 'desktop', testDir: 'test/desktop', fullyParallel: false, workers: 1 },
  ],
});
