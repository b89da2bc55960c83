import { expect, it } from 'vitest';
import { LATEST } from '../../server/bank/clock.ts';
import { toTimestamp } from '../../server/bank/time.ts';
import { linkWithoutScreens, PartnerClient } from '../harness/partner-client.ts';
import { startSandbox } from '../harness/sandbox.ts';

it('at the latest time there is the bank still does all it does, with the longest lifetimes', async () => {
  await using sandbox = await startSandbox();
  await sandbox.changeSettings({ lifetimes: { grantDays: 3_650, accessTokenSeconds: 31_536_000 } });
  await sandbox.control('POST', '/clock/advance', { to: toTimestamp(LATEST) });
  const tokens = await linkWithoutScreens(sandbox);
  const partner = new PartnerClient(sandbox);
  expect((await partner.refresh(tokens.refresh_token)).status).toBe(200);
  expect((await partner.data('/ib/v1/accounts', tokens.access_token)).status).toBe(200);
  expect(await sandbox.control('GET', '/scenario')).toMatchObject({ clock: { mode: 'frozen' } });
  const beyond = { version: 1, name: 'later', clock: { mode: 'frozen', now: '2100-01-02T00:00:00+09:00' } };
  const refused = await sandbox.request('POST', '/scenario', beyond);
  expect(refused.status).toBe(422);
  expect(await refused.text()).toContain('clock.now');
  // The way back: what the refusal of the clock itself recommends.
  await sandbox.control('POST', '/scenario', { ...beyond, clock: { mode: 'real' } });
  expect(await sandbox.control('GET', '/clock')).toMatchObject({ mode: 'real' });
});

it('a start at a later time is refused', async () => {
  await expect(startSandbox({ clock: '9999-12-31T00:00:00Z' })).rejects.toThrow(/2100-01-01/);
});
