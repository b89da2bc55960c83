import { readHtml, type HtmlPage, type PageForm } from './html-page.ts';

/** How the customer came back to the partner. */
export interface ReturnToPartner {
  /** Redirect URI and answer parameters, as the partner sees them. */
  url: URL;
  parameters: URLSearchParams;
  status: number;
  by: 'redirect' | 'form_post';
}

interface VisiblePage extends HtmlPage {
  url: string;
  status: number;
  headers: Headers;
  html: string;
}

/**
 * A browser without JavaScript in the hands of a customer: keeps cookies, follows redirects as long
 * as they stay at the bank, and finds fields and buttons by their accessible names.
 */
export class CustomerBrowser {
  readonly cookies = new Map<string, { value: string; path: string }>();
  readonly #bank: string;
  readonly #fetch: typeof fetch;
  #page: VisiblePage | undefined;
  #returned: ReturnToPartner | undefined;

  /** @param via how requests are sent: with a client certificate, for one. */
  constructor(issuer: string, via: typeof fetch = fetch) {
    this.#bank = issuer;
    this.#fetch = via;
  }

  get page(): VisiblePage {
    if (!this.#page) throw new Error('no page is open');
    return this.#page;
  }

  /** Undefined while the customer is still at the bank. */
  get returned(): ReturnToPartner | undefined {
    return this.#returned;
  }

  async open(url: string): Promise<this> {
    await this.#go(new URL(url, this.#page?.url ?? this.#bank).href, { method: 'GET' });
    return this;
  }

  async followLink(label: string): Promise<this> {
    const link = this.page.links.find((candidate) => candidate.label.startsWith(label));
    if (!link) throw new Error(`no link ${label} on the page: ${this.page.text}`);
    return this.open(link.href);
  }

  /** Types into the text box with this label. */
  fill(label: string, value: string): this {
    this.#field(label).value = value;
    return this;
  }

  /** Ticks a box, or picks one of several choices. */
  tick(label: string, checked = true): this {
    const chosen = this.#field(label);
    for (const form of this.page.forms.filter(({ fields }) => fields.includes(chosen))) {
      for (const field of form.fields) {
        if (chosen.type === 'radio' && field.name === chosen.name) field.checked = false;
      }
    }
    chosen.checked = checked;
    return this;
  }

  /** The state of a field, as the customer sees it. */
  fieldState(label: string): { value: string; checked: boolean } {
    return this.#field(label);
  }

  /** Presses a button and goes where the bank sends the customer. */
  async press(label: string): Promise<this> {
    for (const form of this.page.forms) {
      const button = form.buttons.find((candidate) => candidate.label === label);
      if (button) {
        await this.submit(form, button.name === '' ? {} : { [button.name]: button.value });
        return this;
      }
    }
    throw new Error(`no button ${label} on the page: ${this.page.text}`);
  }

  /** Sends a form as it is filled in. */
  async submit(form: PageForm, more: Record<string, string> = {}): Promise<void> {
    const body = new URLSearchParams();
    for (const field of form.fields) {
      if (isTickable(field) ? field.checked : field.name !== '') body.append(field.name, field.value);
    }
    for (const [name, value] of Object.entries(more)) body.append(name, value);
    const target = new URL(form.action, this.page.url);
    if (target.origin !== this.#bank) {
      this.#returned = { url: target, parameters: body, status: this.page.status, by: 'form_post' };
      return;
    }
    await this.#go(target.href, { method: form.method, body });
  }

  async #go(url: string, init: { method: string; body?: URLSearchParams }): Promise<void> {
    this.#returned = undefined;
    let next: { url: string; method: string; body?: URLSearchParams } = { url, ...init };
    for (let redirects = 0; redirects < 10; redirects++) {
      const response = await this.#fetch(next.url, {
        method: next.method,
        redirect: 'manual',
        headers: { accept: 'text/html,application/xhtml+xml', cookie: this.#cookieHeader(next.url) },
        ...(next.body === undefined ? {} : { body: next.body }),
      });
      this.#keepCookies(response);
      const html = await response.text();
      const location = response.headers.get('location');
      if (location === null) {
        this.#page = {
          ...readHtml(html),
          url: next.url,
          status: response.status,
          headers: response.headers,
          html,
        };
        return;
      }
      const target = new URL(location, next.url);
      if (target.origin !== this.#bank) {
        this.#returned = {
          url: target,
          parameters: target.searchParams,
          status: response.status,
          by: 'redirect',
        };
        return;
      }
      next = { url: target.href, method: 'GET' };
    }
    throw new Error(`more than 10 redirects from ${url}`);
  }

  #field(label: string) {
    for (const form of this.page.forms) {
      const field = form.fields.find((candidate) => candidate.label === label);
      if (field) return field;
    }
    throw new Error(`no field ${label} on the page: ${this.page.text}`);
  }

  #cookieHeader(url: string): string {
    const { pathname } = new URL(url);
    return [...this.cookies]
      .filter(([, { path }]) => pathname.startsWith(path))
      .map(([name, { value }]) => `${name}=${value}`)
      .join('; ');
  }

  #keepCookies(response: Response): void {
    for (const line of response.headers.getSetCookie()) {
      const [pair = '', ...attributes] = line.split(';');
      const at = pair.indexOf('=');
      const path = attributes.map((text) => text.trim()).find((text) => /^path=/i.test(text));
      this.cookies.set(pair.slice(0, at), { value: pair.slice(at + 1), path: path?.slice(5) ?? '/' });
    }
  }
}

function isTickable({ type }: { type: string }): boolean {
  return type === 'checkbox' || type === 'radio';
}

export interface Customer {
  loginId: string;
  password: string;
}

export const TARO: Customer = { loginId: '10000000001', password: 'Sandbox-0001' };
export const JIRO: Customer = { loginId: '10000000002', password: 'Sandbox-0002' };
export const CORPORATION: Customer = { loginId: 'Corp-0001', password: 'Sandbox-0101' };

/** Fills in the personal login page that is open and presses 認証. */
export async function logIn(browser: CustomerBrowser, customer: Customer): Promise<void> {
  await browser.fill('契約者ID', customer.loginId).fill('パスワード', customer.password).press('認証');
}

/** Agrees to the terms on the consent page that is open and presses 許可. */
export async function allow(browser: CustomerBrowser): Promise<ReturnToPartner> {
  await browser.tick('しんきんAPIサービス利用規定に同意しました。').press('許可');
  if (!browser.returned) throw new Error(`still at the bank: ${browser.page.text}`);
  return browser.returned;
}

/** The whole way of a personal customer from the partner's link back to the partner. */
export async function linkAccount(
  issuer: string,
  authorizationUrl: string | URL,
  customer: Customer = TARO,
): Promise<ReturnToPartner> {
  const browser = await new CustomerBrowser(issuer).open(String(authorizationUrl));
  if (browser.returned) return browser.returned;
  await logIn(browser, customer);
  return allow(browser);
}
