/**
 * Takes secrets out of what the log shows.
 *
 * Threat: passwords, client secrets, codes, tokens, assertions, DPoP proofs and cookies pass through
 * the recorder, and the log is displayed, streamed, searched, exported and kept on disk. Whatever
 * leaves this file must hold none of them. Two nets, one behind the other: by the name of the member
 * that carries the secret, whatever its value, and by the shape of the value, wherever it stands
 * (also in a body that can't be parsed, in a path, or in an error text that quotes it).
 */
import type { Fingerprints } from './fingerprint.ts';

/** Fingerprint kind by member name, lower case without `_`, `-` and brackets. */
const kindByName = new Map<string, string>([
  ['code', 'ac_'],
  ['authorizationcode', 'ac_'],
  ['accesstoken', 'at_'],
  ['refreshtoken', 'rt_'],
  ['idtoken', 'idt_'],
  ['idtokenhint', 'idt_'],
  ['token', 'tok_'],
  ['subjecttoken', 'tok_'],
  ['actortoken', 'tok_'],
  ['registrationaccesstoken', 'reg_'],
  ['controltoken', 'ct_'],
  ['clientassertion', 'jwt_'],
  ['assertion', 'jwt_'],
  ['request', 'jar_'],
  ['response', 'jarm_'],
  ['codeverifier', 'cv_'],
  ['csrf', 'csrf_'],
  ['csrftoken', 'csrf_'],
  ['dpop', 'dpop_'],
  ['xaccesstoken', 'at_'],
  ['apikey', 'sec_'],
  ['xapikey', 'sec_'],
]);

/** Names that mean a secret in a form or a query, and something harmless in JSON (`"code": "0010"`). */
const ambiguousInJson = new Set(['code', 'request', 'response']);

/** Members of a private JWK (RFC 7518 §6). */
const privateKeyMembers = new Set(['d', 'p', 'q', 'dp', 'dq', 'qi', 'k', 'oth']);

const parUrn = 'urn:ietf:params:oauth:request_uri:';

/** The bank's own tokens: kind, identifier (a refresh token's names its grant and generation), MAC. */
const tokenShape = /\b(ac|at|rt|reg)_[\w.~:-]{15,}[\w-]/g;
const jwtShape = /\beyJ[\w-]{4,}\.[\w-]*(?:\.[\w-]*){0,3}/g;
const privateKeyShape = /-----BEGIN [A-Z ]*PRIVATE KEY-----[\s\S]*?(?:-----END [A-Z ]*PRIVATE KEY-----|$)/g;
/** A PKCS#12 file in Base64 (RFC 7292 §4: a sequence whose first member is the version 3): it holds a key. */
const keyFileShape = /\bMI[I-L][\w+/]{2}[AQgw]IBAz[\w+/]{20,}={0,2}/g;
const credentialsShape = /\b(Basic|Bearer|DPoP) +(?![\w-]+=["\s])([\w+/=.~-]{6,})/gi;
const parShape = /urn:ietf:params:oauth:request_uri:[^\s"'&<>,}]+/g;
/** Whether any of the shapes above can be in a text at all: most have none, and are spared six searches. */
const anyShape = /(?:ac|at|rt|reg)_|eyJ|PRIVATE KEY|IBAz|:oauth:request_uri:|(?:basic|bearer|dpop) /i;
const urlShape = /^[a-z][a-z0-9+.-]*:\S*[?#]/i;
/**
 * The beginning of `name: value`, `name=value` and `"name": "value"` in text that is neither JSON nor
 * a form, where the name holds a word that secrets go by.
 */
const pairShape =
  /(?<![\p{L}\p{N}_%-])(["']?)([\w%.-]{0,40}?(?:passw|passphrase|secret|private_?key|code|token|assertion|verifier|csrf|dpop|request|response|api_?key|パスワード|暗証)[\w%-]{0,40})\1\s*[:=]\s*/giu;
/** The value behind it, from where it begins. */
const valueShape = /"(?:[^"\\]|\\.)*"?|'(?:[^'\\]|\\.)*'?|[^\s"'&,;{}]+/uy;

export class Redaction {
  readonly #fingerprints: Fingerprints;
  readonly #known = new Map<string, string>();
  readonly #harmless = new Set<string>();

  constructor(fingerprints: Fingerprints) {
    this.#fingerprints = fingerprints;
  }

  /** Names a secret by its exact value, to be hidden wherever it turns up. */
  hide(value: string, kind: string): void {
    if (value.length < 8) return;
    this.#known.set(value, kind);
    this.#harmless.clear();
  }

  /** Any text: hides whatever has the shape of a secret. */
  text(text: string): string {
    let shown = text;
    for (const [value, kind] of this.#known) {
      if (shown.includes(value)) shown = shown.replaceAll(value, this.#fingerprints.of(kind, value));
    }
    if (shown.length < 12 || !anyShape.test(shown)) return shown;
    return shown
      .replace(tokenShape, (token, kind: string) => this.#fingerprints.of(`${kind}_`, token))
      .replace(jwtShape, (token) => this.#fingerprints.of('jwt_', token))
      .replace(privateKeyShape, (key) => this.#fingerprints.of('key_', key))
      .replace(keyFileShape, (file) => this.#fingerprints.of('key_', file))
      .replace(parShape, (uri) => this.#pushedRequest(uri))
      .replace(credentialsShape, (_, scheme: string, value: string) => this.#credentials(scheme, value));
  }

  /** A URL or request target: its query and its fragment are read as forms. */
  url(url: string): string {
    const start = url.search(/[?#]/);
    if (start < 0) return this.text(url);
    const parts = url.slice(start).split(/(?=[?#])/);
    return (
      this.text(url.slice(0, start)) + parts.map((part) => part.charAt(0) + this.form(part.slice(1))).join('')
    );
  }

  /** `application/x-www-form-urlencoded`: kept as sent, but for the values of secret names. */
  form(form: string): string {
    return form
      .split('&')
      .map((pair) => {
        const equals = pair.indexOf('=');
        if (equals < 0) return this.text(pair);
        const value = decoded(pair.slice(equals + 1));
        const hidden = this.#byName(decoded(pair.slice(0, equals)), value);
        if (hidden !== undefined) return `${pair.slice(0, equals)}=${hidden}`;
        const shown = this.text(value);
        return shown === value ? pair : `${pair.slice(0, equals)}=${shown}`;
      })
      .join('&');
  }

  /** A parsed JSON value, as a new one. */
  json(value: unknown): unknown {
    if (typeof value === 'string') return urlShape.test(value) ? this.url(value) : this.text(value);
    if (Array.isArray(value)) return value.map((item) => this.json(item));
    if (typeof value !== 'object' || value === null) return value;
    const isKey = 'kty' in value;
    return Object.fromEntries(
      Object.entries(value).map(([name, member]) => {
        if (isKey && privateKeyMembers.has(name)) return [name, this.#everyLeaf('key_', member)];
        const kind = ambiguousInJson.has(plainName(name)) ? undefined : kindOf(name);
        return [name, kind === undefined ? this.json(member) : this.#everyLeaf(kind, member)];
      }),
    );
  }

  /** A body by its media type; what is not what it says it is goes through every net there is. */
  body(body: string, contentType: string): string {
    const type = contentType.split(';', 1)[0]?.trim().toLowerCase() ?? '';
    if (type === 'application/x-www-form-urlencoded' && !/^\s*[{[]/.test(body)) return this.form(body);
    if (type.endsWith('json') || /^\s*[{["]/.test(body)) {
      try {
        return JSON.stringify(this.json(JSON.parse(body)));
      } catch {
        return this.#pairs(body);
      }
    }
    return this.#pairs(body);
  }

  header(name: string, value: string): string {
    // The same few harmless headers come with every request.
    const line = `${name}:${value}`;
    if (this.#harmless.has(line)) return value;
    const shown = this.#header(name, value);
    if (shown === value && line.length < 200) {
      if (this.#harmless.size >= 2_000) this.#harmless.clear();
      this.#harmless.add(line);
    }
    return shown;
  }

  #header(name: string, value: string): string {
    switch (name) {
      case 'authorization':
      case 'proxy-authorization':
        return this.#authorization(value);
      case 'cookie':
        return value
          .split(';')
          .map((pair) => this.#cookie(pair.trim()))
          .join('; ');
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
      default:
        return this.#byName(name, value) ?? this.text(value);
    }
  }

  #authorization(value: string): string {
    const space = value.indexOf(' ');
    if (space < 0) return this.#fingerprints.of('cred_', value);
    return this.#credentials(value.slice(0, space), value.slice(space + 1).trim());
  }

  #credentials(scheme: string, value: string): string {
    if (scheme.toLowerCase() !== 'basic')
      return `${scheme} ${this.#fingerprints.of(kindOfValue(value, 'tok_'), value)}`;
    const pair = Buffer.from(value, 'base64').toString('utf8');
    const colon = pair.indexOf(':');
    // Without a colon the whole may be a secret somebody sent in the wrong form.
    return colon < 0 ? `${scheme} ••••` : `${scheme} ${printable(pair.slice(0, colon))}:••••`;
  }

  #cookie(pair: string): string {
    const equals = pair.indexOf('=');
    if (equals < 0) return this.#fingerprints.of('ck_', pair);
    const value = pair.slice(equals + 1);
    return value === '' ? pair : `${pair.slice(0, equals)}=${this.#fingerprints.of('ck_', value)}`;
  }

  #byName(name: string, value: string): string | undefined {
    if (value === '') return undefined;
    const kind = kindOf(name);
    return kind === undefined ? undefined : this.#fingerprints.of(kindOfValue(value, kind), value);
  }

  #everyLeaf(kind: string, value: unknown): unknown {
    if (Array.isArray(value)) return value.map((item) => this.#everyLeaf(kind, item));
    if (typeof value === 'object' && value !== null) {
      return Object.fromEntries(
        Object.entries(value).map(([name, item]) => [name, this.#everyLeaf(kind, item)]),
      );
    }
    if (typeof value !== 'string' && typeof value !== 'number') return value;
    if (value === '') return value;
    const text = String(value);
    return this.#fingerprints.of(kindOfValue(text, kind), text);
  }

  /**
   * From left to right, each value once: what stands behind a harmless name (`x=code=…`) is read on,
   * not read again, because a name can be followed by thousands of others.
   */
  #pairs(text: string): string {
    let shown = '';
    let copied = 0;
    pairShape.lastIndex = 0;
    for (let pair = pairShape.exec(text); pair; pair = pairShape.exec(text)) {
      const name = decoded(pair[2] ?? '');
      if (kindOf(name) === undefined) continue;
      const start = pairShape.lastIndex;
      valueShape.lastIndex = start;
      const value = valueShape.exec(text)?.[0] ?? '';
      const quote = /^["']/.exec(value)?.[0] ?? '';
      const hidden = this.#byName(name, quote === '' ? decoded(value) : value.slice(1).replace(/["']$/, ''));
      if (hidden === undefined) continue;
      shown += `${text.slice(copied, start)}${quote}${hidden}${quote}`;
      copied = start + value.length;
      pairShape.lastIndex = copied;
    }
    return this.text(shown + text.slice(copied));
  }

  #pushedRequest(uri: string): string {
    return parUrn + this.#fingerprints.of('', uri);
  }
}

function plainName(name: string): string {
  return name.toLowerCase().replace(/[^\p{L}\p{N}]/gu, '');
}

function kindOf(name: string): string | undefined {
  const plain = plainName(name);
  const kind = kindByName.get(plain);
  if (kind !== undefined) return kind;
  // `client_secret_expires_at` tells a date, `password_updated_at` too.
  if (/(?:at|method|methods|supported|policy|change|length)$/.test(plain)) return undefined;
  if (/passw|passphrase|パスワード|暗証/.test(plain)) return 'pw_';
  if (/secret|privatekey/.test(plain)) return 'sec_';
  return undefined;
}

/** A token says itself what it is; otherwise the member that carries it does. */
function kindOfValue(value: string, otherwise: string): string {
  const own = /^(ac|at|rt|reg)_/.exec(value)?.[0];
  if (own !== undefined) return own;
  return otherwise === 'tok_' && value.startsWith('eyJ') ? 'jwt_' : otherwise;
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text.replaceAll('+', ' '));
  } catch {
    return text;
  }
}

function printable(text: string): string {
  return text.replace(/[^\p{L}\p{N}\p{P}\p{S}]/gu, '?').slice(0, 200);
}
