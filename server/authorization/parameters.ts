import { Refusal } from '../bank/refusal.ts';

/** The few parameters a specification allows more than once (RFC 8707 §2). */
const REPEATABLE: ReadonlySet<string> = new Set(['resource']);

/**
 * The parameters of an OAuth request by the rules of RFC 6749 §3.1 and §3.2: an empty value counts
 * as absent, an unknown name is ignored, a repeated one is an error, be one of the two empty or not.
 */
export class RequestParameters {
  readonly #values = new Map<string, string>();
  readonly #repeatable: [name: string, value: string][] = [];
  readonly #seen = new Set<string>();
  readonly #repeated: string[] = [];

  /** @param given a query string or form body, without a leading `?`; or its names and values. */
  constructor(given: string | Iterable<[name: string, value: string]>) {
    for (const [name, value] of typeof given === 'string' ? new URLSearchParams(given) : given) {
      if (REPEATABLE.has(name) && value !== '') this.#repeatable.push([name, value]);
      if (this.#seen.has(name) && !REPEATABLE.has(name)) this.#repeated.push(name);
      // Of a doubled parameter the first value stands, so that a page can still name the client.
      else if (value !== '') this.#values.set(name, value);
      this.#seen.add(name);
    }
  }

  get(name: string): string | undefined {
    return this.#values.get(name);
  }

  /** Every value of a parameter that may be repeated. */
  all(name: string): string[] {
    return this.#repeatable.filter(([given]) => given === name).map(([, value]) => value);
  }

  has(name: string): boolean {
    return this.#values.has(name);
  }

  /** All that counts, without those named. */
  entriesWithout(left: ReadonlySet<string>): [name: string, value: string][] {
    const single = [...this.#values].filter(([name]) => !REPEATABLE.has(name));
    return [...single, ...this.#repeatable].filter(([name]) => !left.has(name));
  }

  /** Form-encoded again, without those named. */
  encodeWithout(left: ReadonlySet<string>): string {
    return new URLSearchParams(this.entriesWithout(left)).toString();
  }

  names(): IterableIterator<string> {
    return this.#values.keys();
  }

  isRepeated(name: string): boolean {
    return this.#repeated.includes(name);
  }

  /** For a parameter that has to be there: where it stands under a name like its own, that is what is told. */
  missing(name: string): Refusal {
    return this.misnamed(name) ?? new Refusal('token_parameter_missing', { parameter: name });
  }

  /** Undefined where no name looks like a slip for it. */
  misnamed(name: string): Refusal | undefined {
    for (const seen of this.#seen) {
      if (seen !== name && plain(seen) === plain(name)) {
        return new Refusal('parameter_misnamed', { parameter: name, seen: seen.slice(0, 60) });
      }
    }
    return undefined;
  }

  /** @throws Refusal `parameter_repeated` naming the first doubled parameter. */
  refuseRepeated(): void {
    const [parameter] = this.#repeated;
    if (parameter !== undefined) throw new Refusal('parameter_repeated', { parameter });
  }
}

/** A name without what slips into names: `amp;` of an escaped URL, white space, letter case, hyphens. */
function plain(name: string): string {
  return name
    .replace(/^amp;/, '')
    .replace(/[\s_-]/g, '')
    .toLowerCase();
}

/** The query string of a request target, undecoded. */
export function queryOf(url: string): string {
  const at = url.indexOf('?');
  return at < 0 ? '' : url.slice(at + 1);
}
