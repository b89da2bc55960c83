import { X509Certificate } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { MINUTE } from '../../server/bank/time.ts';
import { makeCertificate } from '../../server/certificates/certificate-making.ts';
import { linkAccount } from '../harness/customer-browser.ts';
import { caOf, issueToPartner, type PartnerIdentity } from '../harness/issued-certificates.ts';
import { linkWithoutScreens, newPkce, PartnerClient, REDIRECT_URI } from '../harness/partner-client.ts';
import { expectExplained } from '../harness/refusal-checks.ts';
import { startSandbox, type TestSandbox } from '../harness/sandbox.ts';
import { tlsFetch, type TlsIdentity } from '../harness/tls-fetch.ts';

interface Listed {
  items: { serialNumber: string; subject: string; state: string; thumbprint: string; revokedAt?: string }[];
}

let sandbox: TestSandbox;
beforeAll(async () => {
  sandbox = await startSandbox({ httpsPort: 0 });
  await register(sandbox);
});
afterAll(() => sandbox.stop());

async function register(of: TestSandbox): Promise<void> {
  const common = { redirect_uris: [REDIRECT_URI], sandbox_customer_kind: 'personal' };
  await of.control('POST', '/clients', {
    ...common,
    client_id: 'named',
    token_endpoint_auth_method: 'tls_client_auth',
    tls_client_auth_subject_dn: 'CN=named,O=Partner',
    tls_client_certificate_bound_access_tokens: true,
  });
  await of.control('POST', '/clients', {
    ...common,
    client_id: 'public',
    token_endpoint_auth_method: 'none',
    tls_client_certificate_bound_access_tokens: true,
  });
}

const list = (clientId: string, of = sandbox) =>
  of.control<Listed>('GET', `/clients/${clientId}/certificates`);
const revoke = (clientId: string, serialNumber: string, of = sandbox) =>
  of.control<Listed['items'][number]>('POST', `/clients/${clientId}/certificates/${serialNumber}/revoke`);

async function token(
  by: TlsIdentity,
  parameters: Record<string, string>,
  { ready } = sandbox,
  path = '/oauth2/token',
) {
  const response = await tlsFetch(by)(`${ready.httpsIssuer ?? ''}${path}`, {
    method: 'POST',
    body: new URLSearchParams(parameters),
  });
  return { status: response.status, body: (await response.json()) as Record<string, string> };
}

async function refreshAsNamed(by: PartnerIdentity, of = sandbox) {
  const { refresh_token } = await linkWithoutScreens(of, { clientId: 'named' });
  return token(by, { grant_type: 'refresh_token', refresh_token, client_id: 'named' }, of);
}

/** Links the public client; its tokens are bound to the certificate. */
async function linkPublic(by: TlsIdentity) {
  const { challenge, verifier } = newPkce();
  const url = new PartnerClient(sandbox, { clientId: 'public', method: 'none' }).authorizationUrl({
    code_challenge: challenge,
    code_challenge_method: 'S256',
  });
  const { parameters } = await linkAccount(sandbox.issuer, url);
  const answer = await token(by, {
    grant_type: 'authorization_code',
    code: parameters.get('code') ?? '',
    code_verifier: verifier,
    redirect_uri: REDIRECT_URI,
    client_id: 'public',
  });
  expect(answer.status, JSON.stringify(answer.body)).toBe(200);
  return answer.body;
}

describe('the certificates of a partner', () => {
  it('are listed with where they stand, the oldest first, and without their keys', async () => {
    const first = await issueToPartner(sandbox, 'demo-kakeibo');
    const second = await issueToPartner(sandbox, 'demo-kakeibo', { kind: 'expired' });
    const { items } = await list('demo-kakeibo');
    expect(items).toMatchObject([
      { serialNumber: first.serialNumber, state: 'valid', thumbprint: first.thumbprint },
      { serialNumber: second.serialNumber, state: 'expired', subject: 'CN=demo-kakeibo, O=Partner' },
    ]);
    expect(JSON.stringify(items)).not.toContain('KEY');
    expect(await list('demo-kaikei')).toEqual({ items: [] });
  });

  it('are revoked one by one, for good, and the log says so', async () => {
    const kept = await issueToPartner(sandbox, 'demo-mobile');
    const lost = await issueToPartner(sandbox, 'demo-mobile');
    const position = sandbox.logPosition();
    const revoked = await revoke('demo-mobile', lost.serialNumber.toLowerCase());
    expect(revoked).toMatchObject({ state: 'revoked', serialNumber: lost.serialNumber });
    expect(sandbox.logAfter(position).at(-1)?.effects).toMatchObject([
      { type: 'certificate.revoked', clientId: 'demo-mobile', serialNumber: lost.serialNumber },
    ]);
    await sandbox.advance('PT1H');
    expect((await revoke('demo-mobile', lost.serialNumber)).revokedAt).toBe(revoked.revokedAt);
    expect((await list('demo-mobile')).items.map(({ serialNumber, state }) => [serialNumber, state])).toEqual(
      [
        [kept.serialNumber, 'valid'],
        [lost.serialNumber, 'revoked'],
      ],
    );
  });

  it('stay revoked for whoever is registered under the name afterwards', async () => {
    const metadata = {
      client_id: 'come-and-gone',
      redirect_uris: [REDIRECT_URI],
      token_endpoint_auth_method: 'tls_client_auth',
      tls_client_auth_subject_dn: 'CN=come-and-gone',
    };
    await sandbox.control('POST', '/clients', metadata);
    const lost = await issueToPartner(sandbox, 'come-and-gone');
    await issueToPartner(sandbox, 'come-and-gone');
    await revoke('come-and-gone', lost.serialNumber);
    await sandbox.control('DELETE', '/clients/come-and-gone');
    expect((await sandbox.request('GET', '/clients/come-and-gone/certificates')).status).toBe(404);
    await sandbox.control('POST', '/clients', metadata);
    expect((await list('come-and-gone')).items).toMatchObject([
      { serialNumber: lost.serialNumber, state: 'revoked' },
    ]);
  });
});

describe('a revoked certificate', () => {
  it('authenticates nobody any more, and the next one does', async () => {
    const lost = await issueToPartner(sandbox, 'named');
    expect((await refreshAsNamed(lost)).status).toBe(200);
    await revoke('named', lost.serialNumber);
    const position = sandbox.logPosition();
    expect(await refreshAsNamed(lost)).toMatchObject({ status: 400, body: { error: 'invalid_client' } });
    expect(sandbox.logAfter(position).at(-1)?.outcome.code).toBe('client_certificate_revoked');
    expect((await refreshAsNamed(await issueToPartner(sandbox, 'named'))).status).toBe(200);
  });

  it('opens nothing with the tokens bound to it, and binds no new ones', async () => {
    const lost = await issueToPartner(sandbox, 'public');
    const { access_token = '', refresh_token = '' } = await linkPublic(lost);
    const headers = { authorization: `Bearer ${access_token}` };
    const read = (path: string) => tlsFetch(lost)(`${sandbox.ready.httpsIssuer ?? ''}${path}`, { headers });
    expect((await read('/ib/v1/accounts')).status).toBe(200);
    await revoke('public', lost.serialNumber);
    for (const path of ['/ib/v1/accounts', '/oauth2/userinfo']) {
      const position = sandbox.logPosition();
      const answer = await read(path);
      expect(answer.status, path).toBe(401);
      expect(answer.headers.get('www-authenticate'), path).toContain('error="invalid_token"');
      expect(sandbox.logAfter(position).at(-1)?.outcome.code).toBe('access_token_certificate_revoked');
    }
    const refresh = { grant_type: 'refresh_token', refresh_token, client_id: 'public' };
    expect(await token(lost, refresh)).toMatchObject({ status: 400, body: { error: 'invalid_client' } });
  });
});

describe('a certificate out of date by the bank’s clock', () => {
  /** Good for half an hour from so many minutes on; nobody vouches for it. */
  async function halfHour(from: number): Promise<TlsIdentity & { cert: string }> {
    const notBefore = sandbox.context.clock.now() + from * MINUTE;
    const { certificate, privateKey } = await makeCertificate({
      subject: 'CN=own',
      serialNumber: '2A',
      notBefore,
      notAfter: notBefore + 30 * MINUTE,
      usage: 'client',
    });
    return { ca: await caOf(sandbox), cert: certificate, key: privateKey };
  }
  async function registerOwn(clientId: string, { cert }: { cert: string }): Promise<void> {
    const { raw, publicKey } = new X509Certificate(cert);
    await sandbox.control('POST', '/clients', {
      client_id: clientId,
      redirect_uris: [REDIRECT_URI],
      sandbox_customer_kind: 'personal',
      token_endpoint_auth_method: 'self_signed_tls_client_auth',
      jwks: { keys: [{ ...publicKey.export({ format: 'jwk' }), x5c: [raw.toString('base64')] }] },
    });
  }
  const moments = [
    ['early', 'a second before it begins', 10, 'PT9M59S', 400],
    ['begun', 'when it begins', 10, 'PT10M', 200],
    ['ending', 'a second before it ends', 0, 'PT29M59S', 200],
    ['over', 'when it ends', 0, 'PT30M', 400],
  ] as const;

  it.each(moments)('%s: shown %s to authenticate', async (clientId, _, from, wait, status) => {
    const own = await halfHour(from);
    await registerOwn(clientId, own);
    await sandbox.advance(wait);
    const { refresh_token } = await linkWithoutScreens(sandbox, { clientId });
    const position = sandbox.logPosition();
    const refresh = { grant_type: 'refresh_token', refresh_token, client_id: clientId };
    expect((await token(own, refresh)).status).toBe(status);
    const outcome = status === 200 ? 'tokens_refreshed' : 'client_certificate_expired';
    expect(sandbox.logAfter(position).at(-1)?.outcome.code).toBe(outcome);
  });

  it('binds nothing, at PAR, at the redemption and at the refresh', async () => {
    const by = await halfHour(0);
    const late = await halfHour(30);
    const { refresh_token = '' } = await linkPublic(by);
    const push = {
      client_id: 'public',
      response_type: 'code',
      code_challenge: newPkce().challenge,
      code_challenge_method: 'S256',
    };
    const refused = async (identity: TlsIdentity, form: Record<string, string>, path = '/oauth2/token') => {
      const position = sandbox.logPosition();
      expect(await token(identity, form, sandbox, path)).toMatchObject({
        status: 400,
        body: { error: 'invalid_client' },
      });
      expect(sandbox.logAfter(position).at(-1)?.outcome.code).toBe('client_certificate_expired');
    };
    const code = { grant_type: 'authorization_code', code: 'ac_x', client_id: 'public' };
    await refused(late, push, '/oauth2/par');
    await refused(late, code);
    await sandbox.advance('PT30M');
    await refused(by, push, '/oauth2/par');
    await refused(by, code);
    await refused(by, { grant_type: 'refresh_token', refresh_token, client_id: 'public' });
    expect((await token(late, push, sandbox, '/oauth2/par')).status).toBe(201);
  });

  it('opens nothing with the tokens bound to it', async () => {
    const by = await halfHour(0);
    const { access_token = '' } = await linkPublic(by);
    const headers = { authorization: `Bearer ${access_token}` };
    const read = (path: string) => tlsFetch(by)(`${sandbox.ready.httpsIssuer ?? ''}${path}`, { headers });
    await sandbox.advance('PT29M59S');
    expect((await read('/ib/v1/accounts')).status).toBe(200);
    await sandbox.advance('PT1S');
    for (const path of ['/ib/v1/accounts', '/oauth2/userinfo']) {
      const position = sandbox.logPosition();
      const answer = await read(path);
      expect(answer.status, path).toBe(401);
      expect(answer.headers.get('www-authenticate'), path).toMatch(/^Bearer .*error="invalid_token"/);
      expectExplained(sandbox.logAfter(position).at(-1), 'access_token_certificate_expired');
    }
  });
});

describe('what is kept of them', () => {
  let dataDir: string;
  beforeAll(async () => {
    dataDir = await mkdtemp(join(tmpdir(), 'ib-link-partner-certificates-'));
  });
  afterAll(() => rm(dataDir, { recursive: true, force: true }));

  it('survives a restart, an export and a snapshot', async () => {
    const first = await startSandbox({ dataDir, httpsPort: 0 });
    await register(first);
    const lost = await issueToPartner(first, 'named');
    await revoke('named', lost.serialNumber, first);
    const before = await list('named', first);
    await first.control('POST', '/snapshots', { name: 'revoked' });
    await first.stop();

    await using again = await startSandbox({ dataDir, httpsPort: 0 });
    expect(await list('named', again)).toEqual(before);
    expect((await refreshAsNamed(lost, again)).status).toBe(400);

    const scenario = await again.control<object>('GET', '/scenario');
    await again.control('POST', '/scenario', { name: 'blank' });
    await again.control('POST', '/scenario', scenario);
    expect(await list('named', again)).toEqual(before);
    await again.control('POST', '/scenario', { name: 'blank' });
    await again.control('POST', '/snapshots/revoked/restore');
    expect(await list('named', again)).toEqual(before);
    expect((await refreshAsNamed({ ...lost, ca: await caOf(again) }, again)).status).toBe(400);
  });
});
