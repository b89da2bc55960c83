import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { linkWithoutScreens, PartnerClient } from '../harness/partner-client.ts';
import { startSandbox, type TestSandbox } from '../harness/sandbox.ts';

let left: TestSandbox;
let right: TestSandbox;
beforeAll(async () => {
  [left, right] = await Promise.all([startSandbox(), startSandbox({ controlToken: 'the-other-token' })]);
});
afterAll(() => Promise.all([left.stop(), right.stop()]));

describe('two sandboxes in one process', () => {
  it('have addresses, keys and tokens of their own', async () => {
    expect(left.issuer).not.toBe(right.issuer);
    const [ours, theirs] = await Promise.all(
      [left, right].map(async ({ issuer }) => (await fetch(`${issuer}/oauth2/jwks`)).text()),
    );
    expect(ours).not.toBe(theirs);
    const tokens = await linkWithoutScreens(left);
    const foreign = new PartnerClient(right);
    expect((await foreign.refresh(tokens.refresh_token)).body.error).toBe('invalid_grant');
    expect((await foreign.data('/ib/v1/accounts', tokens.access_token)).status).toBe(401);
    expect(await right.control('GET', '/grants')).toEqual({ items: [] });
  });

  it('have clocks, settings and locks of their own', async () => {
    await left.advance('P1D');
    await left.changeSettings({ pageSize: 3 });
    expect(await right.control('GET', '/clock')).toMatchObject({ now: '2027-02-20T04:04:00.000Z' });
    expect(await right.control('GET', '/settings')).toMatchObject({ pageSize: 500 });
  });

  it('have logs of their own, and do not take each other’s control token', async () => {
    const position = right.logPosition();
    await fetch(`${left.issuer}/openapi.json`);
    expect(right.logAfter(position)).toEqual([]);
    const refused = await fetch(`${right.ready.control}/status`, {
      headers: { authorization: `Bearer ${left.ready.controlToken}` },
    });
    expect(refused.status).toBe(401);
  });

  it('go on when the other one stops', async () => {
    const third = await startSandbox();
    await third.stop();
    await third.stop();
    expect((await fetch(`${left.issuer}/openapi.json`)).status).toBe(200);
    await expect(fetch(third.issuer)).rejects.toThrow();
  });
});
