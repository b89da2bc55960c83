import type { BankState } from '../bank/state.ts';
import type { Table } from '../bank/table.ts';
import type { Sliced } from '../slices.ts';
import { privateKeyMembers } from './secret-names.ts';

/** Where a known secret stands in a text. */
export interface FoundSecret {
  readonly start: number;
  readonly end: number;
  readonly value: string;
  /** Of its fingerprint. */
  readonly kind: string;
}

/** Shorter values are found everywhere by chance; the names they go by have to do for them. */
const SHORTEST = 4;
/** From here on a value of several kinds of characters is no word that could stand there by chance. */
const STRONG = 8;
/** Secrets removed or replaced stay known for as many more: requests that carried them are still to be shown. */
const FORMER = 20_000;

const FILTER_BITS = 16;
const FILTER_SIZE = 1 << FILTER_BITS;

interface Secret {
  readonly value: string;
  readonly kind: string;
  /** How many rows hold it. */
  uses: number;
}

interface Spelling {
  readonly secret: Secret;
  /** It is a part of a text in Base64: the letters beside it tell a little of the secret too. */
  readonly inBase64: boolean;
}

/** Letters of a spelling in Base64 at either end that are shared with what stands beside it. */
const SHARED_LETTERS = 3;

/**
 * The secrets the bank holds, to be found by their value wherever they stand.
 *
 * Cost: a text is read once whatever the number of secrets. A table of 65,536 marks, by four characters,
 * tells where one may begin; there the lengths of what begins so are looked up, each by one hash. What
 * begins alike and differs in length is in proportion to the longest of it, not to how many there are.
 */
export class KnownSecrets {
  readonly #spellings = new Map<string, Spelling>();
  readonly #byValue = new Map<string, Secret>();
  readonly #former = new Set<string>();
  /** By the first four characters, the lengths of what begins so. */
  readonly #lengths = new Map<string, Set<number>>();
  readonly #marks = new Uint8Array(FILTER_SIZE);
  #version = 0;

  /** Changes whenever a text that held none may hold one. */
  get version(): number {
    return this.#version;
  }

  get size(): number {
    return this.#byValue.size;
  }

  /**
   * Keeps step with the bank: customers' passwords, clients' secrets, private keys, the server's own secrets.
   *
   * @returns ends that; the secrets are former ones then.
   */
  *follow(state: BankState): Sliced<() => Sliced<void>> {
    const ends = [
      yield* this.#followTable(state.customers, ({ password }) => [password], 'pw_'),
      yield* this.#followTable(state.clients, ({ client_secret }) => [client_secret], 'sec_'),
      yield* this.#followTable(state.secrets, ({ value }) => [value], 'key_'),
      yield* this.#followTable(state.signingKeys, ({ privateJwk }) => privateHalf(privateJwk), 'key_'),
    ];
    return function* () {
      for (const end of ends) yield* end();
    };
  }

  add(value: string, kind: string): void {
    if (value.length < SHORTEST) return;
    this.#former.delete(value);
    const known = this.#byValue.get(value);
    if (known) {
      known.uses++;
      return;
    }
    const secret = { value, kind, uses: 1 };
    this.#byValue.set(value, secret);
    for (const spelling of spellingsOf(value)) this.#spell(spelling, { secret, inBase64: false });
    if (value.length >= STRONG) {
      for (const spelling of base64SpellingsOf(value)) this.#spell(spelling, { secret, inBase64: true });
    }
    this.#version++;
  }

  /** To be called as often as `add`. */
  remove(value: string): void {
    const secret = this.#byValue.get(value);
    if (!secret || --secret.uses > 0) return;
    this.#former.add(value);
    if (this.#former.size <= FORMER) return;
    const [oldest = ''] = this.#former;
    this.#former.delete(oldest);
    this.#byValue.delete(oldest);
    for (const spelling of [...spellingsOf(oldest), ...base64SpellingsOf(oldest)]) {
      this.#spellings.delete(spelling);
    }
  }

  /** The kind of a value that is one as a whole. */
  kindOf(value: string): string | undefined {
    return this.#byValue.get(value)?.kind;
  }

  /** From left to right, without overlaps. */
  find(text: string): FoundSecret[] {
    const found: FoundSecret[] = [];
    if (this.#byValue.size === 0) return found;
    for (let at = 0; at + SHORTEST <= text.length; at++) {
      if (this.#marks[markOf(text, at)] === 0) continue;
      const secret = this.#longestAt(text, at);
      if (!secret) continue;
      found.push(secret);
      at = secret.end - 1;
    }
    return found;
  }

  #longestAt(text: string, start: number): FoundSecret | undefined {
    let longest: FoundSecret | undefined;
    for (const length of this.#lengths.get(text.slice(start, start + SHORTEST)) ?? []) {
      const end = start + length;
      if (end > text.length || end <= (longest?.end ?? 0)) continue;
      const spelling = this.#spellings.get(text.slice(start, end));
      if (!spelling) continue;
      const { value, kind } = spelling.secret;
      if (spelling.inBase64) longest = { ...withSharedLetters(text, start, end), value, kind };
      else if (!isWeak(value) || standsAlone(text, start, end)) longest = { start, end, value, kind };
    }
    return longest;
  }

  #spell(text: string, spelling: Spelling): void {
    if (text.length < SHORTEST || this.#spellings.has(text)) return;
    this.#spellings.set(text, spelling);
    const beginning = text.slice(0, SHORTEST);
    const lengths = this.#lengths.get(beginning);
    if (lengths) lengths.add(text.length);
    else this.#lengths.set(beginning, new Set([text.length]));
    this.#marks[markOf(text, 0)] = 1;
  }

  #followTable<Row>(
    table: Table<Row>,
    secretsOf: (row: Row) => readonly (string | undefined)[],
    kind: string,
  ): Sliced<() => Sliced<void>> {
    return table.watch((before, after) => {
      const old = before === undefined ? [] : secretsOf(before);
      const now = after === undefined ? [] : secretsOf(after);
      for (const value of now) if (value !== undefined) this.add(value, kind);
      for (const value of old) if (value !== undefined) this.remove(value);
    });
  }
}

function markOf(text: string, at: number): number {
  return (
    (text.charCodeAt(at) ^
      (text.charCodeAt(at + 1) << 3) ^
      (text.charCodeAt(at + 2) << 6) ^
      (text.charCodeAt(at + 3) << 9)) &
    (FILTER_SIZE - 1)
  );
}

/** A word or a number, as people choose them for a sandbox, stands in many a text that tells no secret. */
function isWeak(value: string): boolean {
  return value.length < STRONG || /^(?:[a-z]{1,15}|[A-Z]{1,15}|\d{1,15})$/.test(value);
}

/** Whether a value stands there by itself, and not as the name of something (`password=`). */
function standsAlone(text: string, start: number, end: number): boolean {
  const before = start === 0 ? '' : text.charAt(start - 1);
  return (
    !/[\p{L}\p{N}_-]/u.test(before) && !/^(?:[\p{L}\p{N}_-]|["']?\s?[=:])/u.test(text.slice(end, end + 3))
  );
}

/**
 * As it is, as a form writes its blanks, as a form reads its plus signs where nobody encoded them, and
 * as UTF-8 read byte by byte.
 */
function spellingsOf(value: string): Set<string> {
  return new Set([
    value,
    value.replaceAll(' ', '+'),
    value.replaceAll('+', ' '),
    Buffer.from(value, 'utf8').toString('latin1'),
  ]);
}

/**
 * What a longer text that holds the value has of it in Base64 (RFC 4648, either alphabet): it begins at
 * any of three places there, and its middle is always the same.
 */
function base64SpellingsOf(value: string): Set<string> {
  const spellings = new Set<string>();
  for (const spelling of new Set([value, formEncoded(value)])) {
    for (let shift = 0; shift < 3; shift++) {
      const bytes = Buffer.from(' '.repeat(shift) + spelling, 'utf8');
      const whole = bytes.toString('base64url');
      const middle = whole.slice(Math.ceil((shift * 8) / 6), Math.floor((bytes.length * 8) / 6));
      spellings.add(middle);
      spellings.add(middle.replaceAll('-', '+').replaceAll('_', '/'));
    }
  }
  return spellings;
}

/** As an Authorization header has it (RFC 6749 §2.3.1, WHATWG URL §5.2). */
function formEncoded(value: string): string {
  return new URLSearchParams({ value }).toString().slice('value='.length);
}

function withSharedLetters(text: string, start: number, end: number): { start: number; end: number } {
  const isLetter = (at: number) => /[\w+/=-]/.test(text.charAt(at));
  let from = start;
  let to = end;
  while (from > start - SHARED_LETTERS && isLetter(from - 1)) from--;
  while (to < end + SHARED_LETTERS && isLetter(to)) to++;
  return { start: from, end: to };
}

function privateHalf(jwk: Readonly<Record<string, unknown>>): string[] {
  return Object.entries(jwk).flatMap(([name, value]) =>
    privateKeyMembers.has(name) && typeof value === 'string' ? [value] : [],
  );
}
