import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { CustomerBrowser, TARO } from '../../harness/customer-browser.ts';
import { basic, KAKEIBO, REDIRECT_URI } from '../../harness/partner-client.ts';
import { ANY_PORTS, ServeProcess } from '../../harness/serve-process.ts';
import type { ReadyEvent } from '../../../server/sandbox-options.ts';

/*
 * Partners, customers and files that mean no good, or know no better. Whatever they send is answered,
 * never with a 5xx; it stands in the log, the event stream and the HAR, all of which can be read; and no
 * page runs what was sent. How long the event loop was kept from turning is told at the end.
 */
let serve: ServeProcess;
let ready: ReadyEvent;
beforeAll(async () => {
  serve = new ServeProcess(['--ephemeral', ...ANY_PORTS], 'test/integration/hostile/fuzz/watched-serve.mjs');
  ready = await serve.ready();
});
afterAll(async () => {
  await serve.end();
});

const LONG = 'x'.repeat(10_000);
const DEEP_LIST = '['.repeat(9_000) + ']'.repeat(9_000);
const DEEP_OBJECT = '{"a":'.repeat(4_000) + '1' + '}'.repeat(4_000);
const MARKUP = `"><script>alert(1)</script><img src=x onerror=alert(2)>'`;

/** What is put into every place, by what is odd about it. */
const ODD: Readonly<Record<string, string>> = {
  'very long': LONG,
  'lists in lists': DEEP_LIST,
  'objects in objects': DEEP_OBJECT,
  markup: MARKUP,
  'control characters': 'a\u0000b\u0008c\u001b[31md\u007f\r\nSet-Cookie: a=b',
  'text that runs backwards': '\u202eevil\u202c \u2066x\u2069\u200f',
  'half of a pair': 'a\ud800b',
  'full width': '１０００００００００１＜ｓｃｒｉｐｔ＞',
  'percent signs': '%00%ff%E0%A4%A%%%',
  'names of an object': '__proto__',
  'a pattern’s delight': `${'a'.repeat(5_000)}!`,
  'blanks without end': ' '.repeat(10_000),
  'a formula': '=HYPERLINK("http://evil.example","x")',
};
const odd = Object.entries(ODD);

interface Got {
  readonly status: number;
  readonly text: string;
}

async function send(url: string, init: RequestInit = {}): Promise<Got> {
  const response = await fetch(url, { redirect: 'manual', ...init });
  const got = { status: response.status, text: await response.text() };
  expect(got.status, got.text.slice(0, 500)).toBeLessThan(500);
  return got;
}

function steer(method: string, path: string, body?: unknown, type = 'application/json'): Promise<Got> {
  const isText = typeof body === 'string' || body instanceof Uint8Array;
  return send(ready.control + path, {
    method,
    headers: {
      authorization: `Bearer ${ready.controlToken}`,
      ...(body !== undefined && { 'content-type': type }),
    },
    ...(body !== undefined && { body: isText ? (body as string) : JSON.stringify(body) }),
  });
}

const form = (fields: Record<string, string>): RequestInit => ({
  method: 'POST',
  headers: { authorization: basic(KAKEIBO) },
  body: new URLSearchParams(fields),
});
const part = (json: string) => Buffer.from(json).toString('base64url');

/** Nothing that was sent may have become part of a page. */
function expectInert(html: string): void {
  expect(html).not.toMatch(/<script>alert|<img src=x/);
}

describe('a hostile partner', () => {
  const REQUEST = { response_type: 'code', redirect_uri: REDIRECT_URI, scope: 'account:balance openid' };

  it.each(odd)('with %s in each place of an authorization request is answered', async (_, value) => {
    for (const name of [
      'scope',
      'state',
      'nonce',
      'claims',
      'authorization_details',
      'request',
      'login_hint',
      'ui_locales',
      'resource',
      'code_challenge',
      'redirect_uri',
      'response_mode',
      value,
    ]) {
      await send(`${ready.issuer}/oauth2/par`, form({ ...REQUEST, [name]: value }));
      const query = new URLSearchParams({ client_id: KAKEIBO.clientId, ...REQUEST, [name]: value });
      const page = await send(`${ready.issuer}/oauth2/authorize?${query.toString()}`, {
        headers: { accept: 'text/html' },
      });
      expectInert(page.text);
    }
  });

  it.each(odd)('with %s in each place of a token request is answered', async (_, value) => {
    for (const name of [
      'grant_type',
      'code',
      'code_verifier',
      'refresh_token',
      'scope',
      'client_id',
      value,
    ]) {
      await send(
        `${ready.issuer}/oauth2/token`,
        form({ grant_type: 'authorization_code', code: 'x', [name]: value }),
      );
    }
    for (const path of ['introspect', 'revoke']) {
      await send(`${ready.issuer}/oauth2/${path}`, form({ token: value, token_type_hint: value }));
    }
  });

  it.each(odd)('with %s in what it signs is answered', async (_, value) => {
    const json = JSON.stringify(value);
    const claims = [json, DEEP_LIST].map((inner) => `{"iss":"demo-kakeibo","sub":${json},"x":${inner}}`);
    for (const body of claims) {
      for (const header of ['{"alg":"ES256"}', `{"alg":${json},"kid":${json}}`]) {
        const jwt = `${part(header)}.${part(body)}.${part('x')}`;
        await send(`${ready.issuer}/oauth2/par`, form({ client_id: KAKEIBO.clientId, request: jwt }));
        await send(
          `${ready.issuer}/oauth2/token`,
          form({
            grant_type: 'client_credentials',
            client_assertion_type: 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer',
            client_assertion: jwt,
          }),
        );
        await send(`${ready.issuer}/oauth2/token`, {
          ...form({ grant_type: 'client_credentials' }),
          headers: { authorization: basic(KAKEIBO), dpop: jwt.slice(0, 16_000) },
        });
      }
    }
  });

  it.each(odd)('with %s in each member of a registration is answered', async (_, value) => {
    const json = JSON.stringify(value);
    for (const member of [
      `"client_name":${json}`,
      `"client_name":${DEEP_LIST}`,
      `"redirect_uris":[${json}]`,
      `"scope":${json}`,
      `"tls_client_auth_subject_dn":${json},"token_endpoint_auth_method":"tls_client_auth"`,
      `"jwks":{"keys":[{"kty":"EC","x":${json},"y":${DEEP_LIST}}]}`,
      `"jwks":{"keys":[{"kty":"EC","junk":${DEEP_OBJECT}}]}`,
      `"sandbox_note":{"ja":${json},"en":${json}}`,
      `${json}:1`,
      `"jwks":${DEEP_OBJECT}`,
    ]) {
      await send(`${ready.issuer}/oauth2/register`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: `{"redirect_uris":["${REDIRECT_URI}"],${member}}`,
      });
    }
  });

  it('with thousands of parameters, or of the same one, is answered', async () => {
    const many = Array.from({ length: 4_000 }, (_, number) => `p${String(number)}=1`).join('&');
    for (const body of [many, 'scope=x&'.repeat(6_000), '&'.repeat(60_000), '='.repeat(60_000)]) {
      for (const path of ['/oauth2/token', '/oauth2/par', '/oauth2/authorize', '/ib/login']) {
        await send(ready.issuer + path, {
          method: 'POST',
          headers: { 'content-type': 'application/x-www-form-urlencoded' },
          body,
        });
      }
      await send(`${ready.issuer}/oauth2/authorize?${body.slice(0, 16_000)}`);
      await send(`${ready.issuer}/ib/v1/accounts?${body.slice(0, 16_000)}`);
    }
  });
});

describe('a hostile customer', () => {
  const query = new URLSearchParams({
    client_id: KAKEIBO.clientId,
    response_type: 'code',
    redirect_uri: REDIRECT_URI,
    scope: 'account:balance',
  });

  it.each(odd)('with %s for ID, password, fields and cookies is shown a page', async (_, value) => {
    const browser = await new CustomerBrowser(ready.issuer).open(`/oauth2/authorize?${query.toString()}`);
    await browser.fill('契約者ID', value).fill('パスワード', value).press('認証');
    expect(browser.page.status).toBeLessThan(500);
    expectInert(browser.page.html);
    const [login] = browser.page.forms;
    for (const name of ['csrf', 'i', 'lang', 'ui', 'kind', 'action']) {
      if (login) await browser.submit(login, { [name]: value });
      expectInert(browser.page.html);
    }
    const cookie = value.replaceAll(/[^\x20-\x7e]/g, '_').slice(0, 8_000);
    for (const path of ['/ib/login', '/ib/consent', '/ib/certificate', '/ib/logout', '/ib/terms']) {
      const page = await send(`${ready.issuer}${path}?${new URLSearchParams({ i: value }).toString()}`, {
        headers: { cookie: `ib_login=${cookie}; ${cookie}=x; ib_i=${cookie}`, accept: 'text/html' },
      });
      expectInert(page.text);
    }
    const atPartner = await send(ready.partner, {
      headers: { cookie: `partner_session=${cookie}; ${cookie}` },
    });
    expectInert(atPartner.text);
  });

  it.each(odd)('whose name, note or client is %s is shown it as text', async (_, value) => {
    await steer('PATCH', '/settings', {
      institution: { name: value.slice(0, 40), nameEn: value.slice(0, 40) },
    });
    await steer('PATCH', `/clients/${KAKEIBO.clientId}`, {
      client_name: value.slice(0, 100),
      sandbox_company: value.slice(0, 100),
    });
    const id = (JSON.parse((await steer('GET', '/customers?limit=1')).text) as { items: { id: string }[] })
      .items[0]?.id;
    await steer('PATCH', `/customers/${id ?? ''}`, {
      name: value.slice(0, 48),
      note: { ja: value, en: value },
    });
    const browser = await new CustomerBrowser(ready.issuer).open(`/oauth2/authorize?${query.toString()}`);
    expectInert(browser.page.html);
    await browser.fill('契約者ID', TARO.loginId).fill('パスワード', TARO.password).press('認証');
    expect(browser.page.status).toBeLessThan(500);
    expectInert(browser.page.html);
    for (const path of ['/training/handout', '/training/screens'])
      expectInert((await steer('GET', path)).text);
  });
});

describe('a hostile file', () => {
  const ZIP = Buffer.concat([Buffer.from('504b0304140000000800', 'hex'), Buffer.alloc(200_000, 0x1a)]);
  const files: Readonly<Record<string, string | Uint8Array>> = {
    ...ODD,
    'a zip': ZIP,
    'UTF-16': Buffer.from('\ufeff日付,金額\r\n2027-01-01,1', 'utf16le'),
    'half of a character': Buffer.from([0xe3, 0x81]),
    zeros: Buffer.alloc(300_000),
    'one line': ','.repeat(300_000),
    'many lines': '\r\n'.repeat(150_000),
    'quotes never closed': `"${'a""'.repeat(100_000)}`,
    'rows of rubbish': '2027-01-01,x,y,z\n'.repeat(20_000),
    '全銀 of rubbish': '1'.repeat(120 * 2_000),
    'a PKCS#12 of rubbish': Buffer.from('3082' + 'ffff'.repeat(4_000), 'hex'),
    'a certificate request of rubbish': `-----BEGIN CERTIFICATE REQUEST-----\n${'A'.repeat(50_000)}\n-----END CERTIFICATE REQUEST-----`,
  };

  it.each(Object.entries(files))(
    '%s is refused wherever a file is taken, and nothing else happens',
    async (_, file) => {
      const { items } = JSON.parse((await steer('GET', '/accounts?limit=1')).text) as {
        items: { accountId: string }[];
      };
      const account = items[0]?.accountId ?? '';
      for (const format of ['csv', 'zengin', 'auto', '']) {
        const query = format === '' ? '' : `?format=${format}`;
        await steer('POST', `/accounts/${account}/transactions/import${query}`, file, 'text/csv');
      }
      const text = typeof file === 'string' ? file : Buffer.from(file).toString('latin1');
      for (const body of [
        text,
        JSON.stringify(text),
        `{"document":${JSON.stringify(text)}}`,
        `{"csr":${JSON.stringify(text)}}`,
      ]) {
        await steer('POST', '/scenario', body);
        await steer('POST', `/clients/${KAKEIBO.clientId}/certificates`, body);
        await steer('POST', '/inspections', body);
      }
      await steer(
        'PATCH',
        `/clients/${KAKEIBO.clientId}`,
        `{"jwks":{"keys":[{"kty":${JSON.stringify(text)}}]}}`,
      );
    },
  );
});

it('all of it stands in the log, the HAR and the event stream, and can be read there', async () => {
  const page = JSON.parse((await steer('GET', '/log?limit=1000')).text) as { items: { seq: number }[] };
  expect(page.items.length).toBeGreaterThan(500);
  const har = JSON.parse((await steer('GET', '/log.har')).text) as { log: { entries: object[] } };
  expect(har.log.entries.length).toBeGreaterThan(500);
  const after = String((page.items[0]?.seq ?? 1) - 1);
  const stream = await fetch(`${ready.control}/log/stream?after=${after}`, {
    headers: { authorization: `Bearer ${ready.controlToken}` },
  });
  const reader = stream.body?.pipeThrough(new TextDecoderStream()).getReader();
  let streamed = '';
  while (!streamed.includes(`id: ${String(page.items.at(-1)?.seq)}\n`))
    streamed += (await reader?.read())?.value ?? '';
  await reader?.cancel();
  const lines = streamed.split('\n').filter((line) => line.startsWith('data: {'));
  for (const line of lines.slice(0, -1)) JSON.parse(line.slice('data: '.length));
});

it('none of it ended the bank or reached its stderr', async () => {
  expect(await serve.end()).toBe(0);
  const block = /longest event-loop block: (\d+) ms/.exec(serve.stderr)?.[1];
  process.stdout.write(`hostile inputs: longest event-loop block ${String(block)} ms\n`);
  expect(serve.stderr).not.toMatch(/could not be made|unexpected|defect| at /);
});
