import type { Locator, Page } from '@playwright/test';
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

export interface Picture {
  readonly name: string;
  readonly looks: readonly Look[];
  /** Brings the page to where the picture is taken. */
  readonly show: (stage: Stage) => Promise<void>;
  /** The whole document, as far as it reaches below the window; else what the window shows. */
  readonly whole?: boolean;
  /** Only this part of the page. */
  readonly part?: (page: Page) => Locator;
}

const pc = { width: 1024, height: 640 } as const;
const phone = { width: 360, height: 640 } as const;

export const looks = {
  ja: { name: 'ja', lang: 'ja', scheme: 'light', ...pc },
  en: { name: 'en', lang: 'en', scheme: 'light', ...pc },
  dark: { name: 'ja-dark', lang: 'ja', scheme: 'dark', ...pc },
  phone: { name: 'ja-360', lang: 'ja', scheme: 'light', ...phone },
  phoneEn: { name: 'en-360', lang: 'en', scheme: 'light', ...phone },
} as const satisfies Record<string, Look>;
