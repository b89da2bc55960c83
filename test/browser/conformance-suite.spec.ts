import type { Page } from '@playwright/test';
import type {
  NewSuiteConfiguration,
  SuiteConfigurationView,
} from '../../server/control/operations/schemas/conformance-suite.ts';
import { caOf } from '../harness/issued-certificates.ts';
import { startSandbox, type TestSandbox } from '../harness/sandbox.ts';
import { SuiteBrowser } from '../harness/suite-browser.ts';
import { startSuiteCallback, type SuiteCallback } from '../harness/suite-callback.ts';
import { SuitePlayer, type Departure } from '../harness/suite-player.ts';
import { expect, test as base } from './fixtures.ts';

type Plan = NewSuiteConfiguration['plan'];
type Variant = Record<string, string>;
type WhichClient = 'client' | 'client2' | 'client_secret_post';

/** The suite, as far as it is played here: its callback, and the bank it is pointed at. */
interface Bench {
  sandbox: TestSandbox;
  callback: SuiteCallback;
}

interface Exported extends Bench {
  configuration: SuiteConfigurationView;
  as(which: WhichClient): Promise<SuitePlayer>;
}

const test = base.extend<object, { bench: Bench }>({
  bench: [
    async ({}, use) => {
      // The suite signs by real time, and trusts any certificate of the bank's.
      await using sandbox = await startSandbox({ httpsPort: 0, clock: 'real' });
      await using callback = await startSuiteCallback(sandbox);
      await use({ sandbox, callback });
    },
    { scope: 'worker' },
  ],
});
test.use({ javaScriptEnabled: false, ignoreHTTPSErrors: true });

const OIDC = 'oidcc-basic-certification-test-plan';
const LOGOUT = 'oidcc-rp-initiated-logout-certification-test-plan';
const FAPI1 = 'fapi1-advanced-final-test-plan';
const FAPI2 = 'fapi2-security-profile-final-test-plan';
const SIGNED = 'fapi2-message-signing-final-test-plan';

async function exported({ sandbox, callback }: Bench, plan: Plan, variant: Variant = {}): Promise<Exported> {
  const configuration = await sandbox.control<SuiteConfigurationView>(
    'POST',
    '/conformance/suite-configurations',
    { plan, variant, suiteBase: callback.base, alias: `a${test.info().workerIndex}` },
  );
  const trusted = { ca: await caOf(sandbox), suiteBase: callback.base };
  return {
    sandbox,
    callback,
    configuration,
    as: (which) => SuitePlayer.meet(configuration, which, trusted),
  };
}

/** Where the steps led the browser, and what the bank said there. */
async function arrivalAfter({ callback }: Bench, visit: () => Promise<unknown>): Promise<URL> {
  const before = callback.arrivals.length;
  await visit();
  expect(callback.arrivals).toHaveLength(before + 1);
  return callback.arrivals[before] as URL;
}

const variants: [plan: Plan, variant: Variant, clients: WhichClient[]][] = [
  [OIDC, {}, ['client', 'client2', 'client_secret_post']],
  [FAPI1, {}, ['client', 'client2']],
  [FAPI1, { client_auth_type: 'mtls', fapi_auth_request_method: 'pushed' }, ['client', 'client2']],
  [FAPI2, {}, ['client', 'client2']],
  [FAPI2, { client_auth_type: 'mtls', sender_constrain: 'mtls' }, ['client', 'client2']],
  [FAPI2, { client_auth_type: 'mtls', openid: 'plain_oauth' }, ['client', 'client2']],
  [FAPI2, { authorization_request_type: 'rar' }, ['client']],
  ['fapi2-security-profile-id2-test-plan', {}, ['client']],
  ['oidcc-formpost-basic-certification-test-plan', {}, ['client']],
  ['oidcc-dynamic-certification-test-plan', {}, ['client']],
  [SIGNED, {}, ['client', 'client2']],
  [SIGNED, { sender_constrain: 'mtls', openid: 'plain_oauth' }, ['client', 'client2']],
];

for (const [plan, variant, clients] of variants) {
  const chosen = Object.values(variant).join(', ');
  test(`${plan} (${chosen || 'as usual'}): every client gets to its resource`, async ({ bench, page }) => {
    const suite = await exported(bench, plan, variant);
    for (const which of clients) {
      const player = await suite.as(which);
      const begun = await player.begin();
      const browser = new SuiteBrowser(page, suite.configuration);
      const address = await arrivalAfter(bench, async () => {
        const { tasks } = await browser.visit(begun.url);
        expect(tasks.at(-1)).toBe('Verify that the suite has the answer');
      });
      expect(address.href.startsWith(player.redirectUri)).toBe(true);
      const answer = await player.answerAt(address);
      expect(answer['state'], which).toBe(begun.state);
      expect(answer['iss'], which).toBe(player.server.issuer);

      const tokens = await player.redeem(answer['code'], begun);
      expect(tokens.status, tokens.text).toBe(200);
      if (variant['openid'] !== 'plain_oauth') {
        expect((await player.idToken(tokens))['nonce']).toBe(begun.nonce);
      }
      const resource = await player.callResource(String(tokens.body['access_token']));
      expect(resource.status).toBe(200);
      const told = plan.startsWith('oidcc') ? 'sub' : 'accounts';
      expect(Object.keys((await resource.json()) as object)).toContain(told);
    }
  });
}

/** The module's own steps, which are to end on a page of the bank that is kept for the report. */
async function expectPictureOfPage(page: Page, suite: Exported, module: string, url: string): Promise<void> {
  expect(suite.configuration.override).toHaveProperty([module]);
  const before = suite.callback.arrivals.length;
  const { pictures } = await new SuiteBrowser(page, suite.configuration, module).visit(url);
  expect(pictures).toHaveLength(1);
  expect(pictures[0]).toContain('<h1>');
  expect(suite.callback.arrivals).toHaveLength(before);
}

const hour = 3600;
const seconds = () => Math.floor(Date.now() / 1000);
/** How each module spoils its request object or what goes with it. */
const unbelieved: [module: string, departure: () => Departure][] = [
  ['ensure-authorization-request-without-request-object-fails', () => ({ bare: true })],
  [
    'ensure-registered-redirect-uri',
    () => ({ parameters: { redirect_uri: 'https://127.0.0.1:1/elsewhere' } }),
  ],
  ['ensure-redirect-uri-in-authorization-request', () => ({ claims: { redirect_uri: undefined } })],
  ['ensure-request-object-without-exp-fails', () => ({ claims: { exp: undefined } })],
  ['ensure-request-object-without-nbf-fails', () => ({ claims: { nbf: undefined } })],
  ['ensure-expired-request-object-fails', () => ({ claims: { exp: seconds() - 300 } })],
  ['ensure-request-object-with-bad-aud-fails', () => ({ claims: { aud: 'https://other.example' } })],
  ['ensure-request-object-with-exp-over-60-fails', () => ({ claims: { exp: seconds() + hour + 600 } })],
  [
    'ensure-request-object-with-nbf-over-60-fails',
    () => ({ claims: { nbf: seconds() - hour - 600, exp: seconds() + 60 } }),
  ],
  ['ensure-signed-request-object-with-RS256-fails', () => ({ header: { alg: 'RS256' } })],
  ['ensure-request-object-signature-algorithm-is-not-none', () => ({ header: { alg: 'none' } })],
  ['ensure-matching-key-in-authorization-request', () => ({ signedBy: 'client2' })],
];

test('FAPI 1 Advanced: a request that is not believed ends on a page, as the steps expect', async ({
  bench,
  page,
}) => {
  const suite = await exported(bench, FAPI1);
  const player = await suite.as('client');
  for (const [module, departure] of unbelieved) {
    const { url } = await player.begin(departure());
    await expectPictureOfPage(page, suite, `fapi1-advanced-final-${module}`, url);
  }
  const { url } = await player.begin();
  await expectPictureOfPage(
    page,
    suite,
    'fapi1-advanced-final-ensure-request-object-with-invalid-signature-fails',
    spoiledRequest(url),
  );
});

test('FAPI 1 Advanced: what a request object lacks is an error at the suite', async ({ bench, page }) => {
  const suite = await exported(bench, FAPI1);
  const player = await suite.as('client');
  for (const name of ['response_mode', 'nonce', 'scope']) {
    const begun = await player.begin({ claims: { [name]: undefined } });
    const browser = new SuiteBrowser(page, suite.configuration);
    const answer = await player.answerAt(await arrivalAfter(bench, () => browser.visit(begun.url)));
    expect(answer, name).toMatchObject({ error: 'invalid_request', state: begun.state });
  }
});

/** The same URL with another signature in its request object. */
function spoiledRequest(url: string): string {
  const spoilt = new URL(url);
  const request = spoilt.searchParams.get('request') ?? '';
  spoilt.searchParams.set(
    'request',
    request.slice(0, -8) + (request.at(-8) === 'A' ? 'BBBBBBBB' : 'AAAAAAAA'),
  );
  return spoilt.href;
}

for (const [plan, prefix, variant] of [
  [FAPI1, 'fapi1-advanced-final-', { fapi_auth_request_method: 'pushed' }],
  [FAPI2, 'fapi2-security-profile-final-', {}],
  [SIGNED, 'fapi2-security-profile-final-', {}],
] as const) {
  test(`${plan}: the modules about pushed requests find their way`, async ({ bench, page }) => {
    const suite = await exported(bench, plan, variant);
    const player = await suite.as('client');

    const reused = await player.begin();
    const twice = new SuiteBrowser(page, suite.configuration, `${prefix}par-attempt-reuse-request_uri`);
    await arrivalAfter(bench, () => twice.visit(reused.url));
    expect((await twice.visit(reused.url)).pictures).toHaveLength(1);

    const unfinished = await player.begin();
    const again = new SuiteBrowser(
      page,
      suite.configuration,
      `${prefix}par-ensure-reused-request-uri-prior-to-auth-completion-succeeds`,
    );
    expect((await again.visit(unfinished.url)).tasks).toHaveLength(1);
    const address = await arrivalAfter(bench, () => again.visit(unfinished.url));
    expect(await player.answerAt(address)).toHaveProperty('code');

    const bound = new URL((await player.begin()).url);
    bound.searchParams.set('client_id', suite.configuration.client2.client_id);
    const module = `${prefix}par-attempt-to-use-request_uri-for-different-client`;
    await expectPictureOfPage(page, suite, module, bound.href);

    const bare = await player.begin({ bare: true });
    const unpushed =
      plan === FAPI1
        ? 'ensure-authorization-request-without-request-object-fails'
        : 'ensure-unsigned-authorization-request-without-using-par-fails';
    await expectPictureOfPage(page, suite, prefix + unpushed, bare.url);
  });

  test(`${plan}: the customer of one module turns the request down`, async ({ bench, page }) => {
    const suite = await exported(bench, plan, variant);
    for (const which of ['client', 'client2'] as const) {
      const player = await suite.as(which);
      const begun = await player.begin();
      const browser = new SuiteBrowser(page, suite.configuration, `${prefix}user-rejects-authentication`);
      const answer = await player.answerAt(await arrivalAfter(bench, () => browser.visit(begun.url)));
      expect(answer).toMatchObject({ error: 'access_denied', state: begun.state });
    }
  });
}

test('FAPI 2 Security: a pushed request that has expired ends on a page', async ({ page }) => {
  // A bank of its own, because its clock goes ahead of the suite's.
  await using sandbox = await startSandbox({ httpsPort: 0, clock: 'real' });
  await using callback = await startSuiteCallback(sandbox);
  const suite = await exported({ sandbox, callback }, FAPI2);
  const { url } = await (await suite.as('client')).begin();
  await sandbox.advance('PT10M');
  const module = 'fapi2-security-profile-final-par-attempt-to-use-expired-request_uri';
  await expectPictureOfPage(page, suite, module, url);
});

test('OIDC Basic: keeps the second login page, and the error page of a strange address', async ({
  bench,
  page,
}) => {
  const suite = await exported(bench, OIDC);
  const player = await suite.as('client');
  await bench.sandbox.changeSettings({ policies: { loginSession: 'off' } });
  for (const [module, parameters] of [
    ['oidcc-prompt-login', { prompt: 'login' }],
    ['oidcc-max-age-1', { max_age: '1' }],
  ] as const) {
    const { url } = await player.begin({ parameters });
    const browser = new SuiteBrowser(page, suite.configuration, module);
    await arrivalAfter(bench, async () => {
      const { pictures } = await browser.visit(url);
      expect(pictures[0]).toContain('ログイン');
    });
  }
  const { url } = await player.begin({ parameters: { redirect_uri: 'https://127.0.0.1:1/elsewhere' } });
  await expectPictureOfPage(page, suite, 'oidcc-ensure-registered-redirect-uri', url);
});

test('OIDC Dynamic: the login page alone goes into the report of what a client registers to be shown', async ({
  bench,
  page,
}) => {
  const suite = await exported(bench, 'oidcc-dynamic-certification-test-plan');
  const player = await suite.as('client');
  for (const shown of ['logo', 'policy', 'tos']) {
    const module = `oidcc-registration-${shown}-uri`;
    await expectPictureOfPage(page, suite, module, (await player.begin()).url);
  }
});

test('OIDC Basic: whoever is logged in gets through without a page', async ({ bench, page }) => {
  const suite = await exported(bench, OIDC);
  const player = await suite.as('client');
  const answerTo = async (parameters: Record<string, string>) => {
    const begun = await player.begin({ parameters });
    const browser = new SuiteBrowser(page, suite.configuration);
    const answer = await player.answerAt(await arrivalAfter(bench, () => browser.visit(begun.url)));
    return { answer, begun };
  };
  const { answer, begun } = await answerTo({});
  const first = await player.redeem(answer['code'], begun);
  for (const parameters of [
    { prompt: 'none' },
    { max_age: '10000' },
    { prompt: 'none', id_token_hint: String(first.body['id_token']) },
  ]) {
    expect((await answerTo(parameters)).answer, JSON.stringify(parameters)).toHaveProperty('code');
  }
});

test('RP-initiated logout: back to the suite, or on the page that goes into the report', async ({
  bench,
  page,
}) => {
  const suite = await exported(bench, LOGOUT);
  const player = await suite.as('client');
  const loggedIn = async () => {
    const begun = await player.begin();
    const browser = new SuiteBrowser(page, suite.configuration);
    const answer = await player.answerAt(await arrivalAfter(bench, () => browser.visit(begun.url)));
    return String((await player.redeem(answer['code'], begun)).body['id_token']);
  };
  const back = `${bench.callback.base}/test/a/${suite.configuration.alias}/post_logout_redirect`;
  const leave = (parameters: Record<string, string>) =>
    `${String(player.server['end_session_endpoint'])}?${new URLSearchParams(parameters).toString()}`;
  const usual = { id_token_hint: await loggedIn(), post_logout_redirect_uri: back, state: 'of the suite' };
  await new SuiteBrowser(page, suite.configuration).visit(leave(usual));
  expect(page.url()).toBe(`${back}?state=of+the+suite`);
  for (const [module, parameters] of [
    ['bad-post-logout-redirect-uri', { ...usual, post_logout_redirect_uri: `${back}/elsewhere` }],
    ['bad-id-token-hint', { ...usual, id_token_hint: 'no-token' }],
    ['no-id-token-hint', { post_logout_redirect_uri: back, state: 'x' }],
    ['no-params', {}],
    ['only-state', { state: 'x' }],
    ['no-post-logout-redirect-uri', { id_token_hint: usual.id_token_hint }],
  ] as const) {
    await loggedIn();
    const name = `oidcc-rp-initiated-logout-${module}`;
    const { pictures } = await new SuiteBrowser(page, suite.configuration, name).visit(leave(parameters));
    expect(pictures, module).toHaveLength(1);
  }
});

test('OIDC Basic: an error goes to the suite without any page on the way', async ({ bench, page }) => {
  const suite = await exported(bench, OIDC);
  const player = await suite.as('client');
  for (const [parameters, error] of [
    [{ prompt: 'none' }, 'login_required'],
    [{ response_type: undefined }, 'invalid_request'],
  ] as const) {
    const begun = await player.begin({ parameters });
    const address = await arrivalAfter(bench, async () => {
      const { tasks } = await new SuiteBrowser(page, suite.configuration).visit(begun.url);
      expect(tasks).toHaveLength(1);
    });
    expect(Object.fromEntries(address.searchParams)).toMatchObject({ error, state: begun.state });
  }
});
