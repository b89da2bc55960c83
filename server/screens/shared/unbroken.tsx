import type { ReactNode } from 'react';

/** A sentence in which one part, as a telephone number, is never parted by the end of a line. */
export function Unbroken({ part, children }: { part: string; children: string }): ReactNode {
  const at = children.indexOf(part);
  if (part === '' || at < 0) return children;
  return (
    <>
      {children.slice(0, at)}
      <span className="unbroken">{part}</span>
      {children.slice(at + part.length)}
    </>
  );
}
