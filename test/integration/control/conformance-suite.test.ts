import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type {
  SuiteConfigurationView,
  SuitePlanView,
} from '../../../server/control/operations/schemas/conformance-suite.ts';
import { everything, expectProblem } from '../../harness/control-client.ts';
import { caOf } from '../../harness/issued-certificates.ts';
import { readAnswer } from '../../harness/keyed-client.ts';
import { basic } from '../../harness/partner-client.ts';
import { startSandbox, type TestSandbox } from '../../harness/sandbox.ts';
import { tlsFetch } from '../../harness/tls-fetch.ts';

const PATH = '/conformance/suite-configurations';
const OIDC = 'oidcc-basic-certification-test-plan';
const DYNAMIC = 'oidcc-dynamic-certification-test-plan';
const LOGOUT = 'oidcc-rp-initiated-logout-certification-test-plan';
const FAPI1 = 'fapi1-advanced-final-test-plan';
const FAPI2 = 'fapi2-security-profile-final-test-plan';

let sandbox: TestSandbox;
beforeAll(async () => {
  sandbox = await startSandbox({ httpsPort: 0, clock: 'real' });
});
afterAll(() => sandbox.stop());

/** Why a warning of the suite stays. */
const TAGGED_NAME = {
  ja: expect.stringContaining('name#ja-Kana-JP') as string,
  en: expect.stringContaining('OpenID Connect Core section 5.2') as string,
};

const exported = (body: object) => sandbox.control<SuiteConfigurationView>('POST', PATH, body);
const plans = async () =>
  (await sandbox.control<{ items: SuitePlanView[] }>('GET', '/conformance/suite-plans')).items;

describe('the plans', () => {
  it('are those of OpenID Connect and FAPI, each with parameters that the export takes', async () => {
    const offered = await plans();
    expect(offered.map(({ plan }) => plan)).toEqual([
      OIDC,
      'oidcc-formpost-basic-certification-test-plan',
      'oidcc-config-certification-test-plan',
      DYNAMIC,
      LOGOUT,
      FAPI1,
      FAPI2,
      'fapi2-message-signing-final-test-plan',
      'fapi2-security-profile-id2-test-plan',
      'fapi2-message-signing-id1-test-plan',
    ]);
    for (const { plan, parameters } of offered) {
      const variant = Object.fromEntries(parameters.map(({ name, values }) => [name, values.at(-1)]));
      const { ib_link_sandbox: own } = await exported({ plan, variant, alias: 'last-values' });
      expect(own).toMatchObject({ plan, variant });
      const choices = Object.entries(variant).map(([name, value]) => `[${name}=${String(value)}]`);
      expect(own.argument).toBe(plan + choices.join(''));
    }
  });
});

describe('a configuration', () => {
  it('comes as a file that nobody keeps on the way', async () => {
    const answer = await sandbox.request('POST', PATH, { plan: OIDC });
    expect(answer.headers.get('cache-control')).toBe('no-store');
    expect(answer.headers.get('content-disposition')).toBe(
      'attachment; filename="ib-link-sandbox-oidcc-basic-certification-test-plan.json"',
    );
  });

  it('agrees with the discovery document, and stays on the TLS address', async () => {
    const { httpsIssuer } = sandbox.ready;
    const ca = await caOf(sandbox);
    for (const { plan } of await plans()) {
      const configuration = await exported({ plan, suiteBase: 'https://suite.example:8443/' });
      const { body: server } = await readAnswer(await tlsFetch({ ca })(configuration.server.discoveryUrl));
      expect(server['issuer']).toBe(httpsIssuer);
      for (const visit of [configuration, ...Object.values(configuration.override)].flatMap(
        ({ browser }) => browser,
      )) {
        expect([server['authorization_endpoint'], server['end_session_endpoint']]).toContain(
          visit.match.slice(0, -1),
        );
        for (const { match } of visit.tasks) {
          const ours = match.startsWith(`${String(httpsIssuer)}/`);
          const suite = 'https://suite.example:8443/test/a/ib-link-sandbox';
          const theirs = [`${suite}/callback*`, `${suite}/post_logout_redirect*`];
          expect(ours || theirs.includes(match)).toBe(true);
        }
      }
      const text = JSON.stringify([configuration.server, configuration.resource, server]);
      const elsewhere = [...text.matchAll(/https?:\/\/[^"]+/g)].filter(
        ([url]) => !url.startsWith(httpsIssuer ?? 'none'),
      );
      expect(elsewhere).toEqual([]);
      const scopes = server['scopes_supported'] as string[];
      expect(scopes).toEqual(expect.arrayContaining((configuration.client.scope ?? 'openid').split(' ')));
    }
  });

  it('names the members of the metadata that no specification has, and no others', async () => {
    const ca = await caOf(sandbox);
    for (const { plan } of await plans()) {
      const { server } = await exported({ plan });
      const { body } = await readAnswer(await tlsFetch({ ca })(server.discoveryUrl));
      const ofTheBank = Object.keys(body).filter((name) => name.startsWith('institution_'));
      expect(server.allow_unexpected_metadata_fields).toEqual(ofTheBank);
    }
  });

  it('registers the clients of OpenID Connect for the refresh token that the suite asks for', async () => {
    const { client } = await exported({ plan: OIDC, alias: 'refreshing' });
    const registered = await sandbox.control<{ scope: string }>('GET', `/clients/${client.client_id}`);
    expect(registered.scope.split(' ')).toContain('offline_access');
  });

  it('of OpenID Connect has the bank keep logins, which it says, and registers where a logout ends', async () => {
    await sandbox.changeSettings({ policies: { loginSession: 'off' } });
    await exported({ plan: FAPI2, alias: 'no-login' });
    expect(sandbox.context.settings().policies.loginSession).toBe('off');
    const { client, ib_link_sandbox: own } = await exported({ plan: LOGOUT, alias: 'leaving' });
    expect(sandbox.context.settings().policies.loginSession).toBe(30);
    expect(own.notes.map(({ en }) => en).join()).toContain('30 minutes');
    const registered = await sandbox.control<Record<string, unknown>>('GET', `/clients/${client.client_id}`);
    expect(registered['post_logout_redirect_uris']).toEqual([
      'https://localhost.emobix.co.uk:8443/test/a/leaving/post_logout_redirect',
    ]);
    await sandbox.changeSettings({ policies: { loginSession: 5 } });
    await exported({ plan: OIDC, alias: 'kept' });
    expect(sandbox.context.settings().policies.loginSession).toBe(5);
  });

  it('of FAPI has the bank ask for a login every time, and says where that was otherwise', async () => {
    await sandbox.changeSettings({ policies: { loginSession: 5 } });
    const { ib_link_sandbox: first } = await exported({ plan: FAPI2, alias: 'turned-off' });
    expect(sandbox.context.settings().policies.loginSession).toBe('off');
    expect(first.notes.map(({ en }) => en).join()).toContain('Logins are not kept');
    const { ib_link_sandbox: second } = await exported({ plan: FAPI2, alias: 'turned-off' });
    expect(second.notes.map(({ en }) => en).join()).not.toContain('Logins are not kept');
  });

  it('of Dynamic OP has the bank read from the suite’s server, and says what it can’t pass and what waits for a hand', async () => {
    await sandbox.changeSettings({ policies: { trustAnyCertificate: false } });
    await exported({ plan: OIDC, alias: 'wary' });
    expect(sandbox.context.settings().policies.trustAnyCertificate).toBe(false);
    const { ib_link_sandbox: own, override } = await exported({ plan: DYNAMIC, alias: 'dynamic' });
    expect(sandbox.context.settings().policies.trustAnyCertificate).toBe(true);
    const said = own.notes.map(({ en }) => en).join('\n');
    for (const words of [
      'policies.trustAnyCertificate',
      'oidcc-server-rotate-keys',
      'oidcc-request-uri-unsigned',
    ]) {
      expect(said).toContain(words);
    }
    expect(Object.keys(override)).toEqual(
      expect.arrayContaining(['oidcc-redirect-uri-query-added', 'oidcc-redirect-uri-query-mismatch']),
    );
    await sandbox.changeSettings({ policies: { trustAnyCertificate: false } });
  });

  it('with rich authorization requests says what to ask for, which the bank takes', async () => {
    const { resource } = await exported({ plan: FAPI2, variant: { authorization_request_type: 'rar' } });
    expect(resource?.richAuthorizationRequest).toEqual([
      { type: 'account_information', actions: ['read_balances', 'read_transactions'] },
    ]);
    expect((await exported({ plan: FAPI2 })).resource).not.toHaveProperty('richAuthorizationRequest');
  });

  it('names clients that are registered for it, with the public half of the keys it gives out', async () => {
    const { client, client2 } = await exported({ plan: FAPI1, alias: 'registered' });
    for (const [configured, query] of [
      [client, undefined],
      [client2, '?dummy1=lorem&dummy2=ipsum'],
    ] as const) {
      const registered = await sandbox.control<Record<string, unknown>>(
        'GET',
        `/clients/${configured.client_id}`,
      );
      const callback = 'https://localhost.emobix.co.uk:8443/test/a/registered/callback';
      expect(registered['redirect_uris']).toEqual([callback, ...(query ? [callback + query] : [])]);
      expect(registered['sandbox_profile']).toBe('fapi1-advanced');
      const [key] = configured.jwks?.keys ?? [];
      expect(key).toHaveProperty('d');
      const { kty, n, e, kid, alg, use } = key as Record<string, string>;
      expect(registered['jwks']).toEqual({ keys: [{ kty, n, e, kid, alg, use }] });
    }
    expect(client.jwks?.keys[0]?.['n']).not.toBe(client2.jwks?.keys[0]?.['n']);
  });

  it('made again for the same plan and alias renews the same clients, and the former file is void', async () => {
    const ask = { plan: OIDC, alias: 'twice' };
    const first = await exported(ask);
    const count = sandbox.context.state.clients.size;
    const second = await exported(ask);
    expect(sandbox.context.state.clients.size).toBe(count);
    for (const which of ['client', 'client2', 'client_secret_post'] as const) {
      expect(second[which]?.client_id).toBe(first[which]?.client_id);
      expect(second[which]?.client_secret).not.toBe(first[which]?.client_secret);
    }
    expect(await introspect(first.client)).toBe(401);
    expect(await introspect(second.client)).toBe(200);
    expect({ ...second.override, browser: second.browser }).toEqual({
      ...first.override,
      browser: first.browser,
    });
    const other = await exported({ ...ask, alias: 'thrice' });
    expect(other.client.client_id).not.toBe(first.client.client_id);
    expect(await introspect(second.client)).toBe(200);
  });

  it('made again takes the former certificates out of service, in another variant too', async () => {
    const ask = { plan: FAPI2, alias: 'renewed' };
    const first = await exported({ ...ask, variant: { client_auth_type: 'mtls' } });
    expect(await introspectBy(first)).toBe(200);
    const second = await exported({ ...ask, variant: { client_auth_type: 'mtls' } });
    expect(second.client.client_id).toBe(first.client.client_id);
    expect(await introspectBy(first)).toBe(400);
    expect(await introspectBy(second)).toBe(200);
    const third = await exported(ask);
    expect(third.mtls).toBeUndefined();
    expect(await introspectBy(second)).toBe(400);
  });

  it('logs in as whom it was told to', async () => {
    const { browser } = await exported({ plan: OIDC, loginId: '10000000002' });
    const commands = browser.flatMap(({ tasks }) => tasks.flatMap((task) => task.commands));
    expect(commands).toContainEqual(['text', 'id', 'loginId', '10000000002']);
    expect(commands).toContainEqual(['text', 'id', 'password', 'Sandbox-0002']);
  });

  it('says what would spoil a run: a clock beside the real one, closed doors, one linkage each', async () => {
    const notesNow = async (plan: string) => (await exported({ plan })).ib_link_sandbox.notes;
    await using closed = await startSandbox({ httpsPort: 0 });
    await closed.changeSettings({
      serviceHours: { from: '01:00', to: '02:00' },
      policies: { grantPolicy: 'one-per-customer' },
    });
    await sandbox.changeSettings({ policies: { loginSession: 'off' } });
    expect(await notesNow(FAPI2)).toEqual([TAGGED_NAME]);
    const plain = await exported({ plan: FAPI2, variant: { openid: 'plain_oauth' } });
    expect(plain.ib_link_sandbox.notes).toEqual([]);
    expect((await notesNow(OIDC)).map(({ en }) => en)).toEqual([
      expect.stringContaining('policies.loginSession'),
    ]);
    const { ib_link_sandbox: own } = await closed.control<SuiteConfigurationView>('POST', PATH, {
      plan: FAPI2,
    });
    expect(own.notes.map(({ en }) => en)).toEqual([
      TAGGED_NAME.en,
      expect.stringContaining('set the clock to real'),
      expect.stringContaining('closed'),
      expect.stringContaining('one linkage per customer'),
    ]);
  });

  it('leaves none of its secrets in the log, nor in what is exported of it', async () => {
    const position = sandbox.logPosition();
    const oidc = await exported({ plan: OIDC, alias: 'quiet' });
    const fapi = await exported({ plan: FAPI1, alias: 'quiet' });
    const entries = sandbox.logAfter(position);
    expect(entries.map(({ path, status }) => [path, status])).toEqual([
      [`/control/v1${PATH}`, 200],
      [`/control/v1${PATH}`, 200],
    ]);
    for (const { response, effects } of entries) {
      expect(response.body).toBeNull();
      expect(response.bodyNote?.en).toMatch(/keys and passwords \(\d+ bytes, not recorded\)/);
      expect(effects.map(({ type }) => type)).toContain('client.registered');
    }
    const har = await (await sandbox.request('GET', '/log.har')).text();
    const shown = JSON.stringify(entries) + har;
    const key = fapi.client.jwks?.keys[0] ?? {};
    const pem = fapi.mtls?.key.split('\n')[1];
    const secrets = [
      oidc.client.client_secret,
      oidc.client_secret_post?.client_secret,
      ...['d', 'p', 'q', 'dp', 'dq', 'qi'].map((member) => key[member]),
      pem,
      'Sandbox-0001',
    ];
    for (const secret of secrets) {
      expect(String(secret).length).toBeGreaterThan(8);
      expect(shown).not.toContain(String(secret));
    }
  });
});

/** What the bank says to a client that authenticates: 200, or 401 (400 where no header was used). */
async function introspect({
  client_id: clientId,
  client_secret: secret = '',
}: SuiteConfigurationView['client']) {
  const headers = { authorization: basic({ clientId, secret, method: 'client_secret_basic' }) };
  const body = new URLSearchParams({ token: 'of-nobody' });
  return (await fetch(`${sandbox.issuer}/oauth2/introspect`, { method: 'POST', headers, body })).status;
}

/** The same with the certificate of the configuration. */
async function introspectBy({ client, mtls }: SuiteConfigurationView) {
  const identity = { ca: await caOf(sandbox), cert: mtls?.cert, key: mtls?.key };
  const url = `${sandbox.ready.httpsIssuer ?? ''}/oauth2/introspect`;
  const body = new URLSearchParams({ token: 'of-nobody', client_id: client.client_id });
  return (await tlsFetch(identity)(url, { method: 'POST', body })).status;
}

/** What is sent, the status, and the member at fault. */
const badInputs: [body: object, fault: string][] = [
  [{}, 'plan'],
  [{ plan: 'oidcc-test-plan' }, 'plan'],
  [{ plan: 7 }, 'plan'],
  [{ plan: OIDC, variant: 'mtls' }, 'variant'],
  [{ plan: OIDC, variant: { client_auth_type: 'mtls' } }, 'variant.client_auth_type'],
  [{ plan: OIDC, variant: { client_registration: 'by_hand' } }, 'variant.client_registration'],
  [{ plan: 'oidcc-config-certification-test-plan', variant: { openid: 'x' } }, 'variant.openid'],
  [{ plan: FAPI1, variant: { fapi_response_mode: 'plain_response' } }, 'variant.fapi_response_mode'],
  [{ plan: FAPI2, variant: { sender_constrain: 'none' } }, 'variant.sender_constrain'],
  [{ plan: FAPI2, variant: { __proto__: null, toString: 'x' } }, 'variant.toString'],
  [{ plan: FAPI2, variant: { openid: 1 } }, 'variant.openid'],
  [{ plan: OIDC, alias: '' }, 'alias'],
  [{ plan: OIDC, alias: 'Upper' }, 'alias'],
  [{ plan: OIDC, alias: 'a/b' }, 'alias'],
  [{ plan: OIDC, alias: '-a' }, 'alias'],
  [{ plan: OIDC, alias: 'a'.repeat(41) }, 'alias'],
  [{ plan: OIDC, suiteBase: 'http://localhost:8080' }, 'suiteBase'],
  [{ plan: OIDC, suiteBase: 'localhost:8443' }, 'suiteBase'],
  [{ plan: OIDC, suiteBase: 'https://a@suite.example' }, 'suiteBase'],
  [{ plan: OIDC, suiteBase: 'https://suite.example/?a=1' }, 'suiteBase'],
  [{ plan: OIDC, suiteBase: 'https://suite.example/#a' }, 'suiteBase'],
  [{ plan: OIDC, suiteBase: 'https://suite.example/*' }, 'suiteBase'],
  [{ plan: OIDC, suiteBase: `https://${'a'.repeat(200)}.example` }, 'suiteBase'],
  [{ plan: OIDC, loginId: '' }, 'loginId'],
  [{ plan: OIDC, loginId: 'nobody' }, 'loginId'],
  [{ plan: OIDC, loginId: 'Corp-0001' }, 'loginId'],
  [{ plan: OIDC, loginId: '10000000005' }, 'loginId'],
  [{ plan: OIDC, loginId: '10000000006' }, 'loginId'],
  [{ plan: OIDC, password: 'Sandbox-0001' }, 'password'],
];

describe('refused', () => {
  it.each(badInputs)('%j names %s, and no client is made', async (body, fault) => {
    const before = everything(sandbox);
    const answer = await sandbox.request('POST', PATH, body);
    expect(everything(sandbox)).toBe(before);
    const { errors } = expectProblem(await answer.text(), 422);
    expect(errors).toContainEqual(expect.objectContaining({ in: 'body', path: fault }));
  });

  it('without TLS, which it says how to switch on', async () => {
    await using plain = await startSandbox();
    const before = everything(plain);
    const answer = await plain.request('POST', PATH, { plan: OIDC });
    expect(everything(plain)).toBe(before);
    const { code, hint } = expectProblem(await answer.text(), 409);
    expect(code).toBe('conformance_suite_needs_https');
    expect(hint).toContain('--https-port 4443');
  });
});
