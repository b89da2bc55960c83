import type { Locator, Page } from '@playwright/test';
import type { TestSandbox } from '../harness/sandbox.ts';

/** The console in an integrator's browser, found by accessible role and name only. */
export class ConsoleSite {
  readonly page: Page;
  readonly #sandbox: TestSandbox;

  constructor(page: Page, sandbox: TestSandbox) {
    this.page = page;
    this.#sandbox = sandbox;
  }

  /** Opens a page of the console the way the start-up message does: with the token in the fragment. */
  async open(page = '/'): Promise<void> {
    await this.page.goto(`${this.#sandbox.ready.console}#token=${this.#sandbox.ready.controlToken}`);
    await this.page.getByRole('heading', { level: 1 }).waitFor();
    if (page !== '/') await this.goTo(page);
  }

  /** Another page, as a bookmark would open it. */
  async goTo(page: string): Promise<void> {
    await this.page.goto(`${this.#sandbox.ready.console}#${page}`);
    await this.page.getByRole('heading', { level: 1 }).waitFor();
  }

  button(name: string | RegExp): Locator {
    return this.page.getByRole('button', { name, exact: typeof name === 'string' });
  }

  textbox(name: string | RegExp): Locator {
    return this.page.getByRole('textbox', { name, exact: typeof name === 'string' });
  }

  get dialog(): Locator {
    return this.page.getByRole('dialog');
  }

  get filter(): Locator {
    return this.page.getByRole('combobox', { name: '条件' });
  }

  get rows(): Locator {
    return this.page.getByRole('grid', { name: 'リクエストの一覧' }).getByRole('row');
  }

  /** The pane with the details of a row. */
  get details(): Locator {
    return this.page.getByRole('complementary', { name: '詳細' });
  }
}
