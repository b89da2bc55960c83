import type { Operation } from '../../server/control/operation.ts';
import { operations } from '../../server/control/operations/index.ts';
import { duration } from '../app/formats.ts';
import type { Language } from '../app/i18n.ts';
import type { LogEntry } from './log-entry.ts';

type Event = Pick<LogEntry, 'method' | 'path' | 'outcome' | 'effects' | 'status'>;

/** A jump of the clock, with how many grants and tokens ran out on the way. */
export interface ClockJump {
  /** Milliseconds the bank's clock went forward. */
  forwardMs: number;
  grants: number;
  tokens: number;
}

/** Reads a jump of the clock from what it reported. `undefined`: this was no jump. */
export function clockJump({ effects }: Pick<Event, 'effects'>): ClockJump | undefined {
  const moved = effects.find(({ type }) => type === 'clock.moved');
  if (!moved || typeof moved.from !== 'string') return undefined;
  const ended = (type: string) => effects.filter((effect) => effect.type === type).length;
  return {
    forwardMs: Date.parse(moved.at) - Date.parse(moved.from),
    grants: ended('grant.expired'),
    tokens: ended('access_token.expired'),
  };
}

/** The operation of the control API behind a request, found by its method and path. */
function operationOf({ method, path }: Pick<Event, 'method' | 'path'>): Operation | undefined {
  const below = path.replace(/^\/control\/v1/, '').split('/');
  return operations.find((declared) => {
    const parts = declared.path.split('/');
    return (
      declared.method === method &&
      parts.length === below.length &&
      parts.every((part, index) => part.startsWith('{') || part === below[index])
    );
  });
}

/** What was done at the bank, in words. */
export function bankEventText(event: Event, language: Language): string {
  const jump = clockJump(event);
  if (jump) return jumpText(jump, language);
  const done = event.outcome.code === 'ok' ? operationOf(event)?.summary[language] : undefined;
  return done ?? event.outcome.message[language];
}

function jumpText({ forwardMs, grants, tokens }: ClockJump, language: Language): string {
  const time = duration(forwardMs, language);
  if (language === 'ja') {
    const ended = [
      grants > 0 ? `許可 ${String(grants)}件` : '',
      tokens > 0 ? `トークン ${String(tokens)}件` : '',
    ];
    const which = ended.filter(Boolean).join(' と ');
    return `時刻を ${time} 進めました${which ? ` ・ ${which} が失効` : ''}`;
  }
  const ended = [grants > 0 ? many(grants, 'grant') : '', tokens > 0 ? many(tokens, 'token') : ''];
  const which = ended.filter(Boolean).join(' and ');
  return `The clock went forward by ${time}${which ? ` · ${which} ran out` : ''}`;
}

function many(amount: number, thing: string): string {
  return `${String(amount)} ${thing}${amount === 1 ? '' : 's'}`;
}
