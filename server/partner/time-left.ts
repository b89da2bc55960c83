import { fill, type PartnerTexts } from './texts.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
/** Japan is nine hours ahead of UTC all year round. */
const JST_OFFSET = 9 * HOUR;
/** From here on the customer is asked to link again. */
const SOON = 14 * DAY;

/** How long to wait, in words that never promise too early. */
export function waitInWords(seconds: number, texts: PartnerTexts): string {
  if (seconds < 2 * 60) return fill(texts.seconds, { count: seconds });
  const minutes = Math.ceil(seconds / 60);
  if (minutes < 2 * 60) return fill(texts.minutes, { count: minutes });
  return fill(texts.hours, { count: Math.ceil(minutes / 60) });
}

/**
 * How long a linkage still lasts, in words, seen from the bank's time of its last answer: the bank's
 * clock decides, and a sandbox's may be months away from ours.
 *
 * @returns undefined when either time is unknown.
 */
export function timeLeft(
  expiresAt: string | undefined,
  bankTime: string | undefined,
  texts: PartnerTexts,
): { text: string; soon: boolean } | undefined {
  const left = Date.parse(expiresAt ?? '') - Date.parse(bankTime ?? '');
  if (!Number.isFinite(left)) return undefined;
  const count = (unit: number) => Math.max(0, Math.floor(left / unit));
  // By the calendar in Japan, as the bank's own pages count: of 90 days all are left on the first.
  const dayOf = (at: string) => Math.floor((Date.parse(at) + JST_OFFSET) / DAY);
  const days = dayOf(expiresAt ?? '') - dayOf(bankTime ?? '');
  const text =
    left >= DAY
      ? fill(texts.days, { count: days })
      : left >= HOUR
        ? fill(texts.hours, { count: count(HOUR) })
        : fill(texts.minutes, { count: count(MINUTE) });
  return { text, soon: left < SOON };
}
