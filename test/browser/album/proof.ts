import type { Page } from '@playwright/test';
import { partnerTexts } from '../../../server/partner/texts.ts';
import { expect } from '../fixtures.ts';
import { consoleText } from './console-steps.ts';
import type { Stage, Subject } from './picture.ts';
import { textNamed } from './text-named.ts';

/** Holds what a picture is said to be of to what the page shows. */
export async function expectSubject(subject: Subject, stage: Stage): Promise<void> {
  const { page, look } = stage;
  if ('bank' in subject) {
    await expect.poll(() => lastPageOfBank(stage)).toBe(subject.bank);
  } else if ('partner' in subject) {
    for (const name of subject.partner) {
      const text = textNamed(partnerTexts[look.lang], name);
      await expect(page.getByText(asShown(text, /\{\w+\}/)).first()).toBeVisible();
    }
  } else if ('route' in subject) {
    // The first page is there without a fragment too.
    expect(new URL(page.url()).hash || '#/').toContain(`#${subject.route}`);
  } else {
    await expect(dialogHeaded(page, consoleText(subject.dialog, stage))).toBeVisible();
  }
}

/** What the log says of the last page, styles and answers without one left aside. */
function lastPageOfBank({ sandbox }: Stage): string | undefined {
  return sandbox
    .logAfter(0)
    .findLast(({ response }) => String(response.headers['content-type'] ?? '').startsWith('text/html'))
    ?.outcome.code;
}

function dialogHeaded(page: Page, title: string) {
  return page.getByRole('dialog', { name: asShown(title, /\{\{\w+\}\}/) });
}

/** A text with anything in the place of its placeholders. */
function asShown(text: string, placeholder: RegExp): RegExp {
  const fixed = text.split(placeholder).map((words) => words.replace(/[$()*+.?[\\\]^{|}]/g, '\\$&'));
  return new RegExp(fixed.join('.+'));
}
