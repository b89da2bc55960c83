import { ActionIcon, CopyButton, Menu, Tooltip, useMantineColorScheme } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import Check from 'lucide-react/icons/check';
import Languages from 'lucide-react/icons/languages';
import MenuIcon from 'lucide-react/icons/menu';
import Search from 'lucide-react/icons/search';
import SunMoon from 'lucide-react/icons/sun-moon';
import { useTranslation } from 'react-i18next';
import { bankDay, bankTime, clockOffset } from '../formats.ts';
import type { Language } from '../i18n.ts';
import { useBankClock, useStatus } from '../use-status.ts';
import { FaultChip } from './fault-chip.tsx';
import { openPalette } from './open-palette.ts';
import classes from './shell.module.css';

/** What matters on every page: is the bank there, what time is it there, which scenario is loaded. */
export function TopBar({ onMenu }: { onMenu: () => void }) {
  const { t } = useTranslation();
  return (
    <header className={classes.bar}>
      <ActionIcon className={classes.menuButton} size={32} onClick={onMenu} aria-label={t('app.nav.open')}>
        <MenuIcon size={18} aria-hidden />
      </ActionIcon>
      <Link to="/" className={classes.brand} aria-label={t('app.title')}>
        <img src="./icon.svg" width={20} height={20} alt="" />
        <span className={classes.brandText}>{t('app.title')}</span>
      </Link>
      <BankChip />
      <ClockChip />
      <ScenarioChip />
      <FaultChip />
      <span className={classes.space} />
      <button
        type="button"
        className={classes.search}
        onClick={() => void openPalette()}
        aria-label={t('app.bar.search')}
      >
        <Search size={14} aria-hidden />
        <span>{t('app.bar.search')}</span>
        <kbd>Ctrl K</kbd>
      </button>
      <LanguageMenu />
      <ThemeMenu />
    </header>
  );
}

function BankChip() {
  const { t } = useTranslation();
  const { data, error } = useStatus();
  const state = error ? 'down' : data ? 'live' : 'unknown';
  const issuer = data?.addresses.issuer ?? '';
  const word = error ? t('app.bar.notAnswering') : t('app.bar.answering');
  return (
    <CopyButton value={issuer} timeout={1600}>
      {({ copied, copy }) => (
        <Tooltip label={copied ? t('app.action.copied') : t('app.bar.copyIssuer')}>
          <button type="button" className={`${classes.chip ?? ''} ${classes.bank ?? ''}`} onClick={copy}>
            <span className={classes.dot} data-state={state} />
            <span className={classes.chipText}>
              {t('app.bar.bank')} {issuer.replace(/^https?:\/\//, '')}
            </span>
            {error ? <strong>{word}</strong> : <span className="visually-hidden">{word}</span>}
          </button>
        </Tooltip>
      )}
    </CopyButton>
  );
}

function ClockChip() {
  const { t, i18n } = useTranslation();
  const clock = useBankClock();
  if (!clock) return null;
  const offset = clockOffset(clock.bankNow, clock.realNow, i18n.language as Language);
  return (
    <Link to="/time" className={classes.chip}>
      <span className="visually-hidden">{t('app.bar.bankClock')}</span>
      <span className={classes.chipText}>
        <span className={classes.date}>{bankDay(clock.bankNow)} </span>
        {bankTime(clock.bankNow)}
        <span className={classes.zone}> {t('app.bar.jst')}</span>
      </span>
      {clock.mode === 'frozen' ? <span className={classes.offset}>{t('app.bar.frozen')}</span> : null}
      {offset ? <span className={classes.offset}>{offset}</span> : null}
    </Link>
  );
}

function ScenarioChip() {
  const { t } = useTranslation();
  const name = useStatus().data?.scenario.name;
  if (!name) return null;
  return (
    <Link to="/scenarios" className={`${classes.chip ?? ''} ${classes.scenario ?? ''}`}>
      <span className={classes.chipText}>
        {t('app.bar.scenario')} {name}
      </span>
    </Link>
  );
}

function LanguageMenu() {
  const { t, i18n } = useTranslation();
  const languages = [
    { value: 'ja', label: '日本語' },
    { value: 'en', label: 'English' },
  ] as const;
  return (
    <Menu position="bottom-end" width={160}>
      <Menu.Target>
        <ActionIcon size={32} aria-label={t('app.bar.language')}>
          <Languages size={17} aria-hidden />
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown>
        {languages.map(({ value, label }) => (
          <Menu.Item
            key={value}
            lang={value}
            onClick={() => void i18n.changeLanguage(value)}
            rightSection={i18n.language === value ? <Check size={14} aria-hidden /> : null}
          >
            {label}
          </Menu.Item>
        ))}
      </Menu.Dropdown>
    </Menu>
  );
}

function ThemeMenu() {
  const { t } = useTranslation();
  const { colorScheme, setColorScheme } = useMantineColorScheme();
  return (
    <Menu position="bottom-end" width={220}>
      <Menu.Target>
        <ActionIcon size={32} aria-label={t('app.bar.theme')}>
          <SunMoon size={17} aria-hidden />
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown>
        {(['light', 'dark', 'auto'] as const).map((scheme) => (
          <Menu.Item
            key={scheme}
            onClick={() => setColorScheme(scheme)}
            rightSection={colorScheme === scheme ? <Check size={14} aria-hidden /> : null}
          >
            {t(`app.bar.${scheme}`)}
          </Menu.Item>
        ))}
      </Menu.Dropdown>
    </Menu>
  );
}
