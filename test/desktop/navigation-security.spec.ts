import { expect, test } from './fixtures.ts';

test('the console stays on its own page; https links go to the system browser, nothing else does', async ({
  desktop,
}) => {
  const opened = await desktop.catchExternalLinks();
  const { page } = desktop.console;
  const address = page.url();
  for (const target of [
    'https://example.com/',
    'http://example.com/',
    'file:///etc/passwd',
    'smb://example.com/share',
    'https://user:password@example.com/',
  ]) {
    await desktop.console.navigate(target);
  }
  await expect.poll(opened).toEqual(['https://example.com/']);
  expect(page.url()).toBe(address);
});

test('a page cannot open windows with the console’s rights', async ({ desktop }) => {
  const opened = await desktop.catchExternalLinks();
  const result = await desktop.console.page.evaluate(() => window.open('https://example.com/popup'));
  expect(result).toBeNull();
  await expect.poll(opened).toEqual(['https://example.com/popup']);
  expect(desktop.electron.windows()).toHaveLength(1);
});

test('customer windows have neither the bridge nor the console’s session', async ({ desktop }) => {
  const partner = await desktop.partnerWindow(() => desktop.console.demoButton.click());
  expect(await partner.page.evaluate(() => 'ibLinkDesktop' in window)).toBe(false);
  const sessions = await desktop.electron.evaluate(({ BrowserWindow }) =>
    BrowserWindow.getAllWindows().map(({ webContents }) => webContents.session.getStoragePath()),
  );
  expect(new Set(sessions).size).toBe(2);
  // In memory: nothing a customer did is on disk.
  expect(sessions).toContain(null);
});

test('the shell answers the console’s origin only, and refuses malformed requests', async ({ desktop }) => {
  const refusal = await desktop.console.page.evaluate(async () => {
    const bridge = (
      window as unknown as { ibLinkDesktop: { openCustomerScreen(url: unknown): Promise<void> } }
    ).ibLinkDesktop;
    const attempts = ['https://example.com/', 'file:///etc/passwd', 'javascript:alert(1)', 42, { url: 'x' }];
    return Promise.all(
      attempts.map((url) =>
        bridge.openCustomerScreen(url).then(
          () => 'opened',
          () => 'refused',
        ),
      ),
    );
  });
  expect(refusal).toEqual(['refused', 'refused', 'refused', 'refused', 'refused']);
  expect(desktop.electron.windows()).toHaveLength(1);
});

test('every window runs isolated, without Node and without a webview', async ({ desktop }) => {
  await desktop.partnerWindow(() => desktop.console.demoButton.click());
  for (const page of desktop.electron.windows()) {
    const reach = await page.evaluate(() => ({
      node: 'process' in window || 'require' in window,
      webview: document.createElement('webview').constructor.name,
    }));
    expect(reach).toEqual({ node: false, webview: 'HTMLElement' });
  }
});

test('permissions are refused, and nothing leaves this computer', async ({ desktop }) => {
  const { page } = desktop.console;
  const permissions = await page.evaluate(async () => {
    const state = (name: string) =>
      navigator.permissions.query({ name: name as PermissionName }).then((status) => status.state);
    return Promise.all(['geolocation', 'notifications', 'camera', 'clipboard-read'].map(state));
  });
  expect(permissions).toEqual(['denied', 'denied', 'denied', 'denied']);

  const blocked = await desktop.electron.evaluate(async ({ BrowserWindow }) => {
    const contents = BrowserWindow.getAllWindows()[0]?.webContents;
    return contents?.session.fetch('https://example.com/').then(
      () => 'answered',
      (error: unknown) => String(error),
    );
  });
  expect(blocked).toContain('ERR_BLOCKED_BY_CLIENT');
});
