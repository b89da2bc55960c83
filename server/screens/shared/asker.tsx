import type { ReactNode } from 'react';
import type { Visit } from '../visit.ts';

/** The 外部サービス that asks, as the customer knows it. */
export interface Asker {
  readonly service: string;
  readonly company: string | undefined;
}

/** A mark made of the service's own first character: the sandbox shows nobody's logo. */
export function AskerMark({ asker }: { asker: Asker }): ReactNode {
  const [first = '外'] = Array.from(asker.service.replace(/^デモ/, ''));
  return (
    <span className="asker-mark" aria-hidden="true">
      {first}
    </span>
  );
}

/** The service and, in parentheses, the company behind it. */
export function AskerName({ visit, asker }: { visit: Visit; asker: Asker }): ReactNode {
  const [open, close] = visit.language === 'ja' ? ['（', '）'] : [' (', ')'];
  return (
    <>
      <strong>{asker.service}</strong>
      {asker.company ? `${open}${asker.company}${close}` : null}
    </>
  );
}
