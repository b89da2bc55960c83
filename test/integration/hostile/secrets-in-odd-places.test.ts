import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { CONTROL_TOKEN, startSandbox, type TestSandbox } from '../../harness/sandbox.ts';

/** Every secret the bank knows, wherever a clumsy client puts it, is told by no answer, log, HAR or stream. */
let sandbox: TestSandbox;
let position: number;
beforeAll(async () => {
  sandbox = await startSandbox();
  position = sandbox.logPosition();
});
afterAll(() => sandbox.stop());

const SECRET = 'demo-kakeibo-secret-do-not-use-in-production';
const PASSWORD = 'Sandbox-0001';
const base64 = (text: string) => Buffer.from(text).toString('base64');
const FORM = 'application/x-www-form-urlencoded';

interface Sent {
  path?: string;
  headers?: Record<string, string>;
  body?: string;
  type?: string;
}

function clumsy(secret: string): Record<string, Sent> {
  return {
    'in Base64 without a scheme': { headers: { authorization: base64(`demo-kakeibo:${secret}`) } },
    'in plain as the scheme': { headers: { authorization: `${secret} demo-kakeibo` } },
    'swapped with the id in Basic': {
      headers: { authorization: `Basic ${base64(`${secret}:demo-kakeibo`)}` },
    },
    'in the place of the id': { body: `grant_type=client_credentials&client_id=${secret}` },
    'as the grant type': { body: `grant_type=${secret}` },
    'as an unknown scope': {
      headers: { authorization: `Basic ${base64(`demo-kakeibo:${SECRET}`)}` },
      body: `grant_type=client_credentials&scope=${secret}`,
    },
    'in a form encoded as a whole': {
      body: encodeURIComponent(
        `grant_type=client_credentials&client_id=demo-kakeibo&client_secret=${secret}`,
      ),
    },
    'under another name': { body: `grant_type=client_credentials&pwd=${secret}&x[]=${secret}` },
    'in JSON, in an array and as a name': {
      type: 'application/json',
      body: JSON.stringify({ grant_type: [secret], [secret]: true }),
    },
    'in XML': { type: 'application/xml', body: `<login><word>${secret}</word></login>` },
    'in a referrer': { headers: { referer: `http://127.0.0.1/?state=${secret}` } },
    'as the name of a header': { headers: { [secret]: 'yes' } },
    'in the media type': { type: `text/${secret}`, body: 'x' },
    'in the path': { path: `/oauth2/token/${secret}` },
    'in the query': { path: `/oauth2/token?${secret}=1&state=${secret}` },
    'at the data API': {
      path: `/ib/v1/accounts/balances?accountId=${secret}`,
      headers: { 'x-access-token': secret },
    },
    'in an authorization request': {
      path: `/oauth2/authorize?client_id=demo-kakeibo&response_type=${secret}&state=x&scope=${secret}`,
    },
    'in a repetition': { headers: { 'sandbox-replay-of': secret } },
  };
}

async function send({ path = '/oauth2/token', headers = {}, body, type = FORM }: Sent): Promise<string> {
  const response = await fetch(sandbox.issuer + path, {
    method: path.startsWith('/oauth2/token') ? 'POST' : 'GET',
    redirect: 'manual',
    headers: { ...headers, ...(body !== undefined && { 'content-type': type }) },
    ...(body !== undefined && { body }),
  });
  expect(response.status).toBeLessThan(500);
  return [...response.headers.values(), await response.text()].join('\n');
}

const secrets = { 'a client secret': SECRET, 'a password': PASSWORD, 'the control token': CONTROL_TOKEN };
const cases = Object.entries(secrets).flatMap(([name, secret]) =>
  Object.entries(clumsy(secret)).map(([place, sent]) => [name, place, sent] as const),
);

/** However it is spelled: percent signs taken away, Base64 read from each place. */
function expectNoSecret(text: string): void {
  const plain = text.replace(/%([0-9a-f]{2})/gi, (_, hex: string) => String.fromCharCode(parseInt(hex, 16)));
  for (const secret of Object.values(secrets)) {
    expect(plain).not.toContain(secret);
    for (const shift of [0, 1, 2]) {
      expect(plain).not.toContain(base64('x'.repeat(shift) + secret).slice(4, -4));
    }
  }
}

describe('a secret sent to the wrong place', () => {
  it.each(cases)('is not repeated by the answer: %s %s', async (_, __, sent) => {
    expectNoSecret(await send(sent));
  });

  it('stands in no row, no archive and no stream', async () => {
    const stream = await sandbox.request('GET', `/log/stream?after=${position}`);
    const reader = stream.body?.pipeThrough(new TextDecoderStream()).getReader();
    const rows = sandbox.logAfter(position);
    expect(rows.length).toBeGreaterThanOrEqual(cases.length);
    let streamed = '';
    while (!streamed.includes(`id: ${String(rows.at(-1)?.seq)}\n`)) {
      streamed += (await reader?.read())?.value ?? '';
    }
    await reader?.cancel();
    expectNoSecret(streamed);
    expectNoSecret(await (await sandbox.request('GET', '/log?limit=500')).text());
    expectNoSecret(await (await sandbox.request('GET', '/log.har')).text());
  });
});
