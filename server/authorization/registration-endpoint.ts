import express, { Router, type Request, type RequestHandler, type Response } from 'express';
import { removeClient, replaceClient, type ClientInput } from '../bank/client-registration.ts';
import { inWireCharacters } from '../bank/interactions.ts';
import { InvalidInput } from '../bank/invalid-input.ts';
import { Refusal } from '../bank/refusal.ts';
import { registerItself } from '../bank/self-registration.ts';
import type { Client } from '../bank/model.ts';
import type { Transaction } from '../bank/transaction.ts';
import type { SandboxContext } from '../context.ts';
import { exchangeOf } from '../log/exchange.ts';
import { allowOnly } from './allowed-methods.ts';
import { clientInformation } from './client-information.ts';
import { endpointPaths } from './endpoint-paths.ts';
import { issuerChoiceOf, issuerFor, ownIssuers } from './issuer.ts';
import { RegistrationPace } from './registration-pace.ts';
import { refusalsAs } from './refusals-as.ts';
import { checkSectorOf } from './sector-identifier.ts';
import { noStore, sendOAuthError } from './wire-error.ts';

/** What a client may not choose for itself. */
const GIVEN_BY_THE_BANK: ReadonlySet<string> = new Set(['client_id', 'client_secret']);

/** What a client sends back out of the former answer with a change (RFC 7592 §2.2). */
const ECHOED: ReadonlySet<string> = new Set([
  'client_id_issued_at',
  'client_secret_expires_at',
  'registration_access_token',
  'registration_client_uri',
]);

/** Room for every fault of a registration that anybody means. */
const LONGEST_DESCRIPTION = 2_000;

/**
 * Threat: a web page that registers clients behind its visitor's back. A page whose name was re-pointed
 * to this computer (DNS rebinding) need not ask before it sends JSON, but its browser names it in
 * `Origin`, which clients outside a browser do not send.
 */
const refusePages =
  (context: SandboxContext): RequestHandler =>
  ({ headers: { origin } }, _response, next) => {
    const own = ownIssuers(context.addresses).map((issuer) => new URL(issuer).origin);
    if (origin !== undefined && !own.includes(origin)) {
      throw new Refusal('registration_origin_refused', { origin: origin.slice(0, 200) });
    }
    next();
  };

/**
 * What any other page may send without asking first (CORS "simple requests") is never JSON, which
 * RFC 7591 §3.1 wants anyway.
 */
const requireJson: RequestHandler = (request, _response, next) => {
  const mediaType = request.headers['content-type']?.split(';', 1)[0]?.trim().toLowerCase();
  if (mediaType !== 'application/json') {
    throw new Refusal('registration_media_type', { mediaType: (mediaType ?? '-').slice(0, 100) });
  }
  next();
};

/** Enough names to see the slip of the pen. */
const IGNORED_TOLD = 20;

/**
 * Dynamic client registration (RFC 7591) and its management (RFC 7592).
 *
 * Registration is open, as befits a sandbox on loopback. What was registered can be read, changed and
 * removed with the registration token only, which is bound to the client and to its day of issue, so
 * that a client registered anew under the same name does not inherit it. How fast and how many clients
 * may register has limits.
 */
export function registrationRouter(context: SandboxContext): Router {
  const router = Router({ caseSensitive: true, strict: true });
  const json = express.json({ type: () => true, strict: false, limit: '64kb' });
  const errors = refusalsAs((_request, response, refusal) => {
    sendRegistrationError(response, refusal);
  });
  const [path] = endpointPaths.registration;
  const pace = new RegistrationPace(context.clock);

  router.post(path, refusePages(context), requireJson, json, async (request: Request, response: Response) => {
    const exchange = exchangeOf(request);
    const { input, ignored } = await readMetadata(request.body);
    pace.step();
    await checkSectorOf(context, input);
    const client = await context.work.run((tx) => {
      const made = registerItself(tx, input);
      reportIgnored(tx, made.client_id, ignored);
      return made;
    }, exchange.addEffects);
    exchange.identify({ clientId: client.client_id });
    exchange.explain('client_registered', { clientId: client.client_id });
    noStore(response);
    response.status(201).json(registered(context, request, client));
  });
  router.get(`${path}/:clientId`, (request: Request, response: Response) => {
    const client = authorizeRegistration(context, request);
    exchangeOf(request).explain('client_shown', { clientId: client.client_id });
    noStore(response);
    response.json(registered(context, request, client));
  });
  router.put(`${path}/:clientId`, json, async (request: Request, response: Response) => {
    const exchange = exchangeOf(request);
    const { client_id: clientId, client_secret: secret } = authorizeRegistration(context, request);
    const body: unknown = request.body;
    if (typeof body !== 'object' || body === null || !('client_id' in body) || body.client_id !== clientId) {
      throw new Refusal('registration_client_id_mismatch', { clientId });
    }
    // §2.2: a client repeats its secret or leaves it out; it can't choose another.
    if ('client_secret' in body && body.client_secret !== secret) {
      throw new Refusal('registration_secret_mismatch');
    }
    const { input, ignored } = await readMetadata(body);
    await checkSectorOf(context, { ...input, client_id: clientId });
    const client = await context.work.run((tx) => {
      const replaced = replaceClient(tx, clientId, input);
      reportIgnored(tx, clientId, ignored);
      return replaced;
    }, exchange.addEffects);
    exchange.explain('client_changed', { clientId });
    noStore(response);
    response.json(registered(context, request, client));
  });
  router.delete(`${path}/:clientId`, async (request: Request, response: Response) => {
    const exchange = exchangeOf(request);
    const { client_id: clientId } = authorizeRegistration(context, request);
    await context.work.run((tx) => {
      removeClient(tx, clientId);
    }, exchange.addEffects);
    exchange.explain('client_removed', { clientId });
    noStore(response);
    response.status(204).end();
  });
  for (const [route, allow] of [
    [path, 'POST'],
    [`${path}/:clientId`, 'GET, PUT, DELETE'],
  ] as const) {
    router.all(route, allowOnly(allow, 'management_method_not_allowed'));
  }
  router.use(path, errors);
  return router;
}

/**
 * RFC 7591 §2: what the bank does not know is ignored; what it knows has to be right. A name in a
 * language the pages are not in (`client_name#fr`, §2.2) is among what is ignored.
 */
async function readMetadata(body: unknown): Promise<{ input: ClientInput; ignored: string[] }> {
  if (typeof body !== 'object' || body === null || Array.isArray(body)) {
    throw new Refusal('registration_not_json');
  }
  // Loaded with the first registration: schemas are slow to build, and most sandboxes never need this one.
  const [{ newClient, unusedMembers }, { issueMessage, messageInBoth }] = await Promise.all([
    import('../control/operations/schemas/client.ts'),
    import('../control/issue-message.ts'),
  ]);
  const isUsed = (name: string) =>
    Object.hasOwn(newClient.shape, name) && !Object.hasOwn(unusedMembers, name);
  const known = Object.entries(body).filter(([name]) => isUsed(name) && !GIVEN_BY_THE_BANK.has(name));
  const parsed = newClient.safeParse(Object.fromEntries(known), { error: issueMessage });
  if (parsed.success) {
    const ignored = Object.keys(body).filter((name) => !isUsed(name) && !ECHOED.has(name));
    return { input: parsed.data, ignored };
  }
  throw new InvalidInput(
    parsed.error.issues.map(({ path, message }) => ({
      path: pathText(path),
      message: messageInBoth(message),
    })),
    parsed.error.issues.some(({ path }) => path[0] === 'redirect_uris')
      ? 'invalid_redirect_uri'
      : 'invalid_client_metadata',
  );
}

/** `redirect_uris[0]`. */
function pathText(path: readonly PropertyKey[]): string {
  return path.reduce<string>(
    (text, step) =>
      typeof step === 'number' ? `${text}[${step}]` : text === '' ? String(step) : `${text}.${String(step)}`,
    '',
  );
}

/** The answer leaves out what was ignored; the log says it in so many words. */
function reportIgnored(tx: Transaction, clientId: string, ignored: readonly string[]): void {
  if (ignored.length === 0) return;
  tx.report('client.members_ignored', {
    clientId,
    members: ignored.slice(0, IGNORED_TOLD).map((name) => name.slice(0, 100)),
  });
}

/** @throws Refusal `registration_token_invalid`: also for a client that is gone (RFC 7592 §2). */
function authorizeRegistration(context: SandboxContext, request: Request): Client {
  const [, token] = /^bearer +(\S+)$/i.exec(request.headers.authorization ?? '') ?? [];
  const client = context.state.clients.get(String(request.params['clientId']));
  const id = token === undefined ? undefined : context.tokens.idOf('registration', token);
  if (!client || id !== registrationId(client)) throw new Refusal('registration_token_invalid');
  exchangeOf(request).identify({ clientId: client.client_id });
  return client;
}

function registrationId(client: Client): string {
  return `${client.client_id}.${client.client_id_issued_at}`;
}

/** The management address is at the origin the client came to (OpenID Connect Registration §3.2: https). */
function registered(context: SandboxContext, request: Request, client: Client): Record<string, unknown> {
  const issuer = issuerFor(context.addresses, issuerChoiceOf(request));
  return {
    ...clientInformation(client, 'with secret'),
    registration_access_token: context.tokens.tokenFor('registration', registrationId(client)),
    registration_client_uri: `${issuer}${endpointPaths.registration[0]}/${encodeURIComponent(client.client_id)}`,
  };
}

/** RFC 7591 §3.2.2: two codes of its own, everything else as at other endpoints. */
function sendRegistrationError(response: Response, refusal: Refusal): void {
  if (!(refusal instanceof InvalidInput)) {
    if (refusal.code === 'registration_token_invalid') {
      // RFC 6750 §3.1: who brings no token at all is told no error code.
      const error = response.req.headers.authorization === undefined ? '' : ', error="invalid_token"';
      response.set('WWW-Authenticate', `Bearer realm="ib-link-sandbox"${error}`);
    }
    sendOAuthError(response, refusal);
    return;
  }
  noStore(response);
  response.status(400).json({
    error: refusal.code === 'invalid_redirect_uri' ? 'invalid_redirect_uri' : 'invalid_client_metadata',
    error_description: refusal.faults
      .map(({ path, message }) => inWireCharacters(`${path}: ${message.en}`))
      .join(' | ')
      .slice(0, LONGEST_DESCRIPTION),
  });
}
