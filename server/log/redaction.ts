/**
 * Takes secrets out of what the log shows.
 *
 * Threat: passwords, client secrets, codes, tokens, assertions, DPoP proofs and cookies pass through
 * the recorder, and the log is displayed, streamed, searched, exported and kept on disk. Whatever
 * leaves this file must hold none of them. Three nets, one behind the other: by the name of the member
 * that carries the secret, whatever its value; by the shape of the value, wherever it stands (also in a
 * body that can't be parsed, in a path, or in an error text that quotes it); and, for the secrets the
 * bank itself holds, by the value, in whatever spelling.
 *
 * The text is a stranger's: everything here takes time in proportion to its length, and nothing calls
 * itself for what is nested in it.
 */
import type { BankState } from '../bank/state.ts';
import type { Sliced } from '../slices.ts';
import type { Fingerprints } from './fingerprint.ts';
import { KnownSecrets } from './known-secrets.ts';
import { namedValues } from './named-values.ts';
import { redactedJson } from './redacted-json.ts';
import { kindOfMember, kindOfName, mayNameSecret, privateKeyMembers } from './secret-names.ts';
import { findSecrets } from './secret-search.ts';
import { hideShapes, isSlip, mayHoldShape, kindOfValue, shownCredentials } from './secret-shapes.ts';
import { replaceRanges, type TextRange } from './text-range.ts';
import { unescaped } from './unescaped.ts';

const urlShape = /^[a-z][a-z0-9+.-]{0,30}:\S*[?#]/i;
/** The scheme of a header's value, which programs repeat where only the token belongs. */
const repeatedScheme = /^\s*["']?(?:(?:bearer|basic|dpop)\s+)?["']?/i;

/** So many secrets nobody sends in one text; what comes behind them is not shown. */
const MOST_HIDDEN = 500;
const cutOff = `… (not shown: more than ${String(MOST_HIDDEN)} secrets)`;

/** Names and header lines that are known to hold nothing: the same few come with every request. */
const MOST_HARMLESS = 2_000;

export class Redaction {
  readonly #fingerprints: Fingerprints;
  readonly #known = new KnownSecrets();
  readonly #harmless = new Set<string>();
  #harmlessAt = 0;

  constructor(fingerprints: Fingerprints) {
    this.#fingerprints = fingerprints;
  }

  /** Names a secret by its exact value, to be hidden wherever it turns up. */
  hide(value: string, kind: string): void {
    this.#known.add(value, kind);
  }

  /** Hides whatever secrets the bank holds, as they come and go. */
  hideSecretsOf(state: BankState): Sliced<() => Sliced<void>> {
    return this.#known.follow(state);
  }

  /** Any text: hides whatever has the shape of a secret, and every secret that is known. */
  readonly text = (text: string): string =>
    text.length < 4 ? text : this.#withoutKnown(hideShapes(text, this.#fingerprints));

  /** A URL or request target: its query and its fragment are read as forms. */
  url(url: string): string {
    const start = url.search(/[?#]/);
    if (start < 0) return this.text(url);
    const parts = url.slice(start).split(/(?=[?#])/);
    return this.#withoutEntities(
      this.text(url.slice(0, start)) +
        parts.map((part) => part.charAt(0) + this.form(part.slice(1))).join(''),
    );
  }

  /** `application/x-www-form-urlencoded`: kept as sent, but for the values of secret names. */
  form(form: string): string {
    return this.#withoutEntities(joined(form.split('&'), '&', (pair) => this.#pair(pair)));
  }

  /** A parsed JSON value, as a new one. */
  json(value: unknown): unknown {
    return redactedJson(value, {
      leaf: (leaf, kind) => {
        if (kind !== undefined) return this.#value(kind, String(leaf));
        if (typeof leaf === 'number')
          return this.#known.kindOf(String(leaf)) ? this.text(String(leaf)) : leaf;
        return urlShape.test(leaf) ? this.url(leaf) : this.text(leaf);
      },
      name: (name) => this.name(name),
      kindOf: (name, object) =>
        'kty' in object && privateKeyMembers.has(name) ? 'key_' : kindOfMember(name),
    });
  }

  /** A body by its media type; what is not what it says it is goes through every net there is. */
  body(body: string, contentType: string): string {
    const type = contentType.split(';', 1)[0]?.trim().toLowerCase() ?? '';
    if (type === 'application/x-www-form-urlencoded' && !/^\s*[{[]/.test(body)) return this.form(body);
    if (type.endsWith('json') || /^\s*[{["]/.test(body)) {
      if (this.#isHarmless(body)) return body;
      let parsed: unknown;
      try {
        parsed = JSON.parse(body);
      } catch {
        return this.#withoutNamed(body);
      }
      return JSON.stringify(this.json(parsed));
    }
    return this.#withoutNamed(body);
  }

  /** The name of a header or a member, which a client may have confused with its value. */
  name(name: string): string {
    return this.#cached(name, name, this.text);
  }

  header(name: string, value: string): string {
    return this.#cached(`${name}:${value}`, value, () => this.#header(name, value));
  }

  /** Spares the search where the same short text was found to be harmless before. */
  #cached(key: string, value: string, show: (value: string) => string): string {
    if (this.#harmlessAt !== this.#known.version) {
      this.#harmless.clear();
      this.#harmlessAt = this.#known.version;
    }
    if (this.#harmless.has(key)) return value;
    const shown = show(value);
    if (shown === value && key.length < 200) {
      if (this.#harmless.size >= MOST_HARMLESS) this.#harmless.clear();
      this.#harmless.add(key);
    }
    return shown;
  }

  #header(name: string, value: string): string {
    switch (name) {
      case 'authorization':
      case 'proxy-authorization':
        return this.#authorization(value);
      case 'cookie':
        return joined(value.split(';'), '; ', (pair) => this.#cookie(pair.trim()));
      case 'set-cookie': {
        const [pair = '', ...attributes] = value.split(';');
        return [this.#cookie(pair.trim()), ...attributes].join(';');
      }
      case 'dpop':
        return this.#fingerprints.of('dpop_', value);
      case 'location':
      case 'content-location':
      case 'referer':
      case 'link':
        return this.url(value);
      default: {
        const kind = kindOfName(name);
        return kind === undefined ? this.text(value) : this.#value(kind, value);
      }
    }
  }

  #authorization(value: string): string {
    const space = value.indexOf(' ');
    if (space < 0) return this.#value('cred_', value);
    return this.#withoutKnown(
      shownCredentials(this.text(value.slice(0, space)), value.slice(space + 1).trim(), this.#fingerprints),
    );
  }

  #cookie(pair: string): string {
    const equals = pair.indexOf('=');
    if (equals < 0) return this.#value('ck_', pair);
    const value = pair.slice(equals + 1);
    return value === '' ? pair : `${this.text(pair.slice(0, equals))}=${this.#value('ck_', value)}`;
  }

  #pair(pair: string): string {
    const equals = pair.indexOf('=');
    // Without a sign of its own it may be a whole form, encoded once too often.
    if (equals < 0) return this.#withoutNamed(pair);
    const name = pair.slice(0, equals);
    const value = decoded(pair.slice(equals + 1));
    const kind = kindOfName(decoded(name));
    const shown = kind === undefined ? this.text(value) : this.#value(kind, value);
    return shown === value ? `${this.text(name)}=${pair.slice(equals + 1)}` : `${this.text(name)}=${shown}`;
  }

  /**
   * The value of a secret name: its fingerprint, between whatever does not belong to it and is the
   * reader's clue to a slip: a scheme, quotation marks, blanks.
   */
  #value(kind: string, value: string): string {
    const from = repeatedScheme.exec(value)?.[0].length ?? 0;
    const trimmed = value.trimEnd();
    const to = /["']$/.test(trimmed) ? trimmed.length - 1 : trimmed.length;
    const core = to > from ? value.slice(from, to) : value;
    const known = this.#known.kindOf(core);
    if (core.trim() === '' || (known === undefined && isSlip(core))) return value;
    const shown = this.#fingerprints.of(known ?? kindOfValue(core, kind), core);
    return to > from ? value.slice(0, from) + shown + value.slice(to) : shown;
  }

  /** Text that is neither a form nor JSON. */
  #withoutNamed(text: string): string {
    const plain = unescaped(text);
    const ranges = [...this.#namedRanges(text)];
    if (plain) {
      for (const { start, end, replacement } of this.#namedRanges(plain.text)) {
        ranges.push({ start: plain.starts[start] ?? 0, end: plain.starts[end] ?? text.length, replacement });
      }
    }
    return this.text(replaceRanges(text, ranges));
  }

  /** Whether no net would find anything: most answers are spared being parsed and written again. */
  #isHarmless(json: string): boolean {
    return !mayNameSecret(json) && !mayHoldShape(json) && findSecrets(json, this.#known).length === 0;
  }

  *#namedRanges(text: string): Generator<TextRange> {
    let hidden = 0;
    for (const { start, end, value, name } of namedValues(text)) {
      if (++hidden > MOST_HIDDEN) {
        yield { start, end: text.length, replacement: cutOff };
        return;
      }
      yield { start, end, replacement: this.#value(kindOfName(name) ?? 'sec_', decoded(value)) };
    }
  }

  /** The signs at which forms and URLs are taken apart also begin an entity, in the middle of a secret. */
  #withoutEntities(shown: string): string {
    return /&#?\w{2,8};/.test(shown) ? this.#withoutKnown(shown) : shown;
  }

  #withoutKnown(text: string): string {
    return replaceRanges(
      text,
      findSecrets(text, this.#known).map(({ start, end, kind, value }) => ({
        start,
        end,
        replacement: this.#fingerprints.of(kind, value),
      })),
    );
  }
}

/** Parts of a text, each shown as it may be, as far as there is a budget for them. */
function joined(parts: readonly string[], separator: string, show: (part: string) => string): string {
  let hidden = 0;
  const shown: string[] = [];
  for (const part of parts) {
    if (hidden > MOST_HIDDEN) {
      shown.push(cutOff);
      break;
    }
    const text = show(part);
    if (text !== part) hidden++;
    shown.push(text);
  }
  return shown.join(separator);
}

/** As in a form (WHATWG URL §5.1); what is not encoded so stays as it is. */
function decoded(text: string): string {
  if (!/[%+]/.test(text)) return text;
  try {
    return decodeURIComponent(text.replaceAll('+', ' '));
  } catch {
    return text;
  }
}
