/**
 * Whether a redirect URI of a request is one the client registered.
 *
 * Threat: a code sent to an attacker's address. So nothing is parsed, normalised or matched by
 * pattern: the strings are equal, or it is refused (RFC 9700 §2.1, §4.1). The one exception is the
 * port of a loopback IP literal, which a native app gets from its system at run time (RFC 8252 §7.3);
 * `localhost` is a name that can be pointed elsewhere and gets no exception (§8.3).
 */
const LOOPBACK = /^http:\/\/(127\.0\.0\.1|\[::1\])(?::(\d{1,5}))?(\/.*)?$/;

export function redirectUriMatches(registered: readonly string[], requested: string): boolean {
  if (registered.includes(requested)) return true;
  const asked = withoutLoopbackPort(requested);
  return asked !== undefined && registered.some((uri) => withoutLoopbackPort(uri) === asked);
}

/** The URI with its port taken out, if it is a loopback one with a port that exists. */
function withoutLoopbackPort(uri: string): string | undefined {
  const parts = LOOPBACK.exec(uri);
  if (!parts) return undefined;
  const [, host, port, rest] = parts;
  if (port !== undefined && (Number(port) < 1 || Number(port) > 65_535)) return undefined;
  return `http://${host}${rest ?? ''}`;
}
