import { decodeJwt } from 'jose';
import type { SecurityProfile } from '../../server/bank/model.ts';
import { linkAccount } from './customer-browser.ts';
import { issueToPartner, type PartnerIdentity } from './issued-certificates.ts';
import { ASSERTION_TYPE, KeyedClient, postForm, readAnswer, type JsonAnswer } from './keyed-client.ts';
import { newPkce, REDIRECT_URI } from './partner-client.ts';
import type { TestSandbox } from './sandbox.ts';
import { ProofKey } from './signing-key.ts';
import { tlsFetch } from './tls-fetch.ts';

type Form = Record<string, string>;

/** How an authorization request can come (protocol: RFC 6749, 9126, 9101). */
export type RequestForm = 'query' | 'post' | 'pushed' | 'object' | 'pushed object';

/** What a token can be bound to when it is asked for. */
export type Sender = 'nothing' | 'key' | 'certificate';

/** What each profile wants: how a client of it goes the whole way. */
export const usual: Readonly<Record<SecurityProfile, { form: RequestForm; sender: Sender }>> = {
  compat: { form: 'query', sender: 'nothing' },
  oauth21: { form: 'query', sender: 'nothing' },
  'fapi1-advanced': { form: 'object', sender: 'certificate' },
  'fapi2-security': { form: 'pushed', sender: 'key' },
  'fapi2-message-signing': { form: 'pushed object', sender: 'key' },
};

/** Where an authorization request ended: with a code, with an error, or on a page of the bank. */
export interface Authorized {
  code?: string;
  verifier?: string;
  /** The error at the client, at PAR, or `page`. */
  error?: string;
  signed: boolean;
}

/** A client with a key pair, a proof key and a certificate, that follows one profile, rightly or not. */
export class ProfiledClient {
  readonly profile: SecurityProfile;
  readonly keyed: KeyedClient;
  readonly #sandbox: TestSandbox;
  readonly #proofKey: ProofKey;
  readonly #identity: PartnerIdentity;

  private constructor(
    sandbox: TestSandbox,
    profile: SecurityProfile,
    keyed: KeyedClient,
    own: { proofKey: ProofKey; identity: PartnerIdentity },
  ) {
    this.#sandbox = sandbox;
    this.profile = profile;
    this.keyed = keyed;
    this.#proofKey = own.proofKey;
    this.#identity = own.identity;
  }

  /** For a sandbox that answers over TLS. */
  static async register(
    sandbox: TestSandbox,
    profile: SecurityProfile,
    options: { name?: string; alg?: string; metadata?: Record<string, unknown> } = {},
  ): Promise<ProfiledClient> {
    const clientId = options.name ?? `of-${profile}`;
    const metadata = { sandbox_profile: profile, ...options.metadata };
    const keyed = await KeyedClient.register(sandbox, clientId, metadata, options.alg);
    return new ProfiledClient(sandbox, profile, keyed, {
      proofKey: await ProofKey.make(sandbox),
      identity: await issueToPartner(sandbox, clientId),
    });
  }

  /** Sends an authorization request and, where it is taken, lets the customer consent. */
  async authorize(
    options: { form?: RequestForm; pkce?: boolean; parameters?: Form; without?: string } = {},
  ): Promise<Authorized> {
    const form = options.form ?? usual[this.profile].form;
    const { verifier, challenge } = newPkce();
    const parameters = Object.fromEntries(
      Object.entries({
        ...(this.keyed.requestParameters() as Form),
        ...(options.pkce !== false && { code_challenge: challenge, code_challenge_method: 'S256' }),
        ...options.parameters,
      }).filter(([name]) => name !== options.without),
    );
    const url = await this.#urlOf(form, parameters, options.without);
    if (typeof url !== 'string') return { error: url.error, signed: false };
    const first = await fetch(url, { redirect: 'manual' });
    if (first.status >= 400) return { error: 'page', signed: false };
    const location = new URL(first.headers.get('location') ?? '', this.#sandbox.issuer);
    const returned = location.href.startsWith(REDIRECT_URI)
      ? location.searchParams
      : (await linkAccount(this.#sandbox.issuer, url)).parameters;
    const response = returned.get('response');
    const answer =
      response === null ? Object.fromEntries(returned) : (decodeJwt(response) as Record<string, string>);
    const { code, error } = answer;
    return {
      ...(code !== undefined && { code, verifier }),
      ...(error !== undefined && { error }),
      signed: response !== null,
    };
  }

  async #urlOf(
    form: RequestForm,
    parameters: Form,
    without: string | undefined,
  ): Promise<string | { error: string }> {
    if (form === 'query') return this.keyed.authorizationUrl(parameters);
    // A request object has everything usual in it, unless it is told to leave something out.
    const claims = { ...parameters, ...(without !== undefined && { [without]: undefined }) };
    const request = form.endsWith('object') ? await this.keyed.requestObject(claims) : undefined;
    if (form === 'object') return this.keyed.authorizationUrl({ request });
    if (form === 'post') return this.#postUrl(parameters);
    const pushed = await this.keyed.post('/oauth2/par', request === undefined ? parameters : { request });
    return pushed.status === 201
      ? this.keyed.authorizationUrl({ request_uri: String(pushed.body['request_uri']) })
      : { error: String(pushed.body['error']) };
  }

  /** Posts the request; what follows is the same as after a GET, so a query stands in for it from there. */
  async #postUrl(parameters: Form): Promise<string | { error: string }> {
    const body = new URLSearchParams({ client_id: this.keyed.clientId, ...parameters });
    const url = `${this.#sandbox.issuer}/oauth2/authorize`;
    const { status, headers } = await fetch(url, { method: 'POST', body, redirect: 'manual' });
    if (status >= 400) return { error: 'page' };
    if (status !== 303 || !headers.get('location')?.startsWith('/ib/login')) return { error: 'not taken' };
    return this.keyed.authorizationUrl(parameters);
  }

  redeem(
    { code = '', verifier }: Authorized,
    options: { sender?: Sender; form?: Form; without?: string } = {},
  ) {
    const form = {
      grant_type: 'authorization_code',
      code,
      redirect_uri: REDIRECT_URI,
      ...(verifier !== undefined && { code_verifier: verifier }),
      ...options.form,
    };
    return this.token(
      Object.fromEntries(Object.entries(form).filter(([name]) => name !== options.without)),
      options.sender,
    );
  }

  refresh(refreshToken: unknown): Promise<JsonAnswer> {
    return this.token({ grant_type: 'refresh_token', refresh_token: String(refreshToken) });
  }

  /** A token request; the assertion is fresh unless the form brings one. */
  async token(form: Form, sender: Sender = usual[this.profile].sender): Promise<JsonAnswer> {
    const path = '/oauth2/token';
    const body = {
      client_assertion_type: ASSERTION_TYPE,
      client_assertion: await this.keyed.assertion(),
      ...form,
    };
    if (sender === 'certificate') {
      const url = `${this.#sandbox.ready.httpsIssuer ?? ''}${path}`;
      return readAnswer(
        await tlsFetch(this.#identity)(url, { method: 'POST', body: new URLSearchParams(body) }),
      );
    }
    const dpop = sender === 'key' ? await this.#proofKey.prove('POST', path) : undefined;
    return postForm(this.#sandbox.issuer + path, body, dpop === undefined ? {} : { dpop });
  }
}
