import { describe, expect, it } from 'vitest';
import { startSandbox } from '../harness/sandbox.ts';

interface Row {
  path: string;
  clientId?: string;
  clientClaimed?: true;
  outcome: { code: string };
}

const form = { 'content-type': 'application/x-www-form-urlencoded' };

describe('the client of a refused request', () => {
  it('is told as a claim wherever it is named: Basic, form, query, assertion, a token nobody looked at', async () => {
    await using sandbox = await startSandbox();
    const { issuer } = sandbox.ready;
    const post = (path: string, body: string, headers: Record<string, string> = {}) =>
      fetch(`${issuer}${path}`, { method: 'POST', headers: { ...form, ...headers }, body });
    const basic = Buffer.from('claimed%2Dbasic:wrong').toString('base64');
    const payload = Buffer.from(JSON.stringify({ sub: 'claimed-assertion' })).toString('base64url');

    await post('/oauth2/token', 'grant_type=refresh_token', { authorization: `Basic ${basic}` });
    await post('/oauth2/token', 'grant_type=refresh_token&client_id=claimed-form&client_secret=no');
    await post('/oauth2/token', `grant_type=refresh_token&client_assertion=e30.${payload}.x`);
    await fetch(`${issuer}/oauth2/authorize?client_id=claimed-query&redirect_uri=https://nowhere.example/`);
    await fetch(`${issuer}/oauth2/tokens?client_id=claimed-path`);

    const { items } = await sandbox.control<{ items: Row[] }>('GET', '/log?filter=client:claimed-*');
    expect(items.map(({ clientId, clientClaimed }) => [clientId, clientClaimed])).toEqual([
      ['claimed-basic', true],
      ['claimed-form', true],
      ['claimed-assertion', true],
      ['claimed-query', true],
      ['claimed-path', true],
    ]);
  });

  it('is found by the token of a request to a path that does not exist, and is no claim once proven', async () => {
    await using sandbox = await startSandbox();
    const { issuer } = sandbox.ready;
    const grant = await sandbox.control<{ access_token: string }>('POST', '/grants', {
      clientId: 'demo-kakeibo',
      loginId: '10000000001',
      scopes: ['account:balance'],
    });
    const authorization = `Bearer ${grant.access_token}`;
    await fetch(`${issuer}/ib/v1/account`, { headers: { authorization } });
    await fetch(`${issuer}/ib/v1/accounts/balances`, { headers: { authorization } });

    const { items } = await sandbox.control<{ items: Row[] }>('GET', '/log?filter=path:/ib/v1');
    expect(items.map(({ clientId, clientClaimed }) => [clientId, clientClaimed])).toEqual([
      ['demo-kakeibo', true],
      ['demo-kakeibo', undefined],
    ]);
  });

  it('is no claim where what stands there can be no identifier', async () => {
    await using sandbox = await startSandbox();
    const { issuer } = sandbox.ready;
    for (const body of [
      `client_id=${'x'.repeat(201)}`,
      'client_id=%E3%81%82',
      'client_id=',
      'client_assertion=a.bm9uc2Vuc2U.c',
      'client_assertion=a',
    ]) {
      await fetch(`${issuer}/oauth2/token`, { method: 'POST', headers: form, body });
    }
    await fetch(`${issuer}/oauth2/token`, {
      method: 'POST',
      headers: { ...form, authorization: 'Basic JSUlOng=' },
      body: 'grant_type=refresh_token',
    });
    const { items } = await sandbox.control<{ items: Row[] }>('GET', '/log?filter=path:/oauth2/token');
    expect(items).toHaveLength(6);
    expect(items.filter(({ clientId }) => clientId !== undefined)).toEqual([]);
  });
});
