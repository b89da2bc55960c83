import { exportJWK, generateKeyPair, type JWK } from 'jose';
import { certificatesOfClient, revokeClientCertificate } from '../bank/client-certificates.ts';
import {
  clientOfId,
  registerClient,
  replaceClient,
  rotateClientSecret,
  type ClientInput,
} from '../bank/client-registration.ts';
import type { Client } from '../bank/model.ts';
import type { Effect } from '../bank/state.ts';
import type { Transaction } from '../bank/transaction.ts';
import type { KeyMaterial } from '../certificates/certificate-making.ts';
import type { SandboxContext } from '../context.ts';
import { publicKeysOf } from '../scenarios/client-keys.ts';
import { isOpenIdPlan, suitePlans, type SuitePlanName, type SuiteVariant } from './plans.ts';

/*
 * The clients a test plan is run with.
 *
 * Threat: their private keys and secrets are handed out, in a file that travels. So they are made for
 * one export, kept nowhere, good for the plan's own clients only, and void with the next export.
 */

/** Where the suite's configuration has a client. */
export type SuiteClientMember = 'client' | 'client2' | 'client_secret_post';

/** A client with everything it proves itself by. */
export interface SuiteClient {
  readonly member: SuiteClientMember;
  readonly client: Client;
  readonly privateKeys?: { keys: JWK[] };
  readonly certificate?: KeyMaterial;
}

/** Which plan, in which variant, run by a suite that answers where. */
export interface SuiteRun {
  readonly plan: SuitePlanName;
  readonly variant: SuiteVariant;
  readonly alias: string;
  /** The suite's callback for this alias. */
  readonly callback: string;
  /** Where the suite waits for a browser that was logged out. */
  readonly afterLogout: string;
}

/** What every client of a FAPI plan asks for, in the suite's words: `openid` belongs to OpenID Connect only. */
export const scopeOf = ({ variant }: Pick<SuiteRun, 'variant'>): string =>
  variant['openid'] === 'plain_oauth'
    ? 'account:balance account:transaction'
    : 'openid account:balance account:transaction';

/**
 * The plans of OpenID Connect ask for `openid` alone, and for `offline_access` where a refresh token is
 * wanted and the metadata offer it (OpenID Connect Core §11).
 */
function registeredScopeOf({ plan, variant }: SuiteRun): string {
  const scope = scopeOf({ variant });
  return isOpenIdPlan(plan) ? `${scope} offline_access` : scope;
}

/** The query the suite adds to the second client's redirect URI, to see whether it is kept. */
const SECOND_CLIENT_QUERY = '?dummy1=lorem&dummy2=ipsum';

/**
 * The redirect URIs of a client. The suite sends the second client of a FAPI plan back with a query,
 * and in some modules without.
 */
function redirectUrisOf(member: SuiteClientMember, { plan, callback }: SuiteRun): string[] {
  const withQuery = member === 'client2' && !isOpenIdPlan(plan);
  return withQuery ? [callback, callback + SECOND_CLIENT_QUERY] : [callback];
}

/**
 * Registers the clients of a run, or renews those of an earlier export for the same plan and alias:
 * with new keys, secrets and certificates, the former ones being void from then on.
 */
export async function renewSuiteClients(
  context: SandboxContext,
  run: SuiteRun,
  onEffects: (effects: Effect[]) => void,
): Promise<SuiteClient[]> {
  const usesKeys = !isOpenIdPlan(run.plan);
  const members: SuiteClientMember[] = usesKeys
    ? ['client', 'client2']
    : ['client', 'client2', 'client_secret_post'];
  const drafts = await Promise.all(
    members.map(async (member) => ({
      member,
      clientId: clientIdOf(member, run),
      ...(usesKeys && { privateKeys: { keys: [await newKey(clientIdOf(member, run))] } }),
    })),
  );
  const registered = await context.work.run(
    (tx) =>
      drafts.map((draft) => ({ ...draft, client: register(tx, registrationOf(draft, run), draft.clientId) })),
    onEffects,
  );
  if (!usesCertificates(run)) return registered;
  const { issuePartnerCertificate } = await import('../certificates/client-certificates.ts');
  const complete: SuiteClient[] = [];
  for (const draft of registered) {
    const { material } = await issuePartnerCertificate(context, draft.clientId, { kind: 'valid' }, onEffects);
    complete.push({ ...draft, certificate: material });
  }
  return complete;
}

function clientIdOf(member: SuiteClientMember, { plan, alias }: SuiteRun): string {
  const ending = { client: '1', client2: '2', client_secret_post: 'post' }[member];
  return `conformance-${alias}-${suitePlans[plan].slug}-${ending}`;
}

/** RSA, because the suite leaves its modules about RS256 out for whoever has an EC key. */
async function newKey(clientId: string): Promise<JWK> {
  const { privateKey } = await generateKeyPair('PS256', { extractable: true });
  return { ...(await exportJWK(privateKey)), kid: `${clientId}-1`, alg: 'PS256', use: 'sig' };
}

function usesCertificates({ plan, variant }: SuiteRun): boolean {
  return (
    plan === 'fapi1-advanced-final-test-plan' ||
    variant['client_auth_type'] === 'mtls' ||
    variant['sender_constrain'] === 'mtls'
  );
}

interface Draft {
  readonly member: SuiteClientMember;
  readonly clientId: string;
  readonly privateKeys?: { keys: JWK[] };
}

function registrationOf({ member, clientId, privateKeys }: Draft, run: SuiteRun): ClientInput {
  const { title, profile } = suitePlans[run.plan];
  const base: Omit<ClientInput, 'token_endpoint_auth_method'> = {
    client_id: clientId,
    client_name: `${title.en} (${run.alias}, ${member})`,
    redirect_uris: redirectUrisOf(member, run),
    ...(isOpenIdPlan(run.plan) && { post_logout_redirect_uris: [run.afterLogout] }),
    scope: registeredScopeOf(run),
    application_type: 'web',
    sandbox_allowed_origins: [],
    sandbox_customer_kind: 'personal',
    sandbox_profile: profile,
    sandbox_consent: 'screen',
    sandbox_note: {
      ja: 'OpenID Foundation の適合性テストのために作られました。書き出すたびに鍵が新しくなります。',
      en: 'Made for the conformance suite of the OpenID Foundation; each export renews its keys.',
    },
  };
  if (!privateKeys) {
    const post = member === 'client_secret_post';
    return { ...base, token_endpoint_auth_method: post ? 'client_secret_post' : 'client_secret_basic' };
  }
  const byCertificate = run.variant['client_auth_type'] === 'mtls';
  return {
    ...base,
    jwks: publicKeysOf({ keys: privateKeys.keys.map((key) => ({ ...key })) }),
    id_token_signed_response_alg: 'PS256',
    ...(byCertificate
      ? {
          token_endpoint_auth_method: 'tls_client_auth',
          tls_client_auth_subject_dn: `CN=${clientId}, O=Conformance test client`,
        }
      : { token_endpoint_auth_method: 'private_key_jwt', token_endpoint_auth_signing_alg: 'PS256' }),
    ...(signsRequests(run) && { request_object_signing_alg: 'PS256' }),
    ...(run.variant['fapi_response_mode'] === 'jarm' && { authorization_signed_response_alg: 'PS256' }),
    ...(run.variant['sender_constrain'] === 'dpop'
      ? { dpop_bound_access_tokens: true }
      : { tls_client_certificate_bound_access_tokens: true }),
  };
}

/** FAPI 1.0 Part 2 §5.2.2 item 1, FAPI 2.0 Message Signing §5.3. */
function signsRequests({ plan, variant }: SuiteRun): boolean {
  return (
    plan === 'fapi1-advanced-final-test-plan' || variant['fapi_request_method'] === 'signed_non_repudiation'
  );
}

/** Registers it, or puts the registration in the place of the former one, whose proofs are void. */
function register(tx: Transaction, registration: ClientInput, clientId: string): Client {
  if (!tx.state.clients.has(clientId)) return registerClient(tx, registration);
  for (const { serialNumber, revokedAt } of certificatesOfClient(tx.state, clientId)) {
    if (revokedAt === undefined) revokeClientCertificate(tx, clientId, serialNumber);
  }
  const { client_secret: secret } = replaceClient(tx, clientId, registration);
  return secret === undefined ? clientOfId(tx.state, clientId) : rotateClientSecret(tx, clientId);
}
