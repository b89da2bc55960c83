import { z } from 'zod';
import { operation } from '../operation.ts';
import { listOf, pageQuery } from './schemas/common.ts';
import { conformanceReport, conformanceRun, poison } from './schemas/conformance.ts';

const tag = 'conformance';
const params = z.strictObject({ id: z.string().min(1) });
const ofClient = {
  clientId: z.string().min(1).max(200).exactOptional().meta({ description: 'Only of this client.' }),
};

export const listPoisons = operation({
  id: 'conformance.poisons',
  tag,
  method: 'GET',
  path: '/conformance/poisons',
  summary: { ja: 'わざと誤らせる応答の一覧', en: 'List the ways in which an answer can be poisoned' },
  result: z.strictObject({ items: z.array(poison) }),
  status: 200,
});

export const listRuns = operation({
  id: 'conformance.list',
  tag,
  method: 'GET',
  path: '/conformance/runs',
  summary: {
    ja: '誤った応答を受け取ったクライアントと、その判定の一覧',
    en: 'List the clients that were given a poisoned answer, with the verdict on each',
  },
  query: z.strictObject({ ...pageQuery, ...ofClient }),
  result: listOf(conformanceRun),
  status: 200,
});

export const getRun = operation({
  id: 'conformance.get',
  tag,
  method: 'GET',
  path: '/conformance/runs/{id}',
  summary: { ja: '判定を見る', en: 'Show one of them' },
  params,
  result: conformanceRun,
  status: 200,
});

export const endRun = operation({
  id: 'conformance.end',
  tag,
  method: 'POST',
  path: '/conformance/runs/{id}/end',
  summary: {
    ja: '見守りを今終えて判定する',
    en: 'Stop watching now, and take the verdict',
  },
  params,
  result: conformanceRun,
  status: 200,
  logged: true,
});

export const clearRuns = operation({
  id: 'conformance.clear',
  tag,
  method: 'DELETE',
  path: '/conformance/runs',
  summary: { ja: '判定の記録をすべて消す', en: 'Forget every one of them' },
  status: 204,
  logged: true,
});

export const getReport = operation({
  id: 'conformance.report',
  tag,
  method: 'GET',
  path: '/conformance/report',
  summary: { ja: '判定の報告書（JSON）', en: 'The report as JSON' },
  query: z.strictObject(ofClient),
  result: conformanceReport,
  status: 200,
});

export const getReadableReport = operation({
  id: 'conformance.readableReport',
  tag,
  method: 'GET',
  path: '/conformance/report.md',
  summary: { ja: '判定の報告書（Markdown）', en: 'The report to be read, as Markdown' },
  query: z.strictObject({ ...ofClient, language: z.enum(['ja', 'en']).default('ja') }),
  raw: { contentType: 'text/markdown' },
  status: 200,
});

export const conformanceOperations = [
  listPoisons,
  listRuns,
  getRun,
  endRun,
  clearRuns,
  getReport,
  getReadableReport,
];
