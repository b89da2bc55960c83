import type { ReactNode } from 'react';
import { ButtonLink } from '../ui/button-link.tsx';
import { Button } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import Play from 'lucide-react/icons/play';
import { useTranslation } from 'react-i18next';
import { bankTime } from '../app/formats.ts';
import type { Language } from '../app/i18n.ts';
import { institutionName } from '../app/names.ts';
import { useStatus, type SandboxStatus } from '../app/use-status.ts';
import { bankEventText } from '../log/bank-event.ts';
import { isBankEvent, toneOf } from '../log/log-entry.ts';
import { useFeedSnapshot } from '../log/log-feed-context.tsx';
import { Card, Page } from '../ui/page.tsx';
import { Loaded } from '../ui/state-panel.tsx';
import { ToneBadge } from '../ui/tone-badge.tsx';
import { ClientSettings } from './client-settings.tsx';
import { CopyLine, CopyLines } from './copy-lines.tsx';
import { DemoLogins } from './demo-logins.tsx';
import classes from './overview.module.css';
import { useDemoStart } from './use-demo-start.ts';

/** Where a newcomer starts: connect once, copy the settings, see what to try next. */
export function OverviewPage(): ReactNode {
  const { t, i18n } = useTranslation();
  const status = useStatus();
  return (
    <Page
      title={t('overview.title')}
      lead={
        status.data
          ? t('overview.lead', { institution: institutionName(status.data.institution, i18n.language) })
          : undefined
      }
    >
      <Loaded query={status} rows={12}>
        {(data) => <OverviewContent status={data} />}
      </Loaded>
    </Page>
  );
}

function OverviewContent({ status }: { status: SandboxStatus }) {
  const { t } = useTranslation();
  const { issuer, control, partner } = status.addresses;
  const { login, start } = useDemoStart();
  return (
    <div className={classes.grid}>
      <section className={`${classes.hero ?? ''} ${classes.wide ?? ''}`}>
        <div className={classes.heroText}>
          <h2>{t('overview.demoTitle')}</h2>
          <p>{t('overview.demoText')}</p>
          {login ? (
            <p className={classes.heroLogin}>
              {t('overview.login')} <code>{login.loginId}</code> ・ {t('overview.password')}{' '}
              <code>{login.password}</code>
            </p>
          ) : null}
        </div>
        <div className={classes.heroActions}>
          <Button size="sm" leftSection={<Play size={15} aria-hidden />} onClick={start}>
            {t('overview.startDemo')}
          </Button>
          <ButtonLink size="sm" variant="default" to="/log">
            {t('overview.watch')}
          </ButtonLink>
        </div>
      </section>
      <div className={classes.column}>
        <Card title={t('overview.connection')}>
          <CopyLines>
            <CopyLine name={t('overview.issuer')} value={issuer} />
            <CopyLine
              name={t('overview.metadata')}
              value={`${issuer}/.well-known/oauth-authorization-server`}
            />
            <CopyLine name={t('overview.dataApi')} value={`${issuer}/ib/v1`} />
            <CopyLine name={t('overview.partner')} value={partner} />
            <CopyLine name={t('overview.control')} value={control} />
          </CopyLines>
        </Card>
        <ClientSettings status={status} />
      </div>
      <div className={classes.column}>
        <RecentActivity />
        <NextSteps />
      </div>
      <div className={classes.wide}>
        <DemoLogins />
      </div>
    </div>
  );
}

function RecentActivity() {
  const { t, i18n } = useTranslation();
  const { entries } = useFeedSnapshot();
  const recent = entries.slice(-8).toReversed();
  return (
    <Card title={t('overview.recent')} padded={recent.length === 0}>
      {recent.length === 0 ? (
        <span className={classes.soft}>{t('overview.noRecent')}</span>
      ) : (
        <ul className={classes.recent}>
          {recent.map((entry) => (
            <li key={entry.id}>
              <Link to="/log" search={{ entry: entry.id }}>
                <span className={classes.time}>{bankTime(entry.at)}</span>
                <ToneBadge tone={toneOf(entry)} mono>
                  {entry.status || '—'}
                </ToneBadge>
                <span>{entry.path}</span>
                <span className={classes.soft}>
                  {isBankEvent(entry)
                    ? bankEventText(entry, i18n.language as Language)
                    : entry.outcome.message[i18n.language as Language]}
                </span>
              </Link>
            </li>
          ))}
        </ul>
      )}
    </Card>
  );
}

function NextSteps() {
  const { t } = useTranslation();
  return (
    <Card title={t('overview.next')} padded={false}>
      <ul className={classes.steps}>
        <li>
          <Link to="/time">
            <strong>{t('overview.step.expiry')}</strong>
            <span className={classes.soft}>{t('overview.step.expiryText')}</span>
          </Link>
        </li>
        <li>
          <Link to="/log" search={{ filter: 'status:>=400' }}>
            <strong>{t('overview.step.failures')}</strong>
            <span className={classes.soft}>{t('overview.step.failuresText')}</span>
          </Link>
        </li>
        <li>
          <Link to="/customers" search={{ add: 'customer' }}>
            <strong>{t('overview.step.data')}</strong>
            <span className={classes.soft}>{t('overview.step.dataText')}</span>
          </Link>
        </li>
      </ul>
    </Card>
  );
}
