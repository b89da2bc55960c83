import { z } from 'zod';
import { operation } from '../operation.ts';
import { keyRotation, publishedKey } from './schemas/key.ts';

const tag = 'keys';
const result = z.strictObject({ items: z.array(publishedKey) });

export const listKeys = operation({
  id: 'keys.list',
  tag,
  method: 'GET',
  path: '/keys',
  summary: { ja: '金融機関の署名鍵(公開部分)の一覧', en: "List the bank's signing keys, public parts only" },
  result,
  status: 200,
});

export const rotateKeys = operation({
  id: 'keys.rotate',
  tag,
  method: 'POST',
  path: '/keys/rotate',
  summary: {
    ja: '署名鍵を入れ替える(先に公開し、古い鍵は必要な間残す)',
    en: 'Rotate signing keys: published before use, the old ones kept while they are needed',
  },
  body: keyRotation,
  result,
  status: 200,
  logged: true,
});

export const keyOperations = [listKeys, rotateKeys];
