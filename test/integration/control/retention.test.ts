import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { defaultSettings } from '../../../server/bank/institution-profiles.ts';
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
