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
  ['pwd', 'pw_'],
  ['pass', 'pw_'],
  ['passcode', 'pw_'],
]);

/** Names that mean a secret in a form or a query, and something harmless in JSON (`"code": "0010"`). */
const ambiguousInJson = new Set(['code', 'request', 'response']);

/** Members of a private JWK (RFC 7518 §6). */
export const privateKeyMembers: ReadonlySet<string> = new Set(['d', 'p', 'q', 'dp', 'dq', 'qi', 'k', 'oth']);

/** No name of a secret is longer; what is, is text. */
const LONGEST_NAME = 80;

/** What was found for names seen before: the same few hundred come all the time. */
const seen = new Map<string, string | undefined>();
const MOST_SEEN = 2_000;

/** What kind of secret the value of that name is; undefined for a harmless one. */
export function kindOfName(name: string): string | undefined {
  if (name.length > LONGEST_NAME) return undefined;
  if (seen.has(name)) return seen.get(name);
  const kind = kindOfPlainName(plainName(name));
  if (seen.size >= MOST_SEEN) seen.clear();
  seen.set(name, kind);
  return kind;
}

function kindOfPlainName(plain: string): string | undefined {
  const kind = kindByName.get(plain);
  if (kind !== undefined) return kind;
  // `client_secret_expires_at` tells a date, `password_updated_at` too.
  if (/(?:at|method|methods|supported|policy|change|length)$/.test(plain)) return undefined;
  if (/passw|passphrase|パスワード|暗証/.test(plain)) return 'pw_';
  if (/secret|privatekey/.test(plain)) return 'sec_';
  return undefined;
}

/**
 * What a text in JSON has that may hide a secret by its name: a word such names hold, an escape that
 * could spell one, a private key, a query.
 */
const nameInJson =
  /passw|passphrase|passcode|"(?:pwd|pass)"|secret|token|assertion|verifier|csrf|dpop|_hint|api.?key|private.?key|"kty"|パスワード|暗証|[\\?&#]/i;

export function mayNameSecret(json: string): boolean {
  return nameInJson.test(json);
}

/** As `kindOfName`, in JSON, where some of the names are used for what everybody may see. */
export function kindOfMember(name: string): string | undefined {
  const kind = kindOfName(name);
  return kind !== undefined && ambiguousInJson.has(plainName(name)) ? undefined : kind;
}

function plainName(name: string): string {
  return name.toLowerCase().replace(/[^\p{L}\p{N}]/gu, '');
}
