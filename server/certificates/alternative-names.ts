/** The kinds of alternative names RFC 8705 §2.1.2 knows, as node:crypto prints them. */
export type AlternativeNameLabel = 'DNS' | 'URI' | 'IP Address' | 'email';

/**
 * Whether a certificate carries exactly this alternative name. Host names and the host of a mail
 * address compare without regard to letter case (RFC 5280 §7.2, §7.5), addresses by their bytes,
 * everything else letter by letter.
 *
 * @param printed `X509Certificate.subjectAltName` of node:crypto.
 */
export function hasAlternativeName(
  printed: string | undefined,
  label: AlternativeNameLabel,
  value: string,
): boolean {
  const wanted = normalised(label, value);
  return entriesOf(printed ?? '').some(
    (entry) =>
      entry.startsWith(`${label}:`) && normalised(label, plain(entry.slice(label.length + 1))) === wanted,
  );
}

/** `A:b, C:"d, e"`: what holds a comma or a quote is printed as a JSON string. */
function entriesOf(printed: string): string[] {
  return printed.match(/(?:"(?:[^"\\]|\\.)*(?:"|$)|[^,"])+/gs)?.map((entry) => entry.trim()) ?? [];
}

function plain(printed: string): string {
  return printed.startsWith('"') ? (JSON.parse(printed) as string) : printed;
}

function normalised(label: AlternativeNameLabel, value: string): string {
  switch (label) {
    case 'DNS':
      return value.toLowerCase();
    case 'email': {
      const at = value.lastIndexOf('@');
      return value.slice(0, at) + value.slice(at).toLowerCase();
    }
    case 'IP Address':
      return URL.canParse(`http://${bracketed(value)}/`)
        ? new URL(`http://${bracketed(value)}/`).hostname
        : value;
    case 'URI':
      return value;
  }
}

function bracketed(address: string): string {
  return address.includes(':') ? `[${address}]` : address;
}
