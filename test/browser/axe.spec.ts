import { axeViolations } from './axe.ts';
import { expect, test } from './fixtures.ts';

test('tells what axe objects to, on a page it has seen before too', async ({ page }) => {
  await page.setContent(
    '<html lang="en"><title>Pale</title><main><h1>Pale</h1><img src="data:,"><p style="color: #ccc">pale</p></main></html>',
  );
  const unnamed = 'image-alt: <img src="data:,">';
  const pale = 'color-contrast: <p style="color: #ccc">pale</p>';
  expect((await axeViolations(page)).toSorted()).toEqual([pale, unnamed]);
  await page.getByRole('img').evaluate((image) => image.setAttribute('alt', ''));
  expect(await axeViolations(page)).toEqual([pale]);
  await page.getByText('pale', { exact: true }).evaluate((text) => text.removeAttribute('style'));
  expect(await axeViolations(page, ['color-contrast'])).toEqual([]);
});
