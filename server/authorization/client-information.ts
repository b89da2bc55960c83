import { SECOND } from '../bank/time.ts';
import type { Client } from '../bank/model.ts';

/** A client as the outside sees it (RFC 7591 §3.2.1): times in seconds, the secret only where it is new. */
export type ClientInformation = Omit<
  Client,
  'client_id_issued_at' | 'client_secret' | 'sandbox_registered_itself'
> & {
  client_id_issued_at: number;
  client_secret?: string;
  /** 0: never. */
  client_secret_expires_at?: number;
};

export function clientInformation(client: Client, secret?: 'with secret'): ClientInformation {
  const {
    client_secret: clientSecret,
    client_id_issued_at: issuedAt,
    sandbox_registered_itself: _mark,
    ...members
  } = client;
  return {
    ...members,
    client_id_issued_at: Math.floor(issuedAt / SECOND),
    ...(clientSecret === undefined
      ? {}
      : { ...(secret ? { client_secret: clientSecret } : {}), client_secret_expires_at: 0 }),
  };
}
