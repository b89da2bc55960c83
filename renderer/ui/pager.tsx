import { Button, Group, Text } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { count } from '../app/formats.ts';

export const PAGE_SIZE = 50;

interface Paging {
  /** What the present page is asked for with, beside `limit`. */
  readonly cursor: { cursor?: string };
  readonly page: number;
  readonly forward: (next: string) => void;
  readonly back: () => void;
}

/** The way through the pages of a list; another search or order begins at the first one again. */
export function usePaging(question: string): Paging {
  const [{ asked, cursors }, setPlace] = useState<{ asked: string; cursors: readonly string[] }>({
    asked: question,
    cursors: [],
  });
  const way = asked === question ? cursors : [];
  const last = way.at(-1);
  return {
    cursor: last === undefined ? {} : { cursor: last },
    page: way.length,
    forward: (next) => setPlace({ asked: question, cursors: [...way, next] }),
    back: () => setPlace({ asked: question, cursors: way.slice(0, -1) }),
  };
}

interface PagerProps {
  paging: Paging;
  shown: number;
  /** Left out by the server where counting takes a look at each. */
  total: number | undefined;
  next: string | undefined;
}

/** Where one is in a list, and the pages beside it. */
export function Pager({ paging, shown, total, next }: PagerProps) {
  const { t } = useTranslation();
  const first = paging.page * PAGE_SIZE + 1;
  return (
    <Group justify="space-between" px="md" py={6} gap="xs">
      <Text size="xs" c="var(--text-soft)" role="status">
        {total === undefined
          ? t('app.table.rangeOnly', { from: count(first), to: count(first + shown - 1) })
          : t('app.table.range', { from: count(first), to: count(first + shown - 1), total: count(total) })}
      </Text>
      {next !== undefined || paging.page > 0 ? (
        <Group gap={6}>
          <Button variant="default" disabled={paging.page === 0} onClick={paging.back}>
            {t('app.table.previous')}
          </Button>
          <Button
            variant="default"
            disabled={next === undefined}
            onClick={() => next !== undefined && paging.forward(next)}
          >
            {t('app.table.next')}
          </Button>
        </Group>
      ) : null}
    </Group>
  );
}
