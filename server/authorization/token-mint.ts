import { createHmac, createSecretKey, timingSafeEqual, type KeyObject } from 'node:crypto';

export type TokenKind = 'code' | 'access' | 'client' | 'refresh' | 'registration';

const prefixes: Record<TokenKind, string> = {
  code: 'ac_',
  access: 'at_',
  client: 'ct_',
  refresh: 'rt_',
  registration: 'reg_',
};

/**
 * Opaque tokens that carry an identifier and a MAC over it.
 *
 * Threat: whoever reads the data directory (a backup, a synced folder) must not hold usable tokens,
 * and guessing must be hopeless. So the files keep identifiers only; the MAC key lives in the
 * owner-only key file. The MAC is 192 bits (RFC 6749 §10.10 asks for less than 2^-128), and it lets
 * the bank tell a token it once issued from one it never saw, long after the row is gone.
 */
export class TokenMint {
  readonly #key: KeyObject;

  constructor(key: Buffer) {
    // As an object, so that it is not read anew for each MAC.
    this.#key = createSecretKey(key);
  }

  /** The token for `id`; the same every time, so that a lost answer can be repeated. */
  tokenFor(kind: TokenKind, id: string): string {
    return `${prefixes[kind]}${id}.${this.#mac(kind, id)}`;
  }

  /** The identifier inside a token of this kind, or undefined when the bank never issued it. */
  idOf(kind: TokenKind, token: string): string | undefined {
    const prefix = prefixes[kind];
    const dot = token.lastIndexOf('.');
    if (!token.startsWith(prefix) || dot < 0) return undefined;
    const id = token.slice(prefix.length, dot);
    const given = Buffer.from(token.slice(dot + 1));
    const expected = Buffer.from(this.#mac(kind, id));
    return given.length === expected.length && timingSafeEqual(given, expected) ? id : undefined;
  }

  /** A 192-bit MAC over `id` for another purpose than a token: a cookie, a form, a paging cursor. */
  macOf(purpose: string, id: string): string {
    return this.#mac(`purpose:${purpose}`, id);
  }

  #mac(kind: string, id: string): string {
    const mac = createHmac('sha256', this.#key).update(`${kind}:${id}`).digest();
    return mac.subarray(0, 24).toString('base64url');
  }
}
