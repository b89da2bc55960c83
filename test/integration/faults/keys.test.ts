import { decodeProtectedHeader } from 'jose';
import { afterEach, beforeEach, expect, it } from 'vitest';
import type { PublishedKeyView } from '../../../server/control/operations/schemas/key.ts';
import { LentKeys } from '../../harness/lent-keys.ts';
import { linkWithoutScreens } from '../../harness/partner-client.ts';
import { startSandbox, type TestSandbox } from '../../harness/sandbox.ts';

let sandbox: TestSandbox;
beforeEach(async () => {
  sandbox = await startSandbox();
});
afterEach(() => sandbox.stop());

const keys = async () =>
  (await sandbox.control<{ items: PublishedKeyView[] }>('GET', '/keys')).items.filter(
    ({ alg }) => alg === 'RS256',
  );
const rotate = (body: object) => sandbox.control('POST', '/keys/rotate', { alg: 'RS256', ...body });
const published = async () =>
  ((await (await fetch(`${sandbox.issuer}/oauth2/jwks`)).json()) as { keys: { kid: string }[] }).keys.map(
    ({ kid }) => kid,
  );
async function signedWith(): Promise<string | undefined> {
  const { id_token: token = '' } = await linkWithoutScreens(sandbox, {
    scopes: ['openid', 'account:balance'],
  });
  return decodeProtectedHeader(token).kid;
}

it('publishes a new key before it is used, and keeps the old one until its tokens are gone', async () => {
  const [old] = await keys();
  await rotate({});
  const [, fresh] = await keys();
  expect(fresh?.use).toBe('next');
  expect(await published()).toEqual(expect.arrayContaining([old?.kid, fresh?.kid]));
  await sandbox.advance('PT59S');
  expect(await signedWith()).toBe(old?.kid);
  await sandbox.advance('PT1S');
  expect(await signedWith()).toBe(fresh?.kid);
  expect((await keys()).map(({ use }) => use)).toEqual(['retired', 'current']);

  // Access tokens live an hour: until then the old key may be needed.
  await sandbox.advance('PT59M59S');
  await rotate({ useAfterSeconds: 0 });
  expect(await published()).toContain(old?.kid);
  await sandbox.advance('PT1S');
  await rotate({ useAfterSeconds: 0 });
  expect(await published()).not.toContain(old?.kid);
});

it('never tells a private part', async () => {
  await rotate({});
  const text = JSON.stringify(await keys()) + JSON.stringify(sandbox.logAfter(0));
  for (const member of ['"d"', '"p"', '"q"', '"dp"', '"dq"', '"qi"']) expect(text).not.toContain(member);
});

it('holds so many keys and no more while they are needed', async () => {
  for (let count = 1; count < 6; count++) await rotate({ useAfterSeconds: 0 });
  const refused = await sandbox.request('POST', '/keys/rotate', { alg: 'RS256' });
  expect(refused.status).toBe(409);
  expect(await refused.json()).toMatchObject({ code: 'key_rotation_too_soon' });
  expect(await keys()).toHaveLength(6);
  expect(await signedWith()).toBe((await keys()).at(-1)?.kid);
  await sandbox.advance('PT1H');
  await rotate({});
  expect((await keys()).length).toBeLessThan(6);
});

it('rotates all algorithms or none', async () => {
  for (let count = 1; count < 6; count++) await rotate({ alg: 'EdDSA', useAfterSeconds: 0 });
  const before = await published();
  expect((await sandbox.request('POST', '/keys/rotate', {})).status).toBe(409);
  expect(await published()).toEqual(before);
});

it('has the next key ready, or on its way, once it has rotated', async () => {
  const lent = new LentKeys();
  const made: string[] = [];
  await using sandbox = await startSandbox({
    makePrivateKey: (alg) => {
      made.push(alg);
      return lent.make(alg);
    },
  });
  for (const keysThen of [2, 3]) {
    await sandbox.request('POST', '/keys/rotate', { alg: 'RS256' });
    expect(made.filter((alg) => alg === 'RS256')).toHaveLength(keysThen + 1);
  }
});
