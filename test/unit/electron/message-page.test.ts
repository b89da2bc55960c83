import { expect, test } from 'vitest';
import { messagePage } from '../../../electron/message-page.ts';
import { explainStartError } from '../../../electron/start-problems.ts';

test('what a program said is shown, not run', () => {
  const page = messagePage({
    title: { ja: '題', en: 'Title' },
    text: { ja: '文', en: 'Text' },
    details: '<img src=x onerror="alert(1)"> & more',
    choices: [{ id: 'quit', ja: '終了', en: 'Quit' }],
  });
  expect(page).not.toContain('<img');
  expect(page).toContain('&#60;img src=x onerror=&#34;alert(1)&#34;&#62; &#38; more');
  expect(page).toContain("default-src 'none'");
});

test.each([
  [3, ['free-ports', 'quit']],
  [4, ['again', 'quit']],
  [5, ['open-folder', 'again', 'quit']],
  [1, ['again', 'quit']],
])('exit code %i offers %j', (exitCode, choices) => {
  const message = explainStartError({ exitCode, message: 'what happened' });
  expect(message.choices.map(({ id }) => id)).toEqual(choices);
  expect(message.details).toBe('what happened');
});
