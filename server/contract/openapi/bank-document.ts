import { bankOperations, type BankOperation, type ResponseDescription } from './bank-operations.ts';
import { Components, type Json } from './components.ts';

/** What the document depends on at run time. */
export interface BankDocumentOptions {
  readonly version: string;
  readonly issuer: string;
  /** The authorization server's metadata, all members it can have: they are described by what they hold. */
  readonly metadata: Readonly<Record<string, unknown>>;
}

const securitySchemes = {
  clientSecretBasic: {
    type: 'http',
    scheme: 'basic',
    description: 'client_secret_basic: ID and secret form-encoded first (RFC 6749 §2.3.1)',
  },
  mutualTls: {
    type: 'mutualTLS',
    description: 'tls_client_auth, self_signed_tls_client_auth (RFC 8705 §2), at the TLS address',
  },
  accessToken: { type: 'http', scheme: 'bearer', description: 'The access token (RFC 6750 §2.1)' },
  xAccessToken: {
    type: 'apiKey',
    in: 'header',
    name: 'x-access-token',
    description: 'The access token, in the header of the published API of GMO Aozora Net Bank',
  },
  clientToken: {
    type: 'http',
    scheme: 'bearer',
    description: 'A token of the client’s own (client_credentials) with a grant management scope',
  },
  registrationToken: {
    type: 'http',
    scheme: 'bearer',
    description: 'registration_access_token (RFC 7592 §3)',
  },
};

/** The OpenAPI 3.1 document of the bank's origin: what a partner may call, not the screens. */
export function bankDocument(options: BankDocumentOptions): Json {
  const components = new Components();
  components.schemas['ServerMetadata'] = metadataSchema(options.metadata);
  const paths: Record<string, Json> = {};
  for (const operation of bankOperations()) {
    (paths[operation.path] ??= {})[operation.method] = operationObject(operation, components);
  }
  return {
    openapi: '3.1.0',
    jsonSchemaDialect: 'https://json-schema.org/draft/2020-12/schema',
    info: {
      title: 'IB Link Sandbox: bank',
      version: options.version,
      summary: 'What a partner may call.',
      description:
        'A sandbox, not a real bank. Wire format in the style of GMO Aozora Net Bank’s published API; no compatibility with any bank is claimed.',
      license: { name: 'MIT', identifier: 'MIT' },
    },
    servers: [{ url: options.issuer }],
    security: [],
    tags: [
      { name: 'authorization', description: 'The authorization server' },
      { name: 'data', description: 'Balances and statements, under one mount or another' },
    ],
    paths,
    components: { securitySchemes, schemas: components.schemas },
  };
}

function operationObject(operation: BankOperation, components: Components): Json {
  const { body } = operation;
  const parameters = parametersOf(operation, components);
  return {
    tags: [operation.tag],
    operationId: operation.id,
    summary: operation.summary,
    ...(operation.description !== undefined && { description: operation.description }),
    security: operation.security.map((schemes) => Object.fromEntries(schemes.map((name) => [name, []]))),
    ...(parameters.length > 0 && { parameters }),
    ...(body && {
      requestBody: {
        required: true,
        content: { [body.type]: { schema: components.schema(body.schema, 'input') } },
      },
    }),
    responses: Object.fromEntries(
      Object.entries(operation.responses).map(([status, response]) => [
        status,
        responseObject(response, components),
      ]),
    ),
  };
}

function parametersOf({ pathParameters, query, headers }: BankOperation, components: Components): Json[] {
  const named = (place: string, required: boolean) => (entry: [string, string]) => ({
    name: entry[0],
    in: place,
    required,
    description: entry[1],
    schema: { type: 'string' },
  });
  const { properties = {}, required = [] } = query ? components.inline(query) : {};
  return [
    ...Object.entries(pathParameters ?? {}).map(named('path', true)),
    ...Object.entries(properties).map(([name, { description, ...schema }]) => ({
      name,
      in: 'query',
      required: required.includes(name),
      ...(description !== undefined && { description }),
      schema,
    })),
    ...Object.entries(headers ?? {}).map(named('header', false)),
  ];
}

function responseObject({ description, content }: ResponseDescription, components: Components): Json {
  if (!content) return { description };
  return {
    description,
    content: Object.fromEntries(
      Object.entries(content).map(([type, schema]) => {
        if (schema === 'text') return [type, { schema: { type: 'string' } }];
        const described =
          schema === 'metadata'
            ? { $ref: '#/components/schemas/ServerMetadata' }
            : components.schema(schema, 'output');
        return [type, { schema: described, example: components.exampleOf(described) }];
      }),
    ),
  };
}

/** Required is what a server always tells; the rest depends on its settings and on whether it has TLS. */
const alwaysTold = [
  'issuer',
  'authorization_endpoint',
  'token_endpoint',
  'jwks_uri',
  'response_types_supported',
];

function metadataSchema(metadata: Readonly<Record<string, unknown>>): Json {
  return {
    type: 'object',
    description: 'RFC 8414 §2, OpenID Connect Discovery §3',
    properties: Object.fromEntries(
      Object.entries(metadata).map(([name, value]) => [name, { ...typeOf(value), examples: [value] }]),
    ),
    required: alwaysTold,
    additionalProperties: true,
  };
}

function typeOf(value: unknown): Json {
  if (Array.isArray(value)) return { type: 'array', items: { type: 'string' } };
  if (typeof value === 'object') return { type: 'object', additionalProperties: { type: 'string' } };
  return { type: typeof value };
}
