import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readAnswer, type JsonAnswer } from '../../harness/keyed-client.ts';
import { PartnerDocuments } from '../../harness/partner-documents.ts';
import { linkWithoutScreens } from '../../harness/partner-client.ts';
import { startSandbox, type TestSandbox } from '../../harness/sandbox.ts';

const FIRST = 'https://one.example/callback';
const SECOND = 'https://two.example/callback';

let sandbox: TestSandbox;
let partner: PartnerDocuments;
beforeAll(async () => {
  sandbox = await startSandbox();
  partner = await PartnerDocuments.start();
});
afterAll(async () => {
  await sandbox.stop();
  await partner[Symbol.asyncDispose]();
});

async function send(method: string, url: string, body: object, token?: string): Promise<JsonAnswer> {
  return readAnswer(
    await fetch(url, {
      method,
      headers: {
        'content-type': 'application/json',
        ...(token !== undefined && { authorization: `Bearer ${token}` }),
      },
      body: JSON.stringify(body),
    }),
  );
}

const register = (metadata: object): Promise<JsonAnswer> =>
  send('POST', `${sandbox.issuer}/oauth2/register`, { redirect_uris: [FIRST], ...metadata });

describe('a sector_identifier_uri', () => {
  it('that lists every redirect URI is registered, and the reading is in the log', async () => {
    const position = sandbox.logPosition();
    const uri = partner.publish('/whole', [FIRST, SECOND, 'https://three.example/callback']);
    const { status, body } = await register({ redirect_uris: [FIRST, SECOND], sector_identifier_uri: uri });
    expect(status).toBe(201);
    expect(body['sector_identifier_uri']).toBe(uri);
    expect(sandbox.logAfter(position).find(({ origin }) => origin === 'outgoing')).toMatchObject({
      url: uri,
      outcome: { code: 'sector_identifier_read' },
    });
  });

  it.each([
    ['leaves one out', '/partly', [FIRST]],
    ['is no list', '/object', { redirect_uris: [FIRST, SECOND] }],
    ['is not there', '/nowhere', undefined],
  ])('that %s refuses the registration', async (_name, path, document) => {
    const uri = document === undefined ? partner.base + path : partner.publish(path, document);
    const { status, body } = await register({ redirect_uris: [FIRST, SECOND], sector_identifier_uri: uri });
    expect(status).toBe(400);
    expect(body).toMatchObject({
      error: 'invalid_client_metadata',
      error_description: expect.stringContaining('sector_identifier_uri') as string,
    });
  });

  it('is read again before a registration is replaced or changed', async () => {
    const uri = partner.publish('/growing', [FIRST]);
    const { body } = await register({ sector_identifier_uri: uri });
    const id = String(body['client_id']);
    const replace = (uris: string[]) =>
      send(
        'PUT',
        String(body['registration_client_uri']),
        { client_id: id, redirect_uris: uris, sector_identifier_uri: uri },
        String(body['registration_access_token']),
      );
    expect((await replace([FIRST, SECOND])).body).toMatchObject({ error: 'invalid_client_metadata' });
    const change = { redirect_uris: [FIRST, SECOND] };
    expect((await sandbox.request('PATCH', `/clients/${id}`, change)).status).toBe(422);
    partner.publish('/growing', [FIRST, SECOND]);
    expect((await replace([FIRST, SECOND])).status).toBe(200);
    expect((await sandbox.request('PATCH', `/clients/${id}`, change)).status).toBe(200);
  });

  it('nobody is asked for a registration that is faulty anyway', async () => {
    const asked = partner.asked.length;
    const uri = partner.publish('/unasked', ['javascript:alert(1)']);
    const { body } = await register({ redirect_uris: ['javascript:alert(1)'], sector_identifier_uri: uri });
    expect(body['error']).toBe('invalid_redirect_uri');
    expect(partner.asked).toHaveLength(asked);
  });

  it('gives the clients of one sector the same names of its customers', async () => {
    await using sectors = await PartnerDocuments.start();
    const uri = sectors.publish('/sector', [FIRST, SECOND]);
    const subjectOf = async (clientId: string, redirectUri: string, sector?: string): Promise<string> => {
      await sandbox.control('POST', '/clients', {
        client_id: clientId,
        redirect_uris: [redirectUri],
        subject_type: 'pairwise',
        ...(sector !== undefined && { sector_identifier_uri: sector }),
      });
      const { access_token: token } = await linkWithoutScreens(sandbox, {
        clientId,
        scopes: ['openid', 'account:balance'],
      });
      const userinfo = await fetch(`${sandbox.issuer}/oauth2/userinfo`, {
        headers: { authorization: `Bearer ${token}` },
      });
      return String(((await userinfo.json()) as { sub: unknown }).sub);
    };
    const one = await subjectOf('sector-one', FIRST, uri);
    expect(await subjectOf('sector-two', SECOND, uri)).toBe(one);
    expect(await subjectOf('sector-alone', FIRST)).not.toBe(one);
  });
});
