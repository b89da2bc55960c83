import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { expectProblem, sendControl } from '../../harness/control-client.ts';
import { CONTROL_TOKEN, startSandbox, type TestSandbox } from '../../harness/sandbox.ts';

let sandbox: TestSandbox;
beforeAll(async () => {
  sandbox = await startSandbox({ scenario: 'blank' });
});
afterAll(() => sandbox.stop());

const authorization = `Bearer ${CONTROL_TOKEN}`;
const port = () => new URL(sandbox.ready.console).port;

interface Row {
  name: string;
  headers: () => Record<string, string>;
  code: string;
  status: number;
}

const refused: Row[] = [
  { name: 'no token', headers: () => ({}), status: 401, code: 'control_token_missing' },
  {
    name: 'a wrong token',
    headers: () => ({ authorization: `Bearer ${CONTROL_TOKEN}x` }),
    status: 401,
    code: 'control_token_wrong',
  },
  {
    name: 'an empty token',
    headers: () => ({ authorization: 'Bearer ' }),
    status: 401,
    code: 'control_token_wrong',
  },
  {
    name: 'the token as Basic credentials',
    headers: () => ({ authorization: `Basic ${CONTROL_TOKEN}` }),
    status: 401,
    code: 'control_token_wrong',
  },
  {
    name: 'a name that was re-pointed to this computer',
    headers: () => ({ authorization, host: `attacker.example:${port()}` }),
    status: 403,
    code: 'control_host_refused',
  },
  {
    name: 'a name that only begins like ours',
    headers: () => ({ authorization, host: `127.0.0.1.attacker.example:${port()}` }),
    status: 403,
    code: 'control_host_refused',
  },
  {
    name: 'credentials before a foreign name',
    headers: () => ({ authorization, host: `127.0.0.1@attacker.example:${port()}` }),
    status: 403,
    code: 'control_host_refused',
  },
  {
    name: 'another port',
    headers: () => ({ authorization, host: '127.0.0.1:1' }),
    status: 403,
    code: 'control_host_refused',
  },
  {
    name: 'no port',
    headers: () => ({ authorization, host: 'localhost' }),
    status: 403,
    code: 'control_host_refused',
  },
  {
    name: 'the page of another site',
    headers: () => ({ authorization, origin: 'https://attacker.example' }),
    status: 403,
    code: 'control_origin_refused',
  },
  {
    name: 'a page without an origin (file, sandboxed frame)',
    headers: () => ({ authorization, origin: 'null' }),
    status: 403,
    code: 'control_origin_refused',
  },
  {
    name: 'a page of the bank',
    headers: () => ({ authorization, origin: sandbox.issuer }),
    status: 403,
    code: 'control_origin_refused',
  },
  {
    name: 'a page of ours over another scheme',
    headers: () => ({ authorization, origin: `https://127.0.0.1:${port()}` }),
    status: 403,
    code: 'control_origin_refused',
  },
  {
    name: 'a cross-site request',
    headers: () => ({ authorization, 'sec-fetch-site': 'cross-site' }),
    status: 403,
    code: 'control_cross_site_refused',
  },
  {
    name: 'a same-site request from another port',
    headers: () => ({ authorization, 'sec-fetch-site': 'same-site' }),
    status: 403,
    code: 'control_cross_site_refused',
  },
];

describe('the guard of the control API', () => {
  it.each(refused)('refuses $name', async ({ headers, status, code }) => {
    const answer = await sendControl(sandbox, { method: 'GET', path: '/customers', headers: headers() });
    expect(answer.status).toBe(status);
    expect(expectProblem(answer.text, status).code).toBe(code);
    expect(answer.headers['www-authenticate'] !== undefined).toBe(status === 401);
    expect(answer.headers['access-control-allow-origin']).toBeUndefined();
  });

  it.each(refused.filter(({ status }) => status === 403))(
    'refuses $name even where no token is asked for',
    async ({ headers, code }) => {
      const answer = await sendControl(sandbox, { method: 'GET', path: '/openapi.json', headers: headers() });
      expect(expectProblem(answer.text, 403).code).toBe(code);
    },
  );

  it('refuses before it says whether there is anything', async () => {
    for (const path of ['/nothing', '/customers/nobody', '/openapi.yaml']) {
      const answer = await sendControl(sandbox, { method: 'GET', path, headers: {} });
      expect(expectProblem(answer.text, 401).code).toBe('control_token_missing');
    }
  });

  it('answers no preflight', async () => {
    const answer = await sendControl(sandbox, {
      method: 'OPTIONS',
      path: '/customers',
      headers: { origin: 'https://attacker.example', 'access-control-request-method': 'POST' },
    });
    expect(answer.status).toBe(403);
    expect(Object.keys(answer.headers).filter((name) => name.startsWith('access-control-'))).toEqual([]);
  });

  it.each([
    ['127.0.0.1', () => `127.0.0.1:${port()}`],
    ['localhost', () => `localhost:${port()}`],
    ['[::1]', () => `[::1]:${port()}`],
    ['capitals', () => `LOCALHOST:${port()}`],
  ])('answers to %s', async (_name, host) => {
    const headers = {
      authorization,
      host: host(),
      origin: `http://${host().toLowerCase()}`,
      'sec-fetch-site': 'same-origin',
    };
    const answer = await sendControl(sandbox, { method: 'GET', path: '/customers', headers });
    expect(answer.status).toBe(200);
    expect(answer.headers['cache-control']).toBe('no-store');
    expect(answer.headers['x-content-type-options']).toBe('nosniff');
  });

  it('takes the scheme in any case (RFC 9110 §11.1)', async () => {
    const headers = { authorization: `bearer ${CONTROL_TOKEN}` };
    expect((await sendControl(sandbox, { method: 'GET', path: '/clock', headers })).status).toBe(200);
  });
});
