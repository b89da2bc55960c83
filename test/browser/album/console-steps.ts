import { texts } from '../../../renderer/app/texts.ts';
import { customers } from '../bank-screens.ts';
import { ConsoleSite } from '../console-site.ts';
import { looks, type Look, type Picture, type Stage } from './picture.ts';
import { textNamed } from './text-named.ts';

/** Something has happened at the bank: a grant was made, and a stranger was refused. */
export async function somethingHappened({ sandbox }: Stage): Promise<{ grantId: string }> {
  const { grant } = await sandbox.control<{ grant: { grantId: string } }>('POST', '/grants', {
    clientId: 'demo-kakeibo',
    loginId: customers.personal.loginId,
    scopes: ['account:balance', 'account:transaction'],
  });
  await fetch(`${sandbox.issuer}/ib/v1/accounts/balances`, { headers: { authorization: 'Bearer unknown' } });
  return grant;
}

/** A text of the console by its dotted name, in the look's language, with its `{{placeholders}}`. */
export function consoleText(name: string, { look }: Pick<Stage, 'look'>): string {
  return textNamed(texts[look.lang], name);
}

export async function openConsole({ page, sandbox, look }: Stage, path: string): Promise<ConsoleSite> {
  // Before the page's own scripts: the console keeps its language there.
  await page.addInitScript((lang) => localStorage.setItem('ib-link-sandbox.language', lang), look.lang);
  const site = new ConsoleSite(page, sandbox);
  await site.open(path);
  await page.locator('[aria-busy="true"]').first().waitFor({ state: 'hidden' });
  return site;
}

/** Presses the button that bears this text of the console. */
export async function press(stage: Stage, name: string): Promise<void> {
  await stage.page
    .getByRole('button', { name: consoleText(name, stage), exact: true })
    .first()
    .click();
}

interface ConsolePage {
  readonly name: string;
  readonly path: string;
  readonly looks?: readonly Look[];
  /** The name of the text that heads a dialog. */
  readonly dialog?: string;
  /** The button to press on the page, by the name of its text. */
  readonly press?: string;
  readonly act?: (site: ConsoleSite, stage: Stage) => Promise<unknown>;
}

export function consolePicture(wanted: ConsolePage): Picture {
  const { name, path, looks: taken = [looks.ja], dialog, act } = wanted;
  return {
    name: `console-${name}`,
    of: dialog === undefined ? { route: path.replace(/\?.*$/, '') } : { dialog },
    looks: taken,
    show: async (stage) => {
      await somethingHappened(stage);
      const site = await openConsole(stage, path);
      if (wanted.press !== undefined) await press(stage, wanted.press);
      await act?.(site, stage);
    },
  };
}
