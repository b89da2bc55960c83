import type { ReactNode } from 'react';
import { ButtonLink } from '../ui/button-link.tsx';
import { useRouter } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { EmptyState, FailedState } from '../ui/state-panel.tsx';

export function MissingPage(): ReactNode {
  const { t } = useTranslation();
  return (
    <EmptyState title={t('app.state.notFound')} detail={t('app.state.notFoundHint')}>
      <ButtonLink to="/">{t('app.state.toOverview')}</ButtonLink>
    </EmptyState>
  );
}

export function CrashedPage({ error }: { error: unknown }): ReactNode {
  const router = useRouter();
  return (
    <FailedState
      error={error instanceof Error ? error : new Error(String(error))}
      onRetry={() => void router.invalidate()}
    />
  );
}
