import { describe, expect, it } from 'vitest';
import type { Fault, FaultMatch } from '../../../server/bank/fault.ts';
import { canonicalPath, isBelow } from '../../../server/faults/canonical-path.ts';
import { judge, strikingFault, type AskedFor } from '../../../server/faults/matching.ts';

const ASKED: AskedFor = {
  method: 'POST',
  path: '/oauth2/token',
  clientId: 'demo-kakeibo',
  loginId: undefined,
  grantType: 'refresh_token',
  page: undefined,
};

const fault = (id: string, members: Partial<Fault> = {}): Fault => ({
  id,
  match: {},
  action: { status: 500 },
  createdAt: 0,
  ...members,
});

describe('judge', () => {
  it.each<[FaultMatch, string]>([
    [{}, 'applies'],
    [{ method: 'POST' }, 'applies'],
    [{ method: 'GET' }, 'does-not'],
    [{ path: '/oauth2/token' }, 'applies'],
    [{ path: '/oauth2' }, 'applies'],
    [{ path: '/' }, 'applies'],
    [{ path: '/oauth2/tok' }, 'does-not'],
    [{ path: '/oauth2/token/more' }, 'does-not'],
    [{ path: '/ganb/api/auth/v1/token' }, 'applies'],
    [{ path: '/oauth2/revoke' }, 'does-not'],
    [{ clientId: 'demo-kakeibo' }, 'applies'],
    [{ clientId: 'zaim' }, 'does-not'],
    [{ loginId: '10000000001' }, 'unknown'],
    [{ loginId: '10000000001', clientId: 'zaim' }, 'does-not'],
    [{ loginId: '10000000001', method: 'GET' }, 'does-not'],
    [{ grantType: 'refresh_token' }, 'applies'],
    [{ grantType: 'authorization_code' }, 'does-not'],
    [{ page: 3 }, 'unknown'],
  ])('%j %s', (match, verdict) => {
    expect(judge(match, ASKED)).toBe(verdict);
  });

  it('knows the third page from the second', () => {
    expect(judge({ page: 3 }, { ...ASKED, page: 3 })).toBe('applies');
    expect(judge({ page: 3 }, { ...ASKED, page: 2 })).toBe('does-not');
  });
});

describe('canonicalPath', () => {
  it.each([
    ['/auth/v1/token', '/oauth2/token'],
    ['/ganb/api/auth/v1/tokens/revoke', '/oauth2/revoke'],
    ['/ganb/api/personal/v1/accounts', '/ib/v1/accounts'],
    ['/corporation/v1', '/ib/v1'],
    ['/ib/v1/accounts', '/ib/v1/accounts'],
    ['/ib/login', '/ib/login'],
  ])('%s is %s', (path, canonical) => {
    expect(canonicalPath(path)).toBe(canonical);
  });

  it('goes by whole steps', () => {
    expect(isBelow('/ib/v10', '/ib/v1')).toBe(false);
    expect(isBelow('/ib/v1/', '/ib/v1')).toBe(true);
  });
});

describe('strikingFault', () => {
  const strike = (
    faults: Fault[],
    { now = 0, random = (): number => 0.5, decided = new Set<string>() } = {},
  ) => strikingFault(faults, ASKED, now, { decided, random })?.id;

  it('takes the oldest that applies', () => {
    expect(strike([fault('other', { match: { clientId: 'zaim' } }), fault('first'), fault('second')])).toBe(
      'first',
    );
  });

  it('ends at the very instant', () => {
    expect(strike([fault('f', { until: 1_000 })], { now: 999 })).toBe('f');
    expect(strike([fault('f', { until: 1_000 })], { now: 1_000 })).toBeUndefined();
  });

  it('throws the dice once for a request, however often it looks', () => {
    const decided = new Set<string>();
    const rare = [fault('rare', { probability: 0.25 })];
    expect(strike(rare, { random: () => 0.25, decided })).toBeUndefined();
    expect(strike(rare, { random: () => 0, decided })).toBeUndefined();
    expect(strike(rare, { random: () => 0.24 })).toBe('rare');
  });

  it('lets a rule that failed its dice make room for the next', () => {
    expect(strike([fault('rare', { probability: 0.1 }), fault('sure')])).toBe('sure');
  });
});
