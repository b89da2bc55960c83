import { Link } from '@tanstack/react-router';
import BookOpen from 'lucide-react/icons/book-open';
import Boxes from 'lucide-react/icons/boxes';
import Clock from 'lucide-react/icons/clock';
import House from 'lucide-react/icons/house';
import KeyRound from 'lucide-react/icons/key-round';
import Link2 from 'lucide-react/icons/link-2';
import GraduationCap from 'lucide-react/icons/graduation-cap';
import ListTree from 'lucide-react/icons/list-tree';
import Settings from 'lucide-react/icons/settings';
import Users from 'lucide-react/icons/users';
import Zap from 'lucide-react/icons/zap';
import { useTranslation } from 'react-i18next';
import { count } from '../formats.ts';
import { useFeedSnapshot } from '../../log/log-feed-context.tsx';
import { useStatus } from '../use-status.ts';
import classes from './shell.module.css';

export const pages = [
  { to: '/', text: 'overview', icon: House, group: undefined },
  { to: '/customers', text: 'customers', icon: Users, group: 'data' },
  { to: '/clients', text: 'clients', icon: KeyRound, group: 'data' },
  { to: '/grants', text: 'grants', icon: Link2, group: 'data' },
  { to: '/log', text: 'log', icon: ListTree, group: 'observe' },
  { to: '/time', text: 'time', icon: Clock, group: 'experiment' },
  { to: '/faults', text: 'faults', icon: Zap, group: 'experiment' },
  { to: '/scenarios', text: 'scenarios', icon: Boxes, group: 'experiment' },
  { to: '/training', text: 'training', icon: GraduationCap, group: 'other' },
  { to: '/settings', text: 'settings', icon: Settings, group: 'other' },
] as const;

const groups = [undefined, 'data', 'observe', 'experiment', 'other'] as const;

/** The pages of the console, with how many things each one holds. */
export function Navigation({ onNavigate }: { onNavigate?: () => void }) {
  const { t } = useTranslation();
  const counts = useStatus().data?.counts;
  const feed = useFeedSnapshot();
  const countOf: Partial<Record<(typeof pages)[number]['text'], number | undefined>> = {
    customers: counts?.customers,
    clients: counts?.clients,
    grants: counts?.activeGrants,
    log: feed.filter === '' && feed.entries.length > 0 ? feed.entries.length : undefined,
  };
  return (
    <>
      {groups.map((group) => (
        <div key={group ?? 'top'}>
          {group ? <p className={classes.group}>{t(`app.nav.${group}`)}</p> : null}
          <ul className={classes.list}>
            {pages
              .filter((page) => page.group === group)
              .map(({ to, text, icon: Icon }) => (
                <li key={to}>
                  <Link
                    to={to}
                    className={classes.link}
                    activeOptions={{ exact: to === '/', includeSearch: false }}
                    {...(onNavigate ? { onClick: onNavigate } : {})}
                  >
                    <Icon size={15} aria-hidden />
                    {t(`app.nav.${text}`)}
                    {countOf[text] === undefined ? null : (
                      <span className={classes.count}>
                        {count(countOf[text])}
                        {text === 'log' && feed.cut ? '+' : ''}
                      </span>
                    )}
                  </Link>
                </li>
              ))}
            {group === 'other' ? (
              <li>
                <a className={classes.link} href="/control/v1/openapi.json" target="_blank" rel="noreferrer">
                  <BookOpen size={15} aria-hidden />
                  {t('app.nav.apiReference')}
                </a>
              </li>
            ) : null}
          </ul>
        </div>
      ))}
      <p className={classes.note}>{t('app.sandboxNote')}</p>
    </>
  );
}
