import type { ReactNode } from 'react';
import type { Preview } from '../preview.ts';

/** The explanations of the red frames; the stylesheet puts each beside its frame where there is room. */
export function Callouts({ preview }: { preview: Preview }): ReactNode {
  if (preview.callouts.length === 0) return null;
  return (
    <ol className="callouts">
      {preview.callouts.map(({ part, number, text }) => (
        <li key={part} className={`callout about-${part}`}>
          <span className="callout-number">{number}</span>
          {text}
        </li>
      ))}
    </ol>
  );
}
