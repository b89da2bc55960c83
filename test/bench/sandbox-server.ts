import { createHash, type JsonWebKey } from 'node:crypto';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { ReadyEvent } from '../../server/sandbox-options.ts';
import { startProcess } from './server-process.ts';

/** Another build of the command can be measured by naming it. */
export const CLI = process.env['BENCH_CLI'] ?? 'build/server/cli.js';
export const ANY_PORTS = ['--port', '0', '--console-port', '0', '--partner-port', '0', '--json'];
export const EPHEMERAL_ARGS = [CLI, 'serve', ...ANY_PORTS, '--ephemeral'];

export const CLIENT = {
  client_id: 'bench',
  client_secret: 'a-secret-of-at-least-thirty-two-bytes',
  redirect_uri: 'http://127.0.0.1:4782/callback',
};
/** The same, but its customers consent by themselves: for codes to be redeemed. */
export const AUTOMATIC_CLIENT_ID = 'bench-automatic';
/** Authenticates by private_key_jwt. */
export const JWT_CLIENT_ID = 'bench-jwt';
/** PKCE of the codes that are laid in. */
export const VERIFIER = 'a-code-verifier-of-more-than-forty-three-characters';
export const CHALLENGE = createHash('sha256').update(VERIFIER).digest('base64url');
export const CUSTOMER = { loginId: '10000000001', password: 'Sandbox-0001' };

/** One ordinary customer, or one with a long statement; a client as `oidc-provider` has it. */
function scenario(rows: number, clientJwk: JsonWebKey | undefined, pastGrants: number, others: number) {
  const client = {
    client_name: 'Bench',
    redirect_uris: [CLIENT.redirect_uri],
    id_token_signed_response_alg: 'ES256',
    sandbox_customer_kind: 'personal',
  };
  const secret = { token_endpoint_auth_method: 'client_secret_basic', client_secret: CLIENT.client_secret };
  return {
    version: 1,
    name: 'bench',
    settings: { policies: { grantPolicy: 'many' }, pageSize: 100 },
    customers: [
      {
        kind: 'personal',
        ...CUSTOMER,
        name: 'ベンチ　太郎',
        nameKana: 'ﾍﾞﾝﾁ ﾀﾛｳ',
        accounts: [
          {
            branchCode: '001',
            accountTypeCode: '01',
            accountNumber: '1000001',
            generate: { profile: 'household-busy', months: 120, rows },
          },
        ],
      },
      ...Array.from({ length: others }, (_, other) => otherCustomer(other)),
    ],
    clients: [
      { ...client, ...secret, client_id: CLIENT.client_id },
      { ...client, ...secret, client_id: AUTOMATIC_CLIENT_ID, sandbox_consent: 'auto' },
      ...(clientJwk
        ? [
            {
              ...client,
              client_id: JWT_CLIENT_ID,
              token_endpoint_auth_method: 'private_key_jwt',
              jwks: { keys: [clientJwk] },
            },
          ]
        : []),
    ],
    grants: Array.from({ length: pastGrants }, (_, past) => pastGrant(past)),
  };
}

/** Somebody else of the bank, with an account. */
function otherCustomer(other: number) {
  return {
    kind: 'personal',
    loginId: String(20_000_000_000 + other),
    password: CUSTOMER.password,
    name: `ベンチ　${String(other)}`,
    nameKana: 'ﾍﾞﾝﾁ ﾀﾆﾝ',
    accounts: [{ branchCode: '001', accountTypeCode: '01', accountNumber: String(2_000_000 + other) }],
  };
}

/** A link of yesterday that was replaced by the next one. */
function pastGrant(past: number) {
  const at = (seconds: number) => new Date(Date.now() - 86_400_000 + seconds * 1_000).toISOString();
  return {
    grantId: `g_past${String(past)}`,
    clientId: CLIENT.client_id,
    loginId: CUSTOMER.loginId,
    scopes: ['account:balance', 'offline_access'],
    createdAt: at(past / 10),
    expiresAt: at(90 * 86_400),
    endedAt: at(past / 10 + 1),
    endReason: 'superseded',
    termsVersion: '2019-02-04',
  };
}

export interface BenchSandbox {
  origin: string;
  pid: number;
  startMs: number;
  control: { url: string; token: string };
  /** A link without screens. */
  link(scopes: string[], clientId?: string): Promise<{ access_token: string; refresh_token: string }>;
  stop(): Promise<void>;
}

/** The built command, with a data directory of its own unless `ephemeral`. */
export async function startBenchSandbox(options: {
  rows: number;
  ephemeral?: boolean;
  profileDir?: string | undefined;
  clientJwk?: JsonWebKey;
  /** Grants of the customer that are over. */
  pastGrants?: number;
  /** How many other customers the bank has. */
  others?: number;
}): Promise<BenchSandbox> {
  const folder = await mkdtemp(join(tmpdir(), 'ib-link-bench-'));
  const file = join(folder, 'scenario.json');
  const { rows, clientJwk, pastGrants = 0, others = 0 } = options;
  await writeFile(file, JSON.stringify(scenario(rows, clientJwk, pastGrants, others)));
  const server = await startProcess<ReadyEvent>([
    ...(options.profileDir === undefined ? [] : ['--cpu-prof', `--cpu-prof-dir=${options.profileDir}`]),
    CLI,
    'serve',
    ...ANY_PORTS,
    '--scenario',
    file,
    ...(options.ephemeral ? ['--ephemeral'] : ['--data', join(folder, 'data')]),
  ]);
  return {
    origin: server.ready.issuer,
    pid: server.pid,
    startMs: server.startMs,
    control: { url: server.ready.control, token: server.ready.controlToken },
    link: async (scopes, clientId = CLIENT.client_id) => {
      const response = await fetch(`${server.ready.control}/grants`, {
        method: 'POST',
        headers: { authorization: `Bearer ${server.ready.controlToken}`, 'content-type': 'application/json' },
        body: JSON.stringify({ clientId, loginId: CUSTOMER.loginId, scopes }),
      });
      if (response.status !== 201) throw new Error(await response.text());
      return (await response.json()) as { access_token: string; refresh_token: string };
    },
    stop: async () => {
      await server.stop();
      await rm(folder, { recursive: true, force: true });
    },
  };
}
