import { BrowserWindow, nativeTheme, session, type WebPreferences } from 'electron';
import { openOutside } from './external-links.ts';
import { restrictNavigation, restrictSession, type NavigationRules } from './navigation-rules.ts';
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
  readonly #origins: OwnOrigins;
  readonly #consoleAddress: string;
  readonly #preload: string;
  readonly #consoleRules: NavigationRules;
  readonly #customerRules: NavigationRules;
  readonly #customers = new Set<BrowserWindow>();
  readonly #afterCustomers: () => void;
  #console: BrowserWindow | undefined;

  /** @param afterCustomers called when the last of the customer's windows has been closed */
  constructor(consoleAddress: string, origins: OwnOrigins, preload: string, afterCustomers: () => void) {
    this.#afterCustomers = afterCustomers;
    this.#consoleAddress = consoleAddress;
    this.#origins = origins;
    this.#preload = preload;
    this.#consoleRules = {
      mayShow: (address) => URL.parse(address)?.origin === origins.console,
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
    restrictSession(customerSession(), this.#customerRules);
  }

  /** Brings the console to the front, opening it where it is closed. */
  async showConsole(): Promise<void> {
    const open = this.#console;
    if (open && !open.isDestroyed()) {
      if (open.isMinimized()) open.restore();
      open.focus();
      return;
    }
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
    await window.loadURL(this.#consoleAddress);
  }

  /** For dialogs that belong to it; undefined while it is closed. */
  get consoleWindow(): BrowserWindow | undefined {
    return this.#console?.isDestroyed() ? undefined : this.#console;
  }

  /** After the engine came back: the console follows by itself, unless it never got its page. */
  async reloadEmptyConsole(): Promise<void> {
    const window = this.#console;
    if (window && !window.isDestroyed() && window.webContents.getURL() === '') {
      await window.loadURL(this.#consoleAddress);
    }
  }

  /** Opens what a page of ours links to: bank and partner in a customer's window, `https:` outside, nothing else. */
  openLink(address: string): void {
    const origin = URL.parse(address)?.origin;
    if (origin !== undefined && this.#origins.customer.has(origin)) void this.openCustomerScreen(address);
    else void openOutside(address, this.#origins.all);
  }

  /** A window as the customer's browser. @throws where the address is neither the bank's nor the partner's. */
  async openCustomerScreen(address: string): Promise<void> {
    const url = new URL(address);
    if (!this.#origins.customer.has(url.origin))
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
      if (this.#customers.size === 0) this.#afterCustomers();
    });
    // There is no address bar: the title says whose page it is.
    window.on('page-title-updated', (event, title) => {
      event.preventDefault();
      window.setTitle(`${title} — ${URL.parse(window.webContents.getURL())?.origin ?? ''}`);
    });
    await window.loadURL(url.href);
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
