import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { RotationLabView } from '../../server/control/operations/schemas/rotation-lab.ts';
import { everything } from '../harness/control-client.ts';
import { KeyedClient } from '../harness/keyed-client.ts';
import { KAKEIBO, linkWithoutScreens, PartnerClient, type TokenAnswer } from '../harness/partner-client.ts';
import { startSandbox, type TestSandbox } from '../harness/sandbox.ts';
import { ProofKey } from '../harness/signing-key.ts';

let sandbox: TestSandbox;
let partner: PartnerClient;
beforeAll(async () => {
  sandbox = await startSandbox();
  partner = new PartnerClient(sandbox);
});
afterAll(() => sandbox.stop());

type Rotation = RotationLabView['rotations'][number]['rotation'];
type Behaviour = RotationLabView['rotations'][number]['trials'][number]['behaviour'];

const lab = (clientId: string) =>
  sandbox.control<RotationLabView>('POST', `/clients/${clientId}/rotation-lab`);
const rotate = (sandbox_refresh_rotation: Rotation | 'default', clientId = KAKEIBO.clientId) =>
  sandbox.control('PATCH', `/clients/${clientId}`, { sandbox_refresh_rotation });
const said = ({ status, body }: TokenAnswer) => (status === 200 ? 'tokens' : body.error);

describe('sandbox_refresh_rotation', () => {
  it.each<[Rotation, retried: string | undefined, gone: string | undefined]>([
    ['none', 'tokens', 'tokens'],
    ['rotate', 'invalid_grant', 'tokens'],
    ['rotate-grace', 'tokens', 'tokens'],
    ['rotate-strict', 'invalid_grant', 'invalid_grant'],
  ])('%s: a used token gets %s, and its successor %s then', async (rotation, retried, successor) => {
    await rotate(rotation);
    const { refresh_token: first } = await linkWithoutScreens(sandbox);
    const { body } = await partner.refresh(first);
    expect(body.refresh_token === first).toBe(rotation === 'none');
    expect(said(await partner.refresh(first))).toBe(retried);
    expect(said(await partner.refresh(body.refresh_token))).toBe(successor);
    await rotate('default');
  });

  it('overrules the settings, and "default" gives way to them again', async () => {
    await sandbox.changeSettings({ policies: { refreshRotation: 'none' } });
    await rotate('rotate');
    const { refresh_token: first } = await linkWithoutScreens(sandbox);
    expect((await partner.refresh(first)).body.refresh_token).not.toBe(first);
    await rotate('default');
    const { refresh_token: second } = await linkWithoutScreens(sandbox);
    expect((await partner.refresh(second)).body.refresh_token).toBe(second);
    await sandbox.changeSettings({ policies: { refreshRotation: 'rotate-grace' } });
  });

  it('overrules the profile, and the verdict says so', async () => {
    const client = await KeyedClient.register(sandbox, 'fapi-rotating', {
      sandbox_profile: 'fapi2-security',
      sandbox_refresh_rotation: 'rotate-strict',
    });
    const proofKey = await ProofKey.make(sandbox);
    const linked = await client.link({ proofKey });
    const position = sandbox.logPosition();
    const refresh = async (token: string) =>
      client.post(
        '/oauth2/token',
        { grant_type: 'refresh_token', refresh_token: token },
        { dpop: await proofKey.prove('POST', '/oauth2/token') },
      );
    const { body, status } = await refresh(linked.refresh_token);
    expect(status).toBe(200);
    expect(body['refresh_token']).not.toBe(linked.refresh_token);
    const row = sandbox.logAfter(position).find(({ path }) => path === '/oauth2/token');
    expect(row?.verdicts).toContainEqual(
      expect.objectContaining({
        profile: 'fapi2-security',
        passes: false,
        reasons: [expect.objectContaining({ code: 'refresh_rotation_outside_profile' })],
      }),
    );

    await rotate('none', 'fapi-rotating');
    const later = sandbox.logPosition();
    expect((await refresh(String(body['refresh_token']))).status).toBe(200);
    const kept = sandbox.logAfter(later).find(({ path }) => path === '/oauth2/token');
    expect(kept?.verdicts?.map(({ profile }) => profile)).toEqual(['fapi2-message-signing']);
  });

  it('is part of an exported scenario', async () => {
    await rotate('rotate');
    const exported = await sandbox.control<{ clients: Record<string, unknown>[] }>('GET', '/scenario');
    expect(exported.clients).toContainEqual(
      expect.objectContaining({ client_id: KAKEIBO.clientId, sandbox_refresh_rotation: 'rotate' }),
    );
    await using second = await startSandbox();
    await second.control('POST', '/scenario', exported);
    expect(await second.control('GET', `/clients/${KAKEIBO.clientId}`)).toMatchObject({
      sandbox_refresh_rotation: 'rotate',
    });
    await rotate('default');
  });
});

describe('the laboratory', () => {
  /** What the request after the lost answer meets, and how it ends. */
  const expected: Record<Behaviour, Record<Rotation, [code: string, linkage: string]>> = {
    'retry-at-once': {
      none: ['tokens_refreshed', 'lives'],
      rotate: ['refresh_token_superseded', 'stranded'],
      'rotate-grace': ['tokens_repeated', 'lives'],
      'rotate-strict': ['refresh_token_reused', 'ended'],
    },
    'retry-after-grace': {
      none: ['tokens_refreshed', 'lives'],
      rotate: ['refresh_token_superseded', 'stranded'],
      'rotate-grace': ['refresh_token_reused', 'ended'],
      'rotate-strict': ['refresh_token_reused', 'ended'],
    },
    'refresh-twice-at-once': {
      none: ['tokens_refreshed', 'lives'],
      rotate: ['refresh_token_superseded', 'lives'],
      'rotate-grace': ['tokens_repeated', 'lives'],
      'rotate-strict': ['refresh_token_reused', 'ended'],
    },
    'link-again': {
      none: ['tokens_issued', 'lives'],
      rotate: ['tokens_issued', 'lives'],
      'rotate-grace': ['tokens_issued', 'lives'],
      'rotate-strict': ['tokens_issued', 'lives'],
    },
  };

  it('plays every behaviour under every rotation, and tells each step', async () => {
    const { rotations, present, graceSeconds } = await lab(KAKEIBO.clientId);
    expect(present).toEqual({ rotation: 'rotate-grace', decidedBy: 'settings' });
    expect(graceSeconds).toBe(10);
    expect(rotations.map(({ rotation }) => rotation)).toEqual([
      'none',
      'rotate',
      'rotate-grace',
      'rotate-strict',
    ]);
    for (const { rotation, trials } of rotations) {
      for (const { behaviour, steps, linkage, customerAsked } of trials) {
        expect([steps[2]?.outcome.code, linkage], `${rotation}, ${behaviour}`).toEqual(
          expected[behaviour][rotation],
        );
        expect(steps.map(({ action }) => action)[0]).toBe('link');
        expect(steps[1]).toMatchObject({
          action: 'refresh',
          sent: 1,
          received: rotation === 'none' ? 1 : 2,
          answerLost: behaviour !== 'refresh-twice-at-once',
        });
        expect(customerAsked).toBe(behaviour === 'link-again');
        for (const { outcome } of steps) {
          expect(outcome.message.ja).toMatch(/[ぁ-んァ-ヶ一-龠]/);
          expect(`${outcome.message.ja}${outcome.message.en}`).not.toMatch(/\{\w+\}/);
        }
      }
    }
  });

  it('waits for the grace the settings have, and no longer', async () => {
    await sandbox.changeSettings({ lifetimes: { refreshGraceSeconds: 45 } });
    const { rotations } = await lab(KAKEIBO.clientId);
    const late = rotations.flatMap(({ trials }) => trials).filter((t) => t.behaviour === 'retry-after-grace');
    for (const { steps } of late) {
      expect((steps[2]?.afterSeconds ?? 0) - (steps[1]?.afterSeconds ?? 0)).toBe(46);
    }
    await sandbox.changeSettings({ lifetimes: { refreshGraceSeconds: 10 } });
  });

  it('says what holds for the client, by whose word, and what departs from its profile', async () => {
    await rotate('rotate');
    expect((await lab(KAKEIBO.clientId)).present).toEqual({ rotation: 'rotate', decidedBy: 'client' });
    await rotate('default');
    const { present, rotations } = await lab('demo-fapi');
    expect(present).toEqual({ rotation: 'none', decidedBy: 'profile' });
    expect(rotations.filter((each) => !each.deviatesFromProfile).map(({ rotation }) => rotation)).toEqual([
      'none',
    ]);
  });

  it.each(['demo-kakeibo', 'demo-kaikei', 'demo-mobile', 'demo-fapi'])(
    'leaves the bank and its log as they were: %s',
    async (clientId) => {
      const linked = await linkWithoutScreens(sandbox);
      const before = everything(sandbox);
      const position = sandbox.logPosition();
      await lab(clientId);
      expect(everything(sandbox)).toBe(before);
      expect(sandbox.logAfter(position)).toEqual([]);
      expect((await partner.refresh(linked.refresh_token)).status).toBe(200);
    },
  );

  it('refuses a client that never refreshes', async () => {
    await sandbox.control('POST', '/clients', {
      client_id: 'never-refreshes',
      redirect_uris: ['https://app.example/callback'],
      grant_types: ['authorization_code'],
    });
    const answer = await sandbox.request('POST', '/clients/never-refreshes/rotation-lab');
    expect(answer.status).toBe(409);
    expect(await answer.json()).toMatchObject({ code: 'client_never_refreshes' });
  });
});
