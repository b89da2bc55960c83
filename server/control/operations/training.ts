import { z } from 'zod';
import { operation } from '../operation.ts';

const tag = 'training';
const html = { contentType: 'text/html' };
const lang = z.enum(['ja', 'en']).exactOptional().meta({ description: 'Left out: as the sandbox is set.' });
const variants = z.enum(['personal-pc', 'personal-smartphone', 'corporate']);
const clientId = z
  .string()
  .min(1)
  .max(200)
  .exactOptional()
  .meta({ description: 'On whose behalf the customer is asked; left out: the first client registered.' });

export const getTrainingScreen = operation({
  id: 'training.screen',
  tag,
  method: 'GET',
  path: '/training/screens',
  summary: {
    ja: '金融機関の画面の見本(操作できないHTML、赤枠と吹き出しを付けられる)',
    en: 'A sample of a screen of the bank: HTML that does nothing, with red frames on request',
  },
  query: z.strictObject({
    variant: variants.default('personal-pc'),
    step: z.enum(['login', 'consent']).default('login'),
    frames: z.enum(['0', '1']).default('0'),
    lang,
    clientId,
  }),
  raw: html,
  status: 200,
});

export const getHandout = operation({
  id: 'training.handout',
  tag,
  method: 'GET',
  path: '/training/handout',
  summary: {
    ja: '契約者に配る操作案内(印刷用のHTML。金融機関と外部サービスに合わせて作成)',
    en: 'A handout for customers, ready to print, made for this institution and a partner (HTML)',
  },
  query: z.strictObject({
    variant: variants.exactOptional().meta({
      description: 'Whose screens to show; left out: those of every customer this partner can have.',
    }),
    lang,
    clientId,
  }),
  raw: html,
  status: 200,
});

export const trainingOperations = [getTrainingScreen, getHandout];
