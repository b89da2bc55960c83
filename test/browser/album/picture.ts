import type { Locator, Page } from '@playwright/test';
import type { OutcomeCode } from '../../../server/bank/catalogue/index.ts';
import type { TestSandbox } from '../../harness/sandbox.ts';

/** In which language, how wide, and light or dark. */
export interface Look {
  /** Stands in the file's name. */
  readonly name: string;
  readonly lang: 'ja' | 'en';
  readonly width: number;
  readonly height: number;
  readonly scheme: 'light' | 'dark';
}

export interface Stage {
  readonly page: Page;
  readonly sandbox: TestSandbox;
  readonly look: Look;
}

/**
 * Which of the product's screens a picture is of: so that none is forgotten. What is told here is held
 * to what the page shows.
 */
export type Subject =
  /** What the bank's own log calls the page. */
  | { readonly bank: OutcomeCode }
  /** Dotted names of the partner's texts that stand on the page. */
  | { readonly partner: readonly string[] }
  /** Where in the console. */
  | { readonly route: string }
  /** The dotted name of the text a dialog of the console is headed with. */
  | { readonly dialog: string };

export interface Shot {
  readonly name: string;
  readonly of?: Subject;
  /** Brings the page to where the picture is taken. */
  readonly show: (stage: Stage) => Promise<void>;
  /**
   * The whole document, as far as it reaches below the window, on any device or on a PC only; else what
   * the window shows.
   */
  readonly whole?: boolean | 'pc';
  /** Only this part of the page. */
  readonly part?: (page: Page) => Locator;
}

export interface Picture extends Shot {
  readonly looks: readonly Look[];
  /** The bank answers over TLS too, and the browser has this certificate, or none. */
  readonly overTls?: (sandbox: TestSandbox) => Promise<InstalledCertificate | undefined>;
}

/** A customer's certificate with its key, as the browser is given it: PKCS#12, or PEM. */
export type InstalledCertificate =
  { readonly pfx: Buffer; readonly passphrase: string } | { readonly cert: Buffer; readonly key: Buffer };

/** Several pictures from one page, which need not be opened again for each. */
export interface Series {
  readonly name: string;
  readonly looks: readonly Look[];
  readonly begin: (stage: Stage) => Promise<void>;
  readonly shots: readonly (Shot & {
    /** Back to where the next one begins. */
    readonly leave: (stage: Stage) => Promise<void>;
  })[];
}

const pc = { width: 1024, height: 640 } as const;
const phone = { width: 360, height: 640 } as const;

export const looks = {
  ja: { name: 'ja', lang: 'ja', scheme: 'light', ...pc },
  en: { name: 'en', lang: 'en', scheme: 'light', ...pc },
  dark: { name: 'ja-dark', lang: 'ja', scheme: 'dark', ...pc },
  phone: { name: 'ja-360', lang: 'ja', scheme: 'light', ...phone },
  phoneEn: { name: 'en-360', lang: 'en', scheme: 'light', ...phone },
  phoneEnDark: { name: 'en-360-dark', lang: 'en', scheme: 'dark', ...phone },
} as const satisfies Record<string, Look>;
