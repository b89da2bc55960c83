import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { catalogue, type RefusalCode } from '../../server/bank/catalogue/index.ts';
import { tokenCatalogue } from '../../server/bank/catalogue/token.ts';
import { bankTables } from '../harness/bank-tables.ts';
import { TARO } from '../harness/customer-browser.ts';
import {
  basic,
  KAIKEI,
  KAKEIBO,
  linkWithoutScreens,
  MOBILE,
  newPkce,
  PartnerClient,
  REDIRECT_URI,
  ZAIM,
  type ClientCredentials,
  type TokenAnswer,
} from '../harness/partner-client.ts';
import { DESCRIPTION, expectExplained, expectWholeCatalogue } from '../harness/refusal-checks.ts';
import { statusOnWire } from '../harness/refused-request.ts';
import { startSandbox, type TestSandbox } from '../harness/sandbox.ts';

let sandbox: TestSandbox;
const STRICT: ClientCredentials = {
  clientId: 'strict',
  secret: 'strict-secret-of-at-least-thirty-two-bytes',
  method: 'client_secret_basic',
};
const CODE_ONLY: ClientCredentials = { ...STRICT, clientId: 'code-only' };

beforeAll(async () => {
  sandbox = await startSandbox();
  const registration = { client_secret: STRICT.secret, redirect_uris: [REDIRECT_URI] };
  await sandbox.control('POST', '/clients', {
    ...registration,
    client_id: STRICT.clientId,
    client_name: 'Strict',
    sandbox_profile: 'oauth21',
  });
  for (const { clientId, secret } of [PLUS, PERCENT]) {
    const own = { client_id: clientId, client_name: clientId, client_secret: secret };
    await sandbox.control('POST', '/clients', { ...registration, ...own });
  }
  await sandbox.control('POST', '/clients', {
    ...registration,
    client_id: CODE_ONLY.clientId,
    client_name: 'Code only',
    grant_types: ['authorization_code'],
  });
});
afterAll(() => sandbox.stop());

interface Row {
  code: RefusalCode;
  because?: string;
  /** Makes the request; whatever comes before the last request is arrangement. */
  send: (arranged: () => void) => Promise<TokenAnswer>;
  /** True where the refusal itself ends or counts something. */
  changesState?: true;
}

const partner = (credentials: ClientCredentials = KAKEIBO) => new PartnerClient(sandbox, credentials);

/** A code through the screens, then one redemption of it. */
function redeeming(
  attempt: (code: string, verifier: string | undefined) => Promise<TokenAnswer>,
  options: Parameters<PartnerClient['obtainCode']>[0] = {},
): Row['send'] {
  return async (arranged) => {
    const { code, verifier } = await partner().obtainCode(options);
    arranged();
    return attempt(code, verifier);
  };
}

/** A grant without screens, then one refresh of it. */
function refreshing(
  arrange: (tokens: { refresh_token: string; grant_id: string }) => Promise<unknown>,
  options: { credentials?: ClientCredentials; parameters?: Record<string, string> } = {},
): Row['send'] {
  return async (arranged) => {
    const tokens = await linkWithoutScreens(sandbox);
    await arrange(tokens);
    arranged();
    return partner(options.credentials).refresh(tokens.refresh_token, options.parameters);
  };
}

function sending(
  parameters: Record<string, string | undefined>,
  headers: Record<string, string> = {},
  credentials: ClientCredentials = KAKEIBO,
): Row['send'] {
  return (arranged) => {
    arranged();
    return partner(credentials).token(
      { grant_type: 'refresh_token', refresh_token: 'rt_unknown', ...parameters },
      headers,
    );
  };
}

/** A POST that no form client would make. */
function posting(path: string, init: RequestInit): Row['send'] {
  return async (arranged) => {
    arranged();
    const response = await fetch(sandbox.issuer + path, { method: 'POST', ...init });
    const body = (await response.json()) as TokenAnswer['body'];
    return { status: response.status, headers: response.headers, body };
  };
}

/** Secrets that read differently form-decoded, and one that can't be decoded. */
const PLUS: ClientCredentials = {
  clientId: 'with-plus',
  secret: 'a+secret/of+at+least+thirty-two+bytes',
  method: 'client_secret_basic',
};
const PERCENT: ClientCredentials = { ...PLUS, clientId: 'with-percent', secret: '%zz'.repeat(12) };

const wrongBasic = (text: string) => `Basic ${Buffer.from(text).toString('base64')}`;
const FORM = { 'content-type': 'application/x-www-form-urlencoded' };

const rows: Row[] = [
  {
    code: 'client_authentication_missing',
    send: posting('/oauth2/token', { headers: FORM, body: 'grant_type=x' }),
  },
  {
    code: 'client_authentication_missing',
    because: 'only the client_id of a confidential client',
    send: posting('/oauth2/token', { headers: FORM, body: 'grant_type=x&client_id=demo-kakeibo' }),
  },
  { code: 'client_unknown', send: sending({}, { authorization: wrongBasic('nobody:secret') }) },
  { code: 'client_secret_wrong', send: sending({}, {}, { ...KAKEIBO, secret: 'wrong' }) },
  {
    code: 'client_secret_wrong',
    because: 'in the body',
    send: sending({}, {}, { ...KAIKEI, secret: 'wrong' }),
  },
  {
    code: 'client_authentication_method_mismatch',
    send: sending({}, {}, { ...KAKEIBO, method: 'client_secret_post' }),
  },
  {
    code: 'client_authentication_method_mismatch',
    because: 'a public client with a secret',
    send: sending({}, {}, { ...MOBILE, secret: 'made-up', method: 'client_secret_basic' }),
  },
  { code: 'client_credentials_conflict', send: sending({ client_id: 'demo-kaikei' }) },
  { code: 'client_credentials_conflict', because: 'the secret', send: sending({ client_secret: 'other' }) },
  {
    code: 'client_authentication_twice',
    send: (arranged) =>
      sending({ client_id: STRICT.clientId, client_secret: STRICT.secret }, {}, STRICT)(arranged),
  },
  {
    code: 'client_unknown_padded',
    because: 'a blank behind the client_id',
    send: sending({}, { authorization: basic({ ...KAKEIBO, clientId: 'demo-kakeibo ' }) }),
  },
  {
    code: 'client_secret_padded',
    because: 'the line break of a file',
    send: sending({}, {}, { ...KAKEIBO, secret: `${KAKEIBO.secret ?? ''}\n` }),
  },
  {
    code: 'client_secret_padded',
    because: 'quotation marks, in the body',
    send: sending({}, {}, { ...KAIKEI, secret: `"${KAIKEI.secret ?? ''}"` }),
  },
  ...[PLUS, PERCENT].map((credentials): Row => ({
    code: 'basic_not_form_encoded',
    because: credentials.clientId,
    send: sending({}, { authorization: wrongBasic(`${credentials.clientId}:${credentials.secret ?? ''}`) }),
  })),
  {
    code: 'client_secret_wrong',
    because: 'wrong as it stands and decoded',
    send: sending({}, { authorization: wrongBasic(`${PLUS.clientId}:${PLUS.secret ?? ''}x`) }),
  },
  ...[
    '',
    '!',
    wrongBasic('no colon').slice(6),
    wrongBasic(':empty').slice(6),
    wrongBasic('%zz:x').slice(6),
    'YQ== YQ==',
  ].map((encoded): Row => ({
    code: 'basic_header_malformed',
    because: `"${encoded}"`,
    send: sending({}, { authorization: `Basic ${encoded}` }),
  })),
  { code: 'authorization_scheme_unsupported', send: sending({}, { authorization: 'Bearer abc' }) },
  {
    code: 'token_request_media_type',
    send: posting('/oauth2/token', {
      headers: { 'content-type': 'application/json', authorization: basic(KAKEIBO) },
      body: '{"grant_type":"refresh_token"}',
    }),
  },
  {
    code: 'token_request_too_large',
    send: posting('/oauth2/token', { headers: FORM, body: `code=${'x'.repeat(70_000)}` }),
  },
  {
    code: 'token_request_unreadable',
    send: posting('/oauth2/token', {
      headers: { 'content-type': 'application/x-www-form-urlencoded; charset=no-such-charset' },
      body: 'grant_type=refresh_token',
    }),
  },
  {
    code: 'token_parameters_in_query',
    send: posting('/oauth2/token?grant_type=refresh_token', {
      headers: { ...FORM, authorization: basic(KAKEIBO) },
      body: 'refresh_token=x',
    }),
  },
  {
    code: 'parameter_repeated',
    send: posting('/oauth2/token', {
      headers: { ...FORM, authorization: basic(KAKEIBO) },
      body: 'grant_type=refresh_token&grant_type=authorization_code',
    }),
  },
  { code: 'token_parameter_missing', because: 'grant_type', send: sending({ grant_type: undefined }) },
  { code: 'token_parameter_missing', because: 'code', send: sending({ grant_type: 'authorization_code' }) },
  { code: 'token_parameter_missing', because: 'refresh_token', send: sending({ refresh_token: '' }) },
  ...['amp;refresh_token', 'refreshToken', 'Refresh_Token', ' refresh_token'].map((name): Row => ({
    code: 'parameter_misnamed',
    because: `"${name}"`,
    send: sending({ refresh_token: undefined, [name]: 'rt_unknown' }),
  })),
  {
    code: 'parameter_misnamed',
    because: 'the client_id of whoever does not authenticate otherwise',
    send: posting('/oauth2/token', { headers: FORM, body: 'grant_type=x&amp;client_id=demo-mobile' }),
  },
  {
    code: 'form_is_json',
    send: posting('/oauth2/token', {
      headers: { ...FORM, authorization: basic(KAKEIBO) },
      body: '{"grant_type":"refresh_token","refresh_token":"x="}',
    }),
  },
  {
    code: 'form_encoded_twice',
    send: posting('/oauth2/token', {
      headers: { ...FORM, authorization: basic(KAKEIBO) },
      body: encodeURIComponent('grant_type=refresh_token&refresh_token=x'),
    }),
  },
  { code: 'grant_type_unsupported', send: sending({ grant_type: 'password', username: 'a', password: 'b' }) },
  {
    code: 'grant_type_unsupported',
    because: 'a name of Object',
    send: sending({ grant_type: 'constructor' }),
  },
  { code: 'grant_type_not_registered', send: sending({}, {}, CODE_ONLY) },
  { code: 'code_unknown', send: sending({ grant_type: 'authorization_code', code: 'ac_made.up' }) },
  {
    code: 'code_unknown',
    because: 'a refresh token is no code',
    send: async (arranged) => {
      const { refresh_token } = await linkWithoutScreens(sandbox);
      arranged();
      return partner().redeem(refresh_token);
    },
  },
  {
    code: 'code_padded',
    because: 'the line break of a terminal',
    send: redeeming((code, verifier) => partner().redeem(`${code}\r\n`, { code_verifier: verifier })),
  },
  {
    code: 'refresh_token_padded',
    because: 'the line break of a file',
    send: async (arranged) => {
      const { refresh_token } = await linkWithoutScreens(sandbox);
      arranged();
      return partner().refresh(`${refresh_token}\r\n`);
    },
  },
  ...['profile', 'account:balance profile email', 'account:balance,account:transaction'].map(
    (scope): Row => ({
      code: 'scope_exceeds_grant',
      because: `never granted: ${scope}`,
      send: refreshing(() => Promise.resolve(), { parameters: { scope } }),
    }),
  ),
  {
    code: 'code_expired',
    send: async (arranged) => {
      const { code, verifier } = await partner().obtainCode();
      await sandbox.advance('PT600S');
      arranged();
      return partner().redeem(code, { code_verifier: verifier });
    },
  },
  {
    code: 'code_reused',
    changesState: true,
    send: async (arranged) => {
      const { code, verifier } = await partner().obtainCode();
      await partner().redeem(code, { code_verifier: verifier });
      arranged();
      return partner().redeem(code, { code_verifier: verifier });
    },
  },
  {
    code: 'code_of_another_client',
    changesState: true,
    send: redeeming((code, verifier) => partner(ZAIM).redeem(code, { code_verifier: verifier })),
  },
  {
    code: 'code_redirect_uri_missing',
    changesState: true,
    send: redeeming((code, verifier) =>
      partner().redeem(code, { code_verifier: verifier, redirect_uri: undefined }),
    ),
  },
  {
    code: 'code_redirect_uri_mismatch',
    changesState: true,
    send: redeeming((code, verifier) =>
      partner().redeem(code, { code_verifier: verifier, redirect_uri: 'http://127.0.0.1:1/callback' }),
    ),
  },
  { code: 'code_verifier_missing', changesState: true, send: redeeming((code) => partner().redeem(code)) },
  {
    code: 'code_verifier_surplus',
    because: 'a downgrade',
    changesState: true,
    send: redeeming((code) => partner().redeem(code, { code_verifier: newPkce().verifier }), { pkce: false }),
  },
  {
    code: 'code_verifier_malformed',
    changesState: true,
    send: redeeming((code) => partner().redeem(code, { code_verifier: 'short' })),
  },
  {
    code: 'code_verifier_wrong',
    changesState: true,
    send: redeeming((code) => partner().redeem(code, { code_verifier: newPkce().verifier })),
  },
  {
    code: 'code_attempts_exhausted',
    send: async (arranged) => {
      const { code, verifier } = await partner().obtainCode();
      for (let attempt = 0; attempt < 5; attempt++) {
        await partner().redeem(code, { code_verifier: newPkce().verifier });
      }
      arranged();
      return partner().redeem(code, { code_verifier: verifier });
    },
  },
  { code: 'refresh_token_unknown', send: sending({ refresh_token: 'rt_made.up' }) },
  {
    code: 'refresh_token_unknown',
    because: 'an access token is no refresh token',
    send: async (arranged) => {
      const { access_token } = await linkWithoutScreens(sandbox);
      arranged();
      return partner().refresh(access_token);
    },
  },
  {
    code: 'refresh_token_of_another_client',
    send: refreshing(() => Promise.resolve(), { credentials: ZAIM }),
  },
  {
    code: 'refresh_token_reused',
    changesState: true,
    send: refreshing(async ({ refresh_token }) => {
      const next = await partner().refresh(refresh_token);
      await partner().refresh(next.body.refresh_token);
    }),
  },
  {
    code: 'refresh_token_superseded',
    because: 'the client has the plain rotation, which takes no revenge',
    // The client is given back the rotation it had by name.
    changesState: true,
    send: async (arranged) => {
      const rotating = (sandbox_refresh_rotation: string) =>
        sandbox.control('PATCH', '/clients/demo-kakeibo', { sandbox_refresh_rotation });
      await rotating('rotate');
      const { refresh_token } = await linkWithoutScreens(sandbox);
      await partner().refresh(refresh_token);
      arranged();
      const answer = await partner().refresh(refresh_token);
      await rotating('default');
      return answer;
    },
  },
  {
    code: 'scope_exceeds_grant',
    send: async (arranged) => {
      const tokens = await linkWithoutScreens(sandbox, { scopes: ['account:balance'] });
      arranged();
      return partner().refresh(tokens.refresh_token, { scope: 'account:balance account:transaction' });
    },
  },
  {
    code: 'scope_exceeds_grant',
    because: 'nothing of it is known',
    send: refreshing(() => Promise.resolve(), { parameters: { scope: 'payments' } }),
  },
  { code: 'grant_expired', send: refreshing(() => sandbox.advance('P90D')) },
  {
    code: 'grant_revoked',
    send: refreshing(({ grant_id }) => sandbox.control('DELETE', `/grants/${grant_id}`)),
  },
  { code: 'grant_superseded', send: refreshing(() => linkWithoutScreens(sandbox)) },
];

/** Refusals of client assertions, proofs and the endpoints beside, which need a client with keys. */
const OF_KEYED_CLIENTS =
  /^(assertion_|dpop_|introspection_|client_credentials_scope|managed?_|management_|registration_|resource_)/;

const elsewhere: Record<string, string> = {
  ...Object.fromEntries(
    Object.keys(tokenCatalogue)
      .filter((code) => OF_KEYED_CLIENTS.test(code))
      .map((code) => [code, 'judged with the feature it belongs to, not in this table']),
  ),
  registrations_full: 'needs a thousand registrations before it: self-registration',
  client_guessing_paused: 'needs ten requests before it: secret-guessing',
  token_method_not_allowed: 'below: methods',
  grant_customer_unavailable: 'stopping or deleting a contract ends its grants first; unit test of grants',
  ...Object.fromEntries(
    [
      'authentication_method_outside_profile',
      'sender_constraint_missing',
      'id_token_algorithm_outside_profile',
      'refresh_rotation_outside_profile',
    ].map((code) => [code, 'refuses nothing: a verdict under a stricter profile']),
  ),
  ...Object.fromEntries(
    Object.keys(tokenCatalogue)
      .filter((code) => code.startsWith('access_token_') || code === 'scope_missing')
      .map((code) => [code, 'refused at the data API: data-api/refusals.test.ts']),
  ),
};

describe('the token endpoint refuses', () => {
  it.each(rows.map((row) => [row.because ? `${row.code}: ${row.because}` : row.code, row] as const))(
    '%s',
    async (_, row) => {
      let before = '';
      let position = 0;
      const answer = await row.send(() => {
        before = bankTables(sandbox);
        position = sandbox.logPosition();
      });
      const entry = catalogue[row.code];
      expect(answer.status).toBe(statusOnWire(answer, entry));
      expect(answer.body.error).toBe(entry.wire);
      expect(answer.body.error).toMatch(/^[a-z_]+$/);
      expect(answer.body.error_description).toMatch(DESCRIPTION);
      expect(Object.keys(answer.body).sort()).toEqual(['error', 'error_description']);
      expect(answer.headers.get('content-type')).toMatch(/^application\/json/);
      expect(answer.headers.get('cache-control')).toBe('no-store');
      expect(answer.headers.has('www-authenticate')).toBe(answer.status === 401);
      if (answer.status === 401) expect(answer.headers.get('www-authenticate')).toMatch(/^Basic /);
      if (!row.changesState) expect(bankTables(sandbox)).toBe(before);
      const token = sandbox.logAfter(position).filter(({ path }) => path === '/oauth2/token');
      expect(token).toHaveLength(1);
      expectExplained(token[0], row.code);
    },
  );

  it('does not tell an unknown client from a wrong secret', async () => {
    const unknown = await partner({ ...KAKEIBO, clientId: 'nobody' }).refresh('rt_x');
    const wrong = await partner({ ...KAKEIBO, secret: 'wrong' }).refresh('rt_x');
    expect(unknown.body).toEqual(wrong.body);
    expect(unknown.status).toBe(wrong.status);
  });

  it('keeps secrets, codes and tokens out of the log', async () => {
    const position = sandbox.logPosition();
    const { code, verifier = '' } = await partner().obtainCode();
    const { body } = await partner().redeem(code, { code_verifier: verifier });
    await partner().refresh(body.refresh_token, { client_secret: KAKEIBO.secret });
    const log = JSON.stringify(sandbox.logAfter(position));
    for (const secret of [
      code,
      verifier,
      body.access_token,
      body.refresh_token,
      KAKEIBO.secret,
      TARO.password,
    ]) {
      expect(log).not.toContain(secret);
    }
    expect(log).not.toContain(basic(KAKEIBO));
  });
});

describe('methods', () => {
  it.each(['GET', 'PUT', 'DELETE'])('%s is 405 with Allow', async (method) => {
    const position = sandbox.logPosition();
    const response = await fetch(`${sandbox.issuer}/oauth2/token`, { method });
    expect(response.status).toBe(405);
    expect(response.headers.get('allow')).toBe('POST');
    expectExplained(sandbox.logAfter(position)[0], 'token_method_not_allowed');
  });
});

describe('never refused', () => {
  it('equal credentials in header and body, and an unknown field', async () => {
    const { refresh_token } = await linkWithoutScreens(sandbox);
    const answer = await partner().refresh(refresh_token, {
      client_id: KAKEIBO.clientId,
      client_secret: KAKEIBO.secret,
      authMethod: 'whatever',
    });
    expect(answer.status).toBe(200);
  });

  it('a secret with characters that need form-encoding', async () => {
    const odd: ClientCredentials = {
      clientId: 'odd:client',
      secret: 'p%s+&=:/?#-of-at-least-thirty-two-bytes',
      method: 'client_secret_basic',
    };
    await sandbox.control('POST', '/clients', {
      client_id: odd.clientId,
      client_secret: odd.secret,
      client_name: 'Odd',
      redirect_uris: [REDIRECT_URI],
    });
    expect((await partner(odd).refresh('rt_unknown')).body.error).toBe('invalid_grant');
  });
});

it('every refusal of the token catalogue has its row', () => {
  expectWholeCatalogue(Object.keys(tokenCatalogue), rows, elsewhere);
});
