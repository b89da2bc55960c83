import type { Interaction } from './model.ts';
import type { BankState } from './state.ts';
import type { Instant } from './time.ts';
import type { Transaction } from './transaction.ts';

/** Tables of what anybody gets who asks for it, and how many rows of each are kept. */
const KEPT = {
  interactions: 2_000,
  pushedRequests: 2_000,
  authorizationCodes: 5_000,
  clientAccessTokens: 2_000,
} as const;
type CrowdedTable = keyof typeof KEPT;

/**
 * Takes a row away where there is no room for one more.
 *
 * Threat: a flood that drives out what others are at. What is over goes first. Then it is the turn of
 * the client that takes up most, and of those who registered themselves before any other: a flood in
 * one client's name costs that client its oldest, and nobody else anything.
 */
export function makeRoom(tx: Transaction, name: CrowdedTable): void {
  const { state, now } = tx;
  if (state.table(name).size < KEPT[name]) return;
  const key = longestOver(state, name, now) ?? leastMissed(state, name);
  if (key !== undefined) tx.delete(name, key);
}

function longestOver(state: BankState, name: CrowdedTable, now: Instant): string | undefined {
  const table = state.table(name);
  const [next] = table.ranked('expiry').above();
  if (next !== undefined && (table.get(next)?.expiresAt ?? now) <= now) return next;
  if (name !== 'interactions' && name !== 'pushedRequests') return undefined;
  const [finished] = state.table(name).ranked('finished').above();
  return finished;
}

function leastMissed(state: BankState, name: CrowdedTable): string | undefined {
  const client = crowdingClient(state, name);
  if (client === undefined) return undefined;
  if (name !== 'interactions') return state.table(name).firstKeyWhere('client', client);
  return leastMissedLogin(state, state.interactions.where('client', client))?.interactionId;
}

/** Of those where nobody has logged in the oldest that no browser came back for, then the oldest; last of all a consent. */
function leastMissedLogin(state: BankState, interactions: readonly Interaction[]): Interaction | undefined {
  const atLogin = interactions.filter(({ stage }) => stage === 'login');
  return atLogin.find((row) => !isAttended(state, row)) ?? atLogin[0] ?? interactions[0];
}

/** The client that takes up most of a table: one that registered itself, where there is any. */
function crowdingClient(state: BankState, name: CrowdedTable): string | undefined {
  let crowding: { clientId: string; registeredItself: boolean; count: number } | undefined;
  for (const [clientId, count] of state.table(name).countsBy('client')) {
    const client = state.clients.get(clientId);
    const registeredItself = !client || client.sandbox_registered_itself !== undefined;
    const isLess =
      crowding &&
      (registeredItself === crowding.registeredItself ? count <= crowding.count : crowding.registeredItself);
    if (!isLess) crowding = { clientId, registeredItself, count };
  }
  return crowding?.clientId;
}

function isAttended(state: BankState, interaction: Interaction): boolean {
  const { unknownLogins, certified } = interaction;
  return state.attended.has(interaction) || unknownLogins !== undefined || certified !== undefined;
}
