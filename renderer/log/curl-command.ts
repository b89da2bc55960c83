import { fingerprintsOf } from './fingerprints.ts';

interface CurlSource {
  method: string;
  url: string;
  request: { headers: Record<string, string | string[]>; body: string | null };
}

/** Sent by curl itself, or true of the original connection only. */
const ownHeaders = new Set([
  'host',
  'connection',
  'content-length',
  'accept-encoding',
  'transfer-encoding',
  'keep-alive',
]);

const basicCredentials = /^authorization: Basic (.*):••••$/i;

/** A shell word in single quotes, with `${NAME}` for each secret the log does not show. */
function shellWord(text: string, variables: ReadonlyMap<string, string>): string {
  let quoted = `'${text.replaceAll("'", `'\\''`)}'`;
  for (const [fingerprint, name] of variables) quoted = quoted.replaceAll(fingerprint, `'"$${name}"'`);
  return quoted.replace(/^''(?=")/, '').replace(/(?<=")''$/, '');
}

/** The request as a curl command for a POSIX shell. Secrets are variables, set empty on top, to be filled in. */
export function curlCommand({ method, url, request }: CurlSource): string {
  const headers = Object.entries(request.headers)
    .filter(([name]) => !ownHeaders.has(name.toLowerCase()) && !name.startsWith('sec-'))
    .flatMap(([name, value]) => (Array.isArray(value) ? value : [value]).map((one) => `${name}: ${one}`));
  const body = request.body ?? '';
  const secrets = fingerprintsOf([url, ...headers, body].join('\n'));
  const variables = new Map(
    secrets.map((fingerprint) => [fingerprint, fingerprint.replace('_…', '_').toUpperCase()]),
  );
  const lines = [`curl -i${method === 'GET' ? '' : ` -X ${method}`} ${shellWord(url, variables)}`];
  for (const header of headers) {
    const basic = basicCredentials.exec(header)?.[1];
    // The log shows who authenticated, never with what.
    lines.push(
      basic === undefined
        ? `-H ${shellWord(header, variables)}`
        : `-u ${shellWord(`${basic}:`, variables)}"$CLIENT_SECRET"`,
    );
  }
  if (body) lines.push(`--data-raw ${shellWord(body, variables)}`);
  const assignments = Array.from(variables, ([fingerprint, name]) => `${name}='' # ${fingerprint}`);
  if (headers.some((header) => basicCredentials.test(header))) assignments.push(`CLIENT_SECRET=''`);
  return [...assignments, lines.join(' \\\n  ')].join('\n');
}
