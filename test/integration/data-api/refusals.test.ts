import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startSandbox, type TestSandbox } from '../../harness/sandbox.ts';
import { errorAnswer, LinkedPartner, transactionsAnswer } from './wire-format.ts';

const ACCOUNT = '001011000001';
const STATEMENT = `/ib/v1/accounts/transactions?accountId=${ACCOUNT}`;

let sandbox: TestSandbox;
let partner: LinkedPartner;

beforeAll(async () => {
  sandbox = await startSandbox();
  partner = await LinkedPartner.of(sandbox, '10000000001');
});
afterAll(() => sandbox.stop());

/** Checks an error in the wire format, and that the log names its cause. */
async function expectRefused(
  call: () => Promise<Response>,
  expected: { status: number; errorCode: string; cause: string },
): Promise<Response> {
  const position = sandbox.logPosition();
  const response = await call();
  const body = errorAnswer.parse(await response.json());
  expect([response.status, body.errorCode]).toEqual([expected.status, expected.errorCode]);
  expect(response.headers.get('content-type')).toBe('application/json;charset=UTF-8');
  const entry = await sandbox.waitForLog(`status:${expected.status}`, position);
  expect(entry.outcome.code).toBe(expected.cause);
  expect(entry.outcome.spec).toBeTruthy();
  expect(entry.outcome.hint?.ja).toBeTruthy();
  return response;
}

describe('bad parameters', () => {
  const statement = '/ib/v1/accounts/transactions';
  it.each([
    ['an unknown account', `${statement}?accountId=999019999999`, 'account_unknown'],
    ['a foreign account', `${statement}?accountId=001012000001`, 'account_unknown'],
    ['an unknown account at balances', '/ib/v1/accounts/balances?accountId=1', 'account_unknown'],
    ['a foreign account at balances', '/ib/v1/accounts/balances?accountId=001012000001', 'account_unknown'],
    ['no account', statement, 'parameter_missing'],
    ['an empty account', `${statement}?accountId=`, 'parameter_missing'],
    ['two accounts', `${STATEMENT}&accountId=${ACCOUNT}`, 'query_parameter_repeated'],
    ['two first days', `${STATEMENT}&dateFrom=2027-02-01&dateFrom=2027-02-01`, 'query_parameter_repeated'],
    ['a day empty and not', `${STATEMENT}&dateFrom=&dateFrom=2027-02-01`, 'query_parameter_repeated'],
    ['a day without hyphens', `${STATEMENT}&dateFrom=20270201`, 'date_malformed'],
    ['a day that does not exist', `${STATEMENT}&dateTo=2027-02-29`, 'date_malformed'],
    ['a day with a time', `${STATEMENT}&dateFrom=2027-02-01T00:00:00`, 'date_malformed'],
    ['full-width digits', `${STATEMENT}&dateFrom=${encodeURIComponent('２０２７-02-01')}`, 'date_malformed'],
    ['a reversed period', `${STATEMENT}&dateFrom=2027-02-02&dateTo=2027-02-01`, 'dates_reversed'],
    ['a first day in the future', `${STATEMENT}&dateFrom=2027-02-21`, 'dates_reversed'],
    ['a time deposit', `${statement}?accountId=001111000003`, 'account_without_statement'],
    ['an invented cursor', `${STATEMENT}&nextItemKey=202702010000000100000000`, 'cursor_invalid'],
    ['a cursor in letters', `${STATEMENT}&nextItemKey=2027020100000001AbCd-_12`, 'cursor_invalid'],
    [
      'full-width digits in a cursor',
      `${STATEMENT}&nextItemKey=${encodeURIComponent('２'.repeat(24))}`,
      'cursor_invalid',
    ],
    ['a bare item key', `${STATEMENT}&nextItemKey=2027020100000001`, 'cursor_invalid'],
    ['an over-long cursor', `${STATEMENT}&nextItemKey=${'9'.repeat(3000)}`, 'cursor_invalid'],
    ['broken percent-encoding', `${STATEMENT}&dateFrom=%zz`, 'query_malformed'],
  ])('%s: 400 WG_ERR_110', async (_what, path, cause) => {
    await expectRefused(() => partner.get(path), { status: 400, errorCode: 'WG_ERR_110', cause });
  });

  it('answers a foreign account exactly as an unknown one', async () => {
    const [unknown, foreign] = await Promise.all(
      ['999019999999', '001012000001'].map(async (accountId) =>
        (await partner.get(`/ib/v1/accounts/balances?accountId=${accountId}`)).text(),
      ),
    );
    expect(foreign).toBe(unknown);
  });

  it('refuses a cursor with other dates, another account or a changed character', async () => {
    await sandbox.changeSettings({ pageSize: 5 });
    const query = `${STATEMENT}&dateFrom=2027-01-01`;
    const { nextItemKey = '' } = await partner.read(query, transactionsAnswer);
    expect(nextItemKey).toMatch(/^\d{24}$/);
    expect((await partner.get(`${query}&nextItemKey=${nextItemKey}`)).status).toBe(200);
    const cause = { status: 400, errorCode: 'WG_ERR_110', cause: 'cursor_invalid' };
    const other = '/ib/v1/accounts/transactions?accountId=003011000002&dateFrom=2027-01-01';
    // Every digit counts, those of the place and those of the tag.
    const changed = Array.from(nextItemKey, (digit, at) => {
      const next = String((Number(digit) + 1) % 10);
      return nextItemKey.slice(0, at) + next + nextItemKey.slice(at + 1);
    });
    for (const path of [
      `${STATEMENT}&dateFrom=2027-01-02&nextItemKey=${nextItemKey}`,
      `${query}&dateTo=2027-02-20&nextItemKey=${nextItemKey}`,
      `${STATEMENT}&nextItemKey=${nextItemKey}`,
      `${other}&nextItemKey=${nextItemKey}`,
      ...changed.map((cursor) => `${query}&nextItemKey=${cursor}`),
    ]) {
      await expectRefused(() => partner.get(path), cause);
    }
    await sandbox.changeSettings({ pageSize: 500 });
  });

  it.each([
    ['the dates and the cursor', STATEMENT, '&dateFrom=&dateTo=&nextItemKey='],
    ['a last day and a cursor', `${STATEMENT}&dateFrom=2026-11-01`, '&dateTo=&nextItemKey='],
    ['a first day without its sign of equality', `${STATEMENT}&dateTo=2027-01-31`, '&dateFrom'],
    ['the account at balances', '/ib/v1/accounts/balances?', 'accountId='],
    ['the same without its sign of equality', '/ib/v1/accounts/balances?', 'accountId'],
  ])('takes %s, when empty, as left out', async (_what, path, empty) => {
    const [left, given] = await Promise.all([partner.get(path), partner.get(path + empty)]);
    expect([left.status, given.status]).toEqual([200, 200]);
    expect(await given.text()).toBe(await left.text());
  });

  it('pages on from a request with empty parameters', async () => {
    await sandbox.changeSettings({ pageSize: 5 });
    const query = `${STATEMENT}&dateFrom=2027-01-01&dateTo=`;
    const { nextItemKey = '' } = await partner.read(`${query}&nextItemKey=`, transactionsAnswer);
    for (const same of [query, `${STATEMENT}&dateFrom=2027-01-01`]) {
      expect((await partner.get(`${same}&nextItemKey=${nextItemKey}`)).status).toBe(200);
    }
    await sandbox.changeSettings({ pageSize: 500 });
  });

  it('ignores parameters nobody knows, and a content type without a body', async () => {
    const response = await partner.get(`${STATEMENT}&whatever=1&whatever=2&constructor=x`, {
      headers: { 'content-type': 'application/json;charset=UTF-8', accept: 'text/plain' },
    });
    expect(response.status).toBe(200);
  });
});

describe('paths and methods', () => {
  it.each([
    '/ib/v1',
    '/ib/v1/',
    '/ib/v1/account',
    '/ib/v1/accounts/',
    '/ib/v1/Accounts',
    '/personal/v1/transfers',
  ])('%s is unknown: 404', async (path) => {
    await expectRefused(() => partner.get(path), {
      status: 404,
      errorCode: 'WG_ERR_019',
      cause: 'data_path_unknown',
    });
  });

  it.each(['POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS'])('%s: 405 with Allow', async (method) => {
    const response = await expectRefused(() => partner.get('/ib/v1/accounts', { method }), {
      status: 405,
      errorCode: 'WG_ERR_019',
      cause: 'resource_method_not_allowed',
    });
    expect(response.headers.get('allow')).toBe('GET, HEAD');
  });

  it('has no deposit transactions for a personal customer: 405', async () => {
    const response = await expectRefused(
      () => partner.get(`/ib/v1/accounts/deposit-transactions?accountId=${ACCOUNT}`),
      { status: 405, errorCode: 'WG_ERR_019', cause: 'deposit_transactions_corporate_only' },
    );
    expect(response.headers.has('allow')).toBe(true);
  });
});

describe('tokens', () => {
  const paths = ['', '/balances', `/transactions?accountId=${ACCOUNT}`, '/deposit-transactions'];
  const bare = (path: string, headers: Record<string, string> = {}) =>
    fetch(`${sandbox.issuer}/ib/v1/accounts${path}`, { headers });

  it.each(paths)('are asked for at %s, without an error code when there is none', async (path) => {
    const response = await expectRefused(() => bare(path), {
      status: 401,
      errorCode: 'WG_ERR_105',
      cause: 'access_token_missing',
    });
    expect(response.headers.get('www-authenticate')).toMatch(/^Bearer realm="[^"]+"(?!.*error=)/);
  });

  it.each([
    ['unknown', { authorization: 'Bearer at_nobody.ever' }, 'access_token_unknown'],
    ['malformed', { authorization: 'Bearer two tokens' }, 'access_token_malformed'],
    ['unknown in x-access-token', { 'x-access-token': 'nothing' }, 'access_token_unknown'],
  ])('that are %s are refused', async (_what, headers, cause) => {
    const response = await expectRefused(() => bare('/balances', headers), {
      status: 401,
      errorCode: 'WG_ERR_105',
      cause,
    });
    expect(response.headers.get('www-authenticate')).toContain('error="invalid_token"');
  });

  it.each(['Basic YTpi', 'Digest username="a"', 'MAC id="at_x"', 'Bearertoken', 'at_nobody.ever'])(
    'are not looked for in %j, and the challenge names no error',
    async (authorization) => {
      const response = await expectRefused(() => bare('/balances', { authorization }), {
        status: 401,
        errorCode: 'WG_ERR_105',
        cause: 'access_token_foreign_scheme',
      });
      expect(response.headers.get('www-authenticate')).toBe('Bearer realm="ib-link-sandbox"');
    },
  );

  it('come in x-access-token too, and twice only when they are the same', async () => {
    const { token } = partner;
    expect((await bare('', { 'x-access-token': token })).status).toBe(200);
    expect((await bare('', { 'x-access-token': token, authorization: `Bearer ${token}` })).status).toBe(200);
    const response = await expectRefused(
      () => bare('', { 'x-access-token': token, authorization: 'Bearer other' }),
      { status: 400, errorCode: 'WG_ERR_110', cause: 'access_token_conflict' },
    );
    expect(response.headers.get('www-authenticate')).toContain('error="invalid_request"');
  });

  it.each(['access_token', '%61ccess_token'])('are refused in the query as %s', async (name) => {
    const call = () => bare(`?${name}=${partner.token}`, { authorization: `Bearer ${partner.token}` });
    const response = await expectRefused(call, {
      status: 400,
      errorCode: 'WG_ERR_110',
      cause: 'access_token_in_query',
    });
    expect(response.headers.get('www-authenticate')).toContain('error="invalid_request"');
  });

  it('that have expired, or whose grant has ended, are refused', async () => {
    await using other = await startSandbox();
    const linked = await LinkedPartner.of(other, '10000000001');
    await other.advance('PT1H');
    const expired = await linked.get('/ib/v1/accounts');
    expect(expired.status).toBe(401);
    expect(expired.headers.get('www-authenticate')).toContain('error="invalid_token"');
    const ended = await LinkedPartner.of(other, '10000000001');
    const { items } = await other.control<{ items: { grantId: string; status: string }[] }>('GET', '/grants');
    for (const { grantId, status } of items) {
      if (status === 'active') await other.control('DELETE', `/grants/${grantId}`);
    }
    expect((await ended.get('/ib/v1/accounts')).status).toBe(401);
  });
});

describe('permissions', () => {
  it.each([
    ['account:balance', `/transactions?accountId=${ACCOUNT}`, 'account:transaction'],
    ['account:transaction', '/balances', 'account:balance'],
  ])('%s alone does not open %s', async (scope, path, missing) => {
    const narrow = await LinkedPartner.of(sandbox, '10000000001', { clientId: 'freee', scopes: [scope] });
    const response = await expectRefused(() => narrow.get(`/ib/v1/accounts${path}`), {
      status: 403,
      errorCode: 'WG_ERR_113',
      cause: 'scope_missing',
    });
    const challenge = response.headers.get('www-authenticate');
    expect(challenge).toContain('error="insufficient_scope"');
    expect(challenge).toContain(`scope="${missing}"`);
  });

  it('of a customer of the other kind are refused at a mount: 403', async () => {
    await expectRefused(() => partner.get('/corporation/v1/accounts'), {
      status: 403,
      errorCode: 'WG_ERR_113',
      cause: 'mount_of_other_customer_kind',
    });
  });
});

describe('closed doors', () => {
  it('outside the service hours answers 503 with the seconds to wait, before any token is looked at', async () => {
    await sandbox.changeSettings({ serviceHours: { from: '14:00', to: '13:00' } });
    const response = await expectRefused(() => fetch(`${sandbox.issuer}/ib/v1/accounts`), {
      status: 503,
      errorCode: '032054',
      cause: 'outside_service_hours',
    });
    expect(response.headers.get('retry-after')).toBe(String(56 * 60));
    await sandbox.changeSettings({ serviceHours: { from: '00:00', to: '00:00' } });
  });

  it('under maintenance answers 503', async () => {
    await sandbox.changeSettings({
      maintenance: [{ from: '2027-02-20T13:00:00+09:00', to: '2027-02-20T13:05:00+09:00' }],
    });
    const response = await expectRefused(() => partner.get('/ib/v1/accounts'), {
      status: 503,
      errorCode: 'WG_ERR_300',
      cause: 'maintenance',
    });
    expect(response.headers.get('retry-after')).toBe('60');
    await sandbox.changeSettings({ maintenance: [] });
  });

  it.each([
    ['10000000013', '032054', 'outside_service_hours'],
    ['10000000014', 'WG_ERR_300', 'maintenance'],
  ])('for the customer %s alone answer %s', async (loginId, errorCode, cause) => {
    const linked = await LinkedPartner.of(sandbox, loginId);
    await expectRefused(() => linked.get('/ib/v1/accounts'), { status: 503, errorCode, cause });
    expect((await partner.get('/ib/v1/accounts')).status).toBe(200);
  });

  it('after too many requests in a minute answer 429 until the next one', async () => {
    await using other = await startSandbox();
    await other.changeSettings({ rateLimitPerMinute: 2 });
    const linked = await LinkedPartner.of(other, '10000000001');
    const neighbour = await LinkedPartner.of(other, '10000000001', { clientId: 'freee' });
    expect((await linked.get('/ib/v1/accounts')).status).toBe(200);
    expect((await linked.get('/ib/v1/accounts')).status).toBe(200);
    const limited = await linked.get('/ib/v1/accounts');
    expect(limited.status).toBe(429);
    expect(limited.headers.get('retry-after')).toBe('60');
    expect(errorAnswer.parse(await limited.json()).errorCode).toBe('WG_ERR_154');
    expect((await neighbour.get('/ib/v1/accounts')).status).toBe(200);
    await other.advance('PT1M');
    expect((await linked.get('/ib/v1/accounts')).status).toBe(200);
  });

  it('meet the customer who rehearses rate limiting at the fourth request', async () => {
    const linked = await LinkedPartner.of(sandbox, '10000000015');
    for (let i = 0; i < 3; i++) expect((await linked.get('/ib/v1/accounts')).status).toBe(200);
    await expectRefused(() => linked.get('/ib/v1/accounts'), {
      status: 429,
      errorCode: 'WG_ERR_154',
      cause: 'rate_limited',
    });
  });
});
