import { expect, it } from 'vitest';
import { runCampaign, toldSummary } from './fuzz/campaign.ts';

/** Always the same requests, so that a red run says something about the change at hand. */
const SEED = 20270220;

it('2,000 requests over every route of the three origins are all answered, none with an unmeant 5xx', async () => {
  const summary = await runCampaign(2_000, SEED);
  process.stdout.write(toldSummary(summary));
  expect(summary.problems).toEqual([]);
  // Were nothing ever taken, nothing behind the first question would have been reached.
  expect(summary.statuses['2xx']).toBeGreaterThan(200);
  expect(summary.statuses['4xx']).toBeGreaterThan(200);
}, 600_000);
