import type { Locator, Page } from '@playwright/test';
import { BankScreens, type SandboxPlace, type ScreenVariant } from './bank-screens.ts';

/** The demo partner's site in a customer's browser. */
export class PartnerSite {
  readonly page: Page;
  readonly bank: BankScreens;
  readonly #sandbox: SandboxPlace;

  constructor(page: Page, sandbox: SandboxPlace) {
    this.page = page;
    this.bank = new BankScreens(page, sandbox);
    this.#sandbox = sandbox;
  }

  async open(query = ''): Promise<void> {
    await this.page.goto(this.#sandbox.ready.partner + query);
  }

  /** From the choice of the bank to its login page. */
  async connect(): Promise<void> {
    await this.page.getByRole('radio', { name: 'サンプル信用金庫' }).check();
    await this.button('連携する').click();
  }

  /** The whole way: choice, login, consent, back. */
  async link(
    customer: { loginId: string; password: string },
    variant: ScreenVariant = 'personal',
  ): Promise<void> {
    await this.open(variant === 'corporate' ? '?app=kaikei' : '');
    await this.connect();
    await this.consent(customer, variant);
  }

  /** From the bank's login page back to the partner. */
  async consent(
    customer: { loginId: string; password: string },
    variant: ScreenVariant = 'personal',
  ): Promise<void> {
    await this.bank.textbox(variant === 'corporate' ? 'お客様ID' : '契約者ID').fill(customer.loginId);
    await this.bank
      .textbox(variant === 'corporate' ? 'ログインパスワード' : 'パスワード')
      .fill(customer.password);
    await this.bank.button('認証').click();
    await this.bank.agreement.check();
    await this.bank.button('許可').click();
    await this.page.waitForURL(`${this.#sandbox.ready.partner}**`);
  }

  button(name: string): Locator {
    return this.page.getByRole('button', { name, exact: true });
  }

  region(name: string): Locator {
    return this.page.getByRole('region', { name });
  }
}
