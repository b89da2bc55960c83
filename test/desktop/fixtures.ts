import { test as base, expect } from '@playwright/test';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DesktopApp } from './desktop-app.ts';

interface Parts {
  /** A folder of this test's own, gone afterwards. */
  userDataDir: string;
  /** Starts the app on this test's folder; closed after the test whatever happens. */
  launch: (extraArguments?: readonly string[]) => Promise<DesktopApp>;
  desktop: DesktopApp;
}

export const test = base.extend<Parts>({
  userDataDir: async ({ browserName: _unused }, use) => {
    const folder = await mkdtemp(join(tmpdir(), 'ib-link-desktop-'));
    await use(folder);
    await rm(folder, { recursive: true, force: true, maxRetries: 5 });
  },
  launch: async ({ userDataDir }, use) => {
    const running: DesktopApp[] = [];
    await use(async (extraArguments) => {
      const app = await DesktopApp.launch(userDataDir, extraArguments);
      running.push(app);
      return app;
    });
    for (const app of running) await app.quit();
  },
  desktop: async ({ launch }, use) => {
    await use(await launch());
  },
});

export { expect };
