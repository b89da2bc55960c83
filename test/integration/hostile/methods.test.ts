import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { endpointPaths, metadataPaths } from '../../../server/authorization/endpoint-paths.ts';
import { screenPaths } from '../../../server/screens/paths.ts';
import { sendRaw, type RawAnswer } from '../../harness/raw-http.ts';
import { startSandbox, type TestSandbox } from '../../harness/sandbox.ts';
import { describedRoutes, partnerRoutes, type ApiDocument } from './fuzz/routes.ts';

/** RFC 9110 §15.5.6: whatever exists says what it takes, at every origin; §15.5.5: nothing else exists. */
let sandbox: TestSandbox;
let paths: Record<'bank' | 'console' | 'partner', string[]>;

beforeAll(async () => {
  sandbox = await startSandbox();
  const bank = (await (await fetch(`${sandbox.issuer}/openapi.json`)).json()) as ApiDocument;
  const control = await sandbox.control<ApiDocument>('GET', '/openapi.json');
  const page = await (await fetch(sandbox.ready.partner)).text();
  const login = await (await fetch(`${sandbox.issuer}/ib/about`)).text();
  const known = (path: string) => path.replaceAll(/\{\w+\}/g, 'x');
  const { assets: _folder, ...screens } = screenPaths;
  paths = {
    bank: [
      '/',
      '/openapi.json',
      ...metadataPaths,
      ...Object.values(endpointPaths)
        .flat()
        .filter((path) => path !== '/oauth2/grants'),
      ...Object.values(screens),
      ...stylesheetsIn(login),
      ...describedRoutes('bank', bank).map(({ path }) => known(path)),
    ],
    console: [
      '/',
      '/openapi.json',
      '/control/v1/openapi.json',
      ...describedRoutes('control', control).map(({ path }) => known(path)),
    ],
    partner: [...stylesheetsIn(page), ...partnerRoutes.map(({ path }) => known(path)).filter(isNoFile)],
  };
});
afterAll(() => sandbox.stop());

/** A file's name is not known before a page tells it. */
function isNoFile(path: string): boolean {
  return !path.startsWith('/assets/');
}

function stylesheetsIn(html: string): string[] {
  return [...html.matchAll(/<link[^>]*href="([^"?]+\.css)/g)].map(([, path = '']) => path);
}

function send(origin: 'bank' | 'console' | 'partner', method: string, path: string): Promise<RawAnswer> {
  const base = new URL({ bank: sandbox.issuer, ...sandbox.ready }[origin]).origin;
  return sendRaw(
    base,
    `${method} ${path} HTTP/1.1\r\nHost: ${new URL(base).host}\r\nContent-Length: 0\r\n` +
      `Authorization: Bearer ${sandbox.ready.controlToken}\r\n\r\n`,
  );
}

const origins = ['bank', 'console', 'partner'] as const;

describe.each(origins)('at the %s', (origin) => {
  it.each(['PUT', 'PATCH', 'DELETE', 'POST', 'GET', 'TRACE', 'PROPFIND'])(
    '%s of what exists is done or is 405 with Allow, which does not name it',
    async (method) => {
      const answers = new Map<string, RawAnswer>();
      for (const path of new Set(paths[origin])) {
        // It goes on for as long as anybody listens, or waits.
        if (/\/log\/(?:wait|stream)$/.test(path)) continue;
        answers.set(path, await send(origin, method, path));
      }
      const refused = [...answers].filter(([, { status }]) => status === 405);
      for (const [path, { text }] of refused) {
        const allow = /^allow: (.*?)\r$/im.exec(text)?.[1]?.split(', ') ?? [];
        expect(allow, path).not.toEqual([]);
        expect(allow, path).not.toContain(method);
      }
      for (const [path, { status, text }] of answers) {
        // A resource of a collection may not be there; its path is.
        if (status === 404)
          expect(text, `${method} ${path}`).not.toMatch(/There is nothing|control_path_unknown/);
        expect(status, `${method} ${path}`).not.toBe(0);
      }
      if (method === 'TRACE' || method === 'PROPFIND') expect(refused).toHaveLength(answers.size);
    },
  );

  it('what does not exist is 404 whatever is done to it', async () => {
    for (const method of ['GET', 'POST', 'PROPFIND']) {
      for (const path of ['/nothing', '/log', '/assets/nothing.js', '/ib/v2/accounts']) {
        expect((await send(origin, method, path)).status, `${method} ${path}`).toBe(404);
      }
    }
  });
});

it('the console sends the addresses that are meant for another one there', async () => {
  for (const [path, target] of [
    ['/index.html', '/'],
    ['/openapi.json', '/control/v1/openapi.json'],
  ]) {
    const answer = await send('console', 'GET', path ?? '');
    expect(answer.status).toBe(308);
    expect(answer.text).toMatch(new RegExp(`^Location: ${target ?? ''}\r$`, 'm'));
  }
});
