import { lazy, Suspense, useRef, type ReactNode } from 'react';
import { Drawer, Text } from '@mantine/core';
import { useDisclosure, useHotkeys } from '@mantine/hooks';
import { Outlet } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { Navigation } from './navigation.tsx';
import { openPalette } from './open-palette.ts';
import classes from './shell.module.css';
import { TopBar } from './top-bar.tsx';
import { useFreshness } from './use-freshness.ts';
import { usePlaceOnPage } from './use-place-on-page.ts';

/** Not needed before the first key or click: the first page does not wait for it. */
const Palette = lazy(async () => ({ default: (await import('./palette.tsx')).Palette }));

/** The frame around every page. */
export function Shell(): ReactNode {
  const { t } = useTranslation();
  const [menuOpened, menu] = useDisclosure(false);
  const main = useRef<HTMLElement>(null);
  useFreshness();
  usePlaceOnPage(main, 'main');
  useHotkeys([['mod+K', () => void openPalette()]], []);
  return (
    <div className={classes.shell}>
      <a className={classes.skip} href="#main" onClick={focusMain}>
        {t('app.bar.skip')}
      </a>
      <TopBar onMenu={menu.open} />
      <nav className={classes.nav} aria-label={t('app.nav.label')}>
        <Navigation />
      </nav>
      <main className={classes.main} id="main" ref={main} data-scroll-restoration-id="main" tabIndex={-1}>
        <Outlet />
      </main>
      <Drawer
        opened={menuOpened}
        onClose={menu.close}
        position="left"
        size={260}
        title={<Text fw={650}>{t('app.title')}</Text>}
        closeButtonProps={{ 'aria-label': t('app.action.close') }}
      >
        <nav className={classes.drawerNav} aria-label={t('app.nav.label')}>
          <Navigation onNavigate={menu.close} />
        </nav>
      </Drawer>
      <Suspense>
        <Palette />
      </Suspense>
    </div>
  );
}

/** The fragment is the router's: the skip link moves the focus without touching the address. */
function focusMain(event: React.MouseEvent): void {
  event.preventDefault();
  document.getElementById('main')?.focus();
}
