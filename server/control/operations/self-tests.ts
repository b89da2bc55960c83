import { z } from 'zod';
import { operation } from '../operation.ts';
import { listOf } from './schemas/common.ts';
import { selfTest, selfTestSummary } from './schemas/self-test.ts';

const tag = 'self-tests';
const params = z.strictObject({ id: z.string().min(1).max(100) });

export const startSelfTest = operation({
  id: 'selfTests.start',
  tag,
  method: 'POST',
  path: '/self-tests',
  summary: {
    ja: '動いているサンドボックスへ不正な要求を一通り送り、拒否を確かめる(同時に一つだけ)',
    en: 'Send every kind of bad request to the running sandbox and check the refusals; one run at a time',
  },
  result: selfTestSummary,
  status: 201,
});

export const listSelfTests = operation({
  id: 'selfTests.list',
  tag,
  method: 'GET',
  path: '/self-tests',
  summary: { ja: '自己検証の一覧(新しい順)', en: 'List the self-tests, the newest first' },
  result: listOf(selfTestSummary),
  status: 200,
});

export const getSelfTest = operation({
  id: 'selfTests.get',
  tag,
  method: 'GET',
  path: '/self-tests/{id}',
  summary: {
    ja: '自己検証の結果を見る(実行中は終わった行まで)',
    en: 'Show a self-test; while it runs, the rows that are done',
  },
  params,
  result: selfTest,
  status: 200,
});

export const reportSelfTest = operation({
  id: 'selfTests.report',
  tag,
  method: 'GET',
  path: '/self-tests/{id}/report',
  summary: { ja: '自己検証の結果を Markdown の表で受け取る', en: 'Get a self-test as a Markdown table' },
  params,
  query: z.strictObject({
    lang: z.enum(['ja', 'en']).exactOptional().meta({ description: 'Left out: as the sandbox is set.' }),
  }),
  raw: { contentType: 'text/markdown' },
  status: 200,
});

export const selfTestOperations = [startSelfTest, listSelfTests, getSelfTest, reportSelfTest];
