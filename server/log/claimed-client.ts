/**
 * The client a request names itself as, where nothing proved it: whoever looks for a partner's failed
 * requests wants those above all that failed because the partner could not prove who it is.
 *
 * Threat: all of it is what a stranger wrote. It is taken from the places of RFC 6749 §2.3.1 and RFC 7523
 * §3 only, cut to what an identifier may be long, and told as a claim.
 */
import type { Recording } from './recording.ts';

/** Longer ones than the bank registers are no client's. */
const LONGEST_ID = 200;

/** A claimed identifier of printable ASCII (RFC 6749 appendix A.1), or undefined. */
export function claimedClient(
  recording: Recording,
  headers: ReadonlyMap<string, readonly string[]>,
): string | undefined {
  const form = /^application\/x-www-form-urlencoded\b/i.test(headers.get('content-type')?.[0] ?? '')
    ? recording.requestBody.bytes().toString('utf8')
    : '';
  const query = recording.target.split('?').slice(1).join('?');
  const parameters = [new URLSearchParams(form), new URLSearchParams(query)];
  const named = (name: string) =>
    parameters.map((each) => each.get(name) ?? '').find((value) => value !== '');
  const claimed =
    userOf(headers.get('authorization')?.[0]) ?? named('client_id') ?? subjectOf(named('client_assertion'));
  return claimed !== undefined && claimed.length <= LONGEST_ID && /^[\x20-\x7e]+$/.test(claimed)
    ? claimed
    : undefined;
}

/** RFC 6749 §2.3.1: identifier and secret are form-encoded before they are put together. */
function userOf(header: string | undefined): string | undefined {
  const credentials = /^basic +([A-Za-z0-9+/=]+)$/i.exec(header ?? '')?.[1];
  if (credentials === undefined) return undefined;
  const user = Buffer.from(credentials, 'base64').toString('utf8').split(':', 1)[0] ?? '';
  try {
    return decodeURIComponent(user.replaceAll('+', ' ')) || undefined;
  } catch {
    return undefined;
  }
}

/** Whom an assertion is about, its signature unread (RFC 7523 §3). */
function subjectOf(assertion: string | undefined): string | undefined {
  const payload = assertion?.split('.')[1];
  if (payload === undefined) return undefined;
  try {
    const claims: unknown = JSON.parse(Buffer.from(payload, 'base64url').toString('utf8'));
    const subject = typeof claims === 'object' && claims !== null && 'sub' in claims ? claims.sub : undefined;
    return typeof subject === 'string' ? subject : undefined;
  } catch {
    return undefined;
  }
}
