/**
 * Guards the control token, which the handout is fetched with: it goes out in the header of one request
 * to the console's own origin, and the window that shows the answer may go nowhere else, runs none of
 * the document's scripts (the document forbids them by its own policy) and has no bridge to the shell.
 */
import { BrowserWindow, session, type WebContents } from 'electron';
import type { HandoutRequest } from './ipc-channels.ts';
import { restrictNavigation, restrictSession, type NavigationRules } from './navigation-rules.ts';
import { hardened } from './windows.ts';

/** Far more than a slow computer needs; the user waits in front of a button. */
const PRINT_WITHIN_MS = 30_000;

/** An isolated world of ours, out of reach of the document (Electron keeps 0 and 999 for itself). */
const MEASURING_WORLD = 1_000;

/** Each picture's frame gets the height of the screen in it; a document is never lower than its frame. */
const MEASURE_PICTURES = `
for (const frame of document.querySelectorAll('iframe')) {
  frame.style.height = '0';
  const { scrollHeight } = frame.contentDocument.documentElement;
  frame.style.height = '';
  frame.parentElement.style.setProperty('--height', String(scrollHeight));
}`;

/** Stands in the margin the document's `@page` leaves. */
const PAGE_NUMBER =
  '<p style="width: 100%; margin: 0; text-align: center; font: 8pt sans-serif; color: #4a5565">' +
  '<span class="pageNumber"></span> / <span class="totalPages"></span></p>';

/** Makes the handout a PDF, as Chromium prints it. */
export class HandoutPrinter {
  readonly #consoleOrigin: string;
  readonly #controlToken: string;
  readonly #rules: NavigationRules;

  constructor(consoleOrigin: string, controlToken: string) {
    this.#consoleOrigin = consoleOrigin;
    this.#controlToken = controlToken;
    this.#rules = {
      mayShow: (address) => URL.parse(address)?.origin === consoleOrigin,
      handOver: () => undefined,
      permissions: [],
    };
    restrictSession(handoutSession(), this.#rules);
  }

  /** @throws when the sandbox has no such handout, or does not answer in time */
  async print(request: HandoutRequest): Promise<{ title: string; pdf: Uint8Array }> {
    const window = new BrowserWindow({
      show: false,
      webPreferences: { ...hardened, session: handoutSession() },
    });
    restrictNavigation(window.webContents, this.#rules);
    let impatience: NodeJS.Timeout | undefined;
    try {
      return await Promise.race([
        this.#printIn(window.webContents, request),
        new Promise<never>((_resolve, reject) => {
          impatience = setTimeout(() => reject(new Error('The handout took too long.')), PRINT_WITHIN_MS);
        }),
      ]);
    } finally {
      clearTimeout(impatience);
      window.destroy();
    }
  }

  async #printIn(
    contents: WebContents,
    request: HandoutRequest,
  ): Promise<{ title: string; pdf: Uint8Array }> {
    let status = 0;
    contents.once('did-navigate', (_event, _address, code) => {
      status = code;
    });
    await contents.loadURL(this.#addressOf(request), {
      extraHeaders: `Authorization: Bearer ${this.#controlToken}\n`,
    });
    if (status !== 200) throw new Error(`The sandbox has no such handout (HTTP ${String(status)}).`);
    await contents.executeJavaScriptInIsolatedWorld(MEASURING_WORLD, [{ code: MEASURE_PICTURES }]);
    const pdf = await contents.printToPDF({
      preferCSSPageSize: true,
      printBackground: true,
      displayHeaderFooter: true,
      headerTemplate: '<span></span>',
      footerTemplate: PAGE_NUMBER,
      generateTaggedPDF: true,
    });
    return { title: contents.getTitle(), pdf };
  }

  #addressOf({ clientId, variant, lang }: HandoutRequest): string {
    const address = new URL('/control/v1/training/handout', this.#consoleOrigin);
    address.searchParams.set('lang', lang);
    if (clientId !== undefined) address.searchParams.set('clientId', clientId);
    if (variant !== undefined) address.searchParams.set('variant', variant);
    return address.href;
  }
}

/** In memory: nothing of it is kept. */
function handoutSession() {
  return session.fromPartition('handout');
}
