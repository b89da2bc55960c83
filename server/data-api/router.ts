import type { NextFunction, Request, RequestHandler, Response } from 'express';
import { presentAccessToken } from '../authorization/checks/access-token-checks.ts';
import { proofAlgorithms } from '../authorization/checks/dpop-checks.ts';
import { currentNonce } from '../authorization/dpop.ts';
import { authorizeResource, type ResourceAuthorization } from '../authorization/resource-authorization.ts';
import { drillEffect } from '../bank/drill.ts';
import type { Customer, CustomerKind, DrillName, Settings } from '../bank/model.ts';
import { Refusal } from '../bank/refusal.ts';
import { bankDateOf, type Instant } from '../bank/time.ts';
import type { SandboxContext } from '../context.ts';
import { exchangeOf, type Exchange } from '../log/exchange.ts';
import { accountsResource } from './accounts.ts';
import { balancesResource } from './balances.ts';
import {
  Inquiry,
  referenceDaysOf,
  type InquiryAnswer,
  type ReferenceDays,
  type Resource,
} from './inquiry.ts';
import { identifyInteraction } from './interaction-id.ts';
import { closureOfBank, closureOfCustomer, type Closure } from './opening.ts';
import { dataApiMounts } from './mounts.ts';
import { permittedAccounts } from './permission.ts';
import { RateLimit } from './rate-limit.ts';
import { depositTransactionsResource, transactionsResource } from './transactions.ts';
import { sendJson, sendRefusal } from './wire-answer.ts';

const resources: Readonly<Record<string, Resource>> = {
  '/accounts': accountsResource,
  '/accounts/balances': balancesResource,
  '/accounts/transactions': transactionsResource,
  '/accounts/deposit-transactions': depositTransactionsResource,
};

const ALLOW = 'GET, HEAD';

/** What a customer with the drill `rate_limited` may ask for in a minute. */
const DRILL_LIMIT = 3;

/** The data API under all its mounts: one implementation, told apart by whose grants they take. */
export function dataApiRouter(context: SandboxContext): RequestHandler {
  const desk = new InquiryDesk(context);
  // A look at the path instead of a router's layers: this is where most of the traffic goes.
  const mounts: Mount[] = Object.entries(dataApiMounts).map(([mount, kind]) => ({ mount, kind }));
  return (request, response, next) => {
    const { path } = request;
    const at = mounts.find(({ mount }) => path === mount || path.startsWith(`${mount}/`));
    if (!at) {
      next();
      return;
    }
    identifyInteraction(request, response);
    desk.answer(request, response, next, at).catch(next);
  };
}

interface Mount {
  readonly mount: string;
  readonly kind: CustomerKind | 'any';
}

/** A refusal with the headers that go with it. */
class Declined extends Error {
  readonly refusal: Refusal;
  readonly headers: Readonly<Record<string, string>>;

  constructor(refusal: Refusal, headers: Readonly<Record<string, string>>) {
    super(refusal.message);
    this.refusal = refusal;
    this.headers = headers;
  }

  static closed({ refusal, retryAfterSeconds }: Closure): Declined {
    return new Declined(refusal, { 'Retry-After': String(retryAfterSeconds) });
  }
}

class InquiryDesk {
  readonly #context: SandboxContext;
  readonly #rateLimit = new RateLimit();
  #day: ReferenceDays | undefined;

  constructor(context: SandboxContext) {
    this.#context = context;
  }

  async answer(request: Request, response: Response, next: NextFunction, at: Mount): Promise<void> {
    const settings = this.#context.settings();
    const exchange = exchangeOf(request);
    try {
      const { body, again, outcome, details, page, afterwards } = await this.#inquire(
        request,
        exchange,
        settings,
        at,
      );
      if (page !== undefined) exchange.identify({ page });
      exchange.explain(outcome, details);
      if (afterwards) await this.#context.work.run(afterwards, exchange.addEffects);
      if (again && typeof body !== 'string') exchange.rewritable = { bytes: body, again };
      sendJson(response, 200, body);
    } catch (error) {
      const declined = error instanceof Refusal ? new Declined(error, this.#nonceFor(error)) : error;
      if (!(declined instanceof Declined)) {
        next(error);
        return;
      }
      if (exchange.clientId === undefined) await this.#noteHolder(request, exchange);
      exchange.refuse(declined.refusal);
      sendRefusal(response, declined.refusal, {
        language: settings.language,
        headers: declined.headers,
        proofAlgorithms: proofAlgorithms(this.#context.state.clients.get(exchange.clientId ?? '')),
      });
    }
  }

  /**
   * The order of checks is the order in which a bank's layers stand: the route, the bank's doors, the
   * token, the customer's rights, the rate, and only then what was asked.
   */
  async #inquire(
    request: Request,
    exchange: Exchange,
    settings: Settings,
    at: Mount,
  ): Promise<InquiryAnswer> {
    const now = this.#context.clock.now();
    const resource = resourceAt(request.path.slice(at.mount.length));
    if (request.method !== 'GET' && request.method !== 'HEAD') {
      throw new Declined(new Refusal('resource_method_not_allowed', { allow: ALLOW }), { Allow: ALLOW });
    }
    const closure = closureOfBank(settings, now);
    if (closure) throw Declined.closed(closure);

    const parties = await authorizeResource(this.#context, request);
    const accounts = permittedAccounts(this.#context, parties.token, resource.scope, request.path);
    refuseOtherKind(parties, settings, at);
    refuseWithoutRight(parties, resource);
    const { customer } = parties;
    const customerClosure = closureOfCustomer(customer, now);
    if (customerClosure) {
      tellOfDrill(exchange, customer, now);
      throw Declined.closed(customerClosure);
    }
    this.#refuseWhenTooMany(exchange, parties, settings, now);

    const day = this.#dayAt(now);
    const inquiry = new Inquiry({
      context: this.#context,
      settings,
      parties,
      accounts,
      url: request.url,
      day,
      now,
    });
    try {
      return resource.answer(inquiry);
    } finally {
      if (inquiry.struck) tellOfDrill(exchange, customer, now, inquiry.struck);
    }
  }

  /** The same for every request of a day, so worked out once. */
  #dayAt(now: Instant): ReferenceDays {
    const today = bankDateOf(now);
    if (this.#day?.today !== today) this.#day = referenceDaysOf(today);
    return this.#day;
  }

  /** For the log: whose token came with a request that was refused before anybody looked at it. */
  async #noteHolder(request: Request, exchange: Exchange): Promise<void> {
    const [, token] = /^(?:bearer|dpop) +(\S+)$/i.exec(request.headers.authorization ?? '') ?? [];
    if (token === undefined) return;
    const { row, ofClient } = await presentAccessToken(this.#context, token, {});
    const holder = row?.clientId ?? ofClient?.clientId;
    if (holder !== undefined) exchange.claimedClientId = holder;
  }

  /** RFC 9449 §9: who needs a nonce is given one with the refusal. */
  #nonceFor(refusal: Refusal): Record<string, string> {
    return refusal.code === 'dpop_nonce_required' ? { 'DPoP-Nonce': currentNonce(this.#context) } : {};
  }

  #refuseWhenTooMany(
    exchange: Exchange,
    { token, customer }: ResourceAuthorization,
    settings: Settings,
    now: Instant,
  ): void {
    this.#count(`client ${token.clientId}`, settings.rateLimitPerMinute, now);
    if (customer.drill !== 'rate_limited') return;
    try {
      this.#count(`customer ${customer.id}`, DRILL_LIMIT, now);
    } catch (error) {
      tellOfDrill(exchange, customer, now);
      throw error;
    }
  }

  #count(party: string, limit: number, now: Instant): void {
    const seconds = this.#rateLimit.count(party, limit, now);
    if (seconds === undefined) return;
    throw new Declined(new Refusal('rate_limited', { limit }), { 'Retry-After': String(seconds) });
  }
}

/** Says in the log that it is the customer's drill that makes the difference. */
function tellOfDrill(
  exchange: Exchange,
  customer: Customer,
  now: Instant,
  drill: DrillName | undefined = customer.drill,
): void {
  if (drill) exchange.tell(drillEffect(drill, customer.id, now));
}

function resourceAt(path: string): Resource {
  const resource = Object.hasOwn(resources, path) ? resources[path] : undefined;
  if (!resource) throw new Refusal('data_path_unknown');
  return resource;
}

function refuseOtherKind(
  { customer }: ResourceAuthorization,
  settings: Settings,
  { mount, kind }: Mount,
): void {
  if (kind === 'any' || kind === customer.kind || settings.policies.acceptAnyMount) return;
  throw new Refusal('mount_of_other_customer_kind', { mount, kind: customer.kind });
}

function refuseWithoutRight({ customer }: ResourceAuthorization, resource: Resource): void {
  if (resource.corporateOnly && customer.kind !== 'corporate') {
    // RFC 9110 §10.2.1: an empty Allow says that no method is allowed, here for this customer.
    throw new Declined(new Refusal('deposit_transactions_corporate_only'), { Allow: '' });
  }
  if (!customer.mayInquire) throw new Refusal('inquiry_right_withdrawn');
}
