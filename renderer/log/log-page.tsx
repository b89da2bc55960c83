import { ButtonLink } from '../ui/button-link.tsx';
import { ActionIcon, Button, Tooltip } from '@mantine/core';
import { useDocumentTitle, useHotkeys } from '@mantine/hooks';
import { getRouteApi } from '@tanstack/react-router';
import Download from 'lucide-react/icons/download';
import Pause from 'lucide-react/icons/pause';
import Play from 'lucide-react/icons/play';
import Trash2 from 'lucide-react/icons/trash-2';
import { useEffect, useMemo, useRef, useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { clearLog, exportHar } from '../../server/control/operations/log.ts';
import { useChange, useControl } from '../app/control-context.tsx';
import { useDemoStart } from '../overview/use-demo-start.ts';
import { ConfirmDialog } from '../ui/confirm-dialog.tsx';
import { saveFile } from '../ui/save-file.ts';
import { EmptyState, FailedState, LoadingState, NoMatchState } from '../ui/state-panel.tsx';
import { CapacityNote } from './capacity-note.tsx';
import { EntryPane } from './entry-pane.tsx';
import { FilterBar } from './filter-bar.tsx';
import type { FilterKey } from './filter-terms.ts';
import type { LogEntry } from './log-entry.ts';
import { useFeedSnapshot, useLogFeed } from './log-feed-context.tsx';
import classes from './log-page.module.css';
import { SelfTestNotice } from './self-test-notice.tsx';
import { withoutSelfTests } from './self-test-rows.ts';
import { LogRows, type LogRowsHandle } from './log-rows.tsx';

const route = getRouteApi('/log');

/** Every exchange with the bank as it happens, and why it ended as it did. */
export function LogPage(): ReactNode {
  const { t } = useTranslation();
  const { filter = '', entry: selectedId, tests } = route.useSearch();
  const selfTests = tests === 'shown';
  const navigate = route.useNavigate();
  const feed = useLogFeed();
  const snapshot = useFeedSnapshot();
  const filterInput = useRef<HTMLInputElement>(null);
  const rows = useRef<LogRowsHandle>(null);
  useDocumentTitle(`${t('log.title')} · ${t('app.title')}`);

  // The rest of the console follows everything that happens.
  useEffect(() => {
    feed.setFilter(filter, selfTests);
  }, [feed, filter, selfTests]);
  useEffect(
    () => () => {
      feed.setFilter('');
      feed.resume();
    },
    [feed],
  );

  const searchWith = (change: { filter?: string; entry?: string | undefined; tests?: boolean }) => {
    const { filter: terms, entry, tests: shown } = { filter, entry: selectedId, tests: selfTests, ...change };
    return {
      ...(terms && { filter: terms }),
      ...(entry && { entry }),
      ...(shown && { tests: 'shown' }),
    };
  };
  const setFilter = (next: string) => void navigate({ to: '/log', search: searchWith({ filter: next }) });
  const select = (id: string | undefined) =>
    void navigate({ to: '/log', search: searchWith({ entry: id }), replace: true });

  useHotkeys([
    ['/', () => filterInput.current?.focus()],
    ['j', () => rows.current?.focus()],
    ['k', () => rows.current?.focus()],
    ['Escape', () => select(undefined)],
  ]);

  const seen = useMemo(() => seenValues(snapshot.entries), [snapshot.entries]);
  return (
    <div className={classes.page}>
      <section className={classes.list} aria-label={t('log.title')}>
        <h1 className="visually-hidden">{t('log.title')}</h1>
        <div className={classes.toolbar}>
          <FilterBar
            filter={filter}
            seen={seen}
            onChange={setFilter}
            onLeave={() => rows.current?.focus()}
            inputRef={filterInput}
          />
          <Toolbar filter={filter} selfTests={selfTests} />
        </div>
        <SelfTestNotice
          shown={selfTests}
          onShow={(shown) => void navigate({ to: '/log', search: searchWith({ tests: shown }) })}
        />
        {snapshot.state === 'reconnecting' ? (
          <div className={classes.notice} data-tone="refused" role="status">
            {t('log.reconnecting')}
          </div>
        ) : null}
        {snapshot.cut ? (
          <div className={classes.notice} role="status">
            {t('log.cut')}
          </div>
        ) : null}
        <ColumnHeads />
        <Rows selectedId={selectedId} onSelect={select} onClearFilter={() => setFilter('')} handle={rows} />
        <CapacityNote />
      </section>
      <aside className={classes.pane} data-empty={selectedId === undefined} aria-label={t('log.entry')}>
        {selectedId === undefined ? (
          <div className={classes.placeholder}>
            <span>{t('log.selectHint')}</span>
            <span className={classes.keys}>{t('log.keys')}</span>
          </div>
        ) : (
          <EntryPane
            key={selectedId}
            entryId={selectedId}
            filter={filter}
            onFilter={setFilter}
            onSelect={select}
            onClose={() => {
              select(undefined);
              rows.current?.focus();
            }}
          />
        )}
      </aside>
    </div>
  );
}

function ColumnHeads() {
  const { t } = useTranslation();
  return (
    <div className={classes.head} aria-hidden>
      <span>{t('log.column.time')}</span>
      <span className={classes.optional}>{t('log.column.method')}</span>
      <span className={classes.path}>{t('log.column.path')}</span>
      <span className={classes.optional}>{t('log.column.client')}</span>
      <span>{t('log.column.status')}</span>
      <span className={`${classes.optional ?? ''} ${classes.end ?? ''}`}>{t('log.column.ms')}</span>
      <span>{t('log.column.outcome')}</span>
    </div>
  );
}

interface RowsProps {
  selectedId: string | undefined;
  onSelect: (id: string | undefined) => void;
  onClearFilter: () => void;
  handle: React.Ref<LogRowsHandle>;
}

/** The rows, or what is to be said in their place. */
function Rows({ selectedId, onSelect, onClearFilter, handle }: RowsProps) {
  const { t } = useTranslation();
  const feed = useLogFeed();
  const { entries, state, error, filter } = useFeedSnapshot();
  const { start } = useDemoStart();
  if (state === 'failed' && error) return <FailedState error={error} onRetry={() => feed.reload()} />;
  if (entries.length > 0) {
    return (
      <LogRows
        entries={entries}
        selectedId={selectedId}
        onSelect={({ id }) => onSelect(id)}
        onOpen={({ id }) => {
          onSelect(id);
          document.getElementById('log-entry-title')?.focus();
        }}
        onClose={() => onSelect(undefined)}
        handle={handle}
      />
    );
  }
  if (state === 'connecting') return <LoadingState rows={14} />;
  if (filter) return <NoMatchState onClear={onClearFilter} />;
  return (
    <EmptyState title={t('log.empty')} detail={t('log.emptyHint')}>
      {start ? <Button onClick={start}>{t('log.startDemo')}</Button> : null}
      <ButtonLink variant="default" to="/">
        {t('log.toOverview')}
      </ButtonLink>
    </EmptyState>
  );
}

function Toolbar({ filter, selfTests }: { filter: string; selfTests: boolean }) {
  const { t } = useTranslation();
  const client = useControl();
  const feed = useLogFeed();
  const { paused, waiting } = useFeedSnapshot();
  const clear = useChange(clearLog);
  const [asking, setAsking] = useState(false);
  const query = filter ? { filter } : {};

  const download = async () => {
    const shown = selfTests ? filter : withoutSelfTests(filter);
    const response = await client.request(exportHar, { query: shown ? { filter: shown } : {} });
    saveFile('ib-link-sandbox.har', await response.blob());
  };

  return (
    <>
      <Button
        className={classes.toolButton ?? ''}
        variant={paused ? 'light' : 'default'}
        size="compact-md"
        fz="sm"
        aria-pressed={paused}
        onClick={() => (paused ? feed.resume() : feed.pause())}
        leftSection={paused ? <Play size={14} aria-hidden /> : <Pause size={14} aria-hidden />}
      >
        {paused ? t('log.pausedWith', { count: waiting }) : t('log.pause')}
      </Button>
      <Tooltip label={t('log.harHint')}>
        <Button
          className={classes.toolButton ?? ''}
          variant="default"
          size="compact-md"
          fz="sm"
          onClick={() => void download()}
          leftSection={<Download size={14} aria-hidden />}
        >
          {t('log.har')}
        </Button>
      </Tooltip>
      <Tooltip label={t('log.clear')}>
        <ActionIcon size={30} aria-label={t('log.clear')} onClick={() => setAsking(true)}>
          <Trash2 size={15} aria-hidden />
        </ActionIcon>
      </Tooltip>
      <ConfirmDialog
        opened={asking}
        title={t('log.clearTitle')}
        confirmLabel={t('log.clear')}
        danger
        pending={clear.isPending}
        error={clear.error}
        onClose={() => setAsking(false)}
        onConfirm={() =>
          clear.mutate(
            { query },
            {
              onSuccess: () => {
                setAsking(false);
                feed.reload();
              },
            },
          )
        }
      >
        {filter ? t('log.clearFiltered', { filter }) : t('log.clearAll')}
      </ConfirmDialog>
    </>
  );
}

/** What occurs in the rows, for the filter to suggest. */
function seenValues(entries: readonly LogEntry[]): Partial<Record<FilterKey, readonly string[]>> {
  const collect = (pick: (entry: LogEntry) => string | undefined) => [
    ...new Set(entries.map(pick).filter((value) => value !== undefined)),
  ];
  return {
    client: collect(({ clientId }) => clientId),
    customer: collect(({ customerId }) => customerId),
    grant: collect(({ grantId }) => grantId),
    flow: collect(({ flowId }) => flowId),
    outcome: collect(({ outcome }) => outcome.code),
    path: collect(({ path }) => path),
    method: collect(({ method }) => method),
  };
}
