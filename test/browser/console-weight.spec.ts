import { expect, test } from './fixtures.ts';

/** What the first page may weigh on its way to the browser, in bytes; it was 1.5 million once. */
const MOST_BYTES = 330_000;

for (const address of ['/', '/log', '/training']) {
  test(`${address} comes compressed, and without the other pages`, async ({ page, sandbox }) => {
    const { ready } = sandbox;
    const files: { name: string; coding: string | undefined; bytes: number }[] = [];
    page.on('requestfinished', async (request) => {
      const { pathname } = new URL(request.url());
      if (!/^\/assets\/.*\.(?:js|css)$/.test(pathname)) return;
      const response = await request.response();
      files.push({
        name: pathname.replace(/^\/assets\//, ''),
        coding: await response?.headerValue('content-encoding').then((value) => value ?? undefined),
        bytes: (await request.sizes()).responseBodySize,
      });
    });
    await page.goto(`${ready.console}#token=${ready.controlToken}`);
    await page.getByRole('heading', { level: 1 }).waitFor();
    if (address !== '/') {
      await page.goto(`${ready.console}#${address}`);
      files.length = 0;
      await page.reload();
      await page.getByRole('heading', { level: 1 }).waitFor();
    }
    // The search over everything is what is asked for last.
    await expect
      .poll(() => files.some(({ name }) => name.startsWith('palette') && name.endsWith('js')))
      .toBe(true);
    expect(files.filter(({ coding }) => coding !== 'br' && coding !== 'gzip')).toEqual([]);
    expect(files.map(({ name }) => name)).not.toContainEqual(expect.stringMatching(/^settings-page/));
    expect(files.reduce((sum, { bytes }) => sum + bytes, 0)).toBeLessThan(MOST_BYTES);
  });
}

test('a file goes out as it is where the browser takes no compression', async ({ page, sandbox }) => {
  const { console: address } = sandbox.ready;
  const html = await (await page.request.get(address)).text();
  const [script = ''] = /assets\/[\w.-]+\.js/.exec(html) ?? [];
  const plain = await page.request.get(address + script, { headers: { 'Accept-Encoding': 'identity' } });
  const small = await page.request.get(address + script, { headers: { 'Accept-Encoding': 'gzip' } });
  expect(plain.headers()['content-encoding']).toBeUndefined();
  expect(plain.headers()['vary']).toContain('Accept-Encoding');
  expect(small.headers()['content-encoding']).toBe('gzip');
  expect(small.headers()['content-type']).toMatch(/javascript/);
  expect(await small.text()).toBe(await plain.text());
});
