import type { Locator, Page } from '@playwright/test';

/** Which screens: as `?ui=` names them. */
export type ScreenVariant = 'personal' | 'smartphone' | 'corporate';

/** The names the contract gives to the fields of each variant. */
export const fieldNames = {
  personal: { heading: 'ログイン', loginId: '契約者ID', password: 'パスワード' },
  smartphone: { heading: 'ログイン', loginId: '契約者ID', password: 'ログインパスワード' },
  corporate: { heading: 'APIサービス認証', loginId: 'お客様ID', password: 'ログインパスワード' },
} as const satisfies Record<ScreenVariant, Record<string, string>>;

export const customers = {
  personal: { loginId: '10000000001', password: 'Sandbox-0001' },
  smartphone: { loginId: '10000000001', password: 'Sandbox-0001' },
  corporate: { loginId: 'Corp-0001', password: 'Sandbox-0101' },
} as const satisfies Record<ScreenVariant, { loginId: string; password: string }>;

/** Where a running sandbox answers: one in this process, or the desktop app's. */
export interface SandboxPlace {
  readonly issuer: string;
  readonly ready: { readonly partner: string };
}

/** The bank's screens, found by accessible role and name only. */
export class BankScreens {
  readonly page: Page;
  readonly #sandbox: SandboxPlace;

  constructor(page: Page, sandbox: SandboxPlace) {
    this.page = page;
    this.#sandbox = sandbox;
  }

  /** Where a partner of this kind sends its customer. */
  authorizationUrl(variant: ScreenVariant, parameters: Record<string, string> = {}): string {
    const query = new URLSearchParams({
      response_type: 'code',
      client_id: variant === 'corporate' ? 'demo-kaikei' : 'demo-kakeibo',
      redirect_uri: `${this.#sandbox.ready.partner}callback`,
      scope: 'account:balance account:transaction',
      state: 'state-of-the-test',
      ...parameters,
    });
    return `${this.#sandbox.issuer}/oauth2/authorize?${query.toString()}`;
  }

  /** Opens the login page, in the variant asked for by hand where the device would not choose it. */
  async openLogin(
    variant: ScreenVariant,
    options: { lang?: 'en'; parameters?: Record<string, string> } = {},
  ): Promise<void> {
    await this.page.goto(this.authorizationUrl(variant, options.parameters));
    const more = new URLSearchParams({ ui: variant, ...(options.lang ? { lang: options.lang } : {}) });
    await this.page.goto(`${this.page.url()}&${more.toString()}`);
  }

  async logIn(variant: ScreenVariant, password: string = customers[variant].password): Promise<void> {
    const names = fieldNames[variant];
    await this.textbox(names.loginId).fill(customers[variant].loginId);
    await this.textbox(names.password).fill(password);
    await this.button('認証').click();
  }

  async openConsent(variant: ScreenVariant, options: { lang?: 'en' } = {}): Promise<void> {
    await this.openLogin(variant, options);
    await this.logIn(variant);
  }

  heading(name: string): Locator {
    return this.page.getByRole('heading', { level: 1, name, exact: true });
  }

  textbox(name: string): Locator {
    return this.page.getByRole('textbox', { name, exact: true });
  }

  button(name: string): Locator {
    return this.page.getByRole('button', { name, exact: true });
  }

  checkbox(name: string): Locator {
    return this.page.getByRole('checkbox', { name, exact: true });
  }

  link(name: string): Locator {
    return this.page.getByRole('link', { name, exact: true });
  }

  get alert(): Locator {
    return this.page.getByRole('alert');
  }

  get agreement(): Locator {
    return this.checkbox('しんきんAPIサービス利用規定に同意しました。');
  }

  get permissions(): Locator {
    return this.page.getByRole('group', { name: '外部サービスに許可する業務', exact: true });
  }

  /** The answer in the address the customer is sent back to, without going there. */
  async returnedParameters(act: () => Promise<void>): Promise<URLSearchParams> {
    const returning = this.page.waitForRequest((request) => new URL(request.url()).pathname === '/callback');
    await act();
    return new URL((await returning).url()).searchParams;
  }
}
