import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { endpointPaths } from '../../../server/authorization/endpoint-paths.ts';
import { bankTables } from '../../harness/bank-tables.ts';
import { KeyedClient } from '../../harness/keyed-client.ts';
import { REDIRECT_URI } from '../../harness/partner-client.ts';
import { expectExplained } from '../../harness/refusal-checks.ts';
import { expectRefusedPage } from '../../harness/refused-page.ts';
import { expectRefused } from '../../harness/refused-request.ts';
import { startSandbox, type TestSandbox } from '../../harness/sandbox.ts';

/*
 * Addresses that are nearly registered, in every place where an authorization request can bring one.
 * None of them may ever be sent anything (RFC 6749 §3.1.2.4, RFC 9700 §4.1).
 */

const APP = 'com.example.kakeibo:/callback';
const WEB = 'https://app.example/callback?tenant=1';

const nearMisses = [
  // Of a loopback address, whose port alone is free (RFC 8252 §7.3).
  `${REDIRECT_URI}/`,
  `${REDIRECT_URI}2`,
  'http://127.0.0.1:4782/Callback',
  'http://127.0.0.1:4782/other',
  'http://127.0.0.1:4782/',
  `${REDIRECT_URI}?more=1`,
  `${REDIRECT_URI}?`,
  `${REDIRECT_URI}#`,
  `${REDIRECT_URI}#fragment`,
  `${REDIRECT_URI}/../callback`,
  'http://127.0.0.1:4782/x/../callback',
  'http://127.0.0.1:4782/%63allback',
  'http://127.0.0.1:4782//callback',
  'http://127.0.0.1:4782\\callback',
  'http://localhost:4782/callback',
  'http://127.0.0.2:4782/callback',
  'http://127.1:4782/callback',
  'http://2130706433:4782/callback',
  'http://0x7f000001:4782/callback',
  'http://[::ffff:127.0.0.1]:4782/callback',
  'http://[::1]:4782/callback',
  'http://127.0.0.1:0/callback',
  'http://127.0.0.1:70000/callback',
  'http://127.0.0.1:/callback',
  'http://127.0.0.1.evil.example/callback',
  'http://127.0.0.1:4782@evil.example/callback',
  'http://evil.example@127.0.0.1:4782/callback',
  'http://evil.example#@127.0.0.1:4782/callback',
  'https://127.0.0.1:4782/callback',
  'HTTP://127.0.0.1:4782/callback',
  ` ${REDIRECT_URI}`,
  `${REDIRECT_URI} `,
  `${REDIRECT_URI}\n`,
  `${REDIRECT_URI}\u0000`,
  // Of an address on the web.
  'https://app.example/callback',
  'https://app.example/callback?tenant=2',
  'https://app.example/callback?tenant=1&more=1',
  'https://app.example:443/callback?tenant=1',
  'https://APP.example/callback?tenant=1',
  'https://app.example.evil.example/callback?tenant=1',
  'https://evil.app.example/callback?tenant=1',
  'https://app.example@evil.example/callback?tenant=1',
  'https://арр.example/callback?tenant=1',
  'http://app.example/callback?tenant=1',
  '//app.example/callback?tenant=1',
  '/callback?tenant=1',
  // Of an app's own scheme.
  'com.example.kakeibo://callback',
  'com.example.kakeibo:/callback/',
  'com.example.kakeibo2:/callback',
  // Of nothing.
  'javascript:alert(1)',
  'data:text/html,x',
  'urn:ietf:wg:oauth:2.0:oob',
  'https://evil.example/callback',
];

let sandbox: TestSandbox;
let client: KeyedClient;
beforeAll(async () => {
  sandbox = await startSandbox();
  client = await KeyedClient.register(sandbox, 'registered', {
    application_type: 'native',
    redirect_uris: [REDIRECT_URI, WEB, APP],
  });
});
afterAll(() => sandbox.stop());

describe.each(nearMisses)('%j', (redirect_uri) => {
  // The bank names the slip where white space is all that differs.
  const code = redirect_uri.trim() === REDIRECT_URI ? 'redirect_uri_padded' : 'redirect_uri_mismatch';
  const parameters = () => client.requestParameters({ redirect_uri });

  it.each(endpointPaths.authorization)('in the query of %s', async (path) => {
    const url = client.authorizationUrl(parameters()).replace(endpointPaths.authorization[0], path);
    await expectRefusedPage(sandbox, url, code);
  });

  it('in a POST', async () => {
    const before = bankTables(sandbox);
    const position = sandbox.logPosition();
    const [url = '', query = ''] = client.authorizationUrl(parameters()).split('?');
    const body = new URLSearchParams(query);
    const response = await fetch(url, { method: 'POST', body, redirect: 'manual' });
    expect(await response.text()).toMatch(/<html/);
    expect(response.status).toBe(400);
    expect(response.headers.get('location')).toBeNull();
    expect(bankTables(sandbox)).toBe(before);
    expectExplained(sandbox.logAfter(position)[0], code);
  });

  it('in a signed object, whatever is outside', async () => {
    const request = await client.requestObject({ redirect_uri });
    const url = client.authorizationUrl({ request, redirect_uri: REDIRECT_URI });
    await expectRefusedPage(sandbox, url, code);
  });

  it('pushed, as it is and in a signed object', async () => {
    for (const form of [parameters(), { request: await client.requestObject({ redirect_uri }) }]) {
      await expectRefused(sandbox, {
        code,
        send: (arranged) => {
          arranged();
          return client.post('/oauth2/par', form);
        },
      });
    }
  });
});

it.each([REDIRECT_URI, 'http://127.0.0.1:1/callback', 'http://127.0.0.1/callback', WEB, APP])(
  '%s is registered',
  async (redirect_uri) => {
    const url = client.authorizationUrl(client.requestParameters({ redirect_uri }));
    const { headers } = await fetch(url, { redirect: 'manual' });
    expect(headers.get('location')).toMatch(/^\/ib\/login/);
    await client.push({ redirect_uri });
  },
);
