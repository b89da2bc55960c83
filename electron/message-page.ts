export interface Message {
  readonly title: { readonly ja: string; readonly en: string };
  readonly text: { readonly ja: string; readonly en: string };
  /** What a program said, unchanged. */
  readonly details?: string;
  readonly choices: readonly Choice[];
}

interface Choice {
  readonly id: string;
  readonly ja: string;
  readonly en: string;
}

/** Choices are links to a host that cannot exist (RFC 2606 §2), caught before they are followed. */
export const CHOICE_ORIGIN = 'https://choice.invalid';

/** The message as a page of its own. */
export function messagePage({ title, text, details, choices }: Message): string {
  const links = choices
    .map(
      ({ id, ja, en }, index) =>
        `<a class="${index === 0 ? 'first' : ''}" href="${CHOICE_ORIGIN}/${encodeURIComponent(id)}">` +
        `${escape(ja)} <small lang="en">${escape(en)}</small></a>`,
    )
    .join('\n');
  return `<!doctype html>
<html lang="ja">
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<title>IB Link Sandbox</title>
<style>
  :root { color-scheme: light dark; }
  body { font: 15px/1.7 system-ui, 'Noto Sans CJK JP', sans-serif; margin: 28px 32px; }
  h1 { font-size: 20px; margin: 0 0 8px; }
  p { margin: 0 0 8px; white-space: pre-line; }
  [lang='en'] { opacity: 0.75; font-size: 13px; }
  pre { font: 12px/1.5 ui-monospace, monospace; max-height: 130px; overflow: auto; padding: 8px 10px;
    white-space: pre-wrap; border: 1px solid #8886; border-radius: 6px; }
  nav { display: flex; flex-wrap: wrap; gap: 12px; margin-top: 20px; }
  a { color: inherit; text-decoration: none; border: 1px solid #8888; border-radius: 6px; padding: 8px 16px; }
  a.first { background: #3b5bdb; border-color: #3b5bdb; color: #fff; }
  a.first small { opacity: 1; }
  a:focus-visible { outline: 3px solid #91a7ff; }
</style>
<main>
<h1>${escape(title.ja)}</h1>
<p>${escape(text.ja)}</p>
<p lang="en"><strong>${escape(title.en)}</strong> ${escape(text.en)}</p>
${details ? `<pre tabindex="0">${escape(details)}</pre>` : ''}
<nav>${links}</nav>
</main>
</html>`;
}

/** For the text and the attributes of a page. */
export function escape(text: string): string {
  return text.replace(/[&<>"']/g, (character) => `&#${String(character.charCodeAt(0))};`);
}
