import type { OfferedCertificate } from '../server/engine-messages.ts';
import { chooserTexts, type Language } from './certificate-chooser-texts.ts';
import { CHOICE_ORIGIN, escape } from './message-page.ts';

/** A list with more is no help to anybody, and a page in an address has a length. */
const CERTIFICATES_SHOWN = 200;

export interface ChooserContent {
  readonly language: Language;
  /** The bank, as the dialog names it: `127.0.0.1:4783`. */
  readonly site: string;
  readonly certificates: readonly OfferedCertificate[];
}

/** The choice of a certificate as a browser shows it. Its form answers to `CHOICE_ORIGIN`. */
export function chooserPage({ language, site, certificates }: ChooserContent): string {
  const texts = chooserTexts[language];
  if (certificates.length === 0) {
    return page(
      language,
      texts.title,
      `<p><strong>${texts.emptyTitle}</strong></p><p>${texts.emptyText}</p>`,
      `<button class="first" name="do" value="cancel" autofocus>${texts.goOn}</button>
       <button class="apart" name="do" value="manage">${texts.manage}</button>`,
    );
  }
  const rows = certificates.slice(0, CERTIFICATES_SHOWN).map((certificate, index) => {
    const { serialNumber, subject, holder, loginId, issuer, state } = certificate;
    const detail = (term: string, text: string) => `<dt>${term}</dt><dd>${escape(text)}</dd>`;
    return `<div class="row">
      <label class="cells"><input type="radio" name="certificate" value="${escape(serialNumber)}" ${index === 0 ? 'checked autofocus' : ''}>
        <span>${escape(loginId)}</span><span>${escape(issuer)}</span>
        <span>${period(certificate, language)}</span><span class="mono">${escape(serialNumber)}</span></label>
      <dl class="details" tabindex="0" aria-label="${texts.details}">
        ${detail(texts.subject, subject)}${detail(texts.holder, holder)}${detail(texts.issuer, issuer)}
        ${detail(texts.validity, period(certificate, language))}${detail(texts.serialNumber, serialNumber)}
        ${detail(texts.state, texts.states[state] + texts.stateNote)}
      </dl></div>`;
  });
  return page(
    language,
    texts.title,
    `<p>${escape(texts.lead.replace('{site}', site))}</p>
     <div class="list" role="radiogroup" aria-label="${texts.list}">
       <div class="cells head" aria-hidden="true"><span></span><span>${texts.subject}</span><span>${texts.issuer}</span>
         <span>${texts.validity}</span><span>${texts.serialNumber}</span></div>
       <div class="rows">${rows.join('\n')}</div>
     </div>
     <label class="remember"><input type="checkbox" name="remember" aria-describedby="remember-note"> ${texts.remember}</label>
     <p id="remember-note" class="note">${texts.rememberNote}</p>`,
    `<button class="first" name="do" value="use">${texts.ok}</button>
     <button name="do" value="cancel">${texts.cancel}</button>
     <button class="apart" name="do" value="manage">${texts.manage}</button>`,
  );
}

/** Which certificates "this PC" holds: `absent` are the serial numbers of those that were taken off it. */
export function managePage(
  { language, certificates }: Omit<ChooserContent, 'site'>,
  absent: ReadonlySet<string>,
): string {
  const texts = chooserTexts[language];
  const rows = certificates.slice(0, CERTIFICATES_SHOWN).map(
    (certificate, index) => `<div class="row"><label class="cells with-state">
      <input type="checkbox" name="kept" value="${escape(certificate.serialNumber)}" ${absent.has(certificate.serialNumber) ? '' : 'checked'} ${index === 0 ? 'autofocus' : ''}>
      <span>${escape(certificate.loginId)}</span><span>${escape(certificate.holder)}</span>
      <span>${period(certificate, language)}</span><span>${texts.states[certificate.state]}</span>
      <span class="mono">${escape(certificate.serialNumber)}</span></label></div>`,
  );
  return page(
    language,
    texts.manageTitle,
    `<p>${texts.manageLead}</p>
     ${rows.length === 0 ? `<p>${texts.none}</p>` : `<div class="list"><div class="rows">${rows.join('\n')}</div></div>`}`,
    `<button class="first" name="do" value="keep">${texts.save}</button>
     <button name="do" value="back">${texts.cancel}</button>`,
  );
}

/** No script runs here: the browser's own radio buttons, keys and form do it all. */
function page(language: Language, title: string, content: string, buttons: string): string {
  const texts = chooserTexts[language];
  return `<!doctype html>
<html lang="${language}">
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy"
  content="default-src 'none'; style-src 'unsafe-inline'; form-action ${CHOICE_ORIGIN}; base-uri 'none'">
<title>${title} — IB Link Sandbox</title>
<style>${STYLE}</style>
<form action="${CHOICE_ORIGIN}/" method="get">
<main><h1>${title}</h1>${content}</main>
<footer><nav>${buttons}</nav>
<p class="sandbox"><strong>${texts.sandbox}</strong> ${texts.sandboxNote}</p></footer>
</form>
</html>`;
}

function period({ notBefore, notAfter }: OfferedCertificate, language: Language): string {
  const format = new Intl.DateTimeFormat(language === 'ja' ? 'ja-JP' : 'en-GB', {
    dateStyle: language === 'ja' ? 'short' : 'medium',
    timeZone: 'Asia/Tokyo',
  });
  return `${format.format(notBefore)} – ${format.format(notAfter)}`;
}

/** The details of the chosen row stand below the list: the browser knows which one is checked. */
const STYLE = `
:root { color-scheme: light dark; --details: 158px; --line: #8885; --soft: light-dark(#5c6370, #a6adbb);
  --field: light-dark(#fff, #1e1f24); --chosen: light-dark(#dfe6ff, #2c3766); --accent: light-dark(#3b5bdb, #5c7cfa); }
* { box-sizing: border-box; }
body { margin: 0; font: 14px/1.6 system-ui, 'Noto Sans CJK JP', sans-serif;
  background: light-dark(#f4f5f7, #26272d); color: light-dark(#1c1f26, #eceef2); }
form { display: flex; flex-direction: column; height: 100vh; }
main { flex: 1; min-height: 0; display: flex; flex-direction: column; padding: 18px 24px 0; }
h1 { font-size: 19px; line-height: 1.3; margin: 0 0 4px; }
p { margin: 0 0 10px; }
.list { position: relative; flex: 1; min-height: 90px; display: flex; flex-direction: column;
  border: 1px solid var(--line); border-radius: 6px; background: var(--field); overflow: hidden; }
.rows { flex: 1; min-height: 0; overflow-y: auto; scrollbar-gutter: stable; }
.list:has(.details) { padding-bottom: var(--details); }
.cells { display: grid; grid-template-columns: 16px 105px minmax(90px, 1fr) 200px minmax(60px, 120px);
  gap: 10px; align-items: center; padding: 6px 12px; font-variant-numeric: tabular-nums; }
label.cells { cursor: default; }
.with-state { grid-template-columns: 16px 105px minmax(90px, 1fr) 200px 120px minmax(40px, 60px); }
.cells > span { overflow: hidden; text-overflow: ellipsis; white-space: nowrap; }
.head { overflow: hidden; scrollbar-gutter: stable; font-size: 12px; color: var(--soft); border-bottom: 1px solid var(--line); }
.row:has(input[type='radio']:checked) > label { background: var(--chosen); }
.row:has(input:focus-visible) > label { outline: 2px solid var(--accent); outline-offset: -2px; }
.mono { font-family: ui-monospace, 'Noto Sans Mono', monospace; font-size: 12px; }
input { margin: 0; accent-color: var(--accent); }
input[type='radio']:focus-visible { outline: none; }
.details { visibility: hidden; position: absolute; inset: auto 0 0 0; height: var(--details); overflow: auto; margin: 0;
  padding: 10px 14px; border-top: 1px solid var(--line); background: light-dark(#fafbfc, #22232a);
  display: grid; grid-template-columns: max-content 1fr; gap: 2px 18px; align-content: start; font-size: 13px; }
.row:has(:checked) .details { visibility: visible; }
dt { color: var(--soft); }
dd { margin: 0; overflow-wrap: anywhere; }
.details:focus-visible { outline: 2px solid var(--accent); outline-offset: -2px; }
.remember { display: flex; gap: 8px; align-items: center; margin-top: 12px; }
.note { margin: 0 0 0 24px; font-size: 12px; color: var(--soft); }
footer { padding: 14px 24px 12px; }
nav { display: flex; flex-direction: row-reverse; gap: 10px; }
button { font: inherit; min-width: 104px; min-height: 34px; padding: 0 16px; border-radius: 6px; cursor: default;
  border: 1px solid var(--line); background: var(--field); color: inherit; }
button.first { background: #3b5bdb; border-color: #3b5bdb; color: #fff; }
button.apart { margin-right: auto; }
button:focus-visible, .remember input:focus-visible { outline: 2px solid var(--accent); outline-offset: 2px; }
/* As small as the window can be made: some rows stay in sight, and the chosen one's first details. */
@media (max-height: 560px) {
  :root { --details: 70px; }
  main { padding-top: 12px; }
  .details { padding-block: 6px; }
}
@media (max-width: 640px) {
  .cells { font-size: 12.5px; gap: 6px; padding-inline: 10px; grid-template-columns: 16px 92px minmax(60px, 1fr) 180px minmax(36px, 48px); }
  .with-state { grid-template-columns: 16px 92px minmax(56px, 1fr) 180px 70px 32px; }
}
.sandbox { margin: 12px 0 0; padding-top: 8px; border-top: 1px solid var(--line); font-size: 12px; color: var(--soft); }
`;
