import { beforeEach, describe, expect, it } from 'vitest';
import { giveConsent } from '../../../server/bank/consent.ts';
import { beginInteraction, cancelInteraction } from '../../../server/bank/interactions.ts';
import { permissionScopes, type AuthorizationRequest } from '../../../server/bank/model.ts';
import { signInWithPassword } from '../../../server/bank/sign-in.ts';
import { MINUTE, SECOND } from '../../../server/bank/time.ts';
import { CLIENT, PLAIN_MINT, REQUEST, TARO, TestBank } from '../../harness/test-bank.ts';

let bank: TestBank;
beforeEach(() => {
  bank = new TestBank();
});

function atConsent(request: AuthorizationRequest = { ...REQUEST, state: 'xyz' }): string {
  const { interactionId } = bank.run((tx) => beginInteraction(tx, request));
  bank.run((tx) =>
    signInWithPassword(tx, { interactionId, loginId: TARO.loginId, password: TARO.password ?? '' }),
  );
  return interactionId;
}

const allow = (interactionId: string, change: object = {}) => ({
  interactionId,
  permissions: permissionScopes,
  termsAgreed: true,
  ...change,
});

const onlyCode = () => {
  const [code] = bank.state.authorizationCodes;
  if (!code) throw new Error('there is no code');
  return code;
};

describe('giveConsent', () => {
  it('answers a code with the state, and writes no grant yet', () => {
    const answer = bank.run((tx) => giveConsent(tx, PLAIN_MINT, allow(atConsent())));
    expect(answer.parameters).toEqual({ code: `code:${onlyCode().codeId}`, state: 'xyz' });
    expect(bank.state.grants.size).toBe(0);
  });

  it('grants what was both asked for and ticked, with what needs no tick', () => {
    const interactionId = atConsent({ ...REQUEST, scopes: ['account:balance', 'openid', 'offline_access'] });
    bank.run((tx) => giveConsent(tx, PLAIN_MINT, allow(interactionId)));
    expect(onlyCode().scopes).toEqual(['account:balance', 'openid', 'offline_access']);
  });

  it('needs a tick, the terms and the right of inquiry', () => {
    const interactionId = atConsent();
    bank.refuses('no_permission_chosen', (tx) =>
      giveConsent(tx, PLAIN_MINT, allow(interactionId, { permissions: [] })),
    );
    bank.refuses('terms_not_agreed', (tx) =>
      giveConsent(tx, PLAIN_MINT, allow(interactionId, { termsAgreed: false })),
    );
    bank.changeCustomer({ mayInquire: false });
    bank.refuses('inquiry_not_permitted', (tx) => giveConsent(tx, PLAIN_MINT, allow(interactionId)));
    expect(bank.state.authorizationCodes.size).toBe(0);
  });

  it('needs a customer who is still allowed in', () => {
    const interactionId = atConsent();
    bank.changeCustomer({ status: 'stopped' });
    bank.refuses('customer_stopped', (tx) => giveConsent(tx, PLAIN_MINT, allow(interactionId)));
    bank.changeCustomer({ status: 'locked' });
    bank.refuses('customer_locked', (tx) => giveConsent(tx, PLAIN_MINT, allow(interactionId)));
    bank.state.customers.delete(TARO.id);
    bank.refuses('interaction_unknown', (tx) => giveConsent(tx, PLAIN_MINT, allow(interactionId)));
  });

  it('comes once, in time, and after the login', () => {
    const { interactionId: atLogin } = bank.run((tx) => beginInteraction(tx, REQUEST));
    bank.refuses('interaction_wrong_stage', (tx) => giveConsent(tx, PLAIN_MINT, allow(atLogin)));
    const once = atConsent();
    bank.run((tx) => giveConsent(tx, PLAIN_MINT, allow(once)));
    bank.refuses('interaction_finished', (tx) => giveConsent(tx, PLAIN_MINT, allow(once)));
    const late = atConsent();
    bank.now += 10 * MINUTE;
    bank.refuses('interaction_expired', (tx) => giveConsent(tx, PLAIN_MINT, allow(late)));
  });

  it('gives a code the shorter of the settings’ life and the profile’s', () => {
    bank.state.clients.put(CLIENT.client_id, { ...CLIENT, sandbox_profile: 'oauth21' });
    bank.run((tx) => giveConsent(tx, PLAIN_MINT, allow(atConsent())));
    expect(onlyCode().expiresAt).toBe(bank.now + 60 * SECOND);
  });
});

describe('cancelInteraction', () => {
  it('answers access_denied at either stage, once', () => {
    const { interactionId: atLogin } = bank.run((tx) => beginInteraction(tx, REQUEST));
    for (const interactionId of [atLogin, atConsent(REQUEST)]) {
      const answer = bank.run((tx) => cancelInteraction(tx, { interactionId }));
      expect(answer.parameters).toMatchObject({ error: 'access_denied' });
      expect(answer.parameters).not.toHaveProperty('state');
      bank.refuses('interaction_finished', (tx) => cancelInteraction(tx, { interactionId }));
    }
  });
});
