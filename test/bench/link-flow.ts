import { createHash, randomBytes } from 'node:crypto';
import { expectStatus } from './competition.ts';
import type { Connection } from './connection.ts';
import { formRequest, getRequest, type Answer } from './connection.ts';
import type { Work } from './measure.ts';
import { AUTOMATIC_CLIENT_ID, CLIENT, CUSTOMER } from './sandbox-server.ts';

/** Where a bank keeps its endpoints, and what its forms want; the walk itself is the same for all. */
export interface Bank {
  origin: string;
  authorizePath: string;
  tokenPath: string;
  scope: string;
  /** What is typed and pressed, by the page's order. */
  forms: readonly Record<string, string>[];
  /** Read with the access token at the end. */
  dataPath?: string;
}

const basic = (clientId: string) => ({
  Authorization: `Basic ${Buffer.from(`${clientId}:${CLIENT.client_secret}`).toString('base64')}`,
});
export const BASIC = basic(CLIENT.client_id);
export const AUTOMATIC_BASIC = basic(AUTOMATIC_CLIENT_ID);

export const CUSTOMER_FORMS = {
  sandbox: [
    { loginId: CUSTOMER.loginId, password: CUSTOMER.password, action: 'login' },
    { permission: 'account:balance', terms: 'agreed', action: 'allow' },
  ],
  'oidc-provider': [{ login: CUSTOMER.loginId, password: CUSTOMER.password }, {}],
};

/** Partner and customer in one: authorize, log in, consent, redeem the code, read the data. */
export async function walkLinkFlow(connection: Connection, bank: Bank): Promise<void> {
  const verifier = randomBytes(32).toString('base64url');
  const cookies = new Map<string, string>();
  let page = await arrive(connection, bank, cookies, authorizePath(bank, verifier));
  for (const typed of bank.forms) {
    if (typeof page === 'string') throw new Error(`back at the partner too early: ${page}`);
    page = await submit(connection, bank, cookies, page, typed);
  }
  if (typeof page !== 'string') throw new Error(`still at the bank: ${page.answer.body.slice(0, 400)}`);
  const code = new URL(page).searchParams.get('code');
  if (code === null) throw new Error(`no code: ${page}`);

  const form = new URLSearchParams({
    grant_type: 'authorization_code',
    code,
    redirect_uri: CLIENT.redirect_uri,
    code_verifier: verifier,
  });
  const tokens = await connection.send(formRequest(bank.tokenPath, form.toString(), BASIC));
  if (tokens.status !== 200) throw new Error(tokens.body);
  if (bank.dataPath === undefined) return;
  const { access_token } = JSON.parse(tokens.body) as { access_token: string };
  const data = await connection.send(getRequest(bank.dataPath, { Authorization: `Bearer ${access_token}` }));
  if (data.status !== 200) throw new Error(data.body);
}

/** Each connection carries a chain of its own: every answer brings the next refresh token. */
export function refreshChain(connection: Connection, path: string, first: string): Work {
  let token = first;
  return async () => {
    const form = `grant_type=refresh_token&refresh_token=${encodeURIComponent(token)}`;
    const answer = await connection.send(formRequest(path, form, BASIC));
    expectStatus(answer, 200);
    const next = (JSON.parse(answer.body) as { refresh_token: string }).refresh_token;
    if (next === token) throw new Error('the refresh token did not rotate');
    token = next;
  };
}

/** Logs a customer in. @returns the request for the consent page, which may be sent again and again. */
export async function consentPageRequest(connection: Connection, bank: Bank): Promise<string> {
  const cookies = new Map<string, string>();
  const verifier = randomBytes(32).toString('base64url');
  const login = await arrive(connection, bank, cookies, authorizePath(bank, verifier));
  if (typeof login === 'string') throw new Error(`back at the partner too early: ${login}`);
  const consent = await submit(connection, bank, cookies, login, bank.forms[0] ?? {});
  if (typeof consent === 'string') throw new Error(`back at the partner too early: ${consent}`);
  return getRequest(consent.path, { Accept: 'text/html', Cookie: cookieHeader(cookies) });
}

function authorizePath(bank: Bank, verifier: string): string {
  const query = new URLSearchParams({
    response_type: 'code',
    client_id: CLIENT.client_id,
    redirect_uri: CLIENT.redirect_uri,
    scope: bank.scope,
    state: randomBytes(12).toString('base64url'),
    code_challenge: createHash('sha256').update(verifier).digest('base64url'),
    code_challenge_method: 'S256',
    prompt: 'consent',
  });
  return `${bank.authorizePath}?${query.toString()}`;
}

function cookieHeader(cookies: ReadonlyMap<string, string>): string {
  return [...cookies].map(([name, value]) => `${name}=${value}`).join('; ');
}

interface Page {
  path: string;
  answer: Answer;
}

/** Follows redirects inside the bank. @returns the page, or the partner's URL with the answer. */
async function arrive(
  connection: Connection,
  bank: Bank,
  cookies: Map<string, string>,
  start: string,
  form?: string,
): Promise<Page | string> {
  let path = start;
  let body = form;
  for (;;) {
    const headers = {
      Accept: 'text/html',
      Cookie: cookieHeader(cookies),
    };
    const answer = await connection.send(
      body === undefined ? getRequest(path, headers) : formRequest(path, body, headers),
    );
    for (const [, name = '', value = ''] of answer.head.matchAll(/\r\nset-cookie: *([^=]+)=([^;\r]*)/gi)) {
      if (value === '') cookies.delete(name);
      else cookies.set(name, value);
    }
    const location = /\r\nlocation: *([^\r]*)/i.exec(answer.head)?.[1];
    if (location === undefined) return { path, answer };
    const target = new URL(location, bank.origin + path);
    if (target.href.startsWith(CLIENT.redirect_uri)) return target.href;
    path = target.pathname + target.search;
    body = undefined;
  }
}

/** Fills in the page's first form with a field of the names typed, hidden fields carried along. */
function submit(
  connection: Connection,
  bank: Bank,
  cookies: Map<string, string>,
  page: Page,
  typed: Record<string, string>,
): Promise<Page | string> {
  const html = page.answer.body;
  const action = /<form[^>]* action="([^"]*)"/.exec(html)?.[1]?.replaceAll('&amp;', '&');
  if (action === undefined) throw new Error(`no form: ${page.path} ${html.slice(0, 400)}`);
  const form = new URLSearchParams();
  const end = html.indexOf('</form>');
  for (const [input] of html.slice(0, end).matchAll(/<input [^>]*type="hidden"[^>]*>/g)) {
    const name = / name="([^"]*)"/.exec(input)?.[1] ?? '';
    form.set(name, / value="([^"]*)"/.exec(input)?.[1] ?? '');
  }
  for (const [name, value] of Object.entries(typed)) form.set(name, value);
  const target = new URL(action, bank.origin + page.path);
  return arrive(connection, bank, cookies, target.pathname + target.search, form.toString());
}
