import { setImmediate as nextTurn, setTimeout as pause } from 'node:timers/promises';
import { dropOverdue, retentionOutlook, type DroppedRows } from './bank/retention.ts';
import { MINUTE, toTimestamp, type Instant } from './bank/time.ts';
import type { SandboxContext } from './context.ts';

/** How often is looked for what was kept long enough. */
const LOOK_EVERY_MS = 10 * MINUTE;

/** A sweep goes in turns of about so many rows, and lets others come in between. */
const ROWS_A_TURN = 500;

/**
 * Drops what was kept as long as the settings say, by the bank's clock, wherever that was moved. What
 * is going to be dropped is told in the log one look before: there is time to change the settings, or
 * to keep the state under a name.
 *
 * @param signal ends it.
 */
export async function sweepNowAndThen(context: SandboxContext, signal: AbortSignal): Promise<void> {
  let told: Instant | undefined;
  for (;;) {
    await pause(LOOK_EVERY_MS, undefined, { signal, ref: false });
    try {
      told = await look(context, told, signal);
    } catch (error) {
      // A disk that is full refuses the sweep as any other change; it is tried again at the next look.
      process.stderr.write(`retention: ${error instanceof Error ? error.message : String(error)}\n`);
    }
  }
}

/**
 * Drops what was told of at the last look, and tells of what is due now.
 *
 * @param told the bank's time of the last look, if something was due then.
 * @returns the same of this look.
 */
export async function look(
  context: SandboxContext,
  told: Instant | undefined,
  signal?: AbortSignal,
): Promise<Instant | undefined> {
  if (told !== undefined) await sweep(context, told, signal);
  const now = context.clock.now();
  const { overdue } = retentionOutlook(context.state, now, context.settings().retention);
  if (countOf(overdue) === 0) return undefined;
  context.log.note({ subject: 'retention', code: 'retention_due', details: { ...overdue } });
  return now;
}

/** Drops what was kept long enough at `asOf`, and tells of it in the log. */
export async function sweep(
  { work, log, clock }: SandboxContext,
  asOf: Instant,
  signal?: AbortSignal,
): Promise<DroppedRows> {
  const dropped: DroppedRows = { endedGrants: 0, expiredTokens: 0 };
  try {
    while (!signal?.aborted) {
      const { endedGrants, expiredTokens } = await work.run((tx) => dropOverdue(tx, asOf, ROWS_A_TURN));
      if (endedGrants + expiredTokens === 0) break;
      dropped.endedGrants += endedGrants;
      dropped.expiredTokens += expiredTokens;
      await nextTurn();
    }
  } finally {
    if (countOf(dropped) > 0) {
      const effect = { at: toTimestamp(clock.now()), type: 'retention.dropped', ...dropped };
      log.note({
        subject: 'retention',
        code: 'retention_dropped',
        details: { ...dropped },
        effects: [effect],
      });
    }
  }
  return dropped;
}

function countOf({ endedGrants, expiredTokens }: DroppedRows): number {
  return endedGrants + expiredTokens;
}
