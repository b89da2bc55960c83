import { z } from 'zod';
import { operation } from '../operation.ts';
import { listOf, pageQuery } from './schemas/common.ts';
import { clockAfterwards, loadedScenario, scenarioByName, scenarioDocument } from './schemas/scenario.ts';

const tag = 'scenario';

export const exportScenario = operation({
  id: 'scenario.export',
  tag,
  method: 'GET',
  path: '/scenario',
  summary: {
    ja: '今の状態を再現するシナリオを書き出す',
    en: 'Export a scenario that re-creates the present state',
  },
  result: scenarioDocument,
  status: 200,
});

export const loadScenario = operation({
  id: 'scenario.load',
  tag,
  method: 'POST',
  path: '/scenario',
  summary: {
    ja: '名前またはシナリオ文書で状態を置き換える',
    en: 'Replace the state by a named scenario or a whole document',
  },
  query: clockAfterwards,
  body: z.union([scenarioByName, scenarioDocument]).meta({ id: 'ScenarioInput' }),
  // A million rows of statement are a document of some 200 MB.
  bodyLimitBytes: 256 * 1024 * 1024,
  result: loadedScenario,
  status: 200,
  logged: true,
});

export const resetScenario = operation({
  id: 'scenario.reset',
  tag,
  method: 'POST',
  path: '/scenario/reset',
  summary: { ja: '最後に読み込んだシナリオへ戻す', en: 'Return to the scenario last loaded' },
  query: clockAfterwards,
  result: loadedScenario,
  status: 200,
  logged: true,
});

export const listPracticePasswords = operation({
  id: 'scenario.passwords',
  tag,
  method: 'GET',
  path: '/scenario/passwords',
  summary: {
    ja: 'シナリオの契約者の練習用パスワード',
    en: 'The practice passwords of the customers a scenario brought',
  },
  query: z.strictObject({
    ...pageQuery,
    customerIds: z
      .string()
      .max(100_000)
      .transform((text) => text.split(','))
      .exactOptional()
      .meta({ description: 'Of these customers only; apart by commas.' }),
  }),
  result: listOf(z.strictObject({ customerId: z.string(), loginId: z.string(), password: z.string() })).meta({
    description: 'Only where the password is still the one the scenario gave.',
  }),
  status: 200,
  secret: true,
});

export const scenarioOperations = [exportScenario, loadScenario, resetScenario, listPracticePasswords];
