import { readdirSync, readFileSync, statSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { CompactEncrypt, exportJWK, generateKeyPair, importJWK, type JWK } from 'jose';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { encryptedRequestObjectRefusals } from '../../../server/bank/catalogue/encrypted-request-object.ts';
import type { RefusalCode } from '../../../server/bank/catalogue/index.ts';
import { linkAccount } from '../../harness/customer-browser.ts';
import { KeyedClient, readAnswer } from '../../harness/keyed-client.ts';
import { newPkce } from '../../harness/partner-client.ts';
import { expectWholeCatalogue } from '../../harness/refusal-checks.ts';
import { expectRefusedPage } from '../../harness/refused-page.ts';
import { expectRefused } from '../../harness/refused-request.ts';
import { startSandbox, type TestSandbox } from '../../harness/sandbox.ts';
import { unsigned } from '../../harness/signing-key.ts';

let sandbox: TestSandbox;
let client: KeyedClient;
let pinned: KeyedClient;
/** The bank's keys for encryption, by algorithm. */
let bankKeys: Map<string, JWK>;

beforeAll(async () => {
  sandbox = await startSandbox();
  client = await KeyedClient.register(sandbox, 'encrypting');
  pinned = await KeyedClient.register(sandbox, 'pinned', { request_object_encryption_alg: 'ECDH-ES' });
  bankKeys = new Map((await publishedKeys()).map((key) => [key.alg ?? '', key]));
});
afterAll(() => sandbox.stop());

const ALGORITHMS = ['RSA-OAEP-256', 'ECDH-ES', 'ECDH-ES+A256KW'];
const ENCRYPTIONS = ['A256GCM', 'A128CBC-HS256'];

async function publishedKeys(from: Pick<TestSandbox, 'issuer'> = sandbox): Promise<JWK[]> {
  const { body } = await readAnswer(await fetch(`${from.issuer}/oauth2/jwks`));
  return (body['keys'] as JWK[]).filter(({ use }) => use === 'enc');
}

interface Encryption {
  /** Whose key of the bank; its `kid` goes along. */
  to?: string;
  enc?: string;
  /** Replaces members of the header. */
  header?: Record<string, unknown>;
  key?: Parameters<CompactEncrypt['encrypt']>[0];
}

async function encrypt(
  content: string,
  { to = 'RSA-OAEP-256', enc = 'A256GCM', header = {}, key }: Encryption = {},
): Promise<string> {
  const jwk = bankKeys.get(to) ?? {};
  const protectedHeader = { alg: to, enc, kid: jwk.kid, cty: 'JWT', ...header };
  const recipient = key ?? (await importJWK(jwk, protectedHeader.alg));
  return new CompactEncrypt(new TextEncoder().encode(content))
    .setProtectedHeader(
      JSON.parse(JSON.stringify(protectedHeader)) as typeof protectedHeader & { kid: string },
    )
    .encrypt(recipient);
}

/** The header rewritten behind the encryption's back. */
function withHeader(object: string, change: Record<string, unknown>): string {
  const [header = '', ...rest] = object.split('.');
  const members = JSON.parse(Buffer.from(header, 'base64url').toString()) as object;
  return [Buffer.from(JSON.stringify({ ...members, ...change })).toString('base64url'), ...rest].join('.');
}

/** One letter of one of the five parts changed. */
function changedPart(object: string, index: number): string {
  const parts = object.split('.');
  const part = parts[index] ?? '';
  parts[index] = (part.startsWith('A') ? 'B' : 'A') + part.slice(1);
  return parts.join('.');
}

describe('the bank publishes keys to encrypt to', () => {
  it('one for each algorithm, with a kid, beside those it signs with, and nothing private', async () => {
    const keys = await publishedKeys();
    expect(keys.map(({ alg }) => alg)).toEqual(ALGORITHMS);
    expect(new Set(keys.map(({ kid }) => kid)).size).toBe(ALGORITHMS.length);
    for (const key of keys) {
      expect(key.kid).toMatch(/^[\w-]{43}$/);
      for (const member of ['d', 'p', 'q', 'dp', 'dq', 'qi', 'k']) expect(key).not.toHaveProperty(member);
    }
    expect(await publishedKeys()).toEqual(keys);
  });

  it('and the metadata name what it takes', async () => {
    const { body } = await readAnswer(
      await fetch(`${sandbox.issuer}/.well-known/oauth-authorization-server`),
    );
    expect(body['request_object_encryption_alg_values_supported']).toEqual(ALGORITHMS);
    expect(body['request_object_encryption_enc_values_supported']).toEqual(ENCRYPTIONS);
  });

  it('keeps the private halves over a restart, where only their owner reads them, and out of log and export', async () => {
    const dataDir = await mkdtemp(join(tmpdir(), 'ib-link-enc-'));
    try {
      const first = await startSandbox({ dataDir });
      const before = await publishedKeys(first);
      const exported = JSON.stringify(await first.control('GET', '/scenario'));
      const log = JSON.stringify(await first.control('GET', '/log'));
      await first.stop();
      const [kept] = JSON.parse(
        first.context.state.secrets.get('request-object-encryption-keys')?.value ?? '[]',
      ) as { privateJwk: JWK }[];
      const secret = kept?.privateJwk.d ?? '';
      expect(secret.length).toBeGreaterThan(40);
      expect(exported).not.toContain(secret);
      expect(log).not.toContain(secret);
      const holding = readdirSync(dataDir, { recursive: true, encoding: 'utf8' })
        .map((name) => join(dataDir, name))
        .filter((path) => statSync(path).isFile() && readFileSync(path, 'utf8').includes(secret));
      expect(holding.length).toBeGreaterThan(0);
      if (process.platform !== 'win32') {
        for (const path of holding) expect(statSync(path).mode & 0o077, path).toBe(0);
      }
      await using second = await startSandbox({ dataDir });
      expect(await publishedKeys(second)).toEqual(before);
    } finally {
      await rm(dataDir, { recursive: true, force: true });
    }
  });
});

describe('encrypted request objects are accepted', () => {
  const ways = ALGORITHMS.flatMap((to) => ENCRYPTIONS.map((enc) => [to, enc] as const));

  it.each(ways)('%s with %s, by value and pushed', async (to, enc) => {
    const { verifier, challenge } = newPkce();
    const signed = await client.requestObject({
      state: 'inside',
      code_challenge: challenge,
      code_challenge_method: 'S256',
    });
    const request = await encrypt(signed, { to, enc });
    const { parameters } = await linkAccount(sandbox.issuer, client.authorizationUrl({ request }));
    expect(parameters.get('state')).toBe('inside');
    const { status } = await client.redeem({ code: parameters.get('code') ?? '', verifier });
    expect(status).toBe(200);
    expect((await client.post('/oauth2/par', { request: await encrypt(signed, { to, enc }) })).status).toBe(
      201,
    );
  });

  it('signed alone, too, by a client that registered an encryption', async () => {
    const answer = await pinned.post('/oauth2/par', { request: await pinned.requestObject() });
    expect(answer.status).toBe(201);
    const request = await encrypt(await pinned.requestObject(), { to: 'ECDH-ES', enc: 'A128CBC-HS256' });
    expect((await pinned.post('/oauth2/par', { request })).status).toBe(201);
  });
});

interface Row {
  code: RefusalCode;
  because: string;
  by?: () => KeyedClient;
  make: () => Promise<string>;
}

const signedThen = (encryption: Encryption) => async () => encrypt(await client.requestObject(), encryption);

const rows: Row[] = [
  {
    code: 'request_object_encryption_key',
    because: 'an unknown kid',
    make: signedThen({ header: { kid: 'of-nobody' } }),
  },
  {
    code: 'request_object_encryption_key',
    because: 'no kid',
    make: signedThen({ header: { kid: undefined } }),
  },
  {
    code: 'request_object_encryption_key',
    because: 'the kid of a signing key',
    make: async () => {
      const { body } = await readAnswer(await fetch(`${sandbox.issuer}/oauth2/jwks`));
      const signing = (body['keys'] as JWK[]).find(({ use }) => use === 'sig');
      return encrypt(await client.requestObject(), { header: { kid: signing?.kid } });
    },
  },
  {
    code: 'request_object_encryption_algorithm',
    because: 'another algorithm than the key’s',
    make: signedThen({ header: { alg: 'RSA-OAEP' } }),
  },
  {
    code: 'request_object_encryption_algorithm',
    because: 'dir',
    make: signedThen({ header: { alg: 'dir' }, key: new Uint8Array(32) }),
  },
  {
    code: 'request_object_encryption_algorithm',
    because: 'a password',
    make: async () =>
      withHeader(await encrypt(await client.requestObject()), {
        alg: 'PBES2-HS256+A128KW',
        p2c: 2_000_000_000,
        p2s: 'AAAAAAAAAAA',
      }),
  },
  {
    code: 'request_object_encryption_algorithm',
    because: 'a key wrapped by a shared one',
    make: signedThen({ header: { alg: 'A256KW' }, key: new Uint8Array(32) }),
  },
  {
    code: 'request_object_encryption_algorithm',
    because: 'not the registered one',
    by: () => pinned,
    make: async () => encrypt(await pinned.requestObject(), { enc: 'A128CBC-HS256' }),
  },
  {
    code: 'request_object_content_encryption',
    because: 'an enc that is not offered',
    make: signedThen({ enc: 'A128GCM' }),
  },
  {
    code: 'request_object_content_encryption',
    because: 'not the enc that the registration means',
    by: () => pinned,
    make: async () => encrypt(await pinned.requestObject(), { to: 'ECDH-ES', enc: 'A256GCM' }),
  },
  {
    code: 'request_object_compressed',
    because: 'zip',
    make: async () => withHeader(await encrypt(await client.requestObject()), { zip: 'DEF' }),
  },
  ...['header', 'encrypted key', 'initialization vector', 'ciphertext', 'tag'].flatMap((part, index) =>
    index === 0
      ? []
      : ['A256GCM', 'A128CBC-HS256'].map((enc): Row => ({
          code: 'request_object_decryption',
          because: `${part} changed, ${enc}`,
          make: async () => changedPart(await encrypt(await client.requestObject(), { enc }), index),
        })),
  ),
  {
    code: 'request_object_decryption',
    because: 'the header changed, which the tag covers',
    make: async () => withHeader(await encrypt(await client.requestObject()), { typ: 'JWT' }),
  },
  {
    code: 'request_object_decryption',
    because: 'another key under the right kid',
    make: async () => {
      const { publicKey } = await generateKeyPair('RSA-OAEP-256');
      return encrypt(await client.requestObject(), { key: publicKey });
    },
  },
  {
    code: 'request_object_decryption',
    because: 'an ephemeral key that is on no curve',
    make: async () =>
      withHeader(await encrypt(await client.requestObject(), { to: 'ECDH-ES' }), {
        epk: { kty: 'EC', crv: 'P-256', x: 'AAAA', y: 'AAAA' },
      }),
  },
  {
    code: 'request_object_decryption',
    because: 'an ephemeral key of another curve',
    make: async () => {
      const { publicKey } = await generateKeyPair('ECDH-ES', { crv: 'P-384', extractable: true });
      return withHeader(await encrypt(await client.requestObject(), { to: 'ECDH-ES' }), {
        epk: await exportJWK(publicKey),
      });
    },
  },
  {
    code: 'request_object_decryption',
    because: 'no ephemeral key',
    make: async () =>
      withHeader(await encrypt(await client.requestObject(), { to: 'ECDH-ES' }), { epk: undefined }),
  },
  {
    code: 'request_object_decryption',
    because: 'a critical extension nobody knows',
    make: async () => withHeader(await encrypt(await client.requestObject()), { crit: ['exp'], exp: 1 }),
  },
  {
    code: 'request_object_not_signed',
    because: 'claims without a signature',
    make: () => encrypt(JSON.stringify(client.requestClaims())),
  },
  { code: 'request_object_not_signed', because: 'nothing', make: () => encrypt('') },
  {
    code: 'request_object_not_signed',
    because: 'an encrypted one again',
    make: async () => encrypt(await encrypt(await client.requestObject())),
  },
  {
    code: 'request_object_algorithm',
    because: 'alg none inside',
    make: () => encrypt(unsigned(client.requestClaims())),
  },
  {
    code: 'request_object_signature',
    because: 'signed by another client',
    make: async () =>
      encrypt(await pinned.requestObject({ iss: client.clientId, client_id: client.clientId })),
  },
  {
    code: 'request_object_malformed',
    because: 'five parts of nothing',
    make: () => Promise.resolve('a.b.c.d.e'),
  },
];

describe('encrypted request objects are refused', () => {
  it.each(rows.map((row): [string, Row] => [`${row.code}: ${row.because}`, row]))(
    '%s',
    async (_, { code, by = () => client, make }) => {
      await expectRefused(sandbox, {
        code,
        send: async (arranged) => {
          const request = await make();
          arranged();
          return by().post('/oauth2/par', { request });
        },
      });
      const url = by().authorizationUrl({ request: await make() });
      await expectRefusedPage(sandbox, url, code);
    },
  );

  it('the table covers the whole catalogue', () => {
    expectWholeCatalogue(Object.keys(encryptedRequestObjectRefusals), rows, {});
  });
});

describe('what a registration says of encryption', () => {
  const register = (members: Record<string, unknown>) =>
    sandbox.request('POST', '/clients', { redirect_uris: ['http://127.0.0.1/cb'], ...members });

  it('is read, kept and shown', async () => {
    const members = {
      request_object_encryption_alg: 'RSA-OAEP-256',
      request_object_encryption_enc: 'A256GCM',
    };
    const response = await register(members);
    expect(response.status).toBe(201);
    expect(await response.json()).toMatchObject(members);
  });

  it.each([
    [{ request_object_encryption_alg: 'dir' }, 'request_object_encryption_alg'],
    [{ request_object_encryption_alg: 'RSA1_5' }, 'request_object_encryption_alg'],
    [
      { request_object_encryption_alg: 'ECDH-ES', request_object_encryption_enc: 'A128GCM' },
      'request_object_encryption_enc',
    ],
    [{ request_object_encryption_enc: 'A256GCM' }, 'request_object_encryption_alg'],
  ])('%j: 422', async (members, path) => {
    const response = await register(members);
    expect(response.status).toBe(422);
    expect(await response.json()).toMatchObject({ errors: [{ path }] });
  });
});
