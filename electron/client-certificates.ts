/**
 * Guards what a customer's window shows as its client certificate. Chromium would take certificates
 * from the system's store, and what was imported there for a rehearsal would stay; so the window
 * reaches the bank over TLS by the engine's proxy, which shows the bank the certificate that was
 * chosen here. The proxy opens to a password that only this process and the engine know.
 */
import { app, BrowserWindow, type Session, type WebContents } from 'electron';
import type { EngineAddresses, OfferedCertificate } from '../server/engine-messages.ts';
import type { CertificateChooser } from './certificate-chooser.ts';

type BankOverTls = NonNullable<EngineAddresses['https']>;

/** What the engine does for the choice of a certificate. */
export interface CertificateEngine {
  certificates(): Promise<readonly OfferedCertificate[]>;
  presentCertificate(serialNumber: string | null): Promise<void>;
}

/** Which certificate the customer's windows show, and for how long that is remembered. */
export class ClientCertificates {
  readonly #engine: () => CertificateEngine | undefined;
  readonly #chooser: CertificateChooser;
  #remembered: string | undefined;
  #asking: Promise<void> | undefined;

  /** @param engine asked for at each use: it is another one after a crash. */
  constructor(engine: () => CertificateEngine | undefined, chooser: CertificateChooser) {
    this.#engine = engine;
    this.#chooser = chooser;
  }

  /**
   * Leads a session's TLS by the proxy, and asks for the certificate before the bank's page that goes
   * by it is requested: for another connection than those there are, as after a choice in a browser.
   */
  async installIn(session: Session, bank: BankOverTls, proxyPassword: string): Promise<void> {
    app.on('login', (event, _contents, _details, { isProxy, host, port }, answer) => {
      if (!isProxy || host !== '127.0.0.1' || port !== bank.proxyPort) return;
      event.preventDefault();
      answer('customer-window', proxyPassword);
    });
    const login = new URL(bank.certificateLogin);
    session.webRequest.onBeforeSendHeaders(
      { urls: [`${bank.certificateLogin}*`] },
      ({ url, method, resourceType, webContents }, proceed) => {
        const asks =
          resourceType === 'mainFrame' && method === 'GET' && new URL(url).pathname === login.pathname;
        const ready = asks ? this.#prepare(webContents) : Promise.resolve();
        void ready.catch(tell).finally(() => {
          proceed({});
        });
      },
    );
    await session.setProxy({
      mode: 'fixed_servers',
      proxyRules: `https=127.0.0.1:${String(bank.proxyPort)}`,
      // Chromium would go to loopback addresses directly.
      proxyBypassRules: '<-loopback>',
    });
  }

  /** The next login asks again. */
  forget(): void {
    this.#remembered = undefined;
    this.#engine()?.presentCertificate(null).catch(tell);
  }

  /** Shows which certificates are on this PC. */
  async manage(parent: BrowserWindow | undefined): Promise<void> {
    const engine = this.#engine();
    if (engine) await this.#chooser.manage(await engine.certificates(), parent);
  }

  /** One question at a time, for whichever of the windows it is. */
  #prepare(contents: WebContents | undefined): Promise<void> {
    this.#asking ??= this.#ask(contents).finally(() => {
      this.#asking = undefined;
    });
    return this.#asking;
  }

  async #ask(contents: WebContents | undefined): Promise<void> {
    const engine = this.#engine();
    if (!engine) return;
    if (this.#remembered !== undefined) {
      await engine.presentCertificate(this.#remembered);
      return;
    }
    const parent = contents ? BrowserWindow.fromWebContents(contents) : null;
    const choice = await this.#chooser.choose(await engine.certificates(), parent ?? undefined);
    if (choice.remember && choice.serialNumber !== null) this.#remembered = choice.serialNumber;
    await engine.presentCertificate(choice.serialNumber);
  }
}

/** The page loads all the same: the bank then says that there is no certificate. */
function tell(error: unknown): void {
  process.stderr.write(`the certificate could not be shown: ${String(error)}\n`);
}
