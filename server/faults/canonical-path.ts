import { endpointPaths } from '../authorization/endpoint-paths.ts';
import { dataApiMounts } from '../data-api/mounts.ts';

/** Each alias with what it stands for, the longer first, so that none hides behind a shorter one. */
const aliases: readonly (readonly [alias: string, path: string])[] = [
  ...Object.values(endpointPaths).flatMap(([path, ...others]) =>
    others.map((alias): readonly [string, string] => [alias, path]),
  ),
  ...Object.keys(dataApiMounts).map((mount) => [mount, '/ib/v1'] as const),
].sort(([a], [b]) => b.length - a.length);

/** A path under the name it has first: a rule written for one alias holds for all. */
export function canonicalPath(path: string): string {
  const found = aliases.find(([alias]) => isBelow(path, alias));
  return found ? found[1] + path.slice(found[0].length) : path;
}

/** Whether `path` is `prefix` or below it, in whole steps: `/oauth2/token` is not below `/oauth2/t`. */
export function isBelow(path: string, prefix: string): boolean {
  if (!path.startsWith(prefix)) return false;
  return prefix.endsWith('/') || path.length === prefix.length || path[prefix.length] === '/';
}

/** Whether it is one of the data API. */
export function isDataApiPath(path: string): boolean {
  return isBelow(canonicalPath(path), '/ib/v1');
}
