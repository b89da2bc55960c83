import { permissionScopes, scopeNames, type Client, type PermissionScope, type Scope } from './model.ts';

/** What official clients of Japanese banks send for the same things (wire format: scope aliases). */
const aliases: ReadonlyMap<string, readonly Scope[]> = new Map<string, readonly Scope[]>([
  ['private:account', permissionScopes],
  ['private:offline_access', ['offline_access']],
]);

const known: ReadonlySet<string> = new Set(scopeNames);

/**
 * The scopes named in a `scope` parameter, aliases resolved, doubles and unknown names dropped
 * (RFC 6749 §3.3 lets a server ignore what it does not know). In the fixed order of the catalogue of
 * scopes, so that equal sets print alike.
 */
export function parseScopes(text: string): Scope[] {
  const found = new Set<Scope>();
  for (const name of text.split(' ')) {
    if (known.has(name)) found.add(name as Scope);
    else for (const scope of aliases.get(name) ?? []) found.add(scope);
  }
  return scopeNames.filter((scope) => found.has(scope));
}

/** The names in a `scope` parameter that this bank does not know. */
export function unknownScopes(text: string): string[] {
  return text.split(' ').filter((name) => name !== '' && !known.has(name) && !aliases.has(name));
}

/** What a client may ask for by its registration. */
export function scopesOf(client: Client): Scope[] {
  return parseScopes(client.scope);
}

export function isPermission(scope: Scope): scope is PermissionScope {
  return (permissionScopes as readonly Scope[]).includes(scope);
}

export function permissionsAmong(scopes: readonly Scope[]): PermissionScope[] {
  return scopes.filter(isPermission);
}

/** The wire form: space-separated (RFC 6749 §3.3). */
export function printScopes(scopes: readonly Scope[]): string {
  return scopes.join(' ');
}
