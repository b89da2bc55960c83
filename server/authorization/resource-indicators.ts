import { Refusal } from '../bank/refusal.ts';
import type { SandboxContext } from '../context.ts';
import type { RequestParameters } from './parameters.ts';

/**
 * The resources a token is meant for (RFC 8707 §2): the bank itself, or one of its data API mounts.
 *
 * @returns undefined when none is named: the token is good for the whole bank.
 * @throws Refusal `resource_unknown` (`invalid_target`).
 */
export function requestedResources(
  context: SandboxContext,
  parameters: RequestParameters,
): string[] | undefined {
  const named = parameters.all('resource');
  if (named.length === 0) return undefined;
  for (const resource of named) {
    if (!isOwnResource(context, resource)) throw new Refusal('resource_unknown', { resource });
  }
  return [...new Set(named)];
}

/** Whether a token for these resources is good at this path. */
export function coversPath(context: SandboxContext, resources: readonly string[], path: string): boolean {
  const { issuer, httpsIssuer } = context.addresses;
  return resources.some((resource) =>
    [issuer, httpsIssuer].some((base) => {
      if (base === null) return false;
      if (resource === base || resource === `${base}/`) return true;
      return `${base}${path}/`.startsWith(resource.endsWith('/') ? resource : `${resource}/`);
    }),
  );
}

/** Absolute, without a fragment (§2), and below one of the bank's own addresses. */
export function isOwnResource({ addresses }: SandboxContext, resource: string): boolean {
  if (!URL.canParse(resource) || resource.includes('#') || resource.includes('?')) return false;
  return [addresses.issuer, addresses.httpsIssuer].some(
    (base) => base !== null && (resource === base || resource.startsWith(`${base}/`)),
  );
}
