import { _electron, type ElectronApplication, type Page } from '@playwright/test';
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { z } from 'zod';
import { PartnerSite } from '../browser/partner-site.ts';
import { ROOT } from '../runner/step.ts';
import { ConsoleWindow } from './console-window.ts';

export const packedApp = join(ROOT, 'dist/test/linux-unpacked/ib-link-sandbox');

const addressesSchema = z.object({
  addresses: z.object({ issuer: z.url(), httpsIssuer: z.url().nullable(), partner: z.url() }),
});

/** The packed app, running with a data folder of its own. */
export class DesktopApp {
  readonly electron: ElectronApplication;
  readonly console: ConsoleWindow;
  readonly issuer: string;
  readonly httpsIssuer: string | null;
  readonly partner: string;
  /** What the main process and the engine said on stderr. */
  stderr = '';
  readonly #process: ChildProcess;
  readonly #control: string;
  readonly #token: string;

  private constructor(
    electron: ElectronApplication,
    page: Page,
    place: z.output<typeof addressesSchema>['addresses'] & { control: string; token: string },
  ) {
    this.electron = electron;
    this.console = new ConsoleWindow(page);
    this.issuer = place.issuer;
    this.httpsIssuer = place.httpsIssuer;
    this.partner = place.partner;
    this.#control = place.control;
    this.#token = place.token;
    // Asked for now: Playwright forgets it when the app has quit.
    this.#process = electron.process();
    this.#process.stderr?.on('data', (chunk: Buffer) => (this.stderr += chunk.toString('utf8')));
  }

  /** Starts the app and resolves when the console shows its first page. */
  static async launch(userDataDir: string, extraArguments: readonly string[] = []): Promise<DesktopApp> {
    const electron = await launchElectron(userDataDir, extraArguments);
    const page = await consoleOf(await electron.firstWindow());
    const token = await page.evaluate(() =>
      (
        window as unknown as { ibLinkDesktop: { controlToken(): Promise<string> } }
      ).ibLinkDesktop.controlToken(),
    );
    const control = new URL('/control/v1', page.url()).href;
    const answer = await fetch(`${control}/status`, { headers: { authorization: `Bearer ${token}` } });
    const { addresses } = addressesSchema.parse(await answer.json());
    return new DesktopApp(electron, page, { ...addresses, control, token });
  }

  /** The control API's answer. */
  async request(method: string, path: string, body?: unknown): Promise<Response> {
    return fetch(this.#control + path, {
      method,
      headers: { authorization: `Bearer ${this.#token}`, 'content-type': 'application/json' },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
  }

  /** Does what opens a window, and answers the partner's site in it. */
  async partnerWindow(act: () => Promise<void>): Promise<PartnerSite> {
    const [page] = await Promise.all([this.electron.waitForEvent('window'), act()]);
    await page.waitForURL(`${this.partner}**`);
    return new PartnerSite(page, { issuer: this.issuer, ready: { partner: this.partner } });
  }

  /** A customer's window on an address of the bank or the partner. */
  async customerWindow(address: string): Promise<Page> {
    const [page] = await Promise.all([
      this.electron.waitForEvent('window'),
      this.console.page.evaluate(
        (url) =>
          (
            window as unknown as { ibLinkDesktop: { openCustomerScreen(url: string): Promise<void> } }
          ).ibLinkDesktop.openCustomerScreen(url),
        address,
      ),
    ]);
    return page;
  }

  /** Keeps links to the outside from opening a browser, and remembers them. */
  async catchExternalLinks(): Promise<() => Promise<string[]>> {
    await this.electron.evaluate(({ shell, app }) => {
      const opened: string[] = [];
      Reflect.set(app, 'openedLinks', opened);
      shell.openExternal = (url) => {
        opened.push(url);
        return Promise.resolve();
      };
    });
    return () => this.electron.evaluate(({ app }) => Reflect.get(app, 'openedLinks') as string[]);
  }

  /**
   * Answers the system's dialogs for saving in the user's stead.
   * @param path undefined: the user cancels
   * @returns the path that was suggested last
   */
  async answerSaveDialog(path: string | undefined): Promise<() => Promise<string>> {
    await this.electron.evaluate(({ dialog, app }, filePath) => {
      Reflect.set(dialog, 'showSaveDialog', (...given: unknown[]) => {
        Reflect.set(app, 'suggestedPath', (given.at(-1) as { defaultPath: string }).defaultPath);
        return Promise.resolve({ canceled: filePath === null, filePath: filePath ?? '' });
      });
    }, path ?? null);
    return () => this.electron.evaluate(({ app }) => Reflect.get(app, 'suggestedPath') as string);
  }

  /** Asks the shell for the handout as the console's page does. */
  async saveHandout(request: unknown): Promise<unknown> {
    return this.console.page.evaluate(
      (argument) =>
        (
          window as unknown as { ibLinkDesktop: { saveHandout(request: unknown): Promise<unknown> } }
        ).ibLinkDesktop.saveHandout(argument),
      request,
    );
  }

  /** The engine's process: the only utility process that bears its name. */
  async enginePid(): Promise<number | undefined> {
    return this.electron.evaluate(
      ({ app }) => app.getAppMetrics().find(({ name }) => name === 'IB Link Sandbox engine')?.pid,
    );
  }

  /** Quits as the menu does, and resolves when every process is gone. */
  async quit(): Promise<void> {
    const child = this.#process;
    if (child.exitCode !== null || child.signalCode !== null) return;
    const ended = once(child, 'exit');
    await this.electron.close();
    await ended;
  }
}

/** Resolves when the console has taken the place of what the window showed first. */
export async function consoleOf(page: Page): Promise<Page> {
  await page.waitForURL(/^http:/);
  await page.getByRole('heading', { level: 1 }).waitFor();
  return page;
}

/** The app without waiting for a console: it may have something else to show. */
export async function launchElectron(
  userDataDir: string,
  extraArguments: readonly string[] = [],
): Promise<ElectronApplication> {
  return _electron.launch({
    executablePath: packedApp,
    args: [
      ...(process.getuid?.() === 0 ? ['--no-sandbox'] : []),
      '--lang=ja',
      `--user-data-dir=${userDataDir}`,
      '--port=0',
      '--console-port=0',
      '--partner-port=0',
      '--https-port=0',
      ...extraArguments,
    ],
  });
}
