import type { LogEntry } from './log-entry.ts';

type Message = LogEntry['request'];

/** Header lines as they went over the wire. */
function headerLines({ headers }: Message): string[] {
  return Object.entries(headers).flatMap(([name, value]) =>
    (Array.isArray(value) ? value : [value]).map((one) => `${name}: ${one}`),
  );
}

/** A body in a shape to read: JSON indented, a form one member a line and decoded. */
export function readableBody({ headers, body }: Message): string {
  if (!body) return '';
  const type = String(headers['content-type'] ?? '');
  if (/json/.test(type) || /^\s*[[{]/.test(body)) {
    try {
      return JSON.stringify(JSON.parse(body), null, 2);
    } catch {
      return body;
    }
  }
  if (/x-www-form-urlencoded/.test(type)) return readableForm(body);
  return body;
}

function readableForm(form: string): string {
  return Array.from(new URLSearchParams(form), ([name, value]) => `${name}=${value}`).join('\n');
}

/** The request as text: request line with the query spread out, headers, body. */
export function requestText(entry: LogEntry): string {
  const query = /\?([^#]*)/.exec(entry.url)?.[1] ?? '';
  const target = query ? `${entry.path}?` : entry.path;
  const lines = [`${entry.method} ${target} HTTP/1.1`];
  if (query)
    lines.push(
      ...readableForm(query)
        .split('\n')
        .map((line) => `  ${line}`),
    );
  lines.push(...headerLines(entry.request));
  const body = readableBody(entry.request);
  if (body) lines.push('', body);
  return lines.join('\n');
}

export function responseText(entry: LogEntry): string {
  const lines = [`HTTP/1.1 ${String(entry.status)}`, ...headerLines(entry.response)];
  const body = readableBody(entry.response);
  if (body) lines.push('', body);
  return lines.join('\n');
}

/** The newest earlier exchange whose answer handed out the secret behind a fingerprint. */
export function issuedIn(
  entries: readonly LogEntry[],
  fingerprint: string,
  beforeSeq: number,
): LogEntry | undefined {
  return entries.findLast(
    ({ seq, response }) =>
      seq < beforeSeq &&
      (response.body?.includes(fingerprint) === true ||
        String(response.headers.location ?? '').includes(fingerprint)),
  );
}
