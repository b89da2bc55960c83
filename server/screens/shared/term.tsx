import type { ReactNode } from 'react';
import { names, type Name } from '../texts/names.ts';
import type { Visit } from '../visit.ts';

/**
 * A name the seed prints. On the English pages a gloss stands beside it, kept out of the accessible
 * name so that the name stays the same in either language.
 */
export function Term({ visit, name }: { visit: Visit; name: Name }): ReactNode {
  const { ja, en } = names[name];
  if (visit.language === 'ja') return ja;
  return (
    <>
      <span lang="ja">{ja}</span>{' '}
      <span className="gloss" aria-hidden="true" id={glossId(name)}>
        {en}
      </span>
    </>
  );
}

/** The id of the gloss, to be put into `aria-describedby` on English pages; undefined on Japanese ones. */
export function glossOf(visit: Visit, name: Name): string | undefined {
  return visit.language === 'ja' ? undefined : glossId(name);
}

function glossId(name: Name): string {
  return `gloss-${name.replace(':', '-')}`;
}

/** Ids for `aria-describedby`, or nothing where none applies. */
export function describedBy(...ids: (string | undefined | false)[]): { 'aria-describedby'?: string } {
  const given = ids.filter(Boolean);
  return given.length > 0 ? { 'aria-describedby': given.join(' ') } : {};
}
