import { writeSync } from 'node:fs';

/**
 * Exit code of a process that met a defect of its own: EX_SOFTWARE of sysexits.h. Codes up to 5 say
 * why a start was refused.
 */
export const DEFECT_EXIT_CODE = 70;

/** How long flushing may take before the process ends all the same. */
const FLUSH_WITHIN_MS = 3_000;

/**
 * For an error that nothing handled (also a rejected promise): its cause goes to stderr, `flush` writes
 * what is acknowledged or recorded, and the process ends with {@link DEFECT_EXIT_CODE}. Going on would
 * mean to answer from a state that nobody vouches for.
 *
 * `hideSecrets`: what the cause quotes of what was sent is told without them.
 *
 * A reader of stdout or stderr that goes away (`serve | head`) is no defect, and ends nothing.
 */
export function endOnDefect(flush: () => Promise<void>, hideSecrets: (text: string) => string): void {
  for (const stream of [process.stdout, process.stderr]) stream.on('error', () => undefined);
  let ending = false;
  process.on('uncaughtException', (error: unknown) => {
    const cause = error instanceof Error ? (error.stack ?? error.message) : String(error);
    say(`ended by a defect: ${hideSecrets(cause)}`);
    if (ending) return;
    ending = true;
    const end = () => process.exit(DEFECT_EXIT_CODE);
    setTimeout(end, FLUSH_WITHIN_MS);
    flush().then(end, (failure: unknown) => {
      say(`what was left could not be written: ${String(failure)}`);
      end();
    });
  });
}

/** At once, because the process is about to end; a closed stderr must not keep it from flushing. */
function say(line: string): void {
  try {
    writeSync(2, `${line}\n`);
  } catch {
    // There is nobody left to tell.
  }
}
