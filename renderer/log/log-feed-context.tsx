import { createContext, use, useSyncExternalStore, type ReactNode } from 'react';
import type { FeedSnapshot, LogFeed } from './log-feed.ts';

const LogFeedContext = createContext<LogFeed | undefined>(undefined);

export function LogFeedProvider({ feed, children }: { feed: LogFeed; children: ReactNode }) {
  return <LogFeedContext value={feed}>{children}</LogFeedContext>;
}

export function useLogFeed(): LogFeed {
  const feed = use(LogFeedContext);
  if (!feed) throw new Error('useLogFeed needs a LogFeedProvider above it');
  return feed;
}

/** What the feed holds at the moment; draws again whenever it changes. */
export function useFeedSnapshot(): FeedSnapshot {
  const feed = useLogFeed();
  return useSyncExternalStore(feed.subscribe, feed.snapshot);
}
