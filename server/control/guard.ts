import { createHash, timingSafeEqual } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import { Refusal } from '../bank/refusal.ts';
import type { SandboxContext } from '../context.ts';

/**
 * Who may call the control API.
 *
 * Threats, all while the sandbox runs on somebody's own computer:
 * - DNS rebinding: a web page whose name is re-pointed to 127.0.0.1 speaks to us as "same origin".
 *   Its requests carry its own name in `Host`, so only loopback names and the configured host pass.
 * - Cross-site requests: a page the user visits posts to the well-known port. Browsers tell by
 *   `Origin` and `Sec-Fetch-Site`; a foreign one is refused before anything is read. No CORS header
 *   is ever sent, and the token travels in a header no form can set, never in a cookie.
 * - Another user of the same computer, or the partner under test, finds the port: without the
 *   token, known only to who started the sandbox, there is no answer. It is compared in constant
 *   time, so it can't be guessed piece by piece.
 */
export function guard(context: SandboxContext, request: IncomingMessage, isPublic: boolean): void {
  const own = new URL(context.addresses.console);
  refuseForeignHost(request.headers.host, own);
  refuseForeignPage(request, own);
  if (!isPublic) refuseWrongToken(request.headers.authorization, context.controlToken);
}

const LOOPBACK = /^(?:localhost|127(?:\.\d{1,3}){3}|\[::1\])$/;

function refuseForeignHost(host: string | undefined, own: URL): void {
  if (host !== undefined && isOwnAddress(`http://${host}`, own)) return;
  throw new Refusal('control_host_refused', { host: shown(host ?? ''), expected: own.host });
}

function refuseForeignPage(request: IncomingMessage, own: URL): void {
  const { origin } = request.headers;
  if (origin !== undefined && !(origin.startsWith(`${own.protocol}//`) && isOwnAddress(origin, own))) {
    throw new Refusal('control_origin_refused', { origin: shown(origin) });
  }
  // `same-site` is another port or a subdomain: another page all the same.
  const site = request.headers['sec-fetch-site'];
  if (site !== undefined && site !== 'same-origin' && site !== 'none') {
    throw new Refusal('control_cross_site_refused', { site: shown(site) });
  }
}

/** Whether `address` is this computer, or the configured host, at the console's own port. */
function isOwnAddress(address: string, own: URL): boolean {
  if (!URL.canParse(address)) return false;
  const url = new URL(address);
  const bare = url.pathname === '/' && url.search === '' && url.hash === '' && url.username === '';
  const named = LOOPBACK.test(url.hostname) || url.hostname === own.hostname;
  return bare && named && portOf(url) === portOf(own);
}

function portOf(url: URL): string {
  return url.port || (url.protocol === 'https:' ? '443' : '80');
}

function refuseWrongToken(authorization: string | undefined, expected: string): void {
  if (authorization === undefined) throw new Refusal('control_token_missing');
  const token = /^Bearer +(\S+) *$/i.exec(authorization)?.[1] ?? '';
  if (!sameToken(token, expected)) throw new Refusal('control_token_wrong');
}

/** Digests make the lengths equal, so the comparison tells nothing about either. */
function sameToken(given: string, expected: string): boolean {
  const digest = (text: string) => createHash('sha256').update(text).digest();
  return expected !== '' && timingSafeEqual(digest(given), digest(expected));
}

/** What came from outside, short enough to be repeated in an answer. */
function shown(text: string): string {
  return text.slice(0, 200);
}
