import { compactDecrypt, decodeProtectedHeader, type ProtectedHeaderParameters } from 'jose';
import type { Client } from '../bank/model.ts';
import { Refusal } from '../bank/refusal.ts';
import type { SandboxContext } from '../context.ts';
import { malformedSlip, slipDetails } from './checks/jwt-slips.ts';

/** How the content of a request object may be encrypted (RFC 7518 §5.1). */
export const contentEncryptions = ['A256GCM', 'A128CBC-HS256'] as const;

/** OpenID Connect Registration §2: what a client means that registered an algorithm and nothing else. */
const REGISTERED_DEFAULT = 'A128CBC-HS256';

/** JWE compact serialization has five parts, a JWS three (RFC 7516 §9). */
export function isEncrypted(object: string): boolean {
  return object.split('.').length === 5;
}

/**
 * The signed request object inside an encrypted one (RFC 9101 §6.1: signed, then encrypted).
 *
 * Threats: an object encrypted to another key or by a weaker algorithm than the key is for (`dir`,
 * passwords), one changed on the way, one that unpacks to gigabytes (`zip`), and one that is encrypted
 * but signed by nobody: anybody can encrypt to a public key.
 *
 * @returns a JWS in compact serialization, not verified yet.
 * @throws Refusal `request_object_encryption…`, `request_object_decryption`, `request_object_not_signed`.
 */
export async function decryptRequestObject(
  context: SandboxContext,
  client: Client,
  object: string,
): Promise<string> {
  const header = headerOf(object);
  if (header['zip'] !== undefined) throw new Refusal('request_object_compressed');
  const key = header.kid === undefined ? undefined : await context.keys.encryption.find(header.kid);
  if (!key) throw new Refusal('request_object_encryption_key', { kid: header.kid ?? '(none)' });
  const { alg, privateKey } = key;
  const registered = client.request_object_encryption_alg;
  if (header.alg !== alg || (registered !== undefined && registered !== alg)) {
    throw new Refusal('request_object_encryption_algorithm', {
      alg: header.alg ?? '(none)',
      allowed: registered ?? alg,
    });
  }
  const allowed = contentEncryptionsOf(client);
  if (!allowed.some((enc) => enc === header['enc'])) {
    throw new Refusal('request_object_content_encryption', {
      enc: String(header['enc'] ?? '(none)'),
      allowed: allowed.join(', '),
    });
  }
  const text = await decrypt(object, privateKey, alg, allowed);
  if (text.split('.').length !== 3) throw new Refusal('request_object_not_signed');
  return text;
}

function headerOf(object: string): ProtectedHeaderParameters {
  try {
    return decodeProtectedHeader(object);
  } catch {
    throw new Refusal('request_object_malformed', slipDetails(malformedSlip(object)));
  }
}

function contentEncryptionsOf(client: Client): readonly string[] {
  if (client.request_object_encryption_alg === undefined) return contentEncryptions;
  return [client.request_object_encryption_enc ?? REGISTERED_DEFAULT];
}

async function decrypt(
  object: string,
  privateKey: Parameters<typeof compactDecrypt>[1],
  alg: string,
  allowed: readonly string[],
): Promise<string> {
  try {
    const { plaintext } = await compactDecrypt(object, privateKey, {
      keyManagementAlgorithms: [alg],
      contentEncryptionAlgorithms: [...allowed],
    });
    return new TextDecoder().decode(plaintext);
  } catch {
    // Whatever the library says of a bad object would help whoever is guessing (RFC 7516 §11.5).
    throw new Refusal('request_object_decryption');
  }
}
