import { InvalidInput } from '../bank/invalid-input.ts';
import {
  changedClient,
  clientOfId,
  refuseFaultyInput,
  type ClientChange,
  type ClientInput,
} from '../bank/client-registration.ts';
import { Refusal } from '../bank/refusal.ts';
import type { SandboxContext } from '../context.ts';
import type { AskedFor, OutgoingRequests, Reading } from '../outgoing/outgoing-requests.ts';
import { reasonDetails } from './checks/check.ts';

/** So many are told to be missing: enough to see what is wrong. */
const MISSING_TOLD = 5;

/**
 * Before a registration, which takes no promise: whether the sector agrees.
 *
 * @throws InvalidInput as on registration: nobody is asked for a client that could not be registered.
 */
export async function checkSectorOf({ outgoing }: SandboxContext, input: ClientInput): Promise<void> {
  if (input.sector_identifier_uri === undefined) return;
  refuseFaultyInput(input);
  await checkSector(outgoing, input);
}

/** The same before a change of a registration. */
export async function checkChangedSector(
  { outgoing, state }: SandboxContext,
  clientId: string,
  change: ClientChange,
): Promise<void> {
  if (change.sector_identifier_uri === undefined && change.redirect_uris === undefined) return;
  const changed = changedClient(clientOfId(state, clientId), change);
  if (changed.sector_identifier_uri !== undefined) await checkSector(outgoing, changed);
}

/**
 * Reads the document at a `sector_identifier_uri`, which has to list every redirect URI of the client
 * (OpenID Connect Registration §5).
 *
 * Threat: a client that names somebody else's sector would know that sector's customers by the same
 * `sub`; so the sector's own host has to say whose URIs belong to it.
 *
 * @throws InvalidInput `invalid_client_metadata`.
 */
export async function checkSector(outgoing: OutgoingRequests, client: AskedFor): Promise<void> {
  if (client.sector_identifier_uri === undefined) return;
  const listed = await outgoing.read(client, 'sector_identifier_uri', readAddresses).catch(refuseUnread);
  const missing = client.redirect_uris.filter((uri) => !listed.value.has(uri));
  if (missing.length === 0) return;
  const named = missing.slice(0, MISSING_TOLD).join(' , ');
  throw faultOfSector({
    ja: `この文書に次の redirect_uri がありません: ${named}（OpenID Connect Registration §5）。`,
    en: `The document there does not list ${named} (OpenID Connect Registration section 5).`,
  });
}

function readAddresses(json: unknown): Reading<ReadonlySet<string>> {
  const isList = Array.isArray(json) && json.every((uri): uri is string => typeof uri === 'string');
  if (!isList) throw new Refusal('outgoing_not_addresses', { member: 'sector_identifier_uri' });
  return { value: new Set(json), code: 'sector_identifier_read', details: { count: json.length } };
}

function refuseUnread(error: unknown): never {
  if (!(error instanceof Refusal)) throw error;
  const { reasonJa, reasonEn } = reasonDetails(error);
  throw faultOfSector({ ja: reasonJa, en: reasonEn });
}

function faultOfSector(message: { ja: string; en: string }): InvalidInput {
  return new InvalidInput([{ path: 'sector_identifier_uri', message }], 'invalid_client_metadata');
}
