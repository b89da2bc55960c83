import type { LaunchOptions } from '@playwright/test';
import { existsSync } from 'node:fs';

/**
 * Debian's own, where it is installed; Playwright's download where it is not. First the one without
 * windows, which needs an eighth less of a small machine's time.
 */
const systemChromium = ['/usr/bin/chromium-headless-shell', '/usr/bin/chromium'].find((path) =>
  existsSync(path),
);

const runsAsRoot = process.getuid?.() === 0;

/**
 * Told a second time, the switch takes the place of Playwright's own list: what that holds for Chromium
 * is told again here, lest the browser holds back paints or calls its maker at the start.
 */
const withoutFeatures = [
  // A window whose address bar nobody sees loads the page of its suggestions all the same: 400 scripts
  // in a process of their own, with every new context, and more work than most tests give the browser.
  'WebUIOmniboxPopup',
  'WebUIOmniboxAimPopup',
  'AimEnabled',
  'AvoidCorsURLLoaderRestartOnRedirect',
  'AvoidUnnecessaryBeforeUnloadCheckSync',
  'DestroyProfileOnBrowserClose',
  'HttpsFirstBalancedModeAutoEnable',
  'HttpsUpgrades',
  'LensOverlay',
  'MediaRouter',
  'NetworkTimeServiceQuerying',
  'OptimizationHints',
  'PaintHolding',
  'PreconnectToSearch',
  'TcpPortRandomizationWin',
  'ThirdPartyStoragePartitioning',
];

/** How the browser of the tests and of the pictures is started. */
export const chromiumLaunch: LaunchOptions = {
  ...(systemChromium !== undefined && { executablePath: systemChromium }),
  args: [...(runsAsRoot ? ['--no-sandbox'] : []), `--disable-features=${withoutFeatures.join(',')}`],
};
