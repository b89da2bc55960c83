import { createLocalJWKSet, decodeProtectedHeader, jwtVerify, type JSONWebKeySet } from 'jose';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { DrillName } from '../../../server/bank/model.ts';
import type { LogEntry } from '../../../server/log/entry.ts';
import { linkAccount } from '../../harness/customer-browser.ts';
import { KAKEIBO, linkWithoutScreens, PartnerClient, type TokenBody } from '../../harness/partner-client.ts';
import { startSandbox, type TestSandbox } from '../../harness/sandbox.ts';
import { see } from './wire.ts';

let sandbox: TestSandbox;
let partner: PartnerClient;
beforeAll(async () => {
  sandbox = await startSandbox();
  partner = new PartnerClient(sandbox);
});
afterAll(() => sandbox.stop());

interface StatementPage {
  hasNext: boolean;
  nextItemKey?: string;
  transactions: { itemKey: string; transactionDate: string; amount: string; balance: string }[];
}

const passwordOf = (loginId: string) => `Sandbox-${loginId.slice(-4)}`;

/** The same linkage in every way there is to consent. */
const ways: [name: string, link: (loginId: string) => Promise<TokenBody>][] = [
  ['screens', (loginId) => partner.link({ customer: { loginId, password: passwordOf(loginId) } })],
  [
    '/consents',
    async (loginId) => {
      const { redirectTo } = await sandbox.control<{ redirectTo: string }>('POST', '/consents', {
        authorizationUrl: partner.authorizationUrl(),
        loginId,
        password: passwordOf(loginId),
      });
      return redeemed(redirectTo);
    },
  ],
  [
    'automatic consent',
    async (loginId) => {
      await sandbox.control('PATCH', `/clients/${KAKEIBO.clientId}`, { sandbox_consent: 'auto' });
      try {
        const url = partner.authorizationUrl({ login_hint: loginId });
        return await redeemed((await linkAccount(sandbox.issuer, url)).url.href);
      } finally {
        await sandbox.control('PATCH', `/clients/${KAKEIBO.clientId}`, { sandbox_consent: 'screen' });
      }
    },
  ],
  ['POST /grants', (loginId) => linkWithoutScreens(sandbox, { loginId })],
];

async function redeemed(redirectTo: string): Promise<TokenBody> {
  const answer = await partner.redeem(new URL(redirectTo).searchParams.get('code') ?? '');
  expect(answer.status).toBe(200);
  return answer.body;
}

/** The row of the log in which the drill struck, which has to say so in both languages. */
function expectStruck(drill: DrillName, position: number): LogEntry {
  const row = sandbox
    .logAfter(position)
    .find(({ effects }) =>
      effects.some((effect) => effect.type === 'drill.struck' && effect['drill'] === drill),
    );
  if (!row) throw new Error(`the log does not tell of ${drill}`);
  const effect = row.effects.find(({ type }) => type === 'drill.struck');
  expect(effect?.['ja']).toMatch(/[ぁ-ん]/);
  expect(effect?.['en']).toMatch(/^[A-Z].*\.$/);
  return row;
}

const ask = (path: string, token: string) => partner.data(`/ib/v1${path}`, token);
const json = async <Body>(response: Promise<Response>) => (await (await response).json()) as Body;
const accountIds = async (token: string) =>
  (await json<{ accounts: { accountId: string }[] }>(ask('/accounts', token))).accounts.map(
    ({ accountId }) => accountId,
  );
const statement = (accountId: string, token: string, nextItemKey?: string) =>
  ask(
    `/accounts/transactions?${new URLSearchParams({
      accountId,
      dateFrom: '2020-01-01',
      ...(nextItemKey !== undefined && { nextItemKey }),
    }).toString()}`,
    token,
  );

describe.each(ways)('by %s', (_way, link) => {
  it('10000000021: the grant ends two minutes after the consent', async () => {
    const position = sandbox.logPosition();
    const linked = await link('10000000021');
    expect(linked.authorization_expires_in).toBe(120);
    expectStruck('grant_expires_soon', position);
  });

  it('10000000022: a consent for another partner ends the first', async () => {
    const linked = await link('10000000022');
    const position = sandbox.logPosition();
    await linkWithoutScreens(sandbox, { clientId: 'demo-mobile', loginId: '10000000022' });
    expectStruck('other_consent_ends_grant', position);
    const refused = await partner.refresh(linked.refresh_token);
    expect([refused.status, refused.body.error]).toEqual([400, 'invalid_grant']);
    expect(sandbox.context.state.grants.get(linked.grant_id)?.endReason).toBe('superseded_by_other_client');
  });

  it('10000000023: by the first refresh the password has changed, and the grant is over', async () => {
    const linked = await link('10000000023');
    const position = sandbox.logPosition();
    const refused = await partner.refresh(linked.refresh_token);
    expect([refused.status, refused.body.error]).toEqual([400, 'invalid_grant']);
    expect(expectStruck('password_change_ends_grant', position).outcome.message.en).toContain(
      'password_changed',
    );
    expect((await ask('/accounts', linked.access_token)).status).toBe(401);
  });

  it('10000000024: the first refresh is done and its answer lost; the retry gets the successor', async () => {
    const linked = await link('10000000024');
    const position = sandbox.logPosition();
    expect((await partner.refresh(linked.refresh_token)).status).toBe(504);
    const { outcome } = expectStruck('refresh_answer_lost', position);
    expect(outcome.code).toBe('fault_answer_lost');
    expect(outcome.message.en).toContain('The bank believes you hold refresh token #2.');
    const retried = await partner.refresh(linked.refresh_token);
    expect(retried.status).toBe(200);
    expect((await partner.refresh(retried.body.refresh_token)).status).toBe(200);
  });

  it('10000000026: the bank has lost the grant by the first refresh', async () => {
    const linked = await link('10000000026');
    const position = sandbox.logPosition();
    const refused = await partner.refresh(linked.refresh_token);
    expect([refused.status, refused.body.error]).toEqual([400, 'invalid_grant']);
    expect(expectStruck('grant_lost_on_refresh', position).outcome.code).toBe('grant_lost_by_bank');
    expect((await ask('/accounts', linked.access_token)).status).toBe(401);
  });

  it('10000000034: the second account is gone after the first refresh', async () => {
    const linked = await link('10000000034');
    const [first, second = ''] = await accountIds(linked.access_token);
    const { body } = await partner.refresh(linked.refresh_token);
    const position = sandbox.logPosition();
    expect(await accountIds(body.access_token)).toEqual([first]);
    expectStruck('account_vanishes', position);
    expect((await statement(second, body.access_token)).status).toBe(400);
    const unknown = await statement('001019999999', body.access_token);
    expect(await (await statement(second, body.access_token)).text()).toBe(await unknown.text());
  });
});

describe('with the clock', () => {
  it('10000000025: refreshing fails for five minutes after the consent, to the second', async () => {
    await using own = await startSandbox();
    const client = new PartnerClient(own);
    const linked = await linkWithoutScreens(own, { loginId: '10000000025' });
    await own.advance('PT4M59S');
    const position = own.logPosition();
    const down = await client.refresh(linked.refresh_token);
    expect([down.status, down.body.error]).toEqual([500, 'server_error']);
    const [row] = own.logAfter(position);
    expect(row?.outcome.code).toBe('fault_injected');
    expect(row?.outcome.message.ja).toContain('5分間');
    expect(row?.outcome.message.en).toContain('nothing was done');
    expect(own.context.state.grants.get(linked.grant_id)?.refreshGeneration).toBe(1);
    await own.advance('PT1S');
    expect((await client.refresh(linked.refresh_token)).status).toBe(200);
  });

  it('10000000021: works one second before the end, and not at it', async () => {
    await using own = await startSandbox();
    const client = new PartnerClient(own);
    const linked = await linkWithoutScreens(own, { loginId: '10000000021' });
    await own.advance('PT1M59S');
    const { status, body } = await client.refresh(linked.refresh_token);
    expect(status).toBe(200);
    expect(body.expires_in).toBe(1);
    await own.advance('PT1S');
    expect((await client.refresh(body.refresh_token)).body.error_description).toMatch(/expired/);
  });
});

describe('10000000027', () => {
  it('has ID tokens signed with a key nobody has seen, that is published all the same', async () => {
    const jwks = async () => json<JSONWebKeySet>(fetch(`${sandbox.issuer}/oauth2/jwks`));
    const before = await jwks();
    const position = sandbox.logPosition();
    const { id_token: idToken = '' } = await linkWithoutScreens(sandbox, {
      loginId: '10000000027',
      scopes: ['openid', 'account:balance', 'offline_access'],
    });
    expectStruck('signing_key_changed', position);
    const { kid } = decodeProtectedHeader(idToken);
    expect(before.keys.map((key) => key.kid)).not.toContain(kid);
    const after = await jwks();
    for (const key of before.keys) expect(after.keys).toContainEqual(key);
    const verified = await jwtVerify(idToken, createLocalJWKSet(after), {
      currentDate: new Date('2027-02-20T04:04:00Z'),
    });
    expect(verified.payload.aud).toBe('demo-kakeibo');
  });

  it('can not fill the key set', async () => {
    for (let link = 0; link < 8; link++) {
      const { id_token: idToken } = await linkWithoutScreens(sandbox, {
        loginId: '10000000027',
        scopes: ['openid', 'account:balance'],
      });
      expect(idToken).toBeTypeOf('string');
    }
    const { items } = await sandbox.control<{ items: { alg: string }[] }>('GET', '/keys');
    expect(items.filter(({ alg }) => alg === 'RS256').length).toBeLessThanOrEqual(6);
  });
});

describe('statements', () => {
  /** Follows the pages as far as they come. */
  async function firstPages(loginId: string, count: number) {
    const { access_token: token } = await linkWithoutScreens(sandbox, { loginId });
    const [accountId = ''] = await accountIds(token);
    const pages: StatementPage[] = [];
    for (let page = 0; page < count; page++) {
      pages.push(await json<StatementPage>(statement(accountId, token, pages.at(-1)?.nextItemKey)));
    }
    return { token, accountId, pages };
  }

  it('10000000031: page 3 is late, by as much as the settings say', async () => {
    await sandbox.changeSettings({ policies: { slowPageMs: 30 } });
    const { token, accountId, pages } = await firstPages('10000000031', 2);
    const position = sandbox.logPosition();
    const started = performance.now();
    const third = await json<StatementPage>(statement(accountId, token, pages[1]?.nextItemKey));
    expect(performance.now() - started).toBeGreaterThanOrEqual(29);
    expect(third.hasNext).toBe(false);
    const { outcome } = expectStruck('third_page_slow', position);
    expect(outcome.code).toBe('fault_answer_delayed');
    expect(outcome.message.ja).toContain('30 ミリ秒');
  });

  it('10000000032: page 3 breaks off, each time', async () => {
    const { token, accountId, pages } = await firstPages('10000000032', 2);
    const position = sandbox.logPosition();
    for (let attempt = 0; attempt < 2; attempt++) {
      expect(await see(statement(accountId, token, pages[1]?.nextItemKey))).toEqual({
        kind: 'half',
        status: 200,
      });
    }
    await sandbox.waitForLog('outcome:fault_answer_lost', position);
    const { outcome } = expectStruck('third_page_truncated', position);
    expect(outcome.message.en).toContain('Nothing was changed at the bank.');
  });

  it('10000000033: 1 yen comes in behind page 1, and no row is lost or told twice', async () => {
    const position = sandbox.logPosition();
    const { pages } = await firstPages('10000000033', 3);
    expectStruck('balance_changes_between_pages', position);
    const rows = pages.flatMap(({ transactions }) => transactions);
    expect(new Set(rows.map(({ itemKey }) => itemKey)).size).toBe(1_201);
    expect(rows.at(-1)).toMatchObject({ amount: '1', transactionDate: '2027-02-20' });
    expect(BigInt(rows.at(-1)?.balance ?? 0)).toBe(BigInt(rows.at(-2)?.balance ?? 0) + 1n);
  });

  it('10000000035: linked again, the same rows have other item keys in the same order', async () => {
    await sandbox.changeSettings({ pageSize: 20 });
    const all = async () => {
      const { pages, token, accountId } = await firstPages('10000000035', 1);
      while (pages.at(-1)?.hasNext) {
        pages.push(await json<StatementPage>(statement(accountId, token, pages.at(-1)?.nextItemKey)));
      }
      return pages.flatMap(({ transactions }) => transactions);
    };
    const first = await all();
    const position = sandbox.logPosition();
    const second = await all();
    await sandbox.changeSettings({ pageSize: 500 });
    expectStruck('item_keys_change_on_relink', position);
    const content = (rows: typeof first) => rows.map(({ itemKey: _key, ...row }) => row);
    expect(content(second)).toEqual(content(first));
    const keys = second.map(({ itemKey }) => itemKey);
    expect(keys).toEqual([...keys].sort());
    expect(keys.every((key) => key.length <= 24)).toBe(true);
    const before = new Set(first.map(({ itemKey }) => itemKey));
    expect(keys.filter((key) => before.has(key))).toEqual([]);
  });

  it('10000000036: rows older than 30 days are left out', async () => {
    const position = sandbox.logPosition();
    const { pages } = await firstPages('10000000036', 1);
    expectStruck('history_gap', position);
    const dates = pages[0]?.transactions.map(({ transactionDate }) => transactionDate) ?? [];
    expect(dates[0]).toMatch(/^2027-0[12]/);
    expect((dates[0] ?? '') >= '2027-01-21').toBe(true);
  });

  it.each([
    ['10000000013', 'outside_service_hours', 503],
    ['10000000014', 'maintenance', 503],
  ] as const)('%s: every inquiry meets %s', async (loginId, drill, status) => {
    const { access_token: token } = await linkWithoutScreens(sandbox, { loginId });
    const position = sandbox.logPosition();
    expect((await ask('/accounts', token)).status).toBe(status);
    expectStruck(drill, position);
  });

  it('10000000015: the fourth inquiry of a minute is refused', async () => {
    const { access_token: token } = await linkWithoutScreens(sandbox, { loginId: '10000000015' });
    const position = sandbox.logPosition();
    const statuses: number[] = [];
    for (let count = 0; count < 4; count++) statuses.push((await ask('/accounts', token)).status);
    expect(statuses).toEqual([200, 200, 200, 429]);
    expectStruck('rate_limited', position);
  });
});
