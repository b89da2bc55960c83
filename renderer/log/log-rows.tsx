import { Button } from '@mantine/core';
import ArrowDown from 'lucide-react/icons/arrow-down';
import { useEffect, useImperativeHandle, useLayoutEffect, useRef, useState, type Ref } from 'react';
import { useTranslation } from 'react-i18next';
import { bankDateTime, bankTime } from '../app/formats.ts';
import type { Language } from '../app/i18n.ts';
import { ToneBadge } from '../ui/tone-badge.tsx';
import { bankEventText, clockJump } from './bank-event.ts';
import { isBankEvent, toneOf, type LogEntry } from './log-entry.ts';
import classes from './log-page.module.css';
import { isOfSelfTest } from './self-test-rows.ts';
import { useVirtualRows } from './virtual-rows.ts';

const rowHeight = 30;
/** As near to the end as counts as being there. */
const bottomSlack = 24;

export interface LogRowsHandle {
  focus: () => void;
}

interface LogRowsProps {
  entries: readonly LogEntry[];
  selectedId: string | undefined;
  onSelect: (entry: LogEntry) => void;
  onOpen: (entry: LogEntry) => void;
  onClose: () => void;
  handle: Ref<LogRowsHandle>;
}

/** The rows: only those in sight are drawn; the newest is followed while the reader is at the bottom. */
export function LogRows({ entries, selectedId, onSelect, onOpen, onClose, handle }: LogRowsProps) {
  const { t } = useTranslation();
  const viewport = useRef<HTMLDivElement>(null);
  const [atBottom, setAtBottom] = useState(true);
  const [seenSeq, setSeenSeq] = useState(0);
  const virtual = useVirtualRows({
    count: entries.length,
    getScrollElement: () => viewport.current,
    estimateSize: () => rowHeight,
    getItemKey: (index) => entries[index]?.id ?? index,
    overscan: 12,
  });
  const newestSeq = entries.at(-1)?.seq ?? 0;
  const selectedIndex = entries.findIndex(({ id }) => id === selectedId);
  useImperativeHandle(handle, () => ({ focus: () => viewport.current?.focus() }), []);

  useLayoutEffect(() => {
    if (atBottom && viewport.current) viewport.current.scrollTop = viewport.current.scrollHeight;
  }, [atBottom, newestSeq, entries.length]);

  const shownId = useRef<string | undefined>(undefined);
  // The row being read stays in sight when the arrow keys move the selection. Only a new selection
  // moves the list: new rows must not pull the reader back.
  useEffect(() => {
    if (selectedIndex < 0 || shownId.current === selectedId) return;
    shownId.current = selectedId;
    virtual.scrollToIndex(selectedIndex, { align: 'auto' });
  }, [selectedId, selectedIndex, virtual]);

  const onScroll = () => {
    const element = viewport.current;
    if (!element) return;
    const bottom = element.scrollHeight - element.scrollTop - element.clientHeight < bottomSlack;
    if (bottom !== atBottom) {
      setAtBottom(bottom);
      if (!bottom) setSeenSeq(newestSeq);
    }
  };

  const onKeyDown = (event: React.KeyboardEvent) => {
    const step = stepOf(event.key, Math.floor((viewport.current?.clientHeight ?? 300) / rowHeight) - 1);
    if (event.key === 'Enter' && entries[selectedIndex]) {
      event.preventDefault();
      onOpen(entries[selectedIndex]);
    } else if (event.key === 'Escape') {
      onClose();
    } else if (step !== undefined && !event.metaKey && !event.ctrlKey && !event.altKey) {
      event.preventDefault();
      const from = selectedIndex < 0 ? entries.length : selectedIndex;
      const next = entries[Math.max(0, Math.min(entries.length - 1, from + step))];
      if (next) onSelect(next);
    }
  };

  const unseen = atBottom ? 0 : entries.filter(({ seq }) => seq > seenSeq).length;
  return (
    <div className={classes.listBody}>
      <div
        ref={viewport}
        className={classes.viewport}
        onScroll={onScroll}
        onKeyDown={onKeyDown}
        role="grid"
        aria-label={t('log.rows')}
        aria-rowcount={entries.length}
        aria-activedescendant={
          selectedIndex >= 0 ? `log-row-${String(entries[selectedIndex]?.seq)}` : undefined
        }
        tabIndex={0}
      >
        <div className={classes.spacer} style={{ height: virtual.getTotalSize() }} role="rowgroup">
          {virtual.getVirtualItems().map(({ index, key, start }) => {
            const entry = entries[index];
            if (!entry) return null;
            const Row = isBankEvent(entry) ? EventRow : ExchangeRow;
            return (
              <Row
                key={key}
                entry={entry}
                top={start}
                index={index}
                selected={entry.id === selectedId}
                onSelect={onSelect}
              />
            );
          })}
        </div>
      </div>
      {unseen > 0 ? (
        <div className={classes.newRows}>
          <Button
            radius="xl"
            leftSection={<ArrowDown size={14} aria-hidden />}
            onClick={() => {
              setAtBottom(true);
              viewport.current?.scrollTo({ top: viewport.current.scrollHeight });
            }}
          >
            {t('log.newRows', { count: unseen })}
          </Button>
        </div>
      ) : null}
    </div>
  );
}

function stepOf(key: string, page: number): number | undefined {
  switch (key) {
    case 'j':
    case 'ArrowDown':
      return 1;
    case 'k':
    case 'ArrowUp':
      return -1;
    case 'PageDown':
      return page;
    case 'PageUp':
      return -page;
    case 'Home':
      return -Infinity;
    case 'End':
      return Infinity;
    default:
      return undefined;
  }
}

interface RowProps {
  entry: LogEntry;
  top: number;
  index: number;
  selected: boolean;
  onSelect: (entry: LogEntry) => void;
}

function rowAttributes({ entry, top, index, selected, onSelect }: RowProps) {
  return {
    id: `log-row-${String(entry.seq)}`,
    role: 'row',
    'aria-rowindex': index + 1,
    'aria-selected': selected,
    style: { transform: `translateY(${String(top)}px)` },
    onClick: () => onSelect(entry),
  } as const;
}

function ExchangeRow(props: RowProps) {
  const { i18n, t } = useTranslation();
  const { entry } = props;
  const tone = toneOf(entry);
  const message = entry.outcome.message[i18n.language as Language];
  return (
    <div {...rowAttributes(props)} className={classes.row}>
      <span role="gridcell" className={classes.wire} title={bankDateTime(entry.at)}>
        {bankTime(entry.at)}
      </span>
      <span role="gridcell" className={`${classes.wire ?? ''} ${classes.optional ?? ''}`}>
        {entry.method}
      </span>
      <span role="gridcell" className={classes.path} title={entry.path}>
        {entry.path}
      </span>
      <span
        role="gridcell"
        className={classes.optional}
        data-claimed={entry.clientClaimed}
        title={entry.clientClaimed ? t('log.claimed', { client: entry.clientId }) : entry.clientId}
      >
        {entry.clientId ?? ''}
        {entry.clientClaimed ? <small> {t('log.claimedShort')}</small> : null}
      </span>
      <span role="gridcell">
        <ToneBadge tone={tone} mono>
          {entry.status === 0 ? t('log.noAnswer') : entry.status}
        </ToneBadge>
      </span>
      <span
        role="gridcell"
        className={`${classes.wire ?? ''} ${classes.end ?? ''} ${classes.optional ?? ''}`}
      >
        {entry.durationMs.toFixed(1)}
      </span>
      <span role="gridcell" className={classes.outcome} data-tone={tone} title={message}>
        {isOfSelfTest(entry) ? <span className={classes.tag}>{t('log.selfTest.tag')}</span> : null}
        {message}
      </span>
    </div>
  );
}

function EventRow(props: RowProps) {
  const { i18n, t } = useTranslation();
  const { entry } = props;
  const message = bankEventText(entry, i18n.language as Language);
  const counted = clockJump(entry) === undefined && entry.effects.length > 0;
  return (
    <div
      {...rowAttributes(props)}
      className={`${classes.row ?? ''} ${classes.event ?? ''}`}
      data-tone={toneOf(entry)}
    >
      <span role="gridcell" title={bankDateTime(entry.at)}>
        {bankTime(entry.at)} {message}
        {counted ? ` ・ ${t('log.effectCount', { count: entry.effects.length })}` : ''}
      </span>
    </div>
  );
}
