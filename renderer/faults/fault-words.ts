import type { TFunction } from 'i18next';
import { bankDateTime } from '../app/formats.ts';
import type { Fault } from './fault-draft.ts';

/** Where a fault strikes, in words. */
export function matchWords(t: TFunction, { match }: Pick<Fault, 'match'>): string {
  const words = [
    [match.method, match.path].filter(Boolean).join(' '),
    match.grantType,
    match.clientId,
    match.loginId,
    match.page === undefined ? undefined : t('faults.page', { page: match.page }),
  ].filter(Boolean);
  return words.length > 0 ? words.join(' ・ ') : t('faults.everything');
}

/** What happens there. */
export function actionWords(t: TFunction, { action }: Pick<Fault, 'action'>): string {
  const code = action.oauthError ?? action.errorCode;
  return [
    action.loseResponse ? t('faults.does.loseResponse') : undefined,
    action.abort ? t(`faults.does.${action.abort}`) : undefined,
    action.status === undefined ? undefined : t('faults.does.status', { status: action.status }),
    code === undefined ? undefined : t('faults.does.code', { code }),
    action.delayMs === undefined ? undefined : t('faults.does.delay', { ms: action.delayMs }),
  ]
    .filter(Boolean)
    .join(' ・ ');
}

/** How long it goes on. */
export function limitWords(
  t: TFunction,
  { times, probability, until }: Omit<Fault, 'match' | 'action'>,
): string {
  const words = [
    times === undefined ? undefined : t('faults.times', { times }),
    until === undefined ? undefined : t('faults.until', { at: bankDateTime(until) }),
  ].filter(Boolean);
  const share =
    probability === undefined ? [] : [t('faults.probability', { percent: Math.round(probability * 100) })];
  return [...(words.length > 0 ? words : [t('faults.endless')]), ...share].join(' ・ ');
}
