import type { ScenarioDocument } from './scenario-schema.ts';

/** A bank with its settings and nothing else, for those who bring their own customers and clients. */
export const blankScenario: ScenarioDocument = {
  version: 1,
  name: 'blank',
  description: {
    ja: '契約者もクライアントも登録されていない状態です。',
    en: 'No customers and no clients: bring your own.',
  },
};
