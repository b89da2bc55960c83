import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { GuessBrake } from '../../server/authorization/client-authentication/guess-brake.ts';
import {
  linkWithoutScreens,
  PartnerClient,
  REDIRECT_URI,
  type ClientCredentials,
} from '../harness/partner-client.ts';
import { expectExplained } from '../harness/refusal-checks.ts';
import { startSandbox, type TestSandbox } from '../harness/sandbox.ts';
import { bankSeconds, signWithSecret } from '../harness/signing-key.ts';
import { ASSERTION_TYPE } from '../harness/keyed-client.ts';

const PARTNER: ClientCredentials = {
  clientId: 'partner',
  secret: 'a-secret-of-at-least-thirty-two-bytes',
  method: 'client_secret_post',
};

let sandbox: TestSandbox;
beforeAll(async () => {
  sandbox = await startSandbox();
  // The real one, without the waiting.
  Object.assign(sandbox.context, {
    guesses: new GuessBrake(sandbox.context.clock, () => Promise.resolve()),
  });
  await sandbox.control('POST', '/clients', {
    client_id: PARTNER.clientId,
    client_secret: PARTNER.secret,
    redirect_uris: [REDIRECT_URI],
    token_endpoint_auth_method: PARTNER.method,
  });
});
afterAll(() => sandbox.stop());

const REFRESH = { grant_type: 'refresh_token', refresh_token: 'rt_x' };

const guess = (clientId: string, path = '/oauth2/token') =>
  fetch(sandbox.issuer + path, {
    method: 'POST',
    body: new URLSearchParams({ ...REFRESH, token: 'x', client_id: clientId, client_secret: 'guess' }),
  });

describe('trying client secrets', () => {
  it('reads the same for a client that exists and one that does not, to the last header', async () => {
    const seen = async (clientId: string) => {
      const answers: unknown[] = [];
      for (let at = 0; at < 11; at++) {
        const { status, headers, ...answer } = await guess(clientId).then(async (response) => ({
          status: response.status,
          headers: response.headers,
          body: (await response.json()) as Record<string, string>,
        }));
        answers.push([status, answer.body, headers.get('retry-after'), headers.get('www-authenticate')]);
      }
      return answers;
    };
    const known = await seen('demo-kaikei');
    expect(await seen('no-such-client')).toEqual(known);
    expect(known.at(-1)).toMatchObject([
      400,
      { error: 'invalid_client' },
      expect.stringMatching(/^\d+$/),
      // The secret came in the form, so nothing challenges for a header (RFC 6749 §5.2).
      null,
    ]);
  });

  it('never locks the partner out: the right secret passes, and begins the count anew', async () => {
    const { refresh_token } = await linkWithoutScreens(sandbox, { clientId: PARTNER.clientId });
    for (let at = 0; at < 12; at++) await guess(PARTNER.clientId);
    const position = sandbox.logPosition();
    const refused = await guess(PARTNER.clientId);
    expect(refused.status).toBe(400);
    expectExplained(sandbox.logAfter(position)[0], 'client_guessing_paused');
    expect((await new PartnerClient(sandbox, PARTNER).refresh(refresh_token)).status).toBe(200);
    expect((await guess(PARTNER.clientId)).headers.has('retry-after')).toBe(false);
  });

  it.each(['/oauth2/par', '/oauth2/introspect', '/oauth2/revoke'])(
    'is slowed at %s as well',
    async (path) => {
      for (let at = 0; at < 10; at++) await guess(`stranger${path}`, path);
      expect((await guess(`stranger${path}`)).headers.has('retry-after')).toBe(true);
    },
  );

  it('is slowed for HMAC assertions, which are guesses at a secret too', async () => {
    const assertion = () =>
      signWithSecret('g'.repeat(32), {
        iss: 'hmac',
        sub: 'hmac',
        aud: sandbox.issuer,
        exp: bankSeconds(sandbox) + 60,
        jti: String(Math.random()),
      });
    await sandbox.control('POST', '/clients', {
      client_id: 'hmac',
      redirect_uris: ['https://app.example/cb'],
      token_endpoint_auth_method: 'client_secret_jwt',
    });
    const send = async () =>
      fetch(`${sandbox.issuer}/oauth2/token`, {
        method: 'POST',
        body: new URLSearchParams({
          ...REFRESH,
          client_assertion_type: ASSERTION_TYPE,
          client_assertion: await assertion(),
        }),
      });
    for (let at = 0; at < 9; at++) expect((await send()).headers.has('retry-after')).toBe(false);
    expect((await send()).headers.has('retry-after')).toBe(true);
  });

  it('can be left alone by the settings', async () => {
    await sandbox.changeSettings({ policies: { slowSecretGuessing: false } });
    for (let at = 0; at < 12; at++) {
      expect((await guess('demo-kaikei')).headers.has('retry-after')).toBe(false);
    }
    await sandbox.changeSettings({ policies: { slowSecretGuessing: true } });
  });
});
