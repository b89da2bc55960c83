import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Operation } from '../../../server/control/operation.ts';
import { operations } from '../../../server/control/operations/index.ts';
import { everything, expectProblem, sendControl } from '../../harness/control-client.ts';
import { CONTROL_TOKEN, startSandbox, type TestSandbox } from '../../harness/sandbox.ts';

let sandbox: TestSandbox;
beforeAll(async () => {
  sandbox = await startSandbox();
});
afterAll(() => sandbox.stop());

const authorization = `Bearer ${CONTROL_TOKEN}`;
const json = { authorization, 'content-type': 'application/json' };
const row = (declaration: Operation) => ({
  id: declaration.id,
  declaration,
  method: declaration.method,
  path: declaration.path.replaceAll(/\{\w+\}/g, 'no-such-thing'),
});
const rows = operations.map(row);
const withJsonBody = operations.filter(({ body, bodyType }) => body && !bodyType).map(row);
const withParameters = operations.filter(({ params }) => params).map(row);

/** Sends, and expects a refusal that left everything as it was. */
async function refusal(
  request: { method: string; path: string; headers: Record<string, string>; body?: string },
  status: number,
) {
  const before = everything(sandbox);
  const answer = await sendControl(sandbox, request);
  expect(everything(sandbox)).toBe(before);
  expect(answer.status, answer.text).toBe(status);
  expect(answer.headers['content-type']).toBe('application/problem+json; charset=utf-8');
  return expectProblem(answer.text, status);
}

describe('every route', () => {
  it.each(rows)('$id asks for the token', async ({ method, path }) => {
    await refusal({ method, path, headers: {} }, 401);
  });

  it.each(rows)('$id refuses a query it does not know, naming it', async ({ method, path, declaration }) => {
    const headers = declaration.body ? json : { authorization };
    const body = declaration.body ? '{}' : undefined;
    const request = { method, path: `${path}?no-such-parameter=1`, headers };
    const { errors } = await refusal(body === undefined ? request : { ...request, body }, 422);
    expect(errors).toContainEqual(expect.objectContaining({ in: 'query', path: 'no-such-parameter' }));
  });

  it.each(withJsonBody)('$id refuses what is no JSON', async ({ method, path }) => {
    const problem = await refusal({ method, path, headers: json, body: '{"a": "s3cret' }, 400);
    expect(problem.code).toBe('body_malformed');
    expect(JSON.stringify(problem)).not.toContain('s3cret');
  });

  it.each(withJsonBody)('$id refuses a form', async ({ method, path }) => {
    const headers = { authorization, 'content-type': 'application/x-www-form-urlencoded' };
    expect((await refusal({ method, path, headers, body: 'a=1' }, 415)).code).toBe('body_type_unsupported');
  });

  it.each(withJsonBody)('$id refuses a body without a type', async ({ method, path }) => {
    await refusal({ method, path, headers: { authorization }, body: '{}' }, 415);
  });

  it.each(withJsonBody)('$id refuses no body at all, and one that is a list of lists', async (route) => {
    const { method, path } = route;
    expect((await refusal({ method, path, headers: { authorization } }, 422)).errors).not.toHaveLength(0);
    expect((await refusal({ method, path, headers: json, body: '[[]]' }, 422)).errors).not.toHaveLength(0);
  });

  it.each(rows.filter(({ declaration }) => !declaration.body))(
    '$id takes no body',
    async ({ method, path }) => {
      const { errors } = await refusal({ method, path, headers: json, body: '{"surplus":1}' }, 422);
      expect(errors).toContainEqual(expect.objectContaining({ in: 'body', path: 'surplus' }));
    },
  );

  it.each(withParameters.filter(({ declaration }) => !declaration.body))(
    '$id says that there is no such thing',
    async ({ method, path }) => {
      await refusal({ method, path, headers: { authorization } }, 404);
    },
  );

  it.each([...new Set(rows.map(({ path }) => path))])('%s names the methods it takes', async (path) => {
    const answer = await sendControl(sandbox, { method: 'TRACE', path, headers: { authorization } });
    expectProblem(answer.text, 405);
    const methods = rows.filter((route) => route.path === path).map(({ method }) => method);
    expect(String(answer.headers.allow).split(', ').sort()).toEqual(methods.sort());
  });
});

describe('beside the routes', () => {
  it.each(['/nothing', '/customers/', '/Customers', '/customers/a/b', '/customers/%E0%A4%A', '//customers'])(
    'there is nothing at %s',
    async (path) => {
      await refusal({ method: 'GET', path, headers: { authorization } }, 404);
    },
  );

  it('a body beyond the limit is refused with the limit', async () => {
    const body = JSON.stringify({ name: 'x'.repeat(1024 * 1024) });
    const problem = await refusal({ method: 'POST', path: '/customers', headers: json, body }, 413);
    expect(problem.detail).toContain('1048576');
  });

  it('a body that is not UTF-8 is refused', async () => {
    const problem = await refusal(
      {
        method: 'POST',
        path: '/customers',
        headers: { ...json, 'content-encoding': 'gzip' },
        body: 'no gzip',
      },
      400,
    );
    expect(problem.code).toBe('body_interrupted');
  });

  it('HEAD answers as GET without the body', async () => {
    const answer = await sendControl(sandbox, {
      method: 'HEAD',
      path: '/customers',
      headers: { authorization },
    });
    expect([answer.status, answer.text]).toEqual([200, '']);
  });

  it('speaks the language that is asked for', async () => {
    const said = async (language: string) =>
      (
        await refusal(
          { method: 'GET', path: '/x', headers: { authorization, 'accept-language': language } },
          404,
        )
      ).detail;
    expect(await said('en-GB,en;q=0.9,ja;q=0.5')).toBe('There is nothing at /control/v1/x.');
    expect(await said('ja')).toBe('「/control/v1/x」という操作はありません。');
    expect(await said('fr')).toBe('「/control/v1/x」という操作はありません。');
  });
});
