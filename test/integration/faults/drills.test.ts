import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { z } from 'zod';
import { poisonNames } from '../../../server/bank/poison.ts';
import type { drill, startedDrill } from '../../../server/control/operations/schemas/drill.ts';
import { linkWithoutScreens, PartnerClient, type TokenBody } from '../../harness/partner-client.ts';
import { startSandbox, type TestSandbox } from '../../harness/sandbox.ts';
import { see } from './wire.ts';

type Drill = z.output<typeof drill>;
type Started = z.output<typeof startedDrill>;

let sandbox: TestSandbox;
let partner: PartnerClient;
beforeEach(async () => {
  sandbox = await startSandbox();
  partner = new PartnerClient(sandbox);
});
afterEach(() => sandbox.stop());

async function start(name: string, parameters: object = {}): Promise<Started> {
  const started = await sandbox.control<Started>('POST', `/drills/${name}`, parameters);
  expect(started.endsWhen.ja).toMatch(/[ぁ-ん]/);
  expect(started.endsWhen.en).toMatch(/^[A-Z].*\.$/);
  expect(started.changed).not.toHaveLength(0);
  return started;
}

const link = (options: object = {}): Promise<TokenBody> => linkWithoutScreens(sandbox, options);
const inMinutes = (minutes: number) => new Date(sandbox.context.clock.now() + minutes * 60_000).toISOString();
const accounts = (token: string) => partner.data('/ib/v1/accounts', token);
const lastExplanation = (position: number) => sandbox.logAfter(position).at(-1)?.outcome;

describe('GET /drills', () => {
  it('lists each with what it does and takes, in both languages', async () => {
    const { items } = await sandbox.control<{ items: Drill[] }>('GET', '/drills');
    expect(items.map(({ name }) => name)).toEqual([
      'token-endpoint-down',
      'refresh-answer-lost',
      'refresh-answer-lost-before-commit',
      'code-answer-lost',
      'code-answer-lost-before-commit',
      'rate-limited',
      'slow-page',
      'truncated-page',
      'all-consents-lost',
      'signing-keys-changed',
      'night-stop',
      'maintenance',
      'password-changed',
      'other-consent',
      ...poisonNames.map((poison) => `poison-${poison}`),
    ]);
    for (const { title, description } of items) {
      for (const { ja, en } of [title, description]) {
        expect(ja).toMatch(/[ぁ-んァ-ヶ一-龠]/);
        expect(en).toMatch(/^[\x20-\x7e]+$/);
      }
    }
    expect(items.find(({ name }) => name === 'slow-page')?.parameters).toEqual([
      { name: 'clientId', required: false },
      { name: 'loginId', required: false },
      { name: 'times', required: false, default: 1 },
      { name: 'page', required: false, default: 3 },
      { name: 'delayMs', required: false, default: 8_000 },
    ]);
  });
});

describe('a drill of the wire', () => {
  it('token-endpoint-down ends by the clock', async () => {
    const { refresh_token: token } = await link();
    const { endsAt, faults } = await start('token-endpoint-down');
    expect(endsAt).toBe(inMinutes(5));
    expect(faults).toMatchObject([{ drill: 'token-endpoint-down', until: endsAt }]);
    const position = sandbox.logPosition();
    expect((await partner.refresh(token)).status).toBe(500);
    expect(lastExplanation(position)?.message.ja).toContain('token-endpoint-down');
    expect(lastExplanation(position)?.message.en).toContain('By the drill token-endpoint-down');
    await sandbox.advance('PT5M');
    expect((await partner.refresh(token)).status).toBe(200);
  });

  it('refresh-answer-lost is done, its twin is not, and both look alike', async () => {
    const { refresh_token: token, grant_id: grantId } = await link();
    const generation = () => sandbox.context.state.grants.get(grantId)?.refreshGeneration;
    await start('refresh-answer-lost-before-commit', { loginId: '10000000001' });
    const before = await partner.refresh(token);
    expect([before.status, generation()]).toEqual([504, 1]);
    await start('refresh-answer-lost', { clientId: 'demo-kakeibo' });
    const after = await partner.refresh(token);
    expect([after.status, generation()]).toEqual([504, 2]);
    const visible = (headers: Headers) => [...headers.keys()].filter((name) => name !== 'date').sort();
    expect(visible(after.headers)).toEqual(visible(before.headers));
    expect((await partner.refresh(token)).status).toBe(200);
  });

  it('code-answer-lost burns the code, its twin leaves it', async () => {
    const { code, verifier } = await partner.obtainCode();
    await start('code-answer-lost-before-commit');
    expect((await partner.redeem(code, { code_verifier: verifier })).status).toBe(504);
    await start('code-answer-lost');
    expect((await partner.redeem(code, { code_verifier: verifier })).status).toBe(504);
    const again = await partner.redeem(code, { code_verifier: verifier });
    expect([again.status, again.body.error]).toEqual([400, 'invalid_grant']);
    expect([...sandbox.context.state.grants].at(-1)?.endReason).toBe('code_reused');
  });

  it('rate-limited answers 429 with Retry-After until its end', async () => {
    const { access_token: token } = await link();
    const { endsAt } = await start('rate-limited', { minutes: 2 });
    const limited = await accounts(token);
    expect(limited.status).toBe(429);
    expect(limited.headers.get('retry-after')).toBe('60');
    expect(await limited.json()).toMatchObject({ errorCode: 'WG_ERR_154' });
    expect(endsAt).toBe(inMinutes(2));
    await sandbox.advance('PT2M');
    expect((await accounts(token)).status).toBe(200);
  });

  it('truncated-page and slow-page strike that page and no other, once', async () => {
    await sandbox.changeSettings({ pageSize: 100 });
    const { access_token: token } = await link({ loginId: '10000000003' });
    const [account] = ((await (await accounts(token)).json()) as { accounts: { accountId: string }[] })
      .accounts;
    const ask = (nextItemKey?: string) =>
      partner.data(
        `/personal/v1/accounts/transactions?${new URLSearchParams({
          accountId: account?.accountId ?? '',
          dateFrom: '2020-01-01',
          ...(nextItemKey !== undefined && { nextItemKey }),
        }).toString()}`,
        token,
      );
    const next = async (nextItemKey?: string) =>
      ((await (await ask(nextItemKey)).json()) as { nextItemKey: string }).nextItemKey;
    await start('truncated-page', { page: 2 });
    const second = await next();
    expect(await see(ask(second))).toEqual({ kind: 'half', status: 200 });
    await start('slow-page', { delayMs: 20 });
    const position = sandbox.logPosition();
    await next(await next(second));
    expect(sandbox.logAfter(position).map(({ outcome }) => outcome.code)).toEqual([
      'transactions_page_returned',
      'fault_answer_delayed',
    ]);
    expect(sandbox.context.state.faults.size).toBe(0);
  });
});

describe('a drill of the bank', () => {
  it('all-consents-lost ends the grants of everybody, or of one client', async () => {
    const mine = await link();
    const theirs = await link({ clientId: 'demo-mobile', loginId: '10000000002' });
    const { changed } = await start('all-consents-lost', { clientId: 'demo-mobile' });
    expect(changed).toMatchObject([
      { type: 'grant.ended', grantId: theirs.grant_id, reason: 'lost_by_bank' },
    ]);
    expect((await accounts(mine.access_token)).status).toBe(200);
    await start('all-consents-lost');
    expect((await accounts(mine.access_token)).status).toBe(401);
    expect((await partner.refresh(mine.refresh_token)).body.error).toBe('invalid_grant');
  });

  it('signing-keys-changed uses new keys at once and leaves the old ones in the set', async () => {
    const jwks = async () =>
      (
        (await (await fetch(`${sandbox.issuer}/oauth2/jwks`)).json()) as {
          keys: { kid: string; d?: string }[];
        }
      ).keys;
    const before = await jwks();
    const { changed } = await start('signing-keys-changed');
    expect(changed.map(({ type }) => type)).toEqual(Array<string>(4).fill('signing_key.rotated'));
    const after = await jwks();
    expect(after).toHaveLength(before.length + 4);
    for (const key of before) expect(after).toContainEqual(key);
  });

  it('night-stop and maintenance close screens and data API, and open them again', async () => {
    const { access_token: token } = await link();
    const night = await start('night-stop', { minutes: 30 });
    expect(night.endsAt).toBe(inMinutes(30));
    const closed = await accounts(token);
    expect([closed.status, await closed.json()]).toMatchObject([503, { errorCode: '032054' }]);
    await sandbox.advance('PT30M');
    expect((await accounts(token)).status).toBe(200);

    const maintenance = await start('maintenance', { minutes: 20 });
    expect(maintenance.endsAt).toBe(inMinutes(20));
    const shut = await accounts(token);
    expect([shut.status, await shut.json()]).toMatchObject([503, { errorCode: 'WG_ERR_300' }]);
    expect(shut.headers.get('retry-after')).toBe('1200');
    await sandbox.advance('PT20M');
    expect((await accounts(token)).status).toBe(200);
  });

  it('password-changed and other-consent end the grants of one customer', async () => {
    const mine = await link();
    const other = await link({ loginId: '10000000002' });
    await start('password-changed', { loginId: '10000000001' });
    await start('other-consent', { loginId: '10000000002' });
    const reason = (id: string) => sandbox.context.state.grants.get(id)?.endReason;
    expect([reason(mine.grant_id), reason(other.grant_id)]).toEqual([
      'password_changed',
      'superseded_by_other_client',
    ]);
    // The password itself stays: the customer can link again.
    expect((await partner.link()).scope).toContain('account:balance');
  });
});
