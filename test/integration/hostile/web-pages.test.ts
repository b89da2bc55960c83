import { request } from 'node:http';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { endpointPaths } from '../../../server/authorization/endpoint-paths.ts';
import { screenPaths } from '../../../server/screens/paths.ts';
import { everything } from '../../harness/control-client.ts';
import { startSandbox, type TestSandbox } from '../../harness/sandbox.ts';
import { describedRoutes, partnerRoutes, type ApiDocument, type OriginName } from './fuzz/routes.ts';

/*
 * What a web page that somebody visits can make his browser send to the sandbox on the same computer:
 * "simple" requests without asking first (Fetch §2.2.2), forms, WebSocket handshakes, and, under a name
 * that it has re-pointed to this computer (DNS rebinding), whatever it likes. None changes anything, and
 * no answer may be read.
 */
let sandbox: TestSandbox;
let routes: { origin: OriginName; method: string; path: string }[];

beforeAll(async () => {
  sandbox = await startSandbox();
  const bank = (await (await fetch(`${sandbox.issuer}/openapi.json`)).json()) as ApiDocument;
  const control = await sandbox.control<ApiDocument>('GET', '/openapi.json');
  const screens = Object.values(screenPaths).flatMap((path) =>
    ['GET', 'POST'].map((method) => ({ origin: 'bank' as const, method, path })),
  );
  const described = [...describedRoutes('bank', bank), ...describedRoutes('control', control)];
  // The first reading of the keys makes the one that request objects are encrypted with.
  await fetch(`${sandbox.issuer}/oauth2/jwks`);
  routes = [...described, ...partnerRoutes, ...screens]
    // A simple request has one of three methods; what takes another is tried with POST.
    .map(({ origin, method, path }) => ({ origin, method: method === 'GET' ? method : 'POST', path }))
    .map((route) => ({ ...route, path: route.path.replaceAll(/\{\w+\}/g, 'demo-kakeibo') }))
    // It goes on for as long as anybody listens, or waits; both begin with the guard all the same.
    .filter(({ path }) => !/\/log\/(?:wait|stream)$/.test(path));
});
afterAll(() => sandbox.stop());

interface Sent {
  readonly origin: OriginName;
  readonly method: string;
  readonly path: string;
  readonly headers: Record<string, string>;
  readonly body?: string;
}

interface Got {
  readonly status: number;
  readonly headers: NodeJS.Dict<string | string[]>;
}

function baseOf(origin: OriginName): URL {
  const { issuer, control, partner } = sandbox.ready;
  return new URL({ bank: issuer, control, partner }[origin]);
}

function send({ origin, method, path, headers, body }: Sent): Promise<Got> {
  const { hostname, port } = baseOf(origin);
  return new Promise((resolve, reject) => {
    const outgoing = request({ hostname, port, method, path, headers, agent: false }, (incoming) => {
      incoming.resume().on('error', reject);
      incoming.on('end', () => {
        resolve({ status: incoming.statusCode ?? 0, headers: incoming.headers });
      });
    });
    outgoing.on('error', reject);
    outgoing.on('upgrade', (incoming, socket) => {
      socket.destroy();
      resolve({ status: incoming.statusCode ?? 0, headers: incoming.headers });
    });
    outgoing.end(body);
  });
}

const METADATA = '{"redirect_uris":["https://evil.example/callback"],"name":"blank","by":"P9D"}';

const [REGISTRATION] = endpointPaths.registration;

/** What browsers add to a request of a page, by where the page is from. */
const PAGES: { name: string; headers: Record<string, string> }[] = [
  { name: 'another site', headers: { origin: 'https://evil.example', 'sec-fetch-site': 'cross-site' } },
  { name: 'a sandboxed frame', headers: { origin: 'null', 'sec-fetch-site': 'cross-site' } },
  { name: 'another port', headers: { origin: 'http://127.0.0.1:9', 'sec-fetch-site': 'same-site' } },
];

/** What it may send as a body without asking first. */
const BODIES: { name: string; type: string; body: string }[] = [
  { name: 'JSON as text/plain', type: 'text/plain', body: METADATA },
  {
    name: 'JSON within a text/plain form',
    type: 'text/plain',
    body: `${METADATA.slice(0, -1)},"x":"="}\r\n`,
  },
  {
    name: 'an urlencoded form',
    type: 'application/x-www-form-urlencoded',
    body: 'app=kakeibo&action=allow&loginId=yamada&client_id=demo-kakeibo&token=x&name=blank',
  },
  {
    name: 'a multipart form',
    type: 'multipart/form-data; boundary=b',
    body: `--b\r\nContent-Disposition: form-data; name="file"; filename="f"\r\n\r\n${METADATA}\r\n--b--\r\n`,
  },
  { name: 'a body of no type', type: '', body: METADATA },
];

const posts = PAGES.flatMap((page) =>
  BODIES.map((body) => ({
    ...body,
    name: `${body.name} from ${page.name}`,
    headers: {
      ...page.headers,
      'sec-fetch-mode': 'no-cors',
      ...(body.type !== '' && { 'content-type': body.type }),
    },
  })),
);

/** No origin says to a page it did not know that it may read. */
function expectUnreadable({ headers }: Got, what: string): void {
  expect(headers['access-control-allow-credentials'], what).toBeUndefined();
  expect(headers['access-control-allow-private-network'], what).toBeUndefined();
}

describe('a page of another origin', () => {
  it.each(posts)('changes nothing by a POST: $name', async ({ headers, body }) => {
    const before = everything(sandbox);
    for (const route of routes.filter(({ method }) => method === 'POST')) {
      const got = await send({ ...route, headers, body });
      const what = `${route.origin} ${route.path} answered ${String(got.status)}`;
      expectUnreadable(got, what);
      expect(got.headers['access-control-allow-origin'], what).toBeUndefined();
      if (route.origin === 'bank') expect(got.status, what).toBeLessThan(500);
      else expect(got.status, what).toBe(403);
    }
    expect(everything(sandbox)).toBe(before);
  });

  it.each(PAGES)(
    'changes nothing by a GET or HEAD, from $name',
    async ({ headers: { origin, ...metadata } }) => {
      const before = everything(sandbox);
      for (const route of routes.filter(({ method }) => method === 'GET')) {
        for (const method of ['GET', 'HEAD']) {
          // An image or a link tells no origin, a script's fetch does.
          for (const headers of [metadata, { ...metadata, origin: origin ?? '' }]) {
            const got = await send({ ...route, method, headers });
            const what = `${route.origin} ${method} ${route.path} answered ${String(got.status)}`;
            expectUnreadable(got, what);
            expect(got.status, what).toBeLessThan(500);
            if (route.origin === 'control') expect(got.status, what).toBe(403);
          }
        }
      }
      expect(everything(sandbox)).toBe(before);
    },
  );

  it('is told by no preflight that it may send more than that', async () => {
    for (const route of routes) {
      const got = await send({
        ...route,
        method: 'OPTIONS',
        headers: {
          origin: 'https://evil.example',
          'access-control-request-method': 'PUT',
          'access-control-request-headers': 'authorization, content-type',
          'access-control-request-private-network': 'true',
        },
      });
      expectUnreadable(got, route.path);
      const methods = got.headers['access-control-allow-methods'] ?? 'GET';
      expect(String(methods), route.path).toMatch(/^(?:GET|HEAD|OPTIONS)(?:, ?(?:GET|HEAD|OPTIONS))*$/);
    }
  });

  it.each(['bank', 'control', 'partner'] as const)('gets no WebSocket at the %s', async (origin) => {
    const before = everything(sandbox);
    for (const path of ['/', '/control/v1/log/stream', '/oauth2/token', '/connect']) {
      const got = await send({
        origin,
        method: 'GET',
        path,
        headers: {
          connection: 'Upgrade',
          upgrade: 'websocket',
          'sec-websocket-version': '13',
          'sec-websocket-key': 'dGhlIHNhbXBsZSBub25jZQ==',
          origin: 'https://evil.example',
          'sec-fetch-site': 'cross-site',
          'sec-fetch-mode': 'websocket',
        },
      });
      expect(got.status, path).not.toBe(101);
      expect(got.status, path).toBeLessThan(500);
    }
    expect(everything(sandbox)).toBe(before);
  });
});

describe('a page whose name was re-pointed to this computer', () => {
  it.each(['attacker.example', '127.0.0.1.attacker.example', 'localhost.attacker.example'])(
    'changes nothing as %s, though its requests are of one origin',
    async (name) => {
      const before = everything(sandbox);
      for (const route of routes) {
        const host = `${name}:${baseOf(route.origin).port}`;
        const headers = { host, 'sec-fetch-site': 'same-origin' };
        const got =
          route.method === 'GET'
            ? await send({ ...route, headers })
            : await send({
                ...route,
                headers: { ...headers, origin: `http://${host}`, 'content-type': 'application/json' },
                body: METADATA,
              });
        const what = `${route.origin} ${route.method} ${route.path} answered ${String(got.status)}`;
        if (route.origin === 'control' || route.path === REGISTRATION) expect(got.status, what).toBe(403);
        if (route.origin === 'partner') expect(got.status, what).toBe(route.method === 'GET' ? 303 : 421);
        expect(got.status, what).toBeLessThan(500);
      }
      expect(everything(sandbox)).toBe(before);
    },
  );
});
