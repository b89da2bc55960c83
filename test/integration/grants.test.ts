import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { JIRO, TARO } from '../harness/customer-browser.ts';
import {
  KAKEIBO,
  linkWithoutScreens,
  PartnerClient,
  REDIRECT_URI,
  ZAIM,
  type TokenBody,
} from '../harness/partner-client.ts';
import { startSandbox, type TestSandbox } from '../harness/sandbox.ts';

let sandbox: TestSandbox;
let partner: PartnerClient;
beforeEach(async () => {
  sandbox = await startSandbox();
  partner = new PartnerClient(sandbox);
});
afterEach(() => sandbox.stop());

const ACCOUNTS = '/ib/v1/accounts';

interface GrantView {
  grantId: string;
  status: string;
  endReason?: string;
  scopes: string[];
  createdAt: string;
  expiresAt: string;
}

const grantOf = ({ grant_id }: TokenBody) => sandbox.control<GrantView>('GET', `/grants/${grant_id}`);

async function reads(accessToken: string): Promise<number> {
  return (await partner.data(ACCOUNTS, accessToken)).status;
}

describe('the 90 days', () => {
  it('end to the second, at the token endpoint and at the data API', async () => {
    const linked = await partner.link();
    expect(linked.authorization_expires_in).toBe(90 * 86_400);
    expect(Date.parse(linked.grant_expires_at) - Date.parse('2027-02-20T13:04:00+09:00')).toBe(
      90 * 86_400_000,
    );
    await sandbox.advance('P89DT23H59M59S');
    const last = await partner.refresh(linked.refresh_token);
    expect(last.status).toBe(200);
    expect(last.body).toMatchObject({ expires_in: 1, authorization_expires_in: 1 });
    expect(await reads(last.body.access_token)).toBe(200);

    const { effects } = await sandbox.advance('PT1S');
    expect(effects.map(({ type }) => type)).toContain('grant.expired');
    expect(await reads(last.body.access_token)).toBe(401);
    const over = await partner.refresh(last.body.refresh_token);
    expect([over.status, over.body.error]).toEqual([400, 'invalid_grant']);
    expect(over.body.error_description).toContain('expired at 2027-05-21T13:04:00+09:00');
    expect((await grantOf(linked)).status).toBe('expired');
  });

  it('count from the consent, not from the redemption of the code', async () => {
    const { code, verifier } = await partner.obtainCode();
    await sandbox.advance('PT9M');
    const { body } = await partner.redeem(code, { code_verifier: verifier });
    expect(body.authorization_expires_in).toBe(90 * 86_400 - 9 * 60);
  });

  it('are never extended by a refresh', async () => {
    const linked = await linkWithoutScreens(sandbox);
    let token = linked.refresh_token;
    for (let month = 0; month < 2; month++) {
      await sandbox.advance('P30D');
      const { body } = await partner.refresh(token);
      expect(body.grant_expires_at).toBe(linked.grant_expires_at);
      expect(body.expires_in).toBe(3_600);
      token = body.refresh_token;
    }
    expect((await grantOf(linked)).expiresAt).toBe(linked.grant_expires_at);
  });

  it('are a setting', async () => {
    await sandbox.changeSettings({ lifetimes: { grantDays: 1, accessTokenSeconds: 60 } });
    const linked = await linkWithoutScreens(sandbox);
    expect(linked).toMatchObject({ expires_in: 60, authorization_expires_in: 86_400 });
    await sandbox.advance('PT60S');
    expect(await reads(linked.access_token)).toBe(401);
    expect((await partner.refresh(linked.refresh_token)).status).toBe(200);
  });

  it('start anew with a consent before the end, which supersedes the earlier grant', async () => {
    const first = await partner.link();
    await sandbox.advance('P60D');
    const second = await partner.link();
    expect(second.authorization_expires_in).toBe(90 * 86_400);
    expect(second.grant_id).not.toBe(first.grant_id);
    expect(await reads(first.access_token)).toBe(401);
    expect((await partner.refresh(first.refresh_token)).body.error_description).toContain('superseded');
    expect(await grantOf(first)).toMatchObject({ status: 'superseded', endReason: 'superseded' });
    expect(await reads(second.access_token)).toBe(200);
  });

  it('start anew with a consent after the end', async () => {
    await linkWithoutScreens(sandbox);
    await sandbox.advance('P91D');
    const again = await partner.link();
    expect(again.authorization_expires_in).toBe(90 * 86_400);
  });
});

describe('grantPolicy', () => {
  it('one-per-client leaves other partners and other customers alone', async () => {
    const mine = await linkWithoutScreens(sandbox);
    const otherPartner = await linkWithoutScreens(sandbox, { clientId: ZAIM.clientId });
    const otherCustomer = await linkWithoutScreens(sandbox, { loginId: JIRO.loginId });
    for (const tokens of [mine, otherPartner, otherCustomer]) {
      expect(await reads(tokens.access_token)).toBe(200);
    }
  });

  it('one-per-customer lets a second partner’s consent end the first', async () => {
    await sandbox.changeSettings({ policies: { grantPolicy: 'one-per-customer' } });
    const first = await linkWithoutScreens(sandbox);
    const otherCustomer = await linkWithoutScreens(sandbox, { loginId: JIRO.loginId });
    await linkWithoutScreens(sandbox, { clientId: ZAIM.clientId });
    expect(await grantOf(first)).toMatchObject({
      status: 'superseded',
      endReason: 'superseded_by_other_client',
    });
    expect((await partner.refresh(first.refresh_token)).body.error).toBe('invalid_grant');
    expect(await reads(otherCustomer.access_token)).toBe(200);
  });

  it('many keeps them all', async () => {
    await sandbox.changeSettings({ policies: { grantPolicy: 'many' } });
    const first = await linkWithoutScreens(sandbox);
    const second = await linkWithoutScreens(sandbox);
    expect(await reads(first.access_token)).toBe(200);
    expect(await reads(second.access_token)).toBe(200);
  });
});

describe('scopes', () => {
  it('are narrowed by what the customer ticks, and the answer says so', async () => {
    const { CustomerBrowser, logIn, allow } = await import('../harness/customer-browser.ts');
    const browser = await new CustomerBrowser(sandbox.issuer).open(partner.authorizationUrl());
    await logIn(browser, TARO);
    browser.tick('入出金明細照会', false);
    const { parameters } = await allow(browser);
    const { body } = await partner.redeem(parameters.get('code') ?? '');
    expect(body.scope).toBe('account:balance offline_access');
    expect((await partner.data('/ib/v1/accounts/balances', body.access_token)).status).toBe(200);
    const refused = await partner.data(
      '/ib/v1/accounts/transactions?accountId=001011000001',
      body.access_token,
    );
    expect(refused.status).toBe(403);
    expect(refused.headers.get('www-authenticate')).toContain('insufficient_scope');
  });

  it('may be narrowed for one access token and are whole again with the next', async () => {
    const linked = await linkWithoutScreens(sandbox);
    const narrow = await partner.refresh(linked.refresh_token, { scope: 'account:balance' });
    expect(narrow.body.scope).toBe('account:balance');
    const wide = await partner.refresh(narrow.body.refresh_token);
    expect(wide.body.scope).toBe(linked.scope);
  });
});

describe('what ends a grant', () => {
  async function customerOf(loginId: string): Promise<string> {
    const { items } = await sandbox.control<{ items: { id: string }[] }>(
      'GET',
      `/customers?loginId=${loginId}`,
    );
    return items[0]?.id ?? '';
  }

  it('a new password', async () => {
    const linked = await linkWithoutScreens(sandbox);
    await sandbox.control('PATCH', `/customers/${await customerOf(TARO.loginId)}`, {
      password: 'New-Password-1',
    });
    expect(await grantOf(linked)).toMatchObject({ status: 'revoked', endReason: 'password_changed' });
    expect(await reads(linked.access_token)).toBe(401);
  });

  it('no new password where the policy says otherwise', async () => {
    await sandbox.changeSettings({ policies: { endGrantsOnPasswordChange: false } });
    const linked = await linkWithoutScreens(sandbox);
    await sandbox.control('PATCH', `/customers/${await customerOf(TARO.loginId)}`, {
      password: 'New-Password-1',
    });
    expect(await reads(linked.access_token)).toBe(200);
  });

  it.each([
    ['the bank', async (tokens: TokenBody) => sandbox.control('DELETE', `/grants/${tokens.grant_id}`)],
    [
      'a stopped contract',
      async () =>
        sandbox.control('PATCH', `/customers/${await customerOf(TARO.loginId)}`, { status: 'stopped' }),
    ],
    ['a deleted client', async () => sandbox.control('DELETE', `/clients/${KAKEIBO.clientId}`)],
    [
      'a deleted customer',
      async () => sandbox.control('DELETE', `/customers/${await customerOf(TARO.loginId)}`),
    ],
  ])('%s', async (_, end) => {
    const linked = await linkWithoutScreens(sandbox);
    await end(linked);
    expect(await reads(linked.access_token)).toBe(401);
  });
});

describe('an authorization code', () => {
  it('is worth one grant under ten redemptions at once, and its reuse ends that grant', async () => {
    const { code, verifier } = await partner.obtainCode();
    const answers = await Promise.all(
      Array.from({ length: 10 }, () => partner.redeem(code, { code_verifier: verifier })),
    );
    const winners = answers.filter(({ status }) => status === 200);
    expect(winners).toHaveLength(1);
    for (const { status, body } of answers.filter((answer) => !winners.includes(answer))) {
      expect([status, body.error]).toEqual([400, 'invalid_grant']);
    }
    const [winner] = winners;
    expect(await reads(winner?.body.access_token ?? '')).toBe(401);
    expect((await partner.refresh(winner?.body.refresh_token ?? '')).body.error).toBe('invalid_grant');
    const { items } = await sandbox.control<{ items: GrantView[] }>('GET', '/grants');
    expect(items).toMatchObject([{ status: 'revoked', endReason: 'code_reused' }]);
  });

  it('that nobody redeems leaves no grant behind', async () => {
    await partner.obtainCode();
    expect(await sandbox.control('GET', '/grants')).toEqual({ items: [] });
  });

  it('works one second before its end and not at it', async () => {
    const inTime = await partner.obtainCode();
    await sandbox.advance('PT599S');
    expect((await partner.redeem(inTime.code, { code_verifier: inTime.verifier })).status).toBe(200);
    const late = await partner.obtainCode();
    await sandbox.advance('PT600S');
    expect((await partner.redeem(late.code, { code_verifier: late.verifier })).body.error).toBe(
      'invalid_grant',
    );
  });

  it('needs no redirect_uri at the token endpoint when the request had none', async () => {
    await sandbox.control('POST', '/clients', {
      client_id: 'one-uri',
      client_secret: KAKEIBO.secret,
      client_name: 'One URI',
      redirect_uris: [REDIRECT_URI],
      sandbox_customer_kind: 'personal',
    });
    const one = new PartnerClient(sandbox, { ...KAKEIBO, clientId: 'one-uri' });
    const { code, verifier } = await one.obtainCode({ parameters: { redirect_uri: undefined } });
    const answer = await one.redeem(code, { code_verifier: verifier, redirect_uri: undefined });
    expect(answer.status).toBe(200);
  });
});

describe('refresh tokens', () => {
  it('within the grace the same one answers the same successor, and only that', async () => {
    const { refresh_token } = await linkWithoutScreens(sandbox);
    const first = await partner.refresh(refresh_token);
    await sandbox.advance('PT9S');
    const again = await partner.refresh(refresh_token);
    expect(again.body.refresh_token).toBe(first.body.refresh_token);
    expect(again.body.access_token).toBe(first.body.access_token);
    expect(again.body.expires_in).toBe(3_591);
    expect((await partner.refresh(again.body.refresh_token)).status).toBe(200);
  });

  it('ten at once get one and the same successor', async () => {
    const { refresh_token } = await linkWithoutScreens(sandbox);
    const answers = await Promise.all(Array.from({ length: 10 }, () => partner.refresh(refresh_token)));
    expect(answers.map(({ status }) => status)).toEqual(Array<number>(10).fill(200));
    expect(new Set(answers.map(({ body }) => body.refresh_token)).size).toBe(1);
  });

  it('after the grace a used one is taken for theft and ends the grant', async () => {
    const linked = await linkWithoutScreens(sandbox);
    const next = await partner.refresh(linked.refresh_token);
    await sandbox.advance('PT10S');
    const position = sandbox.logPosition();
    expect((await partner.refresh(linked.refresh_token)).body.error).toBe('invalid_grant');
    const [entry] = sandbox.logAfter(position);
    expect(entry?.outcome.code).toBe('refresh_token_reused');
    expect(entry?.effects).toMatchObject([{ type: 'grant.ended', reason: 'refresh_token_reused' }]);
    expect(await reads(next.body.access_token)).toBe(401);
    expect((await partner.refresh(next.body.refresh_token)).body.error).toBe('invalid_grant');
  });

  it('an older one ends the grant even within the grace', async () => {
    const linked = await linkWithoutScreens(sandbox);
    const second = await partner.refresh(linked.refresh_token);
    await partner.refresh(second.body.refresh_token);
    expect((await partner.refresh(linked.refresh_token)).status).toBe(400);
    expect((await grantOf(linked)).endReason).toBe('refresh_token_reused');
  });

  it('rotate-strict knows no grace', async () => {
    await sandbox.changeSettings({ policies: { refreshRotation: 'rotate-strict' } });
    const linked = await linkWithoutScreens(sandbox);
    await partner.refresh(linked.refresh_token);
    expect((await partner.refresh(linked.refresh_token)).body.error).toBe('invalid_grant');
    expect((await grantOf(linked)).status).toBe('revoked');
  });

  it('none answers the same token for ever', async () => {
    await sandbox.changeSettings({ policies: { refreshRotation: 'none' } });
    const { refresh_token } = await linkWithoutScreens(sandbox);
    for (const wait of ['PT1S', 'P1D', 'P30D']) {
      const { status, body } = await partner.refresh(refresh_token);
      expect([status, body.refresh_token]).toEqual([200, refresh_token]);
      await sandbox.advance(wait);
    }
  });

  it('are not issued to a client that is not registered for them', async () => {
    await sandbox.control('POST', '/clients', {
      client_id: 'no-refresh',
      client_secret: KAKEIBO.secret,
      client_name: 'No refresh',
      redirect_uris: [REDIRECT_URI],
      grant_types: ['authorization_code'],
    });
    const tokens = await linkWithoutScreens(sandbox, { clientId: 'no-refresh' });
    expect(tokens).not.toHaveProperty('refresh_token');
  });
});
