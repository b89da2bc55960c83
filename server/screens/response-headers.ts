/**
 * Threats: a page that frames the consent screen and steals the click (RFC 6819 §4.4.1.9), injected
 * markup that posts the password elsewhere, a proxy or the back button keeping a page with somebody's
 * name on it, the interaction leaking in a Referer.
 */
import type { ServerResponse } from 'node:http';

/**
 * Security headers of every page a customer sees.
 *
 * @param leadsToPartner whether a form of the page may end at the partner.
 */
export function setScreenHeaders(response: ServerResponse, leadsToPartner: boolean): void {
  response.setHeader('Content-Security-Policy', contentSecurityPolicy(leadsToPartner));
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

/**
 * Chromium holds `form-action` against every redirect that follows a form's POST (CSP3 §6.4.2), those
 * that the partner makes behind its redirect URI among them: to its front end, to an app's scheme. Nobody
 * here can name those, and a customer whose code has gone out would stay on 許可. So the pages whose form
 * leads to the partner do without; no script runs on them, and nobody's markup stands in them. Every
 * other page keeps to the bank.
 */
export function contentSecurityPolicy(leadsToPartner: boolean): string {
  return [
    "default-src 'none'",
    "style-src 'self'",
    ...(leadsToPartner ? [] : ["form-action 'self'"]),
    "frame-ancestors 'none'",
    "base-uri 'none'",
  ].join('; ');
}
