// `serve`, with a watch on its event loop: from the first request on, the longest time during which
// it could turn to nobody else is kept, and printed on stderr as the process ends.
import { subscribe } from 'node:diagnostics_channel';
import { monitorEventLoopDelay } from 'node:perf_hooks';

const RESOLUTION_MS = 5;
const delay = monitorEventLoopDelay({ resolution: RESOLUTION_MS });
subscribe('http.server.request.start', () => {
  delay.enable();
});
process.on('exit', () => {
  const blockedMs = Math.max(0, delay.max / 1e6 - RESOLUTION_MS);
  process.stderr.write(`\nlongest event-loop block: ${blockedMs.toFixed(0)} ms\n`);
});

await import(new URL('../../../../server/cli/build-first.mjs', import.meta.url).href);
