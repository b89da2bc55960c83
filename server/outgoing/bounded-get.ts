import type { IncomingHttpHeaders } from 'node:http';
import { Refusal } from '../bank/refusal.ts';
import { SECOND } from '../bank/time.ts';

/** From the first packet to the last byte of the body, in ms. */
export const LONGEST_WAIT = 2 * SECOND;

/** Of a body, in bytes. */
export const LARGEST_BODY = 64 * 1024;

/** What is on its way is told as it comes, so that the log has it even where it breaks off. */
export interface AnswerWatcher {
  head(status: number, headers: IncomingHttpHeaders): void;
  data(chunk: Buffer): void;
}

export interface GetOptions {
  readonly headers: Readonly<Record<string, string>>;
  /** Certificates to trust, as PEM; any certificate at all where left out. */
  readonly trusted: readonly string[] | undefined;
  /** Ends it early. */
  readonly signal: AbortSignal;
  /** How the address is called in a refusal. */
  readonly member: string;
}

/**
 * Reads an address, bounded in time and size, over a connection of its own, following no redirect.
 *
 * @throws Refusal `outgoing_…` for anything but a whole answer with 200.
 */
export async function boundedGet(
  url: URL,
  { headers, trusted, signal, member }: GetOptions,
  watcher: AnswerWatcher,
): Promise<Buffer> {
  const { request } = url.protocol === 'https:' ? await import('node:https') : await import('node:http');
  const inTime = AbortSignal.any([signal, AbortSignal.timeout(LONGEST_WAIT)]);
  return new Promise((resolve, reject) => {
    const fail = (error: NodeJS.ErrnoException): void => {
      reject(inTime.aborted ? timedOut(member) : refusalOf(error, member));
    };
    const tls = trusted ? { ca: [...trusted] } : { rejectUnauthorized: false };
    const call = request(url, { method: 'GET', headers, agent: false, signal: inTime, ...tls });
    call.once('response', (response) => {
      const { statusCode: status = 0 } = response;
      watcher.head(status, response.headers);
      const chunks: Buffer[] = [];
      let size = 0;
      response.on('error', fail);
      response.on('data', (chunk: Buffer) => {
        watcher.data(chunk);
        size += chunk.length;
        if (size > LARGEST_BODY) {
          reject(new Refusal('outgoing_too_long', { member, bytes: LARGEST_BODY }));
          call.destroy();
          return;
        }
        chunks.push(chunk);
      });
      response.once('end', () => {
        const refusal = refusalOfStatus(status, member);
        if (refusal) reject(refusal);
        else resolve(Buffer.concat(chunks));
      });
    });
    call.on('error', fail);
    call.end();
  });
}

function timedOut(member: string): Refusal {
  return new Refusal('outgoing_timeout', { member, seconds: LONGEST_WAIT / SECOND });
}

function refusalOfStatus(status: number, member: string): Refusal | undefined {
  if (status === 200) return undefined;
  const isRedirect = status >= 300 && status < 400;
  return new Refusal(isRedirect ? 'outgoing_redirect' : 'outgoing_status', { member, status });
}

/** Codes that OpenSSL and Node give to a certificate that will not do. */
const CERTIFICATE = /CERT|SELF_SIGNED|UNABLE_TO_(?:GET|VERIFY)|HOSTNAME_MISMATCH|ALTNAME/;

function refusalOf({ code, name }: NodeJS.ErrnoException, member: string): Refusal {
  const cause = code ?? name;
  return new Refusal(CERTIFICATE.test(cause) ? 'outgoing_certificate' : 'outgoing_unreachable', {
    member,
    cause,
  });
}
