import { z } from 'zod';
import type { SandboxContext } from '../context.ts';
import type { Operation } from './operation.ts';
import { problem } from './operations/schemas/common.ts';

type Json = Record<string, unknown>;

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
  const tags = [...new Set(declarations.map(({ tag }) => tag))].map((name) => ({ name }));
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
    tags: [...tags, { name: 'document' }],
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
  responses: { 200: { description: 'OpenAPI 3.1', content: { 'application/json': {} } } },
};

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
      default: { $ref: '#/components/responses/Problem' },
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

/** Schemas with an id are written once, under `#/components/schemas`. */
class Components {
  readonly schemas: Record<string, Json> = {};

  schema(schema: z.ZodType, io: 'input' | 'output'): Json {
    const {
      $schema: _dialect,
      $defs,
      ...own
    } = z.toJSONSchema(schema, { io, unrepresentable: 'any' }) as Json;
    for (const [id, definition] of Object.entries(($defs ?? {}) as Record<string, Json>)) {
      const { id: _id, ...rest } = definition;
      this.schemas[id] = pointed(rest) as Json;
    }
    const { id, ...rest } = own;
    // A schema that is itself a named one comes back without being among the definitions.
    if (typeof id !== 'string') return pointed(own) as Json;
    this.schemas[id] = pointed(rest) as Json;
    return { $ref: `#/components/schemas/${id}` };
  }

  inline(schema: z.ZodType): { properties?: Record<string, Json>; required?: string[] } {
    return z.toJSONSchema(schema, { io: 'input', unrepresentable: 'any', reused: 'inline' }) as never;
  }
}

function pointed(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(pointed);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([name, member]) => [
      name,
      name === '$ref' && typeof member === 'string'
        ? member.replace('#/$defs/', '#/components/schemas/')
        : pointed(member),
    ]),
  );
}
