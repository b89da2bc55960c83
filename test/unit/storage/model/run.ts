import { SCHEDULES_AT_LENGTH, tryOut } from './try-out.ts';

/**
 * `npm run test:storage [-- <how many> <first seed>]`: random histories against the storage on a disk
 * that fails, until one does not hold. Ends with what they came to.
 */
const [count = String(SCHEDULES_AT_LENGTH), first = '1'] = process.argv.slice(2);
const began = performance.now();
const { tally, failures } = await tryOut(Number(first), Number(count));
for (const { message } of failures.slice(0, 3)) process.stderr.write(`${message}\n`);
const seconds = Math.round((performance.now() - began) / 1000);
process.stdout.write(`${JSON.stringify({ tally, failed: failures.length, seconds })}\n`);
process.exitCode = failures.length === 0 ? 0 : 1;
