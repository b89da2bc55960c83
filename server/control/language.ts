import type { IncomingMessage } from 'node:http';
import type { Bilingual } from '../bank/catalogue/index.ts';

export type Language = keyof Bilingual;

/** The language of answers to people: the caller's first of ours (RFC 9110 §12.5.4), else the sandbox's. */
export function languageOf(request: IncomingMessage, fallback: Language): Language {
  const wanted = (request.headers['accept-language'] ?? '')
    .split(',')
    .map((entry) => {
      const [tag = '', quality] = entry.trim().toLowerCase().split(';q=');
      return { language: tag.split('-')[0], quality: quality === undefined ? 1 : Number(quality) };
    })
    .filter(({ quality }) => quality > 0)
    .sort((a, b) => b.quality - a.quality)
    .find(({ language }) => language === 'ja' || language === 'en');
  return wanted ? (wanted.language as Language) : fallback;
}
