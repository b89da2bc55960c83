import { outcomes } from './entry.ts';

/** What the log says when a request is fulfilled. */
export const successes = outcomes({
  ok: { message: { ja: '正常に応答しました', en: 'Answered' } },
  not_modified: { message: { ja: '変更なし', en: 'Not modified' } },
});
