import { connectionRefusals } from './connection.ts';
import { conformanceSuiteRefusals } from './conformance-suite.ts';
import { controlRefusals } from './control.ts';
import { dataApiRefusals } from './data-api.ts';
import { authorizationRefusals } from './authorization.ts';
import { authorizationDetailsRefusals } from './authorization-details.ts';
import { clientCertificateRefusals } from './client-certificate.ts';
import { customerRefusals } from './customer.ts';
import { encryptedRequestObjectRefusals } from './encrypted-request-object.ts';
import { faultOutcomes, faultRefusals } from './faults.ts';
import { issuedObjectFindings } from './issued-objects.ts';
import { ledgerRefusals } from './ledger.ts';
import { logOutcomes, logRefusals } from './log.ts';
import { outgoingOutcomes, outgoingRefusals } from './outgoing.ts';
import { storageRefusals } from './storage.ts';
import { successes } from './successes.ts';
import { tokenCatalogue } from './token.ts';
import type { OutcomeEntry, RefusalEntry } from './entry.ts';

export type { Bilingual, OutcomeEntry, RefusalEntry } from './entry.ts';

/**
 * The one catalogue of everything the sandbox can answer: wire errors, log explanations, screens and
 * documents all read it. Split by the room that refuses; the codes are one name space.
 */
export const catalogue = {
  ...connectionRefusals,
  ...authorizationRefusals,
  ...authorizationDetailsRefusals,
  ...encryptedRequestObjectRefusals,
  ...tokenCatalogue,
  ...clientCertificateRefusals,
  ...customerRefusals,
  ...dataApiRefusals,
  ...controlRefusals,
  ...conformanceSuiteRefusals,
  ...ledgerRefusals,
  ...logRefusals,
  ...faultRefusals,
  ...outgoingRefusals,
  ...storageRefusals,
} as const;

const outcomesBesideRefusals = {
  ...successes,
  ...logOutcomes,
  ...faultOutcomes,
  ...outgoingOutcomes,
  ...issuedObjectFindings,
} as const;

export type RefusalCode = keyof typeof catalogue;
export type SuccessCode = keyof typeof outcomesBesideRefusals;
export type OutcomeCode = RefusalCode | SuccessCode;

export function refusalEntry(code: RefusalCode): RefusalEntry {
  return catalogue[code];
}

export function outcomeEntry(code: OutcomeCode): OutcomeEntry {
  return code in catalogue ? catalogue[code as RefusalCode] : outcomesBesideRefusals[code as SuccessCode];
}
