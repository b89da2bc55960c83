import { describe, expect, it } from 'vitest';
import { plainExchange } from '../../../renderer/training/wire-words.ts';

const nothing = { headers: {}, body: null, bodySize: 0 };
const form = (body: string) => ({
  headers: { 'content-type': 'application/x-www-form-urlencoded' },
  body,
  bodySize: body.length,
});

describe('an exchange in plain words', () => {
  it('tells who asks for what, and nothing that no trainer explains', () => {
    const { request, sent } = plainExchange({
      method: 'GET',
      url: 'http://bank/oauth2/authorize?client_id=demo&scope=account%3Abalance&unknown=1',
      path: '/oauth2/authorize',
      request: nothing,
      response: { ...nothing, headers: { location: '/ib/login?i=1' } },
    });
    expect(request).toBe('GET /oauth2/authorize');
    expect(sent).toEqual([
      { name: 'client_id', value: 'demo' },
      { name: 'scope', value: 'account:balance' },
    ]);
  });

  it('tells every permission, and the voucher in the way back', () => {
    const { sent, answered } = plainExchange({
      method: 'POST',
      url: 'http://bank/ib/consent',
      path: '/ib/consent',
      request: form('permission=account%3Abalance&permission=account%3Atransaction&csrf=x'),
      response: { ...nothing, headers: { location: 'http://127.0.0.1/callback?code=ac_…1&state=s' } },
    });
    expect(sent.map(({ value }) => value)).toEqual(['account:balance', 'account:transaction']);
    expect(answered.map(({ name }) => name)).toEqual(['code', 'state']);
  });

  it('leaves out of an answer what was asked with it', () => {
    const body = JSON.stringify({ accountId: '001', dateTo: '2027-02-20', transactions: [] });
    const { answered } = plainExchange({
      method: 'GET',
      url: 'http://bank/ib/v1/accounts/transactions?accountId=001',
      path: '/ib/v1/accounts/transactions',
      request: nothing,
      response: { headers: { 'content-type': 'application/json' }, body, bodySize: body.length },
    });
    expect(answered).toEqual([{ name: 'dateTo', value: '2027-02-20' }]);
  });

  it('says nothing about a body that was cut off', () => {
    const { answered } = plainExchange({
      method: 'POST',
      url: 'http://bank/oauth2/token',
      path: '/oauth2/token',
      request: nothing,
      response: { headers: { 'content-type': 'application/json' }, body: '{"access_tok', bodySize: 12 },
    });
    expect(answered).toEqual([]);
  });
});
