import { Button, Skeleton, Stack } from '@mantine/core';
import type { UseQueryResult } from '@tanstack/react-query';
import CircleAlert from 'lucide-react/icons/circle-alert';
import Inbox from 'lucide-react/icons/inbox';
import Lock from 'lucide-react/icons/lock';
import SearchX from 'lucide-react/icons/search-x';
import Unplug from 'lucide-react/icons/unplug';
import type { ComponentType, ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { ControlError } from '../app/control-client.ts';
import { forgetControlToken } from '../app/control-token.ts';
import classes from './state-panel.module.css';

type Icon = ComponentType<{ size?: number | string; 'aria-hidden'?: boolean }>;

interface PanelProps {
  icon: Icon;
  title: string;
  detail?: ReactNode;
  tone?: 'refused';
  role?: 'alert' | 'status';
  children?: ReactNode;
}

function Panel({ icon: PanelIcon, title, detail, tone, role = 'status', children }: PanelProps) {
  return (
    <div className={classes.panel} role={role}>
      <span className={classes.icon} data-tone={tone}>
        <PanelIcon size={20} aria-hidden />
      </span>
      <p className={classes.title}>{title}</p>
      {detail ? <p className={classes.detail}>{detail}</p> : null}
      {children ? <div className={classes.actions}>{children}</div> : null}
    </div>
  );
}

/** Nothing there yet: says what would be here and offers the step that puts something there. */
export function EmptyState({
  title,
  detail,
  children,
}: {
  title: string;
  detail?: ReactNode;
  children?: ReactNode;
}) {
  return (
    <Panel icon={Inbox} title={title} detail={detail}>
      {children}
    </Panel>
  );
}

/** Something is there, but the search hides it. */
export function NoMatchState({ onClear }: { onClear: () => void }) {
  const { t } = useTranslation();
  return (
    <Panel icon={SearchX} title={t('app.state.noMatch')}>
      <Button variant="default" onClick={onClear}>
        {t('app.state.clearSearch')}
      </Button>
    </Panel>
  );
}

export function LoadingState({ rows = 8 }: { rows?: number }) {
  const { t } = useTranslation();
  return (
    <div role="status" aria-busy="true">
      <span className="visually-hidden">{t('app.state.loading')}</span>
      <Stack gap={8} p="md" aria-hidden>
        {Array.from({ length: rows }, (_, row) => (
          <Skeleton key={row} height={16} width={`${String(92 - ((row * 13) % 40))}%`} />
        ))}
      </Stack>
    </div>
  );
}

/** What went wrong and what to do, by its cause: nobody answers, not allowed, or refused. */
export function FailedState({ error, onRetry }: { error: Error; onRetry?: () => void }) {
  const { t } = useTranslation();
  const status = error instanceof ControlError ? error.status : undefined;
  const retry = onRetry ? (
    <Button variant="default" onClick={onRetry}>
      {t('app.state.retry')}
    </Button>
  ) : null;
  if (status === 0) {
    return (
      <Panel
        icon={Unplug}
        tone="refused"
        role="alert"
        title={t('app.state.failed')}
        detail={t('app.state.unreachable')}
      >
        {retry}
      </Panel>
    );
  }
  if (status === 401 || status === 403) {
    return (
      <Panel
        icon={Lock}
        tone="refused"
        role="alert"
        title={t('app.state.forbidden')}
        detail={t('app.state.forbiddenHint')}
      >
        <Button
          variant="default"
          onClick={() => {
            forgetControlToken();
            window.location.reload();
          }}
        >
          {t('app.state.tokenAgain')}
        </Button>
      </Panel>
    );
  }
  const hint = error instanceof ControlError ? error.hint : undefined;
  return (
    <Panel
      icon={CircleAlert}
      tone="refused"
      role="alert"
      title={t('app.state.failed')}
      detail={[error.message, hint].filter(Boolean).join(' ')}
    >
      {retry}
    </Panel>
  );
}

/** Says that a list was cut, and the way to the rest. */
export function TooMuchNotice({ shown, children }: { shown: number; children?: ReactNode }) {
  const { t } = useTranslation();
  return (
    <div className={classes.limit} role="status">
      {t('app.state.tooMuch', { shown: shown.toLocaleString('en-US') })}
      {children}
    </div>
  );
}

/** Draws whichever state a read is in; the children draw what was read. */
export function Loaded<Data>({
  query,
  rows,
  children,
}: {
  query: UseQueryResult<Data>;
  rows?: number;
  children: (data: Data) => ReactNode;
}) {
  if (query.data !== undefined) return children(query.data);
  if (query.error) return <FailedState error={query.error} onRetry={() => void query.refetch()} />;
  return <LoadingState {...(rows === undefined ? {} : { rows })} />;
}
