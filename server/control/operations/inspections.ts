import { z } from 'zod';
import { operation } from '../operation.ts';
import { inspection, inspectionRequest } from './schemas/inspection.ts';

const tag = 'inspections';

export const inspectToken = operation({
  id: 'inspections.create',
  tag,
  method: 'POST',
  path: '/inspections',
  summary: {
    ja: 'アサーション・DPoP の証明・要求オブジェクト・トークンを一項目ずつ検査する(何も変えない)',
    en: 'Check an assertion, DPoP proof, request object or token step by step; changes nothing',
  },
  body: inspectionRequest,
  result: inspection,
  status: 200,
});

export const inspectLogEntry = operation({
  id: 'inspections.ofLogEntry',
  tag,
  method: 'GET',
  path: '/log/{id}/inspections',
  summary: {
    ja: 'ログのリクエストに入っていた署名付きの物を、そのときの検査の結果とともに見る',
    en: 'Show the signed objects a logged request held, as they were checked then',
  },
  params: z.strictObject({ id: z.string().min(1).max(100) }),
  result: z.strictObject({ items: z.array(inspection) }),
  status: 200,
});

export const inspectionOperations = [inspectToken, inspectLogEntry];
