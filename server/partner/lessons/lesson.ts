/*
 * Mistakes a partner can make, each to be made on purpose, once, at the press of a button, so that a
 * learner sees what the bank answers. Nothing here is a model to follow: `bank-connection.ts` is.
 */

/** Mistakes that are made when the customer comes back from the bank. */
export const returningLessons = ['no_state_check', 'code_replay'] as const;
export type ReturningLesson = (typeof returningLessons)[number];

/** All of them, in the order in which a linkage meets them. */
export const lessonNames = [
  'wrong_redirect_uri',
  'no_state_check',
  'code_replay',
  'lost_refresh_answer',
  'double_refresh',
  'utc_dates',
] as const;
export type LessonName = (typeof lessonNames)[number];

/** Which of them need a linkage to misuse. */
export const needsLink: ReadonlySet<LessonName> = new Set([
  'lost_refresh_answer',
  'double_refresh',
  'utc_dates',
]);

export function isReturning(name: LessonName): name is ReturningLesson {
  return (returningLessons as readonly string[]).includes(name);
}

/** One request of a lesson and what the bank said to it. Tokens and codes only as fingerprints. */
export interface LessonExchange {
  readonly request: string;
  /** HTTP status; undefined where no answer came. */
  readonly status: number | undefined;
  readonly answer: string;
}

/** What came of a lesson. */
export interface LessonReport {
  readonly name: LessonName;
  readonly exchanges: readonly LessonExchange[];
  /** Where to look at the bank's own page, for what a browser would have seen. */
  readonly lookAt?: string;
}

/** `rt_…3f2c`: enough to follow a token from one request to the next, too little to use it. */
export function fingerprint(secret: string): string {
  return secret.length < 12 ? '…' : `${/^[a-z]+_/.exec(secret)?.[0] ?? ''}…${secret.slice(-4)}`;
}
