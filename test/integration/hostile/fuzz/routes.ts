/** As much of a JSON Schema as the product's own documents use and a fuzzer needs. */
export interface Schema {
  readonly $ref?: string;
  readonly type?: string | readonly string[];
  readonly const?: unknown;
  readonly enum?: readonly unknown[];
  readonly examples?: readonly unknown[];
  readonly default?: unknown;
  readonly anyOf?: readonly Schema[];
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly required?: readonly string[];
  readonly items?: Schema;
  readonly minimum?: number;
  readonly maximum?: number;
}

interface Parameter {
  readonly name: string;
  readonly in: string;
  readonly required?: boolean;
  readonly schema: Schema;
}

interface Operation {
  readonly operationId?: string;
  readonly parameters?: readonly Parameter[];
  readonly requestBody?: { readonly content: Readonly<Record<string, { readonly schema: Schema }>> };
}

/** An OpenAPI document of the sandbox. */
export interface ApiDocument {
  readonly servers: readonly { readonly url: string }[];
  readonly paths: Readonly<Record<string, Readonly<Record<string, Operation>>>>;
  readonly components: { readonly schemas: Readonly<Record<string, Schema>> };
}

export type OriginName = 'bank' | 'control' | 'partner';

/** One method of one path, with what it takes. */
export interface Route {
  readonly origin: OriginName;
  readonly id: string;
  readonly method: string;
  /** Behind the origin, with `{placeholders}`. */
  readonly path: string;
  readonly parameters: readonly Parameter[];
  readonly body?: { readonly type: string; readonly schema: Schema };
}

/** Every operation a document describes. */
export function describedRoutes(origin: OriginName, document: ApiDocument): Route[] {
  const mount = new URL(document.servers[0]?.url ?? 'http://nowhere').pathname.replace(/\/$/, '');
  return Object.entries(document.paths).flatMap(([path, operations]) =>
    Object.entries(operations).map(([method, { operationId, parameters = [], requestBody }]) => {
      const [content] = Object.entries(requestBody?.content ?? {});
      return {
        origin,
        id: operationId ?? `${method} ${path}`,
        method: method.toUpperCase(),
        path: mount + path,
        parameters,
        ...(content && { body: { type: content[0], schema: content[1].schema } }),
      };
    }),
  );
}

const text: Schema = { type: 'string' };
const app: Schema = { enum: ['kakeibo', 'kaikei', 'zaim'] };
const lang: Schema = { enum: ['ja', 'en'] };

function page(path: string, names: Readonly<Record<string, Schema>> = {}): Route {
  const all = { app, lang, ...names };
  const parameters = Object.entries(all).map(([name, schema]) => ({ name, in: 'query', schema }));
  return { origin: 'partner', id: `GET ${path}`, method: 'GET', path, parameters };
}

function button(path: string, names: Readonly<Record<string, Schema>> = {}): Route {
  const schema: Schema = { type: 'object', properties: { app, lang, ...names } };
  const body = { type: 'application/x-www-form-urlencoded', schema };
  return { origin: 'partner', id: `POST ${path}`, method: 'POST', path, parameters: [], body };
}

/** The pages and buttons of the demo partner, which no document describes: they are for people. */
export const partnerRoutes: readonly Route[] = [
  page('/', { account: text, rows: { type: 'integer' } }),
  page('/callback', { code: text, state: text, iss: text, error: text, error_description: text }),
  page('/lessons', { lesson: text }),
  page('/assets/{sheet}'),
  page('/favicon.ico'),
  button('/connect', { bank: text }),
  button('/update'),
  button('/refresh'),
  button('/disconnect'),
  button('/lessons', { lesson: text }),
];
