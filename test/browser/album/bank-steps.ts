import { BankScreens, fieldNames, type ScreenVariant } from '../bank-screens.ts';
import type { Picture, Stage } from './picture.ts';

interface LoginOptions {
  readonly variant?: ScreenVariant;
  /** Of the authorization request. */
  readonly parameters?: Record<string, string>;
}

/** Opens the login page in the look's language; a small screen is a smartphone's. */
export async function openLogin(
  { page, sandbox, look }: Stage,
  { variant = usualVariant(look.width), parameters = {} }: LoginOptions = {},
): Promise<BankScreens> {
  const bank = new BankScreens(page, sandbox);
  await bank.openLogin(variant, { ...(look.lang === 'en' && { lang: 'en' }), parameters });
  return bank;
}

function usualVariant(width: number): ScreenVariant {
  return width === 360 ? 'smartphone' : 'personal';
}

/** Types in and presses 認証, on the page the look's usual variant shows. */
export async function logIn(
  bank: BankScreens,
  { look }: Stage,
  customer: { readonly loginId: string; readonly password: string },
  variant: ScreenVariant = usualVariant(look.width),
): Promise<void> {
  const names = fieldNames[variant];
  await bank.textbox(names.loginId).fill(customer.loginId);
  await bank.textbox(names.password).fill(customer.password);
  await bank.button('認証').click();
}

/** Chooses in the chooser that stands in for the browser's. */
export async function chooseCertificate({ page }: Stage, choice: RegExp): Promise<void> {
  await page.getByRole('radio', { name: choice }).first().check();
  await page.getByRole('button', { name: /^(この証明書で認証|Use this certificate)$/ }).click();
}

/** A page of the bank that needs no procedure. */
export const at =
  (path: string): Picture['show'] =>
  async ({ page, sandbox, look }) => {
    await page.goto(`${sandbox.issuer}${path}?lang=${look.lang}`);
  };

/** An authorization request as a partner might send it. */
export const asked =
  (parameters: Record<string, string> = {}): Picture['show'] =>
  async ({ page, sandbox, look }) => {
    const bank = new BankScreens(page, sandbox);
    await page.goto(bank.authorizationUrl('personal', { ui_locales: look.lang, ...parameters }));
  };

/** Leaves the accounts to the customer to choose. */
export const byAccount = {
  scope: '',
  authorization_details: JSON.stringify([
    { type: 'account_information', actions: ['read_balances', 'read_transactions'] },
  ]),
};
