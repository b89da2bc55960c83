import type { IncomingMessage } from 'node:http';
import { cameByTls } from '../certificates/presented-certificate.ts';
import type { Addresses } from '../context.ts';

/** By which of its two addresses a client knows the bank: kept with what was begun there. */
export interface IssuerChoice {
  overTls?: true;
}

/**
 * The bank is one authorization server under two names where it also answers over TLS. What a client
 * is told (metadata, `iss`, ID tokens) goes by the name it began with, because it compares them
 * (RFC 9207 §2.4, OpenID Connect Core §3.1.3.7); what it sends is taken under either.
 */
export function issuerChoiceOf(request: IncomingMessage): IssuerChoice {
  return cameByTls(request) ? { overTls: true } : {};
}

/** The name for a choice. The choice is stored, not the name, whose port may change with a restart. */
export function issuerFor({ issuer, httpsIssuer }: Addresses, { overTls }: IssuerChoice): string {
  return overTls ? (httpsIssuer ?? issuer) : issuer;
}

/** Every name the bank goes by. */
export function ownIssuers({ issuer, httpsIssuer }: Addresses): string[] {
  return httpsIssuer === null ? [issuer] : [issuer, httpsIssuer];
}
