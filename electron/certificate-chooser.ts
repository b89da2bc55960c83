/**
 * Guards against a page that chooses for the user, or learns what it should not. The chooser runs no
 * script and has no preload, so there is no channel to speak on: its form's answer is caught before
 * it leaves, parsed, and held to the certificates that were offered. It gets what a certificate says,
 * and no key.
 */
import { BrowserWindow, session, type BrowserWindowConstructorOptions } from 'electron';
import { z } from 'zod';
import type { OfferedCertificate } from '../server/engine-messages.ts';
import { chooserPage, managePage } from './certificate-chooser-page.ts';
import type { Language } from './certificate-chooser-texts.ts';
import { CHOICE_ORIGIN } from './message-page.ts';
import { restrictNavigation, restrictSession } from './navigation-rules.ts';
import { hardened } from './windows.ts';

export interface Choice {
  /** Null: none is shown to the bank. */
  readonly serialNumber: string | null;
  readonly remember: boolean;
}

type ParentWindow = BrowserWindowConstructorOptions['parent'];

const answerSchema = z.discriminatedUnion('do', [
  z.strictObject({
    do: z.literal('use'),
    certificate: z.string().max(64),
    remember: z.literal('on').optional(),
  }),
  z.object({ do: z.literal('cancel') }),
  z.object({ do: z.literal('manage') }),
  z.object({ do: z.literal('keep') }),
  z.object({ do: z.literal('back') }),
]);
type Answer = z.output<typeof answerSchema> & { kept: readonly string[] };

const NO_CHOICE: Choice = { serialNumber: null, remember: false };

/** Asks as a browser does. "This PC" holds every certificate that was issued, but for those taken off it. */
export class CertificateChooser {
  readonly #language: Language;
  readonly #site: string;
  /** Serial numbers. Until the app ends, as the customer's session: each start is another PC. */
  #absent: ReadonlySet<string> = new Set();

  constructor(language: Language, site: string) {
    this.#language = language;
    this.#site = site;
  }

  /** Cancelling, Esc and closing the window choose none. */
  async choose(issued: readonly OfferedCertificate[], parent: ParentWindow): Promise<Choice> {
    const dialog = new Dialog(parent);
    try {
      for (;;) {
        const certificates = issued.filter(({ serialNumber }) => !this.#absent.has(serialNumber));
        const answer = await dialog.ask(
          chooserPage({ language: this.#language, site: this.#site, certificates }),
        );
        if (answer?.do === 'manage') await this.#manage(dialog, issued);
        else if (answer?.do !== 'use') return NO_CHOICE;
        else if (certificates.some(({ serialNumber }) => serialNumber === answer.certificate)) {
          return { serialNumber: answer.certificate, remember: answer.remember === 'on' };
        }
      }
    } finally {
      dialog.close();
    }
  }

  /** What is on this PC, asked for by name. */
  async manage(issued: readonly OfferedCertificate[], parent: ParentWindow): Promise<void> {
    const dialog = new Dialog(parent);
    try {
      await this.#manage(dialog, issued);
    } finally {
      dialog.close();
    }
  }

  async #manage(dialog: Dialog, certificates: readonly OfferedCertificate[]): Promise<void> {
    const answer = await dialog.ask(managePage({ language: this.#language, certificates }, this.#absent));
    if (answer?.do !== 'keep') return;
    const kept = new Set(answer.kept);
    this.#absent = new Set(
      certificates.map(({ serialNumber }) => serialNumber).filter((serialNumber) => !kept.has(serialNumber)),
    );
  }
}

/** A window of the chooser, for one page after the other. */
class Dialog {
  readonly #window: BrowserWindow;
  readonly #gone: Promise<undefined>;
  #answered: ((answer: Answer | undefined) => void) | undefined;

  constructor(parent: ParentWindow) {
    restrictSession(chooserSession(), NOWHERE);
    this.#window = new BrowserWindow({
      width: 780,
      height: 600,
      minWidth: 560,
      minHeight: 460,
      minimizable: false,
      maximizable: false,
      autoHideMenuBar: true,
      title: 'IB Link Sandbox',
      ...(parent ? { parent, modal: true } : {}),
      webPreferences: { ...hardened, javascript: false, session: chooserSession() },
    });
    this.#window.removeMenu();
    const { webContents } = this.#window;
    restrictNavigation(webContents, {
      ...NOWHERE,
      handOver: (address) => {
        const answer = readAnswer(address);
        if (answer) this.#answered?.(answer);
      },
    });
    webContents.on('before-input-event', (_event, input) => {
      if (input.type === 'keyDown' && input.key === 'Escape') this.#answered?.(undefined);
    });
    this.#gone = new Promise((resolve) => {
      this.#window.once('closed', () => {
        resolve(undefined);
      });
    });
  }

  /** @returns undefined for Esc, and where the window was closed. */
  async ask(page: string): Promise<Answer | undefined> {
    const answered = new Promise<Answer | undefined>((resolve) => {
      this.#answered = resolve;
    });
    const loaded = this.#window.loadURL(`data:text/html;charset=utf-8,${encodeURIComponent(page)}`);
    await Promise.race([loaded, this.#gone]);
    return Promise.race([answered, this.#gone]);
  }

  close(): void {
    if (!this.#window.isDestroyed()) this.#window.destroy();
  }
}

/** The answer of a page's form; undefined for every other address. */
export function readAnswer(address: string): Answer | undefined {
  const url = URL.parse(address);
  if (url?.origin !== CHOICE_ORIGIN) return undefined;
  const kept = url.searchParams.getAll('kept');
  const answer = answerSchema.safeParse(Object.fromEntries(url.searchParams)).data;
  return answer && { ...answer, kept };
}

const NOWHERE = { mayShow: () => false, handOver: () => undefined, permissions: [] };

/** In memory, and with nothing in it. */
function chooserSession() {
  return session.fromPartition('certificate-chooser');
}
