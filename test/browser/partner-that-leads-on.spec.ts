import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { TestSandbox } from '../harness/sandbox.ts';
import { BankScreens } from './bank-screens.ts';
import { expect, test } from './fixtures.ts';

/** A partner whose redirect URI answers with a redirect of its own, to its front end under another name. */
async function startPartner(): Promise<AsyncDisposable & { callback: string; home: string }> {
  const server = createServer((request, response) => {
    if (request.url?.startsWith('/callback')) {
      response.writeHead(302, { Location: `${home}${request.url.slice('/callback'.length)}` }).end();
    } else {
      response.setHeader('Content-Type', 'text/html; charset=utf-8');
      response.end('<!doctype html><html lang="en"><title>Home</title><h1>Home of the partner</h1>');
    }
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  const home = `http://app.localhost:${port}/home`;
  return {
    callback: `http://127.0.0.1:${port}/callback`,
    home,
    [Symbol.asyncDispose]: () =>
      new Promise((resolve) => {
        server.close(() => {
          resolve();
        });
        server.closeAllConnections();
      }),
  };
}

async function begin(sandbox: TestSandbox, callback: string): Promise<string> {
  await sandbox.control('PATCH', '/clients/demo-kakeibo', { redirect_uris: [callback] });
  const query = new URLSearchParams({
    response_type: 'code',
    client_id: 'demo-kakeibo',
    redirect_uri: callback,
    scope: 'account:balance',
    state: 'of-the-partner',
  });
  return `${sandbox.issuer}/oauth2/authorize?${query.toString()}`;
}

for (const [button, member] of [
  ['許可', 'code'],
  ['キャンセル', 'error'],
] as const) {
  test(`${button} at the consent leads to where the partner leads on from its callback`, async ({
    page,
    sandbox,
  }) => {
    await using partner = await startPartner();
    await page.goto(await begin(sandbox, partner.callback));
    const bank = new BankScreens(page, sandbox);
    await bank.logIn('personal');
    if (member === 'code') await bank.agreement.check();
    await bank.button(button).click();
    await expect(page.getByRole('heading', { name: 'Home of the partner' })).toBeVisible();
    const { searchParams, host } = new URL(page.url());
    expect(host).toBe(new URL(partner.home).host);
    expect(searchParams.get(member)).not.toBeNull();
    expect(searchParams.get('state')).toBe('of-the-partner');
  });
}

test('so does キャンセル at the login', async ({ page, sandbox }) => {
  await using partner = await startPartner();
  await page.goto(await begin(sandbox, partner.callback));
  await new BankScreens(page, sandbox).button('キャンセル').click();
  await expect(page).toHaveURL(new RegExp(`^${partner.home}.*error=access_denied`));
});
