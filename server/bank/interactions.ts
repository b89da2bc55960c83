import { Refusal } from './refusal.ts';
import { newId } from './identifiers.ts';
import { settingsOf } from './grants.ts';
import { usePushedRequest } from './pushed-requests.ts';
import { makeRoom } from './making-room.ts';
import { noteUse } from './self-registration.ts';
import { SECOND } from './time.ts';
import type { AuthorizationRequest, Client, Interaction } from './model.ts';
import type { BankState } from './state.ts';
import type { Transaction } from './transaction.ts';

/** What goes back to the partner, in success and refusal alike (RFC 6749 §4.1.2, RFC 9207). */
export interface AuthorizationAnswer {
  redirectUri: string;
  responseMode: AuthorizationRequest['responseMode'];
  /** `code` or `error`…, and `state`. The issuer is added when it is sent. */
  parameters: Record<string, string>;
  clientId: string;
  flowId?: string;
  /** Which of the bank's names the answer bears. */
  overTls?: true;
}

/** Begins login and consent for a checked request. One that ended stays a while: the back button gets a true answer. */
export function beginInteraction(tx: Transaction, request: AuthorizationRequest): Interaction {
  makeRoom(tx, 'interactions');
  noteUse(tx, request.clientId);
  const interaction: Interaction = {
    interactionId: newId('i'),
    flowId: newId('f').slice(0, 10),
    request,
    stage: 'login',
    createdAt: tx.now,
    expiresAt: tx.now + settingsOf(tx.state).lifetimes.interactionSeconds * SECOND,
  };
  tx.put('interactions', interaction.interactionId, interaction);
  return interaction;
}

/**
 * The interaction, if it can still be worked on.
 *
 * @throws Refusal `interaction_unknown`, `interaction_finished`, `interaction_expired`,
 *   `interaction_wrong_stage` (when `stage` is given and it stands elsewhere).
 */
export function liveInteraction(
  state: BankState,
  now: number,
  interactionId: string,
  stage?: Interaction['stage'],
): Interaction {
  const interaction = state.interactions.get(interactionId);
  if (!interaction) throw new Refusal('interaction_unknown');
  if (interaction.stage === 'done') throw new Refusal('interaction_finished');
  if (now >= interaction.expiresAt) {
    throw new Refusal('interaction_expired', {
      seconds: Math.round((interaction.expiresAt - interaction.createdAt) / SECOND),
    });
  }
  if (stage !== undefined && interaction.stage !== stage) {
    throw new Refusal('interaction_wrong_stage', { stage: interaction.stage });
  }
  return interaction;
}

/** The client of an interaction; it may have been deleted while the customer was reading. */
export function clientOf(state: BankState, interaction: Interaction): Client {
  const client = state.clients.get(interaction.request.clientId);
  if (!client) throw new Refusal('unknown_client', { clientId: interaction.request.clientId });
  return client;
}

/** キャンセル, at login or consent: back to the partner with `access_denied` (seed). */
export function cancelInteraction(tx: Transaction, input: { interactionId: string }): AuthorizationAnswer {
  const answer = endWithRefusal(tx, { ...input, refusal: new Refusal('cancelled_by_customer') });
  tx.report('linkage.cancelled', { clientId: answer.clientId });
  return answer;
}

/** Ends an interaction with a refusal that is the client's to hear, not the customer's (RFC 6749 §4.1.2.1). */
export function endWithRefusal(
  tx: Transaction,
  { interactionId, refusal }: { interactionId: string; refusal: Refusal },
): AuthorizationAnswer {
  const interaction = liveInteraction(tx.state, tx.now, interactionId);
  usePushedRequest(tx, interaction.request.requestUri);
  tx.put('interactions', interaction.interactionId, { ...interaction, stage: 'done' });
  return refusalAnswer(interaction.request, refusal, interaction.flowId);
}

/** The answer that carries a refusal back to the client (RFC 6749 §4.1.2.1). */
export function refusalAnswer(
  request: Pick<AuthorizationRequest, 'redirectUri' | 'responseMode' | 'state' | 'clientId' | 'overTls'>,
  refusal: Refusal,
  flowId?: string,
): AuthorizationAnswer {
  return {
    redirectUri: request.redirectUri,
    responseMode: request.responseMode,
    clientId: request.clientId,
    parameters: {
      error: refusal.entry.wire ?? 'invalid_request',
      error_description: describeOnWire(refusal),
      ...(request.state === undefined ? {} : { state: request.state }),
    },
    ...(flowId === undefined ? {} : { flowId }),
    ...(request.overTls && { overTls: request.overTls }),
  };
}

/** A refusal's message as it may go over the wire. */
export function describeOnWire(refusal: Refusal): string {
  return inWireCharacters(refusal.message).slice(0, LONGEST_DESCRIPTION);
}

const LONGEST_DESCRIPTION = 400;

/**
 * Text within the characters RFC 6749 §5.2 allows (%x20-21 / %x23-5B / %x5D-7E): other quotation marks,
 * and percent-encoded what has no ASCII.
 */
export function inWireCharacters(text: string): string {
  return text
    .replaceAll('"', "'")
    .replaceAll('\\', '/')
    .replace(/[\x00-\x1f\x7f]+/g, ' ')
    .replace(/[^\x20-\x7e]/gu, (character) =>
      // Half of a surrogate pair has no encoding.
      /^[\ud800-\udfff]$/.test(character) ? '?' : encodeURIComponent(character),
    );
}
