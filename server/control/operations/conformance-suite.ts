import { z } from 'zod';
import { operation } from '../operation.ts';
import { newSuiteConfiguration, suiteConfiguration, suitePlan } from './schemas/conformance-suite.ts';

const tag = 'conformance';

export const listSuitePlans = operation({
  id: 'conformance.suitePlans',
  tag,
  method: 'GET',
  path: '/conformance/suite-plans',
  summary: {
    ja: 'この銀行を試せる、OpenID Foundation 適合性テストのテストプランの一覧',
    en: 'List the test plans of the OpenID Foundation’s conformance suite this bank can be put to',
  },
  result: z.strictObject({ items: z.array(suitePlan) }),
  status: 200,
});

export const exportSuiteConfiguration = operation({
  id: 'conformance.suiteConfiguration',
  tag,
  method: 'POST',
  path: '/conformance/suite-configurations',
  summary: {
    ja: 'テストプランのクライアントを用意し、スイートの設定ファイルを書き出す(鍵はこの応答だけ。前に書き出したものは使えなくなる)',
    en: 'Make the clients of a test plan and export the suite’s configuration; keys are told this once, and an earlier export is void',
  },
  body: newSuiteConfiguration,
  result: suiteConfiguration,
  status: 200,
  logged: true,
  secret: true,
});

export const conformanceSuiteOperations = [listSuitePlans, exportSuiteConfiguration];
