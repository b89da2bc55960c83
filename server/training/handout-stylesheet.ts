/**
 * A4, for paper first. A picture is a frame of its own, because each device's screen has the width of
 * that device, scaled down to the paper (`zoom` would not reach into a frame on paper). Whoever shows the
 * handout gives each picture the size of what is in it; the sizes here are what most need.
 */
export const handoutStylesheet = `
@page { size: A4; margin: 14mm 15mm 16mm; }
:root { color-scheme: light; print-color-adjust: exact; font: 15px/1.75 system-ui, -apple-system, "Segoe UI", "Hiragino Sans", "Yu Gothic UI", Meiryo, "Noto Sans CJK JP", "Noto Sans JP", sans-serif; line-break: strict; }
* { box-sizing: border-box; }
body { margin: 0 auto; padding: 24px; max-width: 728px; background: #fff; color: #17202e; }
p, ol, h1, h2, figure { margin: 0; padding: 0; }
.sandbox { padding: 3px 12px; border: 1px solid #b88a00; background: #fff8e1; color: #5c4400; font-size: 12px; text-align: center; }
.issuer { display: flex; justify-content: space-between; margin-top: 14px; font-size: 13px; }
h1 { margin: 10px 0 8px; padding-bottom: 8px; border-bottom: 3px solid #17202e; font-size: 23px; line-height: 1.4; }
h2 { margin: 24px 0 8px; padding-inline-start: 10px; border-inline-start: 5px solid #d3261c; font-size: 17px; line-height: 1.5; break-after: avoid; }
.steps { display: grid; gap: 8px; margin: 16px 0 10px; list-style: none; counter-reset: step; }
.steps li { display: grid; grid-template-columns: 30px 1fr; gap: 12px; padding: 10px 14px; border: 1px solid #c4ccd8; border-radius: 8px; counter-increment: step; }
.steps li::before { content: counter(step); display: grid; place-items: center; width: 28px; height: 28px; border-radius: 50%; background: #d3261c; color: #fff; font-weight: 700; line-height: 1; }
.validity { padding: 8px 14px; background: #f2f4f8; border-radius: 8px; font-size: 14px; }
.pictures { display: grid; gap: 18px; }
figure { break-inside: avoid; min-width: 0; }
figcaption { margin-bottom: 6px; font-weight: 600; }
.picture { border: 1px solid #9aa5b5; border-radius: 6px; overflow: hidden; width: fit-content; max-width: 100%; }
.picture { height: 780px; }
iframe { display: block; border: 0; width: 1010px; height: 1180px; transform-origin: 0 0; transform: scale(0.66); }
.corporate iframe { width: 1130px; transform: scale(0.595); }
.personal-smartphone .pictures { grid-template-columns: 1fr 1fr; }
.personal-smartphone .picture { height: 930px; }
.personal-smartphone iframe { width: 390px; height: 1900px; transform: scale(0.49); }
footer { margin-top: 24px; break-inside: avoid; }
@media print { body { padding: 0; max-width: none; } section { break-before: page; } section > h2 { margin-top: 0; } }
`;
