import { mkdtemp, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join, relative } from 'node:path';
import { CompactEncrypt, exportJWK, importJWK, type JWK } from 'jose';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { operations } from '../../server/control/operations/index.ts';
import type { LogEntry } from '../../server/log/entry.ts';
import { presentedKinds } from '../../server/log/presented.ts';
import { linkAccount } from '../harness/customer-browser.ts';
import { issueToCustomer, issueToPartner } from '../harness/issued-certificates.ts';
import { KeyedClient, postForm } from '../harness/keyed-client.ts';
import {
  basic,
  KAKEIBO,
  linkWithoutScreens,
  newPkce,
  PartnerClient,
  REDIRECT_URI,
} from '../harness/partner-client.ts';
import { ProfiledClient } from '../harness/profiled-client.ts';
import { CONTROL_TOKEN, startSandbox, type TestSandbox } from '../harness/sandbox.ts';
import { filesBelow, Secrets } from '../harness/secret-hunt.ts';
import { ANY_PORTS, ServeProcess } from '../harness/serve-process.ts';
import { ProofKey } from '../harness/signing-key.ts';
import { tlsFetch } from '../harness/tls-fetch.ts';

/*
 * One run with everything in it that has a secret, and then a search of all that the product shows,
 * sends, prints and keeps for any of them. What may tell one, by its purpose, is named here and
 * nowhere else:
 *
 * - the one-time answers: a registration's and a new secret, an issued certificate with its key, the
 *   tokens of `POST /grants`, the code of `POST /consents`, the token endpoint itself,
 * - `GET /clients/demo-fapi/keys`,
 * - the exported scenario, which re-creates what it was made of: passwords of customers, secrets and
 *   keys of its clients. Of the bank itself it holds nothing.
 */

let sandbox: TestSandbox;
let folder: string;
let dataDir: string;
const secrets = new Secrets();
/** What was answered with an error, anywhere. */
const errors: string[] = [];

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'ib-link-private-'));
  // A directory the product makes itself, so that its mode is the product's doing.
  dataDir = join(folder, 'data');
  sandbox = await startSandbox({ dataDir, httpsPort: 0, clock: 'real' });
  listenIn();
  await richRun();
  vi.unstubAllGlobals();
  collectKept();
}, 120_000);
afterAll(async () => {
  await sandbox.stop();
  await rm(folder, { recursive: true, force: true });
});

/** Hears what this process and the sandbox tell each other, to know every token there was. */
function listenIn(): void {
  const { fetch } = globalThis;
  vi.stubGlobal('fetch', async (...[input, init]: Parameters<typeof fetch>) => {
    const asked = new Request(input, init);
    const sent = [asked.url, ...asked.headers.values(), await asked.clone().text()].join('\n');
    const response = await fetch(input, init);
    if (response.headers.get('content-type')?.startsWith('text/event-stream')) return response;
    const answer = await response.clone().text();
    const told = [...response.headers.values(), answer].join('\n');
    for (const text of [sent, told]) {
      secrets.addTokensIn(text);
      secrets.addTokensIn(decodedLetters(text));
    }
    if (response.status >= 400) errors.push(told);
    return response;
  });
}

/** Form-encoded text with its ASCII put back; what else is encoded is in no token. */
function decodedLetters(text: string): string {
  return text.replaceAll(/%[0-9a-f]{2}/gi, (escape) => {
    const code = Number.parseInt(escape.slice(1), 16);
    return code < 0x80 ? String.fromCharCode(code) : escape;
  });
}

async function richRun(): Promise<void> {
  const { issuer } = sandbox;

  // FAPI 2 with the keys the sandbox lends, and message signing by certificate.
  const lent = await sandbox.control<{ keys: JWK[] }>('GET', '/clients/demo-fapi/keys');
  for (const jwk of lent.keys) secrets.addKey('the keys lent to demo-fapi', jwk);
  const fapi = await ProfiledClient.register(sandbox, 'fapi2-message-signing');
  const linked = await fapi.redeem(await fapi.authorize());
  expect(linked.status, linked.text).toBe(200);
  await fapi.refresh(linked.body['refresh_token']);
  secrets.addKey('a partner', await exportJWK(fapi.keyed.key.privateKey));
  const certified = await ProfiledClient.register(sandbox, 'fapi1-advanced');
  secrets.addTokensIn((await certified.redeem(await certified.authorize())).text);

  // Every format of token, introspected, inspected and revoked.
  const proofKey = await ProofKey.make(sandbox);
  const keyed = await KeyedClient.register(sandbox, 'all-signed', {
    sandbox_access_token_format: 'jwt',
    userinfo_signed_response_alg: 'ES256',
  });
  const tokens = await keyed.link({ proofKey });
  await keyed.post('/oauth2/introspect', { token: tokens.access_token });
  const proof = await proofKey.prove('GET', '/oauth2/userinfo', {}, {}, tokens.access_token);
  await fetch(`${issuer}/oauth2/userinfo`, {
    headers: { authorization: `DPoP ${tokens.access_token}`, dpop: proof },
  });

  // An encrypted request object.
  const jwks = (await (await fetch(`${issuer}/oauth2/jwks`)).json()) as { keys: JWK[] };
  const enc = jwks.keys.find(({ use, alg }) => use === 'enc' && alg === 'ECDH-ES') ?? {};
  const object = await keyed.requestObject();
  const encrypted = await new CompactEncrypt(new TextEncoder().encode(object))
    .setProtectedHeader({ alg: 'ECDH-ES', enc: 'A256GCM', cty: 'JWT', ...(enc.kid && { kid: enc.kid }) })
    .encrypt(await importJWK(enc, 'ECDH-ES'));
  expect((await keyed.post('/oauth2/par', { request: encrypted })).status).toBe(201);

  // New keys of the bank, certificates with their keys, new secrets.
  await sandbox.control('POST', '/keys/rotate', {});
  const partner = await issueToPartner(sandbox, KAKEIBO.clientId);
  secrets.addPem('an issued certificate', partner.key);
  const { identity } = await issueToCustomer(sandbox, '10000000006');
  secrets.add('the password of a PKCS#12 file', String(identity.passphrase));
  secrets.add('a PKCS#12 file', (identity.pfx as Buffer).toString('base64').slice(200, 300));
  await tlsFetch(partner)(`${sandbox.ready.httpsIssuer ?? ''}/ib/v1/accounts`);
  const rotated = await sandbox.control<{ client_secret: string }>('POST', '/clients/zaim/rotate-secret');
  secrets.add('a rotated secret', rotated.client_secret);
  const registered = await fetch(`${issuer}/oauth2/register`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ redirect_uris: [REDIRECT_URI] }),
  });
  const own = (await registered.json()) as Record<string, string>;
  secrets.add('a registered secret', own['client_secret']);
  await fetch(String(own['registration_client_uri']), {
    headers: { authorization: `Bearer ${String(own['registration_access_token'])}` },
  });

  // Poisoned answers, and JARM.
  const kakeibo = new PartnerClient(sandbox);
  await sandbox.control('POST', '/drills/poison-id-token-issuer', { clientId: KAKEIBO.clientId });
  await kakeibo.link({ parameters: { scope: 'openid account:balance', nonce: 'nonce' } });
  await linkAccount(issuer, kakeibo.authorizationUrl({ response_mode: 'query.jwt' }));

  // Errors of every sort, with secrets where they do not belong.
  const wrong = { ...KAKEIBO, secret: 'a-wrong-secret-that-was-typed-once' };
  secrets.add('a wrong secret', wrong.secret);
  const refresh = (await linkWithoutScreens(sandbox)).refresh_token;
  const form = { grant_type: 'refresh_token', refresh_token: refresh };
  await postForm(`${issuer}/oauth2/token`, form, { authorization: basic(wrong) });
  await postForm(`${issuer}/oauth2/token`, {
    ...form,
    client_id: KAKEIBO.clientId,
    client_secret: wrong.secret,
  });
  await postForm(`${issuer}/oauth2/token?client_secret=${wrong.secret}`, form, {});
  await fetch(`${issuer}/ib/v1/accounts?access_token=${refresh}`);
  await fetch(`${issuer}/ib/v1/accounts/${refresh}`);
  await fetch(`${issuer}/oauth2/token`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: `{"client_secret": "${wrong.secret}", "refresh_token": "${refresh}"`,
  });
  await keyed.post('/oauth2/token', { ...form, refresh_token: tokens.refresh_token }, { dpop: `${proof}x` });
  const { challenge } = newPkce();
  await fetch(keyed.authorizationUrl({ request: `${object}x`, code_challenge: challenge }), {
    redirect: 'manual',
  });
  const consent = { authorizationUrl: kakeibo.authorizationUrl(), loginId: '10000000001', decision: 'allow' };
  secrets.add('a mistyped password', 'Sandbox-0001-mistyped');
  await sandbox.request('POST', '/consents', { ...consent, password: 'Sandbox-0001-mistyped' });
  await sandbox.request('POST', '/clients', { client_secret: wrong.secret, redirect_uris: 7 });
  await sandbox.request('POST', '/customers', { loginId: 'x', password: 'Sandbox-0001-mistyped', kind: 'x' });

  // The whole of it as a scenario, loaded over itself: its secrets pass through the log as well.
  await sandbox.control('POST', '/scenario', await sandbox.control('GET', '/scenario'));
  await sandbox.control('POST', '/snapshots', { name: 'rich' });
  await sandbox.control('PATCH', '/customers/' + (await taro()), { password: 'Sandbox-0001-changed' });
  secrets.add('a changed password', 'Sandbox-0001-changed');
}

async function taro(): Promise<string> {
  const query = new URLSearchParams({ loginId: '10000000001' });
  const found = await sandbox.control<{ items: { id: string }[] }>('GET', `/customers?${query.toString()}`);
  return found.items[0]?.id ?? '';
}

/** What the bank holds itself: keys, secrets, passwords. */
function collectKept(): void {
  const { state } = sandbox.context;
  const keys = [...state.signingKeys];
  expect(keys.length).toBeGreaterThan(4);
  for (const { alg, privateJwk } of keys) secrets.addKey(`the bank’s ${alg} key`, privateJwk);
  for (const [purpose, { value }] of state.secrets.entries()) {
    if (/^[[{]/.test(value)) addEveryKey(purpose, JSON.parse(value));
    else secrets.add(`the secret of ${purpose}`, value);
  }
  for (const { client_id: id, client_secret: secret } of state.clients)
    secrets.add(`the secret of client ${id}`, secret);
  for (const { loginId, password } of state.customers)
    secrets.add(`the password of customer ${loginId}`, password);
  secrets.add('the control token', CONTROL_TOKEN);
}

function addEveryKey(name: string, value: unknown): void {
  if (typeof value === 'string') {
    if (value.includes('PRIVATE KEY')) secrets.addPem(`the key of ${name}`, value);
  } else if (typeof value === 'object' && value !== null) {
    if ('kty' in value) secrets.addKey(name, value);
    for (const member of Object.values(value)) addEveryKey(name, member);
  }
}

/** Every question the control API answers, but for those looked at by themselves. */
const apart = ['clients.keys', 'scenario.export', 'scenario.passwords', 'log.stream', 'log.wait'];
const shownByControl = operations.filter(({ method, id }) => method === 'GET' && !apart.includes(id));

/** A path with each thing there is in the place of its name, as its list gives it. */
async function addressesOf(path: string): Promise<string[]> {
  const [, list, name = '', rest = ''] = /^(.*?)\/\{(\w+)\}(.*)$/.exec(path) ?? [];
  if (list === undefined) return [path];
  const { items } = await sandbox.control<{ items: Record<string, unknown>[] }>('GET', list);
  return items.map((item) => `${list}/${encodeURIComponent(String(item[name]))}${rest}`);
}

async function wholeLog(): Promise<string[]> {
  const lines: string[] = [];
  for (let next: string | undefined = '0'; next !== undefined;) {
    const page: { items: LogEntry[]; next?: string } = await sandbox.control(
      'GET',
      `/log?limit=200&after=${next}`,
    );
    lines.push(...page.items.map((entry) => JSON.stringify(entry)));
    next = page.next;
  }
  return lines;
}

async function wholeStream(): Promise<string[]> {
  const { control, controlToken } = sandbox.ready;
  const last = `id: ${String(sandbox.context.log.lastSeq)}\n`;
  const gone = new AbortController();
  const response = await fetch(`${control}/log/stream?after=0`, {
    headers: { authorization: `Bearer ${controlToken}` },
    signal: gone.signal,
  });
  let text = '';
  for await (const chunk of response.body?.pipeThrough(new TextDecoderStream()) ?? []) {
    text += chunk;
    const at = text.indexOf(last);
    if (at >= 0 && text.includes('\n\n', at)) break;
  }
  gone.abort();
  return text.split('\n\n');
}

describe('after a run with everything in it', () => {
  it('there was something to find', () => {
    const kinds = [
      'd of the bank’s ES256 key',
      'q of the bank’s RS256 key',
      'token ac_',
      'token eyJ',
      'request_uri',
    ];
    expect(secrets.foundIn(secrets.all())).toEqual(
      expect.arrayContaining(kinds.map((kind) => expect.stringContaining(kind) as string)),
    );
    expect(secrets.size).toBeGreaterThan(100);
    expect(errors.length).toBeGreaterThan(8);
  });

  it('no error tells any of it', () => {
    for (const error of errors) expect(secrets.foundIn(error), error).toEqual([]);
  });

  it.each(shownByControl)('$id does not', async ({ path }) => {
    const addresses = await addressesOf(path);
    for (const address of addresses) {
      const text = await (await sandbox.request('GET', address)).text();
      expect(secrets.foundIn(text), address).toEqual([]);
    }
  });

  it('the practice passwords are those a scenario wrote down, and nothing else', async () => {
    const text = await (await sandbox.request('GET', '/scenario/passwords?limit=1000')).text();
    for (const found of secrets.foundIn(text)) expect(found).toMatch(/^the password of customer /);
  });

  it.each(['list', 'stream'])('the log does not, read as a %s', async (how) => {
    const read = how === 'list' ? await wholeLog() : await wholeStream();
    expect(read.length).toBeGreaterThan(60);
    const text = read.join('\n');
    expect(text).toContain('/oauth2/token');
    expect(secrets.foundIn(text)).toEqual([]);
  });

  it('the inspector does not, whatever it is given', async () => {
    const jwts = secrets
      .all()
      .split('\n')
      .filter((value) => /^eyJ[^.]+\.[^.]+\.[^.]+$/.test(value));
    const kinds = new Set<string>();
    for (const token of jwts) {
      const answer = await sandbox.request('POST', '/inspections', { token, clientId: 'all-signed' });
      const text = await answer.text();
      expect(secrets.foundIn(text)).toEqual([]);
      if (answer.ok) kinds.add((JSON.parse(text) as { kind: string }).kind);
    }
    expect([...kinds].sort()).toEqual([...presentedKinds].sort());
  });

  it.each([
    '/.well-known/openid-configuration',
    '/.well-known/oauth-authorization-server',
    '/oauth2/jwks',
    '/openapi.json',
  ])('%s does not', async (path) => {
    expect(secrets.foundIn(await (await fetch(sandbox.issuer + path)).text())).toEqual([]);
  });

  it('the exported scenario tells what re-creates it, and nothing of the bank', async () => {
    const exported = await (await sandbox.request('GET', '/scenario')).text();
    const recreates =
      /^(the (password|secret) of (customer|client) |a (changed|rotated|registered) |d of the keys lent to demo-fapi$)/;
    expect(secrets.foundIn(exported, (name) => recreates.test(name))).toEqual([]);
    expect(secrets.foundIn(exported)).toContain('d of the keys lent to demo-fapi');
  });

  it('what is kept is for its owner’s eyes, and the kept log tells nothing', async () => {
    await sandbox.stop();
    const files = await filesBelow(dataDir);
    const holding = files.filter(({ text }) => secrets.foundIn(text).length > 0);
    const names = holding.map(({ path }) => relative(dataDir, path));
    expect(names.length).toBeGreaterThan(2);
    expect(names.filter((name) => name.startsWith('log'))).toEqual([]);
    if (process.platform === 'win32') return;
    for (const { path } of holding) {
      expect((await stat(path)).mode & 0o777, path).toBe(0o600);
      for (let at = dirname(path); at !== folder; at = dirname(at)) {
        expect((await stat(at)).mode & 0o777, at).toBe(0o700);
      }
    }
  });

  it('the process prints none of it, with its own keys at hand and requests going wrong', async () => {
    const serve = new ServeProcess([
      ...ANY_PORTS,
      '--https-port',
      '0',
      '--data',
      dataDir,
      '--control-token',
      CONTROL_TOKEN,
    ]);
    try {
      const { issuer, control } = await serve.ready();
      const form = { grant_type: 'refresh_token', refresh_token: 'rt_x' };
      expect((await postForm(`${issuer}/oauth2/token`, form, { authorization: basic(KAKEIBO) })).status).toBe(
        400,
      );
      expect((await fetch(`${issuer}/ib/v1/accounts`)).status).toBe(401);
      const headers = { authorization: `Bearer ${CONTROL_TOKEN}` };
      expect((await fetch(`${control}/scenario`, { headers })).status).toBe(200);
      expect((await fetch(`${control}/clients/no-such-client`, { headers })).status).toBe(404);
    } finally {
      await serve.end();
    }
    // The ready line gives the control token to whoever started the process (contract: serve --json).
    const printed = serve.stdoutLines.join('\n').replace(CONTROL_TOKEN, '') + serve.stderr;
    expect(secrets.foundIn(printed)).toEqual([]);
  });
});
