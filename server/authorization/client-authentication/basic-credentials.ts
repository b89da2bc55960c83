import { Refusal } from '../../bank/refusal.ts';

/** What a Basic header says (RFC 7617 §2). */
export interface BasicCredentials {
  /** Form-decoded, as RFC 6749 §2.3.1 wants. */
  clientId: string;
  clientSecret: string;
  /** As they stand there: what a client means that does not encode them. */
  raw: { clientId: string; clientSecret: string };
  /** False where they can't be form-decoded. */
  encoded: boolean;
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
  const raw = { clientId: decoded.slice(0, colon), clientSecret: decoded.slice(colon + 1) };
  const clientId = formDecode(raw.clientId);
  const clientSecret = formDecode(raw.clientSecret);
  return clientId === undefined || clientSecret === undefined
    ? { ...raw, raw, encoded: false }
    : { clientId, clientSecret, raw, encoded: true };
}

/** Undefined for what can't have been encoded; taken as it stands, it is told from a wrong secret later. */
function formDecode(text: string): string | undefined {
  try {
    return decodeURIComponent(text.replaceAll('+', ' '));
  } catch {
    return undefined;
  }
}
