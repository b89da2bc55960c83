import type { Page } from '@playwright/test';
import { chooserPage, managePage } from '../../../electron/certificate-chooser-page.ts';
import { messagePage } from '../../../electron/message-page.ts';
import { openingPage } from '../../../electron/opening-page.ts';
import { explainCrash, explainStartError } from '../../../electron/start-problems.ts';
import type { OfferedCertificate } from '../../../server/engine-messages.ts';
import { TEST_TIME } from '../../harness/sandbox.ts';
import { looks, type Look, type Picture } from './picture.ts';

// The pages of the desktop app that come from no server. They run no script, so any Chromium shows
// them as the app's does.

const { ja, en, dark } = looks;

const DAY = 24 * 60 * 60 * 1_000;
const now = Date.parse(TEST_TIME);
const states = [
  { state: 'expired', loginId: '10000000006', holder: 'サンプル　六実', serialNumber: '6001', from: -400 },
  { state: 'valid', loginId: '10000000006', holder: 'サンプル　六実', serialNumber: '6002', from: -30 },
  { state: 'revoked', loginId: '10000000041', holder: 'サンプル　失証', serialNumber: '6041', from: -200 },
  { state: 'expiring', loginId: '10000000042', holder: 'サンプル　両方', serialNumber: '6042', from: -340 },
  {
    state: 'not_yet_valid',
    loginId: 'Corp-0002',
    holder: '有限会社サンプル工房',
    serialNumber: '6102',
    from: 1,
  },
] as const;

const certificates: readonly OfferedCertificate[] = states.map(({ from, ...certificate }) => ({
  ...certificate,
  subject: `CN=${certificate.loginId}, OU=Personal IB, O=Sample Shinkin Bank`,
  issuer: 'CN=IB Link Sandbox CA',
  notBefore: now + from * DAY,
  notAfter: now + (from + 365) * DAY,
}));

/** Each state of the choice of a certificate. */
export const chooserPages = {
  chooser: (language: 'ja' | 'en') => chooserPage({ language, site: '127.0.0.1:4783', certificates }),
  'chooser-empty': (language: 'ja' | 'en') =>
    chooserPage({ language, site: '127.0.0.1:4783', certificates: [] }),
  'chooser-manage': (language: 'ja' | 'en') =>
    managePage({ language, certificates }, new Set(['6001', '6041'])),
  'chooser-manage-none': (language: 'ja' | 'en') => managePage({ language, certificates: [] }, new Set()),
} as const;

/** The codes `serve` ends with (contract §1) that the app has words of its own for. */
export const messages = {
  'port-taken': explainStartError({ exitCode: 3, message: 'listen EADDRINUSE: 127.0.0.1:4780' }),
  'folder-in-use': explainStartError({ exitCode: 4, message: 'sandbox-data: process 4711 has it open' }),
  'data-unreadable': explainStartError({
    exitCode: 5,
    message:
      'The data file sandbox-data/store/part-000007-keys.json cannot be read (it is cut short). Go back: ib-link-sandbox doctor --data sandbox-data',
  }),
  crashed: explainCrash('RangeError: Invalid array length'),
} as const;

/** As the app does it. */
export async function showDesktopPage(page: Page, html: string): Promise<void> {
  await page.goto(`data:text/html;charset=utf-8,${encodeURIComponent(html)}`);
}

/** In a window of this size. */
const picture = (
  name: string,
  [width, height]: readonly [number, number],
  html: (language: 'ja' | 'en') => string,
  taken: readonly Look[],
): Picture => ({
  name: `desktop-${name}`,
  looks: taken,
  show: async ({ page, look }) => {
    await page.setViewportSize({ width, height });
    await showDesktopPage(page, html(look.lang));
  },
});

export const desktopPictures: readonly Picture[] = [
  ...Object.entries(chooserPages).map(([name, html]) =>
    picture(name, [780, 600], html, [ja, name === 'chooser' ? dark : en]),
  ),
  picture('chooser-small', [560, 460], chooserPages.chooser, [en]),
  picture('opening', [1440, 900], openingPage, [ja, dark]),
  picture('opening-small', [720, 480], openingPage, [en]),
  ...Object.entries(messages).map(([name, message]) =>
    picture(
      `message-${name}`,
      [640, 420],
      () => messagePage(message),
      name === 'port-taken' ? [ja, dark] : [ja],
    ),
  ),
];
