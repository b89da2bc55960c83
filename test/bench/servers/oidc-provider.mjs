// oidc-provider with everything in memory, set up to do what the sandbox does: opaque tokens, refresh
// tokens that rotate, client_secret_basic, ES256 for ID tokens, login and consent by plain forms.
import { createServer } from 'node:http';
import { generateKeyPairSync } from 'node:crypto';
import Provider from 'oidc-provider';

const CLIENT = {
  client_secret: 'a-secret-of-at-least-thirty-two-bytes',
  redirect_uris: ['http://127.0.0.1:4782/callback'],
  grant_types: ['authorization_code', 'refresh_token'],
  response_types: /** @type {['code']} */ (['code']),
  token_endpoint_auth_method: /** @type {const} */ ('client_secret_basic'),
  id_token_signed_response_alg: /** @type {const} */ ('ES256'),
  application_type: /** @type {const} */ ('native'),
};

const CLIENTS = [
  { ...CLIENT, client_id: 'bench' },
  { ...CLIENT, client_id: 'bench-automatic' },
  {
    ...CLIENT,
    client_id: 'bench-jwt',
    client_secret: undefined,
    token_endpoint_auth_method: /** @type {const} */ ('private_key_jwt'),
    token_endpoint_auth_signing_alg: /** @type {const} */ ('ES256'),
    jwks: { keys: [JSON.parse(process.env['BENCH_CLIENT_JWK'] ?? '{}')] },
  },
];

/**
 * Everything in one Map: as fast as memory gets.
 *
 * @type {Map<string, Record<string, any>>}
 */
const stored = new Map();

class MemoryAdapter {
  /** @param {string} model */
  constructor(model) {
    this.model = model;
  }
  /** @param {string} id */
  #key(id) {
    return `${this.model}:${id}`;
  }
  /** @param {string} id @param {Record<string, any>} payload */
  async upsert(id, payload) {
    stored.set(this.#key(id), payload);
    if (payload['uid'] && this.model === 'Session') stored.set(`uid:${payload['uid']}`, payload);
  }
  /** @param {string} id */
  async find(id) {
    return stored.get(this.#key(id));
  }
  /** @param {string} uid */
  async findByUid(uid) {
    return stored.get(`uid:${uid}`);
  }
  async findByUserCode() {
    return undefined;
  }
  /** @param {string} id */
  async consume(id) {
    const payload = stored.get(this.#key(id));
    if (payload) payload['consumed'] = Math.floor(Date.now() / 1000);
  }
  /** @param {string} id */
  async destroy(id) {
    stored.delete(this.#key(id));
  }
  async revokeByGrantId() {}
}

const server = createServer();
server.listen(0, '127.0.0.1', async () => {
  const address = /** @type {import('node:net').AddressInfo} */ (server.address());
  const origin = `http://127.0.0.1:${address.port}`;
  const { privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const provider = new Provider(origin, {
    ...(process.env['BENCH_ADAPTER'] === 'map' && { adapter: MemoryAdapter }),
    clients: CLIENTS,
    jwks: { keys: [{ ...privateKey.export({ format: 'jwk' }), kid: 'es256', alg: 'ES256', use: 'sig' }] },
    cookies: { keys: ['a key for the cookies of the benchmark'] },
    scopes: ['openid', 'offline_access', 'account:balance'],
    rotateRefreshToken: true,
    pkce: { required: () => false },
    ttl: {
      AccessToken: 3600,
      RefreshToken: 90 * 86_400,
      Grant: 90 * 86_400,
      Session: 3600,
      IdToken: 600,
      Interaction: 600,
    },
    findAccount: (/** @type {unknown} */ _context, /** @type {string} */ id) => ({
      accountId: id,
      claims: () => ({ sub: id }),
    }),
    features: {
      devInteractions: { enabled: true },
      revocation: { enabled: true },
      introspection: { enabled: true },
      pushedAuthorizationRequests: { enabled: true },
    },
  });
  server.on('request', provider.callback());
  provider.on('grant.error', (_context, error) =>
    process.stderr.write(`${error.error_detail ?? error.message}\n`),
  );
  provider.on('server_error', (_context, error) => process.stderr.write(`${error.stack}\n`));

  const now = () => Math.floor(Date.now() / 1000);
  let grants = 0;
  /** @param {string} clientId @param {string} scope */
  const grantOf = async (clientId, scope) => {
    const client = await provider.Client.find(clientId);
    if (!client) throw new Error(`the client ${clientId} was not registered`);
    const accountId = `customer-${++grants}`;
    const grant = new provider.Grant({ accountId, clientId });
    grant.addOIDCScope(scope);
    return { accountId, client, grantId: await grant.save(), scope, authTime: now() };
  };
  /** @type {Record<string, (of: Awaited<ReturnType<typeof grantOf>>) => Promise<string>>} */
  const makers = {
    'refresh-tokens': (of) =>
      new provider.RefreshToken({ ...of, gty: 'authorization_code', rotations: 0, iiat: now() }).save(),
    'access-tokens': (of) => new provider.AccessToken({ ...of, gty: 'authorization_code' }).save(),
    codes: (of) =>
      new provider.AuthorizationCode({
        ...of,
        gty: 'authorization_code',
        redirectUri: CLIENT.redirect_uris[0],
        codeChallenge: process.env['BENCH_CHALLENGE'],
        codeChallengeMethod: 'S256',
      }).save(),
  };
  const supply = createServer(async (request, response) => {
    const query = new URL(request.url ?? '/', origin).searchParams;
    const make = makers[query.get('what') ?? ''];
    const made = [];
    for (let i = 0; make && i < Number(query.get('count')); i++) {
      made.push(await make(await grantOf(query.get('clientId') ?? '', query.get('scope') ?? '')));
    }
    response.end(JSON.stringify(made));
  });
  supply.listen(0, '127.0.0.1', () => {
    const at = /** @type {import('node:net').AddressInfo} */ (supply.address());
    process.stdout.write(`${JSON.stringify({ origin, supply: `http://127.0.0.1:${at.port}` })}\n`);
  });
});
process.on('SIGTERM', () => process.exit(0));
