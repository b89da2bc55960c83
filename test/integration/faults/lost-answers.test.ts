import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { CustomerBrowser, TARO } from '../../harness/customer-browser.ts';
import {
  basic,
  KAKEIBO,
  linkWithoutScreens,
  PartnerClient,
  type TokenBody,
} from '../../harness/partner-client.ts';
import { startSandbox, type TestSandbox } from '../../harness/sandbox.ts';
import { addFault, bankRow, see } from './wire.ts';

let sandbox: TestSandbox;
let partner: PartnerClient;
beforeAll(async () => {
  sandbox = await startSandbox();
  partner = new PartnerClient(sandbox);
});
afterAll(() => sandbox.stop());
beforeEach(() => sandbox.control('DELETE', '/faults'));

const post = (path: string, parameters: Record<string, string>) =>
  fetch(sandbox.issuer + path, {
    method: 'POST',
    headers: { authorization: basic(KAKEIBO) },
    body: new URLSearchParams(parameters),
  });

describe('a body cut off in the middle', () => {
  const refresh = (token: string) =>
    post('/oauth2/token', { grant_type: 'refresh_token', refresh_token: token });

  it('leaves the client with half of its tokens, and the bank with the rotation done', async () => {
    const { refresh_token: token, grant_id: grantId } = await linkWithoutScreens(sandbox);
    await addFault(sandbox, {
      match: { path: '/oauth2/token' },
      action: { abort: 'truncate', loseResponse: true },
      times: 1,
    });
    const position = sandbox.logPosition();
    expect(await see(refresh(token))).toEqual({ kind: 'half', status: 200 });
    expect(sandbox.context.state.grants.get(grantId)?.refreshGeneration).toBe(2);
    const row = await bankRow(sandbox, position, '/oauth2/token');
    expect(row.outcome.code).toBe('fault_answer_lost');
    expect(Number(row.response.headers['content-length'])).toBeGreaterThan(row.response.bodySize);
    // Within the grace the same token answers the same successor.
    const again = await see(refresh(token));
    expect(again).toMatchObject({ kind: 'answer', status: 200 });
    expect((JSON.parse('text' in again ? again.text : '{}') as TokenBody).refresh_token).toContain('.2');
  });

  it('has a twin before the commit', async () => {
    const { refresh_token: token, grant_id: grantId } = await linkWithoutScreens(sandbox);
    await addFault(sandbox, { match: { path: '/oauth2/token' }, action: { abort: 'truncate' }, times: 1 });
    expect(await see(refresh(token))).toEqual({ kind: 'half', status: 200 });
    expect(sandbox.context.state.grants.get(grantId)?.refreshGeneration).toBe(1);
  });
});

describe('who is struck', () => {
  const balances = (token: string, mount = '/ib/v1') =>
    fetch(`${sandbox.issuer}${mount}/accounts/balances`, { headers: { authorization: `Bearer ${token}` } });

  it('only the client of the rule, under every alias of its path', async () => {
    await addFault(sandbox, {
      match: { path: '/auth/v1/token', clientId: 'demo-kakeibo' },
      action: { oauthError: 'temporarily_unavailable' },
    });
    const mine = await linkWithoutScreens(sandbox);
    const struck = await partner.refresh(mine.refresh_token);
    expect([struck.status, struck.body.error]).toEqual([503, 'temporarily_unavailable']);
    expect(struck.headers.get('retry-after')).toBe('60');
    const other = new PartnerClient(sandbox, {
      clientId: 'demo-mobile',
      method: 'none',
    });
    const theirs = await linkWithoutScreens(sandbox, { clientId: 'demo-mobile', loginId: '10000000002' });
    expect((await other.refresh(theirs.refresh_token)).status).toBe(200);
  });

  it('only the customer of the rule, with an error in the manner of the data API', async () => {
    await addFault(sandbox, {
      match: { path: '/ib/v1', loginId: '10000000001' },
      action: { status: 429, errorCode: 'WG_ERR_154' },
    });
    const { access_token: mine } = await linkWithoutScreens(sandbox);
    const { access_token: theirs } = await linkWithoutScreens(sandbox, { loginId: '10000000002' });
    const struck = await balances(mine, '/personal/v1');
    expect(struck.status).toBe(429);
    expect(await struck.json()).toMatchObject({ errorCode: 'WG_ERR_154' });
    expect((await balances(theirs)).status).toBe(200);
  });

  it('nobody any more when the bank’s clock shows the end', async () => {
    const own = await startSandbox();
    try {
      const { access_token: token } = await linkWithoutScreens(own);
      const ask = () =>
        fetch(`${own.issuer}/ib/v1/accounts`, { headers: { authorization: `Bearer ${token}` } });
      const until = new Date(own.context.clock.now() + 60_000).toISOString();
      await addFault(own, { match: { path: '/ib/v1' }, action: { status: 500 }, until });
      await own.advance('PT59S');
      expect((await ask()).status).toBe(500);
      const { effects } = await own.advance('PT1S');
      expect(effects).toEqual([expect.objectContaining({ at: until, type: 'fault.ended' })]);
      expect((await ask()).status).toBe(200);
      expect(await own.control('GET', '/faults')).toEqual({ items: [] });
    } finally {
      await own.stop();
    }
  });

  it('of ten at once as many as the rule says', async () => {
    const { access_token: token } = await linkWithoutScreens(sandbox);
    await addFault(sandbox, { match: { path: '/ib/v1' }, action: { status: 503 }, times: 3 });
    const answers = await Promise.all(Array.from({ length: 10 }, () => balances(token)));
    expect(answers.filter(({ status }) => status === 503)).toHaveLength(3);
    expect(answers.filter(({ status }) => status === 200)).toHaveLength(7);
  });

  it('a late answer holds up nobody else', async () => {
    const { access_token: token } = await linkWithoutScreens(sandbox);
    await addFault(sandbox, { match: { path: '/ib/v1' }, action: { delayMs: 400 }, times: 1 });
    const position = sandbox.logPosition();
    const order: string[] = [];
    const late = balances(token).then((response) => {
      order.push('late');
      return response;
    });
    // The other is sent once the rule has struck, which its going away tells.
    while (sandbox.context.state.faults.size > 0) await new Promise((resolve) => setImmediate(resolve));
    expect((await balances(token)).status).toBe(200);
    order.push('prompt');
    expect((await late).status).toBe(200);
    expect(order).toEqual(['prompt', 'late']);
    const { items } = sandbox.context.log.list({ after: position, limit: 10 });
    const row = items.find(({ outcome }) => outcome.code === 'fault_answer_delayed');
    expect(row?.outcome.message.ja).toContain('400 ミリ秒');
    expect(row?.outcome.message.en).toContain('400 ms late');
  });

  it('a customer who shows a certificate', async () => {
    await addFault(sandbox, { match: { loginId: '10000000006' }, action: { status: 500 }, times: 1 });
    const browser = await new CustomerBrowser(sandbox.issuer).open(partner.authorizationUrl());
    await browser.press('電子証明書認証');
    await browser.tick('サンプル 六実 (10000000006) 有効').press('この証明書で認証');
    expect(browser.page.status).toBe(500);
    expect([...sandbox.context.state.interactions].at(-1)?.stage).toBe('login');
  });

  it('the screens, with a page that says it is a sandbox', async () => {
    await addFault(sandbox, { match: { path: '/ib/login' }, action: { status: 502 }, times: 1 });
    const response = await fetch(partner.authorizationUrl(), { headers: { accept: 'text/html' } });
    expect(response.status).toBe(502);
    expect(await response.text()).toContain('サンドボックス');
    expect(response.headers.get('x-content-type-options')).toBe('nosniff');
  });
});

describe('a consent without a browser', () => {
  const consent = () =>
    sandbox.request('POST', '/consents', {
      authorizationUrl: partner.authorizationUrl(),
      loginId: TARO.loginId,
      password: TARO.password,
    });
  const codes = () => sandbox.context.state.authorizationCodes.size;

  it.each(['/oauth2/authorize', '/ib/login', '/ib/consent'])('is stopped by a fault at %s', async (path) => {
    await addFault(sandbox, { match: { path, clientId: 'demo-kakeibo' }, action: { status: 500 }, times: 1 });
    const before = codes();
    const answer = await consent();
    expect(answer.status).toBe(500);
    expect(await answer.json()).toMatchObject({ code: 'fault_injected' });
    expect(codes()).toBe(before);
    expect((await consent()).status).toBe(200);
  });

  it('is given, and its answer lost, by a fault for the customer', async () => {
    await addFault(sandbox, {
      match: { path: '/ib/consent', loginId: TARO.loginId },
      action: { loseResponse: true },
      times: 1,
    });
    const before = codes();
    const answer = await consent();
    expect(answer.status).toBe(504);
    expect(await answer.json()).toMatchObject({ code: 'fault_answer_lost' });
    expect(codes()).toBe(before + 1);
  });
});
