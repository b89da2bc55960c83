import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { partnerTexts } from '../../../server/partner/texts.ts';
import { allow, CustomerBrowser, logIn, TARO } from '../../harness/customer-browser.ts';
import { flood, requestBytes } from '../../harness/flood.ts';
import {
  basic,
  KAKEIBO,
  PartnerClient,
  REDIRECT_URI,
  ZAIM,
  type ClientCredentials,
} from '../../harness/partner-client.ts';
import { sendRaw } from '../../harness/raw-http.ts';
import { startSandbox, type TestSandbox } from '../../harness/sandbox.ts';

let sandbox: TestSandbox;
beforeAll(async () => {
  sandbox = await startSandbox({ httpsPort: 0 });
});
afterAll(() => sandbox.stop());

describe('a connection nobody finishes', () => {
  it('is closed by the bank over TLS, with a handshake begun or not', async () => {
    const { hostname, port } = new URL(sandbox.ready.httpsIssuer ?? '');
    for (const bytes of ['', '\u0016\u0003\u0001']) {
      const socket = connect(Number(port), hostname);
      socket.on('error', () => undefined);
      socket.resume().write(bytes, 'latin1');
      await once(socket, 'close');
    }
  });
});

describe('a registration', () => {
  it.each(['text/plain', 'application/x-www-form-urlencoded', 'multipart/form-data; boundary=x', undefined])(
    'that any web page could send (%s) is refused',
    async (type) => {
      const response = await fetch(`${sandbox.issuer}/oauth2/register`, {
        method: 'POST',
        headers: type === undefined ? {} : { 'content-type': type },
        body: new TextEncoder().encode('{"redirect_uris":["http://127.0.0.1:9999/callback"]}'),
      });
      expect(response.status).toBe(400);
      expect(await response.json()).toMatchObject({
        error: 'invalid_client_metadata',
        error_description: expect.stringContaining('application/json') as string,
      });
    },
  );
});

/** More than is kept of anything; `FLOOD=50000` tries with as many. */
const FLOOD = Number(process.env['FLOOD'] ?? 2_100);
const FORM = 'application/x-www-form-urlencoded';
const LONG = 300_000;

function post(
  path: string,
  parameters: Record<string, string>,
  headers: Record<string, string> = {},
): string {
  const body = new URLSearchParams(parameters).toString();
  return requestBytes(sandbox.issuer, 'POST', path, { headers: { 'Content-Type': FORM, ...headers }, body });
}

/** A client that registered itself, and asks the customer for nothing. */
async function stranger(): Promise<ClientCredentials & { secret: string }> {
  const response = await fetch(`${sandbox.issuer}/oauth2/register`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({
      redirect_uris: [REDIRECT_URI],
      grant_types: ['authorization_code', 'client_credentials'],
      scope: 'account:balance grant_management_query',
      sandbox_consent: 'auto',
    }),
  });
  const registered = (await response.json()) as { client_id: string; client_secret: string };
  return {
    clientId: registered.client_id,
    secret: registered.client_secret,
    method: 'client_secret_basic',
  };
}

const pushed = { response_type: 'code', redirect_uri: REDIRECT_URI, scope: 'account:balance' };

async function push(by: ClientCredentials): Promise<string> {
  const response = await fetch(`${sandbox.issuer}/oauth2/par`, {
    method: 'POST',
    headers: { authorization: basic(by) },
    body: new URLSearchParams(pushed),
  });
  return ((await response.json()) as { request_uri: string }).request_uri;
}

async function loginPageOf(by: ClientCredentials, requestUri: string): Promise<CustomerBrowser> {
  const query = new URLSearchParams({ client_id: by.clientId, request_uri: requestUri });
  return new CustomerBrowser(sandbox.issuer).open(`/oauth2/authorize?${query.toString()}`);
}

describe('a flood', { timeout: LONG }, () => {
  it('of requests to log in ends no login that a customer is at, not even of the same client', async () => {
    const atLogin = await new CustomerBrowser(sandbox.issuer).open(
      new PartnerClient(sandbox).authorizationUrl(),
    );
    const atConsent = await new CustomerBrowser(sandbox.issuer).open(
      new PartnerClient(sandbox).authorizationUrl(),
    );
    await logIn(atConsent, TARO);
    const target = new PartnerClient(sandbox).authorizationUrl().slice(sandbox.issuer.length);
    const statuses = await flood(sandbox.issuer, FLOOD, () => requestBytes(sandbox.issuer, 'GET', target));
    expect(statuses).toEqual(new Map([[303, FLOOD]]));
    await logIn(atLogin, TARO);
    for (const browser of [atLogin, atConsent]) {
      expect((await allow(browser)).parameters.get('code')).not.toBeNull();
    }
  });

  it('of requests to log in for one client ends no login for another, come to or not', async () => {
    const answer = await fetch(new PartnerClient(sandbox, ZAIM).authorizationUrl(), { redirect: 'manual' });
    const target = new PartnerClient(sandbox).authorizationUrl().slice(sandbox.issuer.length);
    await flood(sandbox.issuer, FLOOD, () => requestBytes(sandbox.issuer, 'GET', target));
    const page = await fetch(new URL(answer.headers.get('location') ?? '', sandbox.issuer), {
      headers: { cookie: answer.headers.getSetCookie()[0]?.split(';')[0] ?? '' },
    });
    expect(page.status).toBe(200);
  });

  it('of pushed requests costs its own client the oldest, and no other client anything', async () => {
    const by = await stranger();
    const ofOther = await push(KAKEIBO);
    const own = await push(by);
    const headers = { Authorization: basic(by) };
    const statuses = await flood(sandbox.issuer, FLOOD, () => post('/oauth2/par', pushed, headers));
    expect(statuses).toEqual(new Map([[201, FLOOD]]));
    expect((await loginPageOf(KAKEIBO, ofOther)).page.status).toBe(200);
    expect((await loginPageOf(by, own)).page.status).toBe(400);
  });

  it('of tokens of a client itself costs no other client its own', async () => {
    const by = await stranger();
    const other = await stranger();
    const token = (await new PartnerClient(sandbox, other).token({ grant_type: 'client_credentials' })).body;
    const headers = { Authorization: basic(by) };
    const statuses = await flood(sandbox.issuer, FLOOD, () =>
      post('/oauth2/token', { grant_type: 'client_credentials' }, headers),
    );
    expect(statuses).toEqual(new Map([[200, FLOOD]]));
    const introspected = await fetch(`${sandbox.issuer}/oauth2/introspect`, {
      method: 'POST',
      headers: { authorization: basic(other) },
      body: new URLSearchParams({ token: token.access_token }),
    });
    expect(await introspected.json()).toMatchObject({ active: true });
  });

  it('of codes costs no other client the code of its customer', async () => {
    const partner = new PartnerClient(sandbox);
    const { code, verifier } = await partner.obtainCode();
    const by = new PartnerClient(sandbox, await stranger());
    const target = by.authorizationUrl({ scope: 'account:balance' }).slice(sandbox.issuer.length);
    await flood(sandbox.issuer, FLOOD + 3_000, () => requestBytes(sandbox.issuer, 'GET', target));
    expect((await partner.redeem(code, { code_verifier: verifier })).status).toBe(200);
  });

  it('of visitors at the partner costs no visitor his linkage, nor his way back from the bank', async () => {
    const { origin } = new URL(sandbox.ready.partner);
    const linked = new CustomerBrowser(origin);
    await linked.open('/');
    await linked.press(partnerTexts.ja.connect);
    const atBank = await new CustomerBrowser(sandbox.issuer).open(linked.returned?.url.href ?? '');
    await logIn(atBank, TARO);
    await linked.open((await allow(atBank)).url.href);
    const leaving = new CustomerBrowser(origin);
    await leaving.open('/');
    await leaving.press(partnerTexts.ja.connect);

    const body = 'app=kakeibo';
    const headers = { 'Content-Type': FORM };
    const statuses = await flood(origin, FLOOD, (number) =>
      number % 2 === 0
        ? requestBytes(origin, 'POST', '/connect', { headers, body })
        : requestBytes(origin, 'GET', '/lessons'),
    );
    expect([...statuses.keys()].toSorted()).toEqual([200, 303]);

    const returning = await new CustomerBrowser(sandbox.issuer).open(leaving.returned?.url.href ?? '');
    await logIn(returning, TARO);
    await leaving.open((await allow(returning)).url.href);
    for (const visitor of [leaving, linked]) {
      await visitor.open('/');
      expect(visitor.page.text).toContain(partnerTexts.ja.disconnect);
    }
  });

  it('of registrations is slowed and told so, and the console goes on registering', async () => {
    const body = JSON.stringify({ redirect_uris: [REDIRECT_URI] });
    const headers = { 'Content-Type': 'application/json' };
    const statuses = await flood(sandbox.issuer, 2_000, () =>
      requestBytes(sandbox.issuer, 'POST', '/oauth2/register', { headers, body }),
    );
    expect([...statuses.keys()].toSorted()).toEqual([201, 429]);
    const refused = await fetch(`${sandbox.issuer}/oauth2/register`, { method: 'POST', headers, body });
    // Slow machines may have waited long enough by now.
    if (refused.status !== 201) {
      expect(refused.status).toBe(429);
      expect(Number(refused.headers.get('retry-after'))).toBeGreaterThan(0);
      expect(await refused.json()).toMatchObject({
        error_description: expect.stringContaining('try again in') as string,
      });
    }
    expect((await sandbox.request('POST', '/clients', JSON.parse(body))).status).toBe(201);
  });

  it('of connections that say nothing leaves room at the other origins, and one that ends makes room', async () => {
    const { hostname, port } = new URL(sandbox.issuer);
    const held: Socket[] = [];
    const open = async () => {
      const socket = connect(Number(port), hostname);
      socket.on('error', () => undefined);
      await once(socket, 'connect');
      held.push(socket);
      return socket;
    };
    for (let count = 0; count < 400; count++) await open();
    // Accepted by the kernel, and closed by the bank at once.
    const beyond = await open();
    beyond.resume();
    await once(beyond, 'close');
    expect((await fetch(sandbox.ready.console)).status).toBe(200);
    expect((await sandbox.request('GET', '/status')).status).toBe(200);
    held[0]?.destroy();
    await vi.waitFor(
      async () => {
        const answer = await sendRaw(sandbox.issuer, requestBytes(sandbox.issuer, 'GET', '/oauth2/jwks'));
        expect(answer.status).toBe(200);
      },
      { timeout: LONG },
    );
    for (const socket of held) socket.destroy();
  });
});
