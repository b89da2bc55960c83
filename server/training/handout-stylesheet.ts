/**
 * A4, for paper first. A picture is a frame of its own, because each device's screen has the width of
 * that device, scaled down to the paper (`zoom` would not reach into a frame on paper). Lengths are CSS
 * pixels without their unit, because only numbers can be divided. Nothing in the document can measure,
 * so whoever shows it sets `--height` of each picture to that of the screen inside; what stands here is
 * the height most need.
 */
export const handoutStylesheet = `
@page { size: A4; margin: 14mm 15mm 16mm; }
:root { color-scheme: light; print-color-adjust: exact; font: 15px/1.75 system-ui, -apple-system, "Segoe UI", "Hiragino Sans", "Yu Gothic UI", Meiryo, "Noto Sans CJK JP", "Noto Sans JP", sans-serif; line-break: strict; }
* { box-sizing: border-box; }
body { margin: 0 auto; padding: 24px; max-width: 728px; background: #fff; color: #17202e; }
p, ol, ul, h1, h2, figure { margin: 0; padding: 0; }
h1, h2, figcaption { word-break: auto-phrase; }
.sandbox { padding: 3px 12px; border: 1px solid #b88a00; background: #fff8e1; color: #5c4400; font-size: 12px; text-align: center; }
.issuer { display: flex; justify-content: space-between; margin-top: 18px; font-size: 13px; }
h1 { margin: 10px 0 12px; padding-bottom: 10px; border-bottom: 3px solid #17202e; font-size: 24px; line-height: 1.4; }
h2 { margin: 30px 0 10px; padding-inline-start: 10px; border-inline-start: 5px solid #d3261c; font-size: 17px; line-height: 1.5; break-after: avoid; }
.steps { display: grid; list-style: none; counter-reset: step; }
.steps li { position: relative; display: grid; grid-template-columns: 30px 1fr; gap: 14px; padding: 14px 18px; border: 1px solid #c4ccd8; border-radius: 8px; counter-increment: step; }
.steps li::before { content: counter(step); display: grid; place-items: center; width: 28px; height: 28px; border-radius: 50%; background: #d3261c; color: #fff; font-weight: 700; line-height: 1; }
.steps li + li { margin-top: 28px; }
.steps li + li::after { content: ""; position: absolute; top: -21px; inset-inline-start: 50%; border: 9px solid transparent; border-top: 13px solid #8a94a6; }
.notes { padding: 12px 18px; border-radius: 8px; background: #f2f4f8; list-style: none; font-size: 14px; }
.notes li { padding-inline-start: 1.4em; text-indent: -1.4em; }
.notes li::before { content: "※"; display: inline-block; width: 1.4em; text-indent: 0; }
:lang(en) .notes li::before { content: "•"; }
.notes li + li { margin-top: 6px; }
.desk { display: flex; flex-wrap: wrap; gap: 2px 24px; padding: 12px 18px; border: 1px solid #c4ccd8; border-radius: 8px; }
.desk .phone { font-weight: 700; font-variant-numeric: tabular-nums; white-space: nowrap; }
.contact { break-inside: avoid; }
.contact p:last-child { margin-top: 6px; font-size: 13px; color: #4a5565; }

.pictures { display: grid; gap: 18px; }
figure { break-inside: avoid; min-width: 0; }
figcaption { margin-bottom: 6px; font-weight: 600; }
.picture {
  --width: 1010; --height: 1180; --column: 678; --page: 890;
  --scale: min(1, var(--column) / var(--width), var(--page) / var(--height));
  width: calc(var(--width) * var(--scale) * 1px + 2px); height: calc(var(--height) * var(--scale) * 1px + 2px);
  border: 1px solid #9aa5b5; border-radius: 6px; overflow: hidden;
}
iframe { display: block; border: 0; width: calc(var(--width) * 1px); height: calc(var(--height) * 1px); transform-origin: 0 0; transform: scale(var(--scale)); }
.corporate .picture { --width: 1130; }
.personal-smartphone .picture { --width: 390; --height: 1500; --column: 208; }
.personal-smartphone .pictures { grid-template-columns: 1fr 1fr; gap: 16px; }
.explained { display: grid; grid-template-columns: auto minmax(0, 1fr); gap: 10px; align-items: start; }
.explanations { display: grid; overflow-wrap: anywhere; gap: 10px; list-style: none; }
.explanations li { padding: 7px 10px; border: 2px solid #d3261c; border-radius: 8px; font-size: 11.5px; line-height: 1.6; }
.explanations strong { display: block; color: #b71c13; }
@media print { body { padding: 0; max-width: none; } .screens { break-before: page; } .screens > h2 { margin-top: 0; } }
`;
