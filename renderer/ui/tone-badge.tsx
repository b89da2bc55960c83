import type { ReactNode } from 'react';
import classes from './tone.module.css';

/** What a colour means, everywhere in the console. Words always stand beside it. */
export type Tone = 'plain' | 'done' | 'changed' | 'refused' | 'injected';

export function ToneBadge({
  tone = 'plain',
  mono = false,
  children,
}: {
  tone?: Tone;
  mono?: boolean;
  children: ReactNode;
}) {
  return (
    <span className={classes.badge} data-tone={tone} data-mono={mono}>
      {children}
    </span>
  );
}
