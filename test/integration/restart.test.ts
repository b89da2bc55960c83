import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { bankTables } from '../harness/bank-tables.ts';
import { KAKEIBO, linkWithoutScreens, PartnerClient, type TokenBody } from '../harness/partner-client.ts';
import { startSandbox } from '../harness/sandbox.ts';
import { ANY_PORTS, ServeProcess } from '../harness/serve-process.ts';

let dataDir: string;
beforeEach(async () => {
  dataDir = await mkdtemp(join(tmpdir(), 'ib-link-restart-'));
});
afterEach(() => rm(dataDir, { recursive: true, force: true }));

describe('stopped and started again with the same data directory', () => {
  it('the bank knows everything it knew, secrets and clock included', async () => {
    const first = await startSandbox({ dataDir });
    const tokens = await linkWithoutScreens(first);
    const next = (await new PartnerClient(first).refresh(tokens.refresh_token)).body;
    const { code, verifier } = await new PartnerClient(first).obtainCode();
    await first.control('POST', '/clients', {
      client_id: 'kept',
      client_secret: KAKEIBO.secret,
      client_name: 'Kept',
      redirect_uris: ['http://127.0.0.1/callback'],
    });
    await first.changeSettings({ pageSize: 7 });
    await first.control('POST', '/accounts/001011000001/transactions', {
      transactionDate: '2027-02-20',
      transactionType: '1',
      amount: '12345',
      remarks: 'ｻｲｷﾄﾞｳ',
    });
    await first.advance('PT5M');
    await fetch(`${first.issuer}/oauth2/jwks`);
    const log = first.logAfter(0);
    const keys = await fetch(`${first.issuer}/oauth2/jwks`).then((response) => response.text());
    const before = bankTables(first, new Set());
    await first.stop();

    // Another clock is asked for, but the bank has its own by now.
    const second = await startSandbox({ dataDir, clock: 'real' });
    try {
      expect(bankTables(second, new Set())).toBe(before);
      expect(await second.control('GET', '/clock')).toEqual({
        mode: 'frozen',
        now: '2027-02-20T04:09:00.000Z',
      });
      expect(await fetch(`${second.issuer}/oauth2/jwks`).then((response) => response.text())).toBe(keys);
      const partner = new PartnerClient(second);
      const transactions = await partner.data(
        '/ib/v1/accounts/transactions?accountId=001011000001',
        next.access_token,
      );
      expect(await transactions.json()).toMatchObject({ transactions: [{ remarks: 'ｻｲｷﾄﾞｳ' }] });
      expect((await partner.refresh(next.refresh_token)).status).toBe(200);
      expect((await partner.redeem(code, { code_verifier: verifier })).status).toBe(200);
      const kept = second.logAfter(0).filter(({ id }) => log.some((entry) => entry.id === id));
      expect(kept).toEqual(log);
    } finally {
      await second.stop();
    }
  });

  it('a grant that has ended stays ended', async () => {
    const first = await startSandbox({ dataDir });
    const tokens = await linkWithoutScreens(first);
    await new PartnerClient(first).revoke(tokens.refresh_token);
    await first.stop();
    await using second = await startSandbox({ dataDir });
    expect((await new PartnerClient(second).refresh(tokens.refresh_token)).body.error).toBe('invalid_grant');
  });

  it('the scenario asked for is not loaded over what is there', async () => {
    await (await startSandbox({ dataDir, scenario: 'blank' })).stop();
    await using again = await startSandbox({ dataDir, scenario: 'demo' });
    expect(await again.control('GET', '/customers')).toEqual({ items: [] });
  });
});

describe('kill -9', () => {
  const serve = () => new ServeProcess([...ANY_PORTS, '--data', dataDir]);

  async function control<Result>(
    ready: { control: string; controlToken: string },
    path: string,
    body: object,
  ): Promise<Result> {
    const response = await fetch(ready.control + path, {
      method: 'POST',
      headers: { authorization: `Bearer ${ready.controlToken}`, 'content-type': 'application/json' },
      body: JSON.stringify(body),
    });
    expect(response.ok).toBe(true);
    return (await response.json()) as Result;
  }

  it('right after an answer loses nothing of what was answered', async () => {
    const first = serve();
    const ready = await first.ready();
    const linked = await control<TokenBody>(ready, '/grants', {
      clientId: KAKEIBO.clientId,
      loginId: '10000000001',
      scopes: ['account:balance', 'offline_access'],
    });
    let last = linked;
    for (let generation = 0; generation < 20; generation++) {
      last = (await new PartnerClient(ready).refresh(last.refresh_token)).body;
    }
    await first.end('SIGKILL');

    const second = serve();
    try {
      const partner = new PartnerClient(await second.ready());
      expect((await partner.data('/ib/v1/accounts', last.access_token)).status).toBe(200);
      const answer = await partner.refresh(last.refresh_token);
      expect(answer.status).toBe(200);
      expect(answer.body.grant_id).toBe(linked.grant_id);
    } finally {
      await second.end();
    }
  });

  it('in the middle of traffic keeps every refresh token that was handed out', async () => {
    const first = serve();
    const ready = await first.ready();
    const partner = new PartnerClient(ready);
    const logins = ['10000000001', '10000000002', '10000000003', '10000000004'];
    const held = await Promise.all(
      logins.map((loginId) =>
        control<TokenBody>(ready, '/grants', {
          clientId: KAKEIBO.clientId,
          loginId,
          scopes: ['account:balance', 'offline_access'],
        }),
      ),
    );
    let answers = 0;
    const chains = held.map(async (_, at) => {
      for (;;) {
        const mine = held[at];
        if (!mine) return;
        try {
          held[at] = (await partner.refresh(mine.refresh_token)).body;
        } catch {
          return; // The process is gone.
        }
        if (++answers === 60) first.child.kill('SIGKILL');
      }
    });
    await Promise.all(chains);
    await first.exited();

    const second = serve();
    try {
      const again = new PartnerClient(await second.ready());
      for (const { refresh_token } of held) {
        // The token last received is the present one, or the one before it whose answer was cut off.
        expect((await again.refresh(refresh_token)).status).toBe(200);
      }
    } finally {
      await second.end();
    }
  });
});
