import type { ServerResponse } from 'node:http';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { RefusalCode } from '../../../server/bank/catalogue/index.ts';
import { ASSERTION_TYPE, KeyedClient, postForm, type JsonAnswer } from '../../harness/keyed-client.ts';
import { DESCRIPTION } from '../../harness/refusal-checks.ts';
import { PartnerDocuments } from '../../harness/partner-documents.ts';
import { startSandbox, type TestSandbox } from '../../harness/sandbox.ts';
import { newSigningKey, sign, type SigningKey } from '../../harness/signing-key.ts';

let sandbox: TestSandbox;
beforeAll(async () => {
  sandbox = await startSandbox();
});
afterAll(() => sandbox.stop());

let named = 0;

/** A client whose keys are at an address. */
async function keyedByAddress(jwksUri: string, metadata: Record<string, unknown> = {}): Promise<KeyedClient> {
  named += 1;
  return KeyedClient.register(sandbox, `by-address-${String(named)}`, {
    jwks: undefined,
    jwks_uri: jwksUri,
    ...metadata,
  });
}

/** Revocation of nothing: whoever is let in gets 200, and nothing changes. */
const sendAssertion = (assertion: string): Promise<JsonAnswer> =>
  postForm(`${sandbox.issuer}/oauth2/revoke`, {
    token: 'rt_unknown',
    client_assertion_type: ASSERTION_TYPE,
    client_assertion: assertion,
  });

const signedBy = (client: KeyedClient, key: SigningKey): Promise<string> =>
  sign(key, client.assertionClaims());

/** The rows of what the bank itself asked behind a place in the log. */
const outgoing = (position: number) =>
  sandbox.logAfter(position).filter(({ origin }) => origin === 'outgoing');

describe('keys at a jwks_uri', () => {
  it('are read when the first one is needed, and then kept', async () => {
    await using partner = await PartnerDocuments.start();
    const key = await newSigningKey();
    const client = await keyedByAddress(partner.publish('/jwks', { keys: [key.jwk] }));
    expect(partner.asked).toEqual([]);
    const position = sandbox.logPosition();
    for (let time = 0; time < 3; time++) {
      const { status, text } = await sendAssertion(await signedBy(client, key));
      expect(status, text).toBe(200);
    }
    expect(partner.asked).toEqual(['/jwks']);
    const [row] = outgoing(position);
    expect(row).toMatchObject({
      method: 'GET',
      url: `${partner.base}/jwks`,
      status: 200,
      clientId: client.clientId,
      outcome: { code: 'client_keys_read' },
    });
    expect(row?.response.body).toContain(key.kid);
  });

  it('are read once for many requests at the same time', async () => {
    await using partner = await PartnerDocuments.start();
    const key = await newSigningKey();
    const client = await keyedByAddress(partner.publish('/jwks', { keys: [key.jwk] }));
    const assertions = await Promise.all(Array.from({ length: 8 }, () => signedBy(client, key)));
    const answers = await Promise.all(assertions.map(sendAssertion));
    expect(answers.map(({ status }) => status)).toEqual(answers.map(() => 200));
    expect(partner.asked).toEqual(['/jwks']);
  });

  it('are read once more for a kid that is not among them, and not again at once', async () => {
    await using partner = await PartnerDocuments.start();
    const [before, after, never] = [await newSigningKey(), await newSigningKey(), await newSigningKey()];
    const client = await keyedByAddress(partner.publish('/jwks', { keys: [before.jwk] }));
    expect((await sendAssertion(await signedBy(client, before))).status).toBe(200);
    partner.publish('/jwks', { keys: [after.jwk] });
    expect((await sendAssertion(await signedBy(client, after))).status).toBe(200);
    expect(partner.asked).toHaveLength(2);
    const refused = await sendAssertion(await signedBy(client, never));
    expect(refused.body).toMatchObject({ error: 'invalid_client' });
    const withdrawn = await sendAssertion(await signedBy(client, before));
    expect(withdrawn.body).toMatchObject({ error: 'invalid_client' });
    expect(partner.asked).toHaveLength(2);
  });

  it('verify request objects too', async () => {
    await using partner = await PartnerDocuments.start();
    const key = await newSigningKey();
    const client = await keyedByAddress(partner.publish('/jwks', { keys: [key.jwk] }));
    const request = await sign(key, client.requestClaims());
    const form = { client_assertion: await signedBy(client, key), client_id: client.clientId, request };
    const { status, text } = await client.post('/oauth2/par', form);
    expect(status, text).toBe(201);
  });

  it('come over TLS from whom the sandbox’s own authority vouches for; from anybody where the client says so', async () => {
    const own = await sandbox.context.certificates.serverMaterial();
    await using vouchedFor = await PartnerDocuments.start({ cert: own.certificate, key: own.privateKey });
    await using stranger = await startSandbox();
    const foreign = await stranger.context.certificates.serverMaterial();
    await using selfMade = await PartnerDocuments.start({
      cert: foreign.certificate,
      key: foreign.privateKey,
    });
    const key = await newSigningKey();
    for (const partner of [vouchedFor, selfMade]) partner.publish('/jwks', { keys: [key.jwk] });
    const known = await keyedByAddress(`${vouchedFor.base}/jwks`);
    expect((await sendAssertion(await signedBy(known, key))).status).toBe(200);

    const careful = await keyedByAddress(`${selfMade.base}/jwks`);
    const position = sandbox.logPosition();
    const refused = await sendAssertion(await signedBy(careful, key));
    expect(refused.body).toMatchObject({ error: 'invalid_client' });
    expect(outgoing(position)).toMatchObject([{ status: 0, outcome: { code: 'outgoing_certificate' } }]);

    const trusting = await keyedByAddress(`${selfMade.base}/jwks`, { sandbox_trusts_any_certificate: true });
    expect((await sendAssertion(await signedBy(trusting, key))).status).toBe(200);
  });
});

describe('a jwks_uri of no use', () => {
  const cases: [string, object, RefusalCode][] = [
    [
      'a redirect',
      (response: ServerResponse) => response.writeHead(302, { location: '/elsewhere' }).end(),
      'outgoing_redirect',
    ],
    ['an error', (response: ServerResponse) => response.writeHead(500).end('{}'), 'outgoing_status'],
    ['a page', (response: ServerResponse) => response.end('<!doctype html>'), 'outgoing_not_json'],
    ['a list', [], 'outgoing_not_keys'],
    ['a secret', { keys: [{ kty: 'oct', k: 'AAAA' }] }, 'outgoing_not_keys'],
    ['too much', { keys: [], padding: 'x'.repeat(64 * 1024) }, 'outgoing_too_long'],
    ['no end', (response: ServerResponse) => response.write('{"keys":'), 'outgoing_timeout'],
    [
      'half of it',
      (response: ServerResponse) => {
        response.writeHead(200, { 'content-length': '100' });
        response.write('{"keys":', () => response.destroy());
      },
      'outgoing_unreachable',
    ],
  ];

  it.each(cases)('%s: one row with the cause, and the client is told it', async (_name, document, code) => {
    await using partner = await PartnerDocuments.start();
    const client = await keyedByAddress(partner.publish('/jwks', document));
    const position = sandbox.logPosition();
    const { body } = await sendAssertion(await signedBy(client, client.key));
    expect(body['error']).toBe('invalid_client');
    expect(body['error_description']).toMatch(DESCRIPTION);
    const [row, ...more] = outgoing(position);
    expect(more).toEqual([]);
    expect(row?.outcome.code).toBe(code);
    expect(row?.outcome.hint?.ja).toMatch(/\S/);
    expect(partner.asked).toEqual(['/jwks']);
    expect(String(body['error_description'])).toContain(row?.outcome.message.en);
  });

  it('is told in the HAR as any other request', async () => {
    await using partner = await PartnerDocuments.start();
    const client = await keyedByAddress(partner.publish('/missing-keys', [1]));
    await sendAssertion(await signedBy(client, client.key));
    const response = await sandbox.request('GET', '/log.har?filter=origin:outgoing');
    const har = (await response.json()) as { log: { entries: { request: { url: string } }[] } };
    expect(har.log.entries.map(({ request }) => request.url)).toContain(`${partner.base}/missing-keys`);
  });

  it.each([
    ['on a host that is not the client’s', 'https://elsewhere.example/jwks'],
    ['over plain http across a network', 'http://client.example/jwks'],
    ['with a password', 'https://user:password@127.0.0.1/jwks'],
    ['with a fragment', 'https://127.0.0.1/jwks#key'],
    ['not a URL', 'jwks.json'],
  ])('%s is not registered', async (_name, jwksUri) => {
    const response = await sandbox.request('POST', '/clients', {
      redirect_uris: ['https://client.example/callback'],
      jwks_uri: jwksUri,
    });
    expect(response.status).toBe(422);
    expect(await response.json()).toMatchObject({ errors: [{ path: 'jwks_uri' }] });
  });

  it('is not registered beside jwks', async () => {
    const { jwk } = await newSigningKey();
    const response = await fetch(`${sandbox.issuer}/oauth2/register`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({
        redirect_uris: ['https://client.example/callback'],
        jwks: { keys: [jwk] },
        jwks_uri: 'https://client.example/jwks',
      }),
    });
    expect(response.status).toBe(400);
    expect(await response.json()).toMatchObject({
      error: 'invalid_client_metadata',
      error_description: expect.stringContaining('jwks_uri') as string,
    });
  });
});

describe('a stranger', () => {
  it('can’t have the bank ask an address more than ten times a minute, whatever he registers', async () => {
    await using partner = await PartnerDocuments.start();
    for (let time = 0; time < 12; time++) {
      const client = await keyedByAddress(partner.publish(`/jwks-${String(time)}`, { keys: [] }));
      await sendAssertion(await signedBy(client, client.key));
    }
    expect(partner.asked).toHaveLength(10);
    const late = await keyedByAddress(`${partner.base}/late`);
    const { body } = await sendAssertion(await signedBy(late, late.key));
    expect(body['error_description']).toMatch(/10 times a minute/);
  });
});
