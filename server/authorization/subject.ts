import type { Client } from '../bank/model.ts';
import type { TokenMint } from './token-mint.ts';

/**
 * The `sub` a client knows a customer by (OpenID Connect Core §8). `pairwise` differs from sector to
 * sector, so that two partners can't compare their customers; the sector is the host of the redirect
 * URIs (§8.1), and the bank's own key keeps anybody else from working it out.
 */
export function subjectFor(tokens: TokenMint, client: Client, customerId: string): string {
  if (client.subject_type !== 'pairwise') return customerId;
  const [first = ''] = client.redirect_uris;
  const sector = URL.canParse(first) ? new URL(first).hostname : client.client_id;
  return tokens.macOf('subject', `${sector}\n${customerId}`);
}
