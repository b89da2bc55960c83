/** The demo partner's look: warm, a consumer's app, nothing like the bank. Follows the system's dark theme. */
export const stylesheet = `
:root {
  color-scheme: light dark;
  --paper: #fff8f3; --card: #fff; --ink: #1f2430; --soft: #5d6472; --line: #f0e2d8; --edge: #b9a99c;
  --accent: #c2410c; --accent-ink: #fff; --accent-text: #b23a08; --area: #fdece2;
  --good: #1a7a4c; --good-tint: #eef8f2; --soon: #fdf0dc; --soon-line: #efcf97;
  --refused: #b3261e; --refused-tint: #fdf1f0;
  --ribbon: #5c4400; --ribbon-a: #fff3cd; --ribbon-b: #ffebb0;
  font-family: system-ui, -apple-system, "Segoe UI", "Hiragino Sans", "Hiragino Kaku Gothic ProN",
    "Yu Gothic UI", "Yu Gothic", Meiryo, "Noto Sans CJK JP", "Noto Sans JP", sans-serif;
  font-size: 16px; line-height: 1.65; line-break: strict; overflow-wrap: anywhere;
}
@media screen and (prefers-color-scheme: dark) {
  :root {
    --paper: #1b1512; --card: #261e1a; --ink: #f6ece5; --soft: #c2b2a7; --line: #40342d; --edge: #8a7769;
    --accent: #f2784b; --accent-ink: #22100a; --accent-text: #ff9a73; --area: #3a251b;
    --good: #6fd3a0; --good-tint: #1c2c24; --soon: #3a2c14; --soon-line: #6b5222;
    --refused: #ff9d94; --refused-tint: #38201d;
    --ribbon: #ffe08a; --ribbon-a: #3a2f10; --ribbon-b: #463913;
  }
}
*, *::before, *::after { box-sizing: border-box; }
body { margin: 0; background: var(--paper); color: var(--ink); }
h1, h2, p, ul, dl, dd, fieldset, figure { margin: 0; padding: 0; }
h1, h2 { font-size: 1rem; line-height: 1.5; color: var(--soft); }
/* Japanese breaks between phrases, in browsers that know how. */
body { word-break: auto-phrase; }
h1, h2, .footer p { text-wrap: balance; }
p, li, dd { text-wrap: pretty; }
a { color: var(--accent-text); text-underline-offset: 0.2em; }
:focus-visible { outline: 3px solid var(--accent-text); outline-offset: 2px; border-radius: 6px; }
.visually-hidden { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); white-space: nowrap; }
.soft { color: var(--soft); }
.small { font-size: 0.8125rem; }
code { font-family: ui-monospace, SFMono-Regular, Menlo, Consolas, "Noto Sans Mono CJK JP", monospace; font-size: 0.9em; }

.ribbon-other { display: inline-block; }
.ribbon-other::before { content: "/"; margin-inline: 0.4em; }
.ribbon { padding: 4px 16px; text-align: center; font-size: 0.8125rem; color: var(--ribbon); background: repeating-linear-gradient(135deg, var(--ribbon-a) 0 14px, var(--ribbon-b) 14px 28px); }
.column { width: min(100% - 40px, 1024px); margin-inline: auto; padding-bottom: 40px; }
.header { display: flex; flex-wrap: wrap; align-items: center; justify-content: space-between; gap: 4px 24px; padding-block: 14px; }
.app { display: flex; align-items: center; gap: 12px; font-size: 1.125rem; font-weight: 700; }
.mark { display: grid; place-items: center; width: 34px; height: 34px; border-radius: 9px; background: var(--accent); color: var(--accent-ink); font-size: 1rem; }
.header-end { display: flex; flex-wrap: wrap; align-items: center; gap: 2px 20px; font-size: 0.875rem; }
.link-state { color: var(--soft); }
.link-state strong { display: inline-block; font-weight: 600; color: var(--ink); }
.languages { display: flex; }
.languages a { display: inline-grid; place-items: center; min-width: 44px; min-height: 44px; padding-inline: 6px; color: var(--soft); text-decoration: none; }
.languages a[aria-current] { color: var(--ink); font-weight: 700; }
.languages a:hover { text-decoration: underline; }

.notice, .banner, .card { border: 1px solid var(--line); border-radius: 16px; }
.notice { margin-bottom: 18px; padding: 12px 18px; }
.notice.done { background: var(--good-tint); border-color: var(--good); color: var(--good); font-weight: 600; }
.notice.refused { background: var(--refused-tint); border-color: var(--refused); }
.notice.refused strong { color: var(--refused); }
.notice.soon { background: var(--soon); border-color: var(--soon-line); }
.bank-said { margin-top: 6px; font-size: 0.8125rem; color: var(--soft); }
.banner { display: flex; flex-wrap: wrap; align-items: center; justify-content: space-between; gap: 12px 24px; margin-bottom: 18px; padding: 12px 18px; background: var(--soon); border-color: var(--soon-line); }
.banner h2 { color: var(--ink); }
.card { background: var(--card); padding: 22px 24px; }
.grid { display: grid; grid-template-columns: 1.6fr 1fr; gap: 18px; }
.statement { grid-column: 1 / -1; }
.statement h2 .soft { font-weight: 400; font-size: 0.875rem; }
.sum { font-size: 2.25rem; font-weight: 700; line-height: 1.3; font-variant-numeric: tabular-nums; }
.month { display: flex; flex-wrap: wrap; gap: 4px 28px; margin-top: 10px; font-size: 0.875rem; }
.month div { display: flex; gap: 10px; }
.month dt { color: var(--soft); }
.month dd { font-variant-numeric: tabular-nums; font-weight: 600; }
.figure { text-align: end; font-variant-numeric: tabular-nums; white-space: nowrap; }
.in { color: var(--good); font-weight: 600; }

.button { display: inline-grid; place-items: center; min-height: 46px; padding: 8px 20px; border: 1px solid var(--edge); border-radius: 9px; font: inherit; text-decoration: none; cursor: pointer; }
.button.primary { background: var(--accent); border-color: var(--accent); color: var(--accent-ink); font-weight: 600; }
.button.secondary { background: transparent; color: var(--ink); }
.button.primary:hover { background: color-mix(in srgb, var(--accent) 88%, var(--ink)); }
.button.secondary:hover { background: var(--area); }
.button.wide { width: 100%; margin-top: 10px; }
.buttons { display: flex; flex-wrap: wrap; gap: 10px; margin-top: 16px; }
.linked-actions { max-width: 420px; }
.linked-actions form:not(:last-child) { flex: 1 1 8em; }
.linked-actions form:not(:last-child) .button { width: 100%; padding-inline: 8px; }
/* What ends the linkage stands apart from what is pressed every day. */
.linked-actions form:last-child { flex: 0 0 100%; text-align: center; }
.button.quiet { border-color: transparent; background: transparent; color: var(--soft); font-size: 0.875rem; text-decoration: underline; text-underline-offset: 0.2em; }
.button.quiet:hover { color: var(--ink); background: var(--area); }

.accounts { list-style: none; margin-top: 6px; }
.account { display: flex; justify-content: space-between; gap: 12px; padding-block: 10px; border-bottom: 1px solid var(--line); }
.account a { display: inline-block; padding-block: 11px; margin-block: -11px; color: inherit; }
.account a[aria-current] { font-weight: 700; }
.account .figure { font-weight: 700; }

.chart { margin-top: 14px; }
.chart svg { display: block; width: 100%; height: auto; }
.chart text { font-size: 12px; fill: var(--soft); }
.grid-line { stroke: var(--line); stroke-width: 1; }
.area { fill: var(--area); }
.line { fill: none; stroke: var(--accent); stroke-width: 2; stroke-linejoin: round; }
.now { fill: var(--accent); }
.chart details, .inside { margin-top: 8px; font-size: 0.8125rem; color: var(--soft); }
summary { cursor: pointer; padding-block: 12px; width: fit-content; }
.no-chart { margin-top: 16px; }

table { width: 100%; border-collapse: collapse; margin-top: 8px; font-size: 0.9375rem; }
.chart table { font-size: 0.8125rem; }
th, td { padding: 9px 4px; border-bottom: 1px solid var(--line); text-align: start; vertical-align: baseline; }
th { font-size: 0.8125rem; font-weight: 600; color: var(--soft); }
th.figure, td.figure { text-align: end; }
.date { white-space: nowrap; font-variant-numeric: tabular-nums; width: 6.5em; }
.value-date { display: inline-block; margin-inline-start: 0.8em; }
.more { display: flex; flex-wrap: wrap; align-items: center; justify-content: space-between; gap: 12px; margin-top: 12px; }

.choose { width: min(100%, 520px); margin: 24px auto 0; padding: 32px; }
.choose h1 { font-size: 1.375rem; color: var(--ink); }
.choose fieldset { border: 0; margin-block: 22px 10px; }
.choose legend { padding: 0; font-weight: 700; }
.bank { display: flex; align-items: center; gap: 12px; min-height: 54px; margin-top: 8px; padding: 8px 16px; border: 1px solid var(--edge); border-radius: 12px; cursor: pointer; }
.bank:has(input:checked) { border: 2px solid var(--accent); padding-inline: 15px; font-weight: 600; }
.bank:has(input:focus-visible) { outline: 3px solid var(--accent-text); outline-offset: 2px; }
.bank.later { cursor: default; border-style: dashed; color: var(--soft); }
.bank input { flex: none; width: 20px; height: 20px; margin: 0; accent-color: var(--accent); }
.bank input:focus-visible { outline: none; }
.promises { margin-top: 20px; padding-inline-start: 1.3em; font-size: 0.875rem; color: var(--soft); }
.other-app { margin-top: 20px; padding-top: 14px; border-top: 1px solid var(--line); font-size: 0.875rem; }
.other-app ul { list-style: none; }
.other-app li .small { display: inline-block; margin-inline-start: 0.6em; }
.other-app a, .footer a { display: inline-block; padding-block: 8px; }
.other-app .small { color: var(--soft); }
.inside dl { display: grid; grid-template-columns: max-content 1fr; gap: 4px 16px; }
.inside dd { color: var(--ink); }
.inside { margin-top: 18px; padding-inline: 24px; }
.lessons-head h1 { font-size: 1.375rem; color: var(--ink); }
.lessons-head { border: 2px dashed var(--soon-line); }
.lessons-head > p { margin-top: 8px; }
.lessons { list-style: none; margin: 18px 0 0; padding: 0; display: grid; grid-template-columns: repeat(auto-fill, minmax(min(100%, 300px), 1fr)); gap: 18px; }
.lessons li { display: flex; flex-direction: column; gap: 8px; }
.lessons form { margin-top: auto; padding-top: 8px; }
.lessons h2, .report h2, .report h3 { color: var(--ink); }
.report { margin-top: 18px; border-color: var(--accent); }
.report h3 { margin: 16px 0 2px; font-size: 1rem; }
.exchanges { margin: 12px 0 0; padding-inline-start: 1.4em; }
.exchanges li + li { margin-top: 12px; padding-top: 12px; border-top: 1px solid var(--line); }
.exchanges dl { display: grid; grid-template-columns: max-content minmax(0, 1fr); gap: 2px 16px; font-size: 0.875rem; }
.exchanges dt { color: var(--soft); }
.status { color: var(--good); }
.status.refused { color: var(--refused); }
.footer { margin-top: 28px; text-align: center; font-size: 0.8125rem; color: var(--soft); }

@media screen and (max-width: 760px) {
  .column { width: calc(100% - 24px); }
  .ribbon { padding-inline: 8px; }
  .header-end { display: contents; }
  .link-state { order: 1; width: 100%; font-size: 0.875rem; }
  .link-state .dot { display: none; }
  .link-state strong { display: block; }
  .grid { grid-template-columns: minmax(0, 1fr); }
  .card, .choose { padding: 18px 16px; }
  .sum { font-size: 1.75rem; }
  .statement thead { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); }
  .statement tbody tr { display: grid; grid-template-columns: minmax(0, 1fr) auto; gap: 0 12px; padding-block: 8px; border-bottom: 1px solid var(--line); }
  .statement td { padding: 0; border: 0; }
  .statement .date { grid-area: 1 / 1; color: var(--soft); font-size: 0.8125rem; }
  .statement .remarks { grid-area: 2 / 1; }
  .statement .amount { grid-area: 1 / 2 / 2 / 3; }
  .statement .running { grid-area: 2 / 2; color: var(--soft); font-size: 0.8125rem; }
  .banner form, .banner .button { width: 100%; }
  .inside { padding-inline: 16px; }
  .exchanges dl { grid-template-columns: minmax(0, 1fr); }
  .inside dl { grid-template-columns: minmax(0, 1fr); gap: 0; }
  .inside dd { margin-bottom: 6px; }
  .chart text { font-size: 16px; }
  .chart .tick:nth-of-type(2n) { display: none; }
}
@media (forced-colors: active) {
  .button.primary { border-width: 3px; }
  .bank:has(input:checked) { border-color: Highlight; }
  .mark { border: 1px solid; }
  .line { stroke: CanvasText; }
  .area { fill: none; }
}
@page { margin: 15mm; }
@media print {
  :root { --paper: #fff; --line: #cfc6bf; --ribbon: #000; color-scheme: light; font-size: 10.5pt; }
  .column { width: auto; padding-bottom: 0; }
  .ribbon { background: none; border-bottom: 1px solid #000; }
  .mark { border: 1px solid; background: none; color: var(--ink); }
  .buttons, .choose .button, .languages, .banner form, .other-app, .chart details, .inside, .more a, .lessons form, .footer a { display: none; }
  :focus-visible { outline: none; }
  .card, .choose { padding: 12px 16px; }
  .grid { display: block; }
  .grid > .card + .card { margin-top: 14px; }
  .total, .account, .exchanges li, .lessons li, tr { break-inside: avoid; }
  th, td { padding-block: 4px; }
  h1, h2, h3, thead { break-after: avoid; }
  .area, .line, .now { print-color-adjust: exact; }
}
`;
