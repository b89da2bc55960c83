import { decodeJwt } from 'jose';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { linkAccount } from '../../harness/customer-browser.ts';
import { KeyedClient } from '../../harness/keyed-client.ts';
import { expectExplained } from '../../harness/refusal-checks.ts';
import { expectRefused, named } from '../../harness/refused-request.ts';
import { startSandbox, type TestSandbox } from '../../harness/sandbox.ts';

let sandbox: TestSandbox;
let client: KeyedClient;
beforeAll(async () => {
  sandbox = await startSandbox();
  client = await KeyedClient.register(sandbox, 'claimant');
});
afterAll(() => sandbox.stop());

const acr = (request: object) => JSON.stringify({ id_token: { acr: request } });

describe('claims that can be met', () => {
  it.each([
    ['an empty wish', '{}'],
    [
      'what nobody knows, as a wish',
      '{"id_token":{"shoe_size":null},"userinfo":{"email":{"essential":false}}}',
    ],
    [
      'what is always there',
      '{"userinfo":{"name":{"essential":true}},"id_token":{"auth_time":{"essential":true}}}',
    ],
    ['acr without a value', acr({ essential: true })],
    ['acr by password', acr({ essential: true, value: 'password' })],
    ['acr by either', acr({ essential: true, values: ['certificate', 'password'] })],
    ['another acr, as a wish', acr({ value: 'certificate' })],
  ])('%s', async (_, claims) => {
    const { id_token } = await client.link({ form: { claims } });
    expect(decodeJwt(id_token ?? '')['acr']).toBe('password');
  });

  it('inside a request object they are an object', async () => {
    const request = await client.requestObject({
      claims: { id_token: { acr: { essential: true, value: 'gold' } } },
    });
    const { parameters } = await linkAccount(sandbox.issuer, client.authorizationUrl({ request }));
    expect(parameters.get('error')).toBe('access_denied');
  });
});

describe('claims that can not', () => {
  it.each(
    named([
      ...['x', '[]', '42', '{"id_token":[]}', '{"userinfo":"name"}'].map((claims) => ({
        code: 'claims_malformed' as const,
        because: claims,
        send: push(claims),
      })),
      ...['{"id_token":{"email":{"essential":true}}}', '{"userinfo":{"email":{"essential":true}}}'].map(
        (claims) => ({
          code: 'essential_claim_unavailable' as const,
          because: claims,
          send: push(claims),
        }),
      ),
    ]),
  )('%s', async (_, row) => {
    await expectRefused(sandbox, row);
  });

  it('an essential acr the customer did not log in by: access_denied, after the login', async () => {
    const position = sandbox.logPosition();
    const url = client.authorizationUrl({
      ...client.requestParameters(),
      claims: acr({ essential: true, value: 'certificate' }),
    });
    const { parameters } = await linkAccount(sandbox.issuer, url);
    expect(parameters.get('error')).toBe('access_denied');
    expect(parameters.get('state')).toBe('state-of-the-test');
    expect(parameters.has('code')).toBe(false);
    const entry = sandbox
      .logAfter(position)
      .find(({ outcome }) => outcome.code === 'essential_claim_unavailable');
    expectExplained(entry, 'essential_claim_unavailable');
  });
});

function push(claims: string) {
  return (arranged: () => void) => {
    arranged();
    return client.post('/oauth2/par', client.requestParameters({ claims }));
  };
}
