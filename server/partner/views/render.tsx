import { renderToStaticMarkup } from 'react-dom/server';
import type { ReactNode } from 'react';
import type { ListedBank } from '../banks.ts';
import type { Irregularity } from '../changes-since.ts';
import type { Holdings } from '../holdings.ts';
import type { ShownLessons } from '../lessons/lesson-room.ts';
import type { AppName, PartnerApp } from '../partner-apps.ts';
import type { FailureNote, Link } from '../session-store.ts';
import { partnerTexts, type PartnerLanguage } from '../texts.ts';
import { ChooseBank } from './choose-bank.tsx';
import { Dashboard, endJustTold } from './dashboard.tsx';
import { Frame } from './frame.tsx';
import { Lessons } from './lessons.tsx';
import { NoticeBox } from './notice.tsx';

/** What is told once, at the top of the next page. */
export type Notice =
  | { readonly kind: 'linked' | 'updated' | 'refreshed' | 'disconnected' | 'nothing_pending' | 'not_found' }
  | { readonly kind: 'irregular'; readonly irregularities: readonly Irregularity[] }
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
  /** Whom the login page is to name beforehand. */
  readonly loginHint?: string | undefined;
  readonly link?: Link | undefined;
  readonly holdings?: Holdings | undefined;
  readonly notice?: Notice | undefined;
  /** The list to choose from, where nothing is linked. */
  readonly banks?: readonly ListedBank[] | undefined;
  /** Set on the page of mistakes. */
  readonly lessons?: ShownLessons | undefined;
  /** Whose statement to show, and how much of it. */
  readonly account?: string | undefined;
  readonly rows: number;
}

/** The whole page as HTML. */
export function renderPage(content: PageContent): string {
  return `<!doctype html>${renderToStaticMarkup(<PartnerPage {...content} />)}`;
}

function PartnerPage(content: PageContent): ReactNode {
  const { link, lessons, notice, language } = content;
  const toldBelow = !lessons && endJustTold(content) !== undefined;
  return (
    <Frame content={content}>
      {notice && !toldBelow ? <NoticeBox notice={notice} texts={partnerTexts[language]} /> : null}
      {lessons ? (
        <Lessons content={content} lessons={lessons} />
      ) : link ? (
        <Dashboard content={content} link={link} />
      ) : (
        <ChooseBank content={content} />
      )}
    </Frame>
  );
}
