import { exportJWK, generateKeyPair, type JWK } from 'jose';

/**
 * Makes a private key, as a JWK without `kid`, for an algorithm of RFC 7518 (JWS §3.1, JWE §4.1).
 * @throws Error for an algorithm that has no key pair
 */
export type KeyMaker = (alg: string) => Promise<JWK>;

/** RSA keys of 2,048 bits, the least RFC 7518 §3.3 and §4.3 allow; curves as the algorithm says, P-256 for ECDH-ES. */
export const makePrivateKey: KeyMaker = async (alg) => {
  const { privateKey } = await generateKeyPair(alg, { extractable: true, modulusLength: 2048 });
  return exportJWK(privateKey);
};
