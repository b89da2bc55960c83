import type { ReactNode } from 'react';
import type { FailureNote } from '../session-store.ts';
import { fill, type PartnerTexts } from '../texts.ts';
import { waitInWords } from '../time-left.ts';
import type { Notice } from './render.tsx';

/** What just happened. A failure says what it means, what to do, and, small, what the bank said. */
export function NoticeBox({ notice, texts }: { notice: Notice; texts: PartnerTexts }): ReactNode {
  if (notice.kind === 'irregular') {
    return (
      <div className="notice soon" role="alert">
        {notice.irregularities.map((irregularity) => (
          <p key={irregularity}>{texts.irregularities[irregularity]}</p>
        ))}
      </div>
    );
  }
  if (notice.kind !== 'failed') {
    const good = notice.kind !== 'nothing_pending' && notice.kind !== 'not_found';
    return (
      <p className={good ? 'notice done' : 'notice refused'} role={good ? 'status' : 'alert'}>
        {texts[notice.kind]}
      </p>
    );
  }
  const { failure, during } = notice;
  return (
    <div className="notice refused">
      <div role="alert">
        <p>
          <strong>{texts.during[during]}</strong>
        </p>
        <p>
          {/* There is no linkage left to try again with. */}
          {during === 'disconnect' ? texts.permissionLeft : wordsFor(failure, texts)}
          {during === 'disconnect' || failure.retryAfter === undefined
            ? null
            : fill(texts.retryAfter, { wait: waitInWords(failure.retryAfter, texts) })}
        </p>
      </div>
      <BankSaid failure={failure} texts={texts} />
    </div>
  );
}

/** The bank's own words, small, for whoever builds such a service. */
export function BankSaid({ failure, texts }: { failure: FailureNote; texts: PartnerTexts }): ReactNode {
  return (
    <p className="bank-said">
      {texts.bankSaid}: <code>{failure.code ?? failure.kind}</code> {failure.description}
    </p>
  );
}

export function wordsFor({ kind }: FailureNote, texts: PartnerTexts): string {
  return Object.hasOwn(texts.failures, kind)
    ? texts.failures[kind as keyof PartnerTexts['failures']]
    : texts.failures.unexpected;
}
