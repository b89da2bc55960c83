import type { Page } from '@playwright/test';

/** Letters of each kind the screens use, and the parts of a form a browser draws by itself. */
const SAMPLES = ['契約者ID 普通預金（0123456789）', 'The quick brown fox — ¥1,234,567', 'ﾌﾘｺﾐ ｶ)ｻﾝﾌﾟﾙ'];
const FAMILIES = ['system-ui', 'sans-serif', 'ui-monospace, monospace'];

const lines = FAMILIES.flatMap((family) =>
  [400, 700].flatMap((weight) =>
    SAMPLES.map((sample) => `<p style="font: ${String(weight)} 15px ${family}">${sample}</p>`),
  ),
);

/**
 * A page that tells one machine's drawing from another's. Where it looks the same, so does every
 * screen; where it does not, any line can break elsewhere, and a comparison says nothing about us.
 */
export async function showSpecimen(page: Page): Promise<void> {
  await page.setViewportSize({ width: 440, height: 900 });
  // Large enough for one other digit to be a difference: what another release draws is not known here.
  const release = page.context().browser()?.version() ?? '';
  await page.setContent(`<!doctype html><html lang="ja"><body>
    <p style="font: 700 40px sans-serif; margin: 0">${release}</p>${lines.join('')}
    <input type="checkbox" checked><input type="radio" checked><input value="10000000001">
    <select><option>個人</option></select><input type="datetime-local"><button>認証</button>
    <div style="width: 200px; height: 24px; border: 1px solid #999; border-radius: 8px;
      box-shadow: 0 1px 3px #0004"></div></body></html>`);
  await page.evaluate(() => document.fonts.ready);
}
