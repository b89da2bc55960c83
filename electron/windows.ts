import { app, BrowserWindow, nativeTheme, session, type WebPreferences } from 'electron';
import { openOutside } from './external-links.ts';
import { restrictNavigation, restrictSession, type NavigationRules } from './navigation-rules.ts';
import { openingPage } from './opening-page.ts';
import { isOnThisComputer, type OwnOrigins } from './origins.ts';

/** Stated in full, though most are defaults: a default can change. */
export const hardened: WebPreferences = {
  contextIsolation: true,
  sandbox: true,
  nodeIntegration: false,
  nodeIntegrationInWorker: false,
  nodeIntegrationInSubFrames: false,
  webviewTag: false,
  webSecurity: true,
  allowRunningInsecureContent: false,
  experimentalFeatures: false,
  navigateOnDragDrop: false,
  spellcheck: false,
};

const LIGHT = '#ffffff';
const DARK = '#1a1b1e';

/**
 * The app's windows. The console's has the bridge to the shell; customer screens and the demo partner
 * get windows of their own, with another session and no preload, as a customer's browser would be.
 */
export class Windows {
  /** Known once the engine has started; what leads to the bank or the partner waits for it. */
  readonly #origins: Promise<OwnOrigins>;
  #setOrigins: (origins: OwnOrigins) => void = () => undefined;
  #consoleAddress: string | undefined;
  readonly #preload: string;
  readonly #consoleRules: NavigationRules;
  readonly #customerRules: NavigationRules;
  readonly #customers = new Set<BrowserWindow>();
  /** Called when the last of the customer's windows has been closed. */
  afterCustomers: () => void = () => undefined;
  #console: BrowserWindow | undefined;

  constructor(preload: string) {
    this.#preload = preload;
    this.#origins = new Promise((resolve) => {
      this.#setOrigins = resolve;
    });
    this.#consoleRules = {
      mayShow: (address) =>
        this.#consoleAddress !== undefined &&
        URL.parse(address)?.origin === new URL(this.#consoleAddress).origin,
      handOver: (address) => {
        this.openLink(address);
      },
      // Copying a client's settings by button. Reading the clipboard stays forbidden.
      permissions: ['clipboard-sanitized-write'],
    };
    this.#customerRules = {
      // The service being tested usually runs on this computer too: its redirect comes back here.
      mayShow: isOnThisComputer,
      handOver: (address) => {
        this.openLink(address);
      },
      permissions: [],
    };
    restrictSession(consoleSession(), this.#consoleRules);
  }

  /** Shows a window at once, before there is a console to be shown in it. */
  async open(): Promise<void> {
    const window = this.#newConsoleWindow();
    const page = openingPage(app.getLocale());
    await loadUnlessClosed(window, `data:text/html;charset=utf-8,${encodeURIComponent(page)}`);
  }

  /** Closes that window: there is something to be asked instead. */
  closeOpening(): void {
    const window = this.consoleWindow;
    this.#console = undefined;
    window?.destroy();
  }

  /** Puts the console into the window, as soon as it answers. Where the user has closed that, none is opened. */
  async consoleAnswers(address: string): Promise<void> {
    this.#consoleAddress = address;
    const window = this.consoleWindow;
    if (window) await loadUnlessClosed(window, address);
  }

  /**
   * The engine has started: links to the bank and the partner lead somewhere now. To be called when the
   * customer's session has its proxy: one that was used before it is told of a proxy goes without.
   */
  ownOriginsAre(origins: OwnOrigins): void {
    restrictSession(customerSession(), this.#customerRules);
    this.#setOrigins(origins);
  }

  /** Brings the console to the front, opening it where it is closed. */
  async showConsole(): Promise<void> {
    const open = this.consoleWindow;
    if (open) {
      if (open.isMinimized()) open.restore();
      open.focus();
      return;
    }
    if (this.#consoleAddress !== undefined) {
      await loadUnlessClosed(this.#newConsoleWindow(), this.#consoleAddress);
    }
  }

  #newConsoleWindow(): BrowserWindow {
    const window = new BrowserWindow({
      width: 1440,
      height: 900,
      minWidth: 720,
      minHeight: 480,
      show: false,
      title: 'IB Link Sandbox',
      backgroundColor: nativeTheme.shouldUseDarkColors ? DARK : LIGHT,
      webPreferences: { ...hardened, preload: this.#preload, session: consoleSession() },
    });
    this.#console = window;
    restrictNavigation(window.webContents, this.#consoleRules);
    window.once('ready-to-show', () => {
      window.show();
    });
    return window;
  }

  /** For dialogs that belong to it; undefined while it is closed. */
  get consoleWindow(): BrowserWindow | undefined {
    return this.#console?.isDestroyed() ? undefined : this.#console;
  }

  /** After the engine came back: the console follows by itself, unless it never got its page. */
  async reloadEmptyConsole(): Promise<void> {
    const window = this.consoleWindow;
    const address = this.#consoleAddress;
    if (window && address !== undefined && !this.#consoleRules.mayShow(window.webContents.getURL())) {
      await loadUnlessClosed(window, address);
    }
  }

  /** Opens what a page of ours links to: bank and partner in a customer's window, `https:` outside, nothing else. */
  openLink(address: string): void {
    void this.#origins.then(({ customer, all }) => {
      const origin = URL.parse(address)?.origin;
      if (origin !== undefined && customer.has(origin)) void this.openCustomerScreen(address);
      else void openOutside(address, all);
    });
  }

  /** A window as the customer's browser. @throws where the address is neither the bank's nor the partner's. */
  async openCustomerScreen(address: string): Promise<void> {
    const url = new URL(address);
    if (!(await this.#origins).customer.has(url.origin))
      throw new Error('Not an address of the bank or the partner.');
    const window = new BrowserWindow({
      width: 1024,
      height: 820,
      minWidth: 360,
      minHeight: 480,
      title: url.origin,
      backgroundColor: LIGHT,
      webPreferences: { ...hardened, session: customerSession() },
    });
    restrictNavigation(window.webContents, this.#customerRules);
    this.#customers.add(window);
    window.once('closed', () => {
      this.#customers.delete(window);
      if (this.#customers.size === 0) this.afterCustomers();
    });
    // There is no address bar: the title says whose page it is.
    window.on('page-title-updated', (event, title) => {
      event.preventDefault();
      window.setTitle(`${title} — ${URL.parse(window.webContents.getURL())?.origin ?? ''}`);
    });
    await window.loadURL(url.href);
  }
}

/** Electron tells of a page that was not loaded because its window was closed, or another page came first. */
async function loadUnlessClosed(window: BrowserWindow, address: string): Promise<void> {
  try {
    await window.loadURL(address);
  } catch (error) {
    const wasReplaced = error instanceof Error && 'code' in error && error.code === 'ERR_ABORTED';
    if (!window.isDestroyed() && !wasReplaced) throw error;
  }
}

/** Kept on disk: the console's language, theme and filters. */
function consoleSession() {
  return session.fromPartition('persist:console');
}

/** In memory only, as a private window: each start of the app is a new customer. */
export function customerSession() {
  return session.fromPartition('customer');
}
