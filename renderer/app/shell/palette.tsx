import '@mantine/spotlight/styles.css';
import { useMantineColorScheme } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { Spotlight, type SpotlightActionGroupData } from '@mantine/spotlight';
import { useNavigate } from '@tanstack/react-router';
import Search from 'lucide-react/icons/search';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { advanceClock } from '../../../server/control/operations/clock.ts';
import { useChange } from '../control-context.tsx';
import { bankDateTime } from '../formats.ts';
import { useUndoNotice } from '../../ui/use-undo-notice.tsx';
import { useDemoStart } from '../../overview/use-demo-start.ts';
import { pages } from './navigation.tsx';
import { useFound } from './use-found.tsx';

/** Ctrl+K: every page and the most wanted actions by name. */
export function Palette() {
  const { t, i18n } = useTranslation();
  const navigate = useNavigate();
  const { start } = useDemoStart();
  const advance = useChange(advanceClock);
  const { tell } = useUndoNotice();
  const { colorScheme, setColorScheme } = useMantineColorScheme();
  const [query, setQuery] = useState('');
  const found = useFound(query);

  const advanceBy = (by: string) =>
    advance.mutate(
      { body: { by } },
      {
        onSuccess: ({ now, undo }) => tell(`${t('app.bar.bankClock')}: ${bankDateTime(now)}`, undo),
        onError: (error) => notifications.show({ color: 'red', message: error.message }),
      },
    );

  const actions: SpotlightActionGroupData[] = [
    {
      group: t('app.palette.pages'),
      actions: pages.map(({ to, text, icon: Icon }) => ({
        id: to,
        label: t(`app.nav.${text}`),
        leftSection: <Icon size={16} aria-hidden />,
        keywords: [text, to],
        onClick: () => void navigate({ to }),
      })),
    },
    {
      group: t('app.palette.operations'),
      actions: [
        ...(start
          ? [
              {
                id: 'demo',
                label: t('app.palette.demo'),
                description: t('app.palette.demoHint'),
                keywords: ['demo', 'partner'],
                onClick: start,
              },
            ]
          : []),
        {
          id: 'hour',
          label: t('app.palette.hour'),
          keywords: ['clock', 'PT1H'],
          onClick: () => advanceBy('PT1H'),
        },
        {
          id: 'day',
          label: t('app.palette.day'),
          keywords: ['clock', 'P1D'],
          onClick: () => advanceBy('P1D'),
        },
        {
          id: 'days90',
          label: t('app.palette.days90'),
          keywords: ['clock', 'P90D'],
          onClick: () => advanceBy('P90D'),
        },
        {
          id: 'errors',
          label: t('app.palette.errors'),
          keywords: ['error', '400', 'status'],
          onClick: () => void navigate({ to: '/log', search: { filter: 'status:>=400' } }),
        },
        {
          id: 'addCustomer',
          label: t('app.palette.addCustomer'),
          keywords: ['customer', 'new'],
          onClick: () => void navigate({ to: '/customers', search: { add: 'customer' } }),
        },
        {
          id: 'addClient',
          label: t('app.palette.addClient'),
          keywords: ['client', 'new', 'register'],
          onClick: () => void navigate({ to: '/clients', search: { add: 'client' } }),
        },
        {
          id: 'reset',
          label: t('app.palette.reset'),
          description: t('app.palette.resetHint'),
          keywords: ['reset', 'scenario'],
          onClick: () => void navigate({ to: '/scenarios', search: { ask: 'reset' } }),
        },
        {
          id: 'theme',
          label: t('app.palette.themeSwitch'),
          keywords: ['theme', 'dark', 'light'],
          onClick: () => setColorScheme(colorScheme === 'dark' ? 'light' : 'dark'),
        },
        {
          id: 'language',
          label: t('app.palette.languageSwitch'),
          keywords: ['language', '言語', 'english', '日本語'],
          onClick: () => void i18n.changeLanguage(i18n.language === 'ja' ? 'en' : 'ja'),
        },
      ],
    },
  ];

  return (
    <Spotlight
      actions={[...actions, ...found]}
      query={query}
      onQueryChange={setQuery}
      shortcut={null}
      nothingFound={t('app.palette.nothing')}
      highlightQuery
      scrollable
      maxHeight={420}
      searchProps={{
        leftSection: <Search size={16} aria-hidden />,
        placeholder: t('app.palette.placeholder'),
        'aria-label': t('app.bar.search'),
      }}
    />
  );
}
