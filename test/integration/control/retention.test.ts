import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { defaultSettings } from '../../../server/bank/institution-profiles.ts';
import { look, sweep } from '../../../server/retention-sweep.ts';
import { linkWithoutScreens, PartnerClient } from '../../harness/partner-client.ts';
import { startSandbox, type TestSandbox } from '../../harness/sandbox.ts';

let sandbox: TestSandbox;
beforeEach(async () => {
  sandbox = await startSandbox();
});
afterEach(() => sandbox.stop());

describe('how long what is over is kept', () => {
  it('is a setting that can be changed member by member', async () => {
    expect(await sandbox.control('PATCH', '/settings', { retention: { endedGrantDays: 14 } })).toMatchObject({
      retention: { ...defaultSettings.retention, endedGrantDays: 14 },
    });
  });

  it('is part of an exported scenario, and comes back with it', async () => {
    const wanted = { endedGrantDays: 3, expiredTokenDays: 2, logEntries: 500, logMegabytes: 8 };
    await sandbox.changeSettings({ retention: wanted });
    const document = await sandbox.control('GET', '/scenario');
    expect(document).toMatchObject({ settings: { retention: wanted } });
    await sandbox.control('POST', '/scenario/reset', {});
    expect(await sandbox.control('GET', '/settings')).toMatchObject({ retention: defaultSettings.retention });
    await sandbox.control('POST', '/scenario', document);
    expect(await sandbox.control('GET', '/settings')).toMatchObject({ retention: wanted });
  });

  it('is the usual one for a bank whose settings were written before there was one', async () => {
    const { retention: _retention, ...earlier } = defaultSettings;
    sandbox.context.state.settings.put('current', earlier as typeof defaultSettings);
    expect(await sandbox.control('GET', '/settings')).toMatchObject({ retention: defaultSettings.retention });
  });
});

describe('what is over', () => {
  const outlook = (retention: object = {}) =>
    sandbox.control<{ overdue: { endedGrants: number; expiredTokens: number }; nextAt?: string }>(
      'POST',
      '/settings/retention',
      { retention },
    );
  const drop = () => sandbox.control('POST', '/settings/retention/drop');

  it('is counted before it is dropped, also under settings that are not saved, and nothing changes', async () => {
    await linkWithoutScreens(sandbox);
    await sandbox.advance('P90D');
    const kept = sandbox.context.state.grants.size;
    expect(await outlook()).toMatchObject({
      overdue: { endedGrants: 0 },
      nextAt: expect.any(String) as string,
    });
    await sandbox.advance('P10D');
    expect((await outlook({ endedGrantDays: 10 })).overdue.endedGrants).toBeGreaterThan(0);
    expect((await outlook({ endedGrantDays: 0, expiredTokenDays: 0 })).overdue).toEqual({
      endedGrants: 0,
      expiredTokens: 0,
    });
    expect(sandbox.context.state.grants.size).toBe(kept);
  });

  it('goes with its tokens at the very end of its days, and what lives stays and works', async () => {
    const over = await linkWithoutScreens(sandbox);
    await sandbox.advance('P90D');
    const living = await linkWithoutScreens(sandbox);
    await sandbox.changeSettings({ retention: { endedGrantDays: 1, expiredTokenDays: 1 } });
    await sandbox.advance('PT23H59M59S');
    await drop();
    expect((await new PartnerClient(sandbox).refresh(over.refresh_token)).body).toMatchObject({
      error_description: expect.stringMatching(/expired/i) as string,
    });
    await sandbox.advance('PT1S');
    expect(await drop()).toMatchObject({ endedGrants: expect.any(Number) as number });
    const { state } = sandbox.context;
    expect([...state.grants].every(({ expiresAt }) => expiresAt > sandbox.context.clock.now())).toBe(true);
    expect([...state.accessTokens].every(({ grantId }) => state.grants.has(grantId))).toBe(true);
    expect((await new PartnerClient(sandbox).refresh(over.refresh_token)).status).toBe(400);
    expect((await new PartnerClient(sandbox).refresh(living.refresh_token)).status).toBe(200);
  });

  it('is told of in the log before it goes and when it has gone, and only that goes', async () => {
    await linkWithoutScreens(sandbox);
    await sandbox.changeSettings({ retention: { endedGrantDays: 1 } });
    await sandbox.advance('P91D');
    const position = sandbox.logPosition();
    const { context } = sandbox;
    const before = context.state.grants.size;
    const told = await look(context, undefined);
    expect(told).toBe(context.clock.now());
    expect(context.state.grants.size).toBe(before);
    expect(await look(context, told)).toBeUndefined();
    expect(context.state.grants.size).toBeLessThan(before);
    const entries = sandbox.logAfter(position);
    expect(entries.map(({ outcome }) => outcome.code)).toEqual(['retention_due', 'retention_dropped']);
    expect(entries[1]?.effects).toMatchObject([{ type: 'retention.dropped' }]);
  });

  it('goes in turns between which others are served', async () => {
    const { context } = sandbox;
    await linkWithoutScreens(sandbox);
    const [grant] = context.state.grants;
    if (!grant) throw new Error('there is no grant');
    for (let id = 0; id < 1_700; id++) {
      const grantId = `past${String(id)}`;
      context.state.grants.put(grantId, { ...grant, grantId, expiresAt: context.clock.now() - 1 });
    }
    await sandbox.advance('P91D');
    let turns = 0;
    let over = false;
    const count = () => {
      turns += 1;
      if (!over) setImmediate(count);
    };
    setImmediate(count);
    expect(await sweep(context, context.clock.now())).toMatchObject({
      endedGrants: expect.any(Number) as number,
    });
    over = true;
    expect(turns).toBeGreaterThan(3);
    expect(context.state.grants.has('past0')).toBe(false);
  });
});
