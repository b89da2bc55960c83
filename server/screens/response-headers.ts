/**
 * Threats: a page that frames the consent screen and steals the click (RFC 6819 §4.4.1.9), injected
 * markup that posts the password elsewhere, a proxy or the back button keeping a page with somebody's
 * name on it, the interaction leaking in a Referer.
 */
import type { ServerResponse } from 'node:http';

/** Security headers of every page a customer sees. */
export function setScreenHeaders(
  response: ServerResponse,
  redirectUri?: string,
  furtherTargets: readonly string[] = [],
): void {
  response.setHeader('Content-Security-Policy', contentSecurityPolicy(redirectUri, furtherTargets));
  response.setHeader('Cache-Control', 'no-store');
  response.setHeader('Pragma', 'no-cache');
  response.setHeader('Referrer-Policy', 'same-origin');
  response.setHeader('X-Content-Type-Options', 'nosniff');
  response.setHeader('X-Frame-Options', 'DENY');
  response.setHeader('Cross-Origin-Opener-Policy', 'same-origin');
  response.setHeader('Cross-Origin-Resource-Policy', 'same-origin');
  response.setHeader('Permissions-Policy', 'camera=(), geolocation=(), microphone=()');
  response.setHeader('Vary', 'User-Agent, Sec-CH-UA-Mobile');
}

/** The policy of a page whose form, if it has one, may end in a redirect to `redirectUri` or one of `furtherTargets`. */
export function contentSecurityPolicy(redirectUri?: string, furtherTargets: readonly string[] = []): string {
  const formTargets = [
    "'self'",
    ...furtherTargets,
    ...(redirectUri === undefined ? [] : formActionSources(redirectUri)),
  ];
  return [
    "default-src 'none'",
    "style-src 'self'",
    `form-action ${formTargets.join(' ')}`,
    "frame-ancestors 'none'",
    "base-uri 'none'",
  ].join('; ');
}

/**
 * The sources that let a form's answer be redirected to `redirectUri`: Chromium applies `form-action`
 * to every redirect after the POST (CSP3 §6.4.2), so without them the customer would be stuck on 許可.
 *
 * - A custom scheme (RFC 8252 §7.1) and an IPv6 literal have no host-source form: the scheme stands in.
 * - A partner under development often sends its callback on to a front end on another local port;
 *   therefore a loopback redirect allows loopback as a whole.
 */
export function formActionSources(redirectUri: string): string[] {
  const uri = URL.canParse(redirectUri) ? new URL(redirectUri) : undefined;
  if (!uri) return [];
  if (uri.protocol !== 'http:' && uri.protocol !== 'https:') return [uri.protocol];
  if (uri.hostname.startsWith('[')) return [uri.protocol];
  if (uri.hostname === '127.0.0.1' || uri.hostname === 'localhost') {
    return [uri.origin, `${uri.protocol}//127.0.0.1:*`, `${uri.protocol}//localhost:*`];
  }
  return [uri.origin];
}
