import { Refusal } from '../bank/refusal.ts';
import type { RequestParameters } from './parameters.ts';

type Members = Record<string, unknown>;

/** What can be promised where (OpenID Connect Core §2, §5.3). */
const available = {
  id_token: new Set(['iss', 'sub', 'aud', 'exp', 'iat', 'auth_time', 'nonce', 'acr', 'at_hash', 's_hash']),
  userinfo: new Set(['sub', 'name', 'name#ja-Kana-JP']),
} as const;

/** Every claim there is, for the metadata (OpenID Connect Discovery §3). */
export const supportedClaims = [...new Set([...available.id_token, ...available.userinfo])];

/**
 * Reads the `claims` parameter (OpenID Connect Core §5.5). What is voluntary is taken for a wish;
 * what is essential is kept or the request denied, never forgotten (§5.5.1.1 for `acr`).
 *
 * @returns the ways of logging in of which one has to be used, if any is essential.
 * @throws Refusal `claims_malformed`, `essential_claim_unavailable`.
 */
export function essentialAcr(parameters: RequestParameters): string[] | undefined {
  const text = parameters.get('claims');
  if (text === undefined) return undefined;
  const claims = parse(text);
  for (const place of ['id_token', 'userinfo'] as const) {
    const wanted = claims[place] ?? {};
    if (!isObject(wanted)) throw new Refusal('claims_malformed');
    for (const [claim, request] of Object.entries(wanted)) {
      if (isObject(request) && request['essential'] === true && !available[place].has(claim)) {
        throw new Refusal('essential_claim_unavailable', { claim });
      }
    }
  }
  const acr = isObject(claims['id_token']) ? claims['id_token']['acr'] : undefined;
  if (!isObject(acr) || acr['essential'] !== true) return undefined;
  const values: unknown[] = Array.isArray(acr['values']) ? acr['values'] : [acr['value']];
  const named = values.filter((value) => typeof value === 'string');
  return named.length === 0 ? undefined : named;
}

/** The customer the client wants the ID token to be about (OpenID Connect Core §5.5.1). */
export function requestedSubject(parameters: RequestParameters): string | undefined {
  const text = parameters.get('claims');
  const idToken = text === undefined ? undefined : parse(text)['id_token'];
  const sub = isObject(idToken) ? idToken['sub'] : undefined;
  return isObject(sub) && typeof sub['value'] === 'string' ? sub['value'] : undefined;
}

function parse(text: string): Members {
  try {
    const claims: unknown = JSON.parse(text);
    if (isObject(claims)) return claims;
  } catch {
    // Told below: text that is no JSON, like JSON that is no object.
  }
  throw new Refusal('claims_malformed');
}

function isObject(value: unknown): value is Members {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
