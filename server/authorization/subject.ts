import type { Client } from '../bank/model.ts';
import type { BankState } from '../bank/state.ts';
import type { TokenMint } from './token-mint.ts';

/**
 * The `sub` a client knows a customer by (OpenID Connect Core §8). `pairwise` differs from sector to
 * sector, so that two partners can't compare their customers; the sector is the host of the
 * `sector_identifier_uri` or of the redirect URIs (§8.1), and the bank's own key keeps anybody else from working it out.
 */
export function subjectFor(tokens: TokenMint, client: Client, customerId: string): string {
  if (client.subject_type !== 'pairwise') return customerId;
  return tokens.macOf('subject', `${sectorOf(client)}\n${customerId}`);
}

/** The customer a client knows by that name; undefined where the bank has none, or no longer. */
export function customerOfSubject(
  state: BankState,
  tokens: TokenMint,
  client: Client,
  subject: string,
): string | undefined {
  if (client.subject_type !== 'pairwise') return state.customers.has(subject) ? subject : undefined;
  const id = namesIn(state, sectorOf(client), (customerId) => subjectFor(tokens, client, customerId)).get(
    subject,
  );
  return id !== undefined && state.customers.has(id) ? id : undefined;
}

function sectorOf(client: Client): string {
  const [first = ''] = [client.sector_identifier_uri, ...client.redirect_uris].filter(
    (uri) => uri !== undefined,
  );
  return URL.canParse(first) ? new URL(first).hostname : client.client_id;
}

/** The customers of a sector by their names there, as far as they were worked out. */
interface SectorNames {
  readonly customers: Map<string, string>;
  lastOrder: number;
}

/** So many sectors are kept; anybody can register a client, and each sector takes a name per customer. */
const SECTORS_KEPT = 8;

const sectors = new WeakMap<BankState['customers'], Map<string, SectorNames>>();

/**
 * A name can't be turned back into the customer's, so it has to be looked for among all. Each is
 * worked out once: when a name is looked for, those of the customers that came since the last time.
 */
function namesIn(
  { customers }: BankState,
  sector: string,
  nameOf: (customerId: string) => string,
): SectorNames['customers'] {
  const bySector = sectors.get(customers) ?? new Map<string, SectorNames>();
  sectors.set(customers, bySector);
  const names = bySector.get(sector) ?? { customers: new Map<string, string>(), lastOrder: -Infinity };
  bySector.delete(sector);
  bySector.set(sector, names);
  const [oldest] = bySector.keys();
  if (bySector.size > SECTORS_KEPT && oldest !== undefined) bySector.delete(oldest);
  let newest = names.lastOrder;
  for (const { key, order } of customers.ranked('all').backwards()) {
    if (order <= names.lastOrder) break;
    newest = Math.max(newest, order);
    names.customers.set(nameOf(key), key);
  }
  names.lastOrder = newest;
  return names.customers;
}
