/** Which pages belong to the sandbox this app runs. Known once the engine is ready, the same for all windows. */
export interface OwnOrigins {
  readonly console: string;
  /** Bank and demo partner: what a customer sees. */
  readonly customer: ReadonlySet<string>;
  readonly all: ReadonlySet<string>;
}

/** Addresses in, origins out; a path or a slash at the end does not matter. */
export function ownOrigins(addresses: {
  issuer: string;
  console: string;
  partner: string;
  https: { issuer: string } | null;
}): OwnOrigins {
  const origin = (address: string) => new URL(address).origin;
  const { issuer, partner, https } = addresses;
  const customer = new Set([issuer, partner, ...(https ? [https.issuer] : [])].map(origin));
  const console = origin(addresses.console);
  return { console, customer, all: new Set([console, ...customer]) };
}

/** A page on this computer over http(s): the sandbox's own, or a service under development beside it. */
export function isOnThisComputer(address: string): boolean {
  const url = URL.parse(address);
  return (
    url !== null &&
    ['http:', 'https:'].includes(url.protocol) &&
    ['127.0.0.1', '[::1]', 'localhost'].includes(url.hostname)
  );
}

/** `https:` anywhere, and the sandbox's own pages; never with a user name or password in it. */
export function mayOpenOutside(address: string, ownOrigins: ReadonlySet<string>): boolean {
  const url = URL.parse(address);
  if (!url || url.username !== '' || url.password !== '') return false;
  return url.protocol === 'https:' || ownOrigins.has(url.origin);
}
