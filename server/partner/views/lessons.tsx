import type { ReactNode } from 'react';
import { isReturning, lessonNames, needsLink } from '../lessons/lesson.ts';
import type { LessonName, LessonReport } from '../lessons/lesson.ts';
import type { ShownLessons } from '../lessons/lesson-room.ts';
import { lessonTexts } from '../lessons/texts.ts';
import { Carried, pageLink } from './frame.tsx';
import type { PageContent } from './render.tsx';

/** The page of mistakes: what each is, a button to make it, and what the bank said. */
export function Lessons({ content, lessons }: { content: PageContent; lessons: ShownLessons }): ReactNode {
  const texts = lessonTexts[content.language];
  return (
    <>
      <section className="card lessons-head">
        <h1>{texts.title}</h1>
        <p>{texts.lead}</p>
        <p className="soft small">{texts.warning}</p>
        <p className="state">
          <strong>{lessons.on ? texts.isOn : texts.isOff}</strong>
        </p>
        <div className="buttons">
          <LessonButton content={content} value={lessons.on ? 'off' : 'on'} primary={!lessons.on}>
            {lessons.on ? texts.off : texts.on}
          </LessonButton>
          <a className="button secondary" href={pageLink(content, '/')}>
            {texts.back}
          </a>
        </div>
      </section>
      {lessons.report ? <Report content={content} report={lessons.report} /> : null}
      {lessons.on ? (
        <ol className="lessons">
          {lessonNames.map((name) => (
            <li key={name} className="card">
              <Lesson content={content} name={name} linked={lessons.linked} />
            </li>
          ))}
        </ol>
      ) : null}
    </>
  );
}

function Lesson(props: { content: PageContent; name: LessonName; linked: boolean }): ReactNode {
  const { content, name, linked } = props;
  const texts = lessonTexts[content.language];
  const { title, what } = texts.lessons[name];
  const possible = linked || !needsLink.has(name);
  return (
    <>
      <h2 id={`lesson-${name}`}>{title}</h2>
      <p>{what}</p>
      {isReturning(name) ? <p className="soft small">{texts.goesToBank}</p> : null}
      {possible ? (
        <LessonButton content={content} value={name} describedBy={`lesson-${name}`}>
          {texts.make}
        </LessonButton>
      ) : (
        <p>
          <a href={pageLink(content, '/')}>{texts.needsLink}</a>
        </p>
      )}
    </>
  );
}

function Report({ content, report }: { content: PageContent; report: LessonReport }): ReactNode {
  const texts = lessonTexts[content.language];
  const { title, correct } = texts.lessons[report.name];
  return (
    <section className="card report" aria-labelledby="report" role="region">
      <h2 id="report">{`${texts.report}: ${title}`}</h2>
      <ol className="exchanges">
        {report.exchanges.map(({ request, status, answer }, index) => (
          <li key={index}>
            <dl>
              <dt>{texts.request}</dt>
              <dd>
                <code>{request}</code>
              </dd>
              <dt>{texts.answer}</dt>
              <dd>
                <strong className={status !== undefined && status < 400 ? 'status' : 'status refused'}>
                  {status ?? texts.noAnswer}
                </strong>{' '}
                <code>{answer}</code>
              </dd>
            </dl>
          </li>
        ))}
      </ol>
      <h3>{texts.correct}</h3>
      <p>{correct}</p>
      {report.lookAt === undefined ? null : (
        <p>
          <a href={report.lookAt}>{texts.lookAt}</a>
        </p>
      )}
    </section>
  );
}

function LessonButton(props: {
  readonly content: PageContent;
  readonly value: string;
  readonly primary?: boolean;
  readonly describedBy?: string;
  readonly children: ReactNode;
}): ReactNode {
  const { content, value, primary = false, describedBy, children } = props;
  return (
    <form method="post" action="/lessons">
      <Carried content={content} />
      <button
        type="submit"
        name="lesson"
        value={value}
        className={primary ? 'button primary' : 'button secondary'}
        aria-describedby={describedBy}
      >
        {children}
      </button>
    </form>
  );
}
