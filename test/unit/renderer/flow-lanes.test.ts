import { describe, expect, it } from 'vitest';
import { flowStep } from '../../../renderer/log/flow-lanes.ts';

const request = (method: string, path: string) => ({ method, path, origin: 'bank' as const });

describe('flowStep', () => {
  it.each([
    ['GET', '/oauth2/authorize'],
    ['GET', '/auth/v1/authorization'],
    ['POST', '/ib/login'],
    ['POST', '/ib/consent'],
    ['GET', '/ib/terms'],
  ])('draws %s %s from the browser to the authorization server', (method, path) => {
    expect(flowStep(request(method, path))).toEqual({ from: 'browser', to: 'authorization' });
  });

  it.each([
    ['POST', '/oauth2/token'],
    ['POST', '/ganb/api/auth/v1/token'],
    ['POST', '/oauth2/par'],
    ['POST', '/auth/v1/tokens/revoke'],
    ['DELETE', '/oauth2/grants/g_1'],
    ['GET', '/.well-known/openid-configuration'],
  ])('draws %s %s from the partner to the authorization server', (method, path) => {
    expect(flowStep(request(method, path))).toEqual({ from: 'partner', to: 'authorization' });
  });

  it.each([
    '/ib/v1/accounts',
    '/personal/v1/accounts/balances',
    '/ganb/api/corporation/v1/accounts/transactions',
  ])('draws %s from the partner to the data API', (path) => {
    expect(flowStep(request('GET', path))).toEqual({ from: 'partner', to: 'dataApi' });
  });

  it('draws no arrow for what was done at the bank', () => {
    expect(
      flowStep({ method: 'POST', path: '/control/v1/clock/advance', origin: 'control' }),
    ).toBeUndefined();
    expect(flowStep(request('EVENT', ''))).toBeUndefined();
  });
});
