import { app, shell } from 'electron';
import { randomBytes } from 'node:crypto';
import { mkdir } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import type { EngineAddresses } from '../server/engine-messages.ts';
import { CertificateChooser } from './certificate-chooser.ts';
import { languageOf } from './certificate-chooser-texts.ts';
import { ClientCertificates } from './client-certificates.ts';
import { EngineProcess, EngineStartError } from './engine-process.ts';
import { HandoutPrinter } from './handout-printer.ts';
import { answerConsole } from './ipc.ts';
import type { HandoutRequest, SavedFile } from './ipc-channels.ts';
import { installMenu } from './menu.ts';
import { askInWindow } from './message-window.ts';
import { ownOrigins } from './origins.ts';
import { saveWhereAsked } from './save-file.ts';
import { trustBank } from './server-trust.ts';
import { explainCrash, explainStartError } from './start-problems.ts';
import { sandboxDataDir, type Ports, type StartupOptions } from './startup-options.ts';
import { customerSession, type Windows } from './windows.ts';

const engineEntry = fileURLToPath(new URL('../server/engine-host.js', import.meta.url));

/** The engine and its windows, from the first start to the last flush. */
export class Desktop {
  readonly #dataDir: string;
  /** Lives as long as the app: a restarted engine takes it over, so the console's page goes on. */
  readonly #controlToken = randomBytes(32).toString('base64url');
  readonly #proxyPassword = randomBytes(32).toString('base64url');
  #ports: Ports;
  #engine: EngineProcess | undefined;
  readonly #windows: Windows;
  /** While only a question about the start is on the screen. */
  #isAsking = false;
  #handouts: HandoutPrinter | undefined;
  #certificates: ClientCertificates | undefined;
  #consoleOrigin: string | undefined;

  /** @param windows with the one that was opened first. */
  constructor(options: StartupOptions, windows: Windows) {
    this.#windows = windows;
    this.#windows.afterCustomers = () => this.#certificates?.forget();
    this.#dataDir = sandboxDataDir(options);
    this.#ports = options.ports;
    answerConsole(() => this.#consoleOrigin, {
      'control-token': () => this.#controlToken,
      'open-customer-screen': async (address) => {
        await this.#windows.openCustomerScreen(address);
        return undefined;
      },
      'save-handout': (request) => this.#saveHandout(request),
    });
  }

  /** Starts the engine and shows the console in the window there is; quits where the user prefers that to a problem. */
  async start(): Promise<void> {
    await mkdir(this.#dataDir, { recursive: true });
    const addresses = await this.#startEngine();
    if (!addresses) {
      app.quit();
      return;
    }
    const origins = ownOrigins(addresses);
    if (addresses.https) await this.#prepareForTls(addresses.https);
    this.#windows.ownOriginsAre(origins);
    const certificates = this.#certificates;
    this.#handouts = new HandoutPrinter(origins.console, this.#controlToken);
    installMenu(app.getLocale(), {
      openPartner: () => this.#windows.openLink(addresses.partner),
      // The user asks for it by name: the token goes to the browser in the fragment, which no server sees.
      openConsoleInBrowser: () =>
        void shell.openExternal(`${addresses.console}#token=${encodeURIComponent(this.#controlToken)}`),
      openDataFolder: () => void shell.openPath(this.#dataDir),
      certificates: certificates && {
        forgetChoice: () => certificates.forget(),
        manage: () => void certificates.manage(this.#windows.consoleWindow),
      },
    });
  }

  /** Whether closing the last window ends the app: false while only a question about the start is on the screen. */
  get isShown(): boolean {
    return !this.#isAsking;
  }

  /** Resolves when the engine has written everything, or would not within three seconds. */
  async stop(): Promise<void> {
    await this.#engine?.stop();
  }

  /** The customer's windows: whom they trust, and how they come by a client certificate. */
  async #prepareForTls(bank: NonNullable<EngineAddresses['https']>): Promise<void> {
    trustBank(customerSession(), bank);
    const chooser = new CertificateChooser(languageOf(app.getLocale()), new URL(bank.issuer).host);
    this.#certificates = new ClientCertificates(() => this.#engine, chooser);
    await this.#certificates.installIn(customerSession(), bank, this.#proxyPassword);
  }

  async #saveHandout(request: HandoutRequest): Promise<SavedFile> {
    if (!this.#handouts) return { outcome: 'cancelled' };
    try {
      const { title, pdf } = await this.#handouts.print(request);
      return await saveWhereAsked(this.#windows.consoleWindow, `${title}.pdf`, pdf);
    } catch (error) {
      return { outcome: 'failed', reason: error instanceof Error ? error.message : String(error) };
    }
  }

  async #startEngine(): Promise<EngineAddresses | undefined> {
    for (;;) {
      const engine = new EngineProcess(
        engineEntry,
        {
          ...this.#ports,
          proxyPort: 0,
          proxyPassword: this.#proxyPassword,
          dataDir: this.#dataDir,
          controlToken: this.#controlToken,
        },
        {
          consoleAnswers: (address) => {
            this.#consoleOrigin = new URL(address).origin;
            void this.#windows.consoleAnswers(address);
          },
          restarted: () => void this.#windows.reloadEmptyConsole(),
          gaveUp: (lastWords) => void this.#afterCrash(lastWords),
        },
      );
      try {
        const addresses = await engine.start();
        this.#engine = engine;
        return addresses;
      } catch (error) {
        if (!(error instanceof EngineStartError)) throw error;
        this.#isAsking = true;
        this.#windows.closeOpening();
        const choice = await askInWindow(explainStartError(error));
        if (choice === 'quit') return undefined;
        if (choice === 'free-ports') this.#ports = freePorts(this.#ports);
        if (choice === 'open-folder') await shell.openPath(this.#dataDir);
        await this.#windows.open();
        this.#isAsking = false;
      }
    }
  }

  async #afterCrash(lastWords: string): Promise<void> {
    this.#engine = undefined;
    const choice = await askInWindow(explainCrash(lastWords));
    // A new app rather than a new engine: whatever the windows show is from before the crash.
    if (choice === 'again') app.relaunch();
    app.quit();
  }
}

function freePorts({ httpsPort }: Ports): Ports {
  return { port: 0, consolePort: 0, partnerPort: 0, httpsPort: httpsPort === null ? null : 0 };
}
