import { describe, expect, it } from 'vitest';
import { catalogue, type RefusalCode } from '../../../server/bank/catalogue/index.ts';
import { consentTexts } from '../../../server/screens/texts/consent.ts';
import { frameTexts } from '../../../server/screens/texts/frame.ts';
import { loginTexts } from '../../../server/screens/texts/login.ts';
import {
  certificateTexts,
  errorTexts,
  aboutTexts,
  forgotPasswordTexts,
  kindChoiceTexts,
} from '../../../server/screens/texts/pages.ts';
import { customerMessageFor, titleFor } from '../../../server/screens/texts/refusals.ts';
import { termsTexts } from '../../../server/screens/texts/terms.ts';
import { lessonTexts } from '../../../server/partner/lessons/texts.ts';
import { partnerTexts } from '../../../server/partner/texts.ts';

/** Every path to a text, with the placeholders in it. */
function outline(texts: object, path = ''): string[] {
  return Object.entries(texts).flatMap(([name, value]: [string, unknown]) => {
    if (typeof value === 'object' && value !== null) return outline(value, `${path}/${name}`);
    const placeholders = [...String(value).matchAll(/\{\w+\}/g)].map(([placeholder]) => placeholder).sort();
    return [`${path}/${name} ${[...new Set(placeholders)].join(' ')}`];
  });
}

const tables = {
  certificateTexts,
  consentTexts,
  errorTexts,
  aboutTexts,
  forgotPasswordTexts,
  frameTexts,
  kindChoiceTexts,
  lessonTexts,
  loginTexts,
  partnerTexts,
  termsTexts,
};

describe('the texts of the screens and of the partner', () => {
  it.each(Object.entries(tables))('%s say the same in both languages', (_name, { ja, en }) => {
    expect(outline(en)).toEqual(outline(ja));
  });

  it('tell a customer nothing technical, whatever the cause', () => {
    for (const code of Object.keys(catalogue) as RefusalCode[]) {
      for (const text of [titleFor(code), customerMessageFor(code, false), customerMessageFor(code, true)]) {
        expect(`${text.ja} ${text.en}`, code).not.toMatch(
          /client_id|redirect_uri|code_challenge|csrf|interaction/,
        );
      }
    }
  });
});
