import { useQueryClient } from '@tanstack/react-query';
import { useEffect, useRef } from 'react';
import { useFeedSnapshot } from '../../log/log-feed-context.tsx';
import { isTouched } from './touched.ts';

/**
 * Reads what is shown again when the log tells of a change made elsewhere (a partner, the CLI, another
 * window), and only that which the change touches.
 */
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
    const types = entries.flatMap(({ seq, effects }) => (seq > since ? effects.map(({ type }) => type) : []));
    if (types.length === 0) return;
    void queries.invalidateQueries({ predicate: ({ queryKey: [id] }) => isTouched(String(id), types) });
  }, [entries, queries]);
}
