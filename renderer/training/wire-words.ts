import type { LogEntry } from '../log/log-entry.ts';

/** Members of requests and answers that are explained in plain words; the texts stand under these names. */
export const explainedNames = [
  'client_id',
  'scope',
  'redirect_uri',
  'response_type',
  'state',
  'nonce',
  'code_challenge',
  'code_challenge_method',
  'request_uri',
  'login_hint',
  'loginId',
  'password',
  'permission',
  'terms',
  'action',
  'code',
  'iss',
  'error',
  'grant_type',
  'code_verifier',
  'access_token',
  'refresh_token',
  'token_type',
  'expires_in',
  'authorization_expires_in',
  'authorization',
  'accountId',
  'dateFrom',
  'dateTo',
  'nextItemKey',
] as const;
export type ExplainedName = (typeof explainedNames)[number];

export interface WireWord {
  name: ExplainedName;
  value: string;
}

export interface PlainExchange {
  /** `GET /oauth2/authorize`. */
  request: string;
  sent: WireWord[];
  answered: WireWord[];
}

type Spoken = Pick<LogEntry, 'method' | 'url' | 'path' | 'request' | 'response'>;

/** What went over the wire, as far as a trainer explains it: names, values as the log shows them, nothing else. */
export function plainExchange({ method, url, path, request, response }: Spoken): PlainExchange {
  const { authorization } = request.headers;
  const sent = [
    ...(typeof authorization === 'string' ? [{ name: 'authorization' as const, value: authorization }] : []),
    ...words(queryOf(url)),
    ...words(membersOf(request)),
  ];
  const answered = [
    ...words(queryOf(String(response.headers.location ?? ''))),
    ...words(membersOf(response)),
  ];
  return {
    request: `${method} ${path}`,
    sent,
    // What the answer only repeats is nothing new to a listener.
    answered: answered.filter(({ name, value }) => !sent.some((s) => s.name === name && s.value === value)),
  };
}

function isExplained(name: string): name is ExplainedName {
  return (explainedNames as readonly string[]).includes(name);
}

function words(members: readonly (readonly [string, string])[]): WireWord[] {
  return members.flatMap(([name, value]) => (isExplained(name) ? [{ name, value }] : []));
}

function queryOf(url: string): [string, string][] {
  const query = /\?([^#]*)/.exec(url)?.[1];
  return query ? [...new URLSearchParams(query)] : [];
}

function membersOf({ headers, body }: LogEntry['request']): [string, string][] {
  if (!body) return [];
  const type = String(headers['content-type'] ?? '');
  if (type.includes('x-www-form-urlencoded')) return [...new URLSearchParams(body)];
  if (!type.includes('json')) return [];
  try {
    const value: unknown = JSON.parse(body);
    if (typeof value !== 'object' || value === null || Array.isArray(value)) return [];
    return Object.entries(value).flatMap(([name, member]: [string, unknown]) =>
      typeof member === 'string' || typeof member === 'number' ? [[name, String(member)]] : [],
    );
  } catch {
    // Cut or broken on purpose: there is nothing to explain in it.
    return [];
  }
}
