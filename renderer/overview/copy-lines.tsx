import type { ReactNode } from 'react';
import { CopyButton } from '../ui/copy-button.tsx';
import classes from './overview.module.css';

export function CopyLines({ children }: { children: ReactNode }) {
  return <dl className={classes.lines}>{children}</dl>;
}

/** A named value with a button that copies it. */
export function CopyLine({
  name,
  value,
  children,
}: {
  name: string;
  value?: string | undefined;
  children?: ReactNode;
}) {
  return (
    <div className={classes.line}>
      <dt>{name}</dt>
      <dd>
        <span className={`${classes.value ?? ''} ${children ? '' : 'mono'}`}>{children ?? value}</span>
        {value ? <CopyButton value={value} what={name} /> : null}
      </dd>
    </div>
  );
}
