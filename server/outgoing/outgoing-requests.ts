import type { IncomingHttpHeaders } from 'node:http';
import { clientAddressFault, type ReadAddress } from '../bank/client-addresses.ts';
import type { SuccessCode } from '../bank/catalogue/index.ts';
import type { Clock } from '../bank/clock.ts';
import type { Client } from '../bank/model.ts';
import { Refusal, type RefusalDetails } from '../bank/refusal.ts';
import type { RequestLog } from '../log/request-log.ts';
import { boundedGet } from './bounded-get.ts';
import { freshFor } from './freshness.ts';
import { AT_ONCE, IN_ALL, OutgoingPace, PER_ADDRESS } from './outgoing-pace.ts';

/** Of a client, what decides where the bank reads for it and whom it believes there. */
export type AskedFor = Pick<
  Client,
  'redirect_uris' | 'jwks_uri' | 'sector_identifier_uri' | 'sandbox_trusts_any_certificate'
> &
  Partial<Pick<Client, 'client_id'>>;

/** What to make of an answer: the value, and what the log says of it. */
export interface Reading<Value> {
  readonly value: Value;
  readonly code: SuccessCode;
  readonly details: RefusalDetails;
}

interface Parties {
  readonly log: RequestLog;
  readonly clock: Clock;
  /** Whether the bank's settings say to trust any certificate, whichever client it is for. */
  readonly trustsAny: () => boolean;
  /** The sandbox's own authority, as PEM. */
  readonly ownAuthority: () => Promise<string>;
  /** Aborted when the sandbox ends. */
  readonly signal: AbortSignal;
}

/**
 * The requests the bank itself makes: it reads what a client registered by its address. Each is a row of
 * the log, with `origin` `outgoing`.
 */
export class OutgoingRequests {
  readonly #parties: Parties;
  readonly #pace: OutgoingPace;

  constructor(parties: Parties) {
    this.#parties = parties;
    this.#pace = new OutgoingPace(parties.clock);
  }

  /**
   * Reads the JSON at a client's address.
   *
   * @param read makes the value of it, or throws a Refusal `outgoing_…`.
   * @returns the value, and how long it may be used, in ms.
   * @throws Refusal `outgoing_…`.
   */
  async read<Value>(
    client: AskedFor,
    member: ReadAddress,
    read: (json: unknown, freshMs: number) => Reading<Value>,
  ): Promise<{ value: Value; freshMs: number }> {
    const address = client[member] ?? '';
    const fault = clientAddressFault(address, client);
    if (fault) throw new Refusal('outgoing_place', { member, reasonJa: fault.ja, reasonEn: fault.en });
    const url = new URL(address);
    const ended = this.#pace.begin(url);
    if (!ended) {
      throw new Refusal('outgoing_pace', {
        member,
        perAddress: PER_ADDRESS,
        inAll: IN_ALL,
        atOnce: AT_ONCE,
      });
    }
    try {
      return await this.#read(url, client, member, read);
    } finally {
      ended();
    }
  }

  async #read<Value>(
    url: URL,
    client: AskedFor,
    member: ReadAddress,
    read: (json: unknown, freshMs: number) => Reading<Value>,
  ): Promise<{ value: Value; freshMs: number }> {
    const { log, signal } = this.#parties;
    const headers = {
      accept: 'application/json',
      'accept-encoding': 'identity',
      'cache-control': 'no-cache',
    };
    const row = log.beginOutgoing(url, { host: url.host, ...headers });
    const { exchange } = row;
    exchange.identify(client.client_id === undefined ? {} : { clientId: client.client_id });
    let answered: IncomingHttpHeaders = {};
    try {
      const trusted = await this.#trusted(url, client);
      const body = await boundedGet(
        url,
        { headers, trusted, signal, member },
        {
          head: (status, received) => {
            answered = received;
            row.answered(status, received);
          },
          data: (chunk) => {
            row.received(chunk);
          },
        },
      );
      const freshMs = freshFor(answered);
      const { value, code, details } = read(parsed(body, member), freshMs);
      exchange.explain(code, details);
      return { value, freshMs };
    } catch (error) {
      if (error instanceof Refusal) exchange.refuse(error);
      throw error;
    } finally {
      row.ended();
    }
  }

  /** Public authorities and the sandbox's own; anybody where the client or the settings say so. */
  async #trusted(url: URL, client: AskedFor): Promise<string[] | undefined> {
    if (url.protocol !== 'https:' || client.sandbox_trusts_any_certificate === true) return undefined;
    if (this.#parties.trustsAny()) return undefined;
    const { rootCertificates } = await import('node:tls');
    return [...rootCertificates, await this.#parties.ownAuthority()];
  }
}

function parsed(body: Buffer, member: ReadAddress): unknown {
  try {
    return JSON.parse(body.toString('utf8'));
  } catch {
    throw new Refusal('outgoing_not_json', { member });
  }
}
