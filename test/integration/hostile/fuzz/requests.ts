import type { Seeded } from '../../../crash/seeded.ts';
import type { Route } from './routes.ts';
import { nastyText, type Values } from './values.ts';

/** A request, ready to be sent. */
export interface FuzzRequest {
  readonly route: Route;
  readonly method: string;
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Buffer | undefined;
}

/** Right `Authorization` headers, by what they are right for. */
export interface Credentials {
  readonly control: string;
  readonly access: string;
  readonly management: string;
  readonly client: string;
  /** The `Cookie` of a visitor of the partner. */
  readonly visitor: string;
}

const METHODS = ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS', 'TRACE', 'PROPFIND'];
const TYPES = [
  'application/json',
  'application/x-www-form-urlencoded',
  'multipart/form-data; boundary=x',
  'text/plain; charset=utf-16',
  'application/json; charset=nonsense',
];

/** Those that take their time on purpose, or answer as long as anybody listens. */
const APART = new Set(['selfTests.start', 'log.wait']);

/** A request to `route`: as it should be, right but for a place or two, or whatever else. */
export function makeRequest(
  route: Route,
  seeded: Seeded,
  values: Values,
  credentials: Credentials,
): FuzzRequest {
  const kind = seeded.oneOf(['valid', 'near', 'near', 'garbage'] as const);
  const spoiling = { valid: 0, near: 0.15, garbage: 0.7 }[kind];
  const odd = (share: number) => kind !== 'valid' && seeded.next() < share;
  const text = (value: unknown) => (typeof value === 'string' ? value : jsonOf(value));

  let { path } = route;
  const query = new URLSearchParams();
  for (const { name, in: place, required = false, schema } of route.parameters) {
    if (place === 'path') {
      const step = text(values.of(schema, name, spoiling));
      path = path.replace(`{${name}}`, () => inPath(step || 'x', odd(0.05)));
    } else if (place === 'query' && (required ? !odd(0.1) : seeded.next() < 0.5)) {
      query.append(name, text(values.of(schema, name, spoiling)));
      if (odd(0.1)) query.append(name, nastyText(seeded));
    }
  }
  if (odd(0.1)) query.append(nastyText(seeded), nastyText(seeded));
  path = path.replaceAll(/\{\w+\}/g, () => inPath(nastyText(seeded) || 'x', false));
  const queryText = odd(0.05) ? printable(nastyText(seeded)) : query.toString();

  const headers: Record<string, string> = {};
  const authorization = odd(0.25) || APART.has(route.id) ? wrongOne(seeded) : rightOne(route, credentials);
  if (authorization !== '') headers['authorization'] = authorization;
  if (route.origin === 'partner' && !odd(0.3)) headers['cookie'] = credentials.visitor;
  if (odd(0.2)) {
    const name = seeded.oneOf([
      'DPoP',
      'Cookie',
      'Accept',
      'Accept-Language',
      'If-Match',
      'Range',
      'X-Access-Token',
      'Last-Event-ID',
      'Traceparent',
    ]);
    headers[name] = headerText(nastyText(seeded));
  }
  const body = route.body && bodyOf(route.body, spoiling, odd(0.15));
  if (route.body) headers['content-type'] = odd(0.1) ? seeded.oneOf(TYPES) : route.body.type;
  const method = odd(0.08) ? seeded.oneOf(METHODS) : route.method;
  return { route, method, path: queryText === '' ? path : `${path}?${queryText}`, headers, body };

  function bodyOf({ type, schema }: NonNullable<Route['body']>, spoil: number, garbage: boolean): Buffer {
    if (garbage) return Buffer.from(nastyText(seeded), seeded.oneOf(['utf8', 'latin1', 'utf16le']));
    const value = values.of(schema, 'body', spoil);
    if (!type.includes('urlencoded')) return Buffer.from(jsonOf(value));
    const members = typeof value === 'object' && value !== null ? Object.entries(value) : [];
    return Buffer.from(new URLSearchParams(members.map(([name, its]) => [name, text(its)])).toString());
  }
}

/** Nothing for what JSON has no text for. */
function jsonOf(value: unknown): string {
  return value === undefined ? '' : JSON.stringify(value);
}

function rightOne({ origin, path }: Route, credentials: Credentials): string {
  if (origin === 'partner') return '';
  if (origin === 'control') return credentials.control;
  if (path.includes('/grants/')) return credentials.management;
  return /accounts|userinfo/.test(path) ? credentials.access : credentials.client;
}

/** Wrong ones, or none. */
function wrongOne(seeded: Seeded): string {
  const word = headerText(nastyText(seeded));
  return seeded.oneOf([
    '',
    word,
    `Bearer ${word}`,
    `DPoP ${word}`,
    `Basic ${Buffer.from(word).toString('base64')}`,
    'Basic %%%',
  ]);
}

/** A step of a path; `cut` leaves it ending within an escape. A lone surrogate has none and is replaced. */
function inPath(step: string, cut: boolean): string {
  const escaped = encodeURIComponent(Buffer.from(step).toString()).slice(0, 2_000);
  return cut ? `${escaped}%E3%8` : escaped;
}

/** What a request line may carry. Everything else is refused before anything of ours sees it. */
function printable(text: string): string {
  return text.replaceAll(/[^!-~]|#/g, '').slice(0, 5_000);
}

function headerText(text: string): string {
  return text
    .replaceAll(/[^\t -~\u0080-\u00ff]/g, '')
    .trim()
    .slice(0, 5_000);
}
