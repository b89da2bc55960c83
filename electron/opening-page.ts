import { escape } from './message-page.ts';

const texts = {
  ja: {
    title: 'IB連携サンドボックス',
    heading: 'サンドボックスを起動しています',
    text: '金融機関とデモ外部サービスを準備しています。',
  },
  en: {
    title: 'IB Link Sandbox',
    heading: 'Starting the sandbox',
    text: 'The bank and the demo partner are being made ready.',
  },
} as const;

/**
 * What the window shows while the engine starts: the frame of the console, so that nothing moves when the
 * console takes its place. It has no script, and asks for nothing.
 */
export function openingPage(locale: string): string {
  const language = locale.startsWith('ja') ? 'ja' : 'en';
  const { title, heading, text } = texts[language];
  return `<!doctype html>
<html lang="${language}">
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<title>${escape(title)}</title>
<style>
  /* The colours of the window behind the page, so that nothing flashes. */
  :root { color-scheme: light dark; --page: #ffffff; --text: #1a1b1e; --line: #dee2e6; --quiet: #5c636a; --bar: #f8f9fa; --accent: #3b5bdb; }
  @media (prefers-color-scheme: dark) {
    :root { --page: #1a1b1e; --text: #e9ecef; --line: #373a40; --quiet: #a6abb3; --bar: #212328; --accent: #91a7ff; }
  }
  body { margin: 0; display: grid; grid-template: 48px 1fr / 220px 1fr; height: 100vh;
    color: var(--text); background: var(--page);
    font: 14px/1.6 system-ui, 'Noto Sans CJK JP', sans-serif; }
  header { grid-column: 1 / -1; padding: 0 16px; font-weight: 600; line-height: 48px;
    border-bottom: 1px solid var(--line); }
  nav { background: var(--bar); border-right: 1px solid var(--line); }
  main { padding: 24px 32px; }
  h1 { font-size: 20px; margin: 0 0 4px; }
  p { margin: 0; color: var(--quiet); }
  hr { width: 180px; height: 3px; margin: 20px 0; border: 0; border-radius: 2px;
    background: linear-gradient(90deg, transparent, var(--accent), transparent) 0 0 / 50% no-repeat var(--line);
    animation: run 1.2s ease-in-out infinite alternate; }
  @keyframes run { to { background-position: 100% 0; } }
  @media (prefers-reduced-motion: reduce) { hr { animation: none; } }
  @media (max-width: 800px) { body { grid-template-columns: 0 1fr; } }
</style>
<header>${escape(title)}</header>
<nav></nav>
<main>
<h1>${escape(heading)}</h1>
<p role="status">${escape(text)}</p>
<hr aria-hidden="true">
</main>
</html>`;
}
