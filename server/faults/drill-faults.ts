import type { FaultAction } from '../bank/fault.ts';
import type { Customer, Grant, Settings } from '../bank/model.ts';
import { MINUTE, type Instant } from '../bank/time.ts';
import type { AskedFor } from './matching.ts';

/** How long after the consent the token endpoint is down for who rehearses it. */
const DOWN_FOR = 5 * MINUTE;

/** The page at which partners lose patience. */
const THIRD = 3;
const SLOW_PAGE_MS = 8_000;

/** What strikes because of who the customer is: failures of the wire, one for each login. */
export function actionOfDrill(
  { drill }: Customer,
  grant: Grant | undefined,
  { grantType, page }: AskedFor,
  settings: Settings,
  now: Instant,
): FaultAction | undefined {
  switch (drill) {
    case 'refresh_answer_lost':
      return grantType === 'refresh_token' && grant && grant.firstRefreshedAt === undefined
        ? { loseResponse: true, status: 504 }
        : undefined;
    case 'token_endpoint_down':
      return grantType === 'refresh_token' && grant && now < grant.createdAt + DOWN_FOR
        ? { status: 500 }
        : undefined;
    case 'third_page_slow':
      return page === THIRD ? { delayMs: settings.policies.slowPageMs ?? SLOW_PAGE_MS } : undefined;
    case 'third_page_truncated':
      return page === THIRD ? { abort: 'truncate', loseResponse: true } : undefined;
    default:
      return undefined;
  }
}
