/**
 * The inspector: takes a token, assertion, proof or request object apart and checks it as the bank
 * would, without stopping at the first thing that is wrong.
 *
 * Threat: whoever may inspect could use up an identifier or learn a secret by it. Nothing here
 * changes anything (a `jti` is looked up, not remembered), the bank's keys are named and not shown,
 * secrets inside what is handed in are shown as in the log, and it is neither kept nor logged.
 */
import { decodeJwt, decodeProtectedHeader, type JWTPayload } from 'jose';
import { outcomeEntry, type Bilingual } from '../bank/catalogue/index.ts';
import { InvalidInput } from '../bank/invalid-input.ts';
import { fillIn } from '../bank/refusal.ts';
import type { Client, Scope } from '../bank/model.ts';
import type { SandboxContext } from '../context.ts';
import type { CheckedStep, PresentedKind, PresentedObject } from '../log/presented.ts';
import { accessToken, presentAccessToken } from './checks/access-token-checks.ts';
import { clientAssertion, presentAssertion } from './checks/assertion-checks.ts';
import { examine, type Examination } from './checks/check.ts';
import { dpopProof, presentProof } from './checks/dpop-checks.ts';
import { authorizationResponse, idToken, presentIssued } from './checks/issued-checks.ts';
import { presentRequestObject, requestObject } from './checks/request-object-checks.ts';
import { ownIssuers } from './issuer.ts';

/** What is to be inspected, and what it came with as far as that is known. */
export interface InspectionRequest {
  token: string;
  kind?: PresentedKind;
  clientId?: string;
  method?: string;
  /** Absolute, or the path at the bank. */
  url?: string;
  accessToken?: string;
  nonce?: string;
  state?: string;
  scope?: Scope;
}

/** A step in words. */
export interface InspectedStep {
  name: string;
  title: Bilingual;
  clause: string;
  result: CheckedStep['result'];
  expected: string;
  found: string;
  message?: Bilingual;
  hint?: Bilingual;
}

export interface Inspection {
  kind: PresentedKind;
  clientId?: string;
  profile?: Client['sandbox_profile'];
  /** Whether nothing failed. */
  passes: boolean;
  header?: Record<string, unknown>;
  claims?: Record<string, unknown>;
  steps: InspectedStep[];
}

/** Inspects what is handed in. @throws InvalidInput when its kind or its client can't be made out. */
export async function inspect(context: SandboxContext, request: InspectionRequest): Promise<Inspection> {
  const token = request.token.trim();
  const kind = request.kind ?? kindOf(context, token);
  return inWords(context, context.log.redacted(await examined(context, { ...request, token }, kind)));
}

/** What the log kept of something that was presented, with its words. */
export function inWords(context: SandboxContext, presented: PresentedObject): Inspection {
  const { kind, clientId, header, claims, steps } = presented;
  const profile = context.state.clients.get(clientId ?? '')?.sandbox_profile;
  const words = wordsByKind[kind];
  return {
    kind,
    ...(clientId !== undefined && { clientId }),
    ...(profile && { profile }),
    passes: steps.every(({ result }) => result !== 'failed'),
    ...(header && { header }),
    ...(claims && { claims }),
    steps: steps.map((step) => ({
      name: step.name,
      // A row of an earlier release may know a check that has gone.
      ...(words.get(step.name) ?? { title: { ja: step.name, en: step.name }, clause: '' }),
      result: step.result,
      expected: step.expected,
      found: step.found,
      ...whyOf(step),
    })),
  };
}

async function examined(
  context: SandboxContext,
  { token, clientId, method, url, ...target }: InspectionRequest,
  kind: PresentedKind,
): Promise<PresentedObject> {
  const path = url === undefined ? undefined : pathOf(context, url);
  switch (kind) {
    case 'client_assertion':
      return run(clientAssertion, presentAssertion(context, token, clientId));
    case 'dpop_proof': {
      const { accessToken: bound } = target;
      const client = await clientOfProof(context, clientId, bound);
      const proof = presentProof(context, token, {
        ...(client && { client }),
        ...(method !== undefined && { method }),
        ...(path !== undefined && { path }),
        ...(bound !== undefined && { accessToken: bound }),
      });
      return run(dpopProof, proof);
    }
    case 'request_object':
      return run(
        requestObject,
        presentRequestObject(context, clientOfObject(context, token, clientId), token),
      );
    case 'id_token':
    case 'authorization_response': {
      const presented = presentIssued(context, token, {
        ...target,
        ...(clientId !== undefined && { clientId }),
      });
      return run(kind === 'id_token' ? idToken : authorizationResponse, presented);
    }
    case 'access_token': {
      const { scope } = target;
      const need = { ...(path !== undefined && { path }), ...(scope && { scope }) };
      return run(accessToken, await presentAccessToken(context, token, need));
    }
  }
}

async function run<Presented, Subject extends object>(
  examination: Examination<Presented, Subject>,
  presented: Presented,
): Promise<PresentedObject> {
  const steps = await examine(examination, presented);
  return { kind: examination.kind, ...examination.contents(presented), steps };
}

/** What it is, by what it says of itself. @throws InvalidInput for what says nothing. */
function kindOf({ addresses }: SandboxContext, token: string): PresentedKind {
  if (token.startsWith('at_')) return 'access_token';
  const parts = partsOf(token);
  if (!parts) throw unknownKind();
  const { header, claims } = parts;
  if (header.typ === 'dpop+jwt' || 'htm' in claims || 'htu' in claims) return 'dpop_proof';
  if (header.typ === 'at+jwt') return 'access_token';
  if (header.typ === 'oauth-authz-req+jwt') return 'request_object';
  if (ownIssuers(addresses).includes(claims.iss ?? '')) {
    return 'code' in claims || 'error' in claims || 'response' in claims
      ? 'authorization_response'
      : 'id_token';
  }
  if ('response_type' in claims || 'redirect_uri' in claims || 'client_id' in claims) return 'request_object';
  if (claims.sub !== undefined && claims.sub === claims.iss) return 'client_assertion';
  throw unknownKind();
}

function partsOf(token: string): { header: { typ?: string }; claims: JWTPayload } | undefined {
  try {
    return { header: decodeProtectedHeader(token), claims: decodeJwt(token) };
  } catch {
    return undefined;
  }
}

/** A proof names no client: it is the one given, or the one whose token it goes with. */
async function clientOfProof(
  context: SandboxContext,
  clientId: string | undefined,
  accessToken: string | undefined,
): Promise<Client | undefined> {
  const { clients } = context.state;
  if (clientId !== undefined || accessToken === undefined) return clients.get(clientId ?? '');
  return clients.get((await presentAccessToken(context, accessToken, {})).row?.clientId ?? '');
}

/** A request object is judged for the client of the request around it. */
function clientOfObject({ state }: SandboxContext, token: string, given: string | undefined): Client {
  const claims = partsOf(token)?.claims;
  const named = given ?? claims?.['client_id'] ?? claims?.iss;
  const client = typeof named === 'string' ? state.clients.get(named) : undefined;
  if (client) return client;
  throw new InvalidInput([
    {
      path: 'clientId',
      message: {
        ja: 'どのクライアントの要求か分かりません。登録済みの client_id を書いてください。',
        en: 'It is not clear which client is asking; give the client_id of a registered one.',
      },
    },
  ]);
}

/** @throws InvalidInput for an address that is none. */
function pathOf({ addresses }: SandboxContext, url: string): string {
  if (!URL.canParse(url, addresses.issuer)) {
    throw new InvalidInput([
      {
        path: 'url',
        message: {
          ja: `${addresses.issuer}/oauth2/token のように、要求先の URL を書いてください。`,
          en: `Write the address of the request, such as ${addresses.issuer}/oauth2/token.`,
        },
      },
    ]);
  }
  return new URL(url, addresses.issuer).pathname;
}

function unknownKind(): InvalidInput {
  return new InvalidInput([
    {
      path: 'token',
      message: {
        ja: '何のトークンか見分けられません。署名付き JWT かアクセストークンの全体を貼り付け、必要なら kind を選んでください。',
        en: 'It can’t be told what this is. Paste the whole signed JWT or access token, and choose a kind if need be.',
      },
    },
  ]);
}

const wordsByKind: Readonly<Record<PresentedKind, ReadonlyMap<string, Words>>> = {
  client_assertion: wordsOf(clientAssertion),
  dpop_proof: wordsOf(dpopProof),
  request_object: wordsOf(requestObject),
  id_token: wordsOf(idToken),
  authorization_response: wordsOf(authorizationResponse),
  access_token: wordsOf(accessToken),
};

const skippedBecause: Record<NonNullable<CheckedStep['because']>, Bilingual> = {
  not_asked: { ja: 'ここでは問われません。', en: 'Not asked for here.' },
  earlier_failed: {
    ja: '前の項目が合わないため、確かめられません。',
    en: 'It can’t be checked before what fails above is mended.',
  },
  unreadable: {
    ja: '読み取れないため、確かめられません。',
    en: 'It can’t be checked, because the object can’t be read.',
  },
  elsewhere: {
    ja: '要求ごとの証明（DPoP か証明書）で確かめます。DPoP の証明をこのトークンと一緒に検査してください。',
    en: 'Proven with each request, by DPoP or certificate. Inspect the DPoP proof together with this token.',
  },
};

function whyOf({ because, code, details = {} }: CheckedStep): Pick<InspectedStep, 'message' | 'hint'> {
  if (because) return { message: skippedBecause[because] };
  if (code === undefined) return {};
  const { message, hint } = outcomeEntry(code);
  const filled = (text: Bilingual) => ({ ja: fillIn(text.ja, details), en: fillIn(text.en, details) });
  return { message: filled(message), ...(hint && { hint: filled(hint) }) };
}

interface Words {
  readonly title: Bilingual;
  readonly clause: string;
}

function wordsOf({
  opening,
  checks,
}: {
  opening: readonly (Words & { name: string })[];
  checks: readonly (Words & { name: string })[];
}): ReadonlyMap<string, Words> {
  return new Map([...opening, ...checks].map(({ name, title, clause }) => [name, { title, clause }]));
}
