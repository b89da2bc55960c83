import { Ajv2020, type ValidateFunction } from 'ajv/dist/2020.js';
import formats from 'ajv-formats';

interface MediaType {
  readonly schema?: object;
  readonly example?: unknown;
}
interface ResponseObject {
  readonly $ref?: string;
  readonly content?: Readonly<Record<string, MediaType>>;
}
interface OperationObject {
  readonly operationId: string;
  readonly responses: Readonly<Record<string, ResponseObject>>;
}
export interface OpenApiDocument {
  readonly paths: Readonly<Record<string, Readonly<Record<string, OperationObject>>>>;
  readonly components: {
    readonly schemas: Readonly<Record<string, object>>;
    readonly responses?: Readonly<Record<string, ResponseObject>>;
  };
}

/** An answer as it came over the wire. */
export interface WireAnswer {
  readonly method: string;
  /** Below the server of the document, without a query. */
  readonly path: string;
  readonly status: number;
  readonly contentType: string | null;
  readonly text: string;
}

/** Holds answers against the OpenAPI document of the origin they come from. */
export class DescribedApi {
  readonly #document: OpenApiDocument;
  readonly #ajv = new Ajv2020({ strict: false, allErrors: true });
  readonly #compiled = new Map<string, ValidateFunction>();
  readonly #templates: { readonly pattern: RegExp; readonly path: string }[];

  constructor(document: OpenApiDocument) {
    this.#document = document;
    formats(this.#ajv);
    this.#ajv.addFormat('base64', true);
    this.#ajv.addSchema(document, 'document');
    // A path without parameters goes before one that has them (OpenAPI §4.8.8.1).
    this.#templates = Object.keys(document.paths)
      .sort((a, b) => Number(a.includes('{')) - Number(b.includes('{')))
      .map((path) => ({
        path,
        pattern: new RegExp(
          `^${path.replaceAll(/[.*+?^$()|[\]\\]/g, '\\$&').replaceAll(/\{\w+\}/g, '[^/]+')}$`,
        ),
      }));
  }

  /** Every example that does not fit its schema, every answer with content that has no schema or example. */
  faultyExamples(): string[] {
    return this.#contents().flatMap(({ where, pointer, type, content }) => {
      if (!content.schema) return [`${where}: no schema`];
      if (!type.includes('json')) return [];
      if (content.example === undefined) return [`${where}: no example`];
      return this.#faults(pointer, content.example).map((fault) => `${where}: ${fault}`);
    });
  }

  /** What of an answer is not as described; nothing for a path or method that is not described. */
  faultsOf({ method, path, status, contentType, text }: WireAnswer): string[] {
    const template = this.#templates.find(({ pattern }) => pattern.test(path))?.path;
    const operation = template && this.#document.paths[template]?.[method.toLowerCase()];
    if (!template || !operation) return [];
    const key = String(status) in operation.responses ? String(status) : 'default';
    const where = `${operation.operationId} ${String(status)}`;
    const response = operation.responses[key];
    if (!response) return [`${where}: the status is not described`];
    const [type = ''] = (contentType ?? '').split(';');
    const named = response.$ref?.split('/').at(-1);
    const { content } = named === undefined ? response : (this.#document.components.responses?.[named] ?? {});
    if (!content) return text === '' ? [] : [`${where}: content is not described: ${text.slice(0, 200)}`];
    const range = type in content ? type : type.replace(/\/.*/, '/*');
    if (!content[range]) return [`${where}: ${type} is not described: ${text.slice(0, 200)}`];
    if (!type.includes('json') || !content[range].schema) return [];
    const pointer = [
      ...(named === undefined
        ? ['paths', template, method.toLowerCase(), 'responses', key]
        : ['components', 'responses', named]),
      ...['content', type, 'schema'],
    ];
    return this.#faults(pointer, JSON.parse(text) as unknown).map((fault) => `${where}: ${fault}`);
  }

  #contents() {
    return Object.entries(this.#document.paths).flatMap(([path, operations]) =>
      Object.entries(operations).flatMap(([method, { operationId, responses }]) =>
        Object.entries(responses).flatMap(([status, response]) =>
          Object.entries(response.content ?? {}).map(([type, content]) => ({
            where: `${operationId} ${status} ${type}`,
            pointer: ['paths', path, method, 'responses', status, 'content', type, 'schema'],
            type,
            content,
          })),
        ),
      ),
    );
  }

  #faults(pointer: readonly string[], value: unknown): string[] {
    const reference = `document#/${pointer.map(escaped).join('/')}`;
    let validate = this.#compiled.get(reference);
    if (!validate) this.#compiled.set(reference, (validate = this.#ajv.compile({ $ref: reference })));
    if (validate(value)) return [];
    return (validate.errors ?? []).map(
      ({ instancePath, message, params }) => `${instancePath} ${message ?? ''} ${JSON.stringify(params)}`,
    );
  }
}

/** RFC 6901 §3, §6: a step of a pointer in a fragment. */
function escaped(step: string): string {
  return encodeURIComponent(step.replaceAll('~', '~0').replaceAll('/', '~1'));
}
