import { decodeJwt } from 'jose';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { authorizationDetailsRefusals } from '../../../server/bank/catalogue/authorization-details.ts';
import type { RefusalCode } from '../../../server/bank/catalogue/index.ts';
import { bankTables } from '../../harness/bank-tables.ts';
import { allow, CustomerBrowser, linkAccount, logIn, TARO } from '../../harness/customer-browser.ts';
import { KeyedClient, readAnswer } from '../../harness/keyed-client.ts';
import { newPkce, PartnerClient } from '../../harness/partner-client.ts';
import { expectExplained, expectWholeCatalogue } from '../../harness/refusal-checks.ts';
import { expectRefused } from '../../harness/refused-request.ts';
import { startSandbox, type TestSandbox } from '../../harness/sandbox.ts';

let sandbox: TestSandbox;
let client: KeyedClient;

beforeAll(async () => {
  sandbox = await startSandbox();
  client = await KeyedClient.register(sandbox, 'details', {
    sandbox_access_token_format: 'jwt',
    grant_types: ['authorization_code', 'refresh_token', 'client_credentials'],
    scope:
      'account:balance account:transaction openid offline_access grant_management_query grant_management_revoke',
  });
});
afterAll(() => sandbox.stop());

const SAVINGS = '001011000001';
const SECOND = '003011000002';
const FIXED = '001111000003';
const OF_SOMEBODY_ELSE = '001012000001';
const OF_NOBODY = '999999999999';

type Details = Record<string, unknown>;

const details = (...objects: Details[]) => JSON.stringify(objects);
const balances = (members: Details = {}) => ({
  type: 'account_information',
  actions: ['read_balances'],
  ...members,
});
const everything = (members: Details = {}) =>
  balances({ actions: ['read_balances', 'read_transactions'], ...members });

/** A request of details alone; `members` are those of its one object. */
const alone = (...objects: Details[]) => ({
  scope: undefined,
  authorization_details: details(...objects),
});

async function read(path: string, token: unknown) {
  const headers = { authorization: `Bearer ${String(token)}` };
  return readAnswer(await fetch(`${sandbox.issuer}/ib/v1${path}`, { headers }));
}

const idsIn = (body: Details, list: string) =>
  (body[list] as { accountId: string }[]).map(({ accountId }) => accountId);

const refresh = (token: unknown, form: Record<string, string | undefined> = {}) =>
  client.post('/oauth2/token', {
    grant_type: 'refresh_token',
    refresh_token: String(token),
    ...form,
  });

const bad: [because: string, code: RefusalCode, text: string][] = [
  ['no JSON', 'authorization_details_malformed', '[{'],
  ['an object', 'authorization_details_malformed', JSON.stringify(balances())],
  ['a string', 'authorization_details_malformed', JSON.stringify(details(balances()))],
  ['null', 'authorization_details_malformed', 'null'],
  ['an empty array', 'authorization_details_malformed', '[]'],
  ['an unknown type', 'authorization_details_type', details({ type: 'payment_initiation' })],
  ['one unknown among known', 'authorization_details_type', details(balances(), { type: 'x' })],
  ['no type', 'authorization_details_type', details({ actions: ['read_balances'] })],
  ['a number for a type', 'authorization_details_type', details(balances({ type: 7 }))],
  ['a string for an object', 'authorization_details_type', '["account_information"]'],
  ['null for an object', 'authorization_details_type', '[null]'],
  ['an unknown field', 'authorization_details_invalid', details(balances({ privileges: ['admin'] }))],
  ['a datatypes field', 'authorization_details_invalid', details(balances({ datatypes: ['balance'] }))],
  ['no actions', 'authorization_details_invalid', details({ type: 'account_information' })],
  ['empty actions', 'authorization_details_invalid', details(balances({ actions: [] }))],
  ['an unknown action', 'authorization_details_invalid', details(balances({ actions: ['transfer'] }))],
  ['actions as text', 'authorization_details_invalid', details(balances({ actions: 'read_balances' }))],
  ['actions as null', 'authorization_details_invalid', details(balances({ actions: null }))],
  ['empty accounts', 'authorization_details_invalid', details(balances({ accounts: [] }))],
  ['accounts as text', 'authorization_details_invalid', details(balances({ accounts: SAVINGS }))],
  ['an account as a number', 'authorization_details_invalid', details(balances({ accounts: [1] }))],
  ['an account too short', 'authorization_details_invalid', details(balances({ accounts: ['00101'] }))],
  [
    'an account of letters',
    'authorization_details_invalid',
    details(balances({ accounts: ['a'.repeat(12)] })),
  ],
  [
    'full-width digits',
    'authorization_details_invalid',
    details(balances({ accounts: ['００１０１１００００01'] })),
  ],
  [
    '101 accounts',
    'authorization_details_invalid',
    details(balances({ accounts: Array(101).fill(SAVINGS) })),
  ],
  ['empty locations', 'authorization_details_invalid', details(balances({ locations: [] }))],
  ['a location as an object', 'authorization_details_invalid', details(balances({ locations: [{}] }))],
  ['21 objects', 'authorization_details_invalid', details(...Array<Details>(21).fill(balances()))],
  ['deep nesting', 'authorization_details_type', `${'['.repeat(2000)}${']'.repeat(2000)}`],
  [
    'another server',
    'authorization_details_location',
    details(balances({ locations: ['https://api.example/'] })),
  ],
  ['no URI', 'authorization_details_location', details(balances({ locations: ['accounts'] }))],
];

describe('what can not be read', () => {
  it.each(bad)('%s: 400 at PAR', async (_, code, text) => {
    await expectRefused(sandbox, {
      code,
      send: (arranged) => {
        arranged();
        return client.post('/oauth2/par', client.requestParameters({ authorization_details: text }));
      },
    });
  });

  it.each(bad)('%s: to the client at the authorization endpoint', async (_, code, text) => {
    const before = bankTables(sandbox);
    const position = sandbox.logPosition();
    const url = client.authorizationUrl({ ...client.requestParameters(), authorization_details: text });
    const { status, headers } = await fetch(url, { redirect: 'manual' });
    const { searchParams } = new URL(headers.get('location') ?? '');
    expect(status).toBe(303);
    expect(Object.fromEntries(searchParams)).toMatchObject({
      error: 'invalid_authorization_details',
      state: 'state-of-the-test',
      iss: sandbox.issuer,
    });
    expect(bankTables(sandbox)).toBe(before);
    expectExplained(sandbox.logAfter(position)[0], code);
  });

  it('at both calls of the token endpoint, which leave code and refresh token good', async () => {
    const code = await client.obtainCode({ form: alone(everything()) });
    for (const [because, refusal, text] of bad) {
      await expectRefused(sandbox, {
        code: refusal,
        because,
        send: (arranged) => {
          arranged();
          return client.redeem(code, { token: { authorization_details: text } });
        },
      });
    }
    const { body } = await client.redeem(code);
    for (const [because, refusal, text] of bad) {
      await expectRefused(sandbox, {
        code: refusal,
        because,
        send: (arranged) => {
          arranged();
          return refresh(body['refresh_token'], { authorization_details: text });
        },
      });
    }
    expect((await refresh(body['refresh_token'])).status).toBe(200);
  });

  it('twice is invalid_request', async () => {
    const url = new URL(client.authorizationUrl(client.requestParameters(alone(balances()))));
    url.searchParams.append('authorization_details', details(balances()));
    const { headers } = await fetch(url, { redirect: 'manual' });
    expect(new URL(headers.get('location') ?? '').searchParams.get('error')).toBe('invalid_request');
  });

  it('text in a request object, where an array belongs', async () => {
    const request = await client.requestObject({ authorization_details: details(balances()) });
    const position = sandbox.logPosition();
    const { headers } = await fetch(client.authorizationUrl({ request }), { redirect: 'manual' });
    const { searchParams } = new URL(headers.get('location') ?? '');
    expect(searchParams.get('error')).toBe('invalid_authorization_details');
    expectExplained(sandbox.logAfter(position)[0], 'authorization_details_malformed');
  });
});

describe('what the registration does not allow', () => {
  it('a type the client left out of its list', async () => {
    const without = await KeyedClient.register(sandbox, 'no-details', { authorization_details_types: [] });
    await expectRefused(sandbox, {
      code: 'authorization_details_type_unregistered',
      send: (arranged) => {
        arranged();
        return without.post('/oauth2/par', without.requestParameters(alone(balances())));
      },
    });
  });

  it('an action whose scope it is not registered for', async () => {
    const modest = await KeyedClient.register(sandbox, 'modest', { scope: 'account:balance' });
    await expectRefused(sandbox, {
      code: 'authorization_details_action_unregistered',
      send: (arranged) => {
        arranged();
        return modest.post('/oauth2/par', modest.requestParameters(alone(everything())));
      },
    });
  });

  it('and the list is read, kept and shown at registration and by the control API', async () => {
    const register = (types: unknown) =>
      fetch(`${sandbox.issuer}/oauth2/register`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({
          redirect_uris: ['http://127.0.0.1/cb'],
          authorization_details_types: types,
        }),
      }).then(readAnswer);
    const { status, body } = await register(['account_information']);
    expect(status).toBe(201);
    expect(body['authorization_details_types']).toEqual(['account_information']);
    const shown = await sandbox.control<Details>('GET', `/clients/${String(body['client_id'])}`);
    expect(shown['authorization_details_types']).toEqual(['account_information']);
    for (const wrong of [['payment'], 'account_information', [1], null]) {
      expect(await register(wrong)).toMatchObject({
        status: 400,
        body: { error: 'invalid_client_metadata' },
      });
    }
  });

  it('and the metadata tell the types there are', async () => {
    for (const document of ['oauth-authorization-server', 'openid-configuration']) {
      const { body } = await readAnswer(await fetch(`${sandbox.issuer}/.well-known/${document}`));
      expect(body['authorization_details_types_supported']).toEqual(['account_information']);
    }
  });
});

describe('accounts that are not the customer’s', () => {
  const strangers = [
    ['somebody else’s', OF_SOMEBODY_ELSE],
    ['nobody’s', OF_NOBODY],
  ] as const;

  it.each(strangers)('%s: PAR and login do not tell, then the client hears', async (_, account) => {
    const url = client.authorizationUrl({
      request_uri: await client.push(alone(balances({ accounts: [SAVINGS, account] }))),
    });
    const browser = await new CustomerBrowser(sandbox.issuer).open(url);
    const before = sandbox.context.state.authorizationCodes.size;
    const position = sandbox.logPosition();
    await logIn(browser, TARO);
    expect(browser.returned?.parameters.get('error')).toBe('invalid_authorization_details');
    expect(browser.returned?.parameters.get('state')).toBe('state-of-the-test');
    expect(sandbox.context.state.authorizationCodes.size).toBe(before);
    expectExplained(
      sandbox.logAfter(position).find(({ outcome }) => outcome.code === 'authorization_details_account'),
      'authorization_details_account',
    );
  });

  it.each(strangers)('%s: the same without a browser', async (_, account) => {
    const authorizationUrl = client.authorizationUrl(
      client.requestParameters(alone(balances({ accounts: [account] }))),
    );
    const before = bankTables(sandbox);
    const { redirectTo } = await sandbox.control<{ redirectTo: string }>('POST', '/consents', {
      authorizationUrl,
      ...TARO,
    });
    expect(new URL(redirectTo).searchParams.get('error')).toBe('invalid_authorization_details');
    expect(bankTables(sandbox)).toBe(before);
  });

  it.each(strangers)('%s: with automatic consent', async (_, account) => {
    const automatic = await KeyedClient.register(sandbox, `automatic-${account}`, {
      sandbox_consent: 'auto',
    });
    const url = automatic.authorizationUrl({
      ...automatic.requestParameters(alone(balances({ accounts: [account] }))),
      login_hint: TARO.loginId,
    });
    const { headers } = await fetch(url, { redirect: 'manual' });
    const { searchParams } = new URL(headers.get('location') ?? '');
    expect(searchParams.get('error')).toBe('invalid_authorization_details');
  });
});

describe('a grant for named accounts', () => {
  it('opens those, for what was allowed, and says so everywhere', async () => {
    const asked = [
      balances({ accounts: [SAVINGS, SECOND] }),
      balances({ actions: ['read_transactions'], accounts: [SAVINGS] }),
    ];
    const tokens = await client.link({ form: alone(...asked) });
    const answer = tokens as unknown as Details;
    expect(answer['authorization_details']).toEqual(asked);
    expect(answer['scope']).toBe('');

    const jwt = decodeJwt(tokens.access_token);
    expect(jwt['authorization_details']).toEqual(asked);
    expect(jwt['scope']).toBe('');
    for (const token of [tokens.access_token, tokens.refresh_token]) {
      const { body } = await client.post('/oauth2/introspect', { token });
      expect(body).toMatchObject({ active: true, scope: '', authorization_details: asked });
    }

    const own = await client.post('/oauth2/token', { grant_type: 'client_credentials' });
    const queried = await readAnswer(
      await fetch(`${sandbox.issuer}/oauth2/grants/${tokens.grant_id}`, {
        headers: { authorization: `Bearer ${String(own.body['access_token'])}` },
      }),
    );
    expect(queried.body).toMatchObject({ scopes: [], authorization_details: asked });
    const shown = await sandbox.control<Details>('GET', `/grants/${tokens.grant_id}`);
    expect(shown).toMatchObject({ scopes: [], authorizationDetails: asked });

    expect(idsIn((await read('/accounts', tokens.access_token)).body, 'accounts')).toEqual([SAVINGS, SECOND]);
    const all = await read('/accounts/balances', tokens.access_token);
    expect(idsIn(all.body, 'balances')).toEqual([SAVINGS, SECOND]);
    expect((await read(`/accounts/transactions?accountId=${SAVINGS}`, tokens.access_token)).status).toBe(200);
    const answers = await Promise.all(
      [SECOND, OF_SOMEBODY_ELSE, OF_NOBODY].map((accountId) =>
        read(`/accounts/transactions?accountId=${accountId}`, tokens.access_token),
      ),
    );
    for (const { status, text } of answers) {
      expect(status).toBe(400);
      expect(text).toBe(answers[0]?.text);
    }
    const fixed = await read(`/accounts/balances?accountId=${FIXED}`, tokens.access_token);
    expect([fixed.status, fixed.text]).toEqual([400, answers[0]?.text]);
  });

  it('refuses what no account was handed over for, as without the scope', async () => {
    const { access_token } = await client.link({ form: alone(balances({ accounts: [SAVINGS] })) });
    const path = `/accounts/transactions?accountId=${SAVINGS}`;
    const refused = await read(path, access_token);
    const { access_token: byScope } = await client.link({ form: { scope: 'account:balance' } });
    const usual = await read(path, byScope);
    expect(refused.status).toBe(403);
    expect(refused.text).toBe(usual.text);
    expect(refused.headers.get('www-authenticate')).toBe(usual.headers.get('www-authenticate'));
  });

  it('counts beside the scopes, which stand for all accounts', async () => {
    const { access_token, scope } = await client.link({
      form: {
        scope: 'account:balance',
        authorization_details: details(balances({ actions: ['read_transactions'], accounts: [SAVINGS] })),
      },
    });
    expect(scope).toBe('account:balance');
    const { body } = await read('/accounts/balances', access_token);
    expect(idsIn(body, 'balances')).toEqual([SAVINGS, SECOND, FIXED]);
    const [covered, other] = await Promise.all(
      [SAVINGS, SECOND].map((id) => read(`/accounts/transactions?accountId=${id}`, access_token)),
    );
    expect([covered?.status, other?.status]).toEqual([200, 400]);
  });

  it('holds only where it is meant for, if it says so', async () => {
    const locations = [`${sandbox.issuer}/personal/v1`];
    const { access_token } = await client.link({ form: alone(balances({ accounts: [SAVINGS], locations })) });
    const at = (mount: string) =>
      fetch(`${sandbox.issuer}${mount}/accounts/balances`, {
        headers: { authorization: `Bearer ${access_token}` },
      });
    expect((await at('/personal/v1')).status).toBe(200);
    expect((await at('/ib/v1')).status).toBe(403);
  });

  it('an object may come inside a request object, or by POST', async () => {
    const asked = [balances({ accounts: [SAVINGS] })];
    const { verifier, challenge } = newPkce();
    const pkce = { code_challenge: challenge, code_challenge_method: 'S256' };
    const request = await client.requestObject({ scope: undefined, authorization_details: asked, ...pkce });
    const { parameters } = await linkAccount(sandbox.issuer, client.authorizationUrl({ request }));
    const { body } = await client.redeem({ code: parameters.get('code') ?? '', verifier });
    expect(body['authorization_details']).toEqual(asked);

    const { status } = await fetch(`${sandbox.issuer}/oauth2/authorize`, {
      method: 'POST',
      redirect: 'manual',
      body: new URLSearchParams({
        ...(client.requestParameters(alone(...asked)) as Record<string, string>),
        client_id: client.clientId,
        scope: '',
      }),
    });
    expect(status).toBe(303);
  });

  it('stays out of what is made of scopes only', async () => {
    const tokens = await client.link();
    expect('authorization_details' in tokens).toBe(false);
    expect('authorization_details' in decodeJwt(tokens.access_token)).toBe(false);
    const shown = await sandbox.control<Details>('GET', `/grants/${tokens.grant_id}`);
    expect('authorizationDetails' in shown).toBe(false);
    expect(sandbox.context.state.grants.get(tokens.grant_id)).not.toHaveProperty('authorizationDetails');
  });
});

describe('accounts left to the customer', () => {
  const partner = () => new PartnerClient(sandbox);
  const NAMES = ['本店営業部 普通預金 1000001', '高浜支店 普通預金 1000002', '本店営業部 円定期 1000003'];

  async function consentPage(...objects: Details[]): Promise<{ browser: CustomerBrowser; verifier: string }> {
    const { verifier, challenge } = newPkce();
    const url = partner().authorizationUrl({
      ...alone(...objects),
      code_challenge: challenge,
      code_challenge_method: 'S256',
    });
    const browser = await new CustomerBrowser(sandbox.issuer).open(url);
    await logIn(browser, TARO);
    return { browser, verifier };
  }

  const accountLabels = (browser: CustomerBrowser) =>
    browser.page.forms
      .flatMap(({ fields }) => fields)
      .filter(({ name }) => name === 'account')
      .map(({ label }) => label);

  it('are all ticked; what is unticked is not handed over', async () => {
    const { browser, verifier } = await consentPage(everything());
    const labels = accountLabels(browser);
    expect(labels).toHaveLength(NAMES.length);
    for (const label of labels) expect(browser.fieldState(label).checked).toBe(true);
    browser.tick(labels[1] ?? '', false).tick('入出金明細照会', false);
    const { parameters } = await allow(browser);
    const { body } = await partner().redeem(parameters.get('code') ?? '', { code_verifier: verifier });
    expect((body as unknown as Details)['authorization_details']).toEqual([
      balances({ accounts: [SAVINGS, FIXED] }),
    ]);
  });

  it('none ticked: the page stays, says so and keeps the other ticks', async () => {
    const { browser } = await consentPage(everything());
    const labels = accountLabels(browser);
    for (const label of labels) browser.tick(label, false);
    browser.tick('残高照会', false).tick('しんきんAPIサービス利用規定に同意しました。');
    await browser.press('許可');
    expect(browser.returned).toBeUndefined();
    expect(browser.page.status).toBe(400);
    expect(browser.page.text).toContain('外部サービスに渡す口座を一つ以上お選びください。');
    expect(browser.fieldState('残高照会').checked).toBe(false);
    expect(labels.map((label) => browser.fieldState(label).checked)).toEqual([false, false, false]);
    browser.tick(labels[0] ?? '');
    await browser.press('許可');
    expect(browser.returned?.parameters.get('code')).toMatch(/^ac_/);
  });

  it('one that was not on offer is refused', async () => {
    const { browser } = await consentPage(everything());
    const [field] = browser.page.forms
      .flatMap(({ fields }) => fields)
      .filter(({ name }) => name === 'account');
    if (!field) throw new Error('no account to tick');
    field.value = OF_SOMEBODY_ELSE;
    browser.tick('しんきんAPIサービス利用規定に同意しました。');
    await browser.press('許可');
    expect(browser.page.text).toContain('選択できない口座が含まれています。');
  });

  it('are shown as names where the partner chose them, and can not be changed', async () => {
    const { browser } = await consentPage(balances({ accounts: [SECOND] }));
    expect(accountLabels(browser)).toEqual([]);
    expect(browser.page.text).toContain('普通預金 1000002');
    expect(browser.page.text).not.toContain('普通預金 1000001');
  });

  it('may be narrowed through the control API', async () => {
    const { verifier, challenge } = newPkce();
    const authorizationUrl = partner().authorizationUrl({
      ...alone(everything()),
      code_challenge: challenge,
      code_challenge_method: 'S256',
    });
    const consent = { authorizationUrl, ...TARO };
    const { redirectTo } = await sandbox.control<{ redirectTo: string }>('POST', '/consents', {
      ...consent,
      accounts: [SECOND],
      scopes: ['account:transaction'],
    });
    const code = new URL(redirectTo).searchParams.get('code') ?? '';
    const { body } = await partner().redeem(code, { code_verifier: verifier });
    expect((body as unknown as Details)['authorization_details']).toEqual([
      balances({ actions: ['read_transactions'], accounts: [SECOND] }),
    ]);

    const before = bankTables(sandbox);
    for (const accounts of [[], [OF_SOMEBODY_ELSE], [SAVINGS, OF_NOBODY]]) {
      const response = await sandbox.request('POST', '/consents', { ...consent, accounts });
      expect(response.status, String(accounts)).toBe(422);
      expect(await response.json()).toMatchObject({ errors: [{ path: 'accounts' }] });
    }
    const byScope = { ...consent, authorizationUrl: partner().authorizationUrl(), accounts: [SAVINGS] };
    expect((await sandbox.request('POST', '/consents', byScope)).status).toBe(422);
    expect(bankTables(sandbox)).toBe(before);
  });
});

describe('narrower, never wider', () => {
  it('for the first access token; the grant keeps the rest', async () => {
    const code = await client.obtainCode({ form: alone(everything({ accounts: [SAVINGS, SECOND] })) });
    const narrow = [balances({ accounts: [SECOND] })];
    const { body } = await client.redeem(code, { token: { authorization_details: JSON.stringify(narrow) } });
    expect(body['authorization_details']).toEqual(narrow);
    expect(idsIn((await read('/accounts', body['access_token'])).body, 'accounts')).toEqual([SECOND]);
    const next = await refresh(body['refresh_token']);
    expect(next.body['authorization_details']).toEqual([everything({ accounts: [SAVINGS, SECOND] })]);
  });

  it('for one refresh; what is left out is meant as granted', async () => {
    const first = await client.link({ form: alone(everything({ accounts: [SAVINGS, SECOND] })) });
    const second = await refresh(first.refresh_token, { authorization_details: details(balances()) });
    expect(second.body['authorization_details']).toEqual([balances({ accounts: [SAVINGS, SECOND] })]);
    const third = await refresh(second.body['refresh_token']);
    expect(third.body['authorization_details']).toEqual([everything({ accounts: [SAVINGS, SECOND] })]);
  });

  const wider: [string, () => Details[]][] = [
    ['another account', () => [balances({ accounts: [SAVINGS, SECOND] })]],
    ['another customer’s account', () => [balances({ accounts: [OF_SOMEBODY_ELSE] })]],
    ['another action', () => [everything({ accounts: [SAVINGS] })]],
    ['one wider among narrower', () => [balances({ accounts: [SAVINGS] }), balances({ accounts: [FIXED] })]],
    ['another location', () => [balances({ accounts: [SAVINGS], locations: [sandbox.issuer] })]],
  ];
  it.each(wider)('%s', async (_, asked) => {
    const locations = [`${sandbox.issuer}/ib/v1`];
    const form = alone(balances({ accounts: [SAVINGS], locations }));
    const code = await client.obtainCode({ form });
    const token = { authorization_details: JSON.stringify(asked()) };
    await expectRefused(sandbox, {
      code: 'authorization_details_exceed_grant',
      send: (arranged) => {
        arranged();
        return client.redeem(code, { token });
      },
    });
    const { body } = await client.redeem(code);
    await expectRefused(sandbox, {
      code: 'authorization_details_exceed_grant',
      send: (arranged) => {
        arranged();
        return refresh(body['refresh_token'], token);
      },
    });
    expect((await refresh(body['refresh_token'])).status).toBe(200);
  });

  it('nothing of it where the grant is made of scopes', async () => {
    const { refresh_token } = await client.link();
    await expectRefused(sandbox, {
      code: 'authorization_details_exceed_grant',
      send: (arranged) => {
        arranged();
        return refresh(refresh_token, { authorization_details: details(balances({ accounts: [SAVINGS] })) });
      },
    });
  });
});

describe('an earlier grant that goes on', () => {
  const changed = (grantId: string, action: string, form: Record<string, string | undefined>) =>
    client.link({ form: { grant_id: grantId, grant_management_action: action, ...form } });
  const granted = (grantId: string) => {
    const { scopes, authorizationDetails } = sandbox.context.state.grants.get(grantId) ?? {};
    return { scopes, authorizationDetails };
  };

  it('merge is the union', async () => {
    const { grant_id } = await client.link({ form: alone(balances({ accounts: [SAVINGS] })) });
    await changed(grant_id, 'merge', alone(everything({ accounts: [SECOND] })));
    expect(granted(grant_id)).toEqual({
      scopes: [],
      authorizationDetails: [balances({ accounts: [SAVINGS] }), everything({ accounts: [SECOND] })],
    });
    await changed(grant_id, 'merge', { scope: 'account:balance' });
    expect(granted(grant_id)).toMatchObject({
      scopes: ['account:balance'],
      authorizationDetails: [{ accounts: [SAVINGS] }, { accounts: [SECOND] }],
    });
    // What the new part covers anyway does not stand twice.
    await changed(grant_id, 'merge', alone(everything({ accounts: [SAVINGS, SECOND] })));
    expect(granted(grant_id).authorizationDetails).toEqual([everything({ accounts: [SAVINGS, SECOND] })]);
  });

  it('replace is exactly the new set', async () => {
    const { grant_id } = await client.link({
      form: { scope: 'account:balance', authorization_details: details(everything({ accounts: [SAVINGS] })) },
    });
    await changed(grant_id, 'replace', alone(balances({ accounts: [SECOND] })));
    expect(granted(grant_id)).toEqual({
      scopes: [],
      authorizationDetails: [balances({ accounts: [SECOND] })],
    });
    await changed(grant_id, 'replace', { scope: 'account:balance' });
    expect(granted(grant_id)).toEqual({ scopes: ['account:balance'], authorizationDetails: undefined });
  });
});

describe('without screens', () => {
  const make = (members: Details) =>
    sandbox.request('POST', '/grants', { clientId: client.clientId, loginId: TARO.loginId, ...members });

  it('details alone, all accounts where none is named', async () => {
    const response = await make({ authorizationDetails: [balances()] });
    expect(response.status).toBe(201);
    const body = (await response.json()) as Details;
    const whole = [balances({ accounts: [SAVINGS, SECOND, FIXED] })];
    expect(body['authorization_details']).toEqual(whole);
    expect(body['grant']).toMatchObject({ scopes: [], authorizationDetails: whole });
  });

  it.each([
    ['neither scopes nor details', {}, 'scopes'],
    ['an empty list', { authorizationDetails: [] }, 'authorizationDetails'],
    ['an unknown type', { authorizationDetails: [{ type: 'x' }] }, 'authorizationDetails[0].type'],
    [
      'a foreign account',
      { authorizationDetails: [balances({ accounts: [OF_SOMEBODY_ELSE] })] },
      'authorizationDetails',
    ],
    [
      'a foreign location',
      { authorizationDetails: [balances({ locations: ['https://x.example'] })] },
      'authorizationDetails',
    ],
  ])('%s: 422', async (_, members, path) => {
    const before = bankTables(sandbox);
    const response = await make(members);
    expect(response.status).toBe(422);
    const { errors } = (await response.json()) as { errors: { path: string }[] };
    expect(errors[0]?.path).toBe(path);
    expect(bankTables(sandbox)).toBe(before);
  });

  it('a scenario takes the grant along, and brings it back', async () => {
    await using other = await startSandbox();
    const { grant } = await other.control<{ grant: { grantId: string } }>('POST', '/grants', {
      clientId: 'demo-kakeibo',
      loginId: TARO.loginId,
      authorizationDetails: [everything({ accounts: [SECOND] })],
    });
    const document = await other.control<object>('GET', '/scenario');
    await other.control('POST', '/scenario', document);
    expect(await other.control('GET', `/grants/${grant.grantId}`)).toMatchObject({
      scopes: [],
      authorizationDetails: [everything({ accounts: [SECOND] })],
    });
  });
});

it('the tables cover the whole catalogue', () => {
  const rows = bad.map(([, code]) => ({ code }));
  expectWholeCatalogue(Object.keys(authorizationDetailsRefusals), rows, {
    authorization_details_type_unregistered: 'what the registration does not allow',
    authorization_details_action_unregistered: 'what the registration does not allow',
    authorization_details_account: 'accounts that are not the customer’s',
    authorization_details_exceed_grant: 'narrower, never wider',
  });
});
