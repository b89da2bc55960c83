import { Refusal } from '../../bank/refusal.ts';

/** What a Basic header says (RFC 7617 §2), its parts form-decoded as RFC 6749 §2.3.1 wants. */
export interface BasicCredentials {
  clientId: string;
  clientSecret: string;
}

const BASE64 = /^[A-Za-z0-9+/]+={0,2}$/;

/**
 * @returns undefined without an Authorization header.
 * @throws Refusal `authorization_scheme_unsupported`, `basic_header_malformed`.
 */
export function readBasicCredentials(authorization: string | undefined): BasicCredentials | undefined {
  if (authorization === undefined) return undefined;
  const [scheme = '', encoded = '', ...rest] = authorization.trim().split(/ +/);
  if (scheme.toLowerCase() !== 'basic') throw new Refusal('authorization_scheme_unsupported', { scheme });
  if (rest.length > 0 || !BASE64.test(encoded)) throw new Refusal('basic_header_malformed');
  const decoded = Buffer.from(encoded, 'base64').toString('utf8');
  const colon = decoded.indexOf(':');
  if (colon < 1 || decoded.includes('\uFFFD')) throw new Refusal('basic_header_malformed');
  return {
    clientId: formDecode(decoded.slice(0, colon)),
    clientSecret: formDecode(decoded.slice(colon + 1)),
  };
}

function formDecode(text: string): string {
  try {
    return decodeURIComponent(text.replaceAll('+', ' '));
  } catch {
    throw new Refusal('basic_header_malformed');
  }
}
