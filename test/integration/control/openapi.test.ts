import { afterAll, beforeAll, expect, it } from 'vitest';
import { operations } from '../../../server/control/operations/index.ts';
import { startSandbox, type TestSandbox } from '../../harness/sandbox.ts';

type Json = Record<string, unknown>;
interface OperationObject {
  operationId: string;
  tags: string[];
  parameters?: { name: string; in: string; required: boolean; schema: Json }[];
  requestBody?: { content: Record<string, { schema: Json }> };
  responses: Record<string, Json>;
}
interface OpenApi {
  openapi: string;
  info: { title: string; version: string };
  servers: { url: string }[];
  tags: { name: string }[];
  paths: Record<string, Record<string, OperationObject>>;
  components: { schemas: Record<string, Json>; securitySchemes: Json };
}

let sandbox: TestSandbox;
let document: OpenApi;
beforeAll(async () => {
  sandbox = await startSandbox({ scenario: 'blank' });
  document = (await (await fetch(`${sandbox.ready.control}/openapi.json`)).json()) as OpenApi;
});
afterAll(() => sandbox.stop());

const described = () =>
  Object.entries(document.paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, operation]) => ({ path, method, operation })),
  );

it('is there without a token, and says where the API is', () => {
  expect(document.openapi).toMatch(/^3\.1\.\d$/);
  expect(document.servers).toEqual([{ url: sandbox.ready.control }]);
});

it('lists every route and nothing else', () => {
  const routes = operations.map(({ method, path }) => `${method} ${path}`);
  const listed = described().map(({ method, path }) => `${method.toUpperCase()} ${path}`);
  expect(listed.sort()).toEqual([...routes, 'GET /openapi.json'].sort());
});

it('names every operation once, under a tag it declares', () => {
  const ids = described().map(({ operation }) => operation.operationId);
  expect(new Set(ids).size).toBe(ids.length);
  const tags = document.tags.map(({ name }) => name);
  for (const { operation } of described()) expect(tags).toEqual(expect.arrayContaining(operation.tags));
});

it('declares every parameter of a path, required', () => {
  for (const { path, operation } of described()) {
    const inPath = [...path.matchAll(/\{(\w+)\}/g)].map(([, name]) => name);
    const declared = operation.parameters?.filter((parameter) => parameter.in === 'path') ?? [];
    expect(declared.map(({ name }) => name)).toEqual(inPath);
    expect(declared.every(({ required }) => required)).toBe(true);
  }
});

it('points only at what is there, and leaves nothing out', () => {
  const text = JSON.stringify(document);
  const pointers = new Set([...text.matchAll(/"\$ref":"([^"]+)"/g)].map(([, pointer = '']) => pointer));
  expect(pointers.size).toBeGreaterThan(10);
  for (const pointer of pointers) {
    const target = pointer
      .replace(/^#\//, '')
      .split('/')
      .reduce<unknown>((at, step) => (at as Json | undefined)?.[step], document);
    expect(target, pointer).toBeTypeOf('object');
  }
  expect(text).not.toContain('$defs');
  expect(text).not.toContain('~standard');
});

it('describes what it takes: the password in, never out', () => {
  const { Customer, CustomerInput, Grant } = document.components.schemas;
  expect(CustomerInput?.['properties']).toHaveProperty('password');
  expect(Customer?.['properties']).not.toHaveProperty('password');
  expect(Grant?.['required']).toEqual(expect.arrayContaining(['grantId', 'expiresAt', 'status']));
});

it('describes every body and answer by a schema', () => {
  for (const { method, api } of operations.map((declaration) => ({
    method: declaration.method.toLowerCase(),
    api: declaration,
  }))) {
    const operation = document.paths[api.path]?.[method];
    expect(Object.keys(operation?.responses ?? {})).toEqual(
      expect.arrayContaining([String(api.status), 'default']),
    );
    if (api.body) expect(operation?.requestBody).toBeDefined();
    if (api.result && !api.raw) {
      expect(operation?.responses[String(api.status)]).toHaveProperty([
        'content',
        'application/json',
        'schema',
      ]);
    }
  }
});
