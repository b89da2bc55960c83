import { useQueryClient } from '@tanstack/react-query';
import { useEffect, useRef } from 'react';
import { useFeedSnapshot } from '../../log/log-feed-context.tsx';

/** Reads what is shown again when the log tells of a change made elsewhere: a partner, the CLI, another window. */
export function useFreshness(): void {
  const queries = useQueryClient();
  const { entries } = useFeedSnapshot();
  const seen = useRef<number | undefined>(undefined);
  useEffect(() => {
    const newest = entries.at(-1)?.seq;
    if (newest === undefined || newest === seen.current) return;
    const since = seen.current;
    seen.current = newest;
    if (since === undefined) return;
    const changed = entries.some(({ seq, effects }) => seq > since && effects.length > 0);
    if (changed) void queries.invalidateQueries();
  }, [entries, queries]);
}
