import { createPrivateKey } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';

/** Members that only a private or a symmetric key has (RFC 7518 §6). */
const PRIVATE_MEMBERS = ['d', 'p', 'q', 'dp', 'dq', 'qi', 'k'];

/** The bank's own tokens, and JWTs with their signature: whole, as whoever holds one can use it. */
const TOKENS = /\b(?:ac|at|rt|reg)_[\w.~-]{20,}|\beyJ[\w-]{8,}(?:\.[\w-]+){2,4}/g;
const HANDLES = /urn:ietf:params:oauth:request_uri:[\w-]{16,}/g;

/** Everything that must not be told, under a name that says what it was. */
export class Secrets {
  readonly #names = new Map<string, string>();

  /** Short words are found by chance, and nobody keeps a secret of fewer than eight characters. */
  add(name: string, value: string | undefined): void {
    if (value === undefined || value.length < 8 || this.#names.has(value)) return;
    this.#names.set(value, name);
  }

  /** The private halves of a JWK. @returns how many there were. */
  addKey(name: string, jwk: object): number {
    const members = Object.entries(jwk).filter(([member]) => PRIVATE_MEMBERS.includes(member));
    for (const [member, value] of members) this.add(`${member} of ${name}`, String(value));
    return members.length;
  }

  /** A private key in PEM. Its later lines hold the public half, which a certificate shows as well. */
  addPem(name: string, pem: string): void {
    this.addKey(name, createPrivateKey(pem).export({ format: 'jwk' }));
    this.add(`${name} as PEM`, pem.split('\n')[1]?.trim());
  }

  /** Tokens, codes and handles wherever they stand in what went over the wire. */
  addTokensIn(traffic: string): void {
    for (const [token] of traffic.matchAll(TOKENS)) this.add(`token ${token.slice(0, 12)}`, token);
    for (const [handle] of traffic.matchAll(HANDLES)) this.add('request_uri', handle);
  }

  get size(): number {
    return this.#names.size;
  }

  /** Each of them on a line of its own. */
  all(): string {
    return [...this.#names.keys()].join('\n');
  }

  /** What is told in a text, plainly, form-encoded or in Base64. */
  foundIn(text: string, except: (name: string) => boolean = () => false): string[] {
    return [...this.#names]
      .filter(
        ([value, name]) => !except(name) && spellings(value).some((spelling) => text.includes(spelling)),
      )
      .map(([, name]) => name);
  }
}

function spellings(value: string): string[] {
  // Base64 of a text within a longer one begins at any of three places; its middle is the same.
  const base64 = [0, 1, 2].map((shift) =>
    Buffer.from('x'.repeat(shift) + value)
      .toString('base64')
      .slice(shift === 0 ? 0 : 4, -4),
  );
  return [value, encodeURIComponent(value), ...(value.length > 15 ? base64 : [])];
}

/** Every file below a directory, as text. */
export async function filesBelow(directory: string): Promise<{ path: string; text: string }[]> {
  const entries = await readdir(directory, { recursive: true, withFileTypes: true });
  return Promise.all(
    entries
      .filter((entry) => entry.isFile())
      .map(async (entry) => {
        const path = join(entry.parentPath, entry.name);
        return { path, text: await readFile(path, 'utf8') };
      }),
  );
}
