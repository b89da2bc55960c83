import { z } from 'zod';
import { LogFilter } from '../../log/filter.ts';
import { LogFilterError } from '../../log/filter-fields.ts';
import { operation } from '../operation.ts';
import { says } from './schemas/common.ts';
import { logEntry } from './schemas/log-entry.ts';

const tag = 'log';
const params = z.strictObject({ id: z.string().min(1).max(100) });

const filter = z
  .string()
  .max(1000)
  .superRefine((text, check) => {
    try {
      LogFilter.parse(text);
    } catch (error) {
      if (!(error instanceof LogFilterError)) throw error;
      const { ja, en } = error.text;
      check.addIssue({ code: 'custom', message: says(`「${error.term}」: ${ja}`, `${error.term}: ${en}`) });
    }
  })
  .exactOptional()
  .meta({
    description:
      'Conditions apart by spaces, all must hold: status:>=400 path:/oauth2/token client:… customer:<id or login ID> grant:… flow:… method:POST outcome:… ms:>10 origin:bank since:5m since:17:08 "free text". A path without a leading slash is any part of one; -word turns a condition round; of conditions joined by OR one is enough.',
  });

const cursor = z
  .string()
  .regex(
    /^[a-z0-9-]{1,64}$/,
    says('エントリーの ID か番号（seq）を指定してください。', 'Give the id or the seq of an entry.'),
  )
  .exactOptional();

const after = cursor.meta({ description: 'The id or seq of an entry: only what was recorded later.' });

export const listLog = operation({
  id: 'log.list',
  tag,
  method: 'GET',
  path: '/log',
  summary: {
    ja: 'リクエストログの一覧（記録順。after がなければ最新の分）',
    en: 'List the request log, oldest first (without `after`: the newest entries)',
  },
  query: z.strictObject({
    filter,
    limit: z.coerce.number().int().min(1).max(1000).default(100),
    after,
    before: cursor.meta({ description: 'The id or seq of an entry: only what was recorded earlier.' }),
  }),
  result: z.strictObject({
    items: z.array(logEntry),
    next: z.string().exactOptional().meta({ description: 'More follows: goes back as `after`.' }),
    earlier: z.string().exactOptional().meta({ description: 'There is more before: goes back as `before`.' }),
    capacity: z
      .strictObject({
        entries: z.int(),
        mostEntries: z.int(),
        bytes: z.int(),
        mostBytes: z.int(),
        dropped: z.int(),
      })
      .meta({
        description:
          'How full the log is (bytes as JSON). When either limit is reached the oldest entries go; the limits are `retention` in the settings. `dropped`: how many went since the start.',
      }),
  }),
  status: 200,
});

export const getLogEntry = operation({
  id: 'log.get',
  tag,
  method: 'GET',
  path: '/log/{id}',
  summary: { ja: 'ログエントリーを見る', en: 'Show a log entry' },
  params,
  result: logEntry,
  status: 200,
});

/** In seconds, as a wait longer than a proxy's patience serves nobody. */
export const longestWaitSeconds = 300;

export const waitForLogEntry = operation({
  id: 'log.wait',
  tag,
  method: 'GET',
  path: '/log/wait',
  summary: {
    ja: '条件に合う最初のエントリーを待つ（呼び出し後、または after の後の記録）',
    en: 'Wait for the first matching entry after the call, or after `after`',
  },
  query: z.strictObject({
    filter,
    after,
    timeout: z
      .string()
      .regex(
        /^\d{1,7}(?:\.\d{1,3})?(?:ms|s)?$/,
        says(
          '秒数（30、2.5）、または 30s・500ms の形で指定してください。',
          'Write seconds (30, 2.5), 30s or 500ms.',
        ),
      )
      .default('30')
      .meta({
        description: `Seconds, or with a unit: 2.5, 30s, 500ms. At most ${String(longestWaitSeconds)} s are waited.`,
      }),
  }),
  result: logEntry,
  status: 200,
});

export const streamLog = operation({
  id: 'log.stream',
  tag,
  method: 'GET',
  path: '/log/stream',
  summary: {
    ja: 'ログをリアルタイムに受け取る（SSE。Last-Event-ID から再開）',
    en: 'Follow the log as server-sent events; resumes with Last-Event-ID',
  },
  query: z.strictObject({ filter, after }),
  raw: { contentType: 'text/event-stream' },
  status: 200,
});

export const exportHar = operation({
  id: 'log.har',
  tag,
  method: 'GET',
  path: '/log.har',
  summary: { ja: 'ログを HAR 1.2 で書き出す', en: 'Export the log as HAR 1.2' },
  query: z.strictObject({ filter }),
  raw: { contentType: 'application/json' },
  status: 200,
});

export const clearLog = operation({
  id: 'log.clear',
  tag,
  method: 'DELETE',
  path: '/log',
  summary: {
    ja: 'ログを消す（filter を指定すると合う分だけ）',
    en: 'Delete the log, or the matching entries',
  },
  query: z.strictObject({ filter }),
  result: z.strictObject({ deleted: z.int() }),
  status: 200,
});

export const replayLogEntry = operation({
  id: 'log.replay',
  tag,
  method: 'POST',
  path: '/log/{id}/replay',
  summary: {
    ja: '記録したリクエストを金融機関側へもう一度送る',
    en: 'Send a recorded request to the bank once more',
  },
  params,
  result: logEntry,
  status: 200,
});

export const logOperations = [
  listLog,
  getLogEntry,
  waitForLogEntry,
  streamLog,
  exportHar,
  clearLog,
  replayLogEntry,
];
