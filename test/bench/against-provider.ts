import {
  compete,
  expectStatus,
  openConnections,
  repeating,
  type Conditions,
  type Result,
} from './competition.ts';
import { formRequest, getRequest } from './connection.ts';
import {
  AUTOMATIC_BASIC,
  BASIC,
  CUSTOMER_FORMS,
  refreshChain,
  walkLinkFlow,
  type Bank,
} from './link-flow.ts';
import {
  assertedIntrospections,
  authorizationForm,
  providerPeer,
  sandboxPeer,
  SCOPES,
  type Peer,
  type TokenScope,
} from './peer.ts';
import { CLIENT, JWT_CLIENT_ID, VERIFIER } from './sandbox-server.ts';

/** Used up in a round; when they are gone before its time is over, the round ends. */
const CODES_PER_ROUND = 1_200;
const ASSERTIONS_PER_ROUND = 1_500;

type Bench = (peers: Peers, conditions: Conditions) => Promise<Result>;
interface Peers {
  sandbox: Peer;
  /** With its own adapter. */
  own: Peer;
  map: Peer;
}

const REDEMPTION = 'token endpoint, code';
const REDEMPTION_OPENID = 'token endpoint, code with ES256 ID token';

export const providerBenches: Readonly<Record<string, Bench>> = {
  'token refresh': (peers, conditions) => refreshing('token refresh', 'plain', peers, conditions),
  'token refresh with ES256 ID token': (peers, conditions) =>
    refreshing('token refresh with ES256 ID token', 'openid', peers, conditions),
  [REDEMPTION]: (peers, conditions) => redeeming(REDEMPTION, 'plain', peers, conditions),
  [REDEMPTION_OPENID]: (peers, conditions) => redeeming(REDEMPTION_OPENID, 'openid', peers, conditions),
  introspection: async (peers, conditions) =>
    compete('introspection', conditions, await each(peers, conditions, introspecting)),
  'introspection, private_key_jwt ES256': async ({ sandbox, map }, conditions) =>
    compete(
      'introspection, private_key_jwt ES256',
      conditions,
      await Promise.all([sandbox, map].map((peer) => assertedIntrospecting(peer, conditions))),
    ),
  'pushed authorization request': async (peers, conditions) =>
    compete('pushed authorization request', conditions, await each(peers, conditions, pushing)),
  discovery: ({ sandbox, own }, conditions) =>
    reading('discovery', ({ paths }) => paths.discovery, [sandbox, own], conditions),
  JWKS: ({ sandbox, own }, conditions) =>
    reading('JWKS', ({ paths }) => paths.jwks, [sandbox, own], conditions),
  'link flow, no browser': linking,
};

/** Those of `names`, against oidc-provider; the sandbox journals to a real directory. */
export async function* againstProvider(
  names: readonly string[],
  conditions: Conditions,
): AsyncGenerator<Result> {
  const peers = {
    sandbox: await sandboxPeer(conditions),
    own: await providerPeer('own'),
    map: await providerPeer('map'),
  };
  for (const name of names) {
    const bench = providerBenches[name];
    if (bench) yield await bench(peers, conditions);
  }
  await Promise.all([peers.sandbox.stop(), peers.own.stop(), peers.map.stop()]);
}

/** The contestants of a bench in which the provider runs twice: as it comes, and over a plain Map. */
function each<Value>(
  { sandbox, own, map }: Peers,
  conditions: Conditions,
  contestant: (peer: Peer, conditions: Conditions) => Promise<Value>,
): Promise<Value[]> {
  return Promise.all([sandbox, own, map].map((peer) => contestant(peer, conditions)));
}

async function refreshing(
  bench: string,
  scope: TokenScope,
  peers: Peers,
  conditions: Conditions,
): Promise<Result> {
  return compete(
    bench,
    conditions,
    await each(peers, conditions, async (peer) => {
      const tokens = await peer.refreshTokens(scope, conditions.connections);
      const workers = (await openConnections(peer.origin, conditions)).map((connection, at) =>
        refreshChain(connection, peer.paths.token, tokens[at] ?? ''),
      );
      return { name: peer.name, pid: peer.pid, workers };
    }),
  );
}

/** Codes are laid in beforehand, as many as the provider's own adapter could not hold: only the Map runs. */
async function redeeming(
  bench: string,
  scope: TokenScope,
  { sandbox, map }: Peers,
  conditions: Conditions,
): Promise<Result> {
  const contestants = [sandbox, map].map(async (peer) => {
    let codes: string[] = [];
    const workers = (await openConnections(peer.origin, conditions)).map((connection) => async () => {
      const code = codes.pop();
      if (code === undefined) return false;
      const form = new URLSearchParams({
        grant_type: 'authorization_code',
        code,
        redirect_uri: CLIENT.redirect_uri,
        code_verifier: VERIFIER,
      });
      const answer = await connection.send(formRequest(peer.paths.token, form.toString(), AUTOMATIC_BASIC));
      expectStatus(answer, 200);
      if (answer.body.includes('"id_token"') !== (scope === 'openid')) throw new Error(answer.body);
      return true;
    });
    const prepare = async () => {
      codes = await peer.codes(scope, CODES_PER_ROUND);
    };
    return { name: peer.name, pid: peer.pid, workers, prepare };
  });
  return compete(bench, conditions, await Promise.all(contestants));
}

async function introspecting(peer: Peer, conditions: Conditions) {
  const token = await peer.accessToken(CLIENT.client_id);
  const request = formRequest(peer.paths.introspection, `token=${encodeURIComponent(token)}`, BASIC);
  const workers = (await openConnections(peer.origin, conditions)).map((connection) => async () => {
    const answer = await connection.send(request);
    if (!answer.body.includes('"active":true')) throw new Error(answer.body);
  });
  return { name: peer.name, pid: peer.pid, workers };
}

/** A client that signs an assertion for each request, beforehand. */
async function assertedIntrospecting(peer: Peer, conditions: Conditions) {
  const token = await peer.accessToken(JWT_CLIENT_ID);
  let requests: string[] = [];
  const workers = (await openConnections(peer.origin, conditions)).map((connection) => async () => {
    const request = requests.pop();
    if (request === undefined) return false;
    const answer = await connection.send(request);
    if (!answer.body.includes('"active":true')) throw new Error(answer.body);
    return true;
  });
  const prepare = () => {
    requests = assertedIntrospections(peer, token, ASSERTIONS_PER_ROUND);
    return Promise.resolve();
  };
  return { name: peer.name, pid: peer.pid, workers, prepare };
}

async function pushing(peer: Peer, conditions: Conditions) {
  const request = formRequest(peer.paths.par, authorizationForm(CLIENT.client_id, 'openid'), BASIC);
  const workers = (await openConnections(peer.origin, conditions)).map((connection) =>
    repeating(connection, request, 201),
  );
  return { name: peer.name, pid: peer.pid, workers };
}

async function reading(
  bench: string,
  pathOf: (peer: Peer) => string,
  peers: readonly Peer[],
  conditions: Conditions,
): Promise<Result> {
  const contestants = peers.map(async (peer) => {
    const request = getRequest(pathOf(peer));
    const workers = (await openConnections(peer.origin, conditions)).map((connection) =>
      repeating(connection, request),
    );
    return { name: peer.name, pid: peer.pid, workers };
  });
  return compete(bench, conditions, await Promise.all(contestants));
}

/** Partner and customer in one. */
async function linking(peers: Peers, conditions: Conditions): Promise<Result> {
  const bankOf = (peer: Peer): Bank =>
    peer === peers.sandbox
      ? {
          origin: peer.origin,
          authorizePath: '/oauth2/authorize',
          tokenPath: peer.paths.token,
          scope: SCOPES.plain,
          forms: CUSTOMER_FORMS.sandbox,
        }
      : {
          origin: peer.origin,
          authorizePath: '/auth',
          tokenPath: peer.paths.token,
          scope: SCOPES.openid,
          forms: CUSTOMER_FORMS['oidc-provider'],
        };
  return compete(
    'link flow, no browser',
    conditions,
    await each(peers, conditions, async (peer) => ({
      name: peer.name,
      pid: peer.pid,
      workers: (await openConnections(peer.origin, conditions)).map(
        (connection) => () => walkLinkFlow(connection, bankOf(peer)),
      ),
    })),
  );
}
