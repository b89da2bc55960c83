import { once } from 'node:events';
import { request } from 'node:http';
import { createServer, type AddressInfo, type Socket } from 'node:net';
import { connect as connectTls } from 'node:tls';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { offeredCertificates, offeredKeyMaterial } from '../../server/certificates/offered-certificates.ts';
import { ClientCertificateProxy, PROXY_USER } from '../../server/listeners/client-certificate-proxy.ts';
import { CustomerBrowser } from '../harness/customer-browser.ts';
import { caOf, issueToCustomer } from '../harness/issued-certificates.ts';
import { PartnerClient } from '../harness/partner-client.ts';
import { startSandbox, type TestSandbox } from '../harness/sandbox.ts';

const PASSWORD = 'password-of-the-proxy-in-these-tests';

let sandbox: TestSandbox;
let proxy: ClientCertificateProxy;
let port: number;

beforeAll(async () => {
  sandbox = await startSandbox({ httpsPort: 0 });
});
afterAll(() => sandbox.stop());
beforeEach(async () => {
  proxy = new ClientCertificateProxy(bank(), PASSWORD);
  port = await proxy.listen(0);
});
afterEach(() => proxy.close());

const bank = () => sandbox.ready.httpsIssuer ?? '';

/** Shows a certificate of the scenario, or none. */
async function present(serialNumber: string | null): Promise<void> {
  const { certificates } = sandbox.context;
  proxy.present(serialNumber === null ? null : await offeredKeyMaterial(sandbox.context, serialNumber), {
    server: await certificates.serverMaterial(),
    ca: await certificates.rootCertificate(),
  });
}

/** Asks the proxy for a tunnel. */
async function tunnel(
  target: string,
  credentials: string | null = `${PROXY_USER}:${PASSWORD}`,
): Promise<{ status: number; socket: Socket }> {
  const asked = request({
    host: '127.0.0.1',
    port,
    method: 'CONNECT',
    path: target,
    headers:
      credentials === null
        ? {}
        : { 'Proxy-Authorization': `Basic ${Buffer.from(credentials).toString('base64')}` },
  }).end();
  const [response, socket] = (await once(asked, 'connect')) as [{ statusCode: number }, Socket];
  return { status: response.statusCode, socket };
}

/** `fetch` as the customer's window does it: by the proxy, trusting the sandbox's CA only. */
function throughProxy(ca: string): typeof fetch {
  return async (input, init) => {
    const asked = new Request(input, init);
    const { socket } = await tunnel(new URL(asked.url).host);
    const secure = connectTls({ socket, host: '127.0.0.1', ca });
    await once(secure, 'secureConnect');
    const body = Buffer.from(await asked.arrayBuffer());
    return new Promise((resolve, reject) => {
      const sent = request(
        asked.url.replace('https:', 'http:'),
        {
          createConnection: () => secure,
          method: asked.method,
          headers: {
            ...Object.fromEntries(asked.headers),
            'content-length': body.length,
            connection: 'close',
          },
        },
        (answer) => {
          const chunks: Buffer[] = [];
          answer.on('data', (chunk: Buffer) => chunks.push(chunk));
          answer.on('end', () => {
            const headers = new Headers();
            for (const [name, value = ''] of Object.entries(answer.headers)) {
              for (const one of [value].flat()) headers.append(name, one);
            }
            resolve(new Response(Buffer.concat(chunks), { status: answer.statusCode ?? 0, headers }));
          });
        },
      );
      sent.on('error', reject);
      sent.end(body);
    });
  };
}

describe('the bank, reached by the proxy', () => {
  async function logIn(): Promise<CustomerBrowser> {
    const browser = new CustomerBrowser(bank(), throughProxy(await caOf(sandbox)));
    await browser.open(new PartnerClient({ issuer: bank() }).authorizationUrl());
    return browser.press('電子証明書認証');
  }

  it.each([
    ['a valid one', '6002', 'signed_in'],
    ['an expired one', '6001', 'certificate_expired'],
    ['a revoked one', '6041', 'certificate_revoked'],
    ['none', null, 'certificate_unavailable'],
  ])('sees %s in its own handshake', async (_what, serialNumber, code) => {
    await present(serialNumber);
    const position = sandbox.logPosition();
    await logIn();
    const entries = sandbox.logAfter(position).filter(({ url }) => url.includes('/ib/certificate'));
    expect(entries.map(({ outcome }) => outcome.code)).toContain(code);
  });

  it('is shown none before any was chosen', async () => {
    const browser = await logIn();
    expect(browser.page.text).toContain('ご利用いただける電子証明書が見つかりません');
  });

  it('is left by the connections of another certificate', async () => {
    await present('6002');
    const { socket } = await tunnel(new URL(bank()).host);
    const secure = connectTls({ socket, host: '127.0.0.1', ca: await caOf(sandbox) });
    await once(secure, 'secureConnect');
    const closed = once(secure, 'close');
    await present('6002');
    expect(secure.destroyed).toBe(false);
    await present('6001');
    await closed;
  });
});

describe('the proxy refuses', () => {
  it.each([
    ['no credentials', null],
    ['another password', `${PROXY_USER}:guess`],
    ['another user', `somebody:${PASSWORD}`],
  ])('%s', async (_what, credentials) => {
    await present('6002');
    const { status, socket } = await tunnel(new URL(bank()).host, credentials);
    expect(status).toBe(407);
    socket.destroy();
  });

  it.each([
    'example.com:443',
    '192.0.2.1:443',
    '127.0.0.1.example.com:443',
    '[2001:db8::1]:443',
    '127.0.0.1:99999',
    'nonsense',
  ])('to reach %s', async (target) => {
    const { status, socket } = await tunnel(target);
    expect(status).toBe(403);
    socket.destroy();
  });

  it('whatever is no tunnel', async () => {
    const response = await fetch(`http://127.0.0.1:${String(port)}/`);
    expect([response.status, response.headers.get('allow')]).toEqual([405, 'CONNECT']);
  });
});

it('passes the bytes of other services of this computer through unread, a chosen certificate or not', async () => {
  await present('6002');
  const echo = createServer((socket) => socket.pipe(socket));
  await once(echo.listen(0, '127.0.0.1'), 'listening');
  const { status, socket } = await tunnel(`127.0.0.1:${String((echo.address() as AddressInfo).port)}`);
  expect(status).toBe(200);
  socket.write('not TLS at all');
  const [said] = (await once(socket, 'data')) as [Buffer];
  expect(said.toString()).toBe('not TLS at all');
  socket.destroy();
  echo.close();
});

it('says 502 where nobody answers', async () => {
  const gone = createServer();
  await once(gone.listen(0, '127.0.0.1'), 'listening');
  const { port: closed } = gone.address() as AddressInfo;
  gone.close();
  await once(gone, 'close');
  const { status, socket } = await tunnel(`127.0.0.1:${String(closed)}`);
  expect(status).toBe(502);
  socket.destroy();
});

describe('what the chooser is offered', () => {
  it('is every certificate of a customer, those that will be refused too, and no key', async () => {
    const { certificate } = await issueToCustomer(sandbox, '10000000001');
    const offered = await offeredCertificates(sandbox.context);
    expect(offered).toEqual(
      expect.arrayContaining([
        expect.objectContaining({ serialNumber: '6001', loginId: '10000000006', state: 'expired' }),
        expect.objectContaining({ serialNumber: '6002', loginId: '10000000006', state: 'valid' }),
        expect.objectContaining({ serialNumber: '6041', loginId: '10000000041', state: 'revoked' }),
        expect.objectContaining({ serialNumber: certificate.serialNumber, loginId: '10000000001' }),
      ]),
    );
    expect(offered[0]?.issuer).toMatch(/^IB Link Sandbox CA /);
    expect(JSON.stringify(offered)).not.toContain('PRIVATE');
  });

  it('opens nothing by a number nobody has', async () => {
    expect(await offeredKeyMaterial(sandbox.context, 'ABCDEF')).toBeNull();
  });
});
