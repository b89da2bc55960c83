import type { Fingerprints } from './fingerprint.ts';

/*
 * Secrets known by their shape, wherever they stand.
 *
 * Threat: the text comes from anybody, and making a row must take time in proportion to its length.
 * So no pattern here tries again from within what it has read: each is bounded at its left side by a
 * look-behind or a fixed word, and what has to be searched for backwards is searched by a loop.
 */

const parUrn = 'urn:ietf:params:oauth:request_uri:';

/** The bank's own tokens: kind, identifier (a refresh token's names its grant and generation), MAC. */
const tokenShape = /\b(ac|at|rt|reg)_[\w.~:-]{15,}[\w-]/g;
const privateKeyShape =
  /-----BEGIN [A-Z ]{0,40}PRIVATE KEY-----[\s\S]*?(?:-----END [A-Z ]{0,40}PRIVATE KEY-----|$)/g;
/** A PKCS#12 file in Base64 (RFC 7292 §4: a sequence whose first member is the version 3): it holds a key. */
const keyFileShape = /\bMI[I-L][\w+/]{2}[AQgw]IBAz[\w+/]{20,}={0,2}/g;
const credentialsShape = /\b(Basic|Bearer|DPoP) {1,8}(?![\w-]{1,60}=["\s])([\w+/=.~-]{6,})/gi;
const parShape = /urn:ietf:params:oauth:request_uri:[^\s"'&<>,}]+/g;
/** Whether any of the shapes above can be in a text at all: most have none, and are spared six searches. */
const anyShape = /(?:ac|at|rt|reg)_|eyJ|PRIVATE KEY|IBAz|:oauth:request_uri:|(?:basic|bearer|dpop) /i;

export function mayHoldShape(text: string): boolean {
  return anyShape.test(text);
}

/** Any text, with whatever has the shape of a secret replaced by its fingerprint. */
export function hideShapes(text: string, fingerprints: Fingerprints): string {
  if (text.length < 12 || !anyShape.test(text)) return text;
  return hideJwts(
    text.replace(tokenShape, (token, kind: string) => fingerprints.of(`${kind}_`, token)),
    fingerprints,
  )
    .replace(privateKeyShape, (key) => fingerprints.of('key_', key))
    .replace(keyFileShape, (file) => fingerprints.of('key_', file))
    .replace(parShape, (uri) => parUrn + fingerprints.of('', uri))
    .replace(credentialsShape, (_, scheme: string, value: string) =>
      shownCredentials(scheme, value, fingerprints),
    );
}

/** Where the bank's own tokens stand in a text. */
export function tokensIn(text: string): { start: number; end: number; value: string; kind: string }[] {
  if (!/(?:ac|at|rt|reg)_/.test(text)) return [];
  return Array.from(text.matchAll(tokenShape), ({ 0: value, 1: kind = '', index }) => ({
    start: index,
    end: index + value.length,
    value,
    kind: `${kind}_`,
  }));
}

/** Fewer letters than these are no header of a JWT: `"keyJoin.x"` is a name in a program. */
const SHORTEST_HEADER = 7;
const SHORTEST_HEADER_WITHIN_A_WORD = 20;

/**
 * JWS and JWE in their compact form: up to five parts, the first a header (`{"` in Base64). Each run of
 * letters is read once: where no dot follows it, no JWT begins anywhere in it.
 */
function hideJwts(text: string, fingerprints: Fingerprints): string {
  let shown = '';
  let copied = 0;
  for (let start = text.indexOf('eyJ'); start >= 0;) {
    const endOfHeader = endOfWord(text, start);
    let end = endOfHeader;
    for (let part = 1; part < 5 && text.charAt(end) === '.'; part++) end = endOfWord(text, end + 1);
    const isWithinWord = start > 0 && /\w/.test(text.charAt(start - 1));
    const shortest = isWithinWord ? SHORTEST_HEADER_WITHIN_A_WORD : SHORTEST_HEADER;
    if (end > endOfHeader && endOfHeader - start >= shortest) {
      shown += text.slice(copied, start) + fingerprints.of('jwt_', text.slice(start, end));
      copied = end;
    }
    start = text.indexOf('eyJ', end);
  }
  return shown + text.slice(copied);
}

const wordEnd = /[^\w-]|$/g;

function endOfWord(text: string, from: number): number {
  wordEnd.lastIndex = from;
  return wordEnd.exec(text)?.index ?? text.length;
}

/** The credentials of an Authorization header (RFC 9110 §11.4): of Basic the name stays, of others a fingerprint. */
export function shownCredentials(scheme: string, value: string, fingerprints: Fingerprints): string {
  if (scheme.toLowerCase() !== 'basic') {
    return `${scheme} ${isSlip(value) ? value : fingerprints.of(kindOfValue(value, 'tok_'), value)}`;
  }
  const pair = Buffer.from(value, 'base64').toString('utf8');
  const colon = pair.indexOf(':');
  // Without a colon the whole may be a secret somebody sent in the wrong form.
  return colon < 0 ? `${scheme} ••••` : `${scheme} ${printable(pair.slice(0, colon))}:••••`;
}

/** What programs send where they had no value: no secret, and the reader must see it. */
export function isSlip(value: string): boolean {
  return /^(?:undefined|null|none|nil|nan|true|false|\[object Object\])$/i.test(value);
}

/** A token says itself what it is; otherwise the member that carries it does. */
export function kindOfValue(value: string, otherwise: string): string {
  const own = /^(ac|at|rt|reg)_/.exec(value)?.[0];
  if (own !== undefined) return own;
  return otherwise === 'tok_' && value.startsWith('eyJ') ? 'jwt_' : otherwise;
}

function printable(text: string): string {
  return text.slice(0, 200).replace(/[^\p{L}\p{N}\p{P}\p{S}]/gu, '?');
}
