import { generateKeyPairSync, randomBytes, sign, type KeyObject } from 'node:crypto';
import { expectStatus, openConnections, type Conditions } from './competition.ts';
import { formRequest, getRequest } from './connection.ts';
import {
  AUTOMATIC_CLIENT_ID,
  CHALLENGE,
  CLIENT,
  JWT_CLIENT_ID,
  startBenchSandbox,
} from './sandbox-server.ts';
import { startProcess } from './server-process.ts';

export type TokenScope = 'plain' | 'openid';
export const SCOPES: Record<TokenScope, string> = {
  plain: 'account:balance offline_access',
  openid: 'openid account:balance offline_access',
};

/** An authorization server among the contestants: where it answers, and how to get what its tests use up. */
export interface Peer {
  name: string;
  origin: string;
  pid: number;
  paths: { token: string; introspection: string; par: string; discovery: string; jwks: string };
  /** Refresh tokens, each the first of a chain and grant of its own. */
  refreshTokens(scope: TokenScope, count: number): Promise<string[]>;
  /** An access token of this client. */
  accessToken(clientId: string): Promise<string>;
  /** Codes of {@link AUTOMATIC_CLIENT_ID}, as a customer's consent would leave them, bound to {@link CHALLENGE}. */
  codes(scope: TokenScope, count: number): Promise<string[]>;
  stop(): Promise<void>;
}

/** The key of the client that authenticates by assertion; the same at every peer. */
const clientKey = generateKeyPairSync('ec', { namedCurve: 'P-256' });
const CLIENT_JWK = {
  ...clientKey.publicKey.export({ format: 'jwk' }),
  kid: 'bench',
  alg: 'ES256',
  use: 'sig',
};

/** The sandbox, its changes journalled to a real directory. */
export async function sandboxPeer(conditions: Conditions): Promise<Peer> {
  const bench = await startBenchSandbox({
    rows: 1_000,
    profileDir: conditions.profileDir,
    clientJwk: CLIENT_JWK,
  });
  return {
    name: 'sandbox',
    origin: bench.origin,
    pid: bench.pid,
    paths: {
      token: '/oauth2/token',
      introspection: '/oauth2/introspect',
      par: '/oauth2/par',
      discovery: '/.well-known/openid-configuration',
      jwks: '/oauth2/jwks',
    },
    refreshTokens: (scope, count) =>
      Promise.all(
        Array.from({ length: count }, async () => (await bench.link(SCOPES[scope].split(' '))).refresh_token),
      ),
    accessToken: async (clientId) => (await bench.link(['account:balance'], clientId)).access_token,
    codes: (scope, count) => codesByAutomaticConsent(bench.origin, conditions, scope, count),
    stop: () => bench.stop(),
  };
}

/**
 * oidc-provider, all in memory.
 *
 * @param adapter `own`: the one it comes with, which keeps 1,000 to 2,000 entries, so that what has
 *   not been used for that long is gone (a token laid in for a later round: `invalid_grant`, "refresh
 *   token not found"), and which goes through all tokens a grant ever had with each new one.
 *   `map`: a plain Map, as fast as memory gets.
 */
export async function providerPeer(adapter: 'own' | 'map'): Promise<Peer> {
  const provider = await startProcess<{ origin: string; supply: string }>(
    ['test/bench/servers/oidc-provider.mjs'],
    { BENCH_ADAPTER: adapter, BENCH_CLIENT_JWK: JSON.stringify(CLIENT_JWK), BENCH_CHALLENGE: CHALLENGE },
  );
  const { origin, supply } = provider.ready;
  const take = async (what: string, clientId: string, scope: TokenScope, count: number) => {
    const query = new URLSearchParams({ what, clientId, scope: SCOPES[scope], count: String(count) });
    return (await (await fetch(`${supply}/?${query.toString()}`)).json()) as string[];
  };
  return {
    name: adapter === 'own' ? 'oidc-provider' : 'oidc-provider/Map',
    origin,
    pid: provider.pid,
    paths: {
      token: '/token',
      introspection: '/token/introspection',
      par: '/request',
      discovery: '/.well-known/openid-configuration',
      jwks: '/jwks',
    },
    refreshTokens: (scope, count) => take('refresh-tokens', CLIENT.client_id, scope, count),
    accessToken: async (clientId) => (await take('access-tokens', clientId, 'plain', 1))[0] ?? '',
    codes: (scope, count) => take('codes', AUTOMATIC_CLIENT_ID, scope, count),
    stop: () => provider.stop(),
  };
}

/** The parameters of an authorization request, as pushed and as asked for codes with. */
export function authorizationForm(clientId: string, scope: TokenScope): string {
  return new URLSearchParams({
    response_type: 'code',
    client_id: clientId,
    redirect_uri: CLIENT.redirect_uri,
    scope: SCOPES[scope],
    state: 'a-state-of-some-length',
    code_challenge: CHALLENGE,
    code_challenge_method: 'S256',
    prompt: 'consent',
  }).toString();
}

async function codesByAutomaticConsent(
  origin: string,
  conditions: Conditions,
  scope: TokenScope,
  count: number,
): Promise<string[]> {
  const request = getRequest(`/oauth2/authorize?${authorizationForm(AUTOMATIC_CLIENT_ID, scope)}`);
  const codes: string[] = [];
  const connections = await openConnections(origin, conditions);
  let left = count;
  await Promise.all(
    connections.map(async (connection) => {
      while (left-- > 0) {
        const answer = await connection.send(request);
        expectStatus(answer, 303);
        const code = /[?&]code=([^&\r]+)/.exec(answer.head)?.[1];
        if (code === undefined) throw new Error(`no code: ${answer.head}`);
        codes.push(decodeURIComponent(code));
      }
      connection.close();
    }),
  );
  return codes;
}

/** Introspection requests of the client that signs an assertion for each (RFC 7523 §2.2), prepared. */
export function assertedIntrospections({ origin, paths }: Peer, token: string, count: number): string[] {
  const now = Math.floor(Date.now() / 1000);
  return Array.from({ length: count }, () => {
    const form = new URLSearchParams({
      token,
      client_assertion_type: 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer',
      client_assertion: signed(clientKey.privateKey, {
        iss: JWT_CLIENT_ID,
        sub: JWT_CLIENT_ID,
        aud: origin,
        iat: now,
        exp: now + 300,
        jti: randomBytes(16).toString('base64url'),
      }),
    });
    return formRequest(paths.introspection, form.toString());
  });
}

function signed(key: KeyObject, claims: object): string {
  const encode = (part: object) => Buffer.from(JSON.stringify(part)).toString('base64url');
  const text = `${encode({ alg: 'ES256', kid: 'bench', typ: 'JWT' })}.${encode(claims)}`;
  return `${text}.${sign('sha256', Buffer.from(text), { key, dsaEncoding: 'ieee-p1363' }).toString('base64url')}`;
}
