import { renderToStaticMarkup } from 'react-dom/server';
import type { ReactNode } from 'react';
import type { Holdings } from '../holdings.ts';
import type { AppName, PartnerApp } from '../partner-apps.ts';
import type { FailureNote, Link } from '../session-store.ts';
import { partnerTexts, type PartnerLanguage } from '../texts.ts';
import { ChooseBank } from './choose-bank.tsx';
import { Dashboard } from './dashboard.tsx';
import { Frame } from './frame.tsx';
import { NoticeBox } from './notice.tsx';

/** What is told once, at the top of the next page. */
export type Notice =
  | { readonly kind: 'linked' | 'updated' | 'refreshed' | 'disconnected' | 'nothing_pending' | 'not_found' }
  | {
      readonly kind: 'failed';
      readonly during: 'connect' | 'update' | 'disconnect';
      readonly failure: FailureNote;
    };

export interface PageContent {
  readonly app: PartnerApp;
  readonly appName: AppName;
  readonly language: PartnerLanguage;
  readonly stylesheet: string;
  readonly link?: Link | undefined;
  readonly holdings?: Holdings | undefined;
  readonly notice?: Notice | undefined;
  /** Whose statement to show, and how much of it. */
  readonly account?: string | undefined;
  readonly rows: number;
}

/** The whole page as HTML. */
export function renderPage(content: PageContent): string {
  return `<!doctype html>${renderToStaticMarkup(<PartnerPage {...content} />)}`;
}

function PartnerPage(content: PageContent): ReactNode {
  const { link, notice, language } = content;
  return (
    <Frame content={content}>
      {notice ? <NoticeBox notice={notice} texts={partnerTexts[language]} /> : null}
      {link ? <Dashboard content={content} link={link} /> : <ChooseBank content={content} />}
    </Frame>
  );
}
