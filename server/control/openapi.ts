import type { z } from 'zod';
import type { SandboxContext } from '../context.ts';
import { Components, type Json } from '../contract/openapi/components.ts';
import type { Operation } from './operation.ts';
import { problem } from './operations/schemas/common.ts';

/**
 * The OpenAPI 3.1 document of the control API, made from the declarations that also validate, so
 * the two cannot differ. Made on demand: nobody waits for it at start.
 */
export function controlApiDocument(
  declarations: readonly Operation[],
  context: Pick<SandboxContext, 'addresses' | 'version'>,
): Json {
  const components = new Components();
  const paths: Record<string, Json> = {};
  for (const declaration of declarations) {
    const path = (paths[declaration.path] ??= {});
    path[declaration.method.toLowerCase()] = operationObject(declaration, components);
  }
  paths['/openapi.json'] = { get: documentOperation };
  const tags = [...new Set(declarations.map(({ tag }) => tag)), 'document'].map((name) => ({
    name,
    description: tagNames[name] ?? name,
  }));
  const problemSchema = components.schema(problem, 'output');
  return {
    openapi: '3.1.1',
    jsonSchemaDialect: 'https://json-schema.org/draft/2020-12/schema',
    info: {
      title: 'IB Link Sandbox: Control API',
      version: context.version,
      summary: 'Everything the console does, for programs and tests.',
      description:
        'Sets the stage of the sandbox: customers, accounts, clients, grants, clock, log. ' +
        'It is no part of what a bank shows to its partners. Answers for people follow Accept-Language (ja, en).',
      license: { name: 'MIT', identifier: 'MIT' },
    },
    servers: [{ url: context.addresses.control }],
    security: [{ controlToken: [] }],
    tags,
    paths,
    components: {
      schemas: components.schemas,
      securitySchemes: {
        controlToken: {
          type: 'http',
          scheme: 'bearer',
          description: 'The control token shown when the sandbox starts.',
        },
      },
      responses: {
        Problem: {
          description: 'Refused: what happened, the rule, and the way out (RFC 9457).',
          content: { 'application/problem+json': { schema: problemSchema } },
        },
      },
    },
  };
}

const documentOperation = {
  operationId: 'document.get',
  tags: ['document'],
  summary: 'This document',
  security: [],
  responses: {
    200: { description: 'OpenAPI 3.1', content: { 'application/json': {} } },
    400: { $ref: '#/components/responses/Problem' },
  },
};

/** What each group of operations is about, in the words of the console. */
const tagNames: Readonly<Record<string, string>> = {
  status: '状態 / State of the sandbox',
  customers: '契約者 / Customers',
  accounts: '口座 / Accounts',
  transactions: '入出金明細 / Statement rows',
  clients: '連携先 / Clients',
  certificates: '電子証明書 / Certificates',
  grants: '許可 / Grants',
  consents: '許可の操作 / Consents without a browser',
  logins: 'ログイン / Logins that stand',
  keys: '鍵 / Keys of the bank',
  clock: '時刻 / Clock',
  faults: '障害 / Faults',
  drills: '訓練 / Named drills',
  conformance: '適合性 / Reports and the conformance suite',
  log: '通信記録 / Request log',
  inspections: '検査 / Inspection of tokens and requests',
  scenario: 'シナリオ / Scenario',
  snapshots: 'スナップショット / Snapshots',
  'self-tests': '自己診断 / Self-tests',
  settings: '設定 / Settings',
  training: '研修 / Training',
  document: 'この文書 / This document',
};

const problemReference = { $ref: '#/components/responses/Problem' };

/** The statuses a caller has to count with; `default` stands for whatever else there is. */
function refusalsOf({ public: isPublic, params, query, body }: Operation): number[] {
  return [
    400,
    ...(isPublic ? [] : [401]),
    ...(params ? [404] : []),
    ...(body ? [409] : []),
    ...(params || query || body ? [422] : []),
  ];
}

const descriptions = { 200: 'Done.', 201: 'Made.', 204: 'Done; there is nothing to show.' } as const;

function operationObject(declaration: Operation, components: Components): Json {
  const { body, bodyType = 'application/json', result, raw, status } = declaration;
  const content = raw
    ? { [raw.contentType]: {} }
    : result && { 'application/json': { schema: components.schema(result, 'output') } };
  return {
    operationId: declaration.id,
    tags: [declaration.tag],
    summary: declaration.summary.en,
    description: declaration.summary.ja,
    ...(declaration.public ? { security: [] } : {}),
    parameters: [
      ...parametersOf(declaration.params, 'path', components),
      ...parametersOf(declaration.query, 'query', components),
    ],
    ...(body
      ? {
          requestBody: {
            required: !body.safeParse(undefined).success,
            content: { [bodyType]: { schema: components.schema(body, 'input') } },
          },
        }
      : {}),
    responses: {
      [status]: { description: descriptions[status], ...(content ? { content } : {}) },
      ...Object.fromEntries(refusalsOf(declaration).map((each) => [each, problemReference])),
      default: problemReference,
    },
  };
}

function parametersOf(
  schema: z.ZodType | undefined,
  place: 'path' | 'query',
  components: Components,
): Json[] {
  if (!schema) return [];
  const { properties = {}, required = [] } = components.inline(schema);
  return Object.entries(properties).map(([name, member]) => ({
    name,
    in: place,
    required: place === 'path' || required.includes(name),
    schema: member,
  }));
}
