import { useDocumentTitle } from '@mantine/hooks';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import classes from './page.module.css';

interface PageProps {
  title: string;
  lead?: ReactNode;
  actions?: ReactNode;
  children: ReactNode;
}

/** A page's heading, what it is for, its main actions, and its content. */
export function Page({ title, lead, actions, children }: PageProps) {
  const { t } = useTranslation();
  useDocumentTitle(`${title} · ${t('app.title')}`);
  return (
    <div className={classes.page}>
      <header className={classes.header}>
        <div className={classes.grow}>
          <h1 className={classes.title}>{title}</h1>
          {lead ? <p className={classes.lead}>{lead}</p> : null}
        </div>
        {actions}
      </header>
      <div className={classes.body}>{children}</div>
    </div>
  );
}

/** A framed part of a page. */
export function Card({
  title,
  actions,
  padded = true,
  children,
}: {
  title?: ReactNode;
  actions?: ReactNode;
  padded?: boolean;
  children: ReactNode;
}) {
  return (
    <section className={classes.card}>
      {title === undefined ? null : (
        <div className={classes.cardHead}>
          <h2 className={classes.cardTitle}>{title}</h2>
          {actions}
        </div>
      )}
      <div className={padded ? classes.cardBody : undefined}>{children}</div>
    </section>
  );
}
