import type { Grant, GrantStatus } from './model.ts';
import type { Instant } from './time.ts';

/** Where the grant stands at `now`. Over at `expiresAt` itself, to the second (seed: 90日間). */
export function grantStatus(grant: Grant, now: Instant): GrantStatus {
  if (grant.endedAt !== undefined) {
    return grant.endReason === 'superseded' || grant.endReason === 'superseded_by_other_client'
      ? 'superseded'
      : 'revoked';
  }
  return now >= grant.expiresAt ? 'expired' : 'active';
}
