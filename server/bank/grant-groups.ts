import type { Grant } from './model.ts';

type Parties = Partial<Pick<Grant, 'clientId' | 'customerId'>>;

/** Under which names the rankings of grants hold those of a client, of a customer, or of both. */
export function grantGroup({ clientId, customerId }: Parties): string {
  if (clientId === undefined && customerId === undefined) return '';
  return `${clientId ?? ''}\n${customerId ?? ''}`;
}

/** All the groups a grant is in. */
export function grantGroups({ clientId, customerId }: Grant): string[] {
  return [{}, { clientId }, { customerId }, { clientId, customerId }].map(grantGroup);
}
