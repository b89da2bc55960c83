import { expect, test } from './fixtures.ts';

const HEIGHT = 600;

for (const [width, locale] of [
  [1280, 'ja'],
  [1280, 'en'],
  [360, 'ja'],
  [360, 'en'],
] as const) {
  test(`at ${width}×${HEIGHT} (${locale}) an error page shows at a glance what was refused`, async ({
    page,
    sandbox,
  }) => {
    await page.setViewportSize({ width, height: HEIGHT });
    const query = new URLSearchParams({
      client_id: 'demo-kakeibo',
      response_type: 'code',
      redirect_uri: 'https://elsewhere.example/callback',
      ui_locales: locale,
    });
    await page.goto(`${sandbox.issuer}/oauth2/authorize?${query.toString()}`);
    const details = page.getByRole('definition');
    await expect(details.first()).toHaveText('redirect_uri_mismatch');
    for (const part of [
      page.getByRole('heading', { level: 1 }),
      page.getByRole('alert'),
      details.first(),
      details.nth(1),
    ]) {
      const box = await part.boundingBox();
      expect((box?.y ?? HEIGHT) + (box?.height ?? 0)).toBeLessThanOrEqual(HEIGHT);
    }
  });
}
