import type { Locator, Page } from '@playwright/test';

/** The console in the app's window, found by accessible role and name. */
export class ConsoleWindow {
  readonly page: Page;

  constructor(page: Page) {
    this.page = page;
  }

  get demoButton(): Locator {
    return this.page.getByRole('button', { name: 'デモの連携を始める' });
  }

  get logRows(): Locator {
    return this.page.getByRole('grid', { name: 'リクエストの一覧' }).getByRole('row');
  }

  /** A page of the console, by its entry in the navigation. */
  async open(name: string): Promise<void> {
    await this.page.getByRole('navigation').getByRole('link', { name }).click();
  }

  /**
   * Sends the page elsewhere, as a hostile script would. The navigation may be prevented, for which a
   * click would wait in vain.
   */
  async navigate(address: string): Promise<void> {
    await this.page.evaluate((url) => {
      window.location.href = url;
    }, address);
  }
}
