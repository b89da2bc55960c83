import type { IssuedTokens } from '../../bank/grants.ts';
import type { Client, Confirmation } from '../../bank/model.ts';
import type { SandboxContext } from '../../context.ts';
import type { Exchange } from '../../log/exchange.ts';
import type { RequestParameters } from '../parameters.ts';

/** A token request whose client is known and may use this grant type. */
export interface TokenRequest {
  client: Client;
  parameters: RequestParameters;
  exchange: Exchange;
  /** The key proven with the request. */
  confirmation?: Confirmation;
  /** Thumbprint of the certificate of its connection, whether tokens are bound to it or not. */
  certificate?: string;
}

/** Tokens of a customer's grant, or (for a client on its own behalf) an answer that is complete already. */
export type TokenGrant =
  | {
      issued: IssuedTokens;
      /** For the ID token that answers a code. */
      nonce?: string;
      state?: string;
    }
  | { response: Record<string, unknown> };

/** One grant type of the token endpoint (RFC 6749 §4.5). Throws a Refusal for what it does not grant. */
export type GrantTypeHandler = (context: SandboxContext, request: TokenRequest) => Promise<TokenGrant>;
