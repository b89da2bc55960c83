import { mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { SessionStore } from '../../../server/partner/session-store.ts';

let directory: string;
beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'partner-'));
});
afterEach(() => rm(directory, { recursive: true }));

describe('the sessions of the partner', () => {
  it('survive a restart, readable by the owner only, without the cookie itself', async () => {
    const store = await SessionStore.open(directory);
    const { session, cookie } = store.create();
    session.links.kakeibo = { tokens: { accessToken: 'at_x', scope: 'account:balance' } };
    await store.save();
    const file = join(directory, 'partner.json');
    expect((await stat(file)).mode & 0o777).toBe(0o600);
    expect(await readFile(file, 'utf8')).not.toContain(cookie);
    const again = await SessionStore.open(directory);
    expect(again.find(cookie)?.session.links.kakeibo?.tokens.accessToken).toBe('at_x');
    expect(again.find('guessed')).toBeUndefined();
    expect(again.find(undefined)).toBeUndefined();
  });

  it('put an unreadable file aside instead of overwriting it', async () => {
    await writeFile(join(directory, 'partner.json'), '{"sessions":');
    const store = await SessionStore.open(directory);
    store.create();
    await store.save();
    expect((await readdir(directory)).sort()).toEqual(['partner.json', 'partner.json.unreadable']);
    expect(await readFile(join(directory, 'partner.json.unreadable'), 'utf8')).toBe('{"sessions":');
  });

  it('are limited in number: the oldest goes first', async () => {
    const store = await SessionStore.open(null);
    const first = store.create().cookie;
    const last = Array.from({ length: 1_000 }, () => store.create().cookie).at(-1);
    expect(store.find(first)).toBeUndefined();
    expect(store.find(last)).toBeDefined();
  });
});
