/** One attribute of a distinguished name, its value without escapes. */
export interface NameAttribute {
  /** Upper-case short name of RFC 4514 §3, or a dotted object identifier. */
  type: string;
  value: string;
}

/** RFC 4514 §3, RFC 4519, and what OpenSSL prints beside. */
export const attributeOids: Readonly<Record<string, string>> = {
  CN: '2.5.4.3',
  SN: '2.5.4.4',
  SERIALNUMBER: '2.5.4.5',
  C: '2.5.4.6',
  L: '2.5.4.7',
  ST: '2.5.4.8',
  STREET: '2.5.4.9',
  O: '2.5.4.10',
  OU: '2.5.4.11',
  TITLE: '2.5.4.12',
  GN: '2.5.4.42',
  UID: '0.9.2342.19200300.100.1.1',
  DC: '0.9.2342.19200300.100.1.25',
  EMAILADDRESS: '1.2.840.113549.1.9.1',
};

const ATTRIBUTE = /^([A-Za-z][A-Za-z0-9-]*|\d+(?:\.\d+)+)[ ]*=[ ]*(.*)$/s;

/**
 * Reads a distinguished name as RFC 4514 writes it; spaces around separators are tolerated. A
 * multi-valued RDN counts as so many single ones.
 *
 * @throws SyntaxError for what is not a name.
 */
export function parseDistinguishedName(text: string): NameAttribute[] {
  return splitUnescaped(text).map((part) => {
    const [, type, value] = ATTRIBUTE.exec(part.replace(/^ +/, '')) ?? [];
    if (type === undefined || value === undefined) throw new SyntaxError(`not a name: ${text}`);
    return { type: type.toUpperCase(), value: unescape(trimEndUnescaped(value)) };
  });
}

/**
 * Whether two names are the same, attribute by attribute and in the same order. Values compare
 * exactly: RFC 8705 §2.1 leaves no room for similar names.
 */
export function sameDistinguishedName(a: string, b: string): boolean {
  try {
    const [left, right] = [parseDistinguishedName(a), parseDistinguishedName(b)];
    return (
      left.length === right.length &&
      left.every(({ type, value }, index) => right[index]?.type === type && right[index].value === value)
    );
  } catch {
    return false;
  }
}

/** Whether `text` can be read as a distinguished name. */
export function isDistinguishedName(text: string): boolean {
  try {
    return parseDistinguishedName(text).length > 0;
  } catch {
    return false;
  }
}

/**
 * The subject of a certificate as RFC 4514 §2.1 writes it: the last attribute first.
 *
 * @param lines as `X509Certificate.subject` of node:crypto gives it, one RDN a line, values escaped.
 */
export function subjectInRfc4514Order(lines: string): string {
  return lines.split('\n').reverse().join(',');
}

function splitUnescaped(text: string): string[] {
  const parts = text.match(/(?:\\.|[^\\,+])+/gs) ?? [];
  if (parts.join(' ').length !== text.length) throw new SyntaxError(`not a name: ${text}`);
  return parts;
}

function trimEndUnescaped(value: string): string {
  // The plain space only: a full-width one at the end belongs to a Japanese name.
  let end = value.length;
  while (value[end - 1] === ' ') end--;
  const trimmed = value.slice(0, end);
  return trimmed.endsWith('\\') && trimmed.length < value.length ? `${trimmed} ` : trimmed;
}

/** `\,` and `\E3\81\82` (RFC 4514 §2.4). */
function unescape(value: string): string {
  return value.replace(/(?:\\[0-9a-fA-F]{2})+|\\(.)/gs, (escaped: string, single?: string) =>
    single === undefined ? Buffer.from(escaped.replaceAll('\\', ''), 'hex').toString('utf8') : single,
  );
}

/** A value with the escapes of RFC 4514 §2.4. */
export function escapeAttributeValue(value: string): string {
  return value.replaceAll(/[\\,+"<>;=]|^[ #]| $/g, '\\$&');
}
