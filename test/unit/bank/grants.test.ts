import fc from 'fast-check';
import { beforeEach, describe, expect, it } from 'vitest';
import {
  endGrant,
  endGrantsOfClient,
  endGrantsOfCustomer,
  issueGrant,
  parseRefreshTokenId,
  revokeAccessToken,
  type GrantRequest,
  type IssuedTokens,
} from '../../../server/bank/grants.ts';
import { refreshGrant } from '../../../server/bank/grant-refresh.ts';
import type { Client, Grant } from '../../../server/bank/model.ts';
import { DAY, HOUR, SECOND } from '../../../server/bank/time.ts';
import { CLIENT, OTHER_CLIENT, START, TARO, TestBank } from '../../harness/test-bank.ts';

let bank: TestBank;
beforeEach(() => {
  bank = new TestBank();
});

function issue(change: Partial<GrantRequest> = {}): IssuedTokens {
  return bank.run((tx) =>
    issueGrant(tx, {
      client: CLIENT,
      customerId: TARO.id,
      scopes: ['account:balance', 'account:transaction', 'offline_access'],
      consentedAt: bank.now,
      authTime: bank.now,
      acr: 'password',
      termsVersion: '1',
      ...change,
    }),
  );
}

const refresh = (refreshTokenId: string | undefined, client = CLIENT) =>
  bank.run((tx) => refreshGrant(tx, { client, refreshTokenId: refreshTokenId ?? '' }));

const grant = (id: string): Grant | undefined => bank.state.grants.get(id);

describe('issueGrant', () => {
  it('counts 90 days from the consent, whenever the code is redeemed', () => {
    bank.now = START + 5 * 60 * SECOND;
    const { grant: issued } = issue({ consentedAt: START });
    expect(issued.expiresAt).toBe(START + 90 * DAY);
  });

  it('never lets an access token outlive the grant', () => {
    bank.changeSettings(({ lifetimes }) => (lifetimes.accessTokenSeconds = 100 * 86_400));
    const { accessToken, grant: issued } = issue();
    expect(accessToken.expiresAt).toBe(issued.expiresAt);
  });

  it('gives no refresh token to a client that is not registered for them', () => {
    const client = { ...CLIENT, grant_types: ['authorization_code'] };
    expect(issue({ client })).not.toHaveProperty('refreshTokenId');
  });

  it.each([
    ['one-per-client', 'superseded', undefined],
    ['one-per-customer', 'superseded', 'superseded_by_other_client'],
    ['many', undefined, undefined],
  ] as const)('%s', (policy, sameClient, otherClient) => {
    bank.changeSettings(({ policies }) => (policies.grantPolicy = policy));
    const first = issue();
    issue();
    expect(grant(first.grant.grantId)?.endReason).toBe(sameClient);
    const second = issue();
    issue({ client: OTHER_CLIENT });
    expect(grant(second.grant.grantId)?.endReason).toBe(otherClient);
  });

  it('leaves the grants of other customers alone', () => {
    bank.changeSettings(({ policies }) => (policies.grantPolicy = 'one-per-customer'));
    bank.state.customers.put('jiro', { ...TARO, id: 'jiro', loginId: '10000000002' });
    const taro = issue();
    issue({ customerId: 'jiro' });
    expect(grant(taro.grant.grantId)?.endedAt).toBeUndefined();
  });
});

describe('refreshGrant', () => {
  it('works until the last millisecond and not at the end', () => {
    const { refreshTokenId } = issue();
    bank.now = START + 90 * DAY - 1;
    const last = refresh(refreshTokenId);
    expect(last.accessToken.expiresAt).toBe(START + 90 * DAY);
    bank.now = START + 90 * DAY;
    bank.refuses('grant_expired', (tx) =>
      refreshGrant(tx, { client: CLIENT, refreshTokenId: last.refreshTokenId ?? '' }),
    );
  });

  it('never moves the end, however often', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 1, max: 5 * DAY }), { maxLength: 15 }), (waits) => {
        bank = new TestBank();
        let held = issue().refreshTokenId;
        for (const wait of waits) {
          bank.now = Math.min(bank.now + wait, START + 90 * DAY - 1);
          const next = refresh(held);
          expect(next.grant.expiresAt).toBe(START + 90 * DAY);
          expect(next.accessToken.expiresAt).toBeLessThanOrEqual(next.grant.expiresAt);
          held = next.refreshTokenId;
        }
      }),
    );
  });

  it('answers the token before within the grace, and not at its end', () => {
    const first = issue().refreshTokenId;
    const second = refresh(first);
    bank.now = START + 10 * SECOND - 1;
    const again = refresh(first);
    expect(again).toMatchObject({ repeated: true, refreshTokenId: second.refreshTokenId });
    expect(again.accessToken.tokenId).toBe(second.accessToken.tokenId);
    bank.now = START + 10 * SECOND;
    const refusal = bank.refuses('refresh_token_reused', (tx) =>
      refreshGrant(tx, { client: CLIENT, refreshTokenId: first ?? '' }),
    );
    expect(refusal.keepsChanges).toBe(true);
    expect(grant(second.grant.grantId)?.endReason).toBe('refresh_token_reused');
  });

  it.each(['oauth21', 'fapi2-security'] as const)('follows the profile %s before the settings', (profile) => {
    const { client_secret: _secret, ...open } = CLIENT;
    const client: Client =
      profile === 'oauth21'
        ? { ...open, token_endpoint_auth_method: 'none', sandbox_profile: profile }
        : { ...CLIENT, sandbox_profile: profile };
    const { refreshTokenId = '' } = issue({ client });
    const next = refresh(refreshTokenId, client);
    if (profile === 'fapi2-security') {
      expect(next.refreshTokenId).toBe(refreshTokenId);
      bank.now += 30 * SECOND;
      expect(refresh(refreshTokenId, client).repeated).toBe(false);
    } else {
      bank.refuses('refresh_token_reused', (tx) => refreshGrant(tx, { client, refreshTokenId }));
    }
  });

  it('does not know a generation that was never issued, nor end the grant for it', () => {
    const { grant: issued } = issue();
    bank.refuses('refresh_token_unknown', (tx) =>
      refreshGrant(tx, { client: CLIENT, refreshTokenId: `${issued.grantId}.2` }),
    );
    expect(grant(issued.grantId)?.endedAt).toBeUndefined();
  });

  it('tells the ways in which a grant can be over', () => {
    const { grant: issued, refreshTokenId = '' } = issue();
    bank.run((tx) => endGrant(tx, issued.grantId, 'revoked_by_bank'));
    bank.refuses('grant_revoked', (tx) => refreshGrant(tx, { client: CLIENT, refreshTokenId }));
    const superseded = issue();
    issue();
    bank.refuses('grant_superseded', (tx) =>
      refreshGrant(tx, { client: CLIENT, refreshTokenId: superseded.refreshTokenId ?? '' }),
    );
  });

  it('refuses while the contract is stopped or gone', () => {
    const { refreshTokenId = '' } = issue();
    bank.changeCustomer({ status: 'stopped' });
    bank.refuses('grant_customer_unavailable', (tx) => refreshGrant(tx, { client: CLIENT, refreshTokenId }));
    bank.state.customers.delete(TARO.id);
    bank.refuses('grant_customer_unavailable', (tx) => refreshGrant(tx, { client: CLIENT, refreshTokenId }));
  });

  it('narrows the scope of one access token, and never widens', () => {
    const { refreshTokenId = '' } = issue({ scopes: ['account:balance', 'offline_access'] });
    const narrow = bank.run((tx) =>
      refreshGrant(tx, { client: CLIENT, refreshTokenId, scopes: ['account:balance'] }),
    );
    expect(narrow.accessToken.scopes).toEqual(['account:balance']);
    expect(narrow.grant.scopes).toEqual(['account:balance', 'offline_access']);
    bank.refuses('scope_exceeds_grant', (tx) =>
      refreshGrant(tx, {
        client: CLIENT,
        refreshTokenId: narrow.refreshTokenId ?? '',
        scopes: ['account:transaction'],
      }),
    );
  });

  it('keeps a hundred access tokens of a grant and forgets the oldest', () => {
    const { accessToken, grant: issued, refreshTokenId } = issue();
    let held = refreshTokenId;
    for (let times = 0; times < 150; times++) held = refresh(held).refreshTokenId;
    expect(bank.state.accessTokens.countWhere('grantId', issued.grantId)).toBe(100);
    expect(bank.state.accessTokens.has(accessToken.tokenId)).toBe(false);
  });
});

describe('endGrant', () => {
  it('keeps the first reason, and does not end what has expired', () => {
    const { grant: issued } = issue();
    bank.run((tx) => endGrant(tx, issued.grantId, 'password_changed'));
    bank.now += HOUR;
    bank.run((tx) => endGrant(tx, issued.grantId, 'revoked_by_bank'));
    expect(grant(issued.grantId)).toMatchObject({ endReason: 'password_changed', endedAt: START });

    const late = issue();
    bank.now += 90 * DAY;
    bank.run((tx) => endGrant(tx, late.grant.grantId, 'revoked_by_bank'));
    expect(grant(late.grant.grantId)?.endedAt).toBeUndefined();
  });

  it('of a customer or a client ends all of theirs', () => {
    bank.changeSettings(({ policies }) => (policies.grantPolicy = 'many'));
    const mine = [issue(), issue(), issue({ client: OTHER_CLIENT })];
    bank.run((tx) => {
      endGrantsOfClient(tx, CLIENT.client_id, 'client_deleted');
    });
    expect(mine.map(({ grant: { grantId } }) => grant(grantId)?.endReason)).toEqual([
      'client_deleted',
      'client_deleted',
      undefined,
    ]);
    bank.run((tx) => {
      endGrantsOfCustomer(tx, TARO.id, 'customer_deleted');
    });
    expect(grant(mine[2]?.grant.grantId ?? '')?.endReason).toBe('customer_deleted');
  });
});

describe('revokeAccessToken', () => {
  it('takes one token out of service, once', () => {
    const { accessToken, grant: issued } = issue();
    bank.run((tx) => {
      revokeAccessToken(tx, accessToken.tokenId);
    });
    bank.now += HOUR;
    bank.run((tx) => {
      revokeAccessToken(tx, accessToken.tokenId);
      revokeAccessToken(tx, 'unknown');
    });
    expect(bank.state.accessTokens.get(accessToken.tokenId)?.revokedAt).toBe(START);
    expect(grant(issued.grantId)?.endedAt).toBeUndefined();
  });
});

it('a refresh token names its grant and its generation', () => {
  expect(parseRefreshTokenId('g_a.b.12')).toEqual({ grantId: 'g_a.b', generation: 12 });
});
