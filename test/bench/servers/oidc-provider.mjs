// oidc-provider with everything in memory, set up to do what the sandbox does: opaque tokens, refresh
// tokens that rotate, client_secret_basic, ES256 for ID tokens, login and consent by plain forms.
import { createServer } from 'node:http';
import { generateKeyPairSync } from 'node:crypto';
import Provider from 'oidc-provider';

const CLIENT = {
  client_id: 'bench',
  client_secret: 'a-secret-of-at-least-thirty-two-bytes',
  redirect_uris: ['http://127.0.0.1:4782/callback'],
  grant_types: ['authorization_code', 'refresh_token'],
  response_types: /** @type {['code']} */ (['code']),
  token_endpoint_auth_method: /** @type {const} */ ('client_secret_basic'),
  id_token_signed_response_alg: /** @type {const} */ ('ES256'),
  application_type: /** @type {const} */ ('native'),
};

/**
 * Everything in one Map: as fast as memory gets. Its own quick-start adapter keeps 1,000 entries only
 * and goes through all tokens a grant ever had with each new one, so a long chain of refreshes would
 * measure that instead of the server.
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
    adapter: MemoryAdapter,
    clients: [CLIENT],
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
    features: { devInteractions: { enabled: true }, revocation: { enabled: true } },
  });
  server.on('request', provider.callback());
  provider.on('grant.error', (_context, error) =>
    process.stderr.write(`${error.error_detail ?? error.message}\n`),
  );
  provider.on('server_error', (_context, error) => process.stderr.write(`${error.stack}\n`));

  const client = await provider.Client.find(CLIENT.client_id);
  if (!client) throw new Error('the client was not registered');
  const refreshTokens = { plain: /** @type {string[]} */ ([]), openid: /** @type {string[]} */ ([]) };
  for (const [kind, scope] of /** @type {const} */ ([
    ['plain', 'account:balance offline_access'],
    ['openid', 'openid account:balance offline_access'],
  ])) {
    for (let i = 0; i < Number(process.env['BENCH_CONNECTIONS'] ?? 1); i++) {
      const grant = new provider.Grant({ accountId: `customer-${i}`, clientId: CLIENT.client_id });
      grant.addOIDCScope(scope);
      const grantId = await grant.save();
      const token = new provider.RefreshToken({
        accountId: `customer-${i}`,
        client,
        grantId,
        scope,
        gty: 'authorization_code',
        authTime: Math.floor(Date.now() / 1000),
        rotations: 0,
        iiat: Math.floor(Date.now() / 1000),
      });
      refreshTokens[kind].push(await token.save());
    }
  }
  process.stdout.write(`${JSON.stringify({ origin, refreshTokens })}\n`);
});
process.on('SIGTERM', () => process.exit(0));
