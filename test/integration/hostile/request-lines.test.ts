import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { sendRaw } from '../../harness/raw-http.ts';
import { startSandbox, type TestSandbox } from '../../harness/sandbox.ts';

let sandbox: TestSandbox;
beforeAll(async () => {
  sandbox = await startSandbox();
});
afterAll(() => sandbox.stop());

const origins = () => [sandbox.issuer, new URL(sandbox.ready.console).origin, sandbox.ready.partner];

describe('an unusual request line', () => {
  it('as a proxy is sent it reaches the same resource, and is logged under its path', async () => {
    const position = sandbox.logPosition();
    const { host } = new URL(sandbox.issuer);
    const answer = await sendRaw(
      sandbox.issuer,
      `GET http://${host}/oauth2/jwks?a=b HTTP/1.1\r\nHost: ${host}\r\n\r\n`,
    );
    expect(answer.status).toBe(200);
    expect(sandbox.logAfter(position)).toMatchObject([
      { path: '/oauth2/jwks', url: `${sandbox.issuer}/oauth2/jwks?a=b` },
    ]);
  });

  it('with letters percent-encoded reaches the same resource; %2F stays a letter', async () => {
    const position = sandbox.logPosition();
    const { host } = new URL(sandbox.issuer);
    const status = async (path: string) =>
      (await sendRaw(sandbox.issuer, `GET ${path} HTTP/1.1\r\nHost: ${host}\r\n\r\n`)).status;
    expect(await status('/oauth2/%6Awks?a=%62')).toBe(200);
    expect(await status('/%69b%2Fv1/accounts')).toBe(404);
    expect(await status('/ib/v1/%61ccounts')).toBe(401);
    expect(sandbox.logAfter(position).map(({ path }) => path)).toEqual([
      '/oauth2/jwks',
      '/ib%2Fv1/accounts',
      '/ib/v1/accounts',
    ]);
    expect(sandbox.logAfter(position)[0]?.url).toBe(`${sandbox.issuer}/oauth2/jwks?a=%62`);
  });

  it('with two Host lines is refused at every origin', async () => {
    for (const origin of origins()) {
      const { host } = new URL(origin);
      const answer = await sendRaw(origin, `GET / HTTP/1.1\r\nHost: ${host}\r\nHost: ${host}\r\n\r\n`);
      expect(answer.status).toBe(400);
      expect(answer.text).toContain('more than one Host line');
    }
  });
});

it('the address where programs look for the OpenAPI document of the control API leads there', async () => {
  const response = await fetch(`${sandbox.ready.console}openapi.json`);
  expect(response.url).toBe(`${sandbox.ready.control}/openapi.json`);
  expect(await response.json()).toHaveProperty('openapi');
});
