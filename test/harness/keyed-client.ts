import { randomUUID } from 'node:crypto';
import { linkAccount, TARO, type Customer } from './customer-browser.ts';
import { newPkce, REDIRECT_URI, type TokenBody } from './partner-client.ts';
import type { TestSandbox } from './sandbox.ts';
import { bankSeconds, newSigningKey, sign, type ProofKey, type SigningKey } from './signing-key.ts';

type Claims = Record<string, unknown>;
type Form = Record<string, string | undefined>;

/** What an endpoint that answers in JSON said. */
export interface JsonAnswer {
  status: number;
  headers: Headers;
  body: Record<string, unknown>;
  text: string;
}

export const ASSERTION_TYPE = 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer';
export const SCOPE = 'account:balance account:transaction openid offline_access';

/** A partner with a key pair of its own that authenticates by `private_key_jwt`. */
export class KeyedClient {
  readonly clientId: string;
  readonly key: SigningKey;
  readonly #sandbox: TestSandbox;
  /** What its profile wants in every request beside the usual. */
  readonly #ownParameters: Form;

  private constructor(sandbox: TestSandbox, clientId: string, key: SigningKey, ownParameters: Form) {
    this.#sandbox = sandbox;
    this.clientId = clientId;
    this.key = key;
    this.#ownParameters = ownParameters;
  }

  /** Registers it; `metadata` adds to the registration or replaces some of it. */
  static async register(
    sandbox: TestSandbox,
    clientId: string,
    metadata: Record<string, unknown> = {},
    alg = 'ES256',
  ): Promise<KeyedClient> {
    const key = await newSigningKey(alg);
    await sandbox.control('POST', '/clients', {
      client_id: clientId,
      client_name: clientId,
      redirect_uris: [REDIRECT_URI],
      sandbox_customer_kind: 'personal',
      token_endpoint_auth_method: 'private_key_jwt',
      jwks: { keys: [key.jwk] },
      scope: SCOPE,
      ...metadata,
    });
    const isFapi1 = metadata['sandbox_profile'] === 'fapi1-advanced';
    const ownParameters = isFapi1 ? { nonce: 'nonce-of-the-test', response_mode: 'jwt' } : {};
    return new KeyedClient(sandbox, clientId, key, ownParameters);
  }

  /** The claims of an assertion that is accepted. */
  assertionClaims(changes: Claims = {}): Claims {
    const now = bankSeconds(this.#sandbox);
    return {
      iss: this.clientId,
      sub: this.clientId,
      aud: this.#sandbox.issuer,
      jti: randomUUID(),
      iat: now,
      exp: now + 60,
      ...changes,
    };
  }

  assertion(changes: Claims = {}, header: Claims = {}): Promise<string> {
    return sign(this.key, this.assertionClaims(changes), header);
  }

  /** A request object that is accepted; `claims` are the parameters of the request. */
  requestObject(claims: Claims = {}, header: Claims = {}): Promise<string> {
    return sign(this.key, this.requestClaims(claims), header);
  }

  requestClaims(changes: Claims = {}): Claims {
    const now = bankSeconds(this.#sandbox);
    return {
      iss: this.clientId,
      aud: this.#sandbox.issuer,
      nbf: now,
      exp: now + 300,
      client_id: this.clientId,
      ...this.requestParameters(),
      ...changes,
    };
  }

  requestParameters(changes: Form = {}): Form {
    return {
      response_type: 'code',
      redirect_uri: REDIRECT_URI,
      scope: SCOPE,
      state: 'state-of-the-test',
      ...this.#ownParameters,
      ...changes,
    };
  }

  /** A form POST, authenticated by a fresh assertion unless the form brings something else. */
  async post(path: string, form: Form, headers: Record<string, string> = {}): Promise<JsonAnswer> {
    const body = {
      client_assertion_type: ASSERTION_TYPE,
      client_assertion: 'client_assertion' in form ? undefined : await this.assertion(),
      ...form,
    };
    return postForm(this.#sandbox.issuer + path, body, headers);
  }

  /** Pushes a request. @returns its handle. */
  async push(form: Form = {}, headers: Record<string, string> = {}): Promise<string> {
    const { status, body, text } = await this.post('/oauth2/par', this.requestParameters(form), headers);
    if (status !== 201) throw new Error(text);
    return String(body['request_uri']);
  }

  authorizationUrl(parameters: Form): string {
    const query = new URLSearchParams(withoutUndefined({ client_id: this.clientId, ...parameters }));
    return `${this.#sandbox.issuer}/oauth2/authorize?${query.toString()}`;
  }

  /** Goes the whole way: push (with a proof where there is a key), screens, redemption. */
  async link(
    options: { proofKey?: ProofKey; form?: Form; customer?: Customer; token?: Form } = {},
  ): Promise<TokenBody> {
    const { body, status, text } = await this.redeem(await this.obtainCode(options), options);
    if (status !== 200) throw new Error(text);
    return body as unknown as TokenBody;
  }

  async obtainCode(
    options: { proofKey?: ProofKey; form?: Form; customer?: Customer } = {},
  ): Promise<{ code: string; verifier: string }> {
    const { verifier, challenge } = newPkce();
    const proof = await options.proofKey?.prove('POST', '/oauth2/par');
    const requestUri = await this.push(
      { code_challenge: challenge, code_challenge_method: 'S256', ...options.form },
      proof === undefined ? {} : { dpop: proof },
    );
    const returned = await linkAccount(
      this.#sandbox.issuer,
      this.authorizationUrl({ request_uri: requestUri }),
      options.customer ?? TARO,
    );
    const code = returned.parameters.get('code');
    if (code === null) throw new Error(`no code: ${returned.url.href}`);
    return { code, verifier };
  }

  async redeem(
    { code, verifier }: { code: string; verifier: string },
    options: { proofKey?: ProofKey; token?: Form } = {},
  ): Promise<JsonAnswer> {
    const proof = await options.proofKey?.prove('POST', '/oauth2/token');
    return this.post(
      '/oauth2/token',
      {
        grant_type: 'authorization_code',
        code,
        code_verifier: verifier,
        redirect_uri: REDIRECT_URI,
        ...options.token,
      },
      proof === undefined ? {} : { dpop: proof },
    );
  }
}

export async function postForm(
  url: string,
  form: Form | URLSearchParams,
  headers: Record<string, string> = {},
): Promise<JsonAnswer> {
  const body = form instanceof URLSearchParams ? form : new URLSearchParams(withoutUndefined(form));
  return readAnswer(await fetch(url, { method: 'POST', headers, body, redirect: 'manual' }));
}

export async function readAnswer(response: Response): Promise<JsonAnswer> {
  const text = await response.text();
  const isJson = /^application\/([a-z-]+\+)?json/.test(response.headers.get('content-type') ?? '');
  return {
    status: response.status,
    headers: response.headers,
    body: isJson ? (JSON.parse(text) as Record<string, unknown>) : {},
    text,
  };
}

function withoutUndefined(form: Form): Record<string, string> {
  return Object.fromEntries(
    Object.entries(form).filter((entry): entry is [string, string] => entry[1] !== undefined),
  );
}
