import { beforeEach, describe, expect, it } from 'vitest';
import { TokenMint } from '../../../server/authorization/token-mint.ts';
import { newId } from '../../../server/bank/identifiers.ts';
import type { Client, Customer } from '../../../server/bank/model.ts';
import { BankState } from '../../../server/bank/state.ts';
import { Fingerprints } from '../../../server/log/fingerprint.ts';
import { Redaction } from '../../../server/log/redaction.ts';
import { atOnce } from '../../../server/slices.ts';

const mint = new TokenMint(Buffer.alloc(32, 7));
const accessToken = mint.tokenFor('access', newId('a'));
const refreshToken = mint.tokenFor('refresh', `${newId('g')}.12`);
const code = mint.tokenFor('code', newId('a'));
const jwt = 'eyJhbGciOiJFUzI1NiJ9.eyJzdWIiOiJjdXN0b21lciJ9.c2lnbmF0dXJlLW9mLWEtand0';
const parHandle = 'urn:ietf:params:oauth:request_uri:7f3e9c1b5a2d4e6f8091a2b3';
const privateKey = '-----BEGIN PRIVATE KEY-----\nMIGHAgEAMBMGByqGSM49\n-----END PRIVATE KEY-----';

const form = 'application/x-www-form-urlencoded';
const json = 'application/json';

let redaction: Redaction;
beforeEach(() => {
  redaction = new Redaction(new Fingerprints());
});

/** What is sent, the secret in it, and what the reader must still see. */
const bodies: [kind: string, type: string, body: string, secret: string, shown: RegExp][] = [
  [
    'a password in a form',
    form,
    'loginId=10000000001&password=Sandbox-0001',
    'Sandbox-0001',
    /loginId=10000000001&password=pw_…[0-9a-f]{4}$/,
  ],
  ['an encoded password', form, 'password=p%40ss%26word%21', 'p%40ss%26word%21', /^password=pw_…/],
  ['a name in another case', form, 'Login_Password=hunter22', 'hunter22', /^Login_Password=pw_…/],
  ['an encoded name', form, 'client%5Fsecret=very-secret', 'very-secret', /^client%5Fsecret=sec_…/],
  [
    'a client secret',
    form,
    'client_id=demo&client_secret=very-secret',
    'very-secret',
    /^client_id=demo&client_secret=sec_…/,
  ],
  [
    'a code',
    form,
    `grant_type=authorization_code&code=${code}`,
    code,
    /^grant_type=authorization_code&code=ac_…[0-9a-f]{4}$/,
  ],
  ['a made-up code', form, 'code=SplxlOBeZQQYbYS6WxSbIA', 'SplxlOBeZQQYbYS6WxSbIA', /^code=ac_…/],
  [
    'a code verifier',
    form,
    'code_verifier=dBjftJeZ4CVP-mB92K27uhbUJU1p1r',
    'dBjftJeZ4CVP-mB92K27uhbUJU1p1r',
    /^code_verifier=cv_…/,
  ],
  ['a refresh token', form, `refresh_token=${refreshToken}`, refreshToken, /^refresh_token=rt_…/],
  [
    'a token to be revoked',
    form,
    `token=${accessToken}&token_type_hint=access_token`,
    accessToken,
    /^token=at_…[0-9a-f]{4}&token_type_hint=access_token$/,
  ],
  [
    'a client assertion',
    form,
    `client_assertion_type=urn%3Ax&client_assertion=${jwt}`,
    jwt,
    /^client_assertion_type=urn%3Ax&client_assertion=jwt_…/,
  ],
  ['a request object', form, `request=${jwt}`, jwt, /^request=jar_…/],
  [
    'a PAR handle',
    form,
    `request_uri=${encodeURIComponent(parHandle)}`,
    '7f3e9c1b5a2d4e6f8091a2b3',
    /^request_uri=urn:ietf:params:oauth:request_uri:…/,
  ],
  ['a CSRF token', form, 'i=interaction&csrf=Zm9vYmFyYmF6', 'Zm9vYmFyYmF6', /^i=interaction&csrf=csrf_…/],
  ['a token in a form under a harmless name', form, `note=${accessToken}`, accessToken, /^note=at_…/],
  [
    'tokens in JSON',
    json,
    JSON.stringify({ access_token: accessToken, expires_in: 900 }),
    accessToken,
    /^\{"access_token":"at_…[0-9a-f]{4}","expires_in":900\}$/,
  ],
  ['an ID token in JSON', json, JSON.stringify({ id_token: jwt }), jwt, /"id_token":"idt_…/],
  [
    'a client secret in JSON',
    json,
    JSON.stringify({ clients: [{ client_id: 'a', client_secret: 'very-secret' }] }),
    'very-secret',
    /"client_id":"a","client_secret":"sec_…/,
  ],
  [
    'a password in JSON',
    json,
    JSON.stringify({ customers: [{ password: 'Sandbox-0001' }] }),
    'Sandbox-0001',
    /"password":"pw_…/,
  ],
  ['a numeric password', json, '{"password":19720401}', '19720401', /"password":"pw_…/],
  ['a password of the wrong type', json, '{"password":{"value":["Sandbox-0001"]}}', 'Sandbox-0001', /pw_…/],
  [
    'a redirect in JSON',
    json,
    JSON.stringify({ redirectTo: `http://127.0.0.1/callback?code=abcdefghijkl&state=s` }),
    'abcdefghijkl',
    /callback\?code=ac_…[0-9a-f]{4}&state=s/,
  ],
  [
    'a private JWK',
    json,
    JSON.stringify({ keys: [{ kty: 'EC', kid: 'one', x: 'public-x', d: 'private-d-value' }] }),
    'private-d-value',
    /"kid":"one","x":"public-x","d":"key_…/,
  ],
  ['a PEM key', json, JSON.stringify({ pem: privateKey }), 'MIGHAgEAMBMGByqGSM49', /"pem":"key_…/],
  [
    'a token in an error text',
    json,
    JSON.stringify({ error_description: `token ${refreshToken} is dead` }),
    refreshToken,
    /token rt_…[0-9a-f]{4} is dead/,
  ],
  [
    'JSON cut off',
    json,
    '{"login":"a","password":"Sandbox-00',
    'Sandbox-00',
    /^\{"login":"a","password":"pw_…/,
  ],
  [
    'JSON that is none',
    json,
    "{login: 'a', password: 'Sandbox-0001'}",
    'Sandbox-0001',
    /login: 'a', password: 'pw_…/,
  ],
  [
    'JSON declared as a form',
    form,
    '{"client_secret":"very-secret"}',
    'very-secret',
    /"client_secret":"sec_…/,
  ],
  [
    'a form declared as text',
    'text/plain',
    'client_secret=very-secret&scope=openid',
    'very-secret',
    /client_secret=sec_….{4}&scope=openid/,
  ],
  ['a form without a type', '', 'password=Sandbox-0001', 'Sandbox-0001', /^password=pw_…/],
  [
    'text',
    'text/plain',
    'error: password=abcdefgh rejected',
    'abcdefgh',
    /^error: password=pw_….{4} rejected$/,
  ],
  [
    'credentials in text',
    'text/plain',
    'got Basic ZGVtbzp2ZXJ5LXNlY3JldA== instead',
    'ZGVtbzp2ZXJ5LXNlY3JldA',
    /got Basic demo:•••• instead/,
  ],
  ['a bare JWT', 'application/jwt', jwt, jwt, /^jwt_…/],
];

describe('redaction of bodies', () => {
  it.each(bodies)('hides %s', (_, type, body, secret, shown) => {
    const redacted = redaction.body(body, type);
    expect(redacted).not.toContain(secret);
    expect(redacted).not.toContain(decodeURIComponent(secret));
    expect(redacted).toMatch(shown);
  });

  it.each([
    ['form', form, 'grant_type=refresh_token&scope=account%3Abalance+openid&code_challenge=abc&empty='],
    ['JSON', json, '{"code":"0010","client_secret_expires_at":0,"password":null,"token_type":"Bearer"}'],
    ['a branch list', json, '{"branches":[{"code":"001","name":"本店"}],"endGrantsOnPasswordChange":true}'],
    ['a challenge', 'text/plain', 'Bearer error="invalid_token"'],
  ])('leaves what is no secret as it was sent: %s', (_, type, body) => {
    expect(redaction.body(body, type)).toBe(body);
  });
});

describe('redaction of headers', () => {
  it.each([
    [
      'authorization',
      `Basic ${Buffer.from('demo-kakeibo:very-secret').toString('base64')}`,
      /^Basic demo-kakeibo:••••$/,
    ],
    ['authorization', `Basic ${Buffer.from('only-one-part').toString('base64')}`, /^Basic ••••$/],
    ['authorization', `Bearer ${accessToken}`, /^Bearer at_…[0-9a-f]{4}$/],
    ['authorization', `DPoP ${accessToken}`, /^DPoP at_…[0-9a-f]{4}$/],
    ['authorization', `bearer ${refreshToken}`, /^bearer rt_…/],
    ['authorization', 'naked-secret-value', /^cred_…/],
    ['x-access-token', accessToken, /^at_…/],
    ['dpop', jwt, /^dpop_…/],
    ['cookie', 'ib_interaction_1=c2VjcmV0; theme=dark', /^ib_interaction_1=ck_….{4}; theme=ck_…/],
    [
      'set-cookie',
      'ib_interaction_1=c2VjcmV0; Path=/ib; HttpOnly',
      /^ib_interaction_1=ck_….{4}; Path=\/ib; HttpOnly$/,
    ],
    [
      'location',
      `http://127.0.0.1:4782/callback?code=${code}&state=xyz&iss=http%3A%2F%2Fbank`,
      /callback\?code=ac_….{4}&state=xyz&iss=http%3A%2F%2Fbank$/,
    ],
    [
      'location',
      `com.example.app:/callback#access_token=${accessToken}&token_type=Bearer`,
      /#access_token=at_….{4}&token_type=Bearer$/,
    ],
    ['referer', `http://127.0.0.1/ib/login?i=abc&request=${jwt}`, /\?i=abc&request=jar_…/],
  ])('%s: %s', (name, value, shown) => {
    const redacted = redaction.header(name, value);
    expect(redacted).toMatch(shown);
    for (const secret of [accessToken, refreshToken, code, jwt, 'c2VjcmV0', 'very-secret', 'naked-secret']) {
      expect(redacted).not.toContain(secret);
    }
  });

  it('leaves harmless headers alone', () => {
    expect(redaction.header('www-authenticate', 'Bearer realm="bank", error="invalid_token"')).toBe(
      'Bearer realm="bank", error="invalid_token"',
    );
    expect(redaction.header('user-agent', 'kakeibo/1.0 (test)')).toBe('kakeibo/1.0 (test)');
  });
});

describe('fingerprints', () => {
  it('are equal for equal values, whatever carries them', () => {
    const inForm = /at_….{4}/.exec(redaction.body(`token=${accessToken}`, form))?.[0];
    expect(inForm).toBeDefined();
    expect(redaction.header('authorization', `Bearer ${accessToken}`)).toBe(`Bearer ${inForm ?? ''}`);
    expect(redaction.body(JSON.stringify({ access_token: accessToken }), json)).toContain(inForm);
  });

  it('differ from run to run, so that none can be looked up', () => {
    const runs = Array.from({ length: 8 }, () => new Fingerprints().of('pw_', 'Sandbox-0001'));
    expect(new Set(runs).size).toBeGreaterThan(1);
  });

  it('stand for an exact value that was named, wherever it appears', () => {
    const own = new Redaction(new Fingerprints());
    own.hide('control-token-value', 'ct_');
    expect(own.url('/x?y=control-token-value')).toMatch(/^\/x\?y=ct_….{4}$/);
  });
});

describe('a secret the bank knows', () => {
  const secret = 'k3y-of-a-client/2027+ü';
  const inBase64 = (text: string) => Buffer.from(text).toString('base64');
  beforeEach(() => {
    redaction.hide(secret, 'sec_');
    redaction.hide('Sandbox-0001', 'pw_');
    redaction.hide('shinkin', 'pw_');
  });

  it.each([
    ['in a sentence', `I sent ${secret} twice`],
    ['in a path', `/oauth2/${encodeURIComponent(secret)}/token`],
    ['in an array of JSON', JSON.stringify({ list: ['a', secret] })],
    ['as the name of a member', JSON.stringify({ [secret]: 1 })],
    ['in an element of XML', `<login><word>${secret}</word></login>`],
    ['in JSON in a form', `payload=${encodeURIComponent(JSON.stringify({ a: secret }))}`],
    ['in a form that was encoded once too often', encodeURIComponent(`a=b&c=${encodeURIComponent(secret)}`)],
    ['escaped as JSON', `{"a":"k3y\\u002dof-a-client\\/2027+\\u00fc"`],
    ['in entities of XML', `<a>${secret.replace('ü', '&#252;').replace('3', '&#x33;')}</a>`],
    ['with percent signs in lower case', `x ${encodeURIComponent(secret).toLowerCase()}`],
    ['in Base64', `x ${inBase64(secret)}`],
    ['in Base64 behind one letter', `x ${inBase64(`a${secret}`)}`],
    ['in Base64 between others', `x ${inBase64(`demo:${secret}:more`)}`],
    ['in Base64 for URLs', `x ${Buffer.from(`ab${secret}`).toString('base64url')}`],
    ['in Base64, encoded for a form', `x ${inBase64(`demo:${encodeURIComponent(secret)}`)}`],
    ['with id and secret swapped in Basic', `x Basic ${inBase64(`${secret}:demo`)}`],
    ['as the scheme', `Authorization: ${secret} demo`],
  ])('is hidden %s', (_, text) => {
    for (const shown of [
      redaction.body(text, ''),
      redaction.body(text, json),
      redaction.body(text, form),
      redaction.url(`http://127.0.0.1/x?state=${text}`),
      redaction.header('referer', `http://127.0.0.1/${text}`),
      redaction.header('authorization', text),
      JSON.stringify(redaction.json({ text, [text]: [text] })),
    ]) {
      const spelled = [
        shown,
        decodeURIComponentOr(shown),
        JSON.parse(`"${shown.replace(/["\\]/g, '')}"`) as string,
      ];
      for (const part of ['k3y-of', 'of-a-client', 'client%2F2027', 'client/2027']) {
        for (const spelling of spelled) expect(spelling.toLowerCase()).not.toContain(part.toLowerCase());
      }
      for (const [run] of shown.matchAll(/[\w+/-]{4,}/g)) {
        for (let shift = 0; shift < 4; shift++) {
          expect(Buffer.from(run.slice(shift), 'base64').toString()).not.toContain('client');
        }
      }
    }
  });

  it('has one fingerprint wherever it stands', () => {
    const shown = [
      redaction.body('password=Sandbox-0001', form),
      redaction.body('note=Sandbox-0001', form),
      redaction.body('{"client_secret":"Sandbox-0001"}', json),
      redaction.body(inBase64('x:Sandbox-0001'), ''),
      redaction.header('referer', 'http://127.0.0.1/Sandbox-0001'),
    ].map((text) => /pw_…[0-9a-f]{4}/.exec(text)?.[0]);
    expect(new Set(shown)).toEqual(new Set([expect.stringMatching(/^pw_…/)]));
  });

  it('that is a plain word is hidden where it stands alone, and leaves longer words and names as they are', () => {
    const body = 'login shinkin, shinkin-demo and shinkin=1 at sample.shinkinbank';
    expect(redaction.body(body, '')).toMatch(
      /^login pw_….{4}, shinkin-demo and shinkin=1 at sample.shinkinbank$/,
    );
  });

  it('is known as long as a row of the bank holds it, and for some time after that', () => {
    const state = new BankState();
    const own = new Redaction(new Fingerprints());
    atOnce(own.hideSecretsOf(state));
    const client = { client_id: 'c', client_secret: 'first-secret' } as Client;
    state.clients.put('c', client);
    expect(own.text('x first-secret')).toMatch(/^x sec_…/);
    state.clients.put('c', { ...client, client_secret: 'second-secret' });
    expect(own.text('first-secret second-secret')).toMatch(/^sec_….{4} sec_….{4}$/);
    state.clear();
    expect(own.text('second-secret')).toMatch(/^sec_…/);
  });

  it('is learnt in slices where a state with thousands of them comes or goes, changed ones meanwhile too', () => {
    const state = new BankState();
    const customer = (index: number) =>
      ({ id: String(index), password: `pass-${String(index)}-x` }) as Customer;
    for (let index = 0; index < 5_000; index++) state.customers.put(String(index), customer(index));
    const own = new Redaction(new Fingerprints());
    const learning = own.hideSecretsOf(state);
    let pauses = 0;
    let step = learning.next();
    for (; !step.done; step = learning.next()) {
      if (pauses++ === 0) state.customers.put('4999', customer(5_000));
    }
    expect(pauses).toBe(5);
    expect(own.text('pass-0-x pass-5000-x')).toMatch(/^pw_….{4} pw_….{4}$/);
    const ending = step.value();
    for (pauses = 0; !ending.next().done; pauses++) expect(own.text('pass-5000-x')).toMatch(/^pw_…/);
    expect(pauses).toBe(5);
  });
});

describe('a slip stays visible', () => {
  it.each([
    ['x-access-token', `Bearer ${accessToken}`, /^Bearer at_….{4}$/],
    ['x-access-token', 'Bearer undefined', /^Bearer undefined$/],
    ['authorization', 'Bearer null', /^Bearer null$/],
    ['x-access-token', `"${accessToken}"`, /^"at_….{4}"$/],
    ['x-api-key', ' shared-secret ', /^ sec_….{4} $/],
  ])('in %s: %s', (name, value, shown) => {
    expect(redaction.header(name, value)).toMatch(shown);
  });

  it('where a value ends in a line break', () => {
    expect(redaction.body(`refresh_token=${refreshToken}%0D%0A`, form)).toMatch(
      /^refresh_token=rt_….{4}\r\n$/,
    );
  });
});

/** Each of these was, or would be with a careless pattern, read again and again from within itself. */
const monotonous = [
  'xcode=',
  'xcode="',
  "xcode='",
  '"password":',
  'password="\\"',
  '-eyJaaaa',
  'eyJaaaa.',
  'keyJ',
  'a.',
  'code ',
  'code\t:',
  '.code',
  'Basic ',
  'at_......',
  '.at_',
  '%41',
  '%25',
  '\\u0041',
  '&#65;',
  '&#',
  'MIIEAIBAz',
  '-----BEGIN ',
  '-----BEGIN PRIVATE KEY-----',
  '<password>',
  '<a ',
  '>',
  '[',
  '{"a":',
  'Sandbox-',
  'Sand',
  'a&',
  '?',
  '#',
  ':',
  ' ',
  'urn:ietf:params:oauth:request_uri:',
];

describe('time', () => {
  it.each(monotonous)('is in proportion to the length: a quarter of a megabyte of %j', (piece) => {
    redaction.hide('Sandbox-0001', 'pw_');
    const text = piece.repeat(Math.ceil(250_000 / piece.length));
    // With a square in it this would take minutes, and the test ends before that.
    for (const type of ['', form, json]) expect(redaction.body(text, type)).toBeDefined();
    expect(redaction.url(text)).toBeDefined();
    expect(redaction.header('x-any', text)).toBeDefined();
    expect(redaction.json({ [text]: text })).toBeDefined();
  });
});

function decodeURIComponentOr(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
